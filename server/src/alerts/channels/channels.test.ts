import type { ServerResponse } from "node:http";
import { afterEach, expect, test } from "vitest";
import { makeMailTransport } from "../../platform/mail.ts";
import { systemRandom } from "../../platform/random.ts";
import { makeOutgoing } from "../../platform/outgoing.ts";
import { startMailServer } from "../../testing/mail-server.ts";
import { startReceiver } from "../../testing/receiver.ts";
import {
  alertOf,
  HOSTILE,
  keepsTheContract,
  messageOf,
  type Mind,
  PATIENCE_MS,
  type Stage,
} from "./channel.contract.ts";
import type { Sender } from "./channel.ts";
import { makeEmail } from "./email.ts";
import { makeSlack } from "./slack.ts";
import { makeWebhook, newSecret } from "./webhook.ts";

const PUBLIC_URL = "https://console.test";
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const inPerson: Record<Mind, (response: ServerResponse) => void> = {
  takes: (response) => void response.writeHead(200).end("ok"),
  fails: (response) => void response.writeHead(500).end("secret of the receiver"),
  refuses: (response) => void response.writeHead(410).end("secret of the receiver"),
  silent: () => {},
};

async function openHttp(
  make: (outgoing: ReturnType<typeof makeOutgoing>) => Sender,
  idOf: (call: { body: string; headers: Record<string, unknown> }) => string,
): Promise<Stage> {
  const receiver = await startReceiver();
  const outgoing = makeOutgoing({ allowPrivate: true, patienceMs: PATIENCE_MS });
  let closed: Promise<void> | undefined;
  return {
    sender: make(outgoing),
    target: {
      address: receiver.url,
      secrets: [{ value: newSecret(systemRandom), until: null }],
    },
    mind: (mind) => {
      receiver.act = (_request, response) => inPerson[mind](response);
    },
    heard: () => receiver.calls.map((call) => ({ id: idOf(call), said: call.body })),
    close: () => (closed ??= receiver.close()),
  };
}

const openWebhook = () => openHttp(makeWebhook, ({ headers }) => String(headers["webhook-id"]));
const openSlack = () =>
  openHttp(
    (outgoing) => makeSlack(outgoing, PUBLIC_URL),
    ({ body }) => (JSON.parse(body) as { blocks: { block_id: string }[] }).blocks[0]?.block_id ?? "",
  );

async function openEmail(): Promise<Stage> {
  let mind: Mind = "takes";
  const answers: Record<Mind, (done: (error?: Error | null) => void) => void> = {
    takes: (done) => done(),
    fails: (done) => done(Object.assign(new Error("secret of the receiver"), { responseCode: 451 })),
    refuses: (done) => done(Object.assign(new Error("secret of the receiver"), { responseCode: 550 })),
    silent: () => {},
  };
  const server = await startMailServer({ onRcptTo: (_to, _session, done) => answers[mind](done) });
  const config = { SMTP_URL: server.url, MAIL_DIR: "unused", MAIL_FROM: "b@example.com", PUBLIC_URL };
  const transport = makeMailTransport(config, PATIENCE_MS);
  let closed: Promise<void> | undefined;
  return {
    sender: makeEmail(transport, (channelId) => `${PUBLIC_URL}/api/unsubscribe?of=${channelId}`),
    target: { address: "ada@example.com", secrets: [] },
    mind: (next) => {
      mind = next;
    },
    heard: () =>
      server.received.map(({ source }) => ({
        id: /^Message-ID: (.*)$/im.exec(source)?.[1] ?? "",
        said: source.replaceAll("=\r\n", ""),
      })),
    close: () => {
      transport.close();
      return (closed ??= server.close());
    },
  };
}

const { said: usual } = alertOf("");
keepsTheContract("signed webhook", openWebhook);
keepsTheContract("e-mail", openEmail);
keepsTheContract("Slack", openSlack);

test("T30: what somebody wrote mentions nobody in Slack, links nowhere and ends no message", async () => {
  const stage = await openSlack();
  closing.push(stage.close);
  const said = { ...usual, title: HOSTILE, paragraphs: [HOSTILE] };
  expect(await stage.sender.send(messageOf(stage.target, alertOf("alr_1", { said })))).toMatchObject({
    delivered: true,
  });
  const body = stage.heard()[0]?.said ?? "";
  expect(body).not.toContain("<!channel>");
  expect(body).not.toContain("<https://evil.test");
  expect(body).toContain("<https://console.test/sessions/ses_1|See it in Berth>");
});

test("many alerts are one message in Slack, of a size that it takes, and none is passed over in silence", async () => {
  const stage = await openSlack();
  closing.push(stage.close);
  const long = { ...usual, paragraphs: ["x".repeat(10_000)] };
  const [first, ...more] = Array.from({ length: 40 }, (_, at) => alertOf(`alr_${at}`, { said: long }));
  if (!first) throw new Error("there are forty");
  await stage.sender.send(messageOf(stage.target, first, ...more));
  const { blocks } = JSON.parse(stage.heard()[0]?.said ?? "{}") as { blocks: { text: { text: string } }[] };
  expect(blocks.length).toBeLessThanOrEqual(50);
  for (const { text } of blocks) expect(text.text.length).toBeLessThanOrEqual(3_000);
  expect(blocks.at(-1)?.text.text).toContain("And 28 more");
});

test("T30: a letter has one subject and one reader, and says how to get no more in one click", async () => {
  const stage = await openEmail();
  closing.push(stage.close);
  const said = { ...usual, title: HOSTILE };
  await stage.sender.send(messageOf(stage.target, alertOf("alr_1", { said })));
  const headers = (stage.heard()[0]?.said.split("\r\n\r\n")[0] ?? "")
    .replaceAll(/\r\n[ \t]+/g, " ")
    .split("\r\n");
  const named = (name: string) => headers.filter((line) => line.toLowerCase().startsWith(`${name}:`));
  expect(named("subject")).toHaveLength(1);
  expect(named("bcc")).toEqual([]);
  expect(named("list-unsubscribe")).toEqual([
    "List-Unsubscribe: <https://console.test/api/unsubscribe?of=chn_1>",
  ]);
  expect(named("list-unsubscribe-post")).toEqual(["List-Unsubscribe-Post: List-Unsubscribe=One-Click"]);
});

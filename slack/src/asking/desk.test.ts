import { createHmac } from "node:crypto";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openSlack } from "../calling.ts";
import { type Double, startDouble } from "../double/double.ts";
import type { Message } from "../double/workspace.ts";
import { Memory, Seal } from "../kept/memory.ts";
import { listen } from "../listening/http.ts";
import {
  type ScriptedBerth,
  KEY,
  request,
  reservation,
  session,
  startBerth,
  WEAK_KEY,
} from "../testing/berth.ts";
import { hostile, moreThanWords } from "../testing/hostile.ts";
import { CHANNEL, silent, subscribed } from "../testing/telling.ts";
import { finishTaken } from "./acting.ts";
import type { Desk } from "./desk.ts";
import { People } from "./people.ts";
import { Replies } from "./replying.ts";

// By requests, as Slack sends them: what people type and press, and what comes of it.

// Each note is on the disk before it counts, and a disk may be busy.
vi.setConfig({ testTimeout: 30_000 });

const secret = "signing-secret";
const consoleUrl = "http://berth.example";
let folder: string;
let berth: ScriptedBerth;
let double: Double;
let memory: Memory;
let desk: Desk;
let server: Server;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "berth-desk-"));
  berth = await startBerth();
  const endpoint = { url: "", signingSecret: secret };
  double = await startDouble({ limits: false, endpoint });
  memory = await Memory.open(join(folder, "journal"));
  const apiUrl = `${double.url}/api/`;
  const keys = { url: berth.url, token: "berth_the-bots", owner: null };
  desk = {
    inHand: new Set(),
    said: new Map(),
    memory,
    people: new People(memory, new Seal("s".repeat(32)), keys),
    replies: new Replies(apiUrl, silent),
    log: silent,
    slack: openSlack("xoxb-double", apiUrl, silent),
    consoleUrl,
    zone: "UTC",
  };
  server = await listen(desk, {
    signingSecret: secret,
    host: "127.0.0.1",
    port: 0,
    health: () => ({ ok: true }),
  });
  endpoint.url = `${addressOf()}/slack`;
  await desk.people.link("U0ADA", KEY);
  berth.asked.length = 0;
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await memory.close();
  await double.close();
  await berth.close();
  rmSync(folder, { recursive: true });
});

const addressOf = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const say = (line: string, user = "U0ADA") => double.people.command(user, CHANNEL, `/gpu ${line}`);
const last = (): Message => double.workspace.messages.at(-1)!;
const words = (message = last()) => JSON.stringify([message.text, message.blocks]);
const until = (part: string) => expect.poll(() => words(), { timeout: 25_000 }).toContain(part);
const countOf = (operation: string) => berth.asked.filter((one) => one.operation === operation).length;
const buttonOf = (message: Message, action: string): string => {
  const found = new RegExp(`"action_id":"${action}","value":"([^"]+)"`).exec(JSON.stringify(message.blocks));
  if (!found?.[1]) throw new Error(`no button ${action} in ${JSON.stringify(message.blocks)}`);
  return found[1];
};

async function askToStop(): Promise<{ message: Message; id: string }> {
  await say(`stop ${session.id}`);
  await until("End it");
  return { message: last(), id: buttonOf(last(), "confirm.yes") };
}

const press = (message: Message, id: string, action = "confirm.yes", user = "U0ADA") =>
  double.people.click(user, CHANNEL, message.ts, action, id);

test("what costs is shown with its cost, and done once it is confirmed", async () => {
  const { message, id } = await askToStop();
  expect(words(message)).toContain("$1.25");
  expect(countOf("StopSession")).toBe(0);
  await press(message, id);
  await until("Its end was asked for");
  expect(countOf("StopSession")).toBe(1);
});

test("ten clicks at once do it once", async () => {
  const { message, id } = await askToStop();
  await Promise.all(Array.from({ length: 10 }, () => press(message, id)));
  await until("Its end was asked for");
  expect(countOf("StopSession")).toBe(1);
});

test("nobody else's click does it, nor one that comes too late, nor one after it was left", async () => {
  const { message, id } = await askToStop();
  await press(message, id, "confirm.yes", "U0BO");
  await until("Somebody else was asked");
  memory.state.confirmations[id]!.until = Date.now() - 1;
  await press(message, id);
  await expect.poll(() => words(message)).toContain("too long ago");
  const again = await askToStop();
  await press(again.message, again.id, "confirm.no");
  await expect.poll(() => words(again.message)).toContain("Nothing was done");
  await press(again.message, again.id);
  expect(countOf("StopSession")).toBe(0);
});

test("killed between the click and Berth, it is done at the next start, with the same key", async () => {
  await say(`extend ${session.id} 2h`);
  await until("Keep it");
  expect(words()).toContain("$9.00");
  const id = buttonOf(last(), "confirm.yes");
  await memory.note({ t: "taken", id });
  await finishTaken(desk);
  await finishTaken(desk);
  const keys = berth.asked.filter(({ operation }) => operation === "ExtendSession");
  expect(keys.map(({ variables }) => variables["idempotencyKey"])).toEqual([`slack-${id}`]);
  expect(words()).toContain("Extended by 2 h");
});

test("Berth is away when it is confirmed: it is done later, once", async () => {
  const { message, id } = await askToStop();
  const stop = berth.answers["StopSession"]!;
  delete berth.answers["StopSession"];
  berth.away = "StopSession";
  await press(message, id);
  await expect.poll(() => words(message), { timeout: 25_000 }).toContain("It is tried again");
  berth.away = null;
  berth.answers["StopSession"] = stop;
  await finishTaken(desk);
  expect(words(message)).toContain("Its end was asked for");
  expect(memory.state.confirmations[id]?.state).toBe("done");
});

test.each(["cost", "subscribe all", "reserve 2 h100 2026-12-01 09:00 4h"])(
  "who has not linked and says “%s” is told how, and nothing is asked or changed",
  async (line) => {
    await say(line, "U0BO");
    await until("/gpu link");
    expect(berth.asked).toEqual([]);
    expect(memory.state.channels).toEqual({});
  },
);

test.each([
  ["find h100", "8 × H100", "$16.05 an hour all in"],
  ["budget", "Vision", "82 % spent"],
  ["cost", "1 machine runs, for $4.00 an hour", "$90.00 are left to spend"],
  ["forecast h100", "H100 at Vast.ai: $2.10 a GPU-hour now", "Between $1.50 and $2.00"],
  ["stop", "card.stop", session.id],
  ["extend", "card.extend", session.id],
])("“/gpu %s” is answered", async (line, ...parts) => {
  await say(line);
  for (const part of parts) await until(part);
});

test("what there is to say is answered at once, and Berth is not asked", async () => {
  await say("help");
  expect(words()).toContain("/gpu reserve");
  expect(berth.asked).toEqual([]);
});

test("a Berth that takes its time: the command is answered all the same, and what it says stands there in the answer’s place", async () => {
  let answer = (): void => {};
  berth.until = new Promise((resolve) => (answer = resolve));
  // It comes back within the three seconds that Slack has patience for.
  expect(await say("cost")).toEqual({ acknowledged: true });
  const { ts } = last();
  expect(words()).toContain("Asking Berth…");
  answer();
  await until("1 machine runs");
  expect(last()).toMatchObject({ ts, edits: 1 });
});

test("a reservation is shown line by line before it is booked, and booked once", async () => {
  await say("reserve 2 h100 2026-12-01 09:00 4h");
  await until("Book for $16.00");
  expect(words()).toContain("2 × H100 for 4 h");
  expect(countOf("CreateReservation")).toBe(0);
  const [message, id] = [last(), buttonOf(last(), "confirm.yes")];
  await Promise.all([press(message, id), press(message, id)]);
  await until("Booked: 2 × H100");
  const created = berth.asked.filter(({ operation }) => operation === "CreateReservation");
  expect(created.map(({ variables }) => variables)).toEqual([
    { input: { quoteId: "res_quote", expectedTotal: "16.000000" }, idempotencyKey: `slack-${id}` },
  ]);
});

test("the form for a reservation opens before Berth has answered, and shows the price before anything is booked", async () => {
  let answer = (): void => {};
  berth.until = new Promise((resolve) => (answer = resolve));
  expect(await say("reserve")).toEqual({ acknowledged: true });
  const form = () => JSON.stringify([...double.workspace.views.values()]);
  await expect.poll(form).toContain("Asking Berth…");
  answer();
  await expect.poll(form).toContain("H100, EU: $2.00 a GPU-hour");
  const [view] = double.workspace.views.values();
  const input = (name: string, value: object) => ({ [name]: { [name]: value } });
  await double.people.submit("U0ADA", view!.id, {
    ...input("pool", { selected_option: { value: "pool_1" } }),
    ...input("gpus", { value: "2" }),
    ...input("date", { selected_date: "2026-12-01" }),
    ...input("time", { selected_time: "09:00" }),
    ...input("hours", { value: "4" }),
  });
  await until("Book for $16.00");
  const quoted = berth.asked.find(({ operation }) => operation === "QuoteReservation");
  expect(quoted?.variables["input"]).toEqual({
    poolId: "pool_1",
    gpus: 2,
    startsAt: "2026-12-01T09:00:00.000Z",
    endsAt: "2026-12-01T13:00:00.000Z",
  });
  expect(countOf("CreateReservation")).toBe(0);
});

test("a longer reservation is shown with what it costs more; and what Berth refuses is said in its words", async () => {
  await say(`extend ${reservation.id} 2h`);
  await until("$8.00 more, $24.00 in all");
  await press(last(), buttonOf(last(), "confirm.yes"));
  await until("Extended until 2026-12-01 15:00 UTC");
  berth.answers["QuoteReservation"] = () => ({
    quoteReservation: { __typename: "PeriodTaken", message: "These GPUs are taken." },
  });
  await say("reserve 2 h100 2026-12-01 09:00 4h");
  await until("These GPUs are taken.");
});

test("hostile names mention nobody and lead nowhere, in whatever is answered", async () => {
  const answers = [
    "SessionNow",
    "ReservationNow",
    "Budgets",
    "Offers",
    "Sessions",
    "Forecast",
    "Pools",
    "QuoteReservation",
  ];
  const named = new Set([
    "name",
    "label",
    "consumer",
    "gpuModel",
    "model",
    "scopeValue",
    "region",
    "country",
    "verdictBecause",
  ]);
  for (const name of answers) {
    const answer = berth.answers[name]!;
    berth.answers[name] = (...asked) =>
      JSON.parse(JSON.stringify(answer(...asked)), (key, value: unknown) =>
        named.has(key) && typeof value === "string" ? `${hostile} ${value}` : value,
      ) as unknown;
  }
  const lines = [
    "find x",
    "budget",
    "forecast x",
    "stop",
    `stop ${session.id}`,
    `extend ${reservation.id} 2h`,
    "reserve 2 h100 2026-12-01 09:00 4h",
  ];
  for (const line of lines) {
    await say(line);
    await until("<!everyone>");
  }
  for (const line of [hostile, `subscribe ${hostile}`, `budget ${hostile}`]) await say(line);
  await say("reserve");
  await expect.poll(() => JSON.stringify([...double.workspace.views.values()])).toContain("<!everyone>");
  await double.people.say("U0ADA", CHANNEL, `see ${consoleUrl}/sessions/${session.id}`);
  await expect.poll(() => JSON.stringify(last().unfurls ?? "")).toContain("<!everyone>");
  const said = double.workspace.messages.filter(({ user }) => user === "U0BERTH");
  expect(said.length).toBeGreaterThan(lines.length);
  for (const { text } of said) expect(text).not.toMatch(/[<>]/);
  const shown = [...double.workspace.messages, ...double.workspace.views.values()];
  expect(moreThanWords(shown)).toEqual([]);
});

test.each([
  ["approve", "ApproveStart", "Approved: 2 h of 8 × H100 begins. It is ses_1."],
  ["decline", "DeclineStart", "Declined: 2 h of 8 × H100."],
])(
  "what waits for approval says what it may cost before anybody does “%s”",
  async (name, operation, said) => {
    const card = double.workspace.add({ channel: CHANNEL, user: "U0BERTH", text: request.said });
    await press(card, request.id, `card.${name}`);
    await until("It costs $40.00 at most.");
    expect(countOf(operation)).toBe(0);
    const asked = last();
    await press(asked, buttonOf(asked, "confirm.yes"));
    await expect.poll(() => words(), { timeout: 25_000 }).toContain(said);
    expect(berth.asked.filter((one) => one.operation === operation)).toMatchObject([
      { variables: { requestId: request.id }, token: KEY },
    ]);
  },
);

test("what was decided meanwhile is not asked about again", async () => {
  berth.answers["StartRequests"] = () => ({ startRequests: [{ ...request, state: "LAPSED" }] });
  const card = double.workspace.add({ channel: CHANNEL, user: "U0BERTH", text: request.said });
  await press(card, request.id, "card.approve");
  await until("It is decided already, or nobody was in time.");
});

test("a person acts with a key of their own, and without the right they are told before anything is asked for", async () => {
  expect(await desk.people.link("U0BO", WEAK_KEY)).toContain("It may only read");
  await say(`stop ${session.id}`, "U0BO");
  await until("lacks a scope");
  // Nor by the button of a card, which everybody in the channel sees.
  const card = double.workspace.add({ channel: CHANNEL, user: "U0BERTH", text: "2 × H100" });
  for (const [name, thing] of [
    ["card.stop", session.id],
    ["card.approve", request.id],
  ] as const) {
    const { ts } = last();
    await press(card, thing, name, "U0BO");
    await expect.poll(() => last().ts).not.toBe(ts);
    await until("lacks a scope");
  }
  expect(berth.asked.every(({ operation, token }) => operation === "WhoAmI" && token !== KEY)).toBe(true);
});

test("a key of another account, or none at all, links nobody", async () => {
  berth.answers["WhoAmI"] = (_, token) => ({
    viewer: { role: null, user: null, accounts: [], actions: [] },
    account: { id: token === "berth_another-teams" ? "acc_2" : "acc_1", name: "Other", plan: "TEAM" },
  });
  expect(await desk.people.link("U0BO", "berth_another-teams")).toContain("another account");
  expect(await desk.people.link("U0BO", "hunter2")).toContain("no key of Berth");
  expect(desk.people.find("U0BO")).toBeNull();
});

test("the form takes a key, and it is kept sealed", async () => {
  await say("link", "U0BO");
  await expect.poll(() => double.workspace.views.size).toBe(1);
  const [view] = double.workspace.views.values();
  await double.people.submit("U0BO", view!.id, { key: { key: { type: "plain_text_input", value: KEY } } });
  await until("Linked to Team");
  expect(JSON.stringify(memory.state)).not.toContain(KEY);
});

test.each(["link", "reserve", `extend ${session.id}`])(
  "where Slack does not open the form for “/gpu %s”, whoever waits for it is told",
  async (line) => {
    double.troubles.fail = 1;
    await say(line);
    await until("Slack did not open the form");
  },
);

test("a form with what is no number is sent back", async () => {
  await say(`extend ${session.id}`);
  await expect.poll(() => JSON.stringify([...double.workspace.views.values()])).toContain("Hours more");
  const [view] = double.workspace.views.values();
  const values = { hours: { hours: { type: "number_input", value: "-1" } } };
  expect(await double.people.submit("U0ADA", view!.id, values)).toMatchObject({
    errors: { hours: expect.stringContaining("between") as string },
  });
});

test("a channel is told of what its subscription says, and says so when asked", async () => {
  await say("subscribe sessions team:vision budget>80%");
  await until("from now on");
  expect(memory.state.channels[CHANNEL]?.subscriptions).toHaveLength(1);
  await say("threads off");
  await until("Cards only from now on");
  await say("quiet 22:00-07:00 Europe/Berlin");
  await until("From 22:00 to 07:00 (Europe/Berlin) only alarms are posted");
  await say("digest 09:00,17:00");
  await until("Alarms come at once, and the rest at 09:00, 17:00 (Europe/Berlin)");
  await say("subscribe");
  await until("1. sessions team:vision budget>80%");
  await until("digest 09:00,17:00 Europe/Berlin");
  expect(memory.state.channels[CHANNEL]).toMatchObject({ threads: false, zone: "Europe/Berlin" });
  await say("subscribe weather");
  await until("is not understood");
  await say("unsubscribe 1");
  await until("no longer told");
});

test("a link to a session is unfolded with the rights of whoever shared it", async () => {
  const url = `${consoleUrl}/sessions/${session.id}`;
  await double.people.say("U0BO", CHANNEL, `see ${url}`);
  await double.people.say("U0ADA", CHANNEL, `see ${url} and https://evil.example/sessions/ses_1`);
  await expect.poll(() => Object.keys(last().unfurls ?? {})).toEqual([url]);
  expect(JSON.stringify(last().unfurls)).toContain("2 × H100");
  expect(double.workspace.messages.filter(({ unfurls }) => unfurls)).toHaveLength(1);
});

test("so are links to a reservation and to a forecast", async () => {
  const urls = [`${consoleUrl}/reservations/${reservation.id}`, `${consoleUrl}/forecast?series=ser_1`];
  await double.people.say("U0ADA", CHANNEL, `see ${urls.join(" and ")}`);
  await expect.poll(() => Object.keys(last().unfurls ?? {})).toEqual(urls);
  expect(JSON.stringify(last().unfurls)).toContain("2 × H100 in EU");
  expect(JSON.stringify(last().unfurls)).toContain("the next 2 hours");
});

test("Berth that is away is said, and so is a key that was revoked", async () => {
  delete berth.answers["SpendingNow"];
  await say("cost");
  await until("nothing answers SpendingNow");
});

test("an event that arrives twice is heard once, and the app's removal is noted", async () => {
  await memory.note({ t: "channel", id: CHANNEL, channel: subscribed() });
  const trouble = () => memory.state.channels[CHANNEL]?.trouble?.error;
  // Slack signs it anew each time that it tells it.
  const archived = (id: string, at: number) =>
    signed(
      JSON.stringify({
        type: "event_callback",
        event_id: id,
        event: { type: "channel_archive", channel: CHANNEL },
      }),
      at,
    );
  await archived("EV1", Date.now());
  await expect.poll(trouble).toBe("is_archived");
  await memory.note({ t: "channel", id: CHANNEL, channel: subscribed() });
  expect((await archived("EV1", Date.now() + 2_000)).status).toBe(200);
  expect(trouble()).toBeUndefined();
  await archived("EV2", Date.now());
  await expect.poll(trouble).toBe("is_archived");
  await double.people.event({ type: "app_uninstalled" });
  await expect.poll(() => memory.state.workspace.gone).toBe("app_uninstalled");
});

function signed(body: string, at = Date.now(), by = secret): Promise<Response> {
  const timestamp = String(Math.floor(at / 1000));
  const signature = `v0=${createHmac("sha256", by).update(`v0:${timestamp}:${body}`).digest("hex")}`;
  return fetch(`${addressOf()}/slack`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-slack-request-timestamp": timestamp,
      "x-slack-signature": signature,
    },
    body,
  });
}

test("only what Slack signed, lately and for the first time, is read", async () => {
  const body = JSON.stringify({ type: "url_verification", challenge: "c" });
  const at = Date.now();
  expect(await (await signed(body, at)).json()).toEqual({ challenge: "c" });
  expect((await signed(body, at)).status).toBe(401);
  expect((await signed(body, at - 301_000)).status).toBe(401);
  expect((await signed(body, at, "forged")).status).toBe(401);
  expect((await fetch(`${addressOf()}/slack`, { method: "POST", body })).status).toBe(401);
  expect((await signed("{", at + 1_000)).status).toBe(400);
  expect((await fetch(`${addressOf()}/healthz`)).status).toBe(200);
  const tooMuch = signed("x".repeat(1_100_000)).then(({ status }) => status);
  expect([413, "cut"]).toContain(await tooMuch.catch(() => "cut"));
});

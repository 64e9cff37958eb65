import { afterAll, beforeAll, expect, test } from "vitest";
import { deliverAlerts, makeSenders, readEventsForAlerts } from "./alerts/index.ts";
import { record } from "./events/record.ts";
import { selectedReader, Selections } from "./http/selections.ts";
import { inTransaction } from "./platform/context.ts";
import { makeOutgoing, type Outgoing } from "./platform/outgoing.ts";
import { buildSchema } from "./schema.ts";
import { key } from "./testing/actors.ts";
import { startTestApi, type TestApi } from "./testing/api.ts";
import { untilTold } from "./testing/horizon.ts";
import { type Receiver, startReceiver } from "./testing/receiver.ts";
import { addPerson } from "./testing/team.ts";
import { makeWorld, type World } from "./testing/world.ts";
import type { Person } from "./values/actor.ts";

// What partners do with webhooks, through the API as it is served, with the product's own schema behind it.

const schema = buildSchema();
let world: World;
let api: TestApi;
let ada: Person;
let receiver: Receiver;
let outgoing: Outgoing;
let readSelected: ReturnType<typeof selectedReader>;
beforeAll(async () => {
  world = await makeWorld({ pool: 8 });
  ada = await addPerson(world, "Ada");
  receiver = await startReceiver();
  outgoing = makeOutgoing({ allowPrivate: true, patienceMs: 400 });
  readSelected = selectedReader({
    schema,
    executor: "compiled",
    platform: world.platform,
    sql: world.database.sql,
    publicUrl: "https://console.test",
  });
  api = await startTestApi(world, schema, [ada, key("reader", ["read"], ada.accountId)], {
    config: { WEBHOOKS_TO_PRIVATE: true },
  });
});
afterAll(async () => {
  await api?.stop();
  await outgoing?.close();
  await receiver?.close();
  await world?.close();
});

const fail = (subject: string) =>
  inTransaction(world.ctx(), (ctx) =>
    record(ctx, {
      topic: "session.changed",
      subject,
      accountId: ada.accountId,
      payload: { state: "failed", attempt: 3, reason: "no-machine", detail: null },
    }),
  );
const rename = (name: string) =>
  inTransaction(world.ctx(), (ctx) =>
    record(ctx, {
      topic: "account.renamed",
      subject: ada.accountId,
      accountId: ada.accountId,
      payload: { from: "x", to: name },
    }),
  );
const market = () =>
  inTransaction(world.ctx(), (ctx) =>
    record(ctx, { topic: "provider.failed", subject: "vast", payload: { kind: "down" } }),
  );

type Body = Record<string, unknown> & { cursor: string; event?: unknown; missing?: string };

/** All that arrives until nothing more does. */
async function arrived(): Promise<Body[]> {
  const senders = makeSenders({
    outgoing,
    transport: { send: async () => {}, close: () => {} },
    seal: world.platform.seal,
    publicUrl: "https://console.test",
  });
  receiver.calls.length = 0;
  await untilTold(world.database.sql);
  await readEventsForAlerts(world.ctx(), world.database.sql);
  let before: number;
  do {
    before = receiver.calls.length;
    await deliverAlerts(world.ctx(), senders, undefined, readSelected);
    await world.clock.advance(1_000);
  } while (receiver.calls.length > before);
  return receiver.calls.map(({ body }) => JSON.parse(body) as Body);
}

async function create(input: Record<string, unknown>): Promise<Record<string, never>> {
  const { body } = await api.ask(
    "Ada",
    `mutation Create($input: CreateAlertChannelInput!) {
       createAlertChannel(input: $input) {
         __typename
         ... on AlertChannelWithSecret { channel { id events selection } }
         ... on InvalidInput { field message }
       }
     }`,
    {
      input: { means: "WEBHOOK", name: "Hook", address: receiver.url, kinds: [], perMinute: 6000, ...input },
    },
  );
  if (!body.data) throw new Error(JSON.stringify(body.errors));
  return body.data["createAlertChannel"] as never;
}
const channelOf = (made: Record<string, never>) => (made as { channel?: { id: string } }).channel?.id ?? "";
const remove = (channelId: string) =>
  api.ask("Ada", `mutation { removeAlertChannel(channelId: "${channelId}") { __typename } }`);

test("any event there is can be told, as it is and as the partner's own selection has it", async () => {
  const made = await create({
    events: ["ACCOUNT_RENAMED", "PROVIDER_FAILED"],
    selection: "{ topic summary session { id } }",
  });
  await rename("Lab");
  await fail("ses_1");
  await market();
  const bodies = await arrived();
  expect(bodies.map(({ type }) => type)).toEqual(["account.renamed", "provider.failed"]);
  expect(bodies[0]).toMatchObject({
    topic: "account.renamed",
    title: "Berth renamed the account from “x” to “Lab”",
    data: { to: "Lab" },
    event: {
      topic: "account.renamed",
      summary: "renamed the account from “x” to “Lab”",
      session: null,
    },
  });
  await remove(channelOf(made));
});

test("a selection that asks for what is not there, or for anything but the event, is refused when it is saved", async () => {
  for (const selection of [
    "{ nonsense }",
    "topic",
    "{ topic } { topic }",
    "{ topic } viewer { user { email } } query X { viewer { actions } }",
    "{ topic ...F } fragment F on ActivityEntry { id }",
    "{",
    `{ ${"topic ".repeat(800)} }`,
  ])
    expect(await create({ selection }), selection).toMatchObject({ field: "selection" });
  expect(await create({ means: "SLACK", perMinute: 60, selection: "{ id }" })).toMatchObject({
    field: "selection",
  });
});

test("a field that is gone since is said to be, and the event is told all the same", async () => {
  const made = await create({ events: ["ACCOUNT_RENAMED"], selection: "{ topic }" });
  await world.database
    .sql`update alert_channels set selection = '{ topic colour }' where selection is not null`;
  await rename("Yard");
  const [body] = await arrived();
  expect(body).toMatchObject({
    type: "account.renamed",
    event: null,
    missing: expect.stringMatching(/colour/) as string,
  });
  const { body: listed } = await api.ask("Ada", "{ alerts(first: 1) { nodes { selectionMissing state } } }");
  expect(listed.data).toMatchObject({
    alerts: { nodes: [{ selectionMissing: expect.stringMatching(/colour/) as string, state: "DELIVERED" }] },
  });
  await remove(channelOf(made));
});

test("it is read with the rights that its owner has by then, and with nobody's once they have none", async () => {
  const place = { xid: 1n, id: 1n };
  const weak = { ...key("none", ["offers:write"], ada.accountId) };
  expect(await readSelected(weak, "{ topic }", place)).toMatchObject({
    event: null,
    missing: expect.stringMatching(/scopes do not allow activity.read\. A key with read may\./) as string,
  });
  const made = await create({ events: ["ACCOUNT_RENAMED"], selection: "{ topic }" });
  await world.database.sql`update alert_channels set selected_by = 'usr_gone' where selection is not null`;
  await rename("Dock");
  expect((await arrived())[0]).toMatchObject({
    event: null,
    missing: expect.stringMatching(/no longer/) as string,
  });
  await remove(channelOf(made));
});

test("E2: an event of another account is not there to be selected", async () => {
  const eve = await addPerson(world, "Eve");
  await rename("Secret");
  const [row] = await world.database
    .sql`select xid::text, id::text from events where account_id = ${ada.accountId} order by xid desc, id desc limit 1`;
  const place = { xid: BigInt(String(row?.["xid"])), id: BigInt(String(row?.["id"])) };
  expect(await readSelected(ada, "{ topic }", place)).toEqual({ event: { topic: "account.renamed" } });
  expect(await readSelected(eve, "{ topic }", place)).toMatchObject({ event: null });
});

test("from a cursor on all is sent again, under the ids that it had, also what came while the channel was paused", async () => {
  await arrived();
  const made = await create({ events: ["ACCOUNT_RENAMED"], kinds: ["SESSION_FAILED"] });
  const id = channelOf(made);
  const set = (paused: boolean) =>
    api.ask(
      "Ada",
      "mutation Set($input: ChangeAlertChannelInput!) { changeAlertChannel(input: $input) { __typename } }",
      { input: { channelId: id, paused } },
    );
  await rename("one");
  await fail("ses_2");
  const first = await arrived();
  expect(first).toHaveLength(2);
  await set(true);
  await rename("two");
  expect(await arrived()).toEqual([]);
  await set(false);
  const replay = async (after: string) =>
    (
      await api.ask(
        "Ada",
        `mutation Replay($after: Cursor!) {
           replayAlerts(channelId: "${id}", after: $after) {
             __typename ... on AlertsReplayed { sent cursor more } ... on Refusal { message }
           }
         }`,
        { after },
      )
    ).body.data?.["replayAlerts"];
  expect(await replay(first[0]?.cursor ?? "")).toMatchObject({ sent: 2, more: false });
  const again = await arrived();
  expect(again.map(({ type }) => type)).toEqual(["session-failed", "account.renamed"]);
  expect(again[0]?.["id"]).toBe(first[1]?.["id"]);
  expect(await replay(again[1]?.cursor ?? "")).toMatchObject({ sent: 0 });
  const ahead = Buffer.from("e1.zzzzzzzz.1").toString("base64url");
  expect(await replay(ahead)).toMatchObject({ __typename: "InvalidInput" });
  await remove(id);
});

test("no more than a thousand are sent again at once, and the answer says where to go on", async () => {
  const made = await create({ events: ["ACCOUNT_RENAMED"] });
  await world.database.sql`
    insert into events (xid, at, account_id, topic, subject, actor, actor_name, payload)
    select pg_current_xact_id(), now(), ${ada.accountId}, 'account.renamed', null, 'system', 'Berth', '{"from":"x","to":"y"}'
    from generate_series(1, 1200)`;
  await untilTold(world.database.sql);
  const replay = async (after: string) =>
    (
      await api.ask(
        "Ada",
        `mutation { replayAlerts(channelId: "${channelOf(made)}", after: "${after}") {
          ... on AlertsReplayed { sent cursor more } } }`,
      )
    ).body.data?.["replayAlerts"] as unknown as { sent: number; cursor: string; more: boolean };
  const first = await replay(Buffer.from("e1.0.0").toString("base64url"));
  expect(first).toMatchObject({ sent: 1_000, more: true });
  const second = await replay(first.cursor);
  expect(second.more).toBe(false);
  expect(second.sent).toBeGreaterThan(200);
  await remove(channelOf(made));
});

test("what each event may cost is bounded when a selection is saved", () => {
  const selections = new Selections(schema);
  expect(selections.read("{ id session { id state } reservation { id state } }")).toMatchObject({
    selection: expect.stringContaining("reservation") as string,
  });
  const many = ["a", "b", "c", "d", "e"].map((name) => `${name}: reservation { sessions { events { id } } }`);
  const read = selections.read(`{ ${many.join(" ")} }`);
  expect("refused" in read ? read.refused : "").toMatch(/cost/);
});

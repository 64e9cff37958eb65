import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { accountResolvers } from "../../accounts/graphql/index.ts";
import { inTransaction } from "../../platform/context.ts";
import { buildSchemaOf } from "../../graphql/build.ts";
import { Frames, startTestApi, type TestApi } from "../../testing/api.ts";
import { expectSoundLedger, give, within } from "../../testing/ledger.ts";
import { addMember, addPerson } from "../../testing/team.ts";
import { makeWorld, type World } from "../../testing/world.ts";
import type { Key, Person } from "../../values/actor.ts";
import { formatUsd, parseUsd, type Usd, usd } from "../../values/money.ts";
import { capture, hold, refund, release, settleDueCredits, statementRoute } from "../index.ts";
import { creditResolvers } from "./resolvers.ts";

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

let world: World;
let api: TestApi;
let ada: Person;
let olga: Person;
let people = 0;

beforeAll(async () => {
  world = await makeWorld({ pool: 10 });
  const known = new Map<string, Person | Key>();
  const route = statementRoute({
    linesARead: 7,
    platform: world.platform,
    identify: async ({ authorization }) =>
      known.get(authorization?.replace("Bearer ", "") ?? "") ?? { kind: "nobody" },
  });
  api = await startTestApi(world, buildSchemaOf([...creditResolvers, ...accountResolvers]), [], {
    routes: [route],
  });
  olga = { ...(await addPerson(world, "Olga")), runsBerth: true };
  know = (actor) => {
    known.set(actor.name, actor);
    api.actors.set(actor.name, actor);
  };
  know(olga);
});
let know: (actor: Person | Key) => void;
beforeEach(async () => {
  ada = await addPerson(world, `C${++people}`);
  know(ada);
});
afterEach(() => expectSoundLedger(world));
afterAll(async () => {
  await api?.stop();
  await world?.close();
});

type Data = Record<string, never>;

async function ask<T = Data>(who: string, query: string, variables = {}): Promise<T> {
  const { body } = await api.ask(who, query, variables);
  expect(body.errors).toBeUndefined();
  return body.data as T;
}

const STANDING = "available held pending expiringWithin7Days";
const standing = async (asOf: Date | null = null) =>
  (
    await ask<{ credits: Record<string, string> }>(
      ada.name,
      `query ($asOf: DateTime) { credits(asOf: $asOf) { ${STANDING} } }`,
      { asOf },
    )
  ).credits;

async function spendSome(amount: Usd, spent: Usd): Promise<string> {
  const { accountId } = ada;
  const lapsesAt = new Date(world.clock.now().getTime() + 30 * DAY_MS);
  const holdId = await within(world, (ctx) => hold(ctx, { accountId, amount, purpose: "ses_1", lapsesAt }));
  const reference = `hour ${++people}`;
  await within(world, (ctx) =>
    capture(ctx, { accountId, holdId, amount: spent, reference, note: "an hour" }),
  );
  return holdId;
}

// ——— reading ———

test("an account that never had anything has nothing", async () => {
  expect(await standing()).toEqual({
    available: "0.000000",
    held: "0.000000",
    pending: "0.000000",
    expiringWithin7Days: "0.000000",
  });
  const { statement, creditLots } = await ask<{
    statement: { nodes: object[]; closing: object };
    creditLots: { nodes: object[] };
  }>(ada.name, "{ statement { nodes { id } closing { available } } creditLots { nodes { id } } }");
  expect({ statement, creditLots }).toEqual({
    statement: { nodes: [], closing: { available: "0.000000" } },
    creditLots: { nodes: [] },
  });
});

test("a balance is of one moment, now or at any past instant", async () => {
  const before = world.clock.now();
  await world.clock.advance(1_000);
  await give(world, ada.accountId, usd(10), {
    expiresAt: new Date(world.clock.now().getTime() + 5 * DAY_MS),
  });
  await give(world, ada.accountId, usd(3), {
    effectiveAt: new Date(world.clock.now().getTime() + 2 * DAY_MS),
  });
  const given = world.clock.now();
  await world.clock.advance(HOUR_MS);
  await spendSome(usd(4), usd(1));
  const spent = await standing();
  expect(spent).toEqual({
    available: "6.000000",
    held: "3.000000",
    pending: "3.000000",
    expiringWithin7Days: "6.000000",
  });
  expect(await standing(given)).toMatchObject({
    available: "10.000000",
    held: "0.000000",
    pending: "3.000000",
  });
  expect(await standing(given)).toMatchObject({ expiringWithin7Days: "10.000000" });
  expect(await standing(before)).toMatchObject({ available: "0.000000", pending: "0.000000" });
  await world.clock.advance(10 * DAY_MS);
  await settleDueCredits(world.ctx());
  expect(await standing()).toEqual({
    available: "3.000000",
    held: "3.000000",
    pending: "0.000000",
    expiringWithin7Days: "0.000000",
  });
  expect(await standing(new Date(given.getTime() + 2 * HOUR_MS))).toEqual(spent);
});

test("a balance at an instant that nobody has lived is answered all the same", async () => {
  await give(world, ada.accountId, usd(1));
  expect(await standing(new Date("0001-01-01T00:00:00Z"))).toMatchObject({ available: "0.000000" });
  expect(await standing(new Date("9999-12-31T23:59:59Z"))).toMatchObject({ available: "1.000000" });
});

interface Statement {
  statement: {
    nodes: { availableChange: string; heldChange: string; available: string; kind: string }[];
    edges: { cursor: string }[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
    opening: { available: string; held: string };
    closing: { available: string; held: string };
  };
}
const LINES = `query ($from: DateTime, $to: DateTime, $kinds: [CreditMovement!], $after: String) {
  statement(from: $from, to: $to, kinds: $kinds, first: 2, after: $after) {
    nodes { kind availableChange heldChange available } edges { cursor } pageInfo { hasNextPage endCursor }
    opening { available held } closing { available held } } }`;

async function allLines(variables: object): Promise<Statement["statement"]["nodes"]> {
  const lines = [];
  for (let after: string | null = null; ;) {
    const { statement }: Statement = await ask<Statement>(ada.name, LINES, { ...variables, after });
    lines.push(...statement.nodes);
    if (!statement.pageInfo.hasNextPage) return lines;
    after = statement.pageInfo.endCursor;
  }
}

test("M6: a statement's opening and all its changes are its closing, page by page, and its total is the balance", async () => {
  await give(world, ada.accountId, usd(20));
  const first = world.clock.now();
  await world.clock.advance(DAY_MS);
  const from = world.clock.now();
  const holdId = await spendSome(usd(7), parseUsd("2.000001"));
  await world.clock.advance(HOUR_MS);
  await within(world, (ctx) =>
    refund(ctx, {
      accountId: ada.accountId,
      holdId,
      amount: parseUsd("0.500001"),
      reference: "r",
      note: "late",
    }),
  );
  await world.clock.advance(HOUR_MS);
  const to = world.clock.now();
  await within(world, (ctx) => release(ctx, { accountId: ada.accountId, holdId, note: "stopped" }));

  const { statement } = await ask<Statement>(ada.name, LINES, { from, to });
  const lines = await allLines({ from, to });
  expect(lines.map(({ kind }) => kind)).toEqual(["REFUND", "CAPTURE", "HOLD"]);
  expect(statement.opening).toEqual({ available: "20.000000", held: "0.000000" });
  const sum = (name: "availableChange" | "heldChange") =>
    lines.reduce((total, line) => total + parseUsd(line[name]), 0n);
  expect(formatUsd(usd(20) + sum("availableChange"))).toBe(statement.closing.available);
  expect(formatUsd(sum("heldChange"))).toBe(statement.closing.held);

  const all = await allLines({});
  expect(all).toHaveLength(5);
  const total = all.reduce((total, line) => total + parseUsd(line.availableChange), 0n);
  expect(formatUsd(total)).toBe((await standing()).available);
  expect(await allLines({ to: first })).toEqual([]);
  expect((await allLines({ kinds: ["GRANT", "REFUND"] })).map(({ kind }) => kind)).toEqual([
    "REFUND",
    "GRANT",
  ]);
});

test("M6: the statement as a file adds up to the balance to the micro-dollar, over many reads of it", async () => {
  await give(world, ada.accountId, usd(50), { reason: '=HYPERLINK("x"), "quoted"' });
  const { accountId } = ada;
  const lapsesAt = new Date(world.clock.now().getTime() + DAY_MS);
  const holdId = await within(world, (ctx) =>
    hold(ctx, { accountId, amount: usd(40), purpose: "ses_1", lapsesAt }),
  );
  await within(world, async (ctx) => {
    for (let hour = 0; hour < 33; hour++) {
      const amount = BigInt(1 + ((hour * 7_919_777) % 1_000_001));
      await capture(ctx, { accountId, holdId, amount, reference: `h${hour}`, note: "an hour" });
    }
  });
  const file = async (who: string | null, query = "") => {
    const response = await fetch(`${api.url}/api/statement.csv${query}`, {
      headers: who ? { authorization: `Bearer ${who}` } : {},
    });
    return { status: response.status, text: await response.text() };
  };
  const { status, text } = await file(ada.name);
  expect(status).toBe(200);
  const rows = text.trimEnd().split("\r\n").slice(1);
  expect(rows).toHaveLength(37);
  expect(rows[1]).toContain(`"'=HYPERLINK(""x""), ""quoted"""`);
  const plain = rows.filter((row) => !row.includes('"')).map((row) => row.split(","));
  const closing = plain.at(-1) ?? [];
  expect(closing[1]).toBe("closing");
  const changes = plain.slice(1, -1);
  const sum = (column: number) => changes.reduce((total, row) => total + parseUsd(row[column] ?? ""), 0n);
  const now = await standing();
  // The grant is the one row with quotes in it.
  expect(formatUsd(usd(50) + sum(5))).toBe(now["available"]);
  expect(formatUsd(sum(6))).toBe(now["held"]);
  expect(closing.slice(5, 7)).toEqual([now["available"], now["held"]]);
  expect(closing.slice(8, 10)).toEqual([now["available"], now["held"]]);

  expect((await file(null)).status).toBe(401);
  expect((await file(ada.name, "?from=yesterday")).status).toBe(400);
  expect((await file(ada.name, "?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z")).status).toBe(400);
  expect((await file(olga.name)).text).not.toContain("an hour");
  know({
    kind: "key",
    keyId: "key_1",
    accountId,
    name: "powerless",
    scopes: [],
    spendCeilingPerDay: null,
    consumers: null,
    expiresAt: null,
  });
  expect((await file("powerless")).status).toBe(403);
}, 60_000);

test("a key is told what it may set aside today, and who has no such limit is told of none", async () => {
  await give(world, ada.accountId, usd(50));
  const { accountId } = ada;
  const limited: Key = {
    kind: "key",
    keyId: "key_limited",
    accountId,
    name: "limited",
    scopes: ["read", "sessions:write"],
    spendCeilingPerDay: usd(5),
    consumers: ["training"],
    expiresAt: null,
  };
  know(limited);
  const query = "{ viewer { leftToday } }";
  expect(await ask(ada.name, query)).toEqual({ viewer: { leftToday: null } });
  expect(await ask("limited", query)).toEqual({ viewer: { leftToday: "5.000000" } });
  const lapsesAt = new Date(world.clock.now().getTime() + DAY_MS);
  await inTransaction(world.ctx(limited), (ctx) =>
    hold(ctx, { accountId, amount: usd(2), purpose: "ses_1", lapsesAt }),
  );
  expect(await ask("limited", query)).toEqual({ viewer: { leftToday: "3.000000" } });
});

test("how the account stood is drawn at equal steps, and the last of them is now", async () => {
  const from = world.clock.now();
  await give(world, ada.accountId, usd(8));
  await world.clock.advance(DAY_MS);
  await spendSome(usd(8), usd(8));
  await world.clock.advance(DAY_MS);
  const to = world.clock.now();
  const { creditsCourse } = await ask<{ creditsCourse: { available: string }[] }>(
    ada.name,
    "query ($from: DateTime!, $to: DateTime!) { creditsCourse(from: $from, to: $to, steps: 4) { at available } }",
    { from, to },
  );
  expect(creditsCourse.map(({ available }) => available)).toEqual([
    "8.000000",
    "8.000000",
    "0.000000",
    "0.000000",
    "0.000000",
  ]);
});

test("lots are read in pages, with what would roll over", async () => {
  const soon = new Date(world.clock.now().getTime() + 3 * DAY_MS);
  const rule = { min: usd(1), max: usd(2) };
  await give(world, ada.accountId, usd(5), { expiresAt: soon, rollover: rule });
  await give(world, ada.accountId, usd(1), { expiresAt: new Date(soon.getTime() + DAY_MS) });
  await give(world, ada.accountId, usd(1));
  interface Lots {
    creditLots: {
      nodes: { amount: string; rollsOver: string; rollover: object | null }[];
      pageInfo: { endCursor: string; hasNextPage: boolean };
    };
  }
  const page = (after: string | null) =>
    ask<Lots>(
      ada.name,
      `query ($after: String) { creditLots(open: true, first: 2, after: $after) {
        nodes { amount rollsOver rollover { min max } } pageInfo { endCursor hasNextPage } } }`,
      { after },
    );
  const one = await page(null);
  expect(one.creditLots.nodes).toHaveLength(2);
  const two = await page(one.creditLots.pageInfo.endCursor);
  expect(two.creditLots.pageInfo.hasNextPage).toBe(false);
  expect(two.creditLots.nodes).toEqual([
    { amount: "5.000000", rollsOver: "2.000000", rollover: { min: "1.000000", max: "2.000000" } },
  ]);
});

test("cursors that are not of the list, and pages that are none, are the reader's mistake", async () => {
  const wrong = [
    'statement(after: "x") { nodes { id } }',
    'creditLots(after: "x") { nodes { id } }',
    "statement(first: 101) { nodes { id } }",
    'creditsCourse(from: "2026-01-02T00:00:00Z", to: "2026-01-01T00:00:00Z") { at }',
    'creditsCourse(from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z", steps: 201) { at }',
  ];
  for (const query of wrong) {
    const { body } = await api.ask(ada.name, `{ ${query} }`);
    expect(body.errors?.[0]?.extensions["code"], query).toBe("BAD_USER_INPUT");
  }
});

// ——— granting ———

const GRANT = `mutation ($input: GrantCreditsInput!, $key: String!) { grantCredits(input: $input, idempotencyKey: $key) {
  __typename ... on CreditLot { id amount available expiresAt origin reason } ... on Refusal { message }
  ... on InvalidInput { field } } }`;

interface Granted {
  grantCredits: { __typename: string; id?: string; field?: string; amount?: string };
}
const grantAs = (who: string, input: object, key: string) => ask<Granted>(who, GRANT, { input, key });

test("one who runs Berth grants credit to any account, and it stays written who and why", async () => {
  const { grantCredits } = await grantAs(
    olga.name,
    { accountId: ada.accountId, amount: "25.5", reason: "  first\n month " },
    "key-of-the-grant",
  );
  expect(grantCredits).toMatchObject({
    __typename: "CreditLot",
    amount: "25.500000",
    origin: "GRANT",
    reason: "first month",
  });
  expect((await standing())["available"]).toBe("25.500000");
  const [event] = await world.database.sql`
    select actor_name, payload from events where account_id = ${ada.accountId} and topic = 'credits.added'`;
  expect(event).toMatchObject({ actor_name: "Olga", payload: { reason: "first month" } });
});

test("an owner, an admin or a key does not grant, not even to themselves", async () => {
  const admin = await addMember(world, ada, `C${++people}`, "admin");
  know(admin);
  const scopes = ["read", "accounts:write", "offers:write"] as const;
  know({
    kind: "key",
    keyId: "key_2",
    accountId: ada.accountId,
    name: "key",
    scopes,
    spendCeilingPerDay: null,
    consumers: null,
    expiresAt: null,
  });
  for (const who of [ada.name, admin.name, "key"]) {
    const { body } = await api.ask(who, GRANT, {
      input: { amount: "1", reason: "please" },
      key: "key-of-mine",
    });
    expect(body.errors?.[0]?.extensions["code"], who).toBe("FORBIDDEN");
  }
  expect((await standing())["available"]).toBe("0.000000");
});

test("M7: the same key grants once and answers the same; another wish under it is refused", async () => {
  const wish = { accountId: ada.accountId, amount: "5", reason: "once" };
  const asked = await Promise.all(Array.from({ length: 5 }, () => grantAs(olga.name, wish, "the-same-key")));
  expect(new Set(asked.map((one) => one.grantCredits.id)).size).toBe(1);
  const other = await grantAs(olga.name, { ...wish, amount: "6" }, "the-same-key");
  expect(other.grantCredits.__typename).toBe("IdempotencyKeyReused");
  expect((await standing())["available"]).toBe("5.000000");
});

test("what makes no grant is refused by its field, and grants nothing", async () => {
  const wish = { accountId: ada.accountId, amount: "5", reason: "a reason" };
  const wrong: [object, string][] = [
    [{ amount: "0" }, "amount"],
    [{ amount: "-5" }, "amount"],
    [{ amount: "1000000.000001" }, "amount"],
    [{ reason: "  " }, "reason"],
    [{ reason: "x".repeat(501) }, "reason"],
    [{ expiresAt: "2020-01-01T00:00:00Z" }, "expiresAt"],
    [{ expiresAt: "9999-01-01T00:00:00Z" }, "expiresAt"],
    [{ effectiveAt: "9999-01-01T00:00:00Z" }, "effectiveAt"],
    [{ priority: -1 }, "priority"],
    [{ rollover: { min: "2", max: "1" } }, "rollover"],
    [{ rollover: { min: "-1", max: "1" } }, "rollover"],
  ];
  for (const [change, field] of wrong) {
    const { grantCredits } = await grantAs(olga.name, { ...wish, ...change }, `wrong-${field}-${++people}`);
    expect(grantCredits, JSON.stringify(change)).toMatchObject({ __typename: "InvalidInput", field });
  }
  const nowhere = await grantAs(olga.name, { ...wish, accountId: "acc_nobody" }, "to-nobody-at-all");
  expect(nowhere.grantCredits.__typename).toBe("NotFound");
  expect((await standing())["available"]).toBe("0.000000");
});

// ——— live ———

interface Frame {
  creditsChanged: {
    __typename: string;
    cursor: string;
    credits?: { available: string; held: string };
    line?: { kind: string; available: string };
    amount?: string;
  };
}
const LIVE = `subscription ($after: Cursor) { creditsChanged(after: $after) { __typename
  ... on CreditsSnapshot { cursor credits { available held } }
  ... on CreditsMoved { cursor line { kind available } credits { available held } }
  ... on CreditsExpiring { cursor amount expiresAt }
  ... on Resync { cursor } } }`;

test("E1, E3: credit is told as it moves: a snapshot, then each transaction, and after a cut what came since", async () => {
  await give(world, ada.accountId, usd(5), { expiresAt: new Date(world.clock.now().getTime() + 9 * DAY_MS) });
  const client = api.client(ada.name);
  const frames = new Frames<Frame>(client, LIVE);
  expect((await frames.next()).creditsChanged).toMatchObject({
    __typename: "CreditsSnapshot",
    credits: { available: "5.000000", held: "0.000000" },
  });
  await spendSome(usd(3), usd(1));
  const held = (await frames.next()).creditsChanged;
  expect(held).toMatchObject({ __typename: "CreditsMoved", line: { kind: "HOLD", available: "2.000000" } });
  expect((await frames.next()).creditsChanged).toMatchObject({
    line: { kind: "CAPTURE", available: "2.000000" },
  });
  await client.dispose();

  await give(world, ada.accountId, usd(1));
  await world.clock.advance(4 * DAY_MS);
  await settleDueCredits(world.ctx());
  const again = api.client(ada.name);
  const resumed = new Frames<Frame>(again, LIVE, { after: held.cursor });
  expect((await resumed.next()).creditsChanged).toMatchObject({ line: { kind: "CAPTURE" } });
  expect((await resumed.next()).creditsChanged).toMatchObject({
    line: { kind: "GRANT", available: "3.000000" },
  });
  expect((await resumed.next()).creditsChanged).toMatchObject({
    __typename: "CreditsExpiring",
    amount: "2.000000",
  });
  await again.dispose();
});

test("E2: another account hears nothing of it", async () => {
  const eve = await addPerson(world, `C${++people}`);
  know(eve);
  const client = api.client(eve.name);
  const frames = new Frames<Frame>(client, LIVE);
  await frames.next();
  await give(world, ada.accountId, usd(5));
  await give(world, eve.accountId, usd(2));
  expect((await frames.next()).creditsChanged).toMatchObject({ line: { available: "2.000000" } });
  expect(frames.all).toHaveLength(2);
  await client.dispose();
});

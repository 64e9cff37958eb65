import { afterAll, beforeAll, expect, test } from "vitest";
import { buildSchema } from "../../schema.ts";
import { Frames, startTestApi, type TestApi } from "../../testing/api.ts";
import { give } from "../../testing/ledger.ts";
import { listed } from "../../testing/listed.ts";
import { list } from "../../testing/market.ts";
import { Fleet } from "../../testing/sessions.ts";
import { addMember, addPerson } from "../../testing/team.ts";
import { makeWorld, type World } from "../../testing/world.ts";
import type { Person } from "../../values/actor.ts";
import { parseUsd, usd } from "../../values/money.ts";

const MINUTE = 60_000;
let world: World;
let api: TestApi;
let ada: Person;
let fleet: Fleet;
let offerId: string;

beforeAll(async () => {
  world = await makeWorld({ pool: 8 });
  ada = await addPerson(world, "Ada");
  const mel = await addMember(world, ada, "Mel", "member");
  const olga = await addMember(world, ada, "Olga", "operator");
  await give(world, ada.accountId, usd(500));
  await list(world, [listed("1"), listed("2")]);
  const [row] = await world.database.sql`select id from offers order by id limit 1`;
  offerId = String(row?.["id"]);
  fleet = new Fleet(world);
  api = await startTestApi(world, buildSchema(), [ada, mel, olga]);
});
afterAll(async () => {
  await api?.stop();
  await world?.close();
});

const START = `mutation Start($input: StartSessionInput!, $key: String!) {
  startSession(input: $input, idempotencyKey: $key) {
    __typename
    ... on SessionStarted { privateKey replayed session { id state held } }
    ... on Refusal { message }
    ... on InsufficientCredits { needed available }
    ... on InvalidInput { field }
  }
}`;

interface Answered {
  __typename: string;
  privateKey?: string | null;
  replayed?: boolean;
  session?: { id: string; state: string; held: string };
  needed?: string;
  field?: string;
}

let keys = 0;
async function start(input: object, key = `a key of mine ${++keys}`, who = "Ada"): Promise<Answered> {
  const { body } = await api.ask(who, START, { input, key });
  expect(body.errors?.[0]).toBeUndefined();
  return (body.data as unknown as { startSession: Answered }).startSession;
}
const ask = async <T>(who: string, query: string, variables: object = {}): Promise<T> => {
  const { body } = await api.ask(who, query, variables);
  expect(body.errors).toBeUndefined();
  return body.data as unknown as T;
};

test("M7: asked twice with one key it is started once, and its private key is told once", async () => {
  const first = await start({ offerId, hours: 1 }, "one and the same");
  const again = await start({ offerId, hours: 1 }, "one and the same");
  expect(first).toMatchObject({ __typename: "SessionStarted", replayed: false });
  expect(first.privateKey).toContain("PRIVATE KEY");
  expect(again).toMatchObject({ replayed: true, privateKey: null, session: { id: first.session?.id } });
  expect(await start({ offerId, hours: 2 }, "one and the same")).toMatchObject({
    __typename: "IdempotencyKeyReused",
  });
  // K1: neither the key itself nor anything of it is in the database.
  const secret = first.privateKey?.split("\n")[3] ?? "";
  expect(secret.length).toBeGreaterThan(40);
  const rows = await world.database.sql`select row_to_json(s)::text as row from sessions s
    union all select row_to_json(e)::text from events e union all select row_to_json(k)::text from idempotency_keys k`;
  expect(JSON.stringify(rows)).not.toContain(secret);
  await ask("Ada", `mutation { stopSession(sessionId: "${first.session?.id}") { __typename } }`);
  await fleet.until("stopped", first.session?.id ?? "");
});

test.each([
  [{ hours: 0 }, "hours"],
  [{ hours: 13 }, "hours"],
  [{ hours: 1, diskGb: 5 }, "diskGb"],
  [{ hours: 1, image: "ubuntu; rm -rf /" }, "image"],
  [{ hours: 1, ports: [22] }, "ports"],
  [{ hours: 1, ports: [70_000] }, "ports"],
  [{ hours: 1, env: [{ name: "A B", value: "x" }] }, "env"],
  [{ hours: 1, env: [{ name: "BERTH_URL", value: "x" }] }, "env"],
  [{ hours: 1, publicKey: "not a key" }, "publicKey"],
  [{ hours: 1, publicKey: "ssh-ed25519 AAAA' ; id #" }, "publicKey"],
  [{ hours: 1, consumer: "two\nlines" }, "consumer"],
  [{ hours: 1, idleMinutes: 1 }, "idleMinutes"],
])("%j is refused by its field, and nothing is held", async (input, field) => {
  expect(await start({ offerId, ...input })).toMatchObject({ __typename: "InvalidInput", field });
  expect(await ask("Ada", "{ credits { held } }")).toEqual({ credits: { held: "0.000000" } });
});

test("what cannot be paid, and what is not there, is said as such", async () => {
  expect(await start({ offerId, hours: 12, maxPricePerHour: "100" })).toMatchObject({
    __typename: "InsufficientCredits",
    needed: "1200.000000",
  });
  expect(await start({ offerId: "off_nothing", hours: 1 })).toMatchObject({ __typename: "NotFound" });
  expect(await start({ offerId, hours: 1, maxPricePerHour: "0.5" })).toMatchObject({
    __typename: "NoSuchMachine",
  });
  const unknown = await start({ hours: 1, maxPricePerHour: "3", wish: { gpuModel: "RTX 4091" } });
  expect(unknown).toMatchObject({ __typename: "NoSuchMachine" });
  expect((unknown as { message?: string }).message).toContain("RTX 4090");
  expect(await start({ hours: 1, maxPricePerHour: "3", wish: { gpuModel: "B200" } })).toMatchObject({
    __typename: "NoSuchMachine",
  });
});

test("M6: tick, field and ledger agree, and the final price is the last of them", async () => {
  const { session } = await start({ wish: { gpuModel: "RTX 4090" }, maxPricePerHour: "2", hours: 2 });
  const id = session?.id ?? "";
  const changes = new Frames<{
    sessionChanged: { __typename: string; changed?: { id: string; state: string }[] };
  }>(
    api.client("Ada"),
    "subscription { sessionChanged { __typename ... on SessionsDelta { changed { id state } } } }",
  );
  expect((await changes.next()).sessionChanged.__typename).toBe("SessionsSnapshot");
  await fleet.until("running", id);
  const ticks = new Frames<{
    costTicks: {
      at: string;
      cost: string;
      sessions: { sessionId: string; cost: string; ratePerHour: string }[];
    };
  }>(api.client("Ada"), "subscription { costTicks { at cost sessions { sessionId cost ratePerHour } } }");
  await ticks.next();
  await fleet.pass(10 * MINUTE);
  const field = await ask<{ session: { cost: string } }>("Ada", `{ session(id: "${id}") { cost } }`);
  let tick = await ticks.next();
  while (tick.costTicks.cost !== field.session.cost) tick = await ticks.next();
  expect(tick.costTicks.sessions).toMatchObject([{ sessionId: id, cost: field.session.cost }]);

  await ask("Ada", `mutation { stopSession(sessionId: "${id}") { __typename } }`);
  await fleet.until("stopped", id);
  const final = await ask<{ session: { cost: string; reason: string } }>(
    "Ada",
    `{ session(id: "${id}") { cost reason } }`,
  );
  const { statement } = await ask<{ statement: { nodes: { amount: string }[] } }>(
    "Ada",
    "{ statement(kinds: [CAPTURE]) { nodes { amount } } }",
  );
  const charged = statement.nodes.reduce((sum, { amount }) => sum + parseUsd(amount), 0n);
  expect(charged).toBe(parseUsd(final.session.cost));
  const states: string[] = [];
  while (states.at(-1) !== "STOPPED") {
    for (const change of (await changes.next()).sessionChanged.changed ?? [])
      if (change.id === id) states.push(change.state);
  }
});

interface Ticks {
  costTicks: { cursor: string; at: string; cost: string };
}
const TICKS = "subscription Ticks($after: Cursor) { costTicks(after: $after) { cursor at cost } }";

test("E1: a reader of costs that comes back is told the present whole, and nothing it has", async () => {
  const { session } = await start({ wish: { gpuModel: "RTX 4090" }, maxPricePerHour: "2", hours: 2 });
  const id = session?.id ?? "";
  await fleet.until("running", id);
  const client = api.client("Ada");
  let { costTicks: last } = await new Frames<Ticks>(client, TICKS).next();
  client.terminate();
  for (let cut = 0; cut < 3; cut++) {
    await fleet.pass(MINUTE);
    const again = api.client("Ada");
    const { costTicks: tick } = await new Frames<Ticks>(again, TICKS, { after: last.cursor }).next();
    const now = await ask<{ session: { cost: string } }>("Ada", `{ session(id: "${id}") { cost } }`);
    expect(tick.at).toBe(world.clock.now().toISOString());
    expect(tick.cost).toBe(now.session.cost);
    expect(tick.at > last.at && parseUsd(tick.cost) > parseUsd(last.cost)).toBe(true);
    last = tick;
    again.terminate();
  }
  await ask("Ada", `mutation { stopSession(sessionId: "${id}") { __typename } }`);
  await fleet.until("stopped", id);
});

test("a member works on their own machines, an operator on everybody's", async () => {
  const { session } = await start({ offerId, hours: 1 });
  const stop = (who: string) =>
    ask(who, `mutation { stopSession(sessionId: "${session?.id}") { __typename } }`);
  expect(await stop("Mel")).toEqual({ stopSession: { __typename: "NotAllowed" } });
  expect(await stop("Olga")).toEqual({ stopSession: { __typename: "Session" } });
  await fleet.until("stopped", session?.id ?? "");
  const own = await start({ offerId, hours: 1 }, undefined, "Mel");
  expect(
    await ask("Mel", `mutation { stopSession(sessionId: "${own.session?.id}") { __typename } }`),
  ).toEqual({
    stopSession: { __typename: "Session" },
  });
});

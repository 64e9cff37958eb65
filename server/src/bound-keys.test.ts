import { afterAll, beforeAll, expect, test } from "vitest";
import { changePlan } from "./accounts/index.ts";
import { buildSchema } from "./schema.ts";
import { key } from "./testing/actors.ts";
import { Frames, startTestApi, type TestApi } from "./testing/api.ts";
import { give } from "./testing/ledger.ts";
import { listed } from "./testing/listed.ts";
import { list } from "./testing/market.ts";
import { addPool } from "./testing/pools.ts";
import { addPerson } from "./testing/team.ts";
import { makeWorld, type World } from "./testing/world.ts";
import { scopes } from "./values/actor.ts";
import { may, actions } from "./values/permission.ts";
import { usd } from "./values/money.ts";

// A key that is bound to consumers acts for those and sees those, whatever it asks.

let world: World;
let api: TestApi;
let offers: string[];
beforeAll(async () => {
  world = await makeWorld({ pool: 8 });
  const { accountId } = await addPerson(world, "Ada");
  await changePlan(world.ctx(), accountId, "team");
  await list(
    world,
    [1, 2, 3, 4, 5, 6].map((at) => listed(String(at), { pricePerHour: usd(at) })),
  );
  await addPool(world);
  await give(world, accountId, usd(500));
  const bound = { ...key("bound", scopes, accountId), consumers: ["lab", "shop"] };
  api = await startTestApi(world, buildSchema(), [key("whole", scopes, accountId), bound]);
  const found = (await ask("whole", "{ offers(first: 10) { nodes { id } } }")) as {
    offers: { nodes: { id: string }[] };
  };
  offers = found.offers.nodes.map(({ id }) => id);
});
afterAll(async () => {
  await api?.stop();
  await world?.close();
});

async function ask(who: string, query: string, variables = {}): Promise<Record<string, unknown>> {
  const { body } = await api.ask(who, query, variables);
  if (!body.data) throw new Error(body.errors?.[0]?.message);
  return body.data;
}
const start = async (who: string, consumer: string | null) =>
  (
    await ask(
      who,
      `mutation Start($input: StartSessionInput!, $key: String!) {
         startSession(input: $input, idempotencyKey: $key) {
           __typename ... on SessionStarted { session { id } } ... on InvalidInput { field message }
         }
       }`,
      {
        input: { offerId: offers.pop(), hours: 1, consumer },
        key: `start as ${who} for ${consumer}`,
      },
    )
  )["startSession"] as { __typename: string; session?: { id: string }; message?: string };
const quote = async (who: string, consumer: string | null) =>
  (
    await ask(
      who,
      `mutation Quote($input: QuoteReservationInput!) {
         quoteReservation(input: $input) { __typename ... on Reservation { id } ... on InvalidInput { field } }
       }`,
      {
        input: {
          gpuModel: "H100",
          gpus: 1,
          consumer,
          startsAt: new Date(world.clock.now().getTime() + 48 * 3_600_000),
          endsAt: new Date(world.clock.now().getTime() + 50 * 3_600_000),
        },
      },
    )
  )["quoteReservation"] as { __typename: string; id?: string };

test("it begins sessions and reservations for its consumers, and for no others", async () => {
  expect(await start("bound", "lab")).toMatchObject({ __typename: "SessionStarted" });
  const refused = await start("bound", "office");
  expect(refused).toMatchObject({ __typename: "InvalidInput", field: "consumer" });
  expect(refused.message).toContain("“lab”, “shop”");
  expect(await start("bound", null)).toMatchObject({ __typename: "InvalidInput" });
  expect(await quote("bound", "shop")).toMatchObject({ __typename: "Reservation" });
  expect(await quote("bound", null)).toMatchObject({ __typename: "InvalidInput", field: "consumer" });
});

test("what is of others is not there for it, in lists, by id, to be changed, or live", async () => {
  const foreign = (await start("whole", "office")).session?.id ?? "";
  const nobodys = (await start("whole", null)).session?.id ?? "";
  const reserved = (await quote("whole", "office")).id ?? "";
  const seen = await ask(
    "bound",
    `{ sessions { nodes { id consumer } } one: session(id: "${foreign}") { id }
       two: session(id: "${nobodys}") { id } reservation(id: "${reserved}") { id } }`,
  );
  const { nodes } = seen["sessions"] as { nodes: { consumer: string }[] };
  expect(nodes.length).toBeGreaterThan(0);
  expect(nodes.every(({ consumer }) => consumer === "lab" || consumer === "shop")).toBe(true);
  expect(seen).toMatchObject({ one: null, two: null, reservation: null });
  const stopped = await ask(
    "bound",
    `mutation { stopSession(sessionId: "${foreign}") { __typename } releaseQuote(quoteId: "${reserved}") { __typename } }`,
  );
  expect(stopped).toMatchObject({
    stopSession: { __typename: "NotFound" },
    releaseQuote: { __typename: "NotFound" },
  });
  const frames = new Frames<{ sessionChanged: { sessions: { consumer: string }[] } }>(
    api.client("bound"),
    "subscription { sessionChanged { ... on SessionsSnapshot { sessions { consumer } } } }",
  );
  const { sessions } = (await frames.next()).sessionChanged;
  frames.stop();
  expect(sessions.every(({ consumer }) => consumer === "lab" || consumer === "shop")).toBe(true);
});

test("what is of the whole account it may not ask at all, and what may be asked is listed", async () => {
  for (const query of [
    "{ activity { nodes { id } } }",
    "{ credits { available } }",
    "{ budgets { id } }",
    "{ alertChannels { id } }",
  ])
    expect((await api.ask("bound", query)).body.errors?.[0]?.extensions["code"], query).toBe("FORBIDDEN");
  const bound = { ...key("any", scopes, "acc_any"), consumers: ["lab"] };
  expect(actions.filter((action) => may(bound, action))).toEqual([
    "viewer.read",
    "account.read",
    "offers.read",
    "forecasts.read",
    "sessions.read",
    "sessions.start",
    "sessions.stop",
    "pools.read",
    "reservations.read",
    "reservations.book",
    "reservations.change",
  ]);
});

test("how much may still be asked is told, with what the question cost", async () => {
  const first = (await ask("whole", "{ rateLimit { limit remaining requested resetsAt } }"))["rateLimit"] as {
    limit: number;
    remaining: number;
    requested: number;
    resetsAt: string;
  };
  expect(first.limit).toBe(1_000_000);
  expect(first.requested).toBeGreaterThan(0);
  expect(first.remaining).toBeLessThanOrEqual(first.limit - first.requested);
  expect(new Date(first.resetsAt).getTime()).toBeGreaterThanOrEqual(world.clock.now().getTime());
  const client = api.client("whole");
  const frames = new Frames<{ rateLimit: { requested: number } }>(client, "{ rateLimit { requested } }");
  expect(await ask("whole", "{ rateLimit { requested } }")).toEqual(await frames.next());
  await client.dispose();
});

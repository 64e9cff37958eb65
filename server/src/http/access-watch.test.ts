import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { buildSchemaOf } from "../graphql/build.ts";
import { record } from "../events/record.ts";
import { offerResolvers } from "../offers/graphql/resolvers.ts";
import { inTransaction } from "../platform/context.ts";
import { makeLog } from "../platform/log.ts";
import { key, person } from "../testing/actors.ts";
import { startTestApi } from "../testing/api.ts";
import { MovableClock } from "../testing/clock.ts";
import { Wire } from "../testing/wire.ts";
import { makeWorld } from "../testing/world.ts";
import { type Actor, NOBODY } from "../values/actor.ts";
import { AccessWatch, type Held } from "./access-watch.ts";

const SWEEP_MS = 5_000;

describe("what is open", () => {
  const clock = new MovableClock();
  const ada = person("Ada");
  const ci = key("ci", ["read"]);
  const away = Object.assign(new Error("gone"), { code: "CONNECTION_CLOSED" });
  let behind: Map<string, Actor | Error>;
  let asked: string[];
  let open: Held[];
  let ended: Actor[];
  let watch: AccessWatch;
  let heldSince: Date | null;
  beforeEach(() => {
    behind = new Map<string, Actor | Error>([
      ["ada", ada],
      ["ci", ci],
    ]);
    heldSince = new Date(0);
    asked = [];
    ended = [];
    open = [];
    watch = new AccessWatch({
      clock,
      log: makeLog("silent"),
      identify: async ({ authorization = "" }) => {
        asked.push(authorization);
        const actor = behind.get(authorization) ?? NOBODY;
        if (actor instanceof Error) throw actor;
        return actor;
      },
      heldSince: () => heldSince,
      held: () => open,
    });
  });
  afterEach(() => watch.stop());
  const hold = (authorization: string, actor: Actor) =>
    open.push({ actor, credentials: { authorization }, end: () => ended.push(actor) });

  test("is asked about once for each credential, however much is open with it", async () => {
    for (let at = 0; at < 5_000; at++) hold("ada", ada);
    hold("ci", ci);
    await clock.advance(SWEEP_MS);
    expect(asked).toEqual(["ada", "ci"]);
    expect(ended).toEqual([]);
    behind.delete("ada");
    await clock.advance(SWEEP_MS);
    expect(ended).toHaveLength(5_000);
    expect(ended).not.toContain(ci);
  });

  test("is asked about only as long as events are held back, which else end it at once", async () => {
    hold("ada", ada);
    heldSince = null;
    await clock.advance(SWEEP_MS);
    heldSince = new Date(clock.now().getTime() + SWEEP_MS - 1_000);
    await clock.advance(SWEEP_MS);
    expect(asked).toEqual([]);
    await clock.advance(SWEEP_MS);
    expect(asked).toEqual(["ada"]);
  });

  test("stays while the database is away, and ends once it says that access is over", async () => {
    hold("ada", ada);
    hold("ci", ci);
    behind.set("ada", away).set("ci", away);
    await clock.advance(2 * SWEEP_MS);
    expect(ended).toEqual([]);
    behind.clear();
    await clock.advance(SWEEP_MS);
    expect(ended).toEqual([ada, ci]);
  });

  test("ends also behind a credential that cannot be asked about", async () => {
    hold("ada", ada);
    hold("ci", ci);
    behind.set("ada", new Error("odd")).delete("ci");
    await clock.advance(SWEEP_MS);
    expect(ended).toEqual([ci]);
  });

  test.each<[string, Actor, Partial<Actor>]>([
    ["works in another account", ada, { accountId: "acc_other" }],
    ["has another role", ada, { role: "viewer" }],
    ["runs Berth no more", { ...ada, runsBerth: true }, { runsBerth: false }],
    ["has fewer scopes", ci, { scopes: [] }],
    ["is bound to consumers", ci, { consumers: ["con_1"] }],
  ])("ends where who opened it %s", async (_name, before, change) => {
    hold("one", before);
    behind.set("one", { ...before, ...change } as Actor);
    await clock.advance(SWEEP_MS);
    expect(ended).toEqual([before]);
  });

  test("stays where who opened it has another name, or longer access", async () => {
    hold("ada", ada);
    behind.set("ada", { ...ada, name: "Ada L.", email: "l@example.com", expiresAt: new Date("2101-01-01") });
    await clock.advance(SWEEP_MS);
    expect(ended).toEqual([]);
  });
});

test("G56: the socket and the stream of a revoked key end though the event of it is not told", async () => {
  const world = await makeWorld();
  const api = await startTestApi(world, buildSchemaOf(offerResolvers), [key("ci", ["read"])], {
    platform: world.platform,
  });
  const wire = await Wire.as(api, "ci");
  const stream = await fetch(`${api.url}/graphql`, {
    method: "POST",
    headers: { authorization: "Bearer ci", "content-type": "application/json", accept: "text/event-stream" },
    body: JSON.stringify({ query: "subscription { offersChanged { __typename } }" }),
  });
  expect(stream.status).toBe(200);
  // Somebody's index: what is written from here on is not told before it is done.
  const index = await world.database.sql.reserve();
  await index`begin`;
  await index`select pg_current_xact_id()`;
  await inTransaction(world.ctx(), (ctx) =>
    record(ctx, { topic: "api-key.revoked", subject: "key_ci", accountId: "acc_1", payload: { name: "ci" } }),
  );
  api.actors.delete("ci");
  let isClosed = false;
  void wire.closed.then(() => (isClosed = true));
  await expect
    .poll(async () => {
      await world.clock.advance(1_000);
      return isClosed;
    })
    .toBe(true);
  expect((await wire.closed).code).toBe(4403);
  await expect(stream.text()).rejects.toThrow();
  await index`rollback`;
  index.release();
  const stopped = api.stop();
  await world.clock.advance(10_000);
  await stopped;
  await world.close();
});

import { afterEach, beforeEach, expect, test } from "vitest";
import { hold } from "../credits/index.ts";
import { inTransaction } from "../platform/context.ts";
import { stopSession } from "../sessions/index.ts";
import { expectSoundLedger, give } from "../testing/ledger.ts";
import { listed } from "../testing/listed.ts";
import { list, listAgain } from "../testing/market.ts";
import { inHours } from "../testing/pools.ts";
import { Fleet } from "../testing/sessions.ts";
import { addPerson } from "../testing/team.ts";
import { makeWorld, type World } from "../testing/world.ts";
import type { Person } from "../values/actor.ts";
import { HOUR_MS } from "../values/hour.ts";
import { usd } from "../values/money.ts";
import { advanceFlexibleJobs } from "./advance-flexible-jobs.ts";
import { scheduleFlexibleJob } from "./schedule-flexible-job.ts";
import { findJob } from "./store/flexible-jobs.ts";

let world: World;
let ada: Person;
let fleet: Fleet;
beforeEach(async () => {
  world = await makeWorld({ pool: 8 });
  ada = await addPerson(world, "Ada");
  await give(world, ada.accountId, usd(20));
  fleet = new Fleet(world);
});
afterEach(async () => {
  await expectSoundLedger(world);
  await world.close();
});

const market = (...names: string[]) =>
  list(
    world,
    names.map((name) => listed(name, { pricePerHour: usd(1) })),
  );
async function look() {
  await listAgain(world);
  return advanceFlexibleJobs(world.ctx());
}
const read = async (id: string) => {
  const job = await findJob(world.ctx(ada), id);
  if (!job) throw new Error("no job");
  return job;
};
const told = () => world.database.sql<{ state: string; because: string | null }[]>`
  select payload ->> 'state' as state, payload ->> 'because' as because
  from events where topic = 'flexible-job.changed' order by id`;
const held = async () => {
  const [row] = await world.database.sql<{ held: string }[]>`
    select held::text from credit_balances where account_id = ${ada.accountId}`;
  return BigInt(row?.held ?? 0);
};

/** An order whose machine somebody else had a second earlier, and nothing else was listed. */
async function orderInVain(startsAt = world.clock.now()): Promise<string> {
  const wish = { gpu: "rtx 4090", gpuCount: 1, hours: 6, budget: usd(12) };
  const { reply } = await scheduleFlexibleJob(
    world.ctx(ada),
    { ...wish, deadline: inHours(world, 48) },
    "an order of hers",
  );
  await market();
  await world.clock.advance(startsAt.getTime() - world.clock.now().getTime());
  await market("gone");
  await look();
  const { sessionId } = await read(reply.id);
  await market();
  expect(await fleet.until("failed", sessionId ?? "")).toMatchObject({ reason: "no-offer", readyAt: null });
  return reply.id;
}

test("an order whose machine was not to be had waits on with its budget, and has another before its deadline", async () => {
  const id = await orderInVain();
  const { sessionId: failed } = await read(id);
  await look();
  expect(await read(id)).toMatchObject({ state: "waiting", sessionId: null, startedPricePerHour: null });
  expect(await held()).toBe(usd(12));
  await market("another");
  await world.clock.advance(HOUR_MS);
  await look();
  const { state, sessionId } = await read(id);
  expect(state).toBe("started");
  expect(sessionId).not.toBe(failed);
  expect((await told()).map(({ state }) => state)).toEqual(["waiting", "started", "waiting", "started"]);
});

test("processes that find an order without its machine at the same moment set its budget aside once", async () => {
  await orderInVain();
  await Promise.all([look(), look(), look()]);
  expect((await told()).filter(({ because }) => because?.startsWith("Its machine"))).toHaveLength(1);
  expect(await held()).toBe(usd(12));
});

test("an order without its machine whose credit is spent meanwhile is given up, and says so", async () => {
  const id = await orderInVain();
  const lapsesAt = inHours(world, 100);
  const elsewhere = { accountId: ada.accountId, amount: usd(15), purpose: "res_x", lapsesAt };
  await inTransaction(world.ctx(ada), (ctx) => hold(ctx, elsewhere));
  await look();
  expect(await read(id)).toMatchObject({ state: "given-up", sessionId: null });
  const { because } = (await told()).at(-1) ?? {};
  expect(because).toMatch(/^Its machine was not to be had, and its budget cannot be set aside again: /);
  expect(await held()).toBe(usd(15));
});

test("an order whose machine turns out not to be had after its freeze time is given up, and says so", async () => {
  const id = await orderInVain(new Date(inHours(world, 41.75).getTime() - 30_000));
  await market("too late");
  await look();
  await look();
  expect(await read(id)).toMatchObject({ state: "given-up", sessionId: null, holdId: null });
  expect((await told()).at(-1)).toEqual({
    state: "given-up",
    because: "Its machine was not to be had, and its time to start is over.",
  });
  expect(await held()).toBe(0n);
});

test("an order whose session somebody ended before it was ready stays ended", async () => {
  const wish = { gpu: "rtx 4090", gpuCount: 1, hours: 6, budget: usd(12), deadline: inHours(world, 48) };
  await market("one");
  const { reply } = await scheduleFlexibleJob(world.ctx(ada), wish, "an order of hers");
  await look();
  const { sessionId } = await read(reply.id);
  await stopSession(world.ctx(ada), sessionId ?? "");
  await fleet.until("stopped", sessionId ?? "");
  await look();
  expect(await read(reply.id)).toMatchObject({ state: "started", sessionId });
});

import { afterEach, beforeEach, expect, test } from "vitest";
import { changePlan } from "../accounts/index.ts";
import { capture, hold } from "../credits/index.ts";
import { summaryOf } from "../events/summary.ts";
import { findReservation } from "../reservations/store/reservations.ts";
import { createReservation } from "../reservations/create.ts";
import { startOnce } from "../sessions/start-once.ts";
import { listRequests } from "../sessions/index.ts";
import { listSessions } from "../sessions/store/sessions.ts";
import { expectSoundLedger, give, within } from "../testing/ledger.ts";
import { listed } from "../testing/listed.ts";
import { list } from "../testing/market.ts";
import { addPool, inHours, totalOf } from "../testing/pools.ts";
import { addMember, addPerson } from "../testing/team.ts";
import { makeWorld, type World } from "../testing/world.ts";
import type { Person } from "../values/actor.ts";
import { sayUsd, usd } from "../values/money.ts";
import { approveStart, declineStart } from "./decide.ts";
import { evaluateBudgets } from "./evaluate.ts";
import { readStanding } from "./read-standing.ts";
import { createBudget } from "./set.ts";
import { listBudgets } from "./store/budgets.ts";

let world: World;
let ada: Person;
let mo: Person;
let offerId: string;
beforeEach(async () => {
  world = await makeWorld({ pool: 8 });
  ada = await addPerson(world, "Ada");
  mo = await addMember(world, ada, "Mo", "member");
  await give(world, ada.accountId, usd(500));
  await list(world, [listed("1", { pricePerHour: usd(1) })]);
  const [row] = await world.database.sql`select id from offers limit 1`;
  offerId = String(row?.["id"]);
  await spendHalf();
});
afterEach(async () => {
  await expectSoundLedger(world);
  await world?.close();
});

/** Of a budget of $10 that wants to be asked from 50 % on, and keeps everything from beginning at 90 %. */
async function spendHalf(): Promise<void> {
  const { accountId } = ada;
  const lapsesAt = inHours(world, 900);
  const note = "for a test";
  const holdId = await within(world, (ctx) =>
    hold(ctx, { accountId, amount: usd(9), purpose: "ses_of_the_test", lapsesAt, note }),
  );
  const spend = (amount: bigint, reference: string) =>
    within(world, (ctx) => capture(ctx, { accountId, holdId, amount, reference, note }));
  await spend(usd(5), "half");
  spendMore = async () => {
    await spend(usd(4), "more");
    await evaluateBudgets(world.ctx());
  };
  await createBudget(world.ctx(ada), {
    name: "Ten",
    scope: "account",
    period: "month",
    timeZone: "UTC",
    limit: usd(10),
    rungs: [
      { measure: "approve", atPercent: 50 },
      { measure: "block", atPercent: 90 },
    ],
  });
}
let spendMore: () => Promise<void>;

const start = (key = "a key of Mo's", hours = 2) =>
  startOnce(world.ctx(mo), { offerId, hours, consumer: "training" }, key);
const sessions = () => listSessions(world.ctx(ada), ada.accountId, { alive: null, after: null, limit: 10 });
const requests = () => listRequests(world.ctx(ada), ada.accountId, 10);
const refusalOf = (asked: Promise<unknown>): Promise<{ type: string; requestId: string; state: string }> =>
  asked.then(
    () => expect.fail("it was not refused"),
    (error: unknown) => error as { type: string; requestId: string; state: string },
  );

test("what takes approval is kept once for a key, and begins once when it is approved of, by however many", async () => {
  const asked = await Promise.all(Array.from({ length: 4 }, () => refusalOf(start())));
  expect(new Set(asked.map(({ type, requestId, state }) => `${type} ${state} ${requestId}`)).size).toBe(1);
  expect(asked[0]).toMatchObject({ type: "ApprovalRequired", state: "pending" });
  expect(await refusalOf(start("a key of Mo's", 3))).toMatchObject({ type: "IdempotencyKeyReused" });
  expect(await sessions()).toEqual([]);
  const [request] = await requests();
  const id = request?.id ?? "";
  expect(request).toMatchObject({ said: "2 h of 1 × RTX 4090", askedByName: "Mo" });
  const eve = await addPerson(world, "Eve");
  expect(await refusalOf(approveStart(world.ctx(eve), id))).toMatchObject({ type: "NotFound" });

  const decided = await Promise.allSettled([
    ...Array.from({ length: 3 }, () => approveStart(world.ctx(ada), id)),
    ...Array.from({ length: 2 }, () => approveStart(world.ctx(ada), id)),
  ]);
  expect(decided.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const one of decided)
    if (one.status === "rejected") expect(one.reason).toMatchObject({ type: "AlreadyDecided" });
  const [session, ...more] = await sessions();
  expect(more).toEqual([]);
  expect(session).toMatchObject({
    createdBy: mo.userId,
    heldMicros: request?.mostMicros,
    consumer: "training",
  });
  // Whoever asks again under the key is answered with what began.
  expect(await start()).toMatchObject({ replayed: true, session: { id: session?.id } });
  expect((await requests()).map(({ state, begunId, decidedBy }) => [state, begunId, decidedBy])).toEqual([
    ["begun", session?.id, "Ada"],
  ]);
  const told = await world.database.sql<{ payload: unknown }[]>`
    select payload from events where topic = 'start-request.changed' order by xid, id`;
  expect(told.map(({ payload }) => summaryOf({ topic: "start-request.changed", payload }))).toEqual([
    `asked for approval of 2 h of 1 × RTX 4090, for at most ${sayUsd(request?.mostMicros ?? 0n)}`,
    "approved of 2 h of 1 × RTX 4090",
  ]);
  const letters = await world.database
    .sql`select recipient from mails where content like '%Mo asks for approval%'`;
  expect(letters.map((row) => String(row["recipient"]))).toEqual([ada.email]);
});

test("declined, lapsed, or kept from beginning by something harder, it does not begin, and says why", async () => {
  const { requestId: declined } = await refusalOf(start("the first of all"));
  await declineStart(world.ctx(ada), declined, "too dear");
  expect(await refusalOf(start("the first of all"))).toMatchObject({
    type: "ApprovalRequired",
    state: "declined",
    message: "Ada declined this: too dear",
  });
  expect(await refusalOf(approveStart(world.ctx(ada), declined))).toMatchObject({
    type: "AlreadyDecided",
    state: "declined",
  });

  const { requestId: late } = await refusalOf(start("the second one"));
  await world.clock.advance(25 * 3_600_000);
  expect(await refusalOf(approveStart(world.ctx(ada), late))).toMatchObject({ state: "lapsed" });

  const { requestId: third } = await refusalOf(start("the third of them"));
  await spendMore();
  expect(await approveStart(world.ctx(ada), third)).toMatchObject({ state: "failed", begunId: null });
  expect((await requests())[0]?.because).toContain("keeps more from beginning");
  expect(await refusalOf(start("the fourth of them"))).toMatchObject({ type: "StartsBlocked" });
  expect(await sessions()).toEqual([]);
});

test("a booking that takes approval is kept, too, and is booked for no more than it was to cost", async () => {
  await changePlan(world.ctx(), ada.accountId, "team");
  const pool = await addPool(world);
  const window = { startsAt: inHours(world, 48), endsAt: inHours(world, 50) };
  const expectedTotal = await totalOf(world, pool.id, 1, window);
  const book = () =>
    createReservation(
      world.ctx(mo),
      { wanted: { poolId: pool.id, gpus: 1, ...window }, expectedTotal },
      "a booking of Mo's",
    );
  const { requestId } = await refusalOf(book());
  const { begunId } = await approveStart(world.ctx(ada), requestId);
  const booked = await findReservation(world.ctx(ada), ada.accountId, begunId ?? "");
  expect(booked).toMatchObject({ state: "confirmed", createdBy: mo.userId, totalMicros: expectedTotal });
  expect(await book()).toMatchObject({ replayed: true, reply: { id: begunId } });
  // What is booked to begin in the period is certain to be spent in it, and no other period's.
  const [budget] = await listBudgets(world.ctx(ada));
  const { spent, forecast } = await readStanding(world.ctx(ada), budget ?? expect.fail());
  expect(forecast).toMatchObject({ booked: expectedTotal, amount: spent + expectedTotal + forecast.asUsual });
});

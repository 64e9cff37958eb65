import { afterEach, beforeEach, expect, test } from "vitest";
import { changePlan } from "../accounts/index.ts";
import { removeMember } from "../accounts/remove-member.ts";
import { hold, lapseHolds } from "../credits/index.ts";
import { inTransaction } from "../platform/context.ts";
import { lockDays } from "../reservations/store/capacity.ts";
import { findReservation } from "../reservations/store/reservations.ts";
import { type ByTemplate, type MachineWish, openWish } from "../sessions/index.ts";
import { openOrder } from "../sessions/sealed.ts";
import { findSession } from "../sessions/store/sessions.ts";
import { removeTemplate, saveTemplate } from "../sessions/templates.ts";
import { expectSoundLedger, give } from "../testing/ledger.ts";
import { listed } from "../testing/listed.ts";
import { list, listAgain } from "../testing/market.ts";
import { addPool } from "../testing/pools.ts";
import { addMember, addPerson } from "../testing/team.ts";
import { tellHistory } from "../testing/told-history.ts";
import { untilWaiting } from "../testing/waiting.ts";
import { makeWorld, type World } from "../testing/world.ts";
import type { Person } from "../values/actor.ts";
import { HOUR_MS, hourOf } from "../values/hour.ts";
import { parseUsd, usd } from "../values/money.ts";
import { InvalidInput } from "../values/refusal.ts";
import { advanceFlexibleJobs } from "./advance-flexible-jobs.ts";
import { makeForecaster } from "./forecaster.ts";
import { makeForecasts } from "./make.ts";
import { cancelFlexibleJob } from "./cancel-flexible-job.ts";
import { regretOf } from "./rules/regret.ts";
import { scheduleFlexibleJob } from "./schedule-flexible-job.ts";
import { findJob, readLooks } from "./store/flexible-jobs.ts";

let world: World;
let ada: Person;
beforeEach(async () => {
  world = await makeWorld({ pool: 8 });
  ada = await addPerson(world, "Ada");
  await give(world, ada.accountId, usd(500));
});
afterEach(async () => {
  await expectSoundLedger(world);
  await world.close();
});

const in_ = (hours: number) => new Date(world.clock.now().getTime() + hours * HOUR_MS);
/** Machines of eight, each for so much an hour. */
const market = (...prices: string[]) =>
  list(
    world,
    prices.map((price, at) =>
      listed(`${at} ${price}`, { gpuRawName: "H100 SXM", gpuCount: 8, pricePerHour: parseUsd(price) }),
    ),
  );
const order = (by = ada, key = "one order of hers", more: MachineWish & ByTemplate = {}) =>
  scheduleFlexibleJob(
    world.ctx(by),
    { gpu: "h100", gpuCount: 8, hours: 6, deadline: in_(30.5), budget: usd(120), ...more },
    key,
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
const available = async () => {
  const [row] = await world.database.sql<{ available: string; held: string }[]>`
    select available::text, held::text from credit_balances where account_id = ${ada.accountId}`;
  return row;
};
const sessions = () =>
  world.database.sql<{ id: string; cap_per_hour: string; held: string }[]>`
    select id, cap_per_hour::text, held::text from sessions`;
/** Hour by hour, as its loop does. */
async function pass(hours: number) {
  for (let hour = 0; hour < hours; hour++) {
    await world.clock.advance(HOUR_MS);
    await look();
  }
}

test("it waits for a price within its cap, and then starts a session that sets aside no more than its budget", async () => {
  await market("25", "30");
  const { reply } = await order();
  expect(reply).toMatchObject({ state: "waiting", capPerHour: usd(20), freezeAt: in_(24.25) });
  expect(await available()).toEqual({ available: usd(380).toString(), held: usd(120).toString() });
  await look();
  await pass(3);
  expect(await read(reply.id)).toMatchObject({
    state: "waiting",
    because: "What is listed costs more than agreed.",
  });
  expect(await sessions()).toHaveLength(0);

  await market("19", "30");
  await pass(1);
  const job = await read(reply.id);
  expect(job).toMatchObject({ state: "started", holdId: null });
  const [session] = await sessions();
  expect(session?.id).toBe(job.sessionId);
  expect(BigInt(session?.cap_per_hour ?? 0)).toBe(usd(20));
  expect(BigInt(session?.held ?? 0)).toBeLessThanOrEqual(usd(120));
});

test("it starts the machine whose price it went by, though another is likelier to start", async () => {
  await market("15", "19");
  await world.database
    .sql`update offers set availability = case when external_id like '%15' then 0.1 else 0.99 end`;
  const { reply } = await order();
  await world.clock.advance(24.25 * HOUR_MS - 30_000);
  await look();
  const job = await read(reply.id);
  expect(job.state).toBe("started");
  const [started] = await world.database.sql`
    select o.external_id, s.price_per_hour::text from sessions s join offers o on o.id = s.offer_id`;
  expect(started?.["external_id"]).toMatch(/15$/);
  const looks = await readLooks(world.ctx(), [job.id]);
  expect(String(started?.["price_per_hour"])).toBe(String(looks.at(-1)?.pricePerHour));
});

test("it takes a bargain in a market that sinks, and waits where what is listed is usual there", async () => {
  const sinking = Array.from({ length: 600 }, (_, hour) => 3 * 0.9996 ** hour);
  const last = new Date(hourOf(world.clock.now()).getTime() - HOUR_MS);
  await tellHistory(world, sinking, { last });
  await makeForecasts(world.ctx(), makeForecaster());
  await market("18.88");
  const { reply } = await order();
  await look();
  expect(await read(reply.id)).toMatchObject({ state: "waiting" });
  await market("9.6", "18.88");
  await pass(1);
  const { state, startedPricePerHour } = await read(reply.id);
  expect(state).toBe("started");
  expect(Number(startedPricePerHour)).toBeLessThan(10e6);
});

const setUp = {
  onStart: "make train",
  env: [{ name: "RUN", value: "when cheapest" }],
  ports: [6006],
  saveCommand: "rsync -a /work team@example.com:kept",
  saveMinutes: 7,
};

test("nobody is there when it starts: its machine is set up and saved from as was said when it was asked for", async () => {
  await market("19");
  const { id: templateId } = await saveTemplate(world.ctx(ada), {
    name: "Nightly",
    image: "pytorch/pytorch:2.9",
    idleMinutes: 30,
  });
  const { reply } = await order(ada, "an order with a set-up", { ...setUp, templateId });
  await removeTemplate(world.ctx(ada), templateId);
  const [kept] = await world.database.sql`select to_jsonb(j)::text as row from flexible_jobs j`;
  expect(String(kept?.["row"])).not.toMatch(/make train|when cheapest|rsync/);
  await look();
  const { sessionId } = await read(reply.id);
  const session = await findSession(world.ctx(), ada.accountId, sessionId ?? "");
  if (!session) throw new Error("no session");
  expect(session).toMatchObject({
    image: "pytorch/pytorch:2.9",
    ports: [6006],
    idleMinutes: 30,
    saveMinutes: 7,
  });
  expect(openOrder(world.ctx().seal, session)).toMatchObject({
    onStart: "make train",
    env: { RUN: "when cheapest" },
    saveCommand: setUp.saveCommand,
  });
});

test("where nothing is listed at its freeze time it has what Berth keeps in reserve, set up the same", async () => {
  await changePlan(world.ctx(), ada.accountId, "team");
  await addPool(world, { gpuModel: "H100", gpus: 8, pricePerGpuHour: usd(1) });
  const { reply } = await order(ada, "an order with a set-up", setUp);
  await pass(24);
  expect(await read(reply.id)).toMatchObject({ state: "waiting" });
  await world.clock.advance(HOUR_MS / 4 - 30_000);
  await look();
  const { reservationId } = await read(reply.id);
  const booked = await findReservation(world.ctx(), ada.accountId, reservationId ?? "");
  expect(booked && openWish(world.ctx(), booked)).toMatchObject(setUp);
});

test("a template that is gone is an input like any other that makes no sense", async () => {
  await expect(order(ada, "an order by no template", { templateId: "tpl_gone" })).rejects.toMatchObject({
    type: "InvalidInput",
    field: "templateId",
  });
  expect(await available()).toEqual({ available: usd(500).toString(), held: "0" });
});

test("it never passes its freeze time: then it starts what is within its cap, or gives up and costs nothing", async () => {
  await market("25");
  const { reply } = await order();
  await pass(24);
  expect((await read(reply.id)).state).toBe("waiting");
  await world.clock.advance(HOUR_MS / 4);
  await look();
  expect(await read(reply.id)).toMatchObject({ state: "given-up", sessionId: null });
  expect(await available()).toEqual({ available: usd(500).toString(), held: "0" });
  expect(await sessions()).toHaveLength(0);
});

test("what fails or is missing in its last minute is tried again until its time is over", async () => {
  await market("25");
  const { reply } = await order();
  await world.clock.advance(24.25 * HOUR_MS - 40_000);
  await look();
  expect(await read(reply.id)).toMatchObject({ state: "waiting" });
  await market("19");
  await world.clock.advance(20_000);
  await look();
  expect(await read(reply.id)).toMatchObject({ state: "started" });
});

test("who comes back at its freeze time looks at the market before it decides, as long as there is time for it", async () => {
  await market("19");
  const { reply } = await order();
  await world.clock.advance(24.25 * HOUR_MS + 10_000);
  await advanceFlexibleJobs(world.ctx());
  expect(await read(reply.id)).toMatchObject({ state: "waiting", lookedAt: null });
  await listAgain(world);
  await advanceFlexibleJobs(world.ctx());
  expect(await read(reply.id)).toMatchObject({ state: "started" });
  // Where nobody answers, that nothing is listed is all there is to go by.
  const { reply: next } = await order(ada, "the next");
  await world.clock.advance(24.25 * HOUR_MS + 70_000);
  await advanceFlexibleJobs(world.ctx());
  expect(await read(next.id)).toMatchObject({ state: "given-up" });
});

test("who was away at its freeze time starts nothing afterwards", async () => {
  await market("25");
  const { reply } = await order();
  await look();
  await market("10");
  await world.clock.advance(26 * HOUR_MS);
  await look();
  expect(await read(reply.id)).toMatchObject({ state: "given-up" });
  expect(await sessions()).toHaveLength(0);
});

test("what was set aside for an order may lapse while nobody looks, and it is given up or cancelled all the same", async () => {
  await market("25");
  const { reply } = await order();
  const { reply: other } = await order(ada, "another of hers");
  await look();
  await world.clock.advance(50 * HOUR_MS);
  expect(await lapseHolds(world.ctx())).toBe(2);
  expect(await cancelFlexibleJob(world.ctx(ada), other.id)).toMatchObject({ state: "cancelled" });
  await look();
  expect(await read(reply.id)).toMatchObject({ state: "given-up", holdId: null });
  expect(await available()).toEqual({ available: usd(500).toString(), held: "0" });
});

test("C1: an order that takes from a pool and who books from it are not waiting for each other", async () => {
  await changePlan(world.ctx(), ada.accountId, "team");
  const pool = await addPool(world, { gpus: 16, pricePerGpuHour: usd(1), gpuModel: "H100" });
  await market("25");
  const { reply } = await order();
  await look();
  await list(world, []);
  await world.clock.advance(24.25 * HOUR_MS - 30_000);
  const window = { startsAt: world.clock.now(), endsAt: in_(12) };
  const daysTaken = Promise.withResolvers<void>();
  const orderWaits = Promise.withResolvers<void>();
  // As every booking does: the pool's days first, and then the account's books.
  const booking = inTransaction(world.ctx(ada), async (ctx) => {
    await lockDays(ctx, pool.id, [window]);
    daysTaken.resolve();
    await orderWaits.promise;
    await hold(ctx, { accountId: ada.accountId, amount: usd(1), purpose: "res_x", lapsesAt: in_(100) });
  });
  await daysTaken.promise;
  const looking = look();
  await untilWaiting(world);
  orderWaits.resolve();
  await booking;
  await looking;
  expect(await read(reply.id)).toMatchObject({ state: "started" });
});

test("replicas that look at the same moment start one session", async () => {
  await market("15");
  const { reply } = await order();
  await Promise.all([look(), look(), look()]);
  expect((await read(reply.id)).state).toBe("started");
  expect(await sessions()).toHaveLength(1);
});

test("an order for an H100 SXM is understood, and no other socket is looked at or rented", async () => {
  const eight = (gpuRawName: string, dollars: number) =>
    listed(gpuRawName, { gpuRawName, gpuCount: 8, pricePerHour: usd(dollars) });
  await list(world, [eight("H100 SXM", 19), eight("H100 PCIE", 12)]);
  const wish = { gpuCount: 8, hours: 6, deadline: in_(30.5), budget: usd(120) };
  const { reply } = await scheduleFlexibleJob(world.ctx(ada), { gpu: "h100 sxm", ...wish }, "an SXM of hers");
  expect(reply).toMatchObject({ gpuModel: "H100", gpuSocket: "SXM" });
  await look();
  const [rented] = await world.database.sql`
    select o.gpu_socket, l.price_per_hour >= 19000000 as is_its_price
    from sessions s join offers o on o.id = s.offer_id join flexible_job_looks l on l.job_id = ${reply.id}`;
  expect(rented).toEqual({ gpu_socket: "SXM", is_its_price: true });
});

test("the same key is one order, and another input under it is refused", async () => {
  const [a, b] = await Promise.all([order(), order()]);
  expect(b.reply.id).toBe(a.reply.id);
  expect(a.replayed).not.toBe(b.replayed);
  const other = { gpu: "h100", gpuCount: 8, hours: 5, deadline: in_(30), budget: usd(120) };
  await expect(scheduleFlexibleJob(world.ctx(ada), other, "one order of hers")).rejects.toThrow(/used for/);
});

test("what is cancelled gives its budget back, once, and starts nothing", async () => {
  await market("25");
  const { reply } = await order();
  await Promise.all([
    cancelFlexibleJob(world.ctx(ada), reply.id),
    cancelFlexibleJob(world.ctx(ada), reply.id),
  ]);
  expect(await read(reply.id)).toMatchObject({ state: "cancelled", holdId: null });
  expect(await available()).toEqual({ available: usd(500).toString(), held: "0" });
  await market("10");
  await pass(2);
  expect(await sessions()).toHaveLength(0);
});

test("who has left the team by then starts nothing in it", async () => {
  await market("15");
  const bo = await addMember(world, ada, "Bo", "member");
  const { reply } = await order(bo, "an order of his");
  const [member] = await world.database.sql<
    { id: string }[]
  >`select id from members where user_id = ${bo.userId}
    and account_id = ${ada.accountId}`;
  await removeMember(world.ctx(ada), member?.id ?? "");
  await look();
  expect(await read(reply.id)).toMatchObject({ state: "waiting", sessionId: null });
  expect(await sessions()).toHaveLength(0);
});

test("what does not fit before its deadline is refused, and so is a budget that is not there", async () => {
  const wish = { gpu: "h100", gpuCount: 8, hours: 6, budget: usd(120) };
  await expect(
    scheduleFlexibleJob(world.ctx(ada), { ...wish, deadline: in_(6.1) }, "too late for this"),
  ).rejects.toThrow(InvalidInput);
  await expect(
    scheduleFlexibleJob(world.ctx(ada), { ...wish, deadline: in_(20), budget: usd(501) }, "too dear for her"),
  ).rejects.toMatchObject({ type: "InsufficientCredits" });
  expect(await available()).toEqual({ available: usd(500).toString(), held: "0" });
});

test("after it started it goes on looking until its freeze time, and says what the best would have been", async () => {
  await market("19");
  const { reply } = await order();
  await look();
  await pass(2);
  await market("12");
  await pass(1);
  await market("21");
  await pass(22);
  const looks = await readLooks(world.ctx(), [reply.id]);
  expect(looks.map(({ decision }) => decision).slice(0, 3)).toEqual(["start", "after", "after"]);
  expect(looks.length).toBeGreaterThan(20);
  const regret = regretOf(await read(reply.id), looks);
  expect(regret && Number(regret.did - regret.best)).toBe(Number(regret?.regret));
  expect(Number(regret?.regret)).toBeGreaterThan(6 * 6.9e6);
  expect(regret?.atOnce).toBe(regret?.did);
});

test("one that began as a reservation says why, and what the best would have been", async () => {
  await changePlan(world.ctx(), ada.accountId, "team");
  await addPool(world, { gpuModel: "H100", gpus: 8, pricePerGpuHour: usd(2) });
  await market("25");
  const { reply } = await order();
  await pass(24);
  await world.clock.advance(HOUR_MS / 4 - 30_000);
  await look();
  const job = await read(reply.id);
  const because = "Nothing that is listed would do, so it took GPUs that Berth keeps in reserve.";
  expect(job).toMatchObject({ state: "started", because, sessionId: null });
  const booked = await findReservation(world.ctx(), ada.accountId, job.reservationId ?? "");
  const looks = await readLooks(world.ctx(), [job.id]);
  expect(looks.at(-1)).toMatchObject({ decision: "start", because });
  expect(regretOf(job, looks)).toMatchObject({
    did: booked?.totalMicros,
    best: booked?.totalMicros,
    bestAt: job.startedAt,
    regret: 0n,
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { changePlan } from "../accounts/index.ts";
import { readStanding } from "../credits/store/reading.ts";
import { type ByTemplate, type MachineWish, readSessions, stopSession } from "../sessions/index.ts";
import { saveTemplate } from "../sessions/templates.ts";
import { expectSoundLedger, give } from "../testing/ledger.ts";
import { listed } from "../testing/listed.ts";
import { list } from "../testing/market.ts";
import { addPool, expectSoundPools } from "../testing/pools.ts";
import { Fleet } from "../testing/sessions.ts";
import { addPerson } from "../testing/team.ts";
import { makeWorld, type World } from "../testing/world.ts";
import type { Person } from "../values/actor.ts";
import { formatUsd, usd } from "../values/money.ts";
import { cancelReservation, costOfCancelling } from "./cancel.ts";
import { extendReservation, priceExtension } from "./change.ts";
import { createReservation } from "./create.ts";
import { deliverReservations } from "./deliver.ts";
import { handBackReservation, priceHandBack } from "./hand-back.ts";
import { priceReservation } from "./price.ts";
import { nextOnGrid } from "./rules/grid.ts";
import { findReservation, readSessionsOf } from "./store/reservations.ts";
import type { PoolRow } from "./store/pools.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
let world: World;
let ada: Person;
let fleet: Fleet;
let pool: PoolRow;
let people = 0;
let keys = 0;

beforeAll(async () => {
  world = await makeWorld({ pool: 6 });
});
afterAll(() => world?.close());
beforeEach(async () => {
  ada = await addPerson(world, `Ada${++people}`);
  await changePlan(world.ctx(), ada.accountId, "team");
  await give(world, ada.accountId, usd(500));
  fleet = new Fleet(world);
  pool = await addPool(world, {
    gpuModel: "RTX 4090",
    region: "Texas",
    buyCapPerGpuHour: usd(2),
    leadMinutes: 15,
  });
  await offer([1, 1, 2, 2]);
});
afterEach(async () => {
  await world.database.sql`update sessions set end_asked = 'asked-to-stop' where end_asked is null`;
  Object.assign(fleet.cloud.moods, {
    create: "well",
    list: "well",
    find: "well",
    destroy: "well",
    course: "comes up",
  });
  await fleet.pass(5 * MINUTE, 30_000);
  await expectSoundPools(world);
  await expectSoundLedger(world);
});

/** Machines of these sizes are listed, and others are withdrawn. */
async function offer(sizes: readonly number[]): Promise<void> {
  await list(
    world,
    sizes.map((gpuCount, at) => listed(`${people}-${at}`, { gpuCount, pricePerHour: usd(gpuCount) })),
  );
}
const key = () => `a key of a test ${++keys}`;
async function book(gpus: number, hours: number, inMinutes = 60, wish: MachineWish & ByTemplate = {}) {
  const startsAt = nextOnGrid(new Date(world.clock.now().getTime() + inMinutes * MINUTE));
  const endsAt = new Date(startsAt.getTime() + hours * HOUR);
  const wanted = { poolId: pool.id, gpus, startsAt, endsAt, consumer: "training", ...wish };
  const expectedTotal = (await priceReservation(world.ctx(ada), wanted)).total;
  return (await createReservation(world.ctx(ada), { wanted, expectedTotal }, key())).reply;
}
/** Time goes by up to an instant, with all that happens by itself. */
async function until(at: Date): Promise<void> {
  while (world.clock.now() < at) {
    const left = at.getTime() - world.clock.now().getTime();
    const stepMs = Math.min(left, left > 10 * MINUTE ? 2 * MINUTE : 20_000);
    await fleet.pass(stepMs, stepMs);
    await deliverReservations(world.ctx());
  }
}
const after = (date: Date, minutes: number) => new Date(date.getTime() + minutes * MINUTE);
async function reload(id: string) {
  const found = await findReservation(world.ctx(), ada.accountId, id);
  if (!found) throw new Error(`${id} is gone`);
  return found;
}
async function machinesOf(id: string) {
  const rows = await readSessionsOf(world.ctx(), [id]);
  return readSessions(
    world.ctx(),
    ada.accountId,
    rows.map(({ sessionId }) => sessionId),
  );
}
const running = async (id: string) => (await machinesOf(id)).filter(({ state }) => state === "running");
const standing = () => readStanding(world.ctx(), ada.accountId, null);
const slaOf = async () => {
  const rows = await world.database
    .sql`select coalesce(sum(amount), 0)::text as sum from credit_lots where account_id = ${ada.accountId} and origin = 'sla'`;
  return BigInt(String(rows[0]?.["sum"]));
};

test("C3: its machine is there before the start, it is paid for once, and it ends by itself", async () => {
  const booked = await book(2, 1);
  await until(after(booked.startsAt, -16));
  expect(await machinesOf(booked.id)).toEqual([]);
  await until(booked.startsAt);
  expect((await running(booked.id)).map(({ gpuCount, consumer }) => [gpuCount, consumer])).toEqual([
    [2, "training"],
  ]);
  await until(after(booked.startsAt, 1));
  expect(await reload(booked.id)).toMatchObject({ state: "active", chargedMicros: booked.totalMicros });
  await until(after(booked.endsAt, 3));
  expect(await reload(booked.id)).toMatchObject({ state: "finished", creditedMicros: 0n });
  expect(fleet.cloud.there).toEqual([]);
  // The machine itself cost its account nothing more.
  expect(await standing()).toMatchObject({ held: 0n, available: usd(500) - booked.totalMicros });
  const [session] = await machinesOf(booked.id);
  expect(session).toMatchObject({ state: "stopped", settledMicros: 0n });
  expect(session?.endsAt).toEqual(booked.endsAt);
});

test("GPUs that no single machine has are rented as few machines, all of the GPU that was promised", async () => {
  const booked = await book(5, 1);
  await until(booked.startsAt);
  expect((await running(booked.id)).map(({ gpuCount }) => gpuCount).toSorted((a, b) => a - b)).toEqual([
    1, 2, 2,
  ]);
});

test("with nothing listed at the start Berth pays by itself, by the formula, and goes on looking", async () => {
  await offer([]);
  const booked = await book(1, 2);
  await until(after(booked.startsAt, 9));
  expect(await slaOf()).toBe(0n);
  await until(after(booked.startsAt, 11));
  // 10 minutes begun at twice $1.8012 an hour, and the eleventh when it is over.
  const { perGpuHour } = await priceReservation(world.ctx(ada), {
    poolId: pool.id,
    gpus: 1,
    startsAt: after(nextOnGrid(world.clock.now()), 60 * 24),
    endsAt: after(nextOnGrid(world.clock.now()), 60 * 26),
  });
  const paid = (10n * 2n * perGpuHour) / 60n;
  expect(await slaOf()).toBe(paid);
  // In the outbox in the same transaction as the credit, which goes out within seconds.
  const letters = await lettersOf(ada, "machines were late");
  expect(letters.map(({ subject }) => subject)).toEqual([
    `$${formatUsd(paid)} of credit, because machines were late`,
  ]);
  await offer([1]);
  await until(after(booked.startsAt, 16));
  const late = await reload(booked.id);
  expect(late).toMatchObject({ state: "active", shortSince: null, chargedMicros: booked.totalMicros });
  expect(late.creditedMicros).toBe(await slaOf());
  expect(late.creditedMicros > (10n * 2n * perGpuHour) / 60n).toBe(true);
});

test("a reservation that is never delivered costs nothing, and Berth pays", async () => {
  await offer([]);
  const booked = await book(1, 4);
  await until(after(booked.startsAt, 61));
  const missed = await reload(booked.id);
  expect(missed).toMatchObject({ state: "missed", chargedMicros: 0n, totalMicros: 0n, parts: [] });
  expect(await slaOf()).toBe(missed.creditedMicros);
  expect(missed.creditedMicros > 0n && missed.creditedMicros <= booked.totalMicros).toBe(true);
  expect(await standing()).toMatchObject({ held: 0n, available: usd(500) + missed.creditedMicros });
});

test("what Berth pays is never more than the reservation costs", async () => {
  await offer([]);
  const booked = await book(1, 1);
  await world.clock.advance(after(booked.startsAt, 300).getTime() - world.clock.now().getTime());
  await deliverReservations(world.ctx());
  await deliverReservations(world.ctx());
  expect(await reload(booked.id)).toMatchObject({ state: "missed", creditedMicros: booked.totalMicros });
});

/** What is paid, in minutes of one GPU. */
async function minutesCredited(id: string): Promise<number> {
  const { gpus, startsAt, endsAt, totalMicros, creditedMicros } = await reload(id);
  const perMinute = totalMicros / BigInt(gpus) / BigInt((endsAt.getTime() - startsAt.getTime()) / MINUTE);
  return Number(creditedMicros / (2n * perMinute));
}

test("each minute is paid for with the GPUs that were missing in it: one for eight, two for two", async () => {
  await offer([1]);
  const booked = await book(2, 4);
  await until(after(booked.startsAt, 5));
  await offer([]);
  const [one, other] = fleet.cloud.there;
  if (one) one.gone = true;
  await until(after(booked.startsAt, 14));
  if (other) other.gone = true;
  await until(after(booked.startsAt, 17));
  expect(await minutesCredited(booked.id)).toBeGreaterThan(9);
  expect(await minutesCredited(booked.id)).toBeLessThanOrEqual(14);
});

test("each minute is paid for with the GPUs that were missing in it: two for eight, one for two", async () => {
  await offer([]);
  const booked = await book(2, 4);
  await until(after(booked.startsAt, 6));
  await offer([1]);
  for (let step = 0; step < 15; step++) {
    await until(new Date(after(booked.startsAt, 6).getTime() + step * 20_000));
    const late = fleet.cloud.there[1];
    if (late && late.instance.state !== "running") late.moods.course = "hangs";
  }
  expect((await reload(booked.id)).shortGpus).toBe(1);
  expect(await minutesCredited(booked.id)).toBeGreaterThanOrEqual(17);
});

test("nobody is paid for what comes after its end, however late Berth looks", async () => {
  await offer([1]);
  const booked = await book(1, 1);
  await until(after(booked.endsAt, -12));
  await offer([]);
  for (const rented of fleet.cloud.there) rented.gone = true;
  await until(after(booked.endsAt, -6));
  await world.clock.advance(3 * HOUR);
  await until(after(world.clock.now(), 1));
  expect(await minutesCredited(booked.id)).toBeGreaterThanOrEqual(10);
  expect(await minutesCredited(booked.id)).toBeLessThanOrEqual(13);
});

test("a machine that is lost within the window is replaced, for the same price", async () => {
  const booked = await book(1, 2);
  await until(after(booked.startsAt, 5));
  const [first] = await running(booked.id);
  for (const rented of fleet.cloud.there) rented.gone = true;
  await until(after(booked.startsAt, 15));
  const [second] = await running(booked.id);
  expect(second?.id).not.toBe(first?.id);
  expect(await reload(booked.id)).toMatchObject({ state: "active", chargedMicros: booked.totalMicros });
});

test("a machine that its user stopped is not rented again behind their back", async () => {
  const booked = await book(1, 1);
  await until(after(booked.startsAt, 1));
  const [session] = await running(booked.id);
  await stopSession(world.ctx(ada), session?.id ?? "");
  await until(after(booked.startsAt, 20));
  expect(await machinesOf(booked.id)).toHaveLength(1);
  await until(after(booked.endsAt, 1));
  expect(await reload(booked.id)).toMatchObject({ state: "finished", creditedMicros: 0n });
});

const saving = { saveCommand: "rsync -a /work team@example.com:kept", saveMinutes: 20 };

test("what is on its machines is saved by its end, and nobody rents another for those minutes", async () => {
  const booked = await book(1, 1, 60, saving);
  const [kept] = await world.database
    .sql`select to_jsonb(r)::text as row from reservations r where id = ${booked.id}`;
  expect(String(kept?.["row"])).not.toContain("rsync");
  await until(after(booked.startsAt, 5));
  expect(fleet.cloud.there.map(({ order }) => order.env)).toMatchObject([
    { BERTH_DRAIN_HOOK: saving.saveCommand, BERTH_SAVE_MINUTES: "20" },
  ]);
  await until(after(booked.endsAt, -21));
  expect(await running(booked.id)).toHaveLength(1);
  fleet.saving = { state: "saving", exitStatus: null };
  await until(after(booked.endsAt, -2));
  expect(await machinesOf(booked.id)).toMatchObject([{ state: "stopping", saveState: "saving" }]);
  await until(after(booked.endsAt, 2));
  expect(fleet.cloud.there).toEqual([]);
  expect(await machinesOf(booked.id)).toHaveLength(1);
  expect(await reload(booked.id)).toMatchObject({ state: "finished", creditedMicros: 0n, shortGpus: 0 });
});

test("its machines come up as was said when it was booked, with what they may hold kept sealed", async () => {
  const { id: templateId } = await saveTemplate(world.ctx(ada), {
    name: `Training ${people}`,
    onStart: "make train",
    env: [
      { name: "WANDB_KEY", value: "of the team" },
      { name: "RUN", value: "nightly" },
    ],
    idleMinutes: 30,
  });
  const env = [{ name: "RUN", value: "on Tuesday" }];
  const booked = await book(2, 1, 60, { templateId, env, ports: [8888] });
  const [kept] = await world.database
    .sql`select to_jsonb(r)::text as row from reservations r where id = ${booked.id}`;
  expect(String(kept?.["row"])).not.toMatch(/make train|of the team|Tuesday/);
  await until(after(booked.startsAt, 5));
  expect(fleet.cloud.there.map(({ order }) => order)).toMatchObject([
    {
      env: { WANDB_KEY: "of the team", RUN: "on Tuesday" },
      ports: [8888],
      onStart: expect.stringMatching(/\nmake train$/) as unknown,
    },
  ]);
  // Its hours are paid for, whether anything uses them or not.
  expect(await running(booked.id)).toMatchObject([{ idleMinutes: null }]);
  await until(after(booked.endsAt, 2));
});

test("a template that is gone, or not for who asks, books nothing", async () => {
  const gone = book(1, 1, 60, { templateId: "tpl_gone" });
  await expect(gone).rejects.toMatchObject({ type: "NotFound" });
  expect(await standing()).toMatchObject({ held: 0n, available: usd(500) });
});

test("kept for longer while its machine is saved from already, it gets another", async () => {
  const booked = await book(1, 1, 60, saving);
  await until(after(booked.endsAt, -10));
  expect(await running(booked.id)).toEqual([]);
  const end = after(booked.endsAt, 60);
  const { total } = priceExtension(await reload(booked.id), end, world.clock.now());
  await extendReservation(world.ctx(ada), booked.id, end, total, key());
  await until(booked.endsAt);
  expect((await running(booked.id)).map(({ endsAt }) => endsAt)).toEqual([end]);
  await until(after(end, 2));
});

test("M7: extended, handed back and extended to the same end again, each is paid for", async () => {
  const booked = await book(1, 2);
  await until(after(booked.startsAt, 5));
  const end = after(booked.endsAt, 60);
  const extend = async () => {
    const { total } = priceExtension(await reload(booked.id), end, world.clock.now());
    await extendReservation(world.ctx(ada), booked.id, end, total, key());
  };
  const part = { from: booked.endsAt, to: end };
  for (let round = 0; round < 2; round++) {
    await extend();
    const { back } = priceHandBack(await reload(booked.id), part, world.clock.now());
    await handBackReservation(world.ctx(ada), booked.id, part, back, key());
  }
  await extend();
  const { chargedMicros, refundedMicros } = await reload(booked.id);
  expect(await standing()).toMatchObject({ held: 0n, available: usd(500) - chargedMicros + refundedMicros });
  await until(after(end, 2));
});

test("what is handed back while it runs ends its machine then, and what is added keeps it", async () => {
  const booked = await book(1, 4);
  await until(after(booked.startsAt, 5));
  const active = await reload(booked.id);
  const part = { from: after(booked.startsAt, 60), to: null };
  const { back } = priceHandBack(active, part, world.clock.now());
  await handBackReservation(world.ctx(ada), booked.id, part, back, key());
  expect((await standing()).available).toBe(usd(500) - booked.totalMicros + back);
  const end = after(booked.startsAt, 90);
  const { total } = priceExtension(await reload(booked.id), end, world.clock.now());
  await extendReservation(world.ctx(ada), booked.id, end, total, key());
  await until(after(booked.startsAt, 61));
  expect((await running(booked.id)).map(({ endsAt }) => endsAt)).toEqual([end]);
  await until(after(end, 2));
  expect(await reload(booked.id)).toMatchObject({ state: "finished" });
  expect(fleet.cloud.there).toEqual([]);
});

test("with a hole in the middle its machine ends there and another comes after it", async () => {
  const booked = await book(1, 3);
  const part = { from: after(booked.startsAt, 60), to: after(booked.startsAt, 120) };
  const { back } = priceHandBack(booked, part, world.clock.now());
  await handBackReservation(world.ctx(ada), booked.id, part, back, key());
  await until(after(booked.startsAt, 65));
  expect(fleet.cloud.there).toEqual([]);
  await until(after(booked.startsAt, 121));
  expect(await running(booked.id)).toHaveLength(1);
  expect(await machinesOf(booked.id)).toHaveLength(2);
});

test("reservations longer than twelve hours keep their machine until their end", async () => {
  const booked = await book(1, 14);
  await until(after(booked.startsAt, 2));
  expect(await running(booked.id)).toHaveLength(1);
  await world.clock.advance(10 * MINUTE);
  const [session] = await running(booked.id);
  expect(session).toMatchObject({ endsAt: booked.endsAt });
});

test("a reminder at 60, 30 and 10 minutes before the end, each once", async () => {
  const booked = await book(1, 2);
  await until(after(booked.endsAt, 1));
  const { sql } = world.database;
  const rows =
    await sql`select payload->>'minutes' as minutes from events where topic = 'reservation.reminded' and subject = ${booked.id} order by xid, id`;
  expect(rows.map(({ minutes }) => String(minutes))).toEqual(["60", "30", "10"]);
  const letters = await lettersOf(ada, "ends in");
  expect(letters.map(({ subject }) => subject)).toEqual(
    [60, 30, 10].map((minutes) => `1 × RTX 4090: ends in ${minutes} min`),
  );
  expect(letters[0]?.button.href).toBe(`/reservations/${booked.id}`);
});

/** What was written to somebody with these words in its subject, in order. */
async function lettersOf(to: Person, about: string) {
  const rows = await world.database.sql<{ content: string }[]>`
    select content from mails where recipient = ${to.email} order by created_at, id`;
  return rows
    .map(({ content }) => JSON.parse(content) as Letter)
    .filter(({ subject }) => subject.includes(about));
}
interface Letter {
  subject: string;
  paragraphs: string[];
  button: { label: string; href: string };
}

test("cancelled while its machines are being rented, none is left", async () => {
  const booked = await book(1, 1);
  await until(after(booked.startsAt, -14));
  expect(await machinesOf(booked.id)).toHaveLength(1);
  await cancelReservation(world.ctx(ada), booked.id, booked.totalMicros / 2n, key());
  await until(after(booked.startsAt, -8));
  expect(fleet.cloud.there).toEqual([]);
  expect(await standing()).toMatchObject({ held: 0n });
});

test("leaving is not free because its start has come, but because Berth is late", async () => {
  const booked = await book(1, 8);
  await until(after(booked.startsAt, -1));
  expect(await running(booked.id)).toHaveLength(1);
  await world.clock.advance(booked.startsAt.getTime() - world.clock.now().getTime() + 500);
  const half = booked.totalMicros / 2n;
  const leave = (cost: bigint) => cancelReservation(world.ctx(ada), booked.id, cost, key());
  await expect(leave(0n)).rejects.toMatchObject({ type: "TotalChanged", total: half });
  await leave(half);
});

test("who hands back the beginning does not leave freely before what is left of it", async () => {
  const booked = await book(1, 8);
  const part = { from: booked.startsAt, to: after(booked.startsAt, 15) };
  const { back } = priceHandBack(booked, part, world.clock.now());
  await handBackReservation(world.ctx(ada), booked.id, part, back, key());
  await until(after(booked.startsAt, 14));
  expect(await running(booked.id)).toHaveLength(1);
  const left = await reload(booked.id);
  expect(costOfCancelling(left, world.clock.now())).toBe(left.totalMicros / 2n);
});

test.each([
  ["nothing is saved", {}],
  ["what is on the disk is saved", saving],
])("a day that is added to a reservation that runs is delivered, when %s", async (_, wish) => {
  const booked = await book(1, 2, 60, wish);
  fleet.saving = { state: "saved", exitStatus: 0 };
  await until(after(booked.startsAt, 30));
  const endsAt = new Date(booked.endsAt.getTime() + 24 * HOUR);
  const { total } = priceExtension(await reload(booked.id), endsAt, world.clock.now());
  await extendReservation(world.ctx(ada), booked.id, endsAt, total, key());
  // A machine lives twelve hours longer than it was rented for, and the next is there before it goes.
  for (const hours of [11, 12, 12.2, 13]) {
    await until(after(booked.endsAt, hours * 60));
    expect((await running(booked.id)).length, `after ${hours} h`).toBeGreaterThanOrEqual(1);
  }
  expect(await running(booked.id)).toHaveLength(1);
  expect(await reload(booked.id)).toMatchObject({ creditedMicros: 0n, shortGpus: 0 });
});

test("who stops one of two machines and hands its GPU back keeps the other, and gets one for it when it is lost", async () => {
  await offer([1, 1, 1, 1]);
  const booked = await book(2, 4);
  await until(after(booked.startsAt, 5));
  const [one, other] = await running(booked.id);
  await stopSession(world.ctx(ada), one?.id ?? "");
  await until(after(booked.startsAt, 20));
  const part = { gpus: 1 };
  const { back } = priceHandBack(await reload(booked.id), part, world.clock.now());
  await handBackReservation(world.ctx(ada), booked.id, part, back, key());
  await until(after(booked.startsAt, 60));
  expect((await running(booked.id)).map(({ id }) => id)).toEqual([other?.id]);
  for (const rented of fleet.cloud.there) rented.gone = true;
  await until(after(booked.startsAt, 75));
  expect(await running(booked.id)).toHaveLength(1);
});

test("who stops the machine of a first part has one in the part after the break", async () => {
  const booked = await book(1, 8);
  await until(after(booked.startsAt, 5));
  const part = { from: after(booked.startsAt, 60), to: after(booked.startsAt, 180) };
  const { back } = priceHandBack(await reload(booked.id), part, world.clock.now());
  await handBackReservation(world.ctx(ada), booked.id, part, back, key());
  const [one] = await running(booked.id);
  await stopSession(world.ctx(ada), one?.id ?? "");
  await until(after(booked.startsAt, 120));
  expect(await running(booked.id)).toHaveLength(0);
  await until(after(booked.startsAt, 200));
  expect(await running(booked.id)).toHaveLength(1);
});

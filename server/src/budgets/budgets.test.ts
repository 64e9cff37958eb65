import { afterEach, beforeEach, expect, test } from "vitest";
import { deliverMails } from "../accounts/index.ts";
import { capture, hold, refund } from "../credits/index.ts";
import type { Addressed } from "../platform/mail.ts";
import { extendSession, settleRunning, startSession } from "../sessions/index.ts";
import { listMachinesOf } from "../sessions/store/machines.ts";
import { Cloud } from "../testing/cloud.ts";
import { expectSoundLedger, give, within } from "../testing/ledger.ts";
import { listed } from "../testing/listed.ts";
import { list } from "../testing/market.ts";
import { Fleet } from "../testing/sessions.ts";
import { addPerson } from "../testing/team.ts";
import { makeWorld, type World } from "../testing/world.ts";
import type { Person } from "../values/actor.ts";
import { parseUsd, usd } from "../values/money.ts";
import { evaluateBudgets } from "./evaluate.ts";
import { readStanding } from "./read-standing.ts";
import { changeBudget, createBudget, removeBudget } from "./set.ts";
import { simulateBudget } from "./simulate.ts";
import { acknowledgeBudget, snoozeBudget } from "./snooze.ts";
import { listBudgets, listCrossings } from "./store/budgets.ts";
import { periodAround } from "./store/spending.ts";
import { watchBurn } from "./watch-burn.ts";

const MINUTE = 60_000;
let world: World;
let ada: Person;
let inbox: Addressed[];
let holdId: string;
let captures: number;
beforeEach(async () => {
  world = await makeWorld({ pool: 8 });
  ada = await addPerson(world, "Ada");
  await give(world, ada.accountId, usd(500));
  inbox = [];
  captures = 0;
  holdId = await within(world, (ctx) =>
    hold(ctx, {
      accountId: ada.accountId,
      amount: usd(100),
      purpose: "ses_of_the_test",
      lapsesAt: new Date(world.clock.now().getTime() + 400 * 24 * 60 * MINUTE),
      note: "for a test",
    }),
  );
});
afterEach(async () => {
  await expectSoundLedger(world);
  await world?.close();
});

const budget = (rest: Partial<Parameters<typeof createBudget>[1]> = {}) =>
  createBudget(world.ctx(ada), {
    name: "Five",
    scope: "account",
    period: "month",
    timeZone: "UTC",
    limit: usd(5),
    ...rest,
  });
const crossed = (id: string) => listCrossings(world.ctx(), [id]).then((of) => of.get(id) ?? []);
const spend = (dollars: string) =>
  within(world, (ctx) =>
    capture(ctx, {
      accountId: ada.accountId,
      holdId,
      amount: parseUsd(dollars),
      reference: `part ${++captures}`,
      note: "for a test",
    }),
  );
const look = () => evaluateBudgets(world.ctx());
const post = async () => {
  await deliverMails(
    world.ctx(),
    { send: async (mail) => void inbox.push(mail), close: () => undefined },
    world.platform.seal,
  );
  return inbox.map(({ letter }) => letter.subject.slice(0, letter.subject.indexOf(" %")));
};
const topics = async () => {
  const rows = await world.database.sql<{ threshold: string }[]>`
    select payload ->> 'threshold' as threshold from events where topic = 'budget.crossed' order by xid, id`;
  return rows.map(({ threshold }) => Number(threshold));
};

test("A1: one letter and one event for each threshold, however often and by how many it is looked at", async () => {
  await budget();
  for (const dollars of ["2.499999", "0.000001", "1", "0.499999", "0.000001", "1", "0.5"]) {
    await spend(dollars);
    await Promise.all(Array.from({ length: 6 }, look));
  }
  expect(await topics()).toEqual([50, 80, 100]);
  expect((await post()).toSorted()).toEqual(["100", "50", "80"]);
  expect(await look()).toBe(0);
});

test("A1: who is killed before the commit has told nothing, and the next tells it once", async () => {
  await budget();
  await spend("3");
  const { db } = world.platform;
  const killed = {
    ...world.ctx(),
    db: new Proxy(db, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== "function") return value;
        if (name !== "transaction") return value.bind(target) as unknown;
        return (work: (tx: unknown) => Promise<unknown>) =>
          target.transaction(async (tx) => {
            await work(tx);
            throw new Error("killed");
          });
      },
    }),
  };
  await expect(evaluateBudgets(killed)).rejects.toThrow("could not look at");
  expect(await topics()).toEqual([]);
  expect(await post()).toEqual([]);
  await look();
  expect(await topics()).toEqual([50]);
});

test("G54: money that comes back and is spent again does not tell a second time in the same period", async () => {
  await budget();
  await spend("4");
  await look();
  await within(world, (ctx) =>
    refund(ctx, {
      accountId: ada.accountId,
      holdId,
      amount: usd(3),
      reference: "back",
      note: "for a test",
    }),
  );
  await look();
  const [row] = await listBudgets(world.ctx(ada));
  expect(row && (await readStanding(world.ctx(ada), row))).toMatchObject({ spent: usd(1), percent: 20 });
  await spend("3");
  await look();
  expect(await topics()).toEqual([50, 80]);
});

test("a new period begins at nothing, and what was spent in the last second of the old one is told as its", async () => {
  const { id } = await budget({ period: "day", timeZone: "Europe/Berlin" });
  const { endsAt } = await periodAround(world.ctx(), "day", "Europe/Berlin", world.clock.now());
  await world.clock.advance(endsAt.getTime() - world.clock.now().getTime() - 1_000);
  await spend("2.5");
  await world.clock.advance(2_000);
  await look();
  expect(await topics()).toEqual([50]);
  await spend("4.9");
  await look();
  expect(await topics()).toEqual([50, 50, 80]);
  const of = (await listCrossings(world.ctx(), [id])).get(id) ?? [];
  expect(of.map(({ periodStartsAt }) => periodStartsAt.getTime() - endsAt.getTime())).toEqual([
    0,
    0,
    -24 * 60 * MINUTE,
  ]);
});

test("T1: days in which the clocks change have 23 and 25 hours", async () => {
  const hours = async (at: string) => {
    const { startsAt, endsAt } = await periodAround(world.ctx(), "day", "Europe/Berlin", new Date(at));
    return (endsAt.getTime() - startsAt.getTime()) / (60 * MINUTE);
  };
  expect(await hours("2026-03-29T10:00:00Z")).toBe(23);
  expect(await hours("2026-10-25T10:00:00Z")).toBe(25);
  expect(await hours("2026-10-26T10:00:00Z")).toBe(24);
  expect(
    await periodAround(world.ctx(), "week", "America/New_York", new Date("2026-11-01T12:00:00Z")),
  ).toEqual({
    startsAt: new Date("2026-10-26T04:00:00Z"),
    endsAt: new Date("2026-11-02T05:00:00Z"),
  });
});

test("T1: the hour that comes twice is of one day, also where it begins at midnight", async () => {
  const day = (zone: string, at: string) => periodAround(world.ctx(), "day", zone, new Date(at));
  for (const [zone, midnight] of [
    ["Atlantic/Azores", "2026-10-25T00:00:00Z"],
    ["America/Havana", "2026-11-01T04:00:00Z"],
  ] as const) {
    const begins = Date.parse(midnight);
    for (const minutes of [0, 30, 59, 60, 90, 25 * 60 - 1]) {
      const { startsAt, endsAt } = await day(zone, new Date(begins + minutes * MINUTE).toISOString());
      expect([startsAt.getTime(), endsAt.getTime()], `${zone} + ${minutes} min`).toEqual([
        begins,
        begins + 25 * 60 * MINUTE,
      ]);
    }
    const before = await day(zone, new Date(begins - 1).toISOString());
    expect(before.endsAt.getTime()).toBe(begins);
  }
});

test("raised after it was crossed, it tells of the new limit, and not again of what is still reached", async () => {
  const { id } = await budget({ forecastThresholds: [] });
  await spend("5");
  await look();
  expect(await topics()).toEqual([50, 80, 100]);
  await changeBudget(world.ctx(ada), id, { limit: usd(8) });
  await look();
  expect(await topics()).toEqual([50, 80, 100]);
  await changeBudget(world.ctx(ada), id, { name: "Eight" });
  await spend("3");
  await look();
  expect(await topics()).toEqual([50, 80, 100, 80, 100]);
  // Lowered again, nothing is new.
  await changeBudget(world.ctx(ada), id, { limit: usd(5) });
  await look();
  expect(await topics()).toHaveLength(5);
});

test("A1: what will be spent is told once for each threshold; and what a ladder would have done can be seen", async () => {
  const { fleet, start, training, serving } = await twoRunning();
  // Two machines for $1 an hour and two hours each: four dollars are on their way, and half a dollar more is none.
  const { id } = await budget({ limit: usd(10), thresholds: [80], forecastThresholds: [20, 30, 50] });
  const [row] = await listBudgets(world.ctx(ada));
  const { forecast, spent } = await readStanding(world.ctx(ada), row ?? expect.fail());
  expect(forecast.amount).toBe(spent + forecast.running);
  expect(Number(forecast.amount) / 1e6).toBeCloseTo(4, 1);
  await Promise.all(Array.from({ length: 6 }, look));
  await runFor(fleet, 10);
  expect((await crossed(id)).map(({ basis, threshold }) => `${basis} ${String(threshold)}`)).toEqual([
    "forecast 30",
    "forecast 20",
  ]);
  const later = await start("training");
  await extendSession(world.ctx(ada), training.id, 1);
  await Promise.all(Array.from({ length: 6 }, look));
  await expectSimulated({ training, serving, later: later.session });
  await deliverMails(
    world.ctx(),
    { send: async (mail) => void inbox.push(mail), close: () => undefined },
    world.platform.seal,
  );
  expect(inbox.map(({ letter }) => letter.subject).toSorted()).toEqual([
    "The budget “Five” is on its way to 30 %",
    "The budget “Five” is on its way to 50 %",
  ]);
  const said = inbox.flatMap(({ letter }) => letter.paragraphs).join(" ");
  expect(said).toMatch(/Most of it went to: 1 × .* for (training|serving) \(ses_.*Now run: 1 × /);
  expect(said).toContain("does not cross 80 % in this month by itself");
  expect(said).toContain("hand back a reservation");
});

/** Twenty minutes of one dollar an hour were charged by now to each of the first two. */
async function expectSimulated(of: Record<"training" | "serving" | "later", { id: string }>): Promise<void> {
  const { training, later } = of;
  const simulated = await simulateBudget(world.ctx(ada), {
    scope: "consumer",
    scopeValue: "training",
    period: "month",
    timeZone: "UTC",
    limit: parseUsd("0.2"),
    rungs: [
      { measure: "approve", atPercent: 25 },
      { measure: "block", atPercent: 30 },
      { measure: "drain", atPercent: 40 },
      { measure: "stop", atPercent: 50 },
    ],
  });
  const would = simulated.map((rung) => [rung.measure, rung.kept.some, rung.extended.some, rung.ended.some]);
  const [was, began] = [[{ id: training.id }], [{ id: later.id }]];
  expect(would).toMatchObject([
    ["approve", began, [], []],
    ["block", began, [], []],
    ["drain", began, was, []],
    ["stop", began, was, was],
  ]);
  const [never] = await simulateBudget(world.ctx(ada), {
    scope: "account",
    period: "day",
    timeZone: "UTC",
    limit: usd(500),
    rungs: [{ measure: "stop", atPercent: 100 }],
  });
  expect(never).toMatchObject({ reachedAt: null, kept: { count: 0 }, ended: { count: 3 } });
  expect((await listBudgets(world.ctx(ada))).map(({ measure }) => measure)).toEqual([null]);
}

test("snoozed, it waits with what can wait until the snooze or the period is over, and tells each once", async () => {
  const { id } = await budget({ period: "day", forecastThresholds: [] });
  const { endsAt } = await periodAround(world.ctx(), "day", "UTC", world.clock.now());
  const hence = (ms: number) => new Date(world.clock.now().getTime() + ms);
  await expect(snoozeBudget(world.ctx(ada), id, hence(-1))).rejects.toMatchObject({ field: "until" });
  await snoozeBudget(world.ctx(ada), id, hence(10 * MINUTE));
  await spend("2.6");
  await look();
  expect(await topics()).toEqual([]);
  await world.clock.advance(11 * MINUTE);
  await look();
  await look();
  expect(await topics()).toEqual([50]);
  expect((await snoozeBudget(world.ctx(ada), id, hence(90 * 24 * 60 * MINUTE))).snoozedUntil).toEqual(endsAt);
  await spend("1.5");
  await look();
  expect(await topics()).toEqual([50]);
  await world.clock.advance(endsAt.getTime() - world.clock.now().getTime() + 1_000);
  await look();
  expect(await topics()).toEqual([50, 80]);
  expect((await acknowledgeBudget(world.ctx(ada), id)).snoozedUntil).toBe(null);
  expect((await crossed(id)).map(({ acknowledgedBy }) => acknowledgedBy)).toEqual(["Ada", "Ada"]);
  const eve = await addPerson(world, "Eve");
  await expect(acknowledgeBudget(world.ctx(eve), id)).rejects.toMatchObject({ type: "NotFound" });
  await expect(snoozeBudget(world.ctx(eve), id, null)).rejects.toMatchObject({ type: "NotFound" });
});

test("many budgets are looked at together, and one that has something to say says it", async () => {
  for (const period of ["day", "week", "month"] as const)
    await budget({ name: period, period, limit: { day: usd(5), week: usd(50), month: usd(500) }[period] });
  await spend("2.6");
  let statements = 0;
  const { db } = world.platform;
  const counting = { ...world.ctx(), db: counted(db, () => (statements += 1)) };
  expect(await evaluateBudgets(counting)).toBe(1);
  expect(await topics()).toEqual([50]);
  await spend("0.1");
  statements = 0;
  expect(await evaluateBudgets(counting)).toBe(0);
  expect(statements).toBe(1);
  expect((await listBudgets(world.ctx(ada))).map(({ seenSeq }) => seenSeq)).toEqual([4n, 4n, 4n]);
});

function counted<T extends object>(db: T, count: () => void): T {
  return new Proxy(db, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      if (name === "transaction") count();
      return value.bind(target) as unknown;
    },
  });
}

test("two budgets may not contradict, and none is for what is not there", async () => {
  const { id } = await budget();
  await expect(budget({ name: "Again" })).rejects.toMatchObject({
    type: "ContradictingBudget",
    budgetId: id,
  });
  await expect(budget({ period: "day", limit: usd(6) })).rejects.toMatchObject({
    type: "ContradictingBudget",
  });
  await budget({ period: "day", limit: usd(1) });
  await expect(changeBudget(world.ctx(ada), id, { limit: parseUsd("0.5") })).rejects.toMatchObject({
    type: "ContradictingBudget",
  });
  await expect(budget({ scope: "consumer", scopeValue: "nobody" })).rejects.toMatchObject({
    type: "UnknownBudgetScope",
  });
  const eve = await addPerson(world, "Eve");
  await expect(removeBudget(world.ctx(eve), id)).rejects.toMatchObject({ type: "NotFound" });
  await expect(changeBudget(world.ctx(eve), id, { limit: usd(9) })).rejects.toMatchObject({
    type: "NotFound",
  });
});

async function runFor(fleet: Fleet, minutes: number, thenLook = true): Promise<void> {
  await fleet.pass(minutes * MINUTE, MINUTE);
  await settleRunning(world.ctx());
  if (thenLook) await look();
}

async function twoRunning(...more: Cloud[]) {
  const fleet = new Fleet(world, [new Cloud(world.clock), ...more]);
  await list(
    world,
    [1, 2, 3].map((at) => listed(String(at), { pricePerHour: usd(1) })),
  );
  const [row] = await world.database.sql`select id from offers order by external_id limit 1`;
  const start = (consumer: string) =>
    startSession(world.ctx(ada), { offerId: String(row?.["id"]), hours: 2, consumer });
  const [training, serving] = [(await start("training")).session, (await start("serving")).session];
  await fleet.until("running", training.id);
  await fleet.until("running", serving.id);
  return { fleet, start, training, serving };
}

test("the ladder: nothing new at 50 %, nothing longer at 80 %, and at 100 % what runs for it is ended", async () => {
  const { fleet, start, training, serving } = await twoRunning();
  const { id } = await budget({
    scope: "consumer",
    scopeValue: "training",
    limit: parseUsd("0.4"),
    forecastThresholds: [],
    rungs: [
      { measure: "block", atPercent: 50 },
      { measure: "drain", atPercent: 80 },
      { measure: "stop", atPercent: 100 },
    ],
  });
  const extend = (session: string) => extendSession(world.ctx(ada), session, 1);
  await runFor(fleet, 14);
  await expect(start("training")).rejects.toMatchObject({ type: "StartsBlocked", blockedBy: id });
  await start("serving");
  await extend(training.id);
  const [row] = await listBudgets(world.ctx(ada));
  if (!row) throw new Error("there is one");
  // What the last rung would do can be seen before it does it.
  expect((await readStanding(world.ctx(ada), row)).running.map(({ sessionId }) => sessionId)).toEqual([
    training.id,
  ]);

  await runFor(fleet, 7);
  await expect(extend(training.id)).rejects.toMatchObject({ type: "StartsBlocked" });
  await extend(serving.id);

  await runFor(fleet, 8);
  const stopped = await fleet.until("stopped", training.id);
  expect(stopped.reason).toBe("budget-spent");
  expect((await fleet.read(serving.id)).state).toBe("running");
  expect((await post()).toSorted()).toEqual(["100", "50", "80"]);

  // Raised, it lets go at once.
  await changeBudget(world.ctx(ada), id, { limit: usd(40) });
  await start("training");
});

test("the ladder of a provider: nothing begins, goes on or is taken over there, and what runs there is ended", async () => {
  const other = new Cloud(world.clock, "other");
  const { fleet, start, training } = await twoRunning(other);
  const here = fleet.cloud.id;
  await budget({
    scope: "provider",
    scopeValue: here,
    limit: parseUsd("0.4"),
    forecastThresholds: [],
    rungs: [
      { measure: "drain", atPercent: 50 },
      { measure: "stop", atPercent: 100 },
    ],
  });
  await runFor(fleet, 9);
  await expect(start("training")).rejects.toMatchObject({ type: "StartsBlocked" });
  await expect(extendSession(world.ctx(ada), training.id, 1)).rejects.toMatchObject({
    type: "StartsBlocked",
  });
  // What is clicked elsewhere and is not to be had there is not rented here instead.
  await list(world, [listed("9", { pricePerHour: usd(1) })], { id: "other", name: "Other" });
  other.moods.create = "refused";
  const [offer] = await world.database.sql`select id from offers where external_id = '9'`;
  const { session } = await startSession(world.ctx(ada), { offerId: String(offer?.["id"]), hours: 1 });
  await runFor(fleet, 6);
  const tried = await listMachinesOf(world.ctx(), [session.id]);
  expect(new Set(tried.map(({ providerId }) => providerId))).toEqual(new Set(["other"]));
  expect((await fleet.until("stopped", training.id)).reason).toBe("budget-spent");
});

test("starts that race with a block: none that begins after it slips under it", async () => {
  const { fleet, start } = await twoRunning();
  await budget({ limit: parseUsd("0.2"), rungs: [{ measure: "block", atPercent: 100 }] });
  await runFor(fleet, 12, false);
  let blocked = false;
  const raced = await Promise.allSettled([
    ...Array.from({ length: 3 }, () => start("training")),
    look().then(() => (blocked = true)),
    ...Array.from({ length: 3 }, () => start("training")),
  ]);
  expect(blocked).toBe(true);
  for (const one of raced)
    if (one.status === "rejected") expect(one.reason).toMatchObject({ type: "StartsBlocked" });
  const after = await Promise.allSettled([start("a"), start("b")]);
  expect(after.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
});

test("burn that nothing explains is told once a day, by its cause, and not while data are late", async () => {
  await list(world, [listed("1", { pricePerHour: usd(1) })]);
  const [offer] = await world.database.sql`select id from offers limit 1`;
  const { session } = await startSession(world.ctx(ada), { offerId: String(offer?.["id"]), hours: 12 });
  const { id } = await budget({ limit: usd(500) });
  const settle = (lateMs = 0) => world.database.sql`
    update sessions set state = 'running', created_at = ${iso(-200 * 60 * MINUTE)}, ready_at = ${iso(-200 * 60 * MINUTE)},
      settled_until = ${iso(-lateMs)} where id = ${session.id}`;
  const iso = (ms: number) => new Date(world.clock.now().getTime() + ms).toISOString();
  const burn = (dollars: string) =>
    within(world, (ctx) =>
      capture(ctx, {
        accountId: ada.accountId,
        holdId: session.holdId ?? "",
        amount: parseUsd(dollars),
        reference: `burn ${++captures}`,
        note: "for a test",
      }),
    );
  await burn("0.3");
  await world.clock.advance(3 * 60 * MINUTE);
  await settle();
  expect(await watchBurn(world.ctx())).toBe(0);
  await burn("1.9");
  await settle(11 * MINUTE);
  expect(await watchBurn(world.ctx())).toBe(0);
  await settle();
  expect(await Promise.all([1, 2, 3].map(() => watchBurn(world.ctx())))).toContain(1);
  expect(await watchBurn(world.ctx())).toBe(0);
  const told = (await crossed(id)).filter(({ basis }) => basis === "anomaly");
  expect(told).toMatchObject([{ spent: parseUsd("1.9"), forecast: 0n }]);
  const [event] = await world.database.sql<{ said: string }[]>`
    select payload ->> 'explained' as said from events where topic = 'budget.unusual'`;
  expect(event?.said).toContain(`Most of it went to: 1 × RTX 4090 (${session.id}) $1.90`);
  await world.clock.advance(24 * 60 * MINUTE);
  await burn("1.9");
  await settle();
  expect(await watchBurn(world.ctx())).toBe(1);
});

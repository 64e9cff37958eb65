import { afterEach, beforeEach, expect, test } from "vitest";
import { rootError } from "../platform/db/errors.ts";
import { keepLog } from "../testing/heard.ts";
import { addPool, inHours, totalOf } from "../testing/pools.ts";
import { steps, tellHistory } from "../testing/told-history.ts";
import { makeWorld, type World } from "../testing/world.ts";
import { HOUR_MS, hourOf } from "../values/hour.ts";
import { sayUtc } from "../values/utc.ts";
import { makeForecaster } from "./forecaster.ts";
import calculate from "./forecast-worker.ts";
import { forgetForecasts } from "./forget.ts";
import { makeForecasts } from "./make.ts";
import { pricePools } from "./price-pools.ts";
import { readForecast } from "./read-forecast.ts";
import { readScorecard } from "./read-scorecard.ts";
import { NotEnoughHistory } from "./refusals.ts";
import { replayForecasts } from "./replay.ts";
import { atLevel } from "./rules/curve.ts";
import { scoreForecasts } from "./score.ts";

const DAY_MS = 24 * HOUR_MS;

let world: World;
let last: Date;
beforeEach(async () => {
  world = await makeWorld({ pool: 8 });
  last = new Date(hourOf(world.clock.now()).getTime() - HOUR_MS);
});
afterEach(() => world?.close());

const make = () => makeForecasts(world.ctx(), makeForecaster());
const read = (asOf: Date | null = null, gpu = "h100") =>
  readForecast(world.ctx(), { market: { gpu }, hours: 168, asOf });
const card = (replayed = false) => readScorecard(world.ctx(), { days: 60, replayed });
const curves = async () => {
  const rows = await world.database.sql<{ series: number; cut_off: string; curve: Uint8Array }[]>`
    select series, cut_off::text, curve from forecasts order by series, cut_off`;
  return rows.map(({ series, cut_off, curve }) => ({ series, cutOff: cut_off, curve: [...curve].join(" ") }));
};
const topics = async () => {
  const rows = await world.database.sql<{ topic: string }[]>`
    select topic from events where topic like 'forecast%' order by xid, id`;
  return rows.map(({ topic }) => topic);
};

test("F1: a forecast says when it was issued, what it knew and what made it", async () => {
  await tellHistory(world, steps(400), { last });
  expect(await make()).toBe(1);
  const { row, curve, series } = await read();
  expect(series).toMatchObject({ gpuModel: "H100", kind: "available" });
  expect(row).toMatchObject({ cutOff: last, issuedAt: world.clock.now(), replayed: false, hoursKnown: 400 });
  expect(row.model).not.toBe("");
  const median = atLevel(curve, 0.5);
  expect(median).toHaveLength(168);
  expect(median.every((price) => price > 1e6 && price < 4e6)).toBe(true);
  expect(await topics()).toEqual(["forecasts.issued"]);
});

test("a pool with a margin asks that much more than the median of the week ahead, and never less than its own price", async () => {
  const asked = { gpuModel: "H100", pricePerGpuHour: 1_000_000n, marginBp: 2_000 };
  const pool = await addPool(world, asked);
  const dear = await addPool(world, { ...asked, pricePerGpuHour: 90_000_000n });
  await pricePools(world.ctx());
  const window = { startsAt: inHours(world, 48), endsAt: inHours(world, 49) };
  // Nobody knows the market yet.
  expect(await totalOf(world, pool.id, 1, window)).toBe(900_000n);
  await tellHistory(world, steps(400), { last });
  await make();
  await pricePools(world.ctx());
  const { curve } = await read();
  const median = atLevel(curve, 0.5).reduce((sum, price) => sum + price, 0) / 168;
  const total = Number(await totalOf(world, pool.id, 1, window));
  expect(Math.abs(total - median * 1.2 * 0.9)).toBeLessThan(10);
  expect(await totalOf(world, dear.id, 1, window)).toBe(81_000_000n);
});

test("F1: under fifty hours it refuses, and says how many there are", async () => {
  await tellHistory(world, steps(49), { last });
  expect(await make()).toBe(0);
  const refused = await read().catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(NotEnoughHistory);
  expect(refused).toMatchObject({ have: 49, need: 50, message: "Need at least 50 hours of price history" });
});

test("a market that was not seen for two days is refused for that, and not for too little history", async () => {
  const seen = new Date(last.getTime() - 48 * HOUR_MS);
  await tellHistory(world, steps(400), { last: seen });
  expect(await make()).toBe(0);
  await expect(read()).rejects.toMatchObject({
    message: `Not seen since ${sayUtc(seen)}; it is forecast once it is seen again`,
    notSeenSince: seen,
  });
  await tellHistory(world, [2], { last });
  expect(await make()).toBe(1);
  expect((await read()).row.hoursKnown).toBe(401);
});

test("a market that was seen and not yet forecast at the time is refused for that", async () => {
  await tellHistory(world, steps(400), { last });
  await make();
  const before = new Date(last.getTime() - 48 * HOUR_MS);
  await expect(read(before)).rejects.toMatchObject({
    message: "No forecast of it was made yet",
    notSeenSince: null,
  });
});

test("F1: what is issued is never changed: not by making it again, and not by the program at all", async () => {
  await tellHistory(world, steps(200), { last });
  await make();
  const before = await curves();
  // The past is told differently afterwards.
  await tellHistory(world, steps(200, 3), { last });
  expect(await make()).toBe(0);
  expect(await curves()).toEqual(before);
  const refused = await world.database.sql`update forecasts set curve = ''`.catch((error: unknown) => error);
  expect(rootError(refused)).toMatchObject({ code: "42501" });
});

test("F1: what comes after its hour has no part in a forecast that is made afterwards", async () => {
  const past = steps(600);
  await tellHistory(world, past, { last, gpuModel: "A100" });
  await tellHistory(world, [...past.slice(0, 500), ...past.slice(500).map((price) => price * 9)], {
    last,
    gpuModel: "L40S",
  });
  await replayForecasts(world.ctx(), makeForecaster(), 20);
  const known = new Date(last.getTime() - 100 * HOUR_MS);
  const [a, b] = Map.groupBy(
    (await curves()).filter(({ cutOff }) => new Date(cutOff) <= known),
    ({ series }) => series,
  ).values();
  expect(a?.length).toBeGreaterThan(10);
  expect(b?.map(({ curve }) => curve)).toEqual(a?.map(({ curve }) => curve));
});

test("a market that was seen twice, days apart, has two hours of history and stops no other's forecast", async () => {
  const back = { last, gpuModel: "B200" };
  await tellHistory(world, [3.1], { ...back, last: new Date(last.getTime() - 60 * HOUR_MS) });
  await tellHistory(world, [2.9], back);
  for (const gpuModel of ["H100", "A100"]) await tellHistory(world, steps(400), { last, gpuModel });
  expect(await make()).toBe(2);
  await expect(read(null, "b200")).rejects.toMatchObject({ have: 2 });
});

test("a forecast that cannot be written is logged, and keeps no other from being made", async () => {
  const gpus = Array.from({ length: 30 }, (_, at) => `X${at}00`);
  for (const gpuModel of gpus) await tellHistory(world, steps(60), { last, gpuModel });
  const forecaster = makeForecaster((work) =>
    calculate(work).map((made, at) =>
      work.series[at]?.group.startsWith("X700 ") ? { ...made, hoursKnown: 2 } : made,
    ),
  );
  const heard = keepLog();
  expect(await makeForecasts({ ...world.ctx(), log: heard.log }, forecaster)).toBe(29);
  expect(await makeForecasts({ ...world.ctx(), log: heard.log }, forecaster)).toBe(0);
  expect(heard.entries()).toMatchObject([{ level: "error", msg: "a forecast could not be made" }]);
});

test("two replicas that make at the same moment make one forecast, and tell of it once", async () => {
  for (const gpuModel of ["H100", "A100", "L40S"]) await tellHistory(world, steps(120), { last, gpuModel });
  const made = await Promise.all([make(), make(), make()]);
  expect(made.reduce((sum, count) => sum + count)).toBe(3);
  expect(await curves()).toHaveLength(3);
  expect(await topics()).toEqual(["forecasts.issued"]);
});

test("a forecast is scored once, however many score, day by day as its hours pass", async () => {
  await tellHistory(world, Array<number>(100).fill(2), { last });
  await make();
  await world.clock.advance(3 * DAY_MS + 2 * HOUR_MS);
  await tellHistory(world, Array<number>(74).fill(2.2), { last: new Date(last.getTime() + 74 * HOUR_MS) });
  const scored = await Promise.all([scoreForecasts(world.ctx()), scoreForecasts(world.ctx())]);
  expect(scored.reduce((sum, count) => sum + count)).toBe(3);
  expect(await scoreForecasts(world.ctx())).toBe(0);
  const { overall, byHorizon, byGpu } = await card();
  // The first hour had begun when it was issued.
  expect(overall).toMatchObject({ hours: 71, forecasts: 3, band: "good", skill: 0 });
  expect(overall.mape).toBeCloseTo(100 / 11, 3);
  expect(overall.naiveMape).toBeCloseTo(100 / 11, 3);
  expect(byHorizon.map(({ day, hours }) => [day, hours])).toEqual([
    [1, 23],
    [2, 24],
    [3, 24],
  ]);
  expect(byGpu).toMatchObject([{ name: "H100", hours: 71 }]);
});

test("hours that never became known are not scored, and hold no other up", async () => {
  await tellHistory(world, steps(100), { last });
  await make();
  await tellHistory(world, steps(10), { last: new Date(last.getTime() + 10 * HOUR_MS) });
  await world.clock.advance(40 * HOUR_MS);
  expect(await scoreForecasts(world.ctx())).toBe(0);
  await world.clock.advance(60 * HOUR_MS);
  expect(await scoreForecasts(world.ctx())).toBe(2);
  expect((await card()).overall.hours).toBe(9);
});

test("what had begun when a forecast was issued is not in the record of what was fixed before the fact", async () => {
  await tellHistory(world, steps(400), { last });
  // Nobody forecasts for twenty hours; what is known ends where it did.
  await world.clock.advance(20 * HOUR_MS);
  await make();
  await world.clock.advance(7 * HOUR_MS);
  await tellHistory(world, steps(426).slice(-26), { last: new Date(last.getTime() + 26 * HOUR_MS) });
  expect(await scoreForecasts(world.ctx())).toBe(1);
  expect((await card()).overall.hours).toBe(3);
});

test("what was made afterwards is marked, scored, and never in the record of what was fixed before the fact", async () => {
  await tellHistory(world, steps(800), { last });
  await make();
  const made = await replayForecasts(world.ctx(), makeForecaster(), 14);
  expect(made).toBe(14);
  expect(await replayForecasts(world.ctx(), makeForecaster(), 14)).toBe(0);
  expect(await scoreForecasts(world.ctx())).toBeGreaterThan(14);
  expect((await card(false)).overall.hours).toBe(0);
  expect((await card(true)).overall.hours).toBeGreaterThan(500);
  expect((await read()).row.replayed).toBe(false);
  expect((await read(new Date(last.getTime() - 2 * DAY_MS))).row.replayed).toBe(true);
});

test("a series of which none can be made afterwards is logged once in an hour, and keeps no other from theirs", async () => {
  for (const region of ["Texas, US", "Oslo, NO", "Paris, FR"])
    await tellHistory(world, steps(400), { last, region });
  let broken: string | undefined;
  const forecaster = makeForecaster((work) => {
    broken ??= work.series[1]?.seriesId;
    if (work.series.some(({ seriesId }) => seriesId === broken)) throw new Error("broken");
    return calculate(work);
  });
  const heard = keepLog();
  const ctx = { ...world.ctx(), log: heard.log };
  expect(await replayForecasts(ctx, forecaster, 3)).toBe(6);
  expect(await replayForecasts(ctx, forecaster, 3)).toBe(0);
  expect(heard.entries()).toMatchObject([{ level: "error", msg: "a forecast could not be made afterwards" }]);
  // Where it can be made again, it is made up for.
  expect(await replayForecasts(ctx, makeForecaster(), 3)).toBe(3);
});

test("what is told as of a day knows nothing of how right it was to be", async () => {
  await tellHistory(world, steps(400), { last });
  await make();
  const then = world.clock.now();
  const told = async () => {
    const { row, verdict, because, showsNaive, record } = await read(then);
    return { id: row.id, verdict, because, showsNaive, hours: record.hours };
  };
  const before = await told();
  for (let day = 1; day <= 9; day++) {
    await world.clock.advance(DAY_MS);
    const prices = steps(400 + day * 24).slice(-24);
    await tellHistory(world, prices, { last: new Date(last.getTime() + day * DAY_MS) });
    await make();
  }
  await scoreForecasts(world.ctx());
  expect((await read()).record.hours).toBeGreaterThan(500);
  expect((await read(new Date(then.getTime() + 5 * DAY_MS))).record.hours).toBe(23 + 47 + 71 + 95);
  expect(await told()).toEqual(before);
});

test("what was made afterwards proves nothing, and the verdict says that it goes by it", async () => {
  const slow = Array.from({ length: 900 }, (_, hour) => Number((3 + Math.sin(hour / 60) * 0.8).toFixed(4)));
  await tellHistory(world, slow, { last });
  await make();
  await replayForecasts(world.ctx(), makeForecaster(), 14);
  await scoreForecasts(world.ctx());
  const { verdict, because, record, replayedRecord } = await read();
  expect([record.hours, replayedRecord.skill]).toEqual([0, expect.any(Number)]);
  expect(replayedRecord.skill).toBeGreaterThan(0);
  expect(verdict).toBe("unproven");
  expect(because).toContain("that were made afterwards");
});

test("where forecasts were no better than the last price it says so, and shows that", async () => {
  // The engine that only repeats the last price has no skill, by its nature.
  await tellHistory(world, Array<number>(900).fill(2), { last });
  await make();
  await replayForecasts(world.ctx(), makeForecaster(), 10);
  await scoreForecasts(world.ctx());
  expect(await read()).toMatchObject({ verdict: "no_skill", showsNaive: true, isStale: false });
  await tellHistory(world, steps(60), { last, gpuModel: "A100" });
  await make();
  expect(await read(null, "a100")).toMatchObject({ verdict: "short_history", showsNaive: true });
  await world.clock.advance(5 * HOUR_MS);
  expect(await read()).toMatchObject({ isStale: true });
});

test("a market that leaves its band for six hours is told of once", async () => {
  const calm = Array.from({ length: 300 }, (_, hour) => 2 + (hour % 5) / 100);
  await tellHistory(world, calm, { last });
  await make();
  for (let hour = 1; hour <= 34; hour++) {
    await world.clock.advance(HOUR_MS);
    const price = hour < 25 ? 2.02 : 3;
    await tellHistory(world, [price], { last: new Date(last.getTime() + hour * HOUR_MS) });
    await make();
  }
  expect((await topics()).filter((topic) => topic === "forecast.changed-course")).toHaveLength(1);
});

test("old forecasts are forgotten but for one a day, and their scores are not", async () => {
  await tellHistory(world, steps(900), { last });
  await replayForecasts(world.ctx(), makeForecaster(), 20);
  await make();
  await world.clock.advance(9 * DAY_MS);
  await scoreForecasts(world.ctx());
  const { hours } = (await card(true)).overall;
  await world.clock.advance(115 * DAY_MS);
  await scoreForecasts(world.ctx());
  await forgetForecasts(world.ctx());
  expect((await curves()).length).toBeLessThan(15);
  expect(
    (await readScorecard(world.ctx(), { days: 300, replayed: true })).overall.hours,
  ).toBeGreaterThanOrEqual(hours);
});

import { type Bands, drawBands } from "./bands.ts";
import { blendAt, weighMethods } from "./blend.ts";
import { findFloor, pickFloor } from "./floor.ts";
import {
  type HourlySeries,
  makeHourlySeries,
  type Note,
  type PointKind,
  type PricePoint,
} from "./hourly-series.ts";
import { betweenStops, MEDIAN, STOPS } from "./levels.ts";
import { METHODS } from "./methods.ts";
import { collectMisses } from "./misses.ts";
import { makePricePath } from "./price-path.ts";
import { proofOf, shareOfMomentum, skillExpected } from "./skill.ts";
import { foretellSpread } from "./spread.ts";
import { type Study, studySeries } from "./study.ts";

/** Under this nothing is forecast. */
export const HOURS_NEEDED = 50;
/** Sixty days; what was before says little about next week. */
const MOST_HOURS = 1_440;

export interface SeriesInput {
  seriesId: string;
  /** Series of one group are of the same GPU and lend each other their errors. */
  group: string;
  /** In any order; hourly samples or changes. */
  history: readonly PricePoint[];
  /** Which of the two. A few samples far apart look like changes, so whoever knows says it. */
  points?: PointKind;
}

export interface Forecast {
  type: "Forecast";
  seriesId: string;
  /** What made it, in a word or two; it is stored beside the forecast. */
  model: string;
  /** The hour of the last price that was used; the first forecast hour is the next one. */
  origin: number;
  /** Hours of history that it was made from; those between that only hold a price from before do not count. */
  hoursKnown: number;
  /** For every hour a price for every one of LEVELS: never falling, never negative. */
  quantiles: number[][];
  /** The same, no further than three standard deviations from the median: what a chart draws. */
  shown: number[][];
  mean: number[];
  /** The last price, which is what a forecast has to beat. */
  naive: number;
  /** How many hours an error keeps its sign, so that sums of hours have honest intervals. */
  memoryHours: number;
  /** The share of the last price's error that is likely to be saved; negative: the last price is the better guess. */
  skillExpected: number;
  notes: Note[];
}

export interface TooLittleHistory {
  type: "TooLittleHistory";
  seriesId: string;
  message: string;
  have: number;
  need: number;
}

/** Forecasts of one series alone. A whole market at once is better: see forecastMarket. */
export function forecastSeries(input: SeriesInput, origin: number): Forecast | TooLittleHistory {
  const [forecast] = forecastMarket([input], origin);
  if (!forecast) throw new RangeError("one series has one forecast");
  return forecast;
}

/**
 * Forecasts of many series from what was known at the origin, in the order of the series.
 *
 * 1. Each history becomes a price for every hour (hourly-series.ts).
 * 2. Every method is asked at many hours of the past, and held against what came (methods.ts, study.ts).
 * 3. Methods are weighed by how wrong they were, in the series itself and in others of its group (blend.ts).
 * 4. What the blend would have missed by in the past, there and in the group, is how sure it is; and where prices keep
 *    on, what such prices in general do (misses.ts, spread.ts, bands.ts).
 */
export function forecastMarket(
  inputs: readonly SeriesInput[],
  origin: number,
): (Forecast | TooLittleHistory)[] {
  const readings = inputs.map((input, at) => ({ at, input, series: readRecent(input, origin) }));
  const answers: (Forecast | TooLittleHistory)[] = [];
  const enough = readings.flatMap(({ at, input, series }) => {
    if (series && series.known >= HOURS_NEEDED) return [{ at, input, series }];
    answers[at] = tooLittle(input.seriesId, series?.known ?? 0);
    return [];
  });
  for (const group of Map.groupBy(enough, ({ input }) => input.group).values()) {
    // In an order of its own, so that sums do not depend on the order of the series in their last digits.
    const members = group.toSorted((a, b) => (a.input.seriesId < b.input.seriesId ? -1 : 1));
    const forecasts = forecastGroup(members.map(({ input, series }) => ({ id: input.seriesId, series })));
    for (const [place, { at }] of members.entries()) {
      const forecast = forecasts[place];
      if (forecast) answers[at] = forecast;
    }
  }
  return answers;
}

function readRecent({ history, points }: SeriesInput, origin: number): HourlySeries | null {
  const series = makeHourlySeries(history, origin, points);
  if (!series || series.prices.length <= MOST_HOURS) return series;
  const start = series.start + series.prices.length - MOST_HOURS;
  return { ...series, start, prices: series.prices.slice(-MOST_HOURS) };
}

function tooLittle(seriesId: string, have: number): TooLittleHistory {
  const message = `Need at least ${HOURS_NEEDED} hours of price history`;
  return { type: "TooLittleHistory", seriesId, message, have, need: HOURS_NEEDED };
}

/** Nobody waits for a hundredth where prices jump about. */
const WORTH_COUNTING = 0.01;
/** A price that was so far above the usual one may be so again. */
const MULTIPLIED = Math.log(3);
/** That a price is what it is now says this long that it will not have multiplied. */
const KNOWN_HOURS = 24;

interface Member {
  id: string;
  series: HourlySeries;
}

function forecastGroup(members: readonly Member[]): Forecast[] {
  const studies = studyGroup(members);
  const weights = weighMethods(studies);
  const misses = studies.map((study, at) => {
    const others = alike(studies, at);
    const restless = meanOf(others.map((other) => studies[other]?.restless ?? 0)) ?? study.restless;
    return collectMisses(study, weights[at] ?? new Float64Array(), restless);
  });
  const proofs = studies.map((study, at) => proofOf(study, weights[at] ?? new Float64Array()));
  return members.flatMap(({ id, series }, at): Forecast[] => {
    const [study, weight, own, proof] = [studies[at], weights[at], misses[at], proofs[at]];
    if (!study || !weight || !own || !proof) return [];
    const others = alike(studies, at);
    const bands = drawBands(
      own,
      others.flatMap((other) => misses[other] ?? []),
      {
        spread: foretellSpread(study.path, study.hours - 1),
        holds: study.regime === "still" ? 0 : study.keepsOn,
      },
    );
    const skill = skillExpected(
      study,
      proof,
      others.flatMap((other) => proofs[other] ?? []),
      shareOfMomentum(weight),
    );
    return [{ ...assemble(id, series, study, weight, own.memoryHours, bands), skillExpected: skill }];
  });
}

function studyGroup(members: readonly Member[]): Study[] {
  const paths = members.map(({ series }) => makePricePath(series.prices));
  const floors = paths.map(({ logs }) => findFloor(logs));
  return paths.map((path, at) => {
    const lowest = path.lowest.at(-1) ?? 0;
    const floor = pickFloor(lowest, floors[at] ?? null, floors.toSpliced(at, 1));
    return studySeries(path, floor);
  });
}

/** Those of the group that behave alike, the most alike in restlessness first. */
function alike(studies: readonly Study[], at: number): number[] {
  const { regime, restless } = studies[at] ?? { restless: 0 };
  const unlike = (other: number) =>
    Math.abs(Math.log(((studies[other]?.restless ?? 0) + 1e-6) / (restless + 1e-6)));
  return [...studies.keys()]
    .filter((other) => other !== at && studies[other]?.regime === regime)
    .toSorted((a, b) => unlike(a) - unlike(b) || a - b);
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function assemble(
  seriesId: string,
  { start, prices, known, notes }: HourlySeries,
  study: Study,
  weights: Float64Array,
  memoryHours: number,
  { offsets, deviation, lift }: Bands,
): Omit<Forecast, "skillExpected"> {
  const middle = betweenStops(STOPS.map((_, stop) => blendAt(study.said, weights, stop)));
  const quantiles: number[][] = [];
  const shown: number[][] = [];
  for (const [hour, log] of middle.entries()) {
    const row = offsets.map((offset) => Math.exp(Math.max(log + (offset[hour] ?? 0), study.floor)));
    const farthest = Math.exp(3 * (deviation[hour] ?? 0));
    const median = row[MEDIAN] ?? 0;
    quantiles.push(row);
    shown.push(row.map((price) => Math.min(Math.max(price, median / farthest), median * farthest)));
  }
  return {
    type: "Forecast",
    seriesId,
    model: nameOf(weights),
    origin: start + prices.length - 1,
    hoursKnown: known,
    quantiles,
    shown,
    mean: meanOfPrices(middle, lift, study),
    naive: prices.at(-1) ?? 0,
    memoryHours,
    notes,
  };
}

/** What counts for at least a quarter, the most first. */
function nameOf(weights: Float64Array): string {
  const shares = METHODS.map((method, at) => ({
    method,
    share: meanOf([...weights.subarray(at * STOPS.length, (at + 1) * STOPS.length)]) ?? 0,
  }));
  return shares
    .filter(({ share }) => share >= 0.25)
    .toSorted((a, b) => b.share - a.share)
    .map(({ method }) => method)
    .join(" and ");
}

/**
 * Where prices keep on, the mean is the middle. Where they come back there are rare and high ones, which raise it, and
 * a small fall is not counted on: who waited for it would wait for chance. Where one of them can cost many times the
 * usual price, the further ahead an hour is the more of that risk is in its mean: the price of now is at least known.
 */
function meanOfPrices(middle: Float64Array, lift: Float64Array, study: Study): number[] {
  const { regime, keepsOn } = study;
  if (regime !== "returning") return Array.from(middle, Math.exp);
  const worst = Math.log(Math.max(...lift));
  const means = middle.map((log, hour) =>
    hasMultiplied(study)
      ? log + worst * (1 - Math.exp(-(hour + 1) / KNOWN_HOURS))
      : log + Math.log(lift[hour] ?? 1) * (1 - keepsOn),
  );
  const first = means[0] ?? 0;
  return Array.from(means, (log) => Math.exp(log < first && log > first - WORTH_COUNTING ? first : log));
}

function hasMultiplied({ path, hours }: Study): boolean {
  const usual = path.logs.toSorted()[hours >> 1] ?? 0;
  return (path.highest[hours - 1] ?? 0) - usual > MULTIPLIED;
}

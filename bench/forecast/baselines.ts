import { HORIZON, LEVELS, MEDIAN, STOPS } from "../../server/src/forecasts/rules/levels.ts";
import type { Foretold } from "./measures.ts";

// Simple forecasts to be held against. Each is asked at many hours of the past as well, and the quantiles of what it
// missed by then are its bands: what anyone could do with it in an afternoon.

export type Baseline = (history: Float64Array) => Foretold;
/** What was said, at an hour of a history, of one so many hours ahead. */
type Say = (history: Float64Array, at: number) => (ahead: number) => number;

const MOST_ASKED = 200;

function withOwnErrors(say: Say, firstAsked: number): Baseline {
  return (history) => {
    const last = history.length - 1;
    const now = say(history, last);
    const from = Math.min(firstAsked, Math.floor(last / 2));
    const step = Math.max(1, Math.floor((last - from) / MOST_ASKED));
    const asked: { at: number; said: (ahead: number) => number }[] = [];
    for (let at = last - 1; at >= from; at -= step) asked.push({ at, said: say(history, at) });
    const errors = STOPS.map((ahead) => {
      const known = asked.filter(({ at }) => at + ahead <= last);
      return Float64Array.from(known, ({ at, said }) =>
        Math.log((history[at + ahead] ?? 1) / said(ahead)),
      ).toSorted();
    });
    const median = Array.from({ length: HORIZON }, (_, hour) => now(hour + 1));
    const quantiles = median.map((price, hour) => {
      const stop = STOPS.findIndex((ahead) => ahead > hour);
      // Where the history is too short for errors so far ahead, the farthest there are stand for them.
      const row = errors.slice(0, (stop < 0 ? STOPS.length : stop) + 1).findLast(({ length }) => length > 0);
      return LEVELS.map((level, place) => {
        const error = row?.[Math.min(Math.floor(level * row.length), row.length - 1)] ?? 0;
        return (
          price * Math.exp(place === MEDIAN ? 0 : place < MEDIAN ? Math.min(error, 0) : Math.max(error, 0))
        );
      });
    });
    return { quantiles, mean: median };
  };
}

function window(history: Float64Array, at: number, hours: number): Float64Array {
  return history.subarray(Math.max(0, at - hours + 1), at + 1);
}

const flat =
  (level: (history: Float64Array, at: number) => number): Say =>
  (history, at) => {
    const price = level(history, at);
    return () => price;
  };

const seasonal =
  (period: number): Say =>
  (history, at) =>
  (ahead) =>
    history[Math.max(at - period + 1 + ((ahead - 1) % period), 0)] ?? 0;

const mean = (values: Float64Array) => values.reduce((total, value) => total + value, 0) / values.length;
const median = (values: Float64Array) => values.toSorted()[values.length >> 1] ?? 0;

/** The smoothing that would have been least wrong an hour ahead. */
function smoothed(history: Float64Array, at: number): number {
  let best = { error: Infinity, level: history[at] ?? 0 };
  for (const share of [0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1]) {
    let level = history[Math.max(0, at - 720)] ?? 0;
    let error = 0;
    for (let hour = Math.max(0, at - 720) + 1; hour <= at; hour++) {
      const off = (history[hour] ?? 0) - level;
      error += off * off;
      level += share * off;
    }
    if (error < best.error) best = { error, level };
  }
  return best.level;
}

export const BASELINES: ReadonlyMap<string, Baseline> = new Map([
  [
    "last price",
    withOwnErrors(
      flat((history, at) => history[at] ?? 0),
      0,
    ),
  ],
  ["same hour yesterday", withOwnErrors(seasonal(24), 24)],
  ["same hour last week", withOwnErrors(seasonal(168), 168)],
  [
    "median of a week",
    withOwnErrors(
      flat((history, at) => median(window(history, at, 168))),
      24,
    ),
  ],
  [
    "mean of the window",
    withOwnErrors(
      flat((history, at) => mean(window(history, at, history.length))),
      24,
    ),
  ],
  ["exponential smoothing", withOwnErrors(flat(smoothed), 24)],
]);

import { HOUR_MS } from "../../values/hour.ts";
import { atLevel, type Curve } from "./curve.ts";
import { HORIZON, LEVELS } from "./levels.ts";

// A standing order looks each hour at what a machine costs now, and starts or waits.
//
// To wait is worth what the best of later looks may find. That is reckoned from the end: at the freeze time one starts
// at whatever it costs, so waiting until then is worth that hour's mean; a look before it takes the lower of its price
// and what waiting on is worth. Prices of near hours are much the same price, so looks are counted only as far apart
// as an error lasts, be it days: a price that strays for good gives no second chance.
//
// What is foretold is of a market, and later looks find what is usual there. So a machine that asks less than usual now
// is worth so much more than waiting, and one that asks more so much less. A price that is a little above the usual is no
// reason to count on small falls: those have to be foretold of the market.
//
// The order never waits past its freeze time, and never starts above its cap.

export type Decision =
  | { decision: "start"; because: string }
  | { decision: "wait"; because: string; worth: number | null }
  | { decision: "give-up"; because: string };

export interface Look {
  now: Date;
  freezeAt: Date;
  /** The cheapest that would do, an hour; null where there is none. */
  price: number | null;
  cap: number;
  forecast: {
    curve: Curve;
    cutOff: Date;
    lastPrice: number;
    /** What the cheapest that would do usually asks where the market is at its last price, an hour. */
    usualPrice: number;
    memoryHours: number;
    /** The last price is the better guess: then waiting is worth nothing that can be told. */
    showsNaive: boolean;
  } | null;
}

/** To wait for the luck of later looks is a risk, so it has to be worth this much. */
const WORTH_WAITING = 0.99;
/** What is foretold of the price itself needs less. */
const WORTH_FORETOLD = 0.9998;

export function waitOrStart({ now, freezeAt, price, cap, forecast }: Look): Decision {
  const isOver = now >= freezeAt;
  if (price === null || price > cap) {
    const what = price === null ? "No such machine is listed" : "What is listed costs more than agreed";
    return isOver
      ? { decision: "give-up", because: `${what}, and its time to start is over.` }
      : { decision: "wait", because: `${what}.`, worth: null };
  }
  if (isOver) return { decision: "start", because: "Its time to start has come." };
  if (!forecast || forecast.showsNaive) {
    return { decision: "start", because: "Nothing says that waiting would be cheaper." };
  }
  const worth = worthOfWaiting(forecast, now, freezeAt);
  if (worth === null) return { decision: "start", because: "Nothing says that waiting would be cheaper." };
  const lowest = lowestForetold(forecast, now, freezeAt) / forecast.lastPrice;
  const usual = forecast.usualPrice / price;
  const share = Math.min(worth / forecast.lastPrice, lowest) * usual;
  if (share < WORTH_WAITING || lowest * Math.max(1, usual) < WORTH_FORETOLD) {
    const percent = ((1 - share) * 100).toFixed(1);
    return {
      decision: "wait",
      because: `Waiting should find it for ${percent} % less.`,
      worth: price * share,
    };
  }
  return { decision: "start", because: "It is as cheap as it is likely to get." };
}

/** The price that later looks should find; null where there is no later look. */
function worthOfWaiting(
  { curve, cutOff, memoryHours }: NonNullable<Look["forecast"]>,
  now: Date,
  freezeAt: Date,
): number | null {
  const [first, last] = hoursLeft(cutOff, now, freezeAt);
  if (last < first) return null;
  const apart = Math.max(1, Math.round(memoryHours));
  let worth = curve.mean[last] ?? 0;
  for (let hour = last - apart; hour >= first; hour -= apart) worth = meanOfLower(curve, hour, worth);
  return worth;
}

/** The first hour ahead that is still to come, and the last. */
function hoursLeft(cutOff: Date, now: Date, freezeAt: Date): [number, number] {
  const hourAt = (at: Date) => Math.floor((at.getTime() - cutOff.getTime()) / HOUR_MS) - 1;
  return [Math.max(-1, hourAt(now)) + 1, Math.min(HORIZON - 1, hourAt(freezeAt))];
}

function lowestForetold({ curve, cutOff }: NonNullable<Look["forecast"]>, now: Date, freezeAt: Date): number {
  const [first, last] = hoursLeft(cutOff, now, freezeAt);
  return Math.min(...curve.mean.slice(first, last + 1));
}

/** The mean of a price and another, whichever is lower, over what the price may be. */
function meanOfLower(curve: Curve, hour: number, other: number): number {
  let sum = 0;
  let from = 0;
  for (const [place, level] of LEVELS.entries()) {
    // Each quantile stands for the shares nearer to it than to its neighbours.
    const next = LEVELS[place + 1];
    const to = next === undefined ? 1 : (level + next) / 2;
    sum += (to - from) * Math.min(atLevel(curve, level)[hour] ?? 0, other);
    from = to;
  }
  return sum;
}

import type { Ctx } from "../platform/context.ts";
import { HOUR_MS } from "../values/hour.ts";
import type { Usd } from "../values/money.ts";
import { InvalidInput } from "../values/refusal.ts";
import { toUsd } from "./make.ts";
import { type AskForecast, readForecast, type ReadForecast } from "./read-forecast.ts";
import { spanOf, weightsOf } from "./rules/hours-ahead.ts";
import { HORIZON } from "./rules/levels.ts";
import { sumOfHours } from "./rules/sum-of-hours.ts";

export interface AskCost extends Pick<AskForecast, "seriesId" | "market"> {
  gpuCount: number;
  /** So many hours of each of the next days, whichever they are. */
  hoursPerDay?: number | null | undefined;
  days?: number | null | undefined;
  /** Or exactly these. */
  windows?: readonly { startsAt: Date; endsAt: Date }[] | null | undefined;
}

export interface CostForecast {
  read: ReadForecast;
  hours: number;
  expected: Usd;
  low80: Usd;
  high80: Usd;
  low95: Usd;
  high95: Usd;
  /** If nothing changes. */
  naive: Usd;
}

const MOST_WINDOWS = 50;
const MOST_GPUS = 1_024;
/** A forecast that lacks more of the week than this is of another one. */
const MOST_BEHIND_HOURS = 24;

/** What a plan will cost, with bounds of the whole and not of its hours. */
export async function costForecast(ctx: Ctx, asked: AskCost): Promise<CostForecast> {
  const { seriesId = null, market = null, gpuCount } = asked;
  if (!Number.isInteger(gpuCount) || gpuCount < 1 || gpuCount > MOST_GPUS)
    throw new InvalidInput("gpuCount", `Between 1 and ${MOST_GPUS} GPUs.`);
  const read = await readForecast(ctx, { seriesId, market, hours: HORIZON });
  const behind = hoursBehind(ctx.now(), read.row.cutOff);
  if (behind > MOST_BEHIND_HOURS)
    throw new InvalidInput(
      seriesId === null ? "market" : "seriesId",
      "Nobody has seen the prices of this market for more than a day, so what it will cost cannot be foretold.",
    );
  const weights = readWeights(ctx.now(), read.row.cutOff, asked);
  const hours = weights.reduce((sum, weight) => sum + weight, 0);
  const lastPrice = Number(read.row.lastPrice);
  const sum = sumOfHours(read.curve, weights, read.row.memoryHours, read.showsNaive ? lastPrice : null);
  const all = (price: number) => toUsd(price * gpuCount);
  return {
    read,
    hours: Math.round(hours * 1e6) / 1e6,
    expected: all(sum.expected),
    low80: all(sum.low80),
    high80: all(sum.high80),
    low95: all(sum.low95),
    high95: all(sum.high95),
    naive: all(lastPrice * hours),
  };
}

function readWeights(now: Date, cutOff: Date, asked: AskCost): number[] {
  const { hoursPerDay, days, windows } = asked;
  if ((hoursPerDay == null) === (windows == null))
    throw new InvalidInput("hoursPerDay", "Say how many hours a day, or which windows.");
  if (windows != null) return readWindows(now, cutOff, windows);
  const perDay = hoursPerDay ?? 0;
  if (!(perDay > 0 && perDay <= 24)) throw new InvalidInput("hoursPerDay", "A day has 24 hours.");
  const count = days ?? 7;
  if (!Number.isInteger(count) || count < 1 || count > 7)
    throw new InvalidInput("days", "A forecast is of one to seven days.");
  const first = hoursBehind(now, cutOff);
  const weights = Array<number>(HORIZON).fill(0);
  for (let hour = first; hour < first + count * 24; hour++) {
    // The forecast began some hours ago, so the last hours of a week lie beyond it: they cost what its last does.
    const foretold = Math.min(hour, HORIZON - 1);
    weights[foretold] = (weights[foretold] ?? 0) + perDay / 24;
  }
  return weights;
}

/** How many of the hours that are foretold are over. */
function hoursBehind(now: Date, cutOff: Date): number {
  return Math.max(0, Math.floor((now.getTime() - cutOff.getTime()) / HOUR_MS) - 1);
}

function readWindows(
  now: Date,
  cutOff: Date,
  windows: readonly { startsAt: Date; endsAt: Date }[],
): number[] {
  if (windows.length === 0 || windows.length > MOST_WINDOWS)
    throw new InvalidInput("windows", `Between 1 and ${MOST_WINDOWS} windows.`);
  const sum = Array<number>(HORIZON).fill(0);
  for (const { startsAt, endsAt } of windows) {
    if (startsAt >= endsAt) throw new InvalidInput("windows", "A window ends after it begins.");
    if (startsAt.getTime() < now.getTime() - HOUR_MS)
      throw new InvalidInput("windows", "A window that has begun cannot be planned.");
    const span = spanOf(cutOff, startsAt, endsAt);
    if (!span) throw new InvalidInput("windows", "That is further ahead than the seven days of a forecast.");
    for (const [hour, weight] of weightsOf(span).entries()) sum[hour] = (sum[hour] ?? 0) + weight;
  }
  return sum;
}

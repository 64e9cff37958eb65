import type { PastPrices, PriceSpread } from "../../providers/provider.ts";
import { nameGpu } from "../../values/gpu.ts";
import { hourOf } from "../../values/hour.ts";
import type { Usd } from "../../values/money.ts";

/** A point of a provider's own figures: its tenth, fiftieth and ninetieth percentile, and how many GPUs they are of. */
export interface ToldPoint {
  gpuModel: string;
  gpuSocket: string | null;
  kind: "rented" | "available";
  hour: Date;
  low: Usd;
  median: Usd;
  high: Usd;
  count: number;
}

/** One point for an hour of a market: where two of a provider's names are one GPU of ours, of that which has more. */
export function toldPoints(past: readonly PastPrices[]): ToldPoint[] {
  const points = new Map<string, ToldPoint>();
  for (const { gpuRawName, points: told } of past) {
    const { model: gpuModel, socket: gpuSocket } = nameGpu(gpuRawName);
    for (const { at, rented, available } of told) {
      for (const [kind, spread] of [["rented", rented] as const, ["available", available] as const]) {
        const prices = inOrder(spread);
        if (!prices) continue;
        const point = { gpuModel, gpuSocket, kind, hour: hourOf(at), ...prices, count: spread.gpus ?? 0 };
        const key = JSON.stringify([gpuModel, gpuSocket, kind, point.hour]);
        const known = points.get(key);
        if (!known || known.count < point.count) points.set(key, point);
      }
    }
  }
  return [...points.values()];
}

/** Null without a median. What is missing beside it is taken to be the same, and what is out of order is not believed. */
function inOrder({ p10, median, p90 }: PriceSpread): { low: Usd; median: Usd; high: Usd } | null {
  if (median === null || median <= 0n) return null;
  return {
    low: p10 !== null && p10 > 0n && p10 < median ? p10 : median,
    median,
    high: p90 !== null && p90 > median ? p90 : median,
  };
}

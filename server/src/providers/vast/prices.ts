import { z } from "zod";
import { understand } from "../judge.ts";
import type { PastPrice, PastPrices, PresentPrices, PriceRange } from "../provider.ts";
import { looseNumber, priceOf } from "./loose.ts";

// The provider's own statistics of its market: what is paid for what is rented, and not only what is asked
// for what is left.

const present = z.looseObject({
  gpu_name: z.string().min(1),
  total: looseNumber,
  available: looseNumber,
  rented_verified: looseNumber,
  rented_unverified: looseNumber,
  price_p10: looseNumber,
  price_p25: looseNumber,
  price_median: looseNumber,
  price_p75: looseNumber,
  price_p90: looseNumber,
});

const current = z.looseObject({ gpus: z.array(z.unknown()) });

export function presentRows(body: unknown): unknown[] {
  return understand("vast", current, body, "present prices").gpus;
}

export function readPresent(value: unknown): PresentPrices | null {
  const parsed = present.safeParse(value);
  if (!parsed.success) return null;
  const gpu = parsed.data;
  const rented =
    gpu.rented_verified == null && gpu.rented_unverified == null
      ? lessThan(gpu.total, gpu.available)
      : (gpu.rented_verified ?? 0) + (gpu.rented_unverified ?? 0);
  return {
    gpuRawName: gpu.gpu_name,
    gpusRented: rented,
    gpusAvailable: gpu.available ?? null,
    p10: priceOf(gpu.price_p10),
    p25: priceOf(gpu.price_p25),
    median: priceOf(gpu.price_median),
    p75: priceOf(gpu.price_p75),
    p90: priceOf(gpu.price_p90),
  };
}

function lessThan(total: number | null | undefined, part: number | null | undefined): number | null {
  return total == null || part == null ? null : total - part;
}

const counts = z.looseObject({ timestamp: z.number(), rented: looseNumber, avail: looseNumber });
const spreads = z.looseObject({
  timestamp: z.number(),
  rented_p10: looseNumber,
  rented_median: looseNumber,
  rented_p90: looseNumber,
  avail_p10: looseNumber,
  avail_median: looseNumber,
  avail_p90: looseNumber,
});
const series = z.looseObject({ supply_demand: z.array(counts), pricing: z.array(spreads) });
const history = z.looseObject({ gpus: z.record(z.string(), z.unknown()) });

/** Names and their series, whatever is in these. */
export function pastRows(body: unknown): [name: string, series: unknown][] {
  return Object.entries(understand("vast", history, body, "past prices").gpus);
}

export function readPast(value: unknown, { from, to }: Pick<PriceRange, "from" | "to">): PastPrices | null {
  const [name, rest] = value as [string, unknown];
  const parsed = series.safeParse(rest);
  if (!parsed.success) return null;
  const counted = new Map(parsed.data.supply_demand.map((counts) => [counts.timestamp, counts]));
  const points = parsed.data.pricing
    .map((prices) => pointOf(prices, counted.get(prices.timestamp)))
    .filter(({ at }) => at >= from && at < to);
  return { gpuRawName: name, points };
}

function pointOf(prices: z.infer<typeof spreads>, gpus: z.infer<typeof counts> | undefined): PastPrice {
  return {
    at: new Date(prices.timestamp * 1000),
    rented: {
      gpus: gpus?.rented ?? null,
      p10: priceOf(prices.rented_p10),
      median: priceOf(prices.rented_median),
      p90: priceOf(prices.rented_p90),
    },
    available: {
      gpus: gpus?.avail ?? null,
      p10: priceOf(prices.avail_p10),
      median: priceOf(prices.avail_median),
      p90: priceOf(prices.avail_p90),
    },
  };
}

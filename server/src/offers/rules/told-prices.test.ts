import { expect, test } from "vitest";
import type { PriceSpread } from "../../providers/provider.ts";
import { toldPoints } from "./told-prices.ts";

const spread = (facts: Partial<PriceSpread> = {}): PriceSpread => ({
  gpus: 10,
  p10: 1n,
  median: 2n,
  p90: 3n,
  ...facts,
});
const nothing: PriceSpread = { gpus: null, p10: null, median: null, p90: null };
const at = new Date("2026-11-20T09:20:00Z");
const told = (gpuRawName: string, rented: PriceSpread, available = nothing) =>
  toldPoints([{ gpuRawName, points: [{ at, rented, available }] }]);

test("what is paid and what is asked are two series of one GPU, by its name with us", () => {
  expect(told("H100 SXM", spread(), spread({ median: 5n, gpus: null }))).toEqual([
    {
      gpuModel: "H100",
      gpuSocket: "SXM",
      kind: "rented",
      hour: new Date("2026-11-20T09:00:00Z"),
      low: 1n,
      median: 2n,
      high: 3n,
      count: 10,
    },
    expect.objectContaining({ kind: "available", low: 1n, median: 5n, high: 5n, count: 0 }),
  ]);
});

test("an hour without a median is a gap, and percentiles out of order are not believed", () => {
  expect(told("L4", spread({ median: null }))).toEqual([]);
  expect(told("L4", spread({ median: 0n }))).toEqual([]);
  expect(told("L4", spread({ p10: 9n, p90: null }))).toMatchObject([{ low: 2n, median: 2n, high: 2n }]);
});

test("two names of one GPU make one point, of the name with more of them", () => {
  const points = toldPoints([
    { gpuRawName: "A100 PCIE", points: [{ at, rented: spread({ gpus: 3 }), available: nothing }] },
    {
      gpuRawName: "A100_PCIE",
      points: [{ at, rented: spread({ gpus: 8, median: 7n }), available: nothing }],
    },
  ]);
  expect(points).toMatchObject([{ median: 7n, count: 8 }]);
});

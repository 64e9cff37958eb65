import { expect, test } from "vitest";
import { priceFor, supplyLadder } from "./supply.ts";

const offer = (pricePerGpuHour: string, gpuCount: number) => ({ pricePerGpuHour, gpuCount });

test("the ladder counts what can be had at a price or below, cheapest first", () => {
  expect(supplyLadder([offer("2.000000", 8), offer("1.000000", 1), offer("1.500000", 4)])).toEqual([
    { price: "1.000000", gpus: 1, offers: 1 },
    { price: "1.500000", gpus: 5, offers: 2 },
    { price: "2.000000", gpus: 13, offers: 3 },
  ]);
});

test("offers of one price are one rung", () => {
  expect(supplyLadder([offer("1.000000", 2), offer("1.000000", 3)])).toEqual([
    { price: "1.000000", gpus: 5, offers: 2 },
  ]);
});

test("a number of GPUs has the price of the rung that reaches it", () => {
  const ladder = supplyLadder([offer("1.000000", 1), offer("1.500000", 4)]);
  expect(priceFor(ladder, 1)).toBe("1.000000");
  expect(priceFor(ladder, 2)).toBe("1.500000");
  expect(priceFor(ladder, 6)).toBeNull();
  expect(priceFor([], 1)).toBeNull();
});

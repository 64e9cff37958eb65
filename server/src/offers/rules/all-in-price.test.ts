import fc from "fast-check";
import { expect, test } from "vitest";
import { usd } from "../../values/money.ts";
import { allInPrice } from "./all-in-price.ts";

const offer = { gpuCount: 8, pricePerHour: usd(20), diskPricePerGbMonth: 149_330n };

test("the vendor's example: 10 GB at 0.14933 a month cost 0.002074 an hour", () => {
  const { pricePerHour, parts } = allInPrice({ ...offer, gpuCount: 1, pricePerHour: usd(1) }, 10);
  expect(pricePerHour).toBe(1_002_074n);
  expect(parts.map((part) => [part.of, part.pricePerHour])).toEqual([
    ["gpus", usd(1)],
    ["disk", 2_074n],
  ]);
});

test("without a disk, the price is the machine's", () => {
  expect(allInPrice(offer, 0)).toMatchObject({ pricePerHour: usd(20), pricePerGpuHour: 2_500_000n });
});

test("the parts add up to the whole, for the machine and for one GPU", () => {
  const offers = fc.record({
    gpuCount: fc.integer({ min: 1, max: 64 }),
    pricePerHour: fc.bigInt({ min: 1n, max: usd(10_000) }),
    diskPricePerGbMonth: fc.bigInt({ min: 0n, max: usd(1_000) }),
  });
  fc.assert(
    fc.property(offers, fc.integer({ min: 0, max: 100_000 }), (offer, diskGb) => {
      const { pricePerHour, pricePerGpuHour, parts } = allInPrice(offer, diskGb);
      expect(parts.reduce((sum, part) => sum + part.pricePerHour, 0n)).toBe(pricePerHour);
      expect(parts.reduce((sum, part) => sum + part.pricePerGpuHour, 0n)).toBe(pricePerGpuHour);
    }),
  );
});

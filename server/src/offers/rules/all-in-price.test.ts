import fc from "fast-check";
import { expect, test } from "vitest";
import { usd } from "../../values/money.ts";
import { allInPrice } from "./all-in-price.ts";

const offer = {
  gpuCount: 8,
  pricePerHour: usd(20),
  vcpuPricePerHour: 0n,
  ramPricePerHour: 0n,
  diskPricePerGbMonth: 149_330n,
  chargedDiskGbMin: 0,
};

test("the vendor's example: 10 GB at 0.14933 a month cost 0.002074 an hour", () => {
  const { pricePerHour, parts } = allInPrice({ ...offer, gpuCount: 1, pricePerHour: usd(1) }, 10);
  expect(pricePerHour).toBe(1_002_074n);
  expect(parts.map((part) => [part.of, part.pricePerHour])).toEqual([
    ["gpus", usd(1)],
    ["disk", 2_074n],
  ]);
});

test("where vCPUs and RAM are charged apart, they are in, and told: 0.293 for a card of 0.20", () => {
  const priced = {
    gpuCount: 1,
    pricePerHour: 288_000n,
    vcpuPricePerHour: 24_000n,
    ramPricePerHour: 64_000n,
    diskPricePerGbMonth: 36_000n,
    chargedDiskGbMin: 100,
  };
  const { pricePerHour, parts } = allInPrice(priced, 100);
  expect(pricePerHour).toBe(293_000n);
  expect(parts.map((part) => [part.of, part.pricePerHour])).toEqual([
    ["gpus", 200_000n],
    ["vcpus", 24_000n],
    ["ram", 64_000n],
    ["disk", 5_000n],
  ]);
});

test("a disk smaller than the least that is charged for costs as much as that", () => {
  const priced = { ...offer, chargedDiskGbMin: 100 };
  expect(allInPrice(priced, 20)).toEqual(allInPrice(priced, 100));
  expect(allInPrice(priced, 20).diskGb).toBe(100);
  expect(allInPrice(priced, 101).diskGb).toBe(101);
});

test("without a disk, the price is the machine's", () => {
  expect(allInPrice(offer, 0)).toMatchObject({ pricePerHour: usd(20), pricePerGpuHour: 2_500_000n });
});

test("the parts add up to the whole, for the machine and for one GPU", () => {
  const offers = fc.record({
    gpuCount: fc.integer({ min: 1, max: 64 }),
    pricePerHour: fc.bigInt({ min: usd(2), max: usd(10_000) }),
    vcpuPricePerHour: fc.bigInt({ min: 0n, max: usd(1) }),
    ramPricePerHour: fc.bigInt({ min: 0n, max: usd(1) }),
    diskPricePerGbMonth: fc.bigInt({ min: 0n, max: usd(1_000) }),
    chargedDiskGbMin: fc.integer({ min: 0, max: 200 }),
  });
  fc.assert(
    fc.property(offers, fc.integer({ min: 0, max: 100_000 }), (offer, diskGb) => {
      const { pricePerHour, pricePerGpuHour, parts } = allInPrice(offer, diskGb);
      expect(parts.reduce((sum, part) => sum + part.pricePerHour, 0n)).toBe(pricePerHour);
      expect(parts.reduce((sum, part) => sum + part.pricePerGpuHour, 0n)).toBe(pricePerGpuHour);
    }),
  );
});

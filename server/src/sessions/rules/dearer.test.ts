import { expect, test } from "vitest";
import { usd } from "../../values/money.ts";
import { isDearer } from "./dearer.ts";

const agreed = { listedPerHour: usd(1), diskPricePerHour: 200_000n };
const nothing = { pricePerHour: null, allInPerHour: null };

test("a machine is dearer when its price is more than half a percent above what was listed", () => {
  const at = (pricePerHour: bigint) => isDearer(agreed, { pricePerHour, allInPerHour: usd(9) });
  expect([usd(1), 1_005_000n, 1_005_001n, usd(2)].map(at)).toEqual([false, false, true, true]);
});

test("where one figure is told for all, it is held to machine and disk together", () => {
  const at = (allInPerHour: bigint) => isDearer(agreed, { pricePerHour: null, allInPerHour });
  expect([1_100_000n, 1_200_000n, 1_206_000n, 1_206_001n].map(at)).toEqual([false, false, false, true]);
});

test("of what is not known nothing is dearer", () => {
  expect(isDearer(agreed, nothing)).toBe(false);
  expect(isDearer({ ...agreed, listedPerHour: null }, { ...nothing, pricePerHour: usd(9) })).toBe(false);
  expect(isDearer({ ...agreed, diskPricePerHour: null }, { ...nothing, allInPerHour: usd(9) })).toBe(false);
});

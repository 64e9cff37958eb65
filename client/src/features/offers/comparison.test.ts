import { expect, test } from "vitest";
import { anOffer } from "./an-offer.ts";
import { compareOffers, type Compared } from "./comparison.ts";

const compared = (id: string, over: Parameters<typeof anOffer>[1] = {}): Compared => ({
  ...anOffer(id, over),
  state: "LISTED",
  diskPricePerGbMonth: "0.100000",
});
const lineOf = (name: string, ...offers: Compared[]) =>
  compareOffers(offers, 50).find((line) => line.name === name);

test("the cheapest is the best, and the most reliable", () => {
  const cheap = compared("a", { pricePerGpuHour: "1.900000", reliability: 0.95 });
  const solid = compared("b", { pricePerGpuHour: "2.100000", reliability: 0.999 });
  expect(lineOf("Per GPU-hour", cheap, solid)?.best).toEqual([0]);
  expect(lineOf("Reliability", cheap, solid)?.best).toEqual([1]);
});

test("two that are equally good are both the best, but where all are alike none is", () => {
  const [a, b, c] = [compared("a"), compared("b"), compared("c", { pricePerGpuHour: "3.000000" })];
  expect(lineOf("Per GPU-hour", a, b, c)?.best).toEqual([0, 1]);
  expect(lineOf("Per GPU-hour", a, b)).toMatchObject({ best: [], isAlike: true });
});

test("what is not reported is neither the best nor shown as a number", () => {
  const silent = compared("a", { reliability: null });
  const weak = compared("b", { reliability: 0.5 });
  expect(lineOf("Reliability", silent, weak)).toMatchObject({ values: [null, "50 %"], best: [1] });
  expect(lineOf("Reliability", silent, compared("c", { reliability: null }))?.best).toEqual([]);
});

test("no limit to the time is better than any limit", () => {
  const free = compared("a", { maxDurationHours: null });
  const bound = compared("b", { maxDurationHours: 900 });
  expect(lineOf("To be had for", bound, free)?.best).toEqual([1]);
});

test("an offer alone is compared with nothing", () => {
  expect(compareOffers([compared("a")], 50).every(({ best, isAlike }) => best.length === 0 && !isAlike)).toBe(
    true,
  );
});

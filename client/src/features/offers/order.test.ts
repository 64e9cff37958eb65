import { expect, test } from "vitest";
import type { OfferRow_OfferFragment } from "#gql/graphql.ts";
import { anOffer as offer } from "./an-offer.ts";
import { compareBy } from "./order.ts";

const sorted = (offers: OfferRow_OfferFragment[], ...sort: [string, boolean?][]): string =>
  offers
    .toSorted(compareBy(sort.map(([id, desc = false]) => ({ id, desc }))))
    .map(({ id }) => id)
    .join("");

test("prices are ordered as amounts, not as text", () => {
  const offers = [offer("a", { pricePerGpuHour: "10.000000" }), offer("b", { pricePerGpuHour: "9.000000" })];
  expect(sorted(offers, ["price"])).toBe("ba");
  expect(sorted(offers, ["price", true])).toBe("ab");
});

test("the second order decides among equals of the first", () => {
  const offers = [
    offer("a", { gpuCount: 8, reliability: 0.9 }),
    offer("b", { gpuCount: 1, reliability: 0.8 }),
    offer("c", { gpuCount: 8, reliability: 0.95 }),
  ];
  expect(sorted(offers, ["count", true], ["reliability", true])).toBe("cab");
});

test("what is not known counts as less than anything known", () => {
  const offers = [
    offer("a", { reliability: null }),
    offer("b", { reliability: 0.5 }),
    offer("c", { reliability: 0.9 }),
  ];
  expect(sorted(offers, ["reliability"])).toBe("abc");
  expect(sorted(offers, ["reliability", true])).toBe("cba");
});

test("the youngest price comes first when ordered by age", () => {
  const offers = [
    offer("a", { priceChangedAt: "2026-11-03T10:00:00.000Z" }),
    offer("b", { priceChangedAt: "2026-11-03T11:00:00.000Z" }),
  ];
  expect(sorted(offers, ["priceAge"])).toBe("ba");
});

test("equals stand by their id", () => {
  expect(sorted([offer("b", {}), offer("a", {})], ["price"], ["count", true])).toBe("ab");
});

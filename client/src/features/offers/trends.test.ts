import { expect, test } from "vitest";
import type { MarketTrendFragment } from "#gql/graphql.ts";
import { anOffer } from "./an-offer.ts";
import { findTrend, sparkOf, trendsOf } from "./trends.ts";

const trend = (over: Partial<MarketTrendFragment> = {}): MarketTrendFragment => ({
  __typename: "PriceSeries",
  id: "pse_1",
  providerId: "vast",
  gpuModel: "H100 SXM",
  gpuSocket: "SXM5",
  kind: "ON_DEMAND",
  sparkline: {
    __typename: "Sparkline",
    from: "2026-11-01T00:00:00.000Z",
    to: "2026-11-08T00:00:00.000Z",
    stepHours: 4,
    at: ["2026-11-01T00:00:00.000Z", "2026-11-04T12:00:00.000Z"],
    medians: ["2.000000", "1.500000"],
    changePercent: -25,
  },
  ...over,
});

test("an offer is shown the trend of its own market, not of another kind or provider", () => {
  const trends = trendsOf([trend(), trend({ kind: "INTERRUPTIBLE" }), trend({ gpuSocket: null })]);
  expect(findTrend(trends, anOffer("off_1"))).toEqual(trend().sparkline);
  expect(findTrend(trends, { ...anOffer("off_2"), provider: { ...anOffer("").provider, id: "other" } })).toBe(
    undefined,
  );
});

test("the provider's own figures stand in while Berth has seen less of the week", () => {
  const young = { ...trend().sparkline, at: trend().sparkline.at.slice(1), medians: ["1.500000"] };
  const trends = trendsOf([trend({ sparkline: young }), trend({ kind: "AVAILABLE" })]);
  expect(findTrend(trends, anOffer("off_1"))).toEqual(trend().sparkline);
  expect(findTrend(trends, anOffer("off_2", { kind: "INTERRUPTIBLE" }))).toBeUndefined();
});

test("a stretch stands where its time is in the week", () => {
  const { points, gap } = sparkOf(trend().sparkline);
  expect(points).toEqual([
    { at: 0, value: 2 },
    { at: 0.5, value: 1.5 },
  ]);
  expect(gap).toBeLessThan(0.5);
});

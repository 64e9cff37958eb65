import { expect, test } from "vitest";
import type { MarketTrendFragment } from "#gql/graphql.ts";
import { anOffer } from "./an-offer.ts";
import { findForecast, findTrend, sparkOf, trendsOf, trendShape } from "./trends.ts";

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
  forecast: null,
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

const line = (verdict: "PROVEN" | "SHORT_HISTORY") => ({
  __typename: "ForecastLine" as const,
  cutOffAt: "2026-11-08T00:00:00.000Z",
  stepHours: 6,
  medians: ["2.000000", "1.500000", "1.000000"],
  low: ["2.000000", "1.000000", "0.500000"],
  high: ["2.000000", "2.000000", "2.500000"],
  changePercent: -50,
  verdict,
  showsNaive: verdict !== "PROVEN",
});

test("an offer is shown what is foretold of its own market, once a week of it was seen", () => {
  const told = trend({ kind: "AVAILABLE", forecast: line("PROVEN") });
  const young = trendsOf([trend({ forecast: line("SHORT_HISTORY") }), told]);
  expect(findForecast(young, anOffer("off_1"))?.verdict).toBe("PROVEN");
  expect(
    findForecast(trendsOf([trend({ forecast: line("SHORT_HISTORY") })]), anOffer("off_1"))?.verdict,
  ).toBe("SHORT_HISTORY");
  expect(findForecast(trendsOf([trend()]), anOffer("off_1"))).toBeUndefined();
});

test("the week behind and the week ahead are drawn on one scale, and the band opens around the median", () => {
  const shape = trendShape(trend().sparkline, line("PROVEN"), { width: 40, height: 10 });
  expect(shape).toEqual({
    past: "M0.0 0.0h1.5M10.0 5.0h1.5",
    ahead: "M20.0 0.0L30.0 5.0L40.0 10.0",
    band: "M20.0 0.0L30.0 0.0L40.0 0.0L40.0 10.0L30.0 10.0L20.0 0.0Z",
    now: 20,
  });
  expect(trendShape(trend().sparkline, undefined, { width: 40, height: 10 })).toMatchObject({ ahead: null });
  expect(trendShape(undefined, undefined, { width: 40, height: 10 })).toBeNull();
});

import type { MarketTrendFragment, OfferRow_OfferFragment } from "#gql/graphql.ts";
import { sparkPath, type SparkPoint } from "#ui/chart/spark-line.ts";

export type Trends = ReadonlyMap<string, Pick<MarketTrendFragment, "sparkline" | "forecast">>;

const keyOf = (...parts: (string | null)[]): string => JSON.stringify(parts);

export function trendsOf(series: readonly MarketTrendFragment[]): Trends {
  return new Map(
    series.map(({ providerId, gpuModel, gpuSocket, kind, sparkline, forecast }) => [
      keyOf(providerId, gpuModel, gpuSocket, kind),
      { sparkline, forecast },
    ]),
  );
}

/**
 * What the market of an offer asked over the last seven days; nothing where that is not known. Where the
 * provider itself tells of more of the week than Berth has seen, it is what the provider tells.
 */
export function findTrend(
  trends: Trends,
  { provider, gpu, kind }: Pick<OfferRow_OfferFragment, "provider" | "gpu" | "kind">,
): MarketTrendFragment["sparkline"] | undefined {
  const seen = trends.get(keyOf(provider.id, gpu.model, gpu.socket, kind))?.sparkline;
  const told =
    kind === "ON_DEMAND"
      ? trends.get(keyOf(provider.id, gpu.model, gpu.socket, "AVAILABLE"))?.sparkline
      : undefined;
  return (told?.at.length ?? 0) > (seen?.at.length ?? 0) ? told : seen;
}

export type ForecastLine = NonNullable<MarketTrendFragment["forecast"]>;

/** Where the market of an offer is thought to go; nothing while too little is known. */
export function findForecast(
  trends: Trends,
  { provider, gpu, kind }: Pick<OfferRow_OfferFragment, "provider" | "gpu" | "kind">,
): ForecastLine | undefined {
  const own = trends.get(keyOf(provider.id, gpu.model, gpu.socket, kind))?.forecast;
  const told =
    kind === "ON_DEMAND"
      ? trends.get(keyOf(provider.id, gpu.model, gpu.socket, "AVAILABLE"))?.forecast
      : null;
  // A week of what Berth saw itself is better than what the provider tells, and less of it is not.
  return (own && own.verdict !== "SHORT_HISTORY" ? own : (told ?? own)) ?? undefined;
}

export interface TrendShape {
  past: string | null;
  ahead: string | null;
  band: string | null;
  /** Where the past ends. */
  now: number | null;
}

/**
 * What was and what is foretold on one scale: the week behind in the left half, the week ahead in the right. The
 * scale is that of the prices; a band that is wider than it is cut at its edges.
 */
export function trendShape(
  trend: MarketTrendFragment["sparkline"] | undefined,
  forecast: ForecastLine | undefined,
  box: { width: number; height: number },
): TrendShape | null {
  const { points, gap } = trend ? sparkOf(trend) : { points: [], gap: 0 };
  const medians = forecast?.medians.map(Number) ?? [];
  const values = [...points.map(({ value }) => value), ...medians];
  if (values.length === 0) return null;
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const middle = forecast ? box.width / 2 : box.width;
  const clamp = (value: number) => Math.min(Math.max(value, 0), box.height);
  const y = (value: number) =>
    clamp(most === least ? box.height / 2 : (1 - (value - least) / (most - least)) * box.height).toFixed(1);
  const scale = { low: least, high: most };
  const past = sparkPath(points, { width: middle, height: box.height }, gap, scale);
  if (!forecast || medians.length < 2) return { past, ahead: null, band: null, now: null };
  const x = (place: number) => (middle + (place / (medians.length - 1)) * (box.width - middle)).toFixed(1);
  // Of a band around a price that never moved the scale is its own.
  const edge = (amount: string, side: 0 | 1) =>
    most === least ? (side === 0 ? box.height * 0.8 : box.height * 0.2).toFixed(1) : y(Number(amount));
  const along = (amounts: readonly string[], side: 0 | 1) =>
    amounts.map((amount, place) => `${x(place)} ${edge(amount, side)}`);
  return {
    past,
    ahead: `M${medians.map((value, place) => `${x(place)} ${y(value)}`).join("L")}`,
    band: `M${along(forecast.high, 1).join("L")}L${along(forecast.low, 0).toReversed().join("L")}Z`,
    now: middle,
  };
}
export function sparkOf({ from, to, stepHours, at, medians }: MarketTrendFragment["sparkline"]): {
  points: SparkPoint[];
  /** Neighbouring stretches are this far apart; any further, there is a gap. */
  gap: number;
} {
  const start = Date.parse(from);
  const span = Date.parse(to) - start;
  const points = at.map((instant, place) => ({
    at: (Date.parse(instant) - start) / span,
    // How high a line stands needs no micro-dollars.
    value: Number(medians[place]),
  }));
  return { points, gap: ((stepHours * 3_600_000) / span) * 1.5 };
}

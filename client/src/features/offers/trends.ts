import type { MarketTrendFragment, OfferRow_OfferFragment } from "#gql/graphql.ts";
import type { SparkPoint } from "#ui/chart/spark-line.ts";

export type Trends = ReadonlyMap<string, MarketTrendFragment["sparkline"]>;

const keyOf = (...parts: (string | null)[]): string => JSON.stringify(parts);

export function trendsOf(series: readonly MarketTrendFragment[]): Trends {
  return new Map(
    series.map(({ providerId, gpuModel, gpuSocket, kind, sparkline }) => [
      keyOf(providerId, gpuModel, gpuSocket, kind),
      sparkline,
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
  const seen = trends.get(keyOf(provider.id, gpu.model, gpu.socket, kind));
  const told =
    kind === "ON_DEMAND" ? trends.get(keyOf(provider.id, gpu.model, gpu.socket, "AVAILABLE")) : undefined;
  return (told?.at.length ?? 0) > (seen?.at.length ?? 0) ? told : seen;
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

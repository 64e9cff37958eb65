import type { ForecastBand } from "#gql/graphql.ts";
import type { ReliabilityPoint } from "#ui/chart/reliability-chart.tsx";

export const bands = {
  EXCELLENT: { word: "excellent", tone: "good" },
  GOOD: { word: "good", tone: "good" },
  FAIR: { word: "fair", tone: "neutral" },
  POOR: { word: "poor", tone: "warn" },
} as const satisfies Record<ForecastBand, object>;

export interface Reliability {
  level: number;
  below: number;
  atMost: number;
}

/** As prices stand still, a quantile is right when its level lies between the two, and is drawn there. */
export function reliabilityPoints(reliability: readonly Reliability[]): ReliabilityPoint[] {
  return reliability.map(({ level, below, atMost }) => {
    const at = Math.min(Math.max(level, below), atMost);
    const text = (share: number) => `${(share * 100).toFixed(1)} %`;
    return {
      said: level * 100,
      at: at * 100,
      reach: [(at - below) * 100, (atMost - at) * 100],
      title: `Said ${text(level)}`,
      detail:
        below === atMost
          ? `${text(atMost)} came true`
          : `${text(below)} lay below, ${text(atMost)} at or below`,
    };
  });
}

/** What the diagram shows, for who does not see it. */
export function reliabilityInWords(reliability: readonly Reliability[]): string {
  const worst = reliability
    .map(({ level, below, atMost }) => ({
      level,
      off: Math.max(below - level, level - atMost, 0),
      below,
      atMost,
    }))
    .toSorted((a, b) => b.off - a.off)[0];
  if (!worst) return "Nothing is scored yet.";
  if (worst.off < 0.005) return "Every quantile came true as often as it said.";
  const came = worst.level < worst.below ? worst.below : worst.atMost;
  return `Furthest off is the quantile of ${(worst.level * 100).toFixed(1)} %: ${(came * 100).toFixed(1)} % of prices lay below it.`;
}

"use client";

import { createContext, useContext } from "react";
import type { MarketTrendFragment, OfferRow_OfferFragment } from "#gql/graphql.ts";
import { formatUsd } from "#lib/money.ts";
import { findForecast, findTrend, type ForecastLine, trendShape, type Trends } from "./trends.ts";

const TrendsContext = createContext<Trends>(new Map());

/** Lets every row know how its market has moved. */
export const TrendsKnown = TrendsContext.Provider;

const box = { width: 96, height: 16 };

/** What its market asked, and where it is thought to go: the week behind, and the week ahead in its band. */
export function TrendCell({ offer }: { offer: Pick<OfferRow_OfferFragment, "provider" | "gpu" | "kind"> }) {
  const trends = useContext(TrendsContext);
  const trend = findTrend(trends, offer);
  const forecast = findForecast(trends, offer);
  const shape = trendShape(trend, forecast, box);
  if (shape === null) return null;
  const text = [trend && pastInWords(trend), forecast && aheadInWords(forecast)].filter(Boolean).join("; ");
  const change = trend?.changePercent ?? 0;
  return (
    <svg
      role="img"
      aria-label={text}
      viewBox={`-1 -2 ${box.width + 2} ${box.height + 4}`}
      className="h-5 w-full"
      preserveAspectRatio="none"
    >
      <title>{text}</title>
      {shape.past !== null && (
        <path
          d={shape.past}
          className={change === 0 ? "text-ink-faint" : change < 0 ? "text-fall" : "text-rise"}
          {...line}
        />
      )}
      {shape.ahead !== null && shape.band !== null && (
        <g className={forecast?.showsNaive ? "text-ink-faint" : "text-accent"}>
          <path d={shape.band} fill="currentColor" fillOpacity="0.18" />
          <path d={shape.ahead} {...line} strokeDasharray={forecast?.showsNaive ? "2 2" : undefined} />
        </g>
      )}
    </svg>
  );
}

const line = {
  fill: "none",
  stroke: "currentColor",
  strokeWidth: "1.25",
  strokeLinejoin: "round",
  vectorEffect: "non-scaling-stroke",
} as const;

function pastInWords({
  medians,
  changePercent,
}: Pick<MarketTrendFragment["sparkline"], "medians" | "changePercent">): string {
  const [first, last] = [medians[0], medians.at(-1)];
  if (first === undefined || last === undefined) return "";
  const change = changePercent === null ? "" : `, ${signed(changePercent)}`;
  return `Median of its market in seven days: ${formatUsd(first)} to ${formatUsd(last)}${change}`;
}

function aheadInWords({ medians, changePercent, showsNaive }: ForecastLine): string {
  const last = medians.at(-1);
  if (last === undefined) return "";
  return showsNaive
    ? "for the next seven the last price is the best guess"
    : `foretold at ${formatUsd(last)} in seven more, ${signed(changePercent)}`;
}

function signed(percent: number): string {
  return `${percent > 0 ? "+" : ""}${percent.toFixed(1)} %`;
}

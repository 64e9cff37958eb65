"use client";

import { createContext, useContext } from "react";
import type { OfferRow_OfferFragment } from "#gql/graphql.ts";
import { formatUsd } from "#lib/money.ts";
import { sparkPath } from "#ui/chart/spark-line.ts";
import { classNames } from "#ui/class-names.ts";
import { findTrend, sparkOf, type Trends } from "./trends.ts";

const TrendsContext = createContext<Trends>(new Map());

/** Lets every row know how its market has moved. */
export const TrendsKnown = TrendsContext.Provider;

const box = { width: 72, height: 16 };

export function TrendCell({ offer }: { offer: Pick<OfferRow_OfferFragment, "provider" | "gpu" | "kind"> }) {
  const trend = findTrend(useContext(TrendsContext), offer);
  if (!trend) return null;
  const { points, gap } = sparkOf(trend);
  const path = sparkPath(points, box, gap);
  const [first, last] = [trend.medians[0], trend.medians.at(-1)];
  if (path === null || first === undefined || last === undefined) return null;
  const { changePercent } = trend;
  const change =
    changePercent === null ? "" : `, ${changePercent > 0 ? "+" : ""}${changePercent.toFixed(1)} %`;
  return (
    <svg
      role="img"
      aria-label={`Median of its market in seven days: ${formatUsd(first)} to ${formatUsd(last)}${change}`}
      viewBox={`-1 -2 ${box.width + 2} ${box.height + 4}`}
      className={classNames(
        "h-5 w-full",
        changePercent === null || changePercent === 0
          ? "text-ink-faint"
          : changePercent < 0
            ? "text-fall"
            : "text-rise",
      )}
      preserveAspectRatio="none"
    >
      <title>{`${formatUsd(first)} to ${formatUsd(last)}${change}`}</title>
      <path
        d={path}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.25"
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}

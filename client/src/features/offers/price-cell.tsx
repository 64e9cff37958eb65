"use client";

import type { OfferRow_OfferFragment } from "#gql/graphql.ts";
import type { LiveRow } from "#lib/live/live-list.ts";
import { formatUsd, priceMove } from "#lib/money.ts";
import { useClock } from "#lib/reader.tsx";
import { age } from "#lib/time.ts";
import { classNames } from "#ui/class-names.ts";
import { Usd } from "#ui/usd.tsx";

/** How long a change is shown as it happens, and for how long the arrow still tells of it. */
const tickMs = 1_600;
const recentMs = 15 * 60_000;

export interface PriceCellProps {
  entry: LiveRow<OfferRow_OfferFragment>;
  /** It stands in no column. */
  alone?: boolean;
}

/** A price that ticks where it stands: the arrow has its place whether it is there or not. */
export function PriceCell({ entry: { row, before, markedAt }, alone = false }: PriceCellProps) {
  const { pricePerGpuHour: price, previousPricePerGpuHour: previous, priceChangedAt } = row;
  const ticked = priceMove(before?.pricePerGpuHour ?? null, price);
  const isTicking = useClock((now) => ticked !== "none" && now - markedAt < tickMs);
  const isRecent = useClock((now) => now - Date.parse(priceChangedAt) < recentMs);
  const move = isRecent ? priceMove(previous, price) : "none";
  const was = useClock((now) =>
    previous !== null && move !== "none"
      ? `${formatUsd(previous)} until ${age(priceChangedAt, now)} ago`
      : "",
  );

  return (
    <span
      key={price}
      title={was || undefined}
      className={classNames(
        "-mr-1 inline-flex items-baseline gap-1 rounded-sm px-1 font-medium",
        isTicking && ticked === "down" && "animate-tick-fall",
        isTicking && ticked === "up" && "animate-tick-rise",
      )}
    >
      <span
        aria-hidden
        className={classNames(
          "inline-block w-2.5 text-[0.625rem]",
          move === "down" ? "text-fall" : "text-rise",
        )}
      >
        {move === "down" ? "▼" : move === "up" ? "▲" : ""}
      </span>
      <Usd amount={price} shown={3} alone={alone} />
      {move !== "none" && <span className="sr-only">{move === "down" ? "fell" : "rose"}</span>}
    </span>
  );
}

"use client";

import type { OfferRow_OfferFragment } from "#gql/graphql.ts";
import type { LiveRow } from "#lib/live/live-list.ts";
import { formatUsd } from "#lib/money.ts";
import { GpuName, KindWord } from "./offer-facts.tsx";
import { PriceCell } from "./price-cell.tsx";
import { Seen } from "./seen-cell.tsx";
import { percent } from "./words.ts";

/** An offer where there is no room for columns. */
export function OfferCard({ entry }: { entry: LiveRow<OfferRow_OfferFragment> }) {
  const { row } = entry;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-0.5">
      <span className="flex min-w-0 gap-1.5 text-base">
        <span className="numerals font-mono text-ink-soft">{row.gpuCount}×</span>
        <GpuName offer={row} />
      </span>
      <span className="text-right text-base">
        <PriceCell entry={entry} alone />
      </span>
      <span className="truncate text-xs text-ink-soft">
        {Math.round(row.gpu.vramGb)} GB{row.gpu.socket && ` ${row.gpu.socket}`} · {row.region}
      </span>
      <span className="numerals pr-1 text-right text-xs text-ink-soft">
        {formatUsd(row.allInPricePerHour)} an hour all-in
      </span>
      <span className="truncate text-xs text-ink-faint">
        {row.provider.name} · <KindWord kind={row.kind} />
      </span>
      <span className="numerals pr-1 text-right text-xs text-ink-faint">
        {row.reliability !== null && `${percent(row.reliability)} reliable · `}
        <Seen entry={entry} />
      </span>
    </div>
  );
}

"use client";

import type { OfferRow_OfferFragment } from "#gql/graphql.ts";
import type { LiveRow } from "#lib/live/live-list.ts";
import type { Column } from "#ui/data-table/columns.ts";
import { Usd } from "#ui/usd.tsx";
import { Ago } from "#ui/when.tsx";
import { GpuName, KindWord, Place, Reliability } from "./offer-facts.tsx";
import { PriceCell } from "./price-cell.tsx";

export const offerColumns: readonly Column<LiveRow<OfferRow_OfferFragment>>[] = [
  {
    id: "count",
    header: "Count",
    explain: "GPUs in the machine",
    width: "4.25rem",
    align: "end",
    sortable: true,
    greatestFirst: true,
    render: ({ row }) => <span className="numerals font-mono text-xs">{row.gpuCount}×</span>,
  },
  { id: "gpu", header: "GPU", sortable: true, render: ({ row }) => <GpuName offer={row} /> },
  {
    id: "vram",
    header: "VRAM",
    explain: "Memory of one GPU",
    width: "4.25rem",
    align: "end",
    sortable: true,
    greatestFirst: true,
    render: ({ row }) => (
      <span className="numerals font-mono text-xs">
        {Math.round(row.gpu.vramGb)}
        <span className="text-ink-faint"> GB</span>
      </span>
    ),
  },
  {
    id: "socket",
    header: "Socket",
    width: "4rem",
    render: ({ row }) => <span className="text-ink-soft">{row.gpu.socket ?? "–"}</span>,
  },
  {
    id: "provider",
    header: "Provider",
    width: "5rem",
    render: ({ row }) => <span className="text-ink-soft">{row.provider.name}</span>,
  },
  {
    id: "region",
    header: "Region",
    width: "9rem",
    sortable: true,
    render: ({ row }) => <Place offer={row} />,
  },
  {
    id: "price",
    header: "$/GPU-hour",
    explain: "US dollars for one GPU and hour",
    width: "6.75rem",
    align: "end",
    sortable: true,
    render: (entry) => <PriceCell entry={entry} />,
  },
  {
    id: "machine",
    header: "Machine/h",
    explain: "US dollars for the whole machine and hour, GPUs only",
    width: "6.25rem",
    align: "end",
    sortable: true,
    render: ({ row }) => <Usd amount={row.pricePerHour} />,
  },
  {
    id: "allIn",
    header: "All-in/h",
    explain: "US dollars for the whole machine and hour, with a disk of the size above",
    width: "6.25rem",
    align: "end",
    render: ({ row }) => <Usd amount={row.allInPricePerHour} />,
  },
  {
    id: "reliability",
    header: "Reliab.",
    explain: "Reliability: chance that the host stays up, as the provider reports it",
    width: "5.25rem",
    align: "end",
    sortable: true,
    greatestFirst: true,
    render: ({ row }) => <Reliability share={row.reliability} />,
  },
  { id: "kind", header: "Kind", width: "6rem", render: ({ row }) => <KindWord kind={row.kind} /> },
  {
    id: "priceAge",
    header: "Age",
    explain: "How long the price has stood as it is",
    width: "4.25rem",
    align: "end",
    sortable: true,
    render: ({ row, mark }) =>
      mark === "gone" ? "gone" : <Ago at={row.priceChangedAt} className="numerals text-ink-soft" />,
  },
];

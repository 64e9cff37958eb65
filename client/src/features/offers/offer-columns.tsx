"use client";

import type { OfferRow_OfferFragment } from "#gql/graphql.ts";
import type { LiveRow } from "#lib/live/live-list.ts";
import type { Column } from "#ui/data-table/columns.ts";
import { Usd } from "#ui/usd.tsx";
import { Ago } from "#ui/when.tsx";
import { GpuName, KindWord, Reliability } from "./offer-facts.tsx";
import { PriceCell } from "./price-cell.tsx";

export const offerColumns: readonly Column<LiveRow<OfferRow_OfferFragment>>[] = [
  {
    id: "count",
    header: "GPUs",
    explain: "GPUs in the machine",
    width: "4rem",
    align: "end",
    sortable: true,
    greatestFirst: true,
    cell: ({ row }) => <span className="numerals font-mono">{row.gpuCount}×</span>,
  },
  { id: "gpu", header: "GPU", sortable: true, cell: ({ row }) => <GpuName offer={row} /> },
  {
    id: "vram",
    header: "VRAM",
    explain: "Memory of one GPU",
    width: "5rem",
    align: "end",
    sortable: true,
    greatestFirst: true,
    cell: ({ row }) => (
      <span className="numerals font-mono">
        {Math.round(row.gpu.vramGb)}
        <span className="text-ink-faint"> GB</span>
      </span>
    ),
  },
  {
    id: "socket",
    header: "Socket",
    width: "4.5rem",
    cell: ({ row }) => <span className="text-ink-soft">{row.gpu.socket ?? "–"}</span>,
  },
  {
    id: "provider",
    header: "Provider",
    width: "6rem",
    cell: ({ row }) => <span className="text-ink-soft">{row.provider.name}</span>,
  },
  {
    id: "region",
    header: "Region",
    width: "9.5rem",
    sortable: true,
    cell: ({ row }) => <span title={row.region}>{row.region}</span>,
  },
  {
    id: "price",
    header: "$/GPU-hour",
    explain: "US dollars for one GPU and hour",
    width: "7.75rem",
    align: "end",
    sortable: true,
    cell: (entry) => <PriceCell entry={entry} />,
  },
  {
    id: "machine",
    header: "Machine/h",
    explain: "US dollars for the whole machine and hour, GPUs only",
    width: "7rem",
    align: "end",
    sortable: true,
    cell: ({ row }) => <Usd amount={row.pricePerHour} />,
  },
  {
    id: "allIn",
    header: "All-in/h",
    explain: "US dollars for the whole machine and hour, with a disk of the size above",
    width: "7rem",
    align: "end",
    cell: ({ row }) => <Usd amount={row.allInPricePerHour} />,
  },
  {
    id: "reliability",
    header: "Reliability",
    explain: "Chance that the host stays up, as the provider reports it",
    width: "6.25rem",
    align: "end",
    sortable: true,
    greatestFirst: true,
    cell: ({ row }) => <Reliability share={row.reliability} />,
  },
  { id: "kind", header: "Kind", width: "6.75rem", cell: ({ row }) => <KindWord kind={row.kind} /> },
  {
    id: "seen",
    header: "Seen",
    explain: "How long ago the provider listed it last",
    width: "5rem",
    align: "end",
    sortable: true,
    greatestFirst: true,
    cell: ({ row, mark }) =>
      mark === "gone" ? <span>gone</span> : <Ago at={row.observedAt} className="numerals text-ink-soft" />,
  },
];

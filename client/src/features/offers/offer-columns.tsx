"use client";

import type { OfferRow_OfferFragment } from "#gql/graphql.ts";
import type { LiveRow } from "#lib/live/live-list.ts";
import type { Column } from "#ui/data-table/columns.ts";
import { Usd } from "#ui/usd.tsx";
import { Ago } from "#ui/when.tsx";
import { AvailabilityCell } from "./availability-cell.tsx";
import type { Choosable } from "./column-choice.ts";
import { GpuName, KindWord, Place, Quantity, Reliability, Unknown } from "./offer-facts.tsx";
import { PriceCell } from "./price-cell.tsx";
import { Seen } from "./seen-cell.tsx";
import { TrendCell } from "./trend-cell.tsx";
import { speed } from "./words.ts";

/** Every column there is, in the order they stand in. */
export const offerColumns: readonly (Column<LiveRow<OfferRow_OfferFragment>> & Choosable)[] = [
  {
    id: "gpu",
    isUsual: true,
    isFixed: true,
    header: "GPU",
    sortable: true,
    render: ({ row }) => <GpuName offer={row} showsKind />,
  },
  {
    id: "count",
    isUsual: true,
    header: "Count",
    explain: "GPUs in the machine",
    width: "3.5rem",
    align: "end",
    sortable: true,
    greatestFirst: true,
    render: ({ row }) => <span className="numerals font-mono text-xs">{row.gpuCount}×</span>,
  },
  {
    id: "vram",
    isUsual: true,
    header: "VRAM",
    explain: "Memory of one GPU",
    width: "4rem",
    align: "end",
    sortable: true,
    greatestFirst: true,
    render: ({ row }) => <Quantity amount={row.gpu.vramGb} unit="GB" />,
  },
  {
    id: "totalVram",
    isUsual: false,
    header: "VRAM in all",
    explain: "Memory of all GPUs of the machine",
    width: "6.25rem",
    align: "end",
    sortable: true,
    greatestFirst: true,
    render: ({ row }) => <Quantity amount={row.gpu.vramGb * row.gpuCount} unit="GB" />,
  },
  {
    id: "socket",
    isUsual: true,
    yields: true,
    header: "Socket",
    width: "3.75rem",
    render: ({ row }) =>
      row.gpu.socket ? <span className="text-ink-soft">{row.gpu.socket}</span> : <Unknown />,
  },
  {
    id: "provider",
    isUsual: true,
    header: "Provider",
    width: "5.75rem",
    sortable: true,
    render: ({ row }) => <span className="text-ink-soft">{row.provider.name}</span>,
  },
  {
    id: "region",
    isUsual: true,
    header: "Region",
    width: "8.25rem",
    sortable: true,
    render: ({ row }) => <Place offer={row} />,
  },
  {
    id: "kind",
    isUsual: false,
    header: "Kind",
    width: "6rem",
    render: ({ row }) => <KindWord kind={row.kind} />,
  },
  {
    id: "price",
    isUsual: true,
    isFixed: true,
    header: "$/GPU-hour",
    explain: "US dollars for one GPU and hour",
    width: "6.5rem",
    align: "end",
    sortable: true,
    render: (entry) => <PriceCell entry={entry} />,
  },
  {
    id: "machine",
    isUsual: false,
    header: "Machine/h",
    explain: "US dollars for the whole machine and hour, GPUs only",
    width: "6.25rem",
    align: "end",
    sortable: true,
    render: ({ row }) => <Usd amount={row.pricePerHour} shown={3} />,
  },
  {
    id: "allIn",
    isUsual: true,
    header: "All-in/h",
    explain: "US dollars for the whole machine and hour, with a disk of the size chosen beside",
    width: "6.25rem",
    align: "end",
    sortable: true,
    render: ({ row }) => <Usd amount={row.allInPricePerHour} shown={3} />,
  },
  {
    id: "reliability",
    isUsual: true,
    yields: true,
    header: "Reliability",
    explain: "Chance that the host stays up, as the provider reports it",
    width: "6.25rem",
    align: "end",
    sortable: true,
    greatestFirst: true,
    render: ({ row }) => <Reliability share={row.reliability} />,
  },
  {
    id: "availability",
    isUsual: true,
    header: "Launches",
    explain: "Launches that worked, and of how many: thirty days, the latest count most",
    width: "5.25rem",
    align: "end",
    sortable: true,
    greatestFirst: true,
    render: ({ row }) => <AvailabilityCell offer={row} />,
  },
  {
    id: "trend",
    isUsual: true,
    header: "7 days",
    explain:
      "What its market asked over the last seven days, and where it is thought to go in the next: this GPU, of this kind, at this provider",
    width: "5.25rem",
    render: ({ row }) => <TrendCell offer={row} />,
  },
  {
    id: "vcpus",
    isUsual: false,
    header: "vCPUs",
    width: "4.75rem",
    align: "end",
    sortable: true,
    greatestFirst: true,
    render: ({ row }) => <Quantity amount={row.vcpus} />,
  },
  {
    id: "ram",
    isUsual: false,
    header: "Memory",
    explain: "Memory of the machine, beside that of its GPUs",
    width: "5.5rem",
    align: "end",
    sortable: true,
    greatestFirst: true,
    render: ({ row }) => <Quantity amount={row.ramGb} unit="GB" />,
  },
  {
    id: "disk",
    isUsual: false,
    header: "Disk",
    explain: "Disk to be had, at most",
    width: "5.5rem",
    align: "end",
    sortable: true,
    greatestFirst: true,
    render: ({ row }) => <Quantity amount={row.diskGb} unit="GB" />,
  },
  {
    id: "cuda",
    isUsual: false,
    header: "CUDA",
    explain: "The newest CUDA that the machine's driver takes",
    width: "4.25rem",
    align: "end",
    render: ({ row }) =>
      row.cudaVersion === null ? (
        <Unknown />
      ) : (
        <span className="numerals font-mono text-xs">{row.cudaVersion}</span>
      ),
  },
  {
    id: "network",
    isUsual: false,
    header: "Network",
    explain: "Network speed, down",
    width: "6.25rem",
    align: "end",
    sortable: true,
    greatestFirst: true,
    render: ({ row }) => {
      const text = speed(row.networkDownMbps);
      return text === null ? <Unknown /> : <span className="numerals text-xs">{text}</span>;
    },
  },
  {
    id: "duration",
    isUsual: false,
    header: "For",
    explain: "How long it can be had at most",
    width: "5rem",
    align: "end",
    sortable: true,
    greatestFirst: true,
    render: ({ row }) =>
      row.maxDurationHours === null ? <Unknown /> : <Quantity amount={row.maxDurationHours} unit="h" />,
  },
  {
    id: "priceAge",
    isUsual: false,
    header: "Price age",
    explain: "How long the price has stood as it is",
    width: "5.25rem",
    align: "end",
    sortable: true,
    render: ({ row }) => <Ago at={row.priceChangedAt} className="numerals text-ink-soft" />,
  },
  {
    id: "age",
    isUsual: true,
    header: "Age",
    explain: "How long ago the provider last listed it",
    width: "4rem",
    align: "end",
    render: (entry) => <Seen entry={entry} />,
  },
];

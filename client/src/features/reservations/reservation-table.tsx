"use client";

import { useRouter } from "next/navigation";
import type { ReservationCard_ReservationFragment } from "#gql/graphql.ts";
import { useZone } from "#lib/reader.tsx";
import { dayAndTime } from "#lib/time.ts";
import type { Column } from "#ui/data-table/columns.ts";
import { DataTable } from "#ui/data-table/data-table.tsx";
import { Empty } from "#ui/states.tsx";
import { Usd } from "#ui/usd.tsx";
import { StateBadge } from "./state-badge.tsx";
import { lasts } from "./wall-clock.ts";
import { gpusOf } from "./words.ts";

type Row = ReservationCard_ReservationFragment;

/** What is booked within what is looked at. */
export function ReservationTable({ rows }: { rows: readonly Row[] }) {
  const zone = useZone();
  const router = useRouter();
  return (
    <DataTable
      label="Reservations"
      columns={columns(zone)}
      rows={[...rows]}
      rowId={({ id }) => id}
      onOpen={({ id }) => router.push(`/reservations/${id}`)}
      renderCompact={(row) => (
        <div className="flex items-center gap-3">
          <div className="grid min-w-0 grow gap-0.5">
            <span className="truncate font-medium">
              {gpusOf(row.gpus, row.pool.gpuModel)}
              {row.label && <span className="ml-2 text-xs text-ink-faint">{row.label}</span>}
            </span>
            <span className="numerals text-xs text-ink-soft">
              {dayAndTime(row.startsAt, zone)}, {lasts(row.startsAt, row.endsAt)}
            </span>
          </div>
          <StateBadge state={row.state} short={row.shortSince !== null} />
          <Usd amount={row.total} alone />
        </div>
      )}
      empty={
        <Empty title="Nothing is booked here">
          Look at another week, or choose the hours that you want in the calendar.
        </Empty>
      }
    />
  );
}

function columns(zone: string): Column<Row>[] {
  return [
    {
      id: "what",
      header: "GPUs",
      render: (row) => (
        <span className="font-medium">
          {gpusOf(row.gpus, row.pool.gpuModel)}
          {row.label && <span className="ml-2 text-xs text-ink-faint">{row.label}</span>}
        </span>
      ),
    },
    {
      id: "state",
      header: "State",
      width: "8rem",
      render: (row) => <StateBadge state={row.state} short={row.shortSince !== null} />,
    },
    {
      id: "starts",
      header: "From",
      width: "13rem",
      render: ({ startsAt }) => <span className="numerals text-ink-soft">{dayAndTime(startsAt, zone)}</span>,
    },
    {
      id: "lasts",
      header: "Lasts",
      width: "7rem",
      render: ({ startsAt, endsAt }) => <span className="text-ink-soft">{lasts(startsAt, endsAt)}</span>,
    },
    {
      id: "total",
      header: "Total",
      width: "9rem",
      align: "end",
      render: ({ total }) => <Usd amount={total} className="font-medium" />,
    },
  ];
}

"use client";

import { reasonWord } from "@berth/client-sdk/words";
import Link from "next/link";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { readFragment } from "#gql/fragment-masking.ts";
import { SessionsPageDocument, SessionsView_SessionFragmentDoc } from "#gql/sessions.ts";
import type { SessionsView_SessionFragment, SessionsPageQuery } from "#gql/graphql.ts";
import { buttonStyle } from "#ui/button-style.ts";
import type { Column } from "#ui/data-table/columns.ts";
import { DataTable } from "#ui/data-table/data-table.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { Panel } from "#ui/panel.tsx";
import { Empty } from "#ui/states.tsx";
import { Usd } from "#ui/usd.tsx";
import { Ago, Until } from "#ui/when.tsx";
import { StateBadge } from "./state-badge.tsx";
import { useCosts, useReadAgain } from "./use-live.ts";
import { anHourOf, gpuOf, isOver } from "./words.ts";

type Row = SessionsView_SessionFragment;

/** What runs and what it costs, as it runs; and what has run. */
export function SessionsView({ first, economy }: { first: SessionsPageQuery; economy: ReactNode }) {
  const router = useRouter();
  const data = useReadAgain(SessionsPageDocument, {}, first, null);
  const tick = useCosts();
  const rows = data.sessions.nodes.map((node) => readFragment(SessionsView_SessionFragmentDoc, node));
  const alive = rows.filter(({ state }) => !isOver(state));
  const over = rows.filter(({ state }) => isOver(state));
  const costOf = (row: Row) => tick?.sessions.find(({ sessionId }) => sessionId === row.id)?.cost ?? row.cost;
  const open = (row: Row) => router.push(`/sessions/${row.id}`);
  return (
    <>
      <PageHeader
        title="Sessions"
        actions={
          <div className="flex gap-2">
            {data.viewer.actions.includes("fleet.read") && (
              <Link href="/fleet" className={buttonStyle({ tone: "plain" })}>
                Fleet
              </Link>
            )}
            <Link href="/offers" className={buttonStyle({ tone: "primary" })}>
              Rent a machine
            </Link>
          </div>
        }
      >
        {alive.length === 0 ? (
          "Machines you rent, from the click until the last cent."
        ) : (
          <>
            {alive.length} not over, <Usd amount={tick?.ratePerHour ?? "0.000000"} alone /> an hour at this
            instant.
          </>
        )}
      </PageHeader>
      {economy}
      <Panel title="Now">
        <DataTable
          label="Sessions that are not over"
          columns={columns(costOf, true)}
          rows={alive}
          rowId={({ id }) => id}
          onOpen={open}
          renderCompact={(row) => <Compact row={row} cost={costOf(row)} />}
          empty={
            <Empty
              title="Nothing is running"
              actions={
                <Link href="/offers" className={buttonStyle({ tone: "plain" })}>
                  Look at the offers
                </Link>
              }
            >
              Nothing costs anything either.
            </Empty>
          }
        />
      </Panel>
      {over.length > 0 && (
        <Panel title="Before" note="Each with its final price.">
          <DataTable
            label="Sessions that are over"
            columns={columns(costOf, false)}
            rows={over}
            rowId={({ id }) => id}
            onOpen={open}
            renderCompact={(row) => <Compact row={row} cost={row.cost} />}
            empty={null}
          />
        </Panel>
      )}
    </>
  );
}

function columns(costOf: (row: Row) => string, alive: boolean): Column<Row>[] {
  return [
    {
      id: "what",
      header: "Machine",
      render: (row) => (
        <span className="font-medium">
          {row.gpuCount} × {gpuOf(row)}
          <span className="ml-2">
            <Asked row={row} />
          </span>
          {row.consumer && <span className="ml-2 text-xs text-ink-faint">{row.consumer}</span>}
        </span>
      ),
    },
    { id: "state", header: "State", width: "8rem", render: ({ state }) => <StateBadge state={state} /> },
    {
      id: "when",
      header: alive ? "Ends" : "Ended",
      width: "10rem",
      render: (row) => (
        <span className="numerals text-ink-soft">{alive ? <Ends row={row} /> : <Ended row={row} />}</span>
      ),
    },
    ...(alive
      ? []
      : [
          {
            id: "why",
            header: "Why",
            width: "16rem",
            render: ({ reason }: Row) => (
              <span className="text-ink-soft">{reason ? reasonWord(reason) : "–"}</span>
            ),
          },
        ]),
    {
      id: "rate",
      header: "An hour",
      width: "8rem",
      align: "end",
      render: (row) => <Usd amount={anHourOf(row)} />,
    },
    {
      id: "cost",
      header: alive ? "Until now" : "Final price",
      width: "9rem",
      align: "end",
      render: (row) => <Usd amount={costOf(row)} className="font-medium" />,
    },
  ];
}

/** Which GPU was asked for, where it came to another. */
function Asked({ row }: { row: Row }) {
  if (gpuOf(row) === row.gpuModel) return null;
  return <span className="text-xs font-normal text-ink-faint">{row.gpuModel} was asked for</span>;
}

function Ends({ row }: { row: Row }) {
  if (row.isEnding) return <>as soon as it is gone</>;
  return row.endsAt ? <Until at={row.endsAt} /> : <>{row.hours} h once it runs</>;
}

function Ended({ row }: { row: Row }) {
  return row.endedAt ? (
    <>
      <Ago at={row.endedAt} /> ago
    </>
  ) : (
    <>–</>
  );
}

function Compact({ row, cost }: { row: Row; cost: string }) {
  return (
    <div className="flex items-center gap-3">
      <span className="grid min-w-0 grow font-medium *:truncate">
        <span>
          {row.gpuCount} × {gpuOf(row)}
        </span>
        <Asked row={row} />
      </span>
      <StateBadge state={row.state} />
      <Usd amount={cost} alone />
    </div>
  );
}

"use client";

import { useApolloClient } from "@apollo/client/react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { readFragment, type FragmentType } from "#gql/fragment-masking.ts";
import {
  CreditsTailDocument,
  LedgerTable_ConnectionFragmentDoc,
  LedgerTable_LineFragmentDoc,
  MoreLedgerDocument,
  type BalanceSplit_CreditsFragmentDoc,
} from "#gql/credits.ts";
import type { CreditsTailSubscription, LedgerTable_LineFragment } from "#gql/graphql.ts";
import { newestFirst, toPage, type Change, type LiveRow, type Page } from "#lib/live/live-list.ts";
import { useLiveList } from "#lib/live/use-live-list.ts";
import { formatUsd, micros } from "#lib/money.ts";
import { problemOf } from "#lib/problem.ts";
import { Badge } from "#ui/badge.tsx";
import { Button } from "#ui/button.tsx";
import { classNames } from "#ui/class-names.ts";
import type { Column } from "#ui/data-table/columns.ts";
import { DataTable } from "#ui/data-table/data-table.tsx";
import { ListFoot } from "#ui/data-table/list-foot.tsx";
import { Segments } from "#ui/segments.tsx";
import { Empty } from "#ui/states.tsx";
import { Usd } from "#ui/usd.tsx";
import { Ago, When } from "#ui/when.tsx";
import {
  changeTold,
  kindsOf,
  ledgerFilters,
  ledgerPageSize,
  passes,
  pathOf,
  wordFor,
  type LedgerFilter,
} from "./ledger.ts";

type Line = LedgerTable_LineFragment;
type Connection = FragmentType<typeof LedgerTable_ConnectionFragmentDoc>;

export interface LedgerTableProps {
  connection: Connection;
  /** Credit moved, and this is how things stand. */
  onMoved: (credits: FragmentType<typeof BalanceSplit_CreditsFragmentDoc>) => void;
}

/** Every transaction, the newest first, as they come. */
export function LedgerTable({ connection, onMoved }: LedgerTableProps) {
  const client = useApolloClient();
  const router = useRouter();
  const [filter, setFilter] = useState<LedgerFilter>("all");
  const [held, setHeld] = useState(false);
  const list = useLiveList({
    key: filter,
    first: pageOf(connection),
    firstKey: "all",
    reading,
    load: async (after, signal) => {
      const { data } = await client.query({
        query: MoreLedgerDocument,
        variables: { first: ledgerPageSize, after, kinds: kindsOf(filter) },
        fetchPolicy: "no-cache",
        context: { fetchOptions: { signal } },
      });
      if (!data) throw new Error("The API answered without data.");
      return pageOf(data.statement);
    },
    tail: { document: CreditsTailDocument, variables: {} },
    read: ({ creditsChanged: update }) => {
      if (update.__typename === "CreditsMoved") onMoved(update.credits);
      return changeIn(update, filter);
    },
    held,
  });

  return (
    <>
      <div className="max-w-lg px-4 pb-3">
        <Segments label="Show" value={filter} options={ledgerFilters} onChange={setFilter} />
      </div>
      <DataTable
        label="Ledger"
        columns={columns}
        rows={list.rows}
        rowId={({ row }) => row.id}
        toneOf={({ mark }) => (mark === "arrived" ? "arrived" : "plain")}
        renderCompact={compact}
        onOpen={({ row }) => {
          const path = pathOf(row.subject);
          if (path !== null) router.push(path);
        }}
        onEnd={list.loadMore}
        onReading={setHeld}
        empty={
          <Empty title="Nothing has moved">
            What is given, set aside, spent and expires is written here.
          </Empty>
        }
        foot={
          <ListFoot
            busy={list.isLoadingMore}
            problem={list.failure ? problemOf(list.failure.error) : null}
            onRetry={list.failure?.what === "first" ? list.reload : list.loadMore}
            end={list.rows.length > 0 && !list.hasMore ? "That is all." : null}
          >
            {list.hasMore && <Button onClick={list.loadMore}>Show older</Button>}
          </ListFoot>
        }
      />
    </>
  );
}

const reading = newestFirst<Line>();

function pageOf(connectionRef: Connection): Page<Line> {
  const connection = readFragment(LedgerTable_ConnectionFragmentDoc, connectionRef);
  return toPage(
    connection,
    connection.nodes.map((node) => readFragment(LedgerTable_LineFragmentDoc, node)),
  );
}

function changeIn(
  update: CreditsTailSubscription["creditsChanged"],
  filter: LedgerFilter,
): Change<Line> | "reload" {
  switch (update.__typename) {
    case "CreditsMoved": {
      const line = readFragment(LedgerTable_LineFragmentDoc, update.line);
      const changed = passes(line.kind, filter) ? [line] : [];
      return { cursor: update.cursor, changed, gone: [], totalCount: null };
    }
    case "CreditsSnapshot":
    case "CreditsExpiring":
      return { cursor: update.cursor, changed: [], gone: [], totalCount: null };
    case "Resync":
      return "reload";
  }
}

const columns: Column<LiveRow<Line>>[] = [
  {
    id: "at",
    header: "When",
    width: "13.5rem",
    render: ({ row }) => <When at={row.at} className="numerals text-ink-soft" />,
  },
  {
    id: "kind",
    header: "What",
    width: "7rem",
    render: ({ row }) => <Badge tone={wordFor(row.kind).tone}>{wordFor(row.kind).word}</Badge>,
  },
  { id: "note", header: "Why", render: ({ row }) => <Why line={row} /> },
  { id: "actor", header: "Who", width: "8rem", render: ({ row }) => row.actorName },
  {
    id: "change",
    header: "Available",
    explain: "What is available was changed by so much",
    width: "9rem",
    align: "end",
    render: ({ row }) => <Change amount={row.availableChange} />,
  },
  {
    id: "heldChange",
    header: "Held",
    explain: "What is held was changed by so much",
    width: "9rem",
    align: "end",
    render: ({ row }) => <Change amount={row.heldChange} />,
  },
  {
    id: "after",
    header: "Left",
    explain: "What was available after it",
    width: "9rem",
    align: "end",
    render: ({ row }) => <Usd amount={row.available} />,
  },
];

/** In words, and the way to what it was for. By the keys one gets there from its row, or each line would be one more stop. */
function Why({ line: { note, subject } }: { line: Line }) {
  const path = pathOf(subject);
  if (path === null) return <span>{note}</span>;
  return (
    <Link
      href={path}
      tabIndex={-1}
      onClick={(event) => event.stopPropagation()}
      className="decoration-line-strong underline-offset-2 underline hover:decoration-ink"
    >
      {note}
    </Link>
  );
}

function Change({ amount, alone = false }: { amount: string; alone?: boolean }) {
  const size = micros(amount);
  if (size === 0n) return null;
  return <Usd amount={amount} alone={alone} className={classNames(size > 0n && "text-fall")} />;
}

function compact({ row }: LiveRow<Line>) {
  const { word, tone } = wordFor(row.kind);
  const { amount, of } = changeTold(row);
  return (
    <div className="grid gap-0.5 whitespace-normal">
      <span className="flex items-baseline gap-2">
        <Badge tone={tone}>{word}</Badge>
        <span className="ml-auto flex items-baseline gap-1.5">
          {of !== "available" && <span className="text-xs text-ink-faint">{of}</span>}
          <Change amount={amount} alone />
        </span>
      </span>
      <Why line={row} />
      <span className="flex gap-2 text-xs text-ink-faint">
        <span>
          <Ago at={row.at} /> ago
        </span>
        <span aria-hidden>·</span>
        <span>{formatUsd(row.available)} left</span>
      </span>
    </div>
  );
}

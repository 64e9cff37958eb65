"use client";

import { useApolloClient } from "@apollo/client/react";
import { useState } from "react";
import { readFragment, type FragmentType } from "#gql/fragment-masking.ts";
import {
  ActivityTable_ConnectionFragmentDoc,
  ActivityTable_EntryFragmentDoc,
  ActivityTailDocument,
  MoreActivityDocument,
} from "#gql/activity.ts";
import type { ActivityTable_EntryFragment, ActivityTailSubscription } from "#gql/graphql.ts";
import { newestFirst, toPage, type Change, type LiveRow, type Page } from "#lib/live/live-list.ts";
import { useLiveList } from "#lib/live/use-live-list.ts";
import { problemOf } from "#lib/problem.ts";
import { Badge } from "#ui/badge.tsx";
import { Button } from "#ui/button.tsx";
import type { Column } from "#ui/data-table/columns.ts";
import { DataTable } from "#ui/data-table/data-table.tsx";
import { ListFoot } from "#ui/data-table/list-foot.tsx";
import { Empty } from "#ui/states.tsx";
import { Ago, When } from "#ui/when.tsx";
import { activityPageSize } from "./page-size.ts";
import { topicWord } from "./topics.ts";

type Entry = ActivityTable_EntryFragment;
type Connection = FragmentType<typeof ActivityTable_ConnectionFragmentDoc>;

export function ActivityTable({ connection }: { connection: Connection }) {
  const client = useApolloClient();
  const [held, setHeld] = useState(false);
  const list = useLiveList({
    key: "activity",
    first: pageOf(connection),
    firstKey: "activity",
    reading,
    load: async (after, signal) => {
      const { data } = await client.query({
        query: MoreActivityDocument,
        variables: { first: activityPageSize, after },
        fetchPolicy: "no-cache",
        context: { fetchOptions: { signal } },
      });
      if (!data) throw new Error("The API answered without data.");
      return pageOf(data.activity);
    },
    tail: { document: ActivityTailDocument, variables: {} },
    read: changeIn,
    held,
  });

  return (
    <DataTable
      label="Activity"
      fill
      columns={columns}
      rows={list.rows}
      rowId={({ row }) => row.id}
      toneOf={({ mark }) => (mark === "arrived" ? "arrived" : "plain")}
      renderCompact={compact}
      onEnd={list.loadMore}
      onReading={setHeld}
      empty={
        <Empty title="Nothing has happened yet">
          What anyone in the account does, and what Berth does for it, is written here.
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
  );
}

const reading = newestFirst<Entry>();

function pageOf(connectionRef: Connection): Page<Entry> {
  const connection = readFragment(ActivityTable_ConnectionFragmentDoc, connectionRef);
  return toPage(
    connection,
    connection.nodes.map((node) => readFragment(ActivityTable_EntryFragmentDoc, node)),
  );
}

function changeIn({ activityChanged: update }: ActivityTailSubscription): Change<Entry> | "reload" {
  switch (update.__typename) {
    case "ActivityHappened":
      return {
        cursor: update.cursor,
        changed: [readFragment(ActivityTable_EntryFragmentDoc, update.entry)],
        gone: [],
        totalCount: null,
      };
    case "ActivityStarted":
      return { cursor: update.cursor, changed: [], gone: [], totalCount: null };
    case "Resync":
      return "reload";
  }
}

const columns: Column<LiveRow<Entry>>[] = [
  {
    id: "at",
    header: "When",
    width: "13.5rem",
    render: ({ row }) => <When at={row.at} className="numerals text-ink-soft" />,
  },
  { id: "actor", header: "Who", width: "11rem", render: ({ row }) => row.actorName },
  {
    id: "topic",
    header: "About",
    width: "7.5rem",
    render: ({ row }) => <Badge>{topicWord(row.topic)}</Badge>,
  },
  { id: "summary", header: "What happened", render: ({ row }) => row.summary },
  {
    id: "subject",
    header: "Id",
    width: "18rem",
    render: ({ row }) =>
      row.subject && <code className="font-mono text-xs text-ink-faint">{row.subject}</code>,
  },
];

function compact({ row }: LiveRow<Entry>) {
  return (
    <div className="grid gap-0.5 whitespace-normal">
      <span>{row.summary}</span>
      <span className="flex gap-2 text-xs text-ink-faint">
        {row.actorName}
        <span aria-hidden>·</span>
        <span>
          <Ago at={row.at} /> ago
        </span>
      </span>
    </div>
  );
}

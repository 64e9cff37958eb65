"use client";

import { useEffect, useState } from "react";
import { readFragment } from "#gql/fragment-masking.ts";
import { FleetTailDocument, FleetView_StateFragmentDoc } from "#gql/fleet.ts";
import type { FleetQuery } from "#gql/graphql.ts";
import { followTail, tailAnew } from "#lib/live/tail.ts";
import { Badge } from "#ui/badge.tsx";
import type { Column } from "#ui/data-table/columns.ts";
import { DataTable } from "#ui/data-table/data-table.tsx";
import { Notice } from "#ui/notice.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { Panel } from "#ui/panel.tsx";
import { Empty } from "#ui/states.tsx";
import { Usd } from "#ui/usd.tsx";
import { Ago, When } from "#ui/when.tsx";
import {
  doubtWord,
  proofOf,
  verdictOf,
  withUpdate,
  type Difference,
  type FleetProvider,
  type FleetShown,
} from "./verdict.ts";

/** For those who run this Berth: what providers list against what is believed, and that nothing runs unknown. */
export function FleetView({ first }: { first: FleetQuery["fleet"] }) {
  const [state, setState] = useState<FleetShown>(() => readFragment(FleetView_StateFragmentDoc, first));
  useEffect(
    () =>
      followTail({
        document: FleetTailDocument,
        variables: {},
        after: null,
        onFrame: ({ fleetAuditChanged: update }) => {
          if (update.__typename === "Resync") return tailAnew;
          setState((before) => withUpdate(before, update));
          return update.cursor;
        },
      }),
    [],
  );
  const proof = proofOf(state);
  return (
    <>
      <PageHeader title="Fleet">
        What each provider lists, against what Berth believes it has there.
      </PageHeader>
      <div className="border-b px-4 py-3">
        <Notice tone={proof === null ? "warn" : "neutral"}>
          {proof ?? "It is not proven at this instant that nothing runs unknown; why is below."}
        </Notice>
      </div>
      <Panel title="Providers" note="Each is asked for all it has; a list that fails changes nothing.">
        <DataTable
          label="Providers"
          columns={columns}
          rows={state.providers}
          rowId={({ providerId }) => providerId}
          renderCompact={(provider) => <Compact provider={provider} />}
          empty={<Empty title="No provider is connected">There is nothing to be looked at.</Empty>}
        />
      </Panel>
      <Panel title="In question" note="Machines by which the two differ, the oldest first.">
        <DataTable
          label="Machines in question"
          columns={doubtColumns}
          rows={state.differences}
          rowId={({ machineId }) => machineId}
          renderCompact={(machine) => <CompactDoubt machine={machine} />}
          empty={<Empty title="No machine is in question">Each is where it is believed to be.</Empty>}
        />
      </Panel>
    </>
  );
}

const count = (
  id: string,
  header: string,
  explain: string,
  of: (provider: FleetProvider) => number,
): Column<FleetProvider> => ({
  id,
  header,
  explain,
  width: "5.25rem",
  align: "end",
  render: (provider) => <span className="numerals font-mono text-xs">{of(provider)}</span>,
});

const columns: Column<FleetProvider>[] = [
  {
    id: "provider",
    header: "Provider",
    width: "9rem",
    render: ({ providerName }) => <span className="font-medium">{providerName}</span>,
  },
  { id: "verdict", header: "Verdict", width: "7rem", render: (provider) => <Word provider={provider} /> },
  count("listed", "Listed", "Machines in its list, whoever's they are", ({ listed }) => listed),
  count("ours", "Ours", "Of these, with the mark of this Berth", ({ ours }) => ours),
  count("believed", "Believed", "Asked for, and not proven gone", ({ believed }) => believed),
  count("ending", "Ending", "On their way out", ({ ending }) => ending),
  count("orphans", "Orphans", "Ever found with our mark that no session knew", ({ orphans }) => orphans),
  {
    id: "own",
    header: "Own keys",
    explain: "Machines that teams rented with keys of their own; the keys with which they cannot be read",
    width: "7rem",
    align: "end",
    render: ({ onOwnKeys, ownKeys, ownKeysFailing }) =>
      ownKeys === 0 ? (
        <span className="text-ink-faint">–</span>
      ) : (
        <span className="numerals font-mono text-xs">
          {onOwnKeys}
          {ownKeysFailing > 0 && <span className="text-danger"> ({ownKeysFailing} unread)</span>}
        </span>
      ),
  },
  {
    id: "balance",
    header: "Left there",
    explain: "In Berth's own account at the provider, where it tells",
    width: "7rem",
    align: "end",
    render: ({ balance, balanceLowSince }) =>
      balance === null ? (
        <span className="text-ink-faint">–</span>
      ) : (
        <span className={balanceLowSince === null ? undefined : "text-danger"}>
          <Usd amount={balance} shown={2} />
          {balanceLowSince !== null && <span className="sr-only"> and that is little</span>}
        </span>
      ),
  },
  {
    id: "swept",
    header: "Read",
    width: "7rem",
    render: ({ sweptAt }) =>
      sweptAt ? (
        <span className="numerals text-ink-soft">
          <Ago at={sweptAt} /> ago
        </span>
      ) : (
        "never"
      ),
  },
  {
    id: "says",
    header: "Says",
    render: (provider) => (
      <span className="block py-1.5 whitespace-normal text-ink-soft">{verdictOf(provider).sentence}</span>
    ),
  },
];

function Word({ provider }: { provider: FleetProvider }) {
  const { tone, word } = verdictOf(provider);
  return <Badge tone={tone}>{word}</Badge>;
}

function Compact({ provider }: { provider: FleetProvider }) {
  return (
    <div className="grid gap-0.5 text-sm">
      <span className="flex justify-between gap-3">
        <span className="font-medium">{provider.providerName}</span>
        <Word provider={provider} />
      </span>
      <span className="text-xs text-ink-soft">{verdictOf(provider).sentence}</span>
    </div>
  );
}

const doubtColumns: Column<Difference>[] = [
  { id: "doubt", header: "What", width: "14rem", render: ({ doubt }) => doubtWord(doubt) },
  { id: "provider", header: "Provider", width: "9rem", render: ({ providerName }) => providerName },
  {
    id: "machine",
    header: "Machine",
    render: ({ externalId, machineId }) => (
      <code className="font-mono text-xs">{externalId ?? machineId}</code>
    ),
  },
  {
    id: "session",
    header: "Session",
    render: ({ sessionId }) => <code className="font-mono text-xs">{sessionId ?? "none"}</code>,
  },
  {
    id: "since",
    header: "Since",
    width: "12rem",
    render: ({ since }) => <When at={since} className="numerals text-ink-soft" />,
  },
  {
    id: "tries",
    header: "Tries",
    explain: "How often its end was asked for",
    width: "5rem",
    align: "end",
    render: ({ destroyTries }) => <span className="numerals font-mono text-xs">{destroyTries}</span>,
  },
];

function CompactDoubt({ machine }: { machine: Difference }) {
  return (
    <div className="grid gap-0.5 text-sm">
      <span className="font-medium">{doubtWord(machine.doubt)}</span>
      <span className="numerals text-xs text-ink-soft">
        {machine.providerName}, {machine.externalId ?? machine.machineId}, since <When at={machine.since} />
      </span>
    </div>
  );
}

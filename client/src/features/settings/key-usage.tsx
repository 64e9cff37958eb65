"use client";

import { skipToken, useQuery } from "@apollo/client/react";
import { useState } from "react";
import { KeyUsageDocument } from "#gql/settings.ts";
import type { KeyUsageQuery } from "#gql/graphql.ts";
import { counted, nounFor } from "#lib/count.ts";
import { problemOf } from "#lib/problem.ts";
import { Panel } from "#ui/panel.tsx";
import { Select } from "#ui/select.tsx";
import { Failed, LoadingRows } from "#ui/states.tsx";

type Usage = KeyUsageQuery["apiKeyUsage"];

const DAYS = 30;
const ALL = "all";

/** What the account's keys asked for lately, and what it cost them of what they may ask. */
export function KeyUsage() {
  const [chosen, setChosen] = useState<string>(ALL);
  // All of them are asked for once more, for their names.
  const all = useQuery(KeyUsageDocument, { variables: { apiKeyId: null, days: DAYS } });
  const one = useQuery(
    KeyUsageDocument,
    chosen === ALL ? skipToken : { variables: { apiKeyId: chosen, days: DAYS } },
  );
  const shown = chosen === ALL ? all : one;
  const keys = all.data?.apiKeyUsage.keys ?? [];
  const usage = shown.data?.apiKeyUsage;
  return (
    <Panel
      title="What they asked for"
      note={`The last ${DAYS} days, in UTC. Points are what an operation costs of what a key may ask in a minute.`}
      actions={
        keys.length > 1 && (
          <Select
            label="Key"
            options={[
              { value: ALL, label: "All keys" },
              ...keys.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            value={chosen}
            onChange={setChosen}
          />
        )
      }
    >
      {shown.error ? (
        <Failed problem={problemOf(shown.error)} />
      ) : usage === undefined ? (
        <LoadingRows count={3} label="Usage of keys" />
      ) : usage.requests === 0 ? (
        <p className="border-t px-4 py-8 text-center text-sm text-ink-soft">No key asked for anything.</p>
      ) : (
        <Shown usage={usage} />
      )}
    </Panel>
  );
}

const count = new Intl.NumberFormat("en");

function Shown({ usage }: { usage: Usage }) {
  const most = Math.max(1, ...usage.days.map(({ points }) => points));
  return (
    <div className="grid gap-4 border-t px-4 py-4">
      <p className="text-sm">
        <Figure of={usage.requests} what={nounFor(usage.requests, "request")} />,{" "}
        <Figure of={usage.points} what={nounFor(usage.points, "point")} />,{" "}
        <Figure of={usage.refused} what="refused" />
      </p>
      <ol aria-label="Points by day" className="flex h-16 items-end gap-0.5">
        {usage.days.map(({ day, points, requests, refused }) => (
          <li
            key={day}
            title={`${day}: ${counted(points, "point")}, ${counted(requests, "request")}, ${count.format(refused)} refused`}
            className="min-h-px max-w-6 grow rounded-t-sm bg-ink-faint"
            style={{ height: `${(points / most) * 100}%` }}
          >
            <span className="sr-only">{`${day}: ${counted(points, "point")}`}</span>
          </li>
        ))}
      </ol>
      <div className="grid gap-4 md:grid-cols-2">
        <Table label="Operation" rows={usage.operations.map((row) => ({ name: row.operation, ...row }))} />
        <Table label="Key" rows={usage.keys} />
      </div>
    </div>
  );
}

function Figure({ of, what }: { of: number; what: string }) {
  return (
    <>
      <span className="numerals font-mono">{count.format(of)}</span> {what}
    </>
  );
}

interface Row {
  name: string;
  requests: number;
  points: number;
  refused: number;
}

function Table({ label, rows }: { label: string; rows: readonly Row[] }) {
  return (
    <table aria-label={`By ${label.toLowerCase()}`} className="w-full self-start text-sm">
      <thead>
        <tr className="text-left text-xs text-ink-faint">
          <th className="py-1 font-normal">{label}</th>
          <th className="py-1 pl-3 text-right font-normal">Requests</th>
          <th className="py-1 pl-3 text-right font-normal">Points</th>
          <th className="py-1 pl-3 text-right font-normal">Refused</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, requests, points, refused }) => (
          <tr key={name} className="border-t">
            <td className="max-w-48 truncate py-1" title={name}>
              {name}
            </td>
            {[requests, points, refused].map((figure, at) => (
              <td key={at} className="numerals py-1 pl-3 text-right font-mono">
                {count.format(figure)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

"use client";

import { useApolloClient } from "@apollo/client/react";
import { Download } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { readFragment, type FragmentType } from "#gql/fragment-masking.ts";
import {
  MoreOwnBillsDocument,
  OwnBills_BillFragmentDoc,
  OwnBills_ConnectionFragmentDoc,
} from "#gql/credits.ts";
import type { OwnBills_BillFragment } from "#gql/graphql.ts";
import { formatUsd } from "#lib/money.ts";
import { problemOf } from "#lib/problem.ts";
import { saveFile } from "#lib/save-file.ts";
import { Button } from "#ui/button.tsx";
import { Panel } from "#ui/panel.tsx";
import { sayFailed } from "#ui/toast.tsx";
import { Usd } from "#ui/usd.tsx";
import { When } from "#ui/when.tsx";
import { ownBillsCsv } from "./own-bills-csv.ts";

/** As many as the API hands out at once. */
const pageSize = 100;

type Connection = FragmentType<typeof OwnBills_ConnectionFragmentDoc>;
interface Page {
  total: string;
  bills: OwnBills_BillFragment[];
  next: string | null;
}

/** What providers bill to the team's own accounts there: none of it moves credit, so it stands beside the ledger. */
export function OwnBills({ first }: { first: Connection }) {
  const client = useApolloClient();
  const [page, setPage] = useState(() => pageOf(first));
  const [busy, setBusy] = useState(false);

  const readOn = async (known: Page): Promise<Page> => {
    const { data } = await client.query({
      query: MoreOwnBillsDocument,
      variables: { first: pageSize, after: known.next },
      fetchPolicy: "no-cache",
    });
    if (!data) throw new Error("The API answered without data.");
    const more = pageOf(data.ownBills);
    return { ...more, bills: [...known.bills, ...more.bills] };
  };
  const whileBusy = async (work: () => Promise<void>) => {
    setBusy(true);
    await work().catch((error: unknown) => sayFailed("Not read", problemOf(error).detail));
    setBusy(false);
  };
  const showOlder = () => whileBusy(async () => setPage(await readOn(page)));
  const save = () =>
    whileBusy(async () => {
      let all = page;
      while (all.next !== null) all = await readOn(all);
      setPage(all);
      saveFile("berth-own-bills.csv", ownBillsCsv(all.bills));
    });

  if (page.bills.length === 0) return null;
  return (
    <Panel
      title="On your own bill"
      note={`${formatUsd(page.total)} so far, by what providers list: they bill your team’s accounts there for what was rented with your own keys. It is no credit, and in no balance or statement here.`}
      actions={
        <Button size="sm" busy={busy} onClick={() => void save()}>
          <Download aria-hidden className="size-4" />
          Own bills
        </Button>
      }
    >
      <ul className="grid max-w-3xl divide-y border-y">
        {page.bills.map((bill) => (
          <Bill key={bill.purpose} bill={bill} />
        ))}
      </ul>
      {page.next !== null && (
        <p className="px-4 pt-3">
          <Button busy={busy} onClick={() => void showOlder()}>
            Show older
          </Button>
        </p>
      )}
    </Panel>
  );
}

function Bill({
  bill: { amount, beganAt, closedAt, providerName, session },
}: {
  bill: OwnBills_BillFragment;
}) {
  return (
    <li className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 px-4 py-2 text-sm">
      <When at={beganAt} className="numerals text-ink-soft" />
      <span className="min-w-0 grow">
        {session && (
          <Link href={`/sessions/${session.id}`} className="text-accent hover:underline">
            {session.gpuCount} × {session.gpuModel}
          </Link>
        )}
        {providerName && ` at ${providerName}`}
        {session?.consumer && <span className="text-ink-faint">, for {session.consumer}</span>}
      </span>
      <span className="ml-auto">
        {closedAt === null && <span className="text-xs text-ink-faint">so far </span>}
        <Usd amount={amount} />
      </span>
    </li>
  );
}

function pageOf(connection: Connection): Page {
  const { total, nodes, pageInfo } = readFragment(OwnBills_ConnectionFragmentDoc, connection);
  return {
    total,
    bills: nodes.map((node) => readFragment(OwnBills_BillFragmentDoc, node)),
    next: pageInfo.hasNextPage ? pageInfo.endCursor : null,
  };
}

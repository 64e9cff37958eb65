"use client";

import { readFragment, type FragmentType } from "#gql/fragment-masking.ts";
import { LotList_LotFragmentDoc } from "#gql/credits.ts";
import type { CreditOrigin, LotList_LotFragment } from "#gql/graphql.ts";
import { formatUsd, micros } from "#lib/money.ts";
import { useClock } from "#lib/reader.tsx";
import { Badge } from "#ui/badge.tsx";
import { classNames } from "#ui/class-names.ts";
import { Until, When } from "#ui/when.tsx";
import { sharesOf } from "./shares.ts";

const weekMs = 7 * 24 * 60 * 60 * 1_000;

const origins: Record<CreditOrigin, string> = {
  PURCHASE: "Paid",
  GRANT: "Grant",
  PROMOTION: "Promotion",
  SLA: "SLA",
};

/** Each lot of credit, what of it is where, and when it ends; what ends soonest, first. */
export function LotList({ lots }: { lots: readonly FragmentType<typeof LotList_LotFragmentDoc>[] }) {
  const known = lots
    .map((lot) => readFragment(LotList_LotFragmentDoc, lot))
    .toSorted((a, b) => (a.expiresAt < b.expiresAt ? -1 : 1));
  if (known.length === 0) {
    return <p className="px-4 text-sm text-ink-soft">There is no credit in the account.</p>;
  }
  return (
    <ul className="grid gap-x-8 gap-y-4 px-4">
      {known.map((lot) => (
        <Lot key={lot.id} lot={lot} />
      ))}
    </ul>
  );
}

function Lot({ lot }: { lot: LotList_LotFragment }) {
  const { available, held, pending, spent, expired, rolled, amount, rollsOver } = lot;
  const [ofAvailable = 0, ofHeld = 0, ofPending = 0] = sharesOf([available, held, pending], amount);
  const isSoon = useClock((now) => Date.parse(lot.expiresAt) - now <= weekMs);
  const gone = [
    { word: "spent", of: spent },
    { word: "expired", of: expired },
    { word: "rolled over", of: rolled },
  ].filter(({ of }) => micros(of) > 0n);
  return (
    <li className="grid gap-1">
      <div className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5 text-sm">
        <Badge>{origins[lot.origin]}</Badge>
        <span className="min-w-0 grow truncate">{lot.reason}</span>
        <span className="numerals font-mono">
          {formatUsd(available)}
          <span className="text-ink-faint"> of {formatUsd(amount)}</span>
        </span>
      </div>
      <div aria-hidden className="flex h-1.5 overflow-hidden rounded-full bg-well">
        <span className={isSoon ? "bg-warn" : "bg-accent"} style={{ width: `${ofAvailable}%` }} />
        <span className="bg-rise" style={{ width: `${ofHeld}%` }} />
        <span className="bg-line-strong" style={{ width: `${ofPending}%` }} />
      </div>
      <p className="flex flex-wrap gap-x-3 text-xs text-ink-soft">
        {micros(pending) > 0n && (
          <span>
            begins <Until at={lot.effectiveAt} />
          </span>
        )}
        <span className={classNames(isSoon && "text-warn")}>
          ends <Until at={lot.expiresAt} />, <When at={lot.expiresAt} />
        </span>
        {micros(rollsOver) > 0n && <span>{formatUsd(rollsOver)} would roll over</span>}
        {micros(held) > 0n && <span>{formatUsd(held)} held</span>}
        {gone.map(({ word, of }) => (
          <span key={word} className="text-ink-faint">
            {formatUsd(of)} {word}
          </span>
        ))}
      </p>
    </li>
  );
}

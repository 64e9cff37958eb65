import type { Contract } from "../../../../simulator/src/contracts/contract.ts";
import { billBetween, billUntil, type Segment } from "../../../../simulator/src/contracts/bill.ts";
import type { StretchRow } from "../../sessions/store/machines.ts";
import type { SessionRow } from "../../sessions/store/sessions.ts";
import { divideRounded } from "../../values/money.ts";

// The provider's own bill for the machines of a session against what the ledger has charged for it. The bill, less what
// of it is Berth's own, is the charge, but for what these rules say:
//
//   before ready  what machines cost before the session was ready, those that never served it, and what crossed the
//                 wire, is Berth's.
//   after over    so is what a machine costs that was proven gone and is there again.
//   seen late     a machine is charged as it was last seen. What it changed into is charged from the look on that
//                 shows it, and until then as before. Where all is looked at as it happens, this is zero.
//   shown         the disk's price for an hour is shown to the nearest micro-dollar, and the provider leaves out its
//                 fraction: less than a micro-dollar an hour apart.
//   rounded       a stretch is rounded once, to the nearest; the provider rounds down, its GPUs and its disk apart.
//   hold's end    never more is charged than was held.
//
// What is billed and what is charged are compared from one change of either to the next, in micro-dollars an hour times
// milliseconds, in which nothing is rounded. Where they differ, one end of that is a change of the machine's and the
// other a look at it, and nobody looked in between.

const HOUR_MS = 3_600_000n;
const ROUNDINGS = 4n;

export interface Looked {
  askedAt: number;
  isAnswered: boolean;
}

/** In whole micro-dollars. */
export interface Reconciled {
  billed: bigint;
  beforeReady: bigint;
  afterOver: bigint;
  seenLate: bigint;
  shown: bigint;
  rounded: bigint;
  holdsEnd: bigint;
  charged: bigint;
}

export const nothingYet: Reconciled = {
  billed: 0n,
  beforeReady: 0n,
  afterOver: 0n,
  seenLate: 0n,
  shown: 0n,
  rounded: 0n,
  holdsEnd: 0n,
  charged: 0n,
};

interface Account {
  session: SessionRow;
  stretches: readonly StretchRow[];
  /** All that were ever made for it, and the one that served it. */
  contracts: readonly Contract[];
  served: Contract | null;
  /** Whether somebody looked, and must have seen, after the one and before the other. */
  lookedBetween: (from: number, to: number) => boolean;
  isLook: (at: number) => boolean;
  now: number;
}

type What = "everything" | "disk" | null;

interface Span {
  from: number;
  to: number;
  billed: What;
  charged: What;
  /** Micro-dollars an hour. */
  rate: bigint;
  chargedRate: bigint;
  price: bigint;
}

export function reconcile(account: Account): { sums: Reconciled; breaches: string[] } {
  const { session, stretches, contracts, served, now } = account;
  const billed = contracts.reduce((sum, contract) => sum + billUntil(contract, now).total, 0n);
  const { readyAt, endedAt, heldMicros, settledMicros: charged } = session;
  if (!readyAt || !endedAt || !served) {
    const breaches = charged === 0n ? [] : [`${charged} was charged for what was never ready`];
    return { sums: { ...nothingYet, billed, beforeReady: billed, charged }, breaches };
  }
  const [ready, over] = [readyAt.getTime(), endedAt.getTime()];
  const spans = spansOf(served, stretches, ready, over);
  const breaches = breachesIn(spans, account);
  const inAll = (of: (span: Span) => bigint) =>
    spans.reduce((sum, span) => sum + of(span) * BigInt(span.to - span.from), 0n);
  const seenLate = divideRounded(
    inAll(({ rate, chargedRate }) => chargedRate - rate),
    HOUR_MS,
  );
  const shown = divideRounded(
    inAll(({ price, chargedRate }) => price - chargedRate),
    HOUR_MS,
  );
  const own = billBetween(served, ready, over);
  const afterOver = billBetween(served, over, now).total;
  const cost = stretches.reduce((sum, { from, until, pricePerHour }) => {
    return sum + divideRounded(pricePerHour * BigInt((until ?? endedAt).getTime() - from.getTime()), HOUR_MS);
  }, 0n);
  const rounded = cost - (own.gpu + own.disk) - seenLate - shown;
  // Each stretch, and each of the sums above, is rounded by less than one.
  if (rounded < -ROUNDINGS - BigInt(stretches.length) || rounded > ROUNDINGS + BigInt(stretches.length))
    breaches.push(`the bill and the charge differ by ${rounded}, which no rule explains`);
  const holdsEnd = cost > heldMicros ? heldMicros - cost : 0n;
  const beforeReady = billed - own.gpu - own.disk - afterOver;
  if (charged !== cost + holdsEnd) breaches.push(`${charged} is charged and not ${cost + holdsEnd}`);
  return {
    sums: { billed, beforeReady, afterOver, seenLate, shown, rounded, holdsEnd, charged },
    breaches,
  };
}

function breachesIn(spans: readonly Span[], { session, lookedBetween, isLook, served }: Account): string[] {
  const breaches: string[] = [];
  for (const { price, charged, chargedRate } of spans) {
    const apart = price - chargedRate;
    if (charged !== null && (apart < 0n || apart > 1n))
      breaches.push(`${price} an hour is charged where the provider bills ${chargedRate}`);
  }
  const changes = new Set([
    session.readyAt?.getTime(),
    session.endedAt?.getTime(),
    ...(served?.segments ?? []).flatMap(({ from, to }) => [from, to]),
  ]);
  for (const { from, to } of gapsOf(spans)) {
    if (![from, to].every((at) => changes.has(at) || isLook(at)))
      breaches.push(`from ${from} to ${to} more or less is charged than is billed, and nobody looked`);
    if (lookedBetween(from, to)) breaches.push(`what changed at ${from} was looked at before ${to}`);
  }
  return breaches;
}

/** What was billed and what was charged, from one change of either to the next. */
function spansOf(served: Contract, stretches: readonly StretchRow[], from: number, to: number): Span[] {
  const { segments, gpuRate, diskRate } = served;
  const within = (at: number) => Math.min(Math.max(at, from), to);
  const instants = [
    from,
    to,
    ...segments.flatMap((segment) => [within(segment.from), within(segment.to ?? to)]),
    ...stretches.flatMap((stretch) => [
      within(stretch.from.getTime()),
      within(stretch.until?.getTime() ?? to),
    ]),
  ];
  const sorted = [...new Set(instants)].toSorted((a, b) => a - b);
  return sorted.slice(1).map((end, at) => {
    const begin = sorted[at] ?? from;
    const segment = segments.find((one) => one.from <= begin && (one.to ?? Infinity) >= end);
    const stretch = stretches.find(
      (one) => one.from.getTime() <= begin && (one.until?.getTime() ?? Infinity) >= end,
    );
    const charged = stretch?.what ?? null;
    return {
      from: begin,
      to: end,
      billed: segment ? whatOf(segment) : null,
      charged,
      rate: segment ? BigInt(segment.gpuRate + segment.diskRate) : 0n,
      chargedRate: charged === null ? 0n : BigInt(charged === "disk" ? diskRate : gpuRate + diskRate),
      price: stretch?.pricePerHour ?? 0n,
    };
  });
}

function whatOf({ gpuRate }: Segment): What {
  return gpuRate > 0 ? "everything" : "disk";
}

/** From when until when something else was charged than was billed. */
function gapsOf(spans: readonly Span[]): { from: number; to: number }[] {
  const gaps: { from: number; to: number }[] = [];
  for (const { from, to, billed, charged } of spans) {
    if (billed === charged) continue;
    const last = gaps.at(-1);
    if (last?.to === from) last.to = to;
    else gaps.push({ from, to });
  }
  return gaps;
}

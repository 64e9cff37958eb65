import { HOUR } from "../clock.ts";

/**
 * What a contract costs, to the micro-dollar. Time is kept as segments of constant rates, so a bill for any
 * stretch of time is a sum over segments: rates times milliseconds, divided once, fractions left to the customer.
 */
export interface Segment {
  from: number;
  /** Null while it runs on. */
  to: number | null;
  /** Micro-dollars an hour. */
  gpuRate: number;
  diskRate: number;
}

/** Bytes that crossed the wire, paid by the GB. */
export interface Transfer {
  at: number;
  direction: "up" | "down";
  gb: number;
  micros: number;
}

export interface Bill {
  gpu: bigint;
  disk: bigint;
  down: bigint;
  up: bigint;
  total: bigint;
}

export interface Billable {
  segments: readonly Segment[];
  transfers: readonly Transfer[];
}

/** The bill for what happened in [from, to). */
export function billBetween({ segments, transfers }: Billable, from: number, to: number): Bill {
  let gpu = 0n;
  let disk = 0n;
  for (const segment of segments) {
    const start = Math.max(segment.from, from);
    const end = Math.min(segment.to ?? to, to);
    if (end <= start) continue;
    const milliseconds = BigInt(end - start);
    gpu += BigInt(segment.gpuRate) * milliseconds;
    disk += BigInt(segment.diskRate) * milliseconds;
  }
  const bill = {
    gpu: gpu / BigInt(HOUR),
    disk: disk / BigInt(HOUR),
    down: transferred(transfers, "down", from, to),
    up: transferred(transfers, "up", from, to),
  };
  return { ...bill, total: bill.gpu + bill.disk + bill.down + bill.up };
}

export function billUntil(billable: Billable, to: number): Bill {
  return billBetween(billable, Number.NEGATIVE_INFINITY, to);
}

function transferred(
  transfers: readonly Transfer[],
  direction: "up" | "down",
  from: number,
  to: number,
): bigint {
  return transfers
    .filter((transfer) => transfer.direction === direction && transfer.at >= from && transfer.at < to)
    .reduce((sum, transfer) => sum + BigInt(transfer.micros), 0n);
}

/** Goes on at other rates from now. Nothing is written when they are the same. */
export function meter(segments: Segment[], now: number, gpuRate: number, diskRate: number): void {
  const open = segments.at(-1);
  if (open && open.to === null) {
    if (open.gpuRate === gpuRate && open.diskRate === diskRate) return;
    open.to = now;
  }
  if (gpuRate > 0 || diskRate > 0) segments.push({ from: now, to: null, gpuRate, diskRate });
}

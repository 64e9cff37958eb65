import type { Usd } from "../../values/money.ts";
import { gpusAt, type Part } from "./parts.ts";

// What Berth pays when a machine is not there in time: for every minute begun twice what that minute
// costs of the GPUs that were missing in it, at most the total of the reservation. It is owed from ten minutes
// after the start, and then for the first ten as well. What is missing may change meanwhile, so it is counted,
// in GPUs times minutes, whenever it does. Before the start and after the end nothing is missing.

export const GRACE_MS = 10 * 60_000;
const MINUTE_MS = 60_000;
const TIMES = 2n;

/** What was counted already, and until when. */
export interface Owed {
  gpuMinutes: number;
  until: Date | null;
}

export interface Lateness {
  /** Since when GPUs are missing without a break, and how many were until now. */
  since: Date;
  gpusMissing: number;
  owed: Owed;
  paidUntil: Date | null;
}

/** With the minutes begun until now, each with the GPUs that were missing of those promised for it. */
export function countLateness(late: Lateness, parts: readonly Part[], now: Date): Owed {
  const { since, gpusMissing, owed, paidUntil } = late;
  let at = Math.max(since.getTime(), paidUntil?.getTime() ?? 0, owed.until?.getTime() ?? 0);
  let { gpuMinutes } = owed;
  const to = endOf(parts, now).getTime();
  for (; at < to; at += MINUTE_MS) gpuMinutes += Math.min(gpusMissing, gpusAt(parts, new Date(at)));
  return { gpuMinutes, until: new Date(at) };
}

export function isLate(since: Date, parts: readonly Part[], now: Date): boolean {
  return endOf(parts, now).getTime() - since.getTime() >= GRACE_MS;
}

function endOf(parts: readonly Part[], now: Date): Date {
  const last = parts.at(-1)?.endsAt ?? now;
  return last < now ? last : now;
}

export function creditForLateness(gpuMinutes: number, perGpuHour: Usd, left: Usd): Usd {
  const due = (BigInt(gpuMinutes) * TIMES * perGpuHour) / 60n;
  return due < left ? due : left;
}

/** How many minutes a credit is for. */
export function minutesPaid({ since, paidUntil }: Lateness, until: Date): number {
  const from = paidUntil && paidUntil > since ? paidUntil : since;
  return Math.round((until.getTime() - from.getTime()) / MINUTE_MS);
}

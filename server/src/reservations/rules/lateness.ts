import type { Usd } from "../../values/money.ts";

// What Berth pays when a machine is not there in time: for every minute begun twice what that minute
// costs of the GPUs that were missing, at most the total of the reservation. It is owed from ten minutes
// after the start, and then for the first ten as well.

export const GRACE_MS = 10 * 60_000;
const MINUTE_MS = 60_000;
const TIMES = 2n;

export const isLate = (shortSince: Date | null, now: Date): boolean =>
  shortSince !== null && now.getTime() - shortSince.getTime() >= GRACE_MS;

/** For the minutes begun from one instant to another. */
export function creditForLateness(
  late: { from: Date; to: Date; gpusMissing: number; perGpuHour: Usd },
  left: Usd,
): Usd {
  const minutes = minutesBegun(late);
  if (minutes <= 0 || late.gpusMissing <= 0) return 0n;
  const owed = (BigInt(minutes) * TIMES * BigInt(late.gpusMissing) * late.perGpuHour) / 60n;
  return owed < left ? owed : left;
}

export function minutesBegun({ from, to }: { from: Date; to: Date }): number {
  return Math.ceil((to.getTime() - from.getTime()) / MINUTE_MS);
}

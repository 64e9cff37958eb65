import { QUARTER_MS, quartersIn, type Window } from "./grid.ts";

// How many GPUs a reservation has over time: stretches that do not overlap, in order. Most have one.
// Whoever hands some back in the middle has three.

export interface Part extends Window {
  gpus: number;
}

/** GPUs times quarter hours: what is paid for. */
export function gpuQuarters(parts: readonly Part[]): bigint {
  return parts.reduce((sum, part) => sum + BigInt(part.gpus) * BigInt(quartersIn(part)), 0n);
}

/** What is left without so many GPUs within a window, and what that takes away. */
export function without(
  parts: readonly Part[],
  window: Window,
  gpus: number,
): { left: Part[]; taken: Part[] } {
  const left: Part[] = [];
  const taken: Part[] = [];
  for (const part of parts) {
    const from = later(part.startsAt, window.startsAt);
    const to = earlier(part.endsAt, window.endsAt);
    if (from >= to) {
      left.push(part);
      continue;
    }
    const gone = Math.min(gpus, part.gpus);
    if (part.startsAt < from) left.push({ ...part, endsAt: from });
    if (gone < part.gpus) left.push({ gpus: part.gpus - gone, startsAt: from, endsAt: to });
    if (to < part.endsAt) left.push({ ...part, startsAt: to });
    taken.push({ gpus: gone, startsAt: from, endsAt: to });
  }
  return { left: joined(left), taken };
}

/** Neighbours with as many GPUs are one. */
export function joined(parts: readonly Part[]): Part[] {
  const result: Part[] = [];
  for (const part of parts.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime())) {
    const before = result.at(-1);
    if (before && before.gpus === part.gpus && before.endsAt.getTime() === part.startsAt.getTime()) {
      result[result.length - 1] = { ...before, endsAt: part.endsAt };
    } else result.push(part);
  }
  return result;
}

export function gpusAt(parts: readonly Part[], instant: Date): number {
  return parts.find(({ startsAt, endsAt }) => startsAt <= instant && instant < endsAt)?.gpus ?? 0;
}

/** Until when, from an instant on, there are GPUs without a break. */
export function unbrokenUntil(parts: readonly Part[], instant: Date): Date | null {
  let until: Date | null = null;
  for (const part of parts) {
    if (until === null) {
      if (part.startsAt <= instant && instant < part.endsAt) until = part.endsAt;
    } else if (part.startsAt.getTime() === until.getTime()) until = part.endsAt;
    else break;
  }
  return until;
}

const later = (a: Date, b: Date) => (a > b ? a : b);
const earlier = (a: Date, b: Date) => (a < b ? a : b);

/** The quarters of a window, for those who count them one by one. */
export function* quarters({ startsAt, endsAt }: Window): Generator<Date> {
  for (let at = startsAt.getTime(); at < endsAt.getTime(); at += QUARTER_MS) yield new Date(at);
}

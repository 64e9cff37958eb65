import { later } from "./wall-clock.ts";

// What is drawn behind the bookings of a calendar: how much is free, where nothing can be booked.

export interface Closure {
  id: string;
  kind: "MAINTENANCE" | "BLACKOUT";
  gpus: number;
  startsAt: string;
  endsAt: string;
  reason: string;
}

export interface Mark {
  start: string;
  end: string;
  free: number;
}

/** A mark for each hour. */
export function marksOf(from: string, free: readonly number[]): Mark[] {
  return free.map((count, at) => {
    const start = later(from, at * 60);
    return { start, end: later(start, 60), free: count };
  });
}

/** How full a slot is shaded: nothing is free, few are, most are. */
export function shade(free: number, gpus: number): "none" | "few" | "some" | "most" {
  if (free <= 0) return "none";
  const share = free / Math.max(gpus, 1);
  if (share <= 0.25) return "few";
  return share < 0.75 ? "some" : "most";
}

/** The fewest that are free at any time of each stretch between these instants. */
export function leastBetween(
  from: string,
  free: readonly number[],
  bounds: readonly string[],
): (number | null)[] {
  const start = Date.parse(from);
  return bounds.slice(0, -1).map((bound, at) => {
    const first = Math.floor((Date.parse(bound) - start) / 3_600_000);
    const end = Math.ceil((Date.parse(bounds[at + 1] ?? bound) - start) / 3_600_000);
    const inside = free.slice(Math.max(0, first), Math.max(0, end));
    return inside.length === 0 ? null : Math.min(...inside);
  });
}

// When a machine may be called gone. A provider's list runs behind, a read fails, a page is cut: one
// look proves nothing, and a machine that is taken for gone while it runs is billed for ever. So gone
// is: not in a complete list and not to be read, twice, a minute apart, with no sight of it between.

export interface Misses {
  first: Date;
  last: Date;
}

const APART_MS = 60_000;

/** What one look adds. `unread`: the list or the read failed, which says nothing either way. */
export function look(before: Misses | null, saw: "there" | "absent" | "unread", now: Date): Misses | null {
  switch (saw) {
    case "there":
      return null;
    case "unread":
      return before;
    case "absent":
      return { first: before?.first ?? now, last: now };
  }
}

export function isGone(misses: Misses | null): boolean {
  return misses !== null && misses.last.getTime() - misses.first.getTime() >= APART_MS;
}

/**
 * Whether a complete list can be believed. One that suddenly lacks much of what was there a moment
 * ago is more likely cut, stale or another account's than true, and changes nothing.
 */
export function isPlausible(list: { expected: number; absent: number }): boolean {
  return list.absent <= Math.max(3, Math.floor(list.expected / 5));
}

/** How many destructive acts nobody asked for one round of a sweep may make at a provider. */
export function mostDestroyed(listed: number): number {
  return Math.max(3, Math.floor(listed / 5));
}

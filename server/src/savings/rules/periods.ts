// Days, weeks and months of UTC, as the ledger's and the statement's are.

export type Bucket = "day" | "week" | "month";

const DAY_MS = 86_400_000;

/** When the day, the week (from Monday) or the month began that an instant is in. */
export function startOf(bucket: Bucket, at: Date): Date {
  const day = Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate());
  switch (bucket) {
    case "day":
      return new Date(day);
    case "week":
      return new Date(day - ((at.getUTCDay() + 6) % 7) * DAY_MS);
    case "month":
      return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1));
  }
}

export function nextOf(bucket: Bucket, start: Date): Date {
  switch (bucket) {
    case "day":
      return new Date(start.getTime() + DAY_MS);
    case "week":
      return new Date(start.getTime() + 7 * DAY_MS);
    case "month":
      return new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1));
  }
}

/** The buckets that lie in a period, in order; the first and the last are cut by it. */
export function bucketsOf(bucket: Bucket, from: Date, until: Date): { from: Date; until: Date }[] {
  const buckets: { from: Date; until: Date }[] = [];
  if (from >= until) return buckets;
  for (let start = startOf(bucket, from); start < until; start = nextOf(bucket, start)) {
    const end = nextOf(bucket, start);
    buckets.push({ from: start < from ? from : start, until: end > until ? until : end });
  }
  return buckets;
}

export interface Cut {
  /** Whole days: from the beginning of all where null, and with what there is of today where the end is. */
  days: { from: Date | null; until: Date | null } | null;
  /** What is no whole day, before them and after. */
  edges: { from: Date; until: Date; isAfter: boolean }[];
}

/** A period in whole days and what is left of it. What lies behind a day that is at hand is nothing yet. */
export function cutInDays(from: Date | null, until: Date, now: Date): Cut {
  const day = from && startOf("day", from);
  const first = from && day && (day < from ? nextOf("day", day) : day);
  const last = until >= now ? null : startOf("day", until);
  if (from && first && first >= (last ?? until))
    return { days: null, edges: from < until ? [{ from, until, isAfter: false }] : [] };
  const edges: Cut["edges"] = [];
  if (from && first && from < first) edges.push({ from, until: first, isAfter: false });
  if (last && last < until) edges.push({ from: last, until, isAfter: true });
  return { days: { from: first, until: last }, edges };
}

import type { Ctx } from "../platform/context.ts";
import {
  type MatchOf,
  matcher,
  type MeteredSession,
  toReservedSessions,
  toSessions,
} from "./read-metered.ts";
import { RULES } from "./rules/match.ts";
import { cutInDays } from "./rules/periods.ts";
import { readBookRows, type Rows } from "./store/books.ts";
import type { DaySum } from "./store/days.ts";
import { listReferencePrices, readMetered } from "./store/metered.ts";
import { readReserved } from "./store/reserved.ts";

// What a period is added up from: days of sessions that are over, as they were added up (add-up.ts), and session by
// session what is not in them yet, and the hours of the period that are no whole day. It is all read of one instant, so
// each session is in it once, wherever its adding up stands; where no sums are to be trusted, all are read one by one.

/** A session, of which this much is in no day. */
export interface Part {
  session: MeteredSession;
  from: Date | null;
  until: Date;
  /** It is not among those that the days count. */
  isCounted: boolean;
}

export interface Books {
  days: DaySum[];
  parts: Part[];
  /** Those that go on from the day before the first are no part of what the first edge has. */
  hasEdgeBefore: boolean;
  matchOf: MatchOf;
}

export async function readBooks(ctx: Ctx, accountId: string, from: Date | null, until: Date): Promise<Books> {
  const cut = cutInDays(from, until, ctx.now());
  const { days, left, edges, prices } = await readBookRows(ctx, accountId, RULES, { from, until, cut });
  const matchOf = matcher(prices);
  const sessionsOf = ({ metered, reserved }: Rows) => [
    ...toSessions(metered, matchOf),
    ...toReservedSessions(reserved, matchOf),
  ];
  const parts: Part[] = sessionsOf(left).map((session) => ({
    session,
    from,
    until,
    isCounted: true,
  }));
  for (const [place, { from, until, isAfter }] of cut.edges.entries())
    for (const session of sessionsOf(edges[place] ?? { metered: [], reserved: [] })) {
      const began = session.stretches[0]?.from ?? from;
      parts.push({ session, from, until, isCounted: !isAfter || began >= from });
    }
  return { days, parts, hasEdgeBefore: cut.edges.some(({ isAfter }) => !isAfter), matchOf };
}

/** The sessions that are not over. */
export async function readOpen(ctx: Ctx, accountId: string): Promise<MeteredSession[]> {
  const [metered, reserved, prices] = await Promise.all([
    readMetered(ctx, { notOverOf: accountId }),
    readReserved(ctx, { notOverOf: accountId }),
    listReferencePrices(ctx),
  ]);
  const matchOf = matcher(prices);
  return [...toSessions(metered, matchOf), ...toReservedSessions(reserved, matchOf)];
}

export function firstCharge({ days, parts }: Pick<Books, "days" | "parts">): Date | null {
  let first: Date | null = null;
  const see = (at: Date | undefined) => {
    if (at && (!first || at < first)) first = at;
  };
  for (const { firstAt } of days) see(firstAt);
  for (const { session } of parts) see(session.stretches[0]?.from);
  return first;
}

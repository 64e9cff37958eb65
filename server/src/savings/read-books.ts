import { type Ctx, inSnapshot } from "../platform/context.ts";
import { type MatchOf, matcher, type MeteredSession, toSessions } from "./read-metered.ts";
import { RULES } from "./rules/match.ts";
import { cutInDays } from "./rules/periods.ts";
import { type DaySum, listDays, readEdition } from "./store/days.ts";
import { listReferencePrices, readMetered } from "./store/metered.ts";

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

/** In no edition: each is in an earlier one. */
const NO_EDITION = 2_147_483_647;

export async function readBooks(ctx: Ctx, accountId: string, from: Date | null, until: Date): Promise<Books> {
  return inSnapshot(ctx, async (ctx) => {
    const edition = await readEdition(ctx, RULES);
    const matchOf = matcher(await listReferencePrices(ctx));
    const read = async (which: Parameters<typeof readMetered>[1]) =>
      toSessions(await readMetered(ctx, which), matchOf);
    const left = await read({ accountId, notIn: edition ?? NO_EDITION, from, until });
    const parts: Part[] = left.map((session) => ({ session, from, until, isCounted: true }));
    if (edition === null) return { days: [], parts, hasEdgeBefore: false, matchOf };
    const { days, edges } = cutInDays(from, until, ctx.now());
    for (const edge of edges) {
      const { from, until, isAfter } = edge;
      for (const session of await read({ accountId, in: edition, from, until })) {
        const began = session.stretches[0]?.from ?? from;
        parts.push({ session, from, until, isCounted: !isAfter || began >= from });
      }
    }
    return {
      days: days ? await listDays(ctx, accountId, edition, days) : [],
      parts,
      hasEdgeBefore: edges.some(({ isAfter }) => !isAfter),
      matchOf,
    };
  });
}

/** The sessions that are not over. */
export async function readOpen(ctx: Ctx, accountId: string): Promise<MeteredSession[]> {
  const rows = await readMetered(ctx, { accountId, notOver: true });
  return toSessions(rows, matcher(await listReferencePrices(ctx)));
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

import { type Ctx, inTransaction } from "../platform/context.ts";
import { between, nothing, add, spanOf } from "./compare.ts";
import { matcher, type MeteredSession, toReservedSessions, toSessions } from "./read-metered.ts";
import { RULES } from "./rules/match.ts";
import { nextOf, startOf } from "./rules/periods.ts";
import { addDays, type DaySum, forgetEditions, holdEdition, noteSaved, takeUnsaved } from "./store/days.ts";
import { listReferencePrices, readMetered } from "./store/metered.ts";
import { noteSavedReserved, readReserved, takeUnsavedReserved } from "./store/reserved.ts";

// Sessions that are over do not change any more, and nor do reservations that are over with their machines, so what they
// came to is added up by day, once, and it is noted with each that it is. Both are one transaction: a process that dies
// leaves some that are added up and noted, and the rest for whoever comes next. Sums are of the prices and rules of one time. Where those change another edition is at hand,
// of which nothing is noted with any session, and all are added up again by the same way.

const AT_ONCE = 500;
const FORGOTTEN_AT_ONCE = 5_000;

/** All that is to be added up. Answers how many sessions and reservations were. */
export async function addUpSavings(ctx: Ctx, signal: AbortSignal, atOnce = AT_ONCE): Promise<number> {
  let all = 0;
  while (!signal.aborted) {
    const some = await addSomeUp(ctx, atOnce);
    all += some;
    if (some < atOnce) break;
  }
  return all;
}

/** One transaction of it. */
export async function addSomeUp(ctx: Ctx, atOnce: number): Promise<number> {
  return inTransaction(ctx, async (ctx) => {
    const edition = await holdEdition(ctx, RULES);
    if (edition === null) return 0;
    const sessionIds = await takeUnsaved(ctx, edition, atOnce);
    const reservationIds = await takeUnsavedReserved(ctx, edition, atOnce - sessionIds.length);
    if (sessionIds.length + reservationIds.length === 0) {
      await forgetEditions(ctx, edition, FORGOTTEN_AT_ONCE);
      return 0;
    }
    const matchOf = matcher(await listReferencePrices(ctx));
    const sessions = toSessions(await readMetered(ctx, { sessionIds }), matchOf);
    const reserved = toReservedSessions(await readReserved(ctx, { reservationIds }), matchOf);
    await addDays(ctx, edition, sumByDay([...sessions, ...reserved]));
    await noteSaved(ctx, edition, sessionIds);
    await noteSavedReserved(ctx, edition, reservationIds);
    return sessionIds.length + reservationIds.length;
  });
}

/** In one order, whoever adds: two that add to the same days wait for each other, and not in a ring. */
export function sumByDay(sessions: readonly MeteredSession[]): DaySum[] {
  const sums = new Map<string, DaySum>();
  for (const session of sessions) {
    const { accountId, consumer, providerId, gpuModel, gpuSocket, vramGb, kind } = session.row;
    const span = spanOf(session, session.stretches.at(-1)?.until ?? new Date(0));
    if (!span) continue;
    const first = startOf("day", span.from);
    for (let day = first; day < span.until; day = nextOf("day", day)) {
      const figures = between(session, day, nextOf("day", day));
      const of = { accountId, consumer, providerId, gpuModel, gpuSocket, vramGb, kind };
      const key = keyOf({ ...of, day });
      let sum = sums.get(key);
      if (!sum)
        sums.set(key, (sum = { ...of, day, begun: 0, carried: 0, firstAt: span.from, figures: nothing() }));
      if (day === first) sum.begun += 1;
      else sum.carried += 1;
      if (span.from < sum.firstAt) sum.firstAt = span.from;
      add(sum.figures, figures);
    }
  }
  return [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
}

export function keyOf(sum: Omit<DaySum, "begun" | "carried" | "firstAt" | "figures">): string {
  const { accountId, day, consumer, providerId, gpuModel, gpuSocket, vramGb, kind } = sum;
  return JSON.stringify([
    accountId,
    day.toISOString().slice(0, 10),
    consumer,
    providerId,
    gpuModel,
    gpuSocket,
    vramGb,
    kind,
  ]);
}

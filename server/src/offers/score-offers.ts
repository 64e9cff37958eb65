import { type Ctx, inTransaction } from "../platform/context.ts";
import { type Scores, scoreLaunches, suppressedUntil } from "./rules/availability.ts";
import {
  lockProviders,
  readFailures,
  readLaunchDays,
  type Suppression,
  writeScores,
} from "./store/launches.ts";
import { raiseMarketRevision } from "./store/poll.ts";
import { tellOffers } from "./tell-offers.ts";

// A poll of the provider waits no longer than it takes to write so many.
const OFFERS_AT_ONCE = 10_000;

/** Writes anew how likely launches are to work, where time or a launch has changed it. */
export async function scoreOffers(ctx: Ctx, signal?: AbortSignal): Promise<void> {
  let written: number;
  do {
    written = await inTransaction(ctx, async (ctx) => {
      await lockProviders(ctx, null);
      return rescore(ctx, null, { most: OFFERS_AT_ONCE });
    });
  } while (written === OFFERS_AT_ONCE && !signal?.aborted);
}

/** Within a transaction that has the provider locked: all its offers, these alone, or so many of those that changed. */
export async function rescore(
  ctx: Ctx,
  providerId: string | null,
  which: { ids?: readonly string[]; most?: number },
): Promise<number> {
  const scores: Scores = scoreLaunches(await readLaunchDays(ctx, providerId));
  const suppressions = await readSuppressions(ctx, providerId);
  const changed = await writeScores(ctx, providerId, scores, suppressions, which);
  if (changed.length === 0) return 0;
  await tellOffers(
    ctx,
    providerId,
    changed.map(({ id, wasAvailability, wasSuppressedUntil }) => {
      return { id, was: { availability: wasAvailability, suppressedUntil: wasSuppressedUntil } };
    }),
    [],
  );
  await raiseMarketRevision(ctx);
  return changed.length;
}

async function readSuppressions(ctx: Ctx, providerId: string | null): Promise<Suppression[]> {
  const failures = await readFailures(ctx, providerId);
  const machines = Map.groupBy(failures, (failure) =>
    JSON.stringify([failure.providerId, failure.machineId]),
  );
  return [...machines.values()].flatMap((ofMachine) => {
    const [first] = ofMachine;
    const until = suppressedUntil(
      ofMachine.map(({ at }) => at),
      ctx.now(),
    );
    return first && until ? [{ providerId: first.providerId, machineId: first.machineId, until }] : [];
  });
}

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

/** Writes anew how likely launches are to work, where time or a launch has changed it. */
export async function scoreOffers(ctx: Ctx, providerId: string | null = null): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    await lockProviders(ctx, providerId);
    await rescore(ctx, providerId);
  });
}

/** Within a transaction that has the provider locked: all its offers, or only these. */
export async function rescore(
  ctx: Ctx,
  providerId: string | null,
  ids: readonly string[] | null = null,
): Promise<void> {
  const scores: Scores = scoreLaunches(await readLaunchDays(ctx, providerId));
  const suppressions = await readSuppressions(ctx, providerId);
  const changed = await writeScores(ctx, providerId, scores, suppressions, ids);
  if (changed.length === 0) return;
  await tellOffers(
    ctx,
    providerId,
    changed.map(({ id, wasAvailability, wasSuppressedUntil }) => {
      return { id, was: { availability: wasAvailability, suppressedUntil: wasSuppressedUntil } };
    }),
    [],
  );
  await raiseMarketRevision(ctx);
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

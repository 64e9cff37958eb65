import { accountIdOf } from "../accounts/index.ts";
import type { Ctx } from "../platform/context.ts";
import type { Usd } from "../values/money.ts";
import { type Measure, measures, type Period, readBudget, type Rung, type Scope } from "./rules/budget.ts";
import { listBegun, listExtended, listRanAt, readReachedAt, type Touched } from "./store/simulation.ts";
import { periodAround } from "./store/spending.ts";

export interface Simulate {
  scope: Scope;
  scopeValue?: string | null | undefined;
  period: Period;
  timeZone: string;
  limit: Usd;
  rungs: readonly Rung[];
}

export interface SimulatedRung extends Rung {
  reachedAt: Date | null;
  kept: Touched;
  extended: Touched;
  ended: Touched;
}

const NOTHING: Touched = { count: 0, some: [] };

/**
 * What a ladder would have done in the period at hand, had it been there from its beginning: what began after a rung
 * was reached, what was made longer, and what ran when the last was. Of a rung that was not reached it says what it
 * would end at this instant.
 */
export async function simulateBudget(ctx: Ctx, input: Simulate): Promise<SimulatedRung[]> {
  const { scope, scopeValue, period, zone, limit, rungs } = readBudget({ ...input, name: "simulated" });
  const of = { accountId: accountIdOf(ctx), scope, scopeValue };
  const { startsAt, endsAt } = await periodAround(ctx, period, zone, ctx.now());
  const reached = await readReachedAt(
    ctx,
    { ...of, from: startsAt, until: endsAt },
    rungs.map(({ atPercent }) => (limit * BigInt(atPercent) + 99n) / 100n),
  );
  const from = (measure: Measure) => measures.indexOf(measure);
  const simulated: SimulatedRung[] = [];
  for (const [at, rung] of rungs.entries()) {
    const reachedAt = reached[at] ?? null;
    const does = (measure: Measure) => from(rung.measure) >= from(measure);
    simulated.push({
      ...rung,
      reachedAt,
      kept: reachedAt ? await listBegun(ctx, of, reachedAt) : NOTHING,
      extended: reachedAt && does("drain") ? await listExtended(ctx, of, reachedAt) : NOTHING,
      ended: does("stop") ? await listRanAt(ctx, of, reachedAt ?? ctx.now()) : NOTHING,
    });
  }
  return simulated;
}

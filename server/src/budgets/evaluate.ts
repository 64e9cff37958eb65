import { mailLeads } from "../accounts/index.ts";
import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { blockStarts, endForBudget, unblockStarts } from "../sessions/index.ts";
import { SYSTEM } from "../values/actor.ts";
import { formatUsd } from "../values/money.ts";
import { type Measure, measureDue, nextCrossing, reached } from "./rules/budget.ts";
import { crossingLetter, dollars } from "./rules/letters.ts";
import {
  type BudgetRow,
  changeBudgetRow,
  type CrossingRow,
  insertCrossings,
  listDueBudgets,
  takeAnyBudget,
} from "./store/budgets.ts";
import { listCharged, periodAround, readSeq, readSpending } from "./store/spending.ts";

// Budgets are looked at by what is true and not by what changed: whichever account's ledger went on since its
// budgets were looked at, they are due. One transaction reads what was spent, writes what was crossed, tells of
// it and takes the measures, so that after a kill at any instant all of it is there or none. That a threshold
// is told of once in a period is not remembered here: the key of its row is the referee.

const AT_A_TIME = 200;
const TOLD_WITHIN_MS = 7 * 24 * 3_600_000;

/** Says how many crossings were told. One budget that cannot be looked at keeps none of the others waiting. */
export async function evaluateBudgets(ctx: Ctx, signal?: AbortSignal): Promise<number> {
  let told = 0;
  const failed = new Map<string, unknown>();
  const seen = new Set<string>();
  for (let more = true; more && !signal?.aborted;) {
    const due = await listDueBudgets(ctx, AT_A_TIME + seen.size);
    const fresh = due.filter(({ id }) => !seen.has(id));
    for (const { id } of fresh) {
      seen.add(id);
      try {
        told += await evaluateBudget(ctx, id);
      } catch (error) {
        failed.set(id, error);
      }
    }
    more = fresh.length >= AT_A_TIME;
  }
  if (failed.size > 0)
    throw new AggregateError(failed.values(), `could not look at ${[...failed.keys()].join(", ")}`);
  return told;
}

export async function evaluateBudget(ctx: Ctx, id: string): Promise<number> {
  return inTransaction({ ...ctx, actor: SYSTEM }, async (ctx) => {
    const budget = await takeAnyBudget(ctx, id);
    return budget ? evaluateTaken(ctx, budget) : 0;
  });
}

/** Within a transaction that holds the budget's row. */
export async function evaluateTaken(ctx: Ctx, taken: BudgetRow): Promise<number> {
  let budget = taken;
  // Read before what was spent: what is written in between is looked at again, and never passed over.
  const seenSeq = await readSeq(ctx, budget.accountId);
  let told = 0;
  // What was spent in a period's last second counts for that period, though it is over by the time of the look.
  while (budget.periodEndsAt <= ctx.now()) {
    told += await tellCrossings(ctx, budget, null);
    const { startsAt, endsAt } = await periodAround(ctx, budget.period, budget.zone, budget.periodEndsAt);
    budget = { ...budget, periodStartsAt: startsAt, periodEndsAt: endsAt, measure: null };
  }
  const { spent } = await readSpending(ctx, budget, budget.periodStartsAt, budget.periodEndsAt);
  const due = measureDue(budget.rungs, spent, budget.limit);
  const sessionsEnded = await takeMeasure(ctx, budget, { had: taken.measure, due });
  told += await tellCrossings(ctx, budget, { due, sessionsEnded });
  const { periodStartsAt, periodEndsAt } = budget;
  await changeBudgetRow(ctx, budget.id, { seenSeq, periodStartsAt, periodEndsAt, measure: due });
  return told;
}

async function takeMeasure(
  ctx: Ctx,
  budget: BudgetRow,
  { had, due }: { had: Measure | null; due: Measure | null },
): Promise<number> {
  const { id, accountId, name, scope, scopeValue, limit, periodEndsAt } = budget;
  if (due === null) {
    if (had !== null) await unblockStarts(ctx, accountId, id);
    return 0;
  }
  if (scope === "provider") return 0;
  await blockStarts(ctx, {
    by: id,
    accountId,
    scope,
    scopeValue,
    extensionsToo: due !== "block",
    message: `The budget “${name}” of ${dollars(limit)} a ${budget.period} keeps more from beginning. Raise it, or wait until it begins anew.`,
    until: periodEndsAt,
  });
  if (due !== "stop") return 0;
  let ended = 0;
  for (const { id } of await listCharged(ctx, budget)) if (await endForBudget(ctx, id)) ended += 1;
  return ended;
}

async function tellCrossings(
  ctx: Ctx,
  budget: BudgetRow,
  now: { due: Measure | null; sessionsEnded: number } | null,
): Promise<number> {
  const { id: budgetId, limit, periodStartsAt, periodEndsAt } = budget;
  const { spent, top } = await readSpending(ctx, budget, periodStartsAt, periodEndsAt);
  const crossed = await insertCrossings(
    ctx,
    reached(budget.thresholds, spent, limit).map((threshold) => ({
      budgetId,
      periodStartsAt,
      threshold,
      at: ctx.now(),
      spent,
      limit,
    })),
  );
  if (crossed.length === 0) return 0;
  const charged = now ? await listCharged(ctx, budget) : [];
  const rate = charged.reduce((sum, { pricePerHour }) => sum + pricePerHour, 0n);
  const next = nextCrossing(budget, spent, rate, ctx.now(), periodEndsAt);
  for (const crossing of crossed.toSorted((a, b) => a.threshold - b.threshold)) {
    await tell(ctx, budget, crossing, {
      top,
      next,
      did: now?.due ?? null,
      sessionsEnded: now?.sessionsEnded ?? 0,
    });
  }
  return crossed.length;
}

async function tell(
  ctx: Ctx,
  { id, accountId, name, period, zone, periodEndsAt }: BudgetRow,
  { threshold, spent, limit, periodStartsAt }: CrossingRow,
  rest: Pick<Parameters<typeof crossingLetter>[0], "top" | "next" | "did" | "sessionsEnded">,
): Promise<void> {
  const letter = crossingLetter({ name, period, zone, threshold, spent, limit, periodEndsAt, ...rest });
  await record(ctx, {
    topic: "budget.crossed",
    subject: id,
    accountId,
    payload: {
      name,
      threshold,
      spent: formatUsd(spent),
      limit: formatUsd(limit),
      periodStartsAt: periodStartsAt.toISOString(),
      did: rest.did ?? "notify",
      sessionsEnded: rest.sessionsEnded,
      explained: [...letter.paragraphs],
    },
  });
  await mailLeads(ctx, accountId, {
    letter,
    usefulUntil: new Date(ctx.now().getTime() + TOLD_WITHIN_MS),
  });
}

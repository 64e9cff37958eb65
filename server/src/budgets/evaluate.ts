import { mailLeads } from "../accounts/index.ts";
import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { blockStarts, endForBudget, unblockStarts } from "../sessions/index.ts";
import { SYSTEM } from "../values/actor.ts";
import { sayUsd, formatUsd } from "../values/money.ts";
import { type Measure, measureDue, measureKept, nextCrossing, reached } from "./rules/budget.ts";
import { type Forecast, forecastOf } from "./rules/forecast.ts";
import { crossingLetter, forecastLetter } from "./rules/letters.ts";
import {
  type BudgetRow,
  changeBudgetRow,
  forgetUnreached,
  type CrossingRow,
  insertCrossings,
  listCrossed,
  listDueBudgets,
  noteLooks,
  takeAnyBudget,
  takeBudgets,
  takeUntold,
} from "./store/budgets.ts";
import {
  listCharged,
  periodAround,
  periodsAround,
  readAhead,
  readSpending,
  type Seen,
  type Window,
} from "./store/spending.ts";

// Budgets are looked at by what is true and not by what changed: whichever account's ledger went on since its
// budgets were looked at, they are due. Two hundred are looked at together, in a handful of statements; most have
// nothing to tell and nothing to do, and are done with. Each of the others has a transaction of its own, which reads
// what was spent, writes what was crossed, tells of it and takes the measures, so that after a kill at any instant all
// of it is there or none. That a threshold is told of once in a period is not remembered here: the key of its row is
// the referee, and the row says whether it was told.

const AT_A_TIME = 200;
const TOLD_WITHIN_MS = 7 * 24 * 3_600_000;

/** Says how many crossings were told. One budget that cannot be looked at keeps none of the others waiting. */
export async function evaluateBudgets(ctx: Ctx, signal?: AbortSignal): Promise<number> {
  let told = 0;
  const failed = new Map<string, unknown>();
  const seen = new Set<string>();
  for (let more = true; more && !signal?.aborted;) {
    const due = await listDueBudgets(ctx, AT_A_TIME + seen.size);
    const fresh = due.map(({ id }) => id).filter((id) => !seen.has(id));
    for (const id of fresh) seen.add(id);
    for (const id of await lookTogether(ctx, fresh)) {
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

/** Gives those that have something to tell or to do; all of them where they could not be looked at together. */
async function lookTogether(ctx: Ctx, ids: readonly string[]): Promise<readonly string[]> {
  if (ids.length < 2) return ids;
  try {
    return await inTransaction({ ...ctx, actor: SYSTEM }, (ctx) => noteQuiet(ctx, ids));
  } catch (error) {
    ctx.log.warn({ err: error, budgets: ids.length }, "budgets could not be looked at together");
    return ids;
  }
}

async function noteQuiet(ctx: Ctx, ids: readonly string[]): Promise<string[]> {
  const now = ctx.now();
  const rows = await takeBudgets(ctx, ids);
  const periods = await periodsAround(
    ctx,
    rows.map(({ period, zone }) => ({ period, zone, instant: now })),
  );
  const together = rows.map((row, at) => {
    const { startsAt, endsAt } = periods[at] ?? { startsAt: row.periodStartsAt, endsAt: row.periodEndsAt };
    return { row, was: windowOf(row), is: { ...windowOf(row), from: startsAt, until: endsAt } };
  });
  const of = (of: "was" | "is") =>
    together.map(({ row, ...windows }) => ({ budgetId: row.id, periodStartsAt: windows[of].from }));
  const crossed = Map.groupBy(
    await listCrossed(ctx, [...of("was"), ...of("is")]),
    ({ budgetId }) => budgetId,
  );
  const before = await readAhead(
    ctx,
    together.map(({ was }) => was),
  );
  const ahead = await readAhead(
    ctx,
    together.map(({ is }) => is),
  );
  const quiet: Parameters<typeof noteLooks>[1][number][] = [];
  const loud: string[] = [];
  for (const [at, { row, was, is }] of together.entries()) {
    const [old, seen] = [before[at], ahead[at]];
    const isNew = was.from.getTime() !== is.from.getTime();
    const said = crossed.get(row.id) ?? [];
    const isQuiet =
      old &&
      seen &&
      row.snoozedUntil === null &&
      (!isNew || (was.until.getTime() === is.from.getTime() && saysNothing(row, was, old, said, null))) &&
      saysNothing(row, is, seen, said, now) &&
      measureKept(row.rungs, isNew ? null : row.measure, seen.spent, row.limit) ===
        (isNew ? null : row.measure) &&
      row.measure !== "stop";
    if (isQuiet)
      // What was read first is what it was looked at up to: what came in between is looked at again.
      quiet.push({ id: row.id, seenSeq: old.seq, periodStartsAt: is.from, periodEndsAt: is.until });
    else loud.push(row.id);
  }
  await noteLooks(ctx, quiet);
  return loud;
}

/** Nothing is crossed in a window that was not crossed before. `now` is null for one that is over. */
function saysNothing(
  { thresholds, forecastThresholds, limit }: BudgetRow,
  { from, until }: Window,
  seen: Seen,
  crossed: readonly Pick<CrossingRow, "periodStartsAt" | "basis" | "threshold">[],
  now: Date | null,
): boolean {
  const known = (basis: CrossingRow["basis"], threshold: number) =>
    crossed.some(
      (one) =>
        one.basis === basis && one.threshold === threshold && one.periodStartsAt.getTime() === from.getTime(),
    );
  if (reached(thresholds, seen.spent, limit).some((one) => !known("actual", one))) return false;
  if (now === null) return true;
  const { amount } = forecastOf(seen, until.getTime() - now.getTime());
  return foreseen(forecastThresholds, seen.spent, amount, limit).every((one) => known("forecast", one));
}

/** Which thresholds will be reached and are not: of what is spent already nothing is foretold. */
function foreseen(thresholds: readonly number[], spent: bigint, amount: bigint, limit: bigint): number[] {
  const already = new Set(reached(thresholds, spent, limit));
  return reached(thresholds, amount, limit).filter((one) => !already.has(one));
}

const windowOf = ({ accountId, scope, scopeValue, periodStartsAt, periodEndsAt }: BudgetRow): Window => ({
  accountId,
  scope,
  scopeValue,
  from: periodStartsAt,
  until: periodEndsAt,
});

export async function evaluateBudget(ctx: Ctx, id: string): Promise<number> {
  return inTransaction({ ...ctx, actor: SYSTEM }, async (ctx) => {
    const budget = await takeAnyBudget(ctx, id);
    return budget ? evaluateTaken(ctx, budget) : 0;
  });
}

/**
 * Within a transaction that holds the budget's row. `anew`: what is in force is let go of where it is not due; `raised`:
 * what was crossed of a lower limit and is not of this one can be crossed again.
 */
export async function evaluateTaken(
  ctx: Ctx,
  taken: BudgetRow,
  { anew = false, raised = false }: { anew?: boolean; raised?: boolean } = {},
): Promise<number> {
  let budget = taken;
  let told = 0;
  // Of one that is over, what was spent in its last second counts for it, though it is over by the time of the look.
  // The account's place in its ledger is read with what was spent first: what comes after that is looked at again.
  let seenSeq: bigint | null = null;
  while (budget.periodEndsAt <= ctx.now()) {
    const seen = await readOne(ctx, budget);
    seenSeq ??= seen.seq;
    told += await tellCrossings(ctx, budget, seen, null);
    const { startsAt, endsAt } = await periodAround(ctx, budget.period, budget.zone, budget.periodEndsAt);
    budget = { ...budget, periodStartsAt: startsAt, periodEndsAt: endsAt, measure: null, snoozedUntil: null };
  }
  const seen = await readOne(ctx, budget);
  seenSeq ??= seen.seq;
  const { rungs, limit } = budget;
  const due = anew
    ? measureDue(rungs, seen.spent, limit)
    : measureKept(rungs, budget.measure, seen.spent, limit);
  const sessionsEnded = await takeMeasure(ctx, budget, { had: taken.measure, due });
  const forecast = forecastOf(seen, budget.periodEndsAt.getTime() - ctx.now().getTime());
  if (raised) await forgetUnreached(ctx, budget, { actual: seen.spent, forecast: forecast.amount });
  told += await tellCrossings(ctx, budget, seen, { due, sessionsEnded, forecast });
  const { periodStartsAt, periodEndsAt } = budget;
  const snoozedUntil = isSnoozed(ctx, budget) ? budget.snoozedUntil : null;
  await changeBudgetRow(ctx, budget.id, {
    seenSeq,
    periodStartsAt,
    periodEndsAt,
    measure: due,
    snoozedUntil,
  });
  return told;
}

async function readOne(ctx: Ctx, budget: BudgetRow): Promise<Seen> {
  const [seen] = await readAhead(ctx, [windowOf(budget)]);
  if (!seen) throw new Error("a window has an answer");
  return seen;
}

const isSnoozed = (ctx: Ctx, { snoozedUntil }: BudgetRow) =>
  snoozedUntil !== null && snoozedUntil > ctx.now();

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
  await blockStarts(ctx, {
    by: id,
    accountId,
    scope,
    scopeValue,
    extensionsToo: due === "drain" || due === "stop",
    asksFirst: due === "approve",
    message:
      due === "approve"
        ? `The budget “${name}” of ${sayUsd(limit)} a ${budget.period} wants to be asked before more begins.`
        : `The budget “${name}” of ${sayUsd(limit)} a ${budget.period} keeps more from beginning. Raise it, or wait until it begins anew.`,
    until: periodEndsAt,
  });
  if (due !== "stop") return 0;
  let ended = 0;
  for (const { id } of await listCharged(ctx, budget)) if (await endForBudget(ctx, id)) ended += 1;
  return ended;
}

interface Now {
  due: Measure | null;
  sessionsEnded: number;
  forecast: Forecast;
}

/** `now` is null for a period that is over: of that nothing is foretold, and nothing is done about it any more. */
async function tellCrossings(ctx: Ctx, budget: BudgetRow, { spent }: Seen, now: Now | null): Promise<number> {
  const { id: budgetId, limit, periodStartsAt, periodEndsAt, thresholds, forecastThresholds } = budget;
  const forecast = now?.forecast.amount ?? null;
  const row = { budgetId, periodStartsAt, at: ctx.now(), spent, forecast, limit };
  const ahead = forecast === null ? [] : foreseen(forecastThresholds, spent, forecast, limit);
  await insertCrossings(ctx, [
    ...reached(thresholds, spent, limit).map((threshold) => ({
      ...row,
      basis: "actual" as const,
      threshold,
    })),
    ...ahead.map((threshold) => ({ ...row, basis: "forecast" as const, threshold })),
  ]);
  // What is done to somebody's machines is told of though the rest be snoozed.
  const only = isSnoozed(ctx, budget) ? budget.rungs.map(({ atPercent }) => atPercent) : null;
  const untold = await takeUntold(ctx, budget, only);
  if (untold.length === 0) return 0;
  const { top } = await readSpending(ctx, budget, periodStartsAt, periodEndsAt);
  const charged = now ? await listCharged(ctx, budget) : [];
  const next = nextCrossing(budget, spent, charged, ctx.now(), periodEndsAt);
  const rest = { top, next, did: now?.due ?? null, sessionsEnded: now?.sessionsEnded ?? 0 };
  for (const crossing of untold) if (crossing.basis === "actual") await tell(ctx, budget, crossing, rest);
  // Several that are foretold at once are one piece of news: the highest says it, and names the others.
  const told = untold.filter(({ basis }) => basis === "forecast");
  const highest = told.at(-1);
  if (highest)
    await tellForecast(ctx, budget, highest, { ...rest, charged, forecast: now?.forecast ?? null });
  return untold.length;
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
  await mail(ctx, accountId, letter);
}

async function tellForecast(
  ctx: Ctx,
  { id, accountId, name, period, zone, periodEndsAt }: BudgetRow,
  { threshold, spent, forecast: amount, limit, periodStartsAt }: CrossingRow,
  rest: Pick<Parameters<typeof forecastLetter>[0], "top" | "charged" | "next" | "forecast">,
): Promise<void> {
  const letter = forecastLetter({
    name,
    period,
    zone,
    threshold,
    spent,
    limit,
    periodEndsAt,
    amount: amount ?? spent,
    ...rest,
  });
  await record(ctx, {
    topic: "budget.foreseen",
    subject: id,
    accountId,
    payload: {
      name,
      threshold,
      spent: formatUsd(spent),
      forecast: formatUsd(amount ?? spent),
      limit: formatUsd(limit),
      periodStartsAt: periodStartsAt.toISOString(),
      periodEndsAt: periodEndsAt.toISOString(),
      explained: [...letter.paragraphs],
    },
  });
  await mail(ctx, accountId, letter);
}

async function mail(ctx: Ctx, accountId: string, letter: ReturnType<typeof crossingLetter>): Promise<void> {
  await mailLeads(ctx, accountId, {
    letter,
    usefulUntil: new Date(ctx.now().getTime() + TOLD_WITHIN_MS),
  });
}

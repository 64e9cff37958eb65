import { accountIdOf } from "../accounts/index.ts";
import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { unblockStarts } from "../sessions/index.ts";
import { actorName } from "../values/actor.ts";
import { formatUsd } from "../values/money.ts";
import { InvalidInput, NotFound } from "../values/refusal.ts";
import { evaluateBudget, evaluateTaken } from "./evaluate.ts";
import { ContradictingBudget, UnknownBudgetScope } from "./refusals.ts";
import { type Budget, type BudgetInput, periods, readBudget } from "./rules/budget.ts";
import {
  type BudgetRow,
  changeBudgetRow,
  deleteBudget,
  insertBudget,
  listBudgets,
  lockBudget,
  lockBudgetsOfAccount,
} from "./store/budgets.ts";
import { listKnown, periodAround } from "./store/spending.ts";

const MOST_BUDGETS = 50;

/** What was spent in its period before it was made counts, and is told of at once. */
export async function createBudget(ctx: Ctx, input: BudgetInput): Promise<BudgetRow> {
  const budget = readBudget(input);
  const made = await inTransaction(ctx, async (ctx) => {
    await lockBudgetsOfAccount(ctx);
    const others = await listBudgets(ctx);
    if (others.length >= MOST_BUDGETS)
      throw new InvalidInput("name", `An account has at most ${MOST_BUDGETS} budgets. Remove one first.`);
    await refuseUnknown(ctx, budget);
    refuseContradiction(budget, others);
    const { startsAt, endsAt } = await periodAround(ctx, budget.period, budget.zone, ctx.now());
    const row = await insertBudget(ctx, {
      ...budget,
      id: ctx.newId("bud"),
      accountId: accountIdOf(ctx),
      createdBy: actorName(ctx.actor),
      createdAt: ctx.now(),
      periodStartsAt: startsAt,
      periodEndsAt: endsAt,
      seenSeq: -1n,
      measure: null,
    });
    await note(ctx, "budget.created", row);
    return row;
  });
  await evaluateBudget(ctx, made.id);
  return made;
}

/** What it is for and its period stay: those of another are another budget. */
export async function changeBudget(
  ctx: Ctx,
  id: string,
  change: Partial<
    Pick<BudgetInput, "name" | "limit" | "thresholds" | "forecastThresholds" | "watchesBurn" | "rungs">
  >,
): Promise<BudgetRow> {
  return inTransaction(ctx, async (ctx) => {
    await lockBudgetsOfAccount(ctx);
    const before = await lockBudget(ctx, id);
    if (!before) throw new NotFound("budget", id);
    const { scope, scopeValue, period, zone } = before;
    const budget = readBudget({
      scope,
      scopeValue,
      period,
      timeZone: zone,
      name: change.name ?? before.name,
      limit: change.limit ?? before.limit,
      thresholds: change.thresholds ?? before.thresholds,
      forecastThresholds: change.forecastThresholds ?? before.forecastThresholds,
      watchesBurn: change.watchesBurn ?? before.watchesBurn,
      rungs: change.rungs ?? before.rungs,
    });
    refuseContradiction(
      budget,
      (await listBudgets(ctx)).filter((other) => other.id !== id),
    );
    const { name, limit, thresholds, forecastThresholds, watchesBurn, rungs } = budget;
    const changes = { name, limit, thresholds, forecastThresholds, watchesBurn, rungs };
    const row = await changeBudgetRow(ctx, id, changes);
    await note(ctx, "budget.changed", row);
    await evaluateTaken(ctx, row, { anew: true, raised: limit > before.limit });
    return row;
  });
}

export async function removeBudget(ctx: Ctx, id: string): Promise<BudgetRow> {
  return inTransaction(ctx, async (ctx) => {
    const row = await deleteBudget(ctx, id);
    if (!row) throw new NotFound("budget", id);
    const { accountId, name } = row;
    await unblockStarts(ctx, accountId, id);
    await record(ctx, { topic: "budget.removed", subject: id, accountId, payload: { name } });
    return row;
  });
}

async function note(ctx: Ctx, topic: "budget.created" | "budget.changed", row: BudgetRow): Promise<void> {
  const { id: subject, accountId, name, limit, period } = row;
  await record(ctx, { topic, subject, accountId, payload: { name, limit: formatUsd(limit), period } });
}

async function refuseUnknown(ctx: Ctx, { scope, scopeValue }: Budget): Promise<void> {
  if (scopeValue === null) return;
  const known = await listKnown(ctx, accountIdOf(ctx), scope);
  if (!known.includes(scopeValue)) throw new UnknownBudgetScope(scope, scopeValue, known.slice(0, 20));
}

/** Of the same, a longer period that allows less than a shorter one: the shorter could never be used up. */
function refuseContradiction(budget: Budget, others: readonly BudgetRow[]): void {
  const same = others.filter((one) => one.scope === budget.scope && one.scopeValue === budget.scopeValue);
  const twin = same.find(({ period }) => period === budget.period);
  if (twin)
    throw new ContradictingBudget(`“${twin.name}” limits the same for each ${budget.period}.`, twin.id);
  const length = (period: Budget["period"]) => periods.indexOf(period);
  for (const other of same) {
    const [shorter, longer] =
      length(other.period) < length(budget.period) ? [other, budget] : [budget, other];
    if (shorter.limit > longer.limit)
      throw new ContradictingBudget(
        `A ${longer.period} may not cost less than a ${shorter.period} of it: “${other.name}” is of the same.`,
        other.id,
      );
  }
}

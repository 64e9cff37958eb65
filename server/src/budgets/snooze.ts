import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { actorName } from "../values/actor.ts";
import { InvalidInput, NotFound } from "../values/refusal.ts";
import { evaluateTaken } from "./evaluate.ts";
import { acknowledgeCrossings, type BudgetRow, changeBudgetRow, lockBudget } from "./store/budgets.ts";

/**
 * Until then nothing is told of it that can wait; null ends that. What is crossed meanwhile is told when it is over,
 * and its ladder goes on. The next period begins awake.
 */
export async function snoozeBudget(ctx: Ctx, id: string, until: Date | null): Promise<BudgetRow> {
  return inTransaction(ctx, async (ctx) => {
    const budget = await lockBudget(ctx, id);
    if (!budget) throw new NotFound("budget", id);
    if (until && until <= ctx.now()) throw new InvalidInput("until", "An instant that is yet to come.");
    const { accountId, name, periodEndsAt } = budget;
    const snoozedUntil = until && until > periodEndsAt ? periodEndsAt : until;
    const row = await changeBudgetRow(ctx, id, { snoozedUntil });
    await record(ctx, {
      topic: "budget.snoozed",
      subject: id,
      accountId,
      payload: { name, until: snoozedUntil?.toISOString() ?? null },
    });
    if (!snoozedUntil) await evaluateTaken(ctx, row);
    return row;
  });
}

/** Somebody saw what was crossed, and the others need not wonder whether anybody did. */
export async function acknowledgeBudget(ctx: Ctx, id: string): Promise<BudgetRow> {
  return inTransaction(ctx, async (ctx) => {
    const budget = await lockBudget(ctx, id);
    if (!budget) throw new NotFound("budget", id);
    const { accountId, name } = budget;
    const crossings = await acknowledgeCrossings(ctx, id, actorName(ctx.actor));
    if (crossings > 0)
      await record(ctx, {
        topic: "budget.acknowledged",
        subject: id,
        accountId,
        payload: { name, crossings },
      });
    return budget;
  });
}

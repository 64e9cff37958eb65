import type { Ctx } from "../platform/context.ts";
import type { Usd } from "../values/money.ts";
import { nextCrossing } from "./rules/budget.ts";
import type { BudgetRow } from "./store/budgets.ts";
import { listCharged, periodAround, readSpending, type Spender } from "./store/spending.ts";

export interface Standing {
  periodStartsAt: Date;
  periodEndsAt: Date;
  spent: Usd;
  percent: number;
  top: Spender[];
  running: { sessionId: string; what: string; consumer: string | null; pricePerHour: Usd }[];
  next: { threshold: number; at: Date | null } | null;
}

/** How a budget stands in the period at hand, whether it was looked at in it or not. */
export async function readStanding(ctx: Ctx, budget: BudgetRow): Promise<Standing> {
  const now = ctx.now();
  const { startsAt, endsAt } = await periodAround(ctx, budget.period, budget.zone, now);
  const { spent, top } = await readSpending(ctx, budget, startsAt, endsAt);
  const charged = await listCharged(ctx, budget);
  const rate = charged.reduce((sum, { pricePerHour }) => sum + pricePerHour, 0n);
  return {
    periodStartsAt: startsAt,
    periodEndsAt: endsAt,
    spent,
    percent: Number((spent * 10_000n) / budget.limit) / 100,
    top,
    running: charged.map(({ id, ...rest }) => ({ sessionId: id, ...rest })),
    next: nextCrossing(budget, spent, rate, now, endsAt),
  };
}

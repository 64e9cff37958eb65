import type { Ctx } from "../platform/context.ts";
import type { Usd } from "../values/money.ts";
import { nextCrossing } from "./rules/budget.ts";
import { type Forecast, forecastOf } from "./rules/forecast.ts";
import type { BudgetRow } from "./store/budgets.ts";
import { listCharged, periodAround, readAhead, readSpending, type Spender } from "./store/spending.ts";

export interface Standing {
  periodStartsAt: Date;
  periodEndsAt: Date;
  spent: Usd;
  percent: number;
  top: Spender[];
  running: { sessionId: string; what: string; consumer: string | null; pricePerHour: Usd }[];
  next: { threshold: number; at: Date | null } | null;
  forecast: Forecast & { percent: number };
}

/** How a budget stands in the period at hand, whether it was looked at in it or not. */
export async function readStanding(ctx: Ctx, budget: BudgetRow): Promise<Standing> {
  const now = ctx.now();
  const { startsAt, endsAt } = await periodAround(ctx, budget.period, budget.zone, now);
  const { spent, top } = await readSpending(ctx, budget, startsAt, endsAt);
  const charged = await listCharged(ctx, budget);
  const { accountId, scope, scopeValue, limit } = budget;
  const [ahead] = await readAhead(ctx, [{ accountId, scope, scopeValue, from: startsAt, until: endsAt }]);
  if (!ahead) throw new Error("a window has an answer");
  const forecast = forecastOf(ahead, endsAt.getTime() - now.getTime());
  return {
    periodStartsAt: startsAt,
    periodEndsAt: endsAt,
    spent,
    percent: percentOf(spent, limit),
    top,
    running: charged.map(({ id, what, consumer, pricePerHour }) => ({
      sessionId: id,
      what,
      consumer,
      pricePerHour,
    })),
    next: nextCrossing(budget, spent, charged, now, endsAt),
    forecast: { ...forecast, percent: percentOf(forecast.amount, limit) },
  };
}

const percentOf = (amount: Usd, limit: Usd) => Number((amount * 10_000n) / limit) / 100;

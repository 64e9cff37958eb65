import { mailLeads } from "../accounts/index.ts";
import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { SYSTEM } from "../values/actor.ts";
import { formatUsd } from "../values/money.ts";
import { nextCrossing } from "./rules/budget.ts";
import { usualBeside } from "./rules/anomaly.ts";
import { burnLetter } from "./rules/letters.ts";
import { insertCrossing, takeAnyBudget } from "./store/budgets.ts";
import { readBurn } from "./store/burn.ts";
import { listCharged, periodAround, readSpending } from "./store/spending.ts";

const HOUR_MS = 3_600_000;
const TOLD_WITHIN_MS = 24 * HOUR_MS;

/** Tells once in a budget's day of burn that no schedule explains. Says how often it did. */
export async function watchBurn(ctx: Ctx, signal?: AbortSignal): Promise<number> {
  let told = 0;
  for (const { budgetId, ...burn } of await readBurn(ctx)) {
    if (signal?.aborted) break;
    const usual = usualBeside(burn);
    if (usual !== null && (await tell(ctx, budgetId, burn.lastHour, usual))) told += 1;
  }
  return told;
}

function tell(ctx: Ctx, id: string, lastHour: bigint, usual: bigint): Promise<boolean> {
  return inTransaction({ ...ctx, actor: SYSTEM }, async (ctx) => {
    const budget = await takeAnyBudget(ctx, id);
    if (!budget) return false;
    const now = ctx.now();
    const { accountId, name, zone, limit, periodStartsAt, periodEndsAt } = budget;
    const day = await periodAround(ctx, "day", zone, now);
    const { spent } = await readSpending(ctx, budget, periodStartsAt, periodEndsAt);
    const isNew = await insertCrossing(ctx, {
      budgetId: id,
      periodStartsAt: day.startsAt,
      basis: "anomaly",
      threshold: 0,
      at: now,
      toldAt: now,
      spent: lastHour,
      forecast: usual,
      limit,
    });
    if (!isNew) return false;
    // Up to this instant and with it, as the burn was read.
    const [from, until] = [new Date(now.getTime() - HOUR_MS), new Date(now.getTime() + 1)];
    const { top } = await readSpending(ctx, budget, from, until);
    const charged = await listCharged(ctx, budget);
    const next = nextCrossing(budget, spent, charged, now, periodEndsAt);
    const letter = burnLetter({ ...budget, lastHour, usual, top, charged, next });
    await record(ctx, {
      topic: "budget.unusual",
      subject: id,
      accountId,
      payload: {
        name,
        lastHour: formatUsd(lastHour),
        usual: formatUsd(usual),
        explained: [...letter.paragraphs],
      },
    });
    await mailLeads(ctx, accountId, { letter, usefulUntil: new Date(now.getTime() + TOLD_WITHIN_MS) });
    return true;
  });
}

import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import type { Plan } from "../values/plan.ts";
import { NotFound } from "../values/refusal.ts";
import { type AccountRow, findAccount, findPlan, updatePlan } from "./store/accounts.ts";

export async function planOf(ctx: Ctx, accountId: string): Promise<Plan> {
  const plan = await findPlan(ctx, accountId);
  if (!plan) throw new NotFound("account", accountId);
  return plan;
}

/** By one who runs this Berth. What was booked stays booked. */
export async function changePlan(ctx: Ctx, accountId: string, plan: Plan): Promise<AccountRow> {
  return inTransaction(ctx, async (ctx) => {
    const account = await findAccount(ctx, accountId);
    if (!account) throw new NotFound("account", accountId);
    if (account.plan === plan) return account;
    await updatePlan(ctx, accountId, plan);
    const payload = { from: account.plan, to: plan };
    await record(ctx, { topic: "account.plan-changed", subject: accountId, accountId, payload });
    return { ...account, plan };
  });
}

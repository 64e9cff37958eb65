import { accountIdOf, findAccount } from "../accounts/index.ts";
import type { Ctx } from "../platform/context.ts";
import { answerOnce } from "../platform/idempotency/idempotency.ts";
import { NotFound } from "../values/refusal.ts";
import { grant } from "./grant.ts";
import { type GrantWish, readGrant } from "./rules/grants.ts";
import type { LotRow } from "./store/lots.ts";

export interface GrantCredits extends GrantWish {
  /** The account at hand, when left out. */
  accountId?: string | null | undefined;
  origin?: "grant" | "promotion" | null | undefined;
}

/** By one who runs this Berth: gives an account credit. Who, to whom, how much and why stay written down. */
export async function grantCredits(ctx: Ctx, input: GrantCredits, idempotencyKey: string): Promise<LotRow> {
  const { reason } = readGrant(input, ctx.now());
  const accountId = input.accountId ?? accountIdOf(ctx);
  const asked = { operation: "grantCredits", key: idempotencyKey, input: { ...input, accountId } };
  const { reply } = await answerOnce(ctx, asked, async (ctx) => {
    if (!(await findAccount(ctx, accountId))) throw new NotFound("account", accountId);
    return grant(ctx, {
      accountId,
      origin: input.origin ?? "grant",
      amount: input.amount,
      reason,
      reference: ctx.newId("req"),
      effectiveAt: input.effectiveAt ?? undefined,
      expiresAt: input.expiresAt ?? undefined,
      priority: input.priority ?? undefined,
      rollover: input.rollover ?? undefined,
    });
  });
  return reply;
}

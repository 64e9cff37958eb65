import { type Ctx, inTransaction } from "../platform/context.ts";
import { usd } from "../values/money.ts";
import { grant } from "./grant.ts";
import { DAY_MS } from "./rules/lot-life.ts";

/** Something to try Berth with. Done again it gives nothing more. */
export async function giveDemoCredits(ctx: Ctx, accountId: string): Promise<void> {
  const inDays = (days: number) => new Date(ctx.now().getTime() + days * DAY_MS);
  await inTransaction(ctx, async (ctx) => {
    await grant(ctx, {
      accountId,
      origin: "promotion",
      amount: usd(25),
      reason: "Welcome: for the first days",
      reference: "demo: first days",
      expiresAt: inDays(6),
    });
    await grant(ctx, {
      accountId,
      origin: "grant",
      amount: usd(200),
      reason: "To try Berth with",
      reference: "demo: to try with",
      rollover: { min: 0n, max: usd(50) },
    });
  });
}

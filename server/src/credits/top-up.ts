import { accountIdOf, personOf } from "../accounts/index.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { answerOnce } from "../platform/idempotency/idempotency.ts";
import type { PaymentNews, Payments } from "../platform/payments.ts";
import type { Usd } from "../values/money.ts";
import { grant } from "./grant.ts";
import { PaymentNotOffered } from "./refusals.ts";
import { readTopUp } from "./rules/top-up.ts";
import { makeBooks } from "./store/books.ts";
import { findTopUp, insertTopUp, moveTopUp, noteOpened, type TopUpRow } from "./store/top-ups.ts";

//   open ──▶ processing ──▶ paid        paid is what counts: it follows whatever came before it, once
//     │          └────────▶ failed
//     └──▶ expired

/** Opens a place where somebody pays for credit. It is there once the payment is. */
export async function startTopUp(
  ctx: Ctx,
  payments: Payments | null,
  input: { amount: Usd },
  idempotencyKey: string,
): Promise<TopUpRow> {
  if (!payments) throw new PaymentNotOffered();
  const { email } = personOf(ctx);
  const accountId = accountIdOf(ctx);
  const amount = readTopUp(input.amount);
  const asked = { operation: "startTopUp", key: idempotencyKey, input: { amount } };
  const { reply: id } = await answerOnce(ctx, asked, async (ctx) => {
    const id = ctx.newId("top");
    await makeBooks(ctx, accountId);
    await insertTopUp(ctx, { id, accountId, amount, email });
    return id;
  });
  const topUp = await getTopUp(ctx, id);
  if (topUp.url) return topUp;
  // What was intended is written down; an answer that is lost here is asked for again, under the same key.
  await noteOpened(ctx, id, await payments.open({ topUpId: id, amount, email: topUp.email }));
  return getTopUp(ctx, id);
}

async function getTopUp(ctx: Ctx, id: string): Promise<TopUpRow> {
  const topUp = await findTopUp(ctx, id);
  if (!topUp) throw new Error("a top-up just written is gone");
  return topUp;
}

/**
 * Does what a payment's news calls for. News come twice, late and in any order: each state says which
 * others it may follow, and what was paid is credited under the payment's own name, once.
 */
export async function hearPayment(ctx: Ctx, news: PaymentNews): Promise<void> {
  if (news.what === "unknown") return ctx.log.info({ kind: news.kind }, "payment news of no meaning here");
  const { what, topUpId, externalId, amount } = news;
  const topUp = topUpId ? await findTopUp(ctx, topUpId) : undefined;
  if (!topUp) return ctx.log.warn({ externalId }, "payment news of a top-up that is not ours");
  if (what !== "paid") {
    await moveTopUp(ctx, topUp.id, what === "failed" ? ["open", "processing"] : ["open"], what);
    return;
  }
  if (amount !== topUp.amount) {
    return ctx.log.error(
      { topUp: topUp.id, externalId, paid: String(amount), asked: String(topUp.amount) },
      "a payment is not of the amount that was asked for, so it is not credited",
    );
  }
  await inTransaction(ctx, async (ctx) => {
    await moveTopUp(ctx, topUp.id, ["open", "processing", "failed", "expired"], "paid");
    await grant(ctx, {
      accountId: topUp.accountId,
      origin: "purchase",
      amount,
      reason: `paid by ${topUp.email}`,
      reference: topUp.id,
    });
  });
}

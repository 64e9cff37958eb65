import { record } from "../events/record.ts";
import type { Ctx } from "../platform/context.ts";
import { HeldOfferOver } from "./refusals.ts";
import { type HeldOfferState, stateAt } from "./rules/held-offer.ts";
import { endHeldOffer, type HeldOfferRow } from "./store/held-offers.ts";

/** Within a transaction that has the hold locked. */
export async function endHold(
  ctx: Ctx,
  hold: HeldOfferRow,
  state: Exclude<HeldOfferState, "live">,
): Promise<HeldOfferRow> {
  const ended = await endHeldOffer(ctx, hold.id, state);
  if (!ended) throw new Error(`the hold ${hold.id} was locked and is not as it was`);
  await record(ctx, {
    topic: "offer.hold-ended",
    subject: hold.id,
    accountId: hold.accountId,
    payload: { offerId: hold.offerId, state },
  });
  return ended;
}

export function refuseUnlessLive(ctx: Ctx, hold: HeldOfferRow): void {
  const state = stateAt(hold, ctx.now());
  if (state !== "live") throw new HeldOfferOver(state);
}

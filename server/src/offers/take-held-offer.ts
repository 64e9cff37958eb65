import { accountIdOf } from "../accounts/index.ts";
import type { Ctx } from "../platform/context.ts";
import { NotFound } from "../values/refusal.ts";
import { endHold, refuseUnlessLive } from "./end-hold.ts";
import { hashOf } from "./hold-offer.ts";
import { OfferGone } from "./refusals.ts";
import { type Prices, pricesToPay } from "./rules/held-offer.ts";
import { findHeldOffer, type HeldOfferRow } from "./store/held-offers.ts";
import type { OfferRow } from "./store/offer-rows.ts";
import { readOffers } from "./store/search.ts";

export interface TakenOffer {
  heldOffer: HeldOfferRow;
  /** As the provider lists it now. */
  offer: OfferRow;
  /** What whoever held it pays: never more than was frozen. */
  prices: Prices;
}

/**
 * Within the transaction that starts what it is for, so that neither is without the other. Refuses
 * before any money moves when the machine is gone, and then leaves the hold as it was.
 */
export async function takeHeldOffer(ctx: Ctx, token: string): Promise<TakenOffer> {
  const hold = await findHeldOffer(ctx, accountIdOf(ctx), { tokenHash: hashOf(token) });
  if (!hold) throw new NotFound("held offer", "with this token");
  refuseUnlessLive(ctx, hold);
  const [offer] = await readOffers(ctx, [hold.offerId]);
  if (!offer || offer.state === "withdrawn") {
    throw new OfferGone(
      hold.offerId,
      "The machine is gone: its provider lists it no more. Nothing was charged.",
    );
  }
  return { heldOffer: await endHold(ctx, hold, "taken"), offer, prices: pricesToPay(hold, offer) };
}

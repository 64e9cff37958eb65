import { accountIdOf } from "../accounts/index.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { NotFound } from "../values/refusal.ts";
import { endHold, refuseUnlessLive } from "./end-hold.ts";
import { findHeldOffer, type HeldOfferRow } from "./store/held-offers.ts";

/** One that was released already is released: asking twice is asking once. */
export async function releaseHeldOffer(ctx: Ctx, heldOfferId: string): Promise<HeldOfferRow> {
  return inTransaction(ctx, async (ctx) => {
    const hold = await findHeldOffer(ctx, accountIdOf(ctx), { id: heldOfferId });
    if (!hold) throw new NotFound("held offer", heldOfferId);
    if (hold.state === "released") return hold;
    refuseUnlessLive(ctx, hold);
    return endHold(ctx, hold, "released");
  });
}

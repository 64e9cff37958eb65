import { createHash } from "node:crypto";
import { accountIdOf } from "../accounts/index.ts";
import { record } from "../events/record.ts";
import type { Ctx } from "../platform/context.ts";
import { type Answered, answerOnce } from "../platform/idempotency/idempotency.ts";
import type { Random } from "../platform/random.ts";
import { formatUsd } from "../values/money.ts";
import { NotFound } from "../values/refusal.ts";
import { OfferGone, TooManyHeldOffers } from "./refusals.ts";
import { MOST_HELD, readMinutes } from "./rules/held-offer.ts";
import { countLive, type HeldOfferRow, insertHeldOffer, lockHolding } from "./store/held-offers.ts";
import { readOffers } from "./store/search.ts";

const MINUTE_MS = 60_000;

export interface HoldOffer {
  offerId: string;
  minutes: number;
}

/**
 * Freezes what an offer costs. It promises the price and not the machine, which is the provider's to
 * give; the token is in the answer and nowhere else.
 */
export async function holdOffer(
  ctx: Ctx,
  input: HoldOffer,
  idempotencyKey: string,
): Promise<Answered<{ heldOffer: HeldOfferRow; token: string }>> {
  const { offerId } = input;
  const minutes = readMinutes(input.minutes);
  const asked = { operation: "holdOffer", key: idempotencyKey, input: { offerId, minutes } };
  return answerOnce(ctx, asked, async (ctx) => {
    const accountId = accountIdOf(ctx);
    const [offer] = await readOffers(ctx, [offerId]);
    if (!offer) throw new NotFound("offer", offerId);
    if (offer.state === "withdrawn") throw new OfferGone(offerId, `${offer.provider.name} lists it no more.`);
    if (offer.suppressedUntil && offer.suppressedUntil > ctx.now())
      throw new OfferGone(offerId, "Three launches there failed in half an hour; it is left out for now.");
    await lockHolding(ctx, accountId);
    if ((await countLive(ctx, accountId)) >= MOST_HELD) throw new TooManyHeldOffers(MOST_HELD);
    const token = makeToken(ctx.random);
    const heldAt = ctx.now();
    const expiresAt = new Date(heldAt.getTime() + minutes * MINUTE_MS);
    const heldOffer = await insertHeldOffer(ctx, {
      id: ctx.newId("ofh"),
      accountId,
      offerId,
      tokenHash: hashOf(token),
      pricePerHour: offer.pricePerHour,
      diskPricePerGbMonth: offer.diskPricePerGbMonth,
      state: "live",
      heldAt,
      expiresAt,
    });
    await record(ctx, {
      topic: "offer.held",
      subject: heldOffer.id,
      accountId,
      payload: { offerId, pricePerHour: formatUsd(offer.pricePerHour), until: expiresAt.toISOString() },
    });
    return { heldOffer, token };
  });
}

function makeToken(random: Random): string {
  return `hold_${Buffer.from(random.bytes(32)).toString("base64url")}`;
}

// Of 256 random bits nobody finds the original, so no slow hash is needed.
export function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

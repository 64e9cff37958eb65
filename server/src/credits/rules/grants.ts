import { type Usd, usd } from "../../values/money.ts";
import { InvalidInput } from "../../values/refusal.ts";
import { isWhole } from "../../values/text.ts";
import { DAY_MS, endOfDay, type Rollover } from "./lot-life.ts";

const MOST = usd(1_000_000);
const LONGEST_DAYS = 3_650;
const LONGEST_REASON = 500;
const LEAST_PRIORITY = 1_000;

export interface GrantWish {
  amount: Usd;
  reason: string;
  effectiveAt?: Date | null | undefined;
  expiresAt?: Date | null | undefined;
  priority?: number | null | undefined;
  rollover?: Rollover | null | undefined;
}

/** Refuses what makes no grant, by the field that it stands in. Answers with the reason, tidied. */
export function readGrant(wish: GrantWish, now: Date): { reason: string } {
  const { amount, effectiveAt, expiresAt, priority, rollover } = wish;
  const reason = wish.reason.trim().replace(/\s+/g, " ");
  const last = new Date(now.getTime() + LONGEST_DAYS * DAY_MS);
  const begins = effectiveAt && effectiveAt > now ? effectiveAt : now;
  refuseUnless(
    amount > 0n && amount <= MOST,
    "amount",
    "Grant more than nothing, and at most $1,000,000 at once.",
  );
  refuseUnless(
    reason.length >= 3 && reason.length <= LONGEST_REASON && isWhole(reason),
    "reason",
    `Say why, in 3 to ${LONGEST_REASON} characters.`,
  );
  refuseUnless(begins <= last, "effectiveAt", "A grant takes effect within ten years.");
  refuseUnless(
    !expiresAt || (endOfDay(expiresAt) > begins && expiresAt <= last),
    "expiresAt",
    "A grant ends after it takes effect, and within ten years.",
  );
  refuseUnless(
    priority == null || (priority >= 0 && priority <= LEAST_PRIORITY),
    "priority",
    `A priority is between 0, which is spent first, and ${LEAST_PRIORITY}.`,
  );
  refuseUnless(
    !rollover || (rollover.min >= 0n && rollover.max >= rollover.min && rollover.max <= MOST),
    "rollover",
    "What rolls over lies between nothing and $1,000,000, and its least is not above its most.",
  );
  return { reason };
}

function refuseUnless(fits: boolean, field: string, message: string): void {
  if (!fits) throw new InvalidInput(field, message);
}

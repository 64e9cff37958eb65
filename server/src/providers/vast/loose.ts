import { z } from "zod";
import { type Usd, usdFromNumber } from "../../values/money.ts";

// Fields of an instance that may be missing, null, or of a kind nobody expects: each of them is worth less
// than the row it stands in, so what is not understood is not known, and the row stays.

export const looseNumber = z.number().nullish().catch(null);
export const looseText = z.string().max(10_000).nullish().catch(null);
export const looseFlag = z.boolean().nullish().catch(null);

/** A number, or a text that is one: ids and ports come as either. */
export const numberLike = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\s*\d+\s*$/)
      .transform(Number),
  ])
  .nullish()
  .catch(null);

export const idLike = z
  .union([z.number().int().nonnegative(), z.string().regex(/^[\w-]{1,64}$/)])
  .transform(String);

const PRICE_MAX = 10_000;

/** Dollars an hour, if they can be. */
export function priceOf(dollars: number | null | undefined): Usd | null {
  return dollars != null && dollars >= 0 && dollars <= PRICE_MAX ? usdFromNumber(dollars) : null;
}

/** Seconds since 1970, if they are of this century. */
export function instantOf(seconds: number | null | undefined): Date | null {
  return seconds != null && seconds > 946_684_800 && seconds < 4_102_444_800
    ? new Date(seconds * 1000)
    : null;
}

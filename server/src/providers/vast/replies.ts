import { z } from "zod";
import { type Usd, usdFromNumber } from "../../values/money.ts";
import type { Reply } from "../ask.ts";
import { understand } from "../judge.ts";
import { type Creation, ProviderFailure } from "../provider.ts";
import { contractIn } from "./refusals.ts";

const search = z.looseObject({ offers: z.array(z.unknown()) });

export function readOffers({ body }: Reply): unknown[] {
  return understand("vast", search, body, "a search").offers;
}

const text = z.string().nullish().catch(null);
const creation = z.looseObject({ success: z.boolean().nullish().catch(null), msg: text, error: text });

/** The flag alone says nothing: a create that is told to have failed may have made an instance all the same. */
export function readCreation(body: unknown): Creation {
  const { success, msg, error } = understand("vast", creation, body, "a create");
  const externalId = contractIn(body);
  if (externalId === null)
    throw new ProviderFailure("vast", "nonsense", "answered a create without an instance");
  if (success === false) return { outcome: "unfit", externalId, reason: msg ?? error ?? "no reason given" };
  return { outcome: "created", externalId, keyGiven: false, startGiven: true };
}

const user = z.looseObject({ credit: z.number() });

/** Below zero when disks went on costing after it was used up. */
export function readCredit({ body }: Reply): Usd {
  return usdFromNumber(understand("vast", user, body, "an account").credit);
}

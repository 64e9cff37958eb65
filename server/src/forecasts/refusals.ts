import { Refusal } from "../values/refusal.ts";
import { sayUtc } from "../values/utc.ts";
import { HOURS_NEEDED } from "./rules/engine.ts";

/** What is known of a market that no forecast was made of. */
export interface HoursKnown {
  have: number;
  /** The last hour that is known, where that is too long ago to go on from. */
  notSeenSince: Date | null;
}

/** A forecast of so little would be a guess; and so would one that goes on from a price of days ago. */
export class NotEnoughHistory extends Refusal {
  readonly type = "NotEnoughHistory";
  readonly have: number;
  readonly need = HOURS_NEEDED;
  readonly notSeenSince: Date | null;
  constructor({ have, notSeenSince }: HoursKnown) {
    super(sentenceOf({ have, notSeenSince }));
    this.have = have;
    this.notSeenSince = notSeenSince;
  }
}

function sentenceOf({ have, notSeenSince }: HoursKnown): string {
  if (have < HOURS_NEEDED) return `Need at least ${HOURS_NEEDED} hours of price history`;
  if (notSeenSince) return `Not seen since ${sayUtc(notSeenSince)}; it is forecast once it is seen again`;
  return "No forecast of it was made yet";
}

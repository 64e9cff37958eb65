import { Refusal } from "../values/refusal.ts";

/** Said before any money moves: the machine cannot be had any more. */
export class OfferGone extends Refusal {
  readonly type = "OfferGone";
  readonly offerId: string;
  constructor(offerId: string, message: string) {
    super(message);
    this.offerId = offerId;
  }
}

export class TooManyHeldOffers extends Refusal {
  readonly type = "TooManyHeldOffers";
  readonly most: number;
  constructor(most: number) {
    super(`An account holds at most ${most} offers at a time. Release one, or wait until one runs out.`);
    this.most = most;
  }
}

/** A hold ends once. */
export class HeldOfferOver extends Refusal {
  readonly type = "HeldOfferOver";
  readonly state: "taken" | "released" | "expired";
  constructor(state: "taken" | "released" | "expired") {
    const said = { taken: "was used to rent the machine", released: "was released", expired: "ran out" };
    super(`This hold ${said[state]}.`);
    this.state = state;
  }
}

import { formatUsd, sayUsd, type Usd } from "../values/money.ts";
import { Refusal } from "../values/refusal.ts";
import { sayUtc } from "../values/utc.ts";
import type { HoldState } from "./store/tables.ts";

export class InsufficientCredits extends Refusal {
  readonly type = "InsufficientCredits";
  readonly needed: Usd;
  readonly available: Usd;
  constructor(needed: Usd, available: Usd) {
    super(`This needs ${sayUsd(needed)} of credit, and ${sayUsd(available)} is available.`);
    this.needed = needed;
    this.available = available;
  }
}

/** A key may set aside so much a day, and no more, whatever the account has. */
export class KeyCeilingReached extends Refusal {
  readonly type = "KeyCeilingReached";
  readonly needed: Usd;
  readonly ceiling: Usd;
  readonly left: Usd;
  readonly resetsAt: Date;
  constructor(key: string, amounts: { needed: Usd; ceiling: Usd; left: Usd }, resetsAt: Date) {
    const { needed, ceiling, left } = amounts;
    super(
      `This needs ${sayUsd(needed)}, and the key “${key}” may set aside ${sayUsd(ceiling)} a day: ` +
        `${sayUsd(left)} of it is left until ${sayUtc(resetsAt)}.`,
    );
    this.needed = needed;
    this.ceiling = ceiling;
    this.left = left;
    this.resetsAt = resetsAt;
  }
}

export class PaymentNotOffered extends Refusal {
  readonly type = "PaymentNotOffered";
  constructor() {
    super("Nothing can be paid for here. Those who run this Berth grant credit: ask them.");
  }
}

// What follows is no answer to a person: whoever moves credit knows their own holds.

/** A hold resolves once. */
export class HoldIsOver extends Error {
  readonly state: Exclude<HoldState, "open">;
  constructor(holdId: string, state: Exclude<HoldState, "open">) {
    super(`the hold ${holdId} was ${state}`);
    this.state = state;
  }
}

export class BeyondHold extends Error {
  readonly left: Usd;
  constructor(holdId: string, left: Usd) {
    super(`the hold ${holdId} has only ${formatUsd(left)} left`);
    this.left = left;
  }
}

/** One reference names one thing that was done; another is not done under it. */
export class ReferenceTaken extends Error {
  constructor(reference: string) {
    super(`the reference ${reference} stands for something else`);
  }
}

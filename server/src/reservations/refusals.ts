import { sayUsd, type Usd } from "../values/money.ts";
import { Refusal } from "../values/refusal.ts";
import type { Window } from "./rules/grid.ts";
import { sayUtc } from "../values/utc.ts";

/** Fewer GPUs are free than were asked for, in some quarter of the window at least. */
export class NotEnoughFree extends Refusal {
  readonly type = "NotEnoughFree";
  readonly needed: number;
  /** In every quarter of the window. */
  readonly available: number;
  /** Windows of the same length nearby in which as many are free, the nearest first. */
  readonly alternatives: readonly Window[];
  constructor(needed: number, available: number, alternatives: readonly Window[]) {
    super(
      available === 0
        ? "Nothing is free for all of that time."
        : `Only ${available} of ${needed} GPUs are free for all of that time.`,
    );
    this.needed = needed;
    this.available = available;
    this.alternatives = alternatives;
  }
}

/** The pool takes no new bookings, or not then. */
export class PoolClosed extends Refusal {
  readonly type = "PoolClosed";
  readonly reason: string;
  readonly until: Date | null;
  constructor(reason: string, until: Date | null) {
    super(
      until
        ? `No new bookings are taken for that time: ${reason}.`
        : `This pool takes no bookings: ${reason}.`,
    );
    this.reason = reason;
    this.until = until;
  }
}

/** A quote's five minutes are over, or it was used already. */
export class QuoteOver extends Refusal {
  readonly type = "QuoteOver";
  readonly quoteId: string;
  constructor(quoteId: string, message: string) {
    super(message);
    this.quoteId = quoteId;
  }
}

/** What it costs is not what the caller expected: nothing was booked, and this is what it costs. */
export class TotalChanged extends Refusal {
  readonly type = "TotalChanged";
  readonly expected: Usd;
  readonly total: Usd;
  constructor(expected: Usd, total: Usd) {
    super(`This costs ${sayUsd(total)} and not ${sayUsd(expected)}. Nothing was booked.`);
    this.expected = expected;
    this.total = total;
  }
}

export class TooManyQuotes extends Refusal {
  readonly type = "TooManyQuotes";
  readonly most: number;
  constructor(most: number) {
    super(`An account holds at most ${most} quotes at a time. Book one, or wait until one runs out.`);
    this.most = most;
  }
}

/** It is past the point in its life at which this could be done. */
export class TooLate extends Refusal {
  readonly type = "TooLate";
  readonly state: string;
  constructor(state: string, message: string) {
    super(message);
    this.state = state;
  }
}

/** Smaller than what is promised: these reservations stand in the way. */
export class PromisedAlready extends Refusal {
  readonly type = "PromisedAlready";
  readonly inTheWay: readonly { id: string; gpus: number; startsAt: Date; endsAt: Date }[];
  constructor(inTheWay: readonly { id: string; gpus: number; startsAt: Date; endsAt: Date }[]) {
    super(
      `More was promised than would be left: ${inTheWay.length} reservations stand in the way, the first is ${inTheWay[0]?.id ?? "not known"}.`,
    );
    this.inTheWay = inTheWay.map(({ id, gpus, startsAt, endsAt }) => ({ id, gpus, startsAt, endsAt }));
  }
}

/** Booking ahead belongs to a plan that the account does not have. */
export class PlanNeeded extends Refusal {
  readonly type = "PlanNeeded";
  readonly plan: string;
  readonly feature = "reservations";
  constructor(plan: string) {
    super(`Booking GPUs ahead is part of the plan “${plan}”. Ask those who run this Berth for it.`);
    this.plan = plan;
  }
}

/** One time of a rule cannot be had, and so none of it was booked. */
export class OccurrenceRefused extends Refusal {
  readonly type = "OccurrenceRefused";
  readonly startsAt: Date | null;
  constructor(window: Window | undefined, why: string) {
    super(
      `The one from ${window ? sayUtc(window.startsAt) : "the start"} cannot be had, so none was booked: ${why}`,
    );
    this.startsAt = window?.startsAt ?? null;
  }
}

export class TooManyWaits extends Refusal {
  readonly type = "TooManyWaits";
  readonly most: number;
  constructor(most: number) {
    super(`An account waits for at most ${most} things at a time. Leave one first.`);
    this.most = most;
  }
}

import type { Usd } from "../values/money.ts";
import { Refusal } from "../values/refusal.ts";
import { sayUtc } from "../values/utc.ts";

/** Nothing that is listed would do for what was agreed to be paid. */
export class NoSuchMachine extends Refusal {
  readonly type = "NoSuchMachine";
  /** What one would cost an hour, all in, where there is one. */
  readonly pricePerHour: Usd | null;
  constructor(message: string, pricePerHour: Usd | null) {
    super(message);
    this.pricePerHour = pricePerHour;
  }
}

/** Somebody decided that for now nothing more begins: what is set aside for it is spent. */
export class StartsBlocked extends Refusal {
  readonly type = "StartsBlocked";
  /** The id of the budget. */
  readonly blockedBy: string;
  readonly until: Date;
  constructor(message: string, blockedBy: string, until: Date) {
    super(message);
    this.blockedBy = blockedBy;
    this.until = until;
  }
}

/** It is kept, and begins as soon as somebody who may has approved of it. */
export class ApprovalRequired extends Refusal {
  readonly type = "ApprovalRequired";
  readonly requestId: string;
  readonly state: string;
  readonly until: Date;
  constructor(message: string, requestId: string, state: string, until: Date) {
    super(message);
    this.requestId = requestId;
    this.state = state;
    this.until = until;
  }
}

/** It was approved of, declined or left until it lapsed: nobody decides twice. */
export class AlreadyDecided extends Refusal {
  readonly type = "AlreadyDecided";
  readonly state: string;
  constructor(state: string, by: string | null) {
    super(
      state === "lapsed" ? "Nobody decided in time: it has lapsed." : `${by ?? "Somebody"} decided already.`,
    );
    this.state = state;
  }
}

export class TooManySessions extends Refusal {
  readonly type = "TooManySessions";
  readonly most: number;
  constructor(most: number) {
    super(`An account has at most ${most} sessions at a time. Stop one first.`);
    this.most = most;
  }
}

const COMING_UP: readonly string[] = ["requested", "provisioning", "starting"];

/** It is over, on its way out, or not there yet. */
export class SessionIsOver extends Refusal {
  readonly type = "SessionIsOver";
  readonly state: string;
  constructor(state: string) {
    super(
      COMING_UP.includes(state)
        ? `This session is still coming up (${state}). Ask again once it is running.`
        : `This session is ${state}.`,
    );
    this.state = state;
  }
}

export class BeyondLongest extends Refusal {
  readonly type = "BeyondLongest";
  readonly longestUntil: Date;
  constructor(longestUntil: Date) {
    super(`A machine is kept for twelve hours at most: this one until ${sayUtc(longestUntil)}.`);
    this.longestUntil = longestUntil;
  }
}

/**
 * A no the caller can understand. It is thrown, so that the transaction unwinds, and reaches the
 * client as the member of the mutation's result union that has the same name as `type`.
 */
export abstract class Refusal extends Error {
  abstract readonly type: string;
}

/** Also said of what belongs to another account: that it exists is nobody else's business. */
export class NotFound extends Refusal {
  readonly type = "NotFound";
  readonly id: string;
  constructor(what: string, id: string) {
    super(`There is no ${what} with the id ${id}.`);
    this.id = id;
  }
}

export class InvalidInput extends Refusal {
  readonly type = "InvalidInput";
  readonly field: string;
  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

export class NotAllowed extends Refusal {
  readonly type = "NotAllowed";
  readonly action: string;
  constructor(action: string, message: string) {
    super(message);
    this.action = action;
  }
}

/** The same key stands for another wish already; doing either would be a guess. */
export class IdempotencyKeyReused extends Refusal {
  readonly type = "IdempotencyKeyReused";
  constructor() {
    super("This idempotency key was used for something else. Send a new key with a new wish.");
  }
}

export class IdempotencyKeyInUse extends Refusal {
  readonly type = "IdempotencyKeyInUse";
  readonly retryAfterSeconds = 1;
  constructor() {
    super(
      "What was asked with this idempotency key is still being done. Ask again shortly, with the same key.",
    );
  }
}

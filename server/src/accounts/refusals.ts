import { Refusal } from "../values/refusal.ts";

/** An account without an owner could never be put right from within. */
export class LastOwner extends Refusal {
  readonly type = "LastOwner";
  constructor() {
    super("An account needs an owner. Make somebody else an owner first.");
  }
}

export class AlreadyMember extends Refusal {
  readonly type = "AlreadyMember";
  readonly email: string;
  constructor(email: string) {
    super(`${email} already belongs to this account.`);
    this.email = email;
  }
}

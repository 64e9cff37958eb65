import { Refusal } from "../values/refusal.ts";
import { HOURS_NEEDED } from "./rules/engine.ts";

/** A forecast of so little would be a guess. */
export class NotEnoughHistory extends Refusal {
  readonly type = "NotEnoughHistory";
  readonly have: number;
  readonly need = HOURS_NEEDED;
  constructor(have: number) {
    super(`Need at least ${HOURS_NEEDED} hours of price history`);
    this.have = have;
  }
}

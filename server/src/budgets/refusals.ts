import { Refusal } from "../values/refusal.ts";

/** Nothing bears that name, so nothing would ever be spent on it. */
export class UnknownBudgetScope extends Refusal {
  readonly type = "UnknownBudgetScope";
  readonly field = "scopeValue";
  readonly known: string[];
  constructor(scope: string, value: string, known: string[]) {
    super(`No ${scope} here is called “${value}”.`);
    this.known = known;
  }
}

/** The two could not both be kept, or one would never say anything. */
export class ContradictingBudget extends Refusal {
  readonly type = "ContradictingBudget";
  readonly field = "limit";
  readonly budgetId: string;
  constructor(message: string, budgetId: string) {
    super(message);
    this.budgetId = budgetId;
  }
}

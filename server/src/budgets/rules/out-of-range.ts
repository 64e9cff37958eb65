import { formatUsd, type Usd } from "../../values/money.ts";
import { Refusal } from "../../values/refusal.ts";

export class BudgetLimitOutOfRange extends Refusal {
  readonly type = "BudgetLimitOutOfRange";
  readonly field: "limit" | "line";
  readonly least: Usd;
  readonly most: Usd;
  constructor(least: Usd, most: Usd, field: "limit" | "line" = "limit") {
    super(`A limit is from $${formatUsd(least).slice(0, -4)} to $${formatUsd(most).slice(0, -4)}.`);
    this.field = field;
    this.least = least;
    this.most = most;
  }
}

export class ThresholdOutOfRange extends Refusal {
  readonly type = "ThresholdOutOfRange";
  readonly field: "thresholds" | "forecastThresholds";
  readonly most: number;
  constructor(field: "thresholds" | "forecastThresholds", given: number, most: number) {
    super(`${given} % is no threshold: they are whole, from 1 to ${most} %.`);
    this.field = field;
    this.most = most;
  }
}

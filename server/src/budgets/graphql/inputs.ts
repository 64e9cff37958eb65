import { Field, ID, InputType, Int } from "type-graphql";
import { UsdScalar } from "../../graphql/scalars.ts";
import type { Usd } from "../../values/money.ts";
import type { BudgetInput, Measure, Period, Rung, Scope } from "../rules/budget.ts";
import type { Simulate } from "../simulate.ts";
import { BudgetScopeEnum, BudgetPeriodEnum, BudgetMeasureEnum } from "./types.ts";

@InputType({ description: "At so many percent of the limit, this is done." })
export class BudgetRungInput implements Rung {
  @Field(() => BudgetMeasureEnum)
  measure: Measure;

  @Field(() => Int)
  atPercent: number;
}

@InputType()
export class CreateBudgetInput implements BudgetInput {
  @Field(() => String)
  name: string;

  @Field(() => BudgetScopeEnum, { defaultValue: "account" })
  scope: Scope;

  @Field(() => String, { nullable: true, description: "Which consumer, GPU or provider." })
  scopeValue?: string | null;

  @Field(() => BudgetPeriodEnum)
  period: Period;

  @Field(() => String, {
    defaultValue: "UTC",
    description: "In which its days begin, such as Europe/Berlin.",
  })
  timeZone: string;

  @Field(() => UsdScalar)
  limit: Usd;

  @Field(() => [Int], { nullable: true, description: "In percent; 50, 80 and 100 when left out." })
  thresholds?: number[] | null;

  @Field(() => [Int], {
    nullable: true,
    description:
      "Of what will be spent by the end of the period, in percent; 50, 80 and 100 when left out, and none when empty.",
  })
  forecastThresholds?: number[] | null;

  @Field(() => Boolean, {
    defaultValue: true,
    description: "Tell, once a day, of burn that no schedule explains.",
  })
  watchesBurn?: boolean;

  @Field(() => [BudgetRungInput], { nullable: true, description: "Left out, it only tells." })
  rungs?: BudgetRungInput[] | null;
}

@InputType({ description: "What is left out stays as it is." })
export class ChangeBudgetInput {
  @Field(() => ID)
  budgetId: string;

  @Field(() => String, { nullable: true })
  name?: string;

  @Field(() => UsdScalar, { nullable: true })
  limit?: Usd;

  @Field(() => [Int], { nullable: true })
  thresholds?: number[];

  @Field(() => [Int], { nullable: true })
  forecastThresholds?: number[];

  @Field(() => Boolean, { nullable: true })
  watchesBurn?: boolean;

  @Field(() => [BudgetRungInput], { nullable: true })
  rungs?: BudgetRungInput[];
}

@InputType({ description: "A budget that need not be there." })
export class SimulateBudgetInput implements Simulate {
  @Field(() => BudgetScopeEnum, { defaultValue: "account" })
  scope: Scope;

  @Field(() => String, { nullable: true, description: "Which consumer, GPU or provider." })
  scopeValue?: string | null;

  @Field(() => BudgetPeriodEnum)
  period: Period;

  @Field(() => String, { defaultValue: "UTC" })
  timeZone: string;

  @Field(() => UsdScalar)
  limit: Usd;

  @Field(() => [BudgetRungInput])
  rungs: BudgetRungInput[];
}

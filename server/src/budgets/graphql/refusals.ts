import { Field, ID, Int, ObjectType } from "type-graphql";
import { RefusalType } from "../../graphql/refusals.ts";
import { UsdScalar } from "../../graphql/scalars.ts";
import type { Usd } from "../../values/money.ts";

@ObjectType("BudgetLimitOutOfRange", { implements: RefusalType, description: "Too little, or too much." })
export class BudgetLimitOutOfRangeType extends RefusalType {
  @Field(() => String, { description: "The input field that it stands in." })
  field: string;

  @Field(() => UsdScalar)
  least: Usd;

  @Field(() => UsdScalar)
  most: Usd;
}

@ObjectType("ThresholdOutOfRange", {
  implements: RefusalType,
  description: "A threshold that cannot be used.",
})
export class ThresholdOutOfRangeType extends RefusalType {
  @Field(() => String, { description: "The input field that it stands in." })
  field: string;

  @Field(() => Int)
  most: number;
}

@ObjectType("UnknownBudgetScope", { implements: RefusalType, description: "Nothing here bears that name." })
export class UnknownBudgetScopeType extends RefusalType {
  @Field(() => String, { description: "The input field that it stands in." })
  field: string;

  @Field(() => [String], { description: "Some of those that are known." })
  known: string[];
}

@ObjectType("ContradictingBudget", {
  implements: RefusalType,
  description: "Another budget says otherwise of the same.",
})
export class ContradictingBudgetType extends RefusalType {
  @Field(() => String, { description: "The input field that it stands in." })
  field: string;

  @Field(() => ID)
  budgetId: string;
}

@ObjectType("AlreadyDecided", { implements: RefusalType, description: "Nobody decides twice." })
export class AlreadyDecidedType extends RefusalType {
  @Field(() => String)
  state: string;
}

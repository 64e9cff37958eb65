import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { DateTime, UsdScalar } from "../../graphql/scalars.ts";
import { parseUsd, type Usd } from "../../values/money.ts";
import type { PlanInput } from "../rules/planned-use.ts";
import type { PlanRow } from "../store/planned-uses.ts";

@ObjectType({ description: "A time to start that is cheaper than others." })
export class PlannedUseWindow {
  @Field(() => DateTime)
  startsAt: Date;

  @Field(() => DateTime)
  endsAt: Date;

  @Field(() => UsdScalar, { description: "Of all its GPUs." })
  expected: Usd;
}

@ObjectType("PlannedUse", {
  description:
    "So many hours a day of so many GPUs. It is told when the next seven days of it are foretold to cost more than a line, and again only after they were five per cent below it.",
})
export class PlannedUseType {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  name: string;

  @Field(() => String)
  gpu: string;

  @Field(() => String, { nullable: true })
  region: string | null;

  @Field(() => Int)
  gpuCount: number;

  @Field(() => Int)
  hoursPerDay: number;

  @Field(() => UsdScalar, { description: "What seven days of it should cost at most." })
  line: Usd;

  @Field(() => DateTime, { nullable: true, description: "It is looked at once an hour." })
  lookedAt: Date | null;

  @Field(() => UsdScalar, {
    nullable: true,
    description: "Of the next seven days; null where nothing is foretold.",
  })
  expected: Usd | null;

  @Field(() => UsdScalar, { nullable: true, description: "With four chances in five it is between this" })
  low80: Usd | null;

  @Field(() => UsdScalar, { nullable: true, description: "and this." })
  high80: Usd | null;

  @Field(() => String, { nullable: true, description: "Why nothing is foretold." })
  problem: string | null;

  @Field(() => DateTime, { nullable: true, description: "Since when it is over its line." })
  overSince: Date | null;

  @Field(() => [PlannedUseWindow], {
    description: "The cheapest times to start such a day's hours: three at most.",
  })
  windows: PlannedUseWindow[];
}

export function toPlannedUse({ gpuModel: gpu, windows, ...row }: PlanRow): PlannedUseType {
  return {
    ...row,
    gpu,
    windows: windows.map(({ startsAt, endsAt, expected }) => ({
      startsAt: new Date(startsAt),
      endsAt: new Date(endsAt),
      expected: parseUsd(expected),
    })),
  };
}

@InputType()
export class CreatePlannedUseInput implements PlanInput {
  @Field(() => String)
  name: string;

  @Field(() => String, { description: "Such as H100." })
  gpu: string;

  @Field(() => String, { nullable: true })
  region?: string | null;

  @Field(() => Int, { defaultValue: 1 })
  gpuCount: number;

  @Field(() => Int)
  hoursPerDay: number;

  @Field(() => UsdScalar, { description: "What seven days of it should cost at most." })
  line: Usd;
}

import { Field, Float, ID, InputType, Int, ObjectType } from "type-graphql";
import { InvalidInputType, NotFoundType, resultUnion } from "../../graphql/refusals.ts";
import { DateTime, UsdScalar } from "../../graphql/scalars.ts";
import { PriceSeriesType, UnknownGpuType } from "../../offers/graphql/index.ts";
import type { Usd } from "../../values/money.ts";
import type { AskCost } from "../cost-forecast.ts";
import type { AskWindows, PriceWindow } from "../find-best-windows.ts";
import { ForecastMarketInput, ForecastType, NotEnoughHistoryType } from "./types.ts";

@InputType("PlannedWindow")
class PlannedWindowInput {
  @Field(() => DateTime)
  startsAt: Date;

  @Field(() => DateTime)
  endsAt: Date;
}

@InputType({ description: "A plan: so many hours of each day, or exactly these windows." })
export class CostForecastInput implements AskCost {
  @Field(() => ID, { nullable: true })
  seriesId?: string | null;

  @Field(() => ForecastMarketInput, { nullable: true })
  market?: ForecastMarketInput | null;

  @Field(() => Int, { defaultValue: 1 })
  gpuCount: number;

  @Field(() => Float, { nullable: true, description: "Of each of the next days, whichever hours they are." })
  hoursPerDay?: number | null;

  @Field(() => Int, { nullable: true, description: "Seven when left out." })
  days?: number | null;

  @Field(() => [PlannedWindowInput], { nullable: true })
  windows?: PlannedWindowInput[] | null;
}

@ObjectType("CostForecast", {
  description:
    "What a plan will cost. The bounds are of the whole, which is surer than the sum of its hours' bounds.",
})
class CostForecastType {
  @Field(() => ForecastType)
  forecast: ForecastType;

  @Field(() => Float)
  hours: number;

  @Field(() => UsdScalar)
  expected: Usd;

  @Field(() => UsdScalar, { description: "Four times of five it should come to between this…" })
  low80: Usd;

  @Field(() => UsdScalar, { description: "…and this." })
  high80: Usd;

  @Field(() => UsdScalar)
  low95: Usd;

  @Field(() => UsdScalar)
  high95: Usd;

  @Field(() => UsdScalar, { description: "If nothing changes." })
  naive: Usd;
}

export const CostForecastAnswer = resultUnion(
  "CostForecastAnswer",
  CostForecastType,
  NotEnoughHistoryType,
  UnknownGpuType,
  NotFoundType,
  InvalidInputType,
);

@InputType({ description: "A job that may start at any time before its deadline allows." })
export class BestWindowsInput implements Omit<AskWindows, "first" | "earliest" | "deadline"> {
  @Field(() => String, { description: "However it is written: “h100 sxm” is the H100 with that socket." })
  gpu: string;

  @Field(() => Int, { defaultValue: 1 })
  gpuCount: number;

  @Field(() => Float, { description: "Fractions of an hour too." })
  durationHours: number;

  @Field(() => DateTime, { nullable: true, description: "Now when left out; never before it." })
  earliestAt?: Date | null;

  @Field(() => DateTime, { description: "By then it is over." })
  deadlineAt: Date;

  @Field(() => [String], { nullable: true, description: "Left out: each provider's whole market." })
  regions?: string[] | null;

  @Field(() => [ID], { nullable: true })
  providers?: string[] | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "Of not getting a machine, from 0 to 1: markets whose risk is known and higher are left out.",
  })
  maxRisk?: number | null;
}

@ObjectType("PriceWindow", { description: "Hours in which a job may run, and what they should cost." })
class PriceWindowType implements Omit<PriceWindow, "series"> {
  @Field(() => DateTime)
  startsAt: Date;

  @Field(() => DateTime)
  endsAt: Date;

  @Field(() => PriceSeriesType, { description: "In which market." })
  series: PriceSeriesType;

  @Field(() => ID)
  forecastId: string;

  @Field(() => UsdScalar, {
    description:
      "For all GPUs and all hours, on a machine as dear against its market as the cheapest that is listed now.",
  })
  expected: Usd;

  @Field(() => UsdScalar)
  low80: Usd;

  @Field(() => UsdScalar)
  high80: Usd;

  @Field(() => UsdScalar, { description: "Against starting as early as may be." })
  saving: Usd;

  @Field(() => Float)
  savingPercent: number;

  @Field(() => Float, {
    nullable: true,
    description:
      "That a launch there fails, from 0 to 1, by the last thirty days; null where it is not known.",
  })
  risk: number | null;

  @Field(() => Int, { description: "Machines that would do, listed at this moment." })
  offersNow: number;

  @Field(() => ID, { nullable: true, description: "The cheapest of them." })
  offerId: string | null;

  @Field(() => String, { description: "Why, in a sentence." })
  because: string;
}

@ObjectType("BestWindows", {
  description: "When a job is cheapest: windows that do not overlap, the cheapest first.",
})
class BestWindowsType {
  @Field(() => [PriceWindowType])
  windows: PriceWindow[];

  @Field(() => PriceWindowType, {
    nullable: true,
    description:
      "Starting as early as may be. At once that is what the cheapest listed machine costs, where one is.",
  })
  startNow: PriceWindow | null;
}

export const BestWindowsAnswer = resultUnion(
  "BestWindowsAnswer",
  BestWindowsType,
  NotEnoughHistoryType,
  UnknownGpuType,
  InvalidInputType,
);

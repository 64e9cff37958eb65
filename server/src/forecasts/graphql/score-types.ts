import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { DateTime } from "../../graphql/scalars.ts";
import { PriceKindEnum } from "../../offers/graphql/index.ts";
import { type PriceKind } from "../../offers/index.ts";
import type { AskScorecard } from "../read-scorecard.ts";
import type { Reliability, Told } from "../rules/score.ts";

const ForecastBandEnum = { EXCELLENT: "excellent", GOOD: "good", FAIR: "fair", POOR: "poor" } as const;
registerEnumType(ForecastBandEnum, {
  name: "ForecastBand",
  description: "How near the median was.",
  valuesConfig: {
    EXCELLENT: { description: "At most 5 % off." },
    GOOD: { description: "At most 10 % off." },
    FAIR: { description: "At most 20 % off." },
    POOR: { description: "More than that." },
  },
});

@ObjectType("ForecastReliability", {
  description:
    "How often prices were below a quantile, and how often at or below it. As prices stand still, a quantile is right when its level lies between the two.",
})
class ReliabilityType implements Reliability {
  @Field(() => Float)
  level: number;

  @Field(() => Float)
  below: number;

  @Field(() => Float)
  atMost: number;
}

@ObjectType("ForecastScore", { description: "How right forecasts were. Null where nothing is scored." })
export class ForecastScoreType implements Told {
  @Field(() => Int, {
    description: "Hours that were foretold and whose price is known, counted once a forecast.",
  })
  hours: number;

  @Field(() => Int, { description: "Days of forecasts that these hours are of." })
  forecasts: number;

  @Field(() => Float, { nullable: true, description: "How far the median was off, in percent of the price." })
  mape: number | null;

  @Field(() => Float, { nullable: true, description: "How far the last price was off." })
  naiveMape: number | null;

  @Field(() => ForecastBandEnum, { nullable: true })
  band: Told["band"];

  @Field(() => Float, {
    nullable: true,
    description:
      "By how much the median was nearer than the last price, in percent of that one's error; null where no price moved.",
  })
  skill: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "In percent: how many prices lay in the band that says 80.",
  })
  coverage80: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "In percent: how many prices lay in the band that says 95.",
  })
  coverage95: number | null;

  @Field(() => Float, { nullable: true, description: "In percent of the price." })
  width80: number | null;

  @Field(() => Float, { nullable: true, description: "In percent of the price." })
  width95: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "The mean loss of all nine quantiles, in percent of the price.",
  })
  pinball: number | null;

  @Field(() => [ReliabilityType])
  reliability: Reliability[];
}

@ObjectType({ description: "How right forecasts were of one group of markets." })
export class ForecastScoreLine {
  @Field(() => String)
  name: string;

  @Field(() => ForecastScoreType)
  score: Told;
}

@ObjectType({ description: "How right forecasts were so many days ahead." })
export class ForecastHorizonScore {
  @Field(() => Int, { description: "1 is the first 24 hours." })
  day: number;

  @Field(() => ForecastScoreType)
  score: Told;
}

@ObjectType("ForecastScorecard", { description: "How right forecasts were. Nothing is left out." })
export class ForecastScorecardType {
  @Field(() => DateTime)
  since: Date;

  @Field(() => Boolean, {
    description:
      "Of forecasts that were made afterwards; else of those that were fixed before the fact. Never both.",
  })
  replayed: boolean;

  @Field(() => Int, { description: "So many markets." })
  series: number;

  @Field(() => ForecastScoreType)
  overall: Told;

  @Field(() => [ForecastScoreLine])
  byGpu: ForecastScoreLine[];

  @Field(() => [ForecastScoreLine])
  byProvider: ForecastScoreLine[];

  @Field(() => [ForecastScoreLine])
  byKind: ForecastScoreLine[];

  @Field(() => [ForecastHorizonScore])
  byHorizon: ForecastHorizonScore[];
}

@InputType("ForecastScoreFilter", { description: "Of which markets. What is left out does not matter." })
export class ForecastScoreFilterInput implements Pick<
  AskScorecard,
  "gpuModels" | "providers" | "seriesIds" | "kinds"
> {
  @Field(() => [String], { nullable: true })
  gpuModels?: string[] | null;

  @Field(() => [ID], { nullable: true })
  providers?: string[] | null;

  @Field(() => [ID], { nullable: true })
  seriesIds?: string[] | null;

  @Field(() => [PriceKindEnum], { nullable: true })
  kinds?: PriceKind[] | null;
}

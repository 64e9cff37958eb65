import {
  createUnionType,
  Field,
  Float,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from "type-graphql";
import { Resync } from "../../graphql/feed.ts";
import { InvalidInputType, NotFoundType, RefusalType, resultUnion } from "../../graphql/refusals.ts";
import { CursorScalar, DateTime, UsdScalar } from "../../graphql/scalars.ts";
import { PriceKindEnum, PriceSeriesType, UnknownGpuType } from "../../offers/graphql/index.ts";
import { type PriceKind } from "../../offers/index.ts";
import type { Position } from "../../values/cursor.ts";
import type { Usd } from "../../values/money.ts";
import { HOUR_MS } from "../../values/hour.ts";
import { toUsd } from "../make.ts";
import type { AskedMarket, ReadForecast } from "../read-forecast.ts";
import { atLevel, shownWithin } from "../rules/curve.ts";
import { LEVELS } from "../rules/levels.ts";
import type { Told } from "../rules/score.ts";
import type { Verdict } from "../rules/verdict.ts";
import { ForecastScoreType } from "./score-types.ts";

const ForecastVerdictEnum = {
  PROVEN: "proven",
  UNPROVEN: "unproven",
  NO_SKILL: "no_skill",
  SHORT_HISTORY: "short_history",
} as const satisfies Record<string, Verdict>;
registerEnumType(ForecastVerdictEnum, {
  name: "ForecastVerdict",
  description: "Whether forecasts of a market are worth more than its last price.",
  valuesConfig: {
    PROVEN: { description: "Scored forecasts were nearer than the last price." },
    UNPROVEN: { description: "Too few are scored yet." },
    NO_SKILL: { description: "The last price was as good or better: go by that." },
    SHORT_HISTORY: { description: "Less than a week of history is known." },
  },
});

@InputType("ForecastMarket", { description: "A market, where its series is not named." })
export class ForecastMarketInput implements AskedMarket {
  @Field(() => String, { description: "However it is written: “h100 sxm” is the H100 with that socket." })
  gpu: string;

  @Field(() => ID, { nullable: true, description: "Left out: the cheapest that can be forecast." })
  provider?: string | null;

  @Field(() => String, { nullable: true, description: "Left out: a provider's whole market." })
  region?: string | null;

  @Field(() => PriceKindEnum, {
    nullable: true,
    description:
      "Left out: what is asked for machines that one may keep, as Berth sees it or, before it has seen a week of it, as the provider tells.",
  })
  kind?: PriceKind | null;
}

@ObjectType({ description: "A price for every hour ahead that so large a share of prices should lie under." })
class ForecastQuantile {
  @Field(() => Float, { description: "From 0 to 1; 0.5 is the median." })
  level: number;

  @Field(() => [UsdScalar], { description: "For a GPU and an hour, one for each hour." })
  prices: Usd[];

  @Field(() => [UsdScalar], {
    description: "The same within three standard deviations of the median: what a picture shows.",
  })
  shown: Usd[];
}

@ObjectType({ description: "What was strange about the history, and what was done about it." })
class ForecastNote {
  @Field(() => String)
  kind: string;

  @Field(() => Int)
  count: number;

  @Field(() => String)
  text: string;
}

@ObjectType("Forecast", {
  description: "Hourly prices ahead, as they were foretold: fixed when issued and changed never.",
})
export class ForecastType {
  /** Its two thousand numbers become amounts for whoever asks for them. */
  read: ReadForecast;

  @Field(() => ID)
  id: string;

  @Field(() => PriceSeriesType)
  series: PriceSeriesType;

  @Field(() => DateTime)
  issuedAt: Date;

  @Field(() => DateTime, {
    description: "The last hour whose price it knew. The first hour foretold is the next.",
  })
  cutOffAt: Date;

  @Field(() => String, { description: "What made it." })
  model: string;

  @Field(() => Boolean, { description: "Made afterwards, from nothing but what was known at the cut-off." })
  replayed: boolean;

  @Field(() => Boolean, {
    description: "Its last price is hours old: nobody knows what the market asks now.",
  })
  isStale: boolean;

  @Field(() => Int, { description: "Hours of history that it was made from." })
  historyHours: number;

  @Field(() => [ForecastNote])
  notes: ForecastNote[];

  @Field(() => UsdScalar, { description: "The naive forecast for every hour: the last price." })
  naive: Usd;

  @Field(() => ForecastVerdictEnum)
  verdict: Verdict;

  @Field(() => String, { description: "Why, in a sentence." })
  verdictBecause: string;

  @Field(() => Boolean, {
    description: "The last price is the better guess, and stands before the forecast.",
  })
  showsNaive: boolean;

  @Field(() => [DateTime], { description: "The hours foretold." })
  get at(): Date[] {
    const { row, hours } = this.read;
    return Array.from(
      { length: hours },
      (_, ahead) => new Date(row.cutOff.getTime() + (ahead + 1) * HOUR_MS),
    );
  }

  @Field(() => [UsdScalar])
  get mean(): Usd[] {
    return toAmounts(this.read, this.read.curve.mean);
  }

  @Field(() => [UsdScalar])
  get median(): Usd[] {
    return toAmounts(this.read, atLevel(this.read.curve, 0.5));
  }

  @Field(() => [ForecastQuantile], { description: "Nine of them, the lowest first." })
  get quantiles(): ForecastQuantile[] {
    const { curve } = this.read;
    return LEVELS.map((level) => {
      const prices = atLevel(curve, level);
      return {
        level,
        prices: toAmounts(this.read, prices),
        shown: toAmounts(this.read, shownWithin(curve, prices)),
      };
    });
  }

  @Field(() => ForecastScoreType, {
    description:
      "How right forecasts of this series were, of the last thirty days: only of those fixed before the fact.",
  })
  record: Told;

  @Field(() => ForecastScoreType, { description: "The same of those that were made afterwards." })
  replayedRecord: Told;
}

function toAmounts({ hours }: ReadForecast, prices: readonly number[]): Usd[] {
  return prices.slice(0, hours).map(toUsd);
}

@ObjectType("NotEnoughHistory", {
  implements: RefusalType,
  description: "Of so little history, or of one that ended more than a day ago, a forecast would be a guess.",
})
export class NotEnoughHistoryType extends RefusalType {
  @Field(() => Int, { description: "Hours that are known." })
  have: number;

  @Field(() => Int)
  need: number;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "The last hour that is known, where that is more than a day ago: the market was not seen since.",
  })
  notSeenSince: Date | null;
}

export const ForecastAnswer = resultUnion(
  "ForecastAnswer",
  ForecastType,
  NotEnoughHistoryType,
  UnknownGpuType,
  NotFoundType,
  InvalidInputType,
);

@ObjectType("ForecastLine", { description: "The next seven days of a market in few points." })
export class ForecastLineType {
  @Field(() => DateTime)
  cutOffAt: Date;

  @Field(() => Int, { description: "Told in stretches of so many hours." })
  stepHours: number;

  @Field(() => [UsdScalar], { description: "The median in the middle of each stretch." })
  medians: Usd[];

  @Field(() => [UsdScalar], { description: "Four of five prices should lie between these." })
  low: Usd[];

  @Field(() => [UsdScalar])
  high: Usd[];

  @Field(() => UsdScalar, { description: "The last price." })
  naive: Usd;

  @Field(() => Float, { description: "In percent: the median in seven days against the last price." })
  changePercent: number;

  @Field(() => ForecastVerdictEnum)
  verdict: Verdict;

  @Field(() => Boolean)
  showsNaive: boolean;

  @Field(() => PriceKindEnum, { description: "Which prices these are." })
  kind: PriceKind;
}

const ForecastEventEnum = {
  ISSUED: "forecasts.issued",
  REPLAYED: "forecasts.replayed",
  CHANGED_COURSE: "forecast.changed-course",
  DRIFTED: "forecast.drifted",
} as const;
registerEnumType(ForecastEventEnum, {
  name: "ForecastEvent",
  description: "What happened to forecasts of a market.",
  valuesConfig: {
    ISSUED: { description: "New ones were made." },
    REPLAYED: { description: "Past ones were made afterwards." },
    CHANGED_COURSE: { description: "Prices are where they were not thought to be, for six hours on end." },
    DRIFTED: { description: "The bands hold much less than they say." },
  },
});
export type ForecastTopic = (typeof ForecastEventEnum)[keyof typeof ForecastEventEnum];
export const forecastTopics: readonly ForecastTopic[] = Object.values(ForecastEventEnum);

@ObjectType({ description: "The newest forecasts as they stand." })
export class ForecastsSnapshot {
  @Field(() => CursorScalar)
  cursor: Position;

  @Field(() => [ForecastType])
  forecasts: ForecastType[];
}

@ObjectType({ description: "Something happened to forecasts of the series that are listened to." })
export class ForecastHappened {
  @Field(() => CursorScalar)
  cursor: Position;

  @Field(() => DateTime)
  at: Date;

  @Field(() => ForecastEventEnum)
  event: ForecastTopic;

  @Field(() => String, { description: "In words." })
  summary: string;

  @Field(() => [ID], { description: "Of which series: those that are listened to, or the first hundred." })
  seriesIds: string[];

  @Field(() => [ForecastType], { description: "The newest forecasts of those that are listened to." })
  forecasts: ForecastType[];
}

export const ForecastUpdate = createUnionType({
  name: "ForecastUpdate",
  types: () => [ForecastsSnapshot, ForecastHappened, Resync] as const,
});

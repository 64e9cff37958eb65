import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import type { Edge } from "../../graphql/paging.ts";
import { PageInfo } from "../../graphql/paging.ts";
import { InvalidInputType, RefusalType, resultUnion } from "../../graphql/refusals.ts";
import { DateTime, UsdScalar } from "../../graphql/scalars.ts";
import type { Usd } from "../../values/money.ts";
import { UnknownGpuType } from "./search-types.ts";
import type { PriceStepPoint } from "../read-price-history.ts";
import type { PriceStep } from "../rules/price-steps.ts";
import type { Sparkline } from "../rules/sparkline.ts";
import type { PriceKind, PriceSource, SeriesFilter } from "../store/price-history.ts";

export const PriceKindEnum = {
  ON_DEMAND: "on_demand",
  INTERRUPTIBLE: "interruptible",
  RENTED: "rented",
  AVAILABLE: "available",
} as const satisfies Record<string, PriceKind>;
registerEnumType(PriceKindEnum, {
  name: "PriceKind",
  description: "Which prices a series is made of.",
  valuesConfig: {
    ON_DEMAND: { description: "What Berth sees asked for machines that one may keep." },
    INTERRUPTIBLE: { description: "What Berth sees asked for machines that may be taken away." },
    RENTED: { description: "What is paid for rented machines, as the provider itself says." },
    AVAILABLE: { description: "What is asked for free machines, as the provider itself says." },
  },
});

const PriceSourceEnum = {
  OBSERVED: "observed",
  PROVIDER: "provider",
  IMPORTED: "imported",
} as const satisfies Record<string, PriceSource>;
registerEnumType(PriceSourceEnum, {
  name: "PriceSource",
  description: "Where a point of a series comes from.",
  valuesConfig: {
    OBSERVED: { description: "Berth saw the market itself." },
    PROVIDER: { description: "The provider's own figures." },
    IMPORTED: { description: "History that somebody imported." },
  },
});

export const PriceStepEnum = { HOUR: "hour", DAY: "day", WEEK: "week" } as const satisfies Record<
  string,
  PriceStep
>;
registerEnumType(PriceStepEnum, {
  name: "PriceStep",
  description: "Days and weeks are those of UTC; weeks begin on Monday.",
});

@InputType("PriceSeriesFilter", {
  description: "Which series. A list means “one of these”; what is left out does not matter.",
})
export class PriceSeriesFilterInput implements SeriesFilter {
  @Field(() => [String], { nullable: true })
  gpuModels?: string[];

  @Field(() => [String], { nullable: true, description: "SXM, PCIe, NVL." })
  gpuSockets?: string[];

  @Field(() => [ID], { nullable: true })
  providers?: string[];

  @Field(() => [String], {
    nullable: true,
    description: "The series of these regions. Left out: those of each provider's whole market.",
  })
  regions?: string[];

  @Field(() => [PriceKindEnum], { nullable: true })
  kinds?: PriceKind[];
}

@ObjectType("Sparkline", { description: "The last seven days in few points." })
export class SparklineType implements Sparkline {
  @Field(() => DateTime)
  from: Date;

  @Field(() => DateTime)
  to: Date;

  @Field(() => Int, { description: "The time is told in stretches of so many hours." })
  stepHours: number;

  @Field(() => [DateTime], {
    description: "When each known stretch begins. One that is not among them is a gap.",
  })
  at: Date[];

  @Field(() => [UsdScalar], { description: "The median price of a GPU and an hour in each of these." })
  medians: Usd[];

  @Field(() => PriceKindEnum, {
    description:
      "Which prices these are. Until Berth has seen a market for a day they are the provider's own figures, where it tells them.",
  })
  kind: PriceKind;

  @Field(() => Float, { nullable: true, description: "In percent, from the first known to the last." })
  changePercent: number | null;
}

@ObjectType("PriceSeries", {
  description: "A market whose prices are told hour by hour: one kind of one GPU at one provider.",
})
export class PriceSeriesType {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  providerId: string;

  @Field(() => String)
  gpuModel: string;

  @Field(() => String, { nullable: true })
  gpuSocket: string | null;

  @Field(() => String, { nullable: true, description: "Null is the provider's whole market." })
  region: string | null;

  @Field(() => PriceKindEnum)
  kind: PriceKind;
}

@ObjectType()
export class PriceSeriesEdge implements Edge<PriceSeriesType> {
  @Field(() => String)
  cursor: string;

  @Field(() => PriceSeriesType)
  node: PriceSeriesType;
}

@ObjectType({ description: "A page of series." })
export class PriceSeriesConnection {
  @Field(() => [PriceSeriesEdge])
  edges: PriceSeriesEdge[];

  @Field(() => [PriceSeriesType])
  nodes: PriceSeriesType[];

  @Field(() => PageInfo)
  pageInfo: PageInfo;
}

@ObjectType("PricePoint", {
  description: "What a step cost. A step in which nothing was seen is here without prices: a gap.",
})
class PricePointType implements PriceStepPoint {
  @Field(() => DateTime, { description: "When the step begins." })
  at: Date;

  @Field(() => UsdScalar, {
    nullable: true,
    description:
      "A tenth of the machines ask less, for a GPU and an hour. Of a longer step: the lowest of its hours.",
  })
  low: Usd | null;

  @Field(() => UsdScalar, {
    nullable: true,
    description: "Half of the machines ask less. Of a longer step: the middle one of its hours.",
  })
  median: Usd | null;

  @Field(() => UsdScalar, {
    nullable: true,
    description: "A tenth of the machines ask more. Of a longer step: the highest of its hours.",
  })
  high: Usd | null;

  @Field(() => Int, {
    description:
      "Machines that were seen in the hour; in the provider's own figures, GPUs. Of a longer step: in the hour that had most.",
  })
  count: number;

  @Field(() => Int, { description: "Hours of the step that something is known of." })
  hours: number;

  @Field(() => [PriceSourceEnum])
  sources: readonly PriceSource[];
}

@ObjectType("PricedSeries", { description: "A series and its points." })
export class PricedSeriesType {
  @Field(() => PriceSeriesType)
  series: PriceSeriesType;

  @Field(() => [PricePointType], { description: "Every step from the first to the last, without a hole." })
  points: PriceStepPoint[];
}

@ObjectType("PriceHistory", {
  description:
    "Prices over time. They move when prices move and not when cheap machines are rented: each point is of a basket of machines, those that are away included at what they would ask now.",
})
class PriceHistoryType {
  @Field(() => PriceStepEnum)
  step: PriceStep;

  @Field(() => DateTime, { description: "When the first step begins." })
  from: Date;

  @Field(() => DateTime, { description: "When the last step ends." })
  to: Date;

  @Field(() => [PricedSeriesType])
  series: PricedSeriesType[];
}

@ObjectType("TooManyPoints", {
  implements: RefusalType,
  description: "More points were asked for than one answer has.",
})
class TooManyPointsType extends RefusalType {
  @Field(() => Int)
  asked: number;

  @Field(() => Int)
  most: number;
}

export const PriceHistoryAnswer = resultUnion(
  "PriceHistoryAnswer",
  PriceHistoryType,
  UnknownGpuType,
  TooManyPointsType,
  InvalidInputType,
);

@ObjectType("PriceChange", { description: "Something that happened to an offer's price." })
export class PriceChangeType {
  @Field(() => DateTime)
  at: Date;

  @Field(() => UsdScalar, {
    nullable: true,
    description: "For a GPU and an hour from then on; null when it was withdrawn.",
  })
  pricePerGpuHour: Usd | null;
}

import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { DateTime, UsdScalar } from "../../graphql/scalars.ts";
import type { Usd } from "../../values/money.ts";
import type { Cloud } from "../rules/clouds.ts";
import type { Bucket } from "../rules/periods.ts";

const CloudEnum = { AWS: "aws", GCP: "gcp", AZURE: "azure" } as const satisfies Record<string, Cloud>;
registerEnumType(CloudEnum, { name: "Cloud", description: "Whose prices others are compared with." });

export const SavingsBucketEnum = { DAY: "day", WEEK: "week", MONTH: "month" } as const satisfies Record<
  string,
  Bucket
>;
registerEnumType(SavingsBucketEnum, { name: "SavingsBucket", description: "Of UTC; weeks begin on Monday." });

@ObjectType({ description: "The same hours, here and at a cloud." })
export class CloudComparison {
  @Field(() => CloudEnum)
  cloud: Cloud;

  @Field(() => UsdScalar, { description: "What was paid for the hours that have a fair match there." })
  compared: Usd;

  @Field(() => UsdScalar, { description: "What the same hours would have cost there." })
  reference: Usd;

  @Field(() => UsdScalar, { description: "The difference; below nothing where it was dearer here." })
  saved: Usd;
}

@ObjectType({ description: "What was paid in a period, and what the same would have cost." })
export class SavingsFigures {
  @Field(() => UsdScalar, {
    description: "What was charged by the second, and of what was reserved its share of the price.",
  })
  paid: Usd;

  @Field(() => Float)
  gpuHours: number;

  @Field(() => [CloudComparison])
  clouds: CloudComparison[];
}

@ObjectType({ description: "A day, a week or a month of it." })
export class SavingsPeriod {
  @Field(() => DateTime)
  from: Date;

  @Field(() => DateTime)
  until: Date;

  @Field(() => SavingsFigures)
  figures: SavingsFigures;
}

@ObjectType({ description: "The part of one consumer, GPU or provider." })
export class SavingsGroup {
  @Field(() => String, { description: "Empty for what was put down to no consumer." })
  name: string;

  @Field(() => SavingsFigures)
  figures: SavingsFigures;
}

@ObjectType({ description: "A price at a cloud, from when until when, and where it stands." })
export class ReferencePriceType {
  @Field(() => CloudEnum)
  cloud: Cloud;

  @Field(() => String)
  sku: string;

  @Field(() => String)
  region: string;

  @Field(() => String, { description: "on_demand, one_year or spot." })
  pricing: string;

  @Field(() => String)
  gpuModel: string;

  @Field(() => String)
  gpuSocket: string;

  @Field(() => Float)
  vramGb: number;

  @Field(() => Int, { description: "How many GPUs the machine has that is sold there." })
  gpusInNode: number;

  @Field(() => UsdScalar)
  pricePerNodeHour: Usd;

  @Field(() => UsdScalar)
  pricePerGpuHour: Usd;

  @Field(() => DateTime)
  from: Date;

  @Field(() => DateTime, { nullable: true, description: "Null while it holds." })
  until: Date | null;

  @Field(() => String)
  source: string;

  @Field(() => String, { description: "The day it was read there." })
  readOn: string;
}

@ObjectType({ description: "What a GPU is compared with at a cloud, or why with nothing." })
export class SavingsMatch {
  @Field(() => CloudEnum)
  cloud: Cloud;

  @Field(() => String)
  gpuModel: string;

  @Field(() => String, { nullable: true })
  gpuSocket: string | null;

  @Field(() => Float)
  vramGb: number;

  @Field(() => Boolean)
  isInterruptible: boolean;

  @Field(() => String, {
    nullable: true,
    description: "Why there is no fair match; null where there is one.",
  })
  noMatch: string | null;

  @Field(() => String, { nullable: true, description: "Why another than the same is taken." })
  nearestBecause: string | null;

  @Field(() => [ReferencePriceType], { description: "Those that were in force in the period." })
  prices: ReferencePriceType[];
}

export const SavingsPartEnum = {
  RATE: "rate",
  TIMING: "timing",
  RESERVATION_DISCOUNT: "reservation-discount",
  IDLE_STOP: "idle-stop",
  HAND_BACK: "hand-back",
} as const;
registerEnumType(SavingsPartEnum, { name: "SavingsPartKind", description: "By what less was spent." });

@ObjectType({ description: "One step from what it would have cost to what it did." })
export class SavingsPart {
  @Field(() => SavingsPartEnum)
  kind: (typeof SavingsPartEnum)[keyof typeof SavingsPartEnum];

  @Field(() => UsdScalar)
  amount: Usd;

  @Field(() => Boolean, { description: "It is part of what was saved on the hours that ran." })
  isCounted: boolean;

  @Field(() => String, { description: "How it was made." })
  because: string;
}

@ObjectType({ description: "What was saved at one cloud, in parts; those that are counted add up to it." })
export class SavingsWaterfall {
  @Field(() => CloudEnum)
  cloud: Cloud;

  @Field(() => [SavingsPart])
  parts: SavingsPart[];
}

@ObjectType({
  description: "What an account paid for the hours of a period, and what the same would have cost.",
})
export class SavingsType {
  @Field(() => DateTime)
  from: Date;

  @Field(() => DateTime)
  until: Date;

  @Field(() => Int, { description: "How many sessions ran in it." })
  sessions: number;

  @Field(() => SavingsFigures)
  total: SavingsFigures;

  @Field(() => [SavingsPeriod])
  history: SavingsPeriod[];

  @Field(() => [SavingsGroup])
  byConsumer: SavingsGroup[];

  @Field(() => [SavingsGroup])
  byGpu: SavingsGroup[];

  @Field(() => [SavingsGroup])
  byProvider: SavingsGroup[];

  @Field(() => [SavingsWaterfall])
  waterfalls: SavingsWaterfall[];

  @Field(() => [SavingsMatch], { description: "How each figure was made." })
  matches: SavingsMatch[];
}

@ObjectType({ description: "What will have been saved by the month's end." })
export class CloudProjection {
  @Field(() => CloudEnum)
  cloud: Cloud;

  @Field(() => UsdScalar)
  low: Usd;

  @Field(() => UsdScalar)
  expected: Usd;

  @Field(() => UsdScalar)
  high: Usd;
}

@ObjectType({
  description: "The month so far, and where it leads if the days to come are like those that were.",
})
export class SavingsProjection {
  @Field(() => DateTime)
  until: Date;

  @Field(() => SavingsFigures)
  soFar: SavingsFigures;

  @Field(() => [CloudProjection], { description: "None while fewer than three days are over." })
  clouds: CloudProjection[];
}

@ObjectType({ description: "What is saved at a cloud at one instant, and how fast it grows." })
export class CloudTick {
  @Field(() => CloudEnum)
  cloud: Cloud;

  @Field(() => UsdScalar)
  compared: Usd;

  @Field(() => UsdScalar)
  reference: Usd;

  @Field(() => UsdScalar)
  saved: Usd;

  @Field(() => UsdScalar, {
    description: "What an hour costs here of what runs now and has a fair match there.",
  })
  comparedPerHour: Usd;

  @Field(() => UsdScalar, {
    description: "What the same hour costs there; nothing where nothing has a match.",
  })
  referencePerHour: Usd;

  @Field(() => UsdScalar, { description: "What an hour of what runs now saves." })
  savedPerHour: Usd;
}

@ObjectType({ description: "The savings of one running session." })
export class SessionSavings {
  @Field(() => ID)
  sessionId: string;

  @Field(() => UsdScalar)
  paid: Usd;

  @Field(() => UsdScalar)
  ratePerHour: Usd;

  @Field(() => [CloudTick])
  clouds: CloudTick[];
}

@ObjectType({ description: "The month's savings at one instant." })
export class SavingsTick {
  @Field(() => DateTime)
  at: Date;

  @Field(() => DateTime, { description: "The beginning of the month, in UTC, that it is counted from." })
  since: Date;

  @Field(() => UsdScalar)
  paid: Usd;

  @Field(() => UsdScalar)
  ratePerHour: Usd;

  @Field(() => [CloudTick])
  clouds: CloudTick[];

  @Field(() => [SessionSavings], {
    description: "Each session that is paid for at this instant, from its beginning.",
  })
  sessions: SessionSavings[];
}

@ObjectType({ description: "What runs at this instant, from its beginning." })
export class ActiveSessionMetrics {
  @Field(() => DateTime)
  at: Date;

  @Field(() => Int, {
    description: "Machines that are paid for at this instant, by the second or with a reservation.",
  })
  machines: number;

  @Field(() => Boolean, {
    description: "Whether any machine of the account ever ran.",
  })
  everRan: boolean;

  @Field(() => UsdScalar)
  ratePerHour: Usd;

  @Field(() => SavingsFigures)
  figures: SavingsFigures;
}

@ObjectType("WallLink", {
  description: "An address at which a screen on a wall reads what is saved, and nothing else.",
})
export class WallLinkType {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  name: string;

  @Field(() => CloudEnum)
  cloud: Cloud;

  @Field(() => String, { description: "The name of whoever made it." })
  createdBy: string;

  @Field(() => DateTime)
  createdAt: Date;

  @Field(() => DateTime, { nullable: true, description: "When it was read last, to the minute." })
  readAt: Date | null;
}

@ObjectType({ description: "A link that was made, and its address, which is told this once." })
export class WallLinkCreated {
  @Field(() => WallLinkType)
  link: WallLinkType;

  @Field(() => String, { description: "A path of the console. Who has it reads; it needs no signing in." })
  path: string;
}

@InputType()
export class CreateWallLinkInput {
  @Field(() => String)
  name: string;

  @Field(() => CloudEnum, { defaultValue: "aws" })
  cloud: Cloud;
}

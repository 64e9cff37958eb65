import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { RefusalType } from "../../graphql/refusals.ts";
import { DateTime, UsdScalar } from "../../graphql/scalars.ts";
import type { Usd } from "../../values/money.ts";
import type { PoolRule } from "../rules/pricing.ts";
import type { ClosureRow, PoolRow } from "../store/pools.ts";

const PoolBackingEnum = {
  BOUGHT_AT_START: "bought-at-start",
  COMMITTED: "committed",
} as const satisfies Record<string, PoolRow["backing"]>;
registerEnumType(PoolBackingEnum, {
  name: "PoolBacking",
  description: "Where a pool's machines come from.",
  valuesConfig: {
    BOUGHT_AT_START: { description: "They are rented from providers shortly before a reservation starts." },
    COMMITTED: { description: "They are machines that are committed to it." },
  },
});

const ClosureKindEnum = { MAINTENANCE: "maintenance", BLACKOUT: "blackout" } as const satisfies Record<
  string,
  ClosureRow["kind"]
>;
registerEnumType(ClosureKindEnum, {
  name: "ClosureKind",
  valuesConfig: {
    MAINTENANCE: { description: "Some of its GPUs are away." },
    BLACKOUT: { description: "No new bookings are taken for that time." },
  },
});

@ObjectType("PoolRule", { description: "How a pool's prices differ from its base." })
export class PoolRuleType implements PoolRule {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  label: string;

  @Field(() => Int, { description: "In hundredths of a percent of the base; a discount is below zero." })
  shareBp: number;

  @Field(() => Int)
  minGpus: number;

  @Field(() => Int)
  minHours: number;

  @Field(() => Int)
  minDaysAhead: number;
}

@ObjectType("PoolClosure", { description: "A time in which a pool has fewer GPUs, or takes no bookings." })
export class PoolClosureType {
  @Field(() => ID)
  id: string;

  @Field(() => ClosureKindEnum)
  kind: ClosureRow["kind"];

  @Field(() => Int, { description: "How many are away; none in a blackout." })
  gpus: number;

  @Field(() => DateTime)
  startsAt: Date;

  @Field(() => DateTime)
  endsAt: Date;

  @Field(() => String)
  reason: string;
}

@ObjectType("Pool", { description: "GPU capacity that may be promised ahead of time." })
export class PoolType {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  name: string;

  @Field(() => String)
  gpuModel: string;

  @Field(() => String)
  region: string;

  @Field(() => Int, { description: "How many it has when nothing is under maintenance." })
  gpus: number;

  @Field(() => PoolBackingEnum)
  backing: PoolRow["backing"];

  @Field(() => Boolean, { description: "Whether it takes new bookings." })
  isOpen: boolean;

  @Field(() => Int, { description: "Machines are rented so long before the start." })
  leadMinutes: number;

  @Field(() => Int, { description: "Without a machine so long after the start, Berth gives up." })
  giveUpMinutes: number;

  @Field(() => Int)
  horizonDays: number;

  @Field(() => Int, { description: "Cancelling is free until so long before the start." })
  freeCancelHours: number;

  @Field(() => Int, { description: "What cancelling costs then, in hundredths of a percent of the total." })
  cancelShareBp: number;

  @Field(() => Int, { description: "What is kept of what is handed back, in hundredths of a percent." })
  handBackShareBp: number;
}

@ObjectType("PoolSettings", { description: "For those who run this Berth: what only they see of a pool." })
export class PoolSettingsType {
  @Field(() => PoolType)
  pool: PoolType;

  @Field(() => UsdScalar, { description: "The price by the hour; the least of it where there is a margin." })
  leastPerGpuHour: Usd;

  @Field(() => Int, { nullable: true, description: "Over the median of the market; null for a fixed price." })
  marginBp: number | null;

  @Field(() => [String], { description: "Where machines are rented; empty for anywhere." })
  providers: string[];

  @Field(() => [String], { description: "The machines that are committed to it, by their providers' ids." })
  hosts: string[];

  @Field(() => UsdScalar, { description: "The most that Berth pays for an hour of a GPU." })
  buyCapPerGpuHour: Usd;

  @Field(() => [PoolClosureType], { description: "Those that are not over, the next first." })
  closures: PoolClosureType[];
}

@ObjectType("PoolAvailability", { description: "What is free of one pool, step by step." })
export class PoolAvailabilityType {
  @Field(() => [Int], { description: "GPUs that are free in every quarter of each step." })
  free: number[];

  @Field(() => [PoolClosureType])
  closures: PoolClosureType[];
}

@ObjectType("FreeCapacity", { description: "What is free in a window, pool by pool." })
export class AvailabilityType {
  @Field(() => DateTime)
  from: Date;

  @Field(() => DateTime)
  to: Date;

  @Field(() => Int)
  stepMinutes: number;

  @Field(() => [PoolAvailabilityType])
  pools: PoolAvailabilityType[];
}

@InputType()
class PoolRuleInput {
  @Field(() => String)
  label: string;

  @Field(() => Int, { description: "In hundredths of a percent of the base; a discount is below zero." })
  shareBp: number;

  @Field(() => Int, { defaultValue: 1 })
  minGpus: number;

  @Field(() => Int, { defaultValue: 0 })
  minHours: number;

  @Field(() => Int, { defaultValue: 0 })
  minDaysAhead: number;
}

@InputType()
class PoolTermsInput {
  @Field(() => Int, {
    nullable: true,
    description:
      "Over the median of the market; with null, the price is fixed. Left out, a new pool's is, and another's stays.",
  })
  marginBp?: number | null;

  @Field(() => [String], {
    nullable: true,
    description: "Where machines are rented; anywhere when left out.",
  })
  providers?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: "Of a committed pool: its machines, by their providers' ids.",
  })
  hosts?: string[] | null;

  @Field(() => Int, { nullable: true })
  leadMinutes?: number | null;

  @Field(() => Int, { nullable: true })
  giveUpMinutes?: number | null;

  @Field(() => Int, { nullable: true })
  horizonDays?: number | null;

  @Field(() => Int, { nullable: true })
  freeCancelHours?: number | null;

  @Field(() => Int, { nullable: true })
  cancelShareBp?: number | null;

  @Field(() => Int, { nullable: true })
  handBackShareBp?: number | null;

  @Field(() => [PoolRuleInput], { nullable: true })
  rules?: PoolRuleInput[] | null;
}

@InputType()
export class CreatePoolInput extends PoolTermsInput {
  @Field(() => String)
  name: string;

  @Field(() => String)
  gpuModel: string;

  @Field(() => String)
  region: string;

  @Field(() => Int)
  gpus: number;

  @Field(() => UsdScalar, { description: "The price by the hour; the least of it where there is a margin." })
  pricePerGpuHour: Usd;

  @Field(() => PoolBackingEnum, { defaultValue: "bought-at-start" })
  backing: PoolRow["backing"];

  @Field(() => UsdScalar, { description: "The most that Berth pays for an hour of a GPU." })
  buyCapPerGpuHour: Usd;
}

@InputType()
export class ChangePoolInput extends PoolTermsInput {
  @Field(() => String, { nullable: true })
  name?: string;

  @Field(() => Int, { nullable: true, description: "Not fewer than are promised." })
  gpus?: number;

  @Field(() => UsdScalar, { nullable: true })
  pricePerGpuHour?: Usd;

  @Field(() => UsdScalar, { nullable: true })
  buyCapPerGpuHour?: Usd;

  @Field(() => PoolBackingEnum, { nullable: true })
  backing?: PoolRow["backing"];

  @Field(() => Boolean, { nullable: true })
  isOpen?: boolean;
}

@InputType()
export class ClosePoolInput {
  @Field(() => ID)
  poolId: string;

  @Field(() => ClosureKindEnum)
  kind: ClosureRow["kind"];

  @Field(() => Int, { nullable: true, description: "Of maintenance: how many are away; all, when left out." })
  gpus?: number | null;

  @Field(() => DateTime)
  startsAt: Date;

  @Field(() => DateTime)
  endsAt: Date;

  @Field(() => String)
  reason: string;
}

@ObjectType("ReservationInTheWay")
export class ReservationInTheWay {
  @Field(() => ID)
  id: string;

  @Field(() => Int)
  gpus: number;

  @Field(() => DateTime)
  startsAt: Date;

  @Field(() => DateTime)
  endsAt: Date;
}

@ObjectType("PromisedAlready", {
  implements: RefusalType,
  description: "More was promised than would be left.",
})
export class PromisedAlreadyType extends RefusalType {
  @Field(() => [ReservationInTheWay])
  inTheWay: ReservationInTheWay[];
}

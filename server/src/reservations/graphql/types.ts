import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { type Edge, PageInfo } from "../../graphql/paging.ts";
import { RefusalType } from "../../graphql/refusals.ts";
import { CursorScalar, DateTime, UsdScalar } from "../../graphql/scalars.ts";
import type { Position } from "../../values/cursor.ts";
import { LaterSetUpInput, type StoragePolicy, StoragePolicyEnum } from "../../sessions/graphql/index.ts";
import type { Usd } from "../../values/money.ts";
import type { Ending } from "../ending.ts";
import type { Line, LineKind } from "../rules/pricing.ts";
import type { ReservationState } from "../rules/lifecycle.ts";
import type { Part } from "../rules/parts.ts";
import { PoolType } from "./pool-types.ts";

export const ReservationStateEnum = {
  HELD: "held",
  LAPSED: "lapsed",
  CONFIRMED: "confirmed",
  ACTIVE: "active",
  FINISHED: "finished",
  CANCELLED: "cancelled",
  MISSED: "missed",
} as const satisfies Record<string, ReservationState>;
registerEnumType(ReservationStateEnum, {
  name: "ReservationState",
  valuesConfig: {
    HELD: { description: "A quote: its place and its price are kept for some minutes." },
    LAPSED: { description: "A quote that was not booked in time." },
    CONFIRMED: { description: "Booked, with its credit set aside." },
    ACTIVE: { description: "A machine of it was ready, and it is paid for." },
    FINISHED: { description: "It came to its end." },
    CANCELLED: { description: "It was given up before it began." },
    MISSED: { description: "Berth could not deliver it. It cost nothing, and Berth paid." },
  },
});

const LineKindEnum = {
  BASE: "base",
  DURATION_DISCOUNT: "duration-discount",
  RULE: "rule",
  BEST_OF: "best-of",
} as const satisfies Record<string, LineKind>;
registerEnumType(LineKindEnum, {
  name: "PriceLineKind",
  valuesConfig: {
    BASE: { description: "What the hours cost at the pool's price." },
    DURATION_DISCOUNT: { description: "10 % at an hour to 20 % at a week." },
    RULE: { description: "A rule of the pool." },
    BEST_OF: { description: "A reservation never costs more than the same hours without one." },
  },
});

@ObjectType("PriceLine")
export class PriceLineType implements Line {
  @Field(() => LineKindEnum)
  kind: LineKind;

  @Field(() => ID, { nullable: true })
  ruleId: string | null;

  @Field(() => String)
  label: string;

  @Field(() => Int, { nullable: true, description: "In hundredths of a percent of the base." })
  shareBp: number | null;

  @Field(() => UsdScalar)
  amount: Usd;
}

@ObjectType("ReservationPart", { description: "How many GPUs it has in a stretch of its time." })
export class ReservationPartType implements Part {
  @Field(() => Int)
  gpus: number;

  @Field(() => DateTime)
  startsAt: Date;

  @Field(() => DateTime)
  endsAt: Date;
}

@ObjectType("TimeWindow")
export class TimeWindowType {
  @Field(() => DateTime)
  startsAt: Date;

  @Field(() => DateTime)
  endsAt: Date;
}

@ObjectType("ReservationPrice", { description: "What a reservation would cost, without keeping its place." })
export class ReservationPriceType {
  @Field(() => PoolType)
  pool: PoolType;

  @Field(() => [PriceLineType])
  lines: PriceLineType[];

  @Field(() => UsdScalar, { description: "What is set aside at booking, and spent when it begins." })
  total: Usd;

  @Field(() => UsdScalar)
  perGpuHour: Usd;

  @Field(() => UsdScalar, { description: "What the same hours would cost without a reservation." })
  onDemandTotal: Usd;

  @Field(() => DateTime, { description: "Cancelling is free until then." })
  freeCancelUntil: Date;

  @Field(() => UsdScalar, { description: "What cancelling costs after that." })
  laterCancelCost: Usd;
}

@ObjectType("ChangePrice", { description: "What a change to a reservation would come to." })
export class ChangePriceType {
  @Field(() => UsdScalar, { description: "What it costs in all, with the change." })
  total: Usd;

  @Field(() => UsdScalar, { description: "By how much that is more; below zero for less." })
  difference: Usd;

  @Field(() => DateTime, { description: "Cancelling is free until then, with it." })
  freeCancelUntil: Date;

  @Field(() => UsdScalar, {
    nullable: true,
    description: "What cancelling costs after that; null once it has begun.",
  })
  laterCancelCost: Usd | null;
}

@ObjectType("HandBackPrice", { description: "What handing some of it back would give." })
export class HandBackPriceType {
  @Field(() => UsdScalar, { description: "What comes back." })
  back: Usd;

  @Field(() => UsdScalar, { description: "What the pool keeps." })
  kept: Usd;

  @Field(() => [ReservationPartType], { description: "What it would have then." })
  left: ReservationPartType[];

  @Field(() => DateTime, { description: "Cancelling is free until then, with it." })
  freeCancelUntil: Date;

  @Field(() => UsdScalar, {
    nullable: true,
    description: "What cancelling costs after that; null once it has begun.",
  })
  laterCancelCost: Usd | null;
}

const AfterEndEnum = {
  FREE: "free",
  SOMEBODY: "somebody",
  CLOSED: "closed",
} as const satisfies Record<string, Ending["next"]>;
registerEnumType(AfterEndEnum, {
  name: "AfterEnd",
  valuesConfig: {
    FREE: { description: "Its GPUs are free for an hour from the end on." },
    SOMEBODY: { description: "Somebody else has them." },
    CLOSED: { description: "The pool is closed, or some of its GPUs are away." },
  },
});

@ObjectType("ReservationExtension", { description: "What keeping it for longer would come to." })
class ReservationExtensionType {
  @Field(() => DateTime)
  endsAt: Date;

  @Field(() => UsdScalar, { description: "What it costs in all, with it." })
  total: Usd;

  @Field(() => UsdScalar, { description: "By how much that is more." })
  difference: Usd;
}

@ObjectType("ReservationAlternative", { description: "Where as many GPUs are free for an hour." })
class ReservationAlternativeType {
  @Field(() => PoolType)
  pool: PoolType;

  @Field(() => DateTime)
  startsAt: Date;

  @Field(() => DateTime)
  endsAt: Date;
}

@ObjectType("ReservationEnding", { description: "What can be had when a reservation ends." })
export class ReservationEndingType {
  @Field(() => DateTime)
  endsAt: Date;

  @Field(() => AfterEndEnum)
  next: Ending["next"];

  @Field(() => ReservationExtensionType, {
    nullable: true,
    description: "An hour more, or as much of one as is free.",
  })
  extension: ReservationExtensionType | null;

  @Field(() => [ReservationAlternativeType], {
    description: "Three at most; none where an hour more is free.",
  })
  alternatives: ReservationAlternativeType[];
}

/** Its row and parts; what is computed of them is in the fields' resolver. */
@ObjectType("Reservation", { description: "A number of a pool's GPUs for a period." })
export class ReservationType {
  @Field(() => ID)
  id: string;

  @Field(() => ReservationStateEnum)
  state: ReservationState;

  @Field(() => DateTime, { nullable: true, description: "Of a quote: how long its place is kept." })
  heldUntil: Date | null;

  @Field(() => String, { nullable: true })
  label: string | null;

  @Field(() => String, { nullable: true })
  consumer: string | null;

  @Field(() => ID, { nullable: true, description: "The bookings of one rule share it." })
  seriesId: string | null;

  @Field(() => Int, { description: "As it was booked." })
  gpus: number;

  @Field(() => DateTime)
  startsAt: Date;

  @Field(() => DateTime)
  endsAt: Date;

  @Field(() => [ReservationPartType], { description: "What it has now: less, where some was handed back." })
  parts: ReservationPartType[];

  @Field(() => DateTime, { description: "Cancelling is free until then." })
  freeCancelUntil: Date;

  @Field(() => DateTime, { nullable: true, description: "When its first machine was ready." })
  readyAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: "Since when it lacks machines, while it does." })
  shortSince: Date | null;

  @Field(() => DateTime, { nullable: true })
  endedAt: Date | null;

  @Field(() => String, { nullable: true })
  reason: string | null;

  @Field(() => String)
  image: string;

  @Field(() => Int)
  diskGb: number;

  @Field(() => Int, {
    nullable: true,
    description: "So long saving may take at the end; null where nothing is saved.",
  })
  saveMinutes: number | null;

  @Field(() => DateTime)
  createdAt: Date;
}

@ObjectType()
class ReservationEdge implements Edge<ReservationType> {
  @Field(() => String)
  cursor: string;

  @Field(() => ReservationType)
  node: ReservationType;
}

@ObjectType()
export class ReservationConnection {
  @Field(() => [ReservationEdge])
  edges: ReservationEdge[];

  @Field(() => [ReservationType])
  nodes: ReservationType[];

  @Field(() => PageInfo)
  pageInfo: PageInfo;

  @Field(() => CursorScalar, { description: "Where to go on from with reservationChanged." })
  liveCursor: Position;
}

@InputType()
export class QuoteReservationInput extends LaterSetUpInput {
  @Field(() => ID, { nullable: true })
  poolId?: string | null;

  @Field(() => String, { nullable: true, description: "In place of a pool: the cheapest that has it free." })
  gpuModel?: string | null;

  @Field(() => String, { nullable: true })
  region?: string | null;

  @Field(() => Int)
  gpus: number;

  @Field(() => DateTime, { description: "On a quarter of an hour." })
  startsAt: Date;

  @Field(() => DateTime)
  endsAt: Date;

  @Field(() => String, { nullable: true })
  label?: string | null;

  @Field(() => String, { nullable: true, description: "Whom its cost is attributed to." })
  consumer?: string | null;

  @Field(() => String, { nullable: true })
  image?: string | null;

  @Field(() => Int, { nullable: true })
  diskGb?: number | null;

  @Field(() => String, {
    nullable: true,
    description: "Yours, for SSH. A machine's key can be reissued later.",
  })
  publicKey?: string | null;

  @Field(() => StoragePolicyEnum, {
    nullable: true,
    description: "To save is usual where a command is given, and to discard where none is.",
  })
  storagePolicy?: StoragePolicy | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Run on each machine, to be over by the end of its time. What is handed back is saved from after that.",
  })
  saveCommand?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: "1 to 30, of the hours that are booked; 10 when left out.",
  })
  saveMinutes?: number | null;
}

@InputType()
export class CreateReservationInput {
  @Field(() => ID, { nullable: true, description: "The quote whose place and price were kept." })
  quoteId?: string | null;

  @Field(() => QuoteReservationInput, {
    nullable: true,
    description: "Or what is wanted, at the price of this moment.",
  })
  wanted?: QuoteReservationInput | null;

  @Field(() => UsdScalar, { description: "What it was shown to cost: at another total nothing is booked." })
  expectedTotal: Usd;
}

@InputType()
export class HandBackReservationInput {
  @Field(() => ID)
  reservationId: string;

  @Field(() => DateTime, { nullable: true, description: "The next quarter of an hour, when left out." })
  from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: "Its end, when left out." })
  to?: Date | null;

  @Field(() => Int, { nullable: true, description: "All of them, when left out." })
  gpus?: number | null;

  @Field(() => UsdScalar, { description: "What was shown to come back." })
  expectedBack: Usd;
}

// ——— refusals ———

@ObjectType("NotEnoughFree", {
  implements: RefusalType,
  description: "Fewer GPUs are free than were asked for.",
})
export class NotEnoughFreeType extends RefusalType {
  @Field(() => Int)
  needed: number;

  @Field(() => Int, { description: "In every quarter of the window." })
  available: number;

  @Field(() => [TimeWindowType], {
    description: "Nearby windows in which as many are free, the nearest first.",
  })
  alternatives: TimeWindowType[];
}

@ObjectType("PoolClosed", {
  implements: RefusalType,
  description: "The pool takes no new bookings, or not then.",
})
export class PoolClosedType extends RefusalType {
  @Field(() => String)
  reason: string;

  @Field(() => DateTime, { nullable: true })
  until: Date | null;
}

@ObjectType("QuoteOver", {
  implements: RefusalType,
  description: "The quote ran out, or was booked already.",
})
export class QuoteOverType extends RefusalType {
  @Field(() => ID)
  quoteId: string;
}

@ObjectType("TotalChanged", {
  implements: RefusalType,
  description: "It costs something else than was expected.",
})
export class TotalChangedType extends RefusalType {
  @Field(() => UsdScalar)
  expected: Usd;

  @Field(() => UsdScalar)
  total: Usd;
}

@ObjectType("TooManyQuotes", { implements: RefusalType })
export class TooManyQuotesType extends RefusalType {
  @Field(() => Int)
  most: number;
}

@ObjectType("TooLate", {
  implements: RefusalType,
  description: "It is past the point at which this could be done.",
})
export class TooLateType extends RefusalType {
  @Field(() => ReservationStateEnum)
  state: ReservationState;
}

@ObjectType("PlanNeeded", {
  implements: RefusalType,
  description: "This belongs to a plan that the account does not have.",
})
export class PlanNeededType extends RefusalType {
  @Field(() => String)
  plan: string;

  @Field(() => String)
  feature: string;
}

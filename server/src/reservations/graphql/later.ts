import {
  Arg,
  Ctx,
  Field,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  registerEnumType,
  Resolver,
} from "type-graphql";
import { accountIdOf } from "../../accounts/index.ts";
import { InsufficientCreditsType, KeyCeilingReachedType } from "../../credits/graphql/index.ts";
import {
  EnvInput,
  StartsBlockedType,
  type StoragePolicy,
  StoragePolicyEnum,
} from "../../sessions/graphql/index.ts";
import { Access } from "../../graphql/access.ts";
import type { GraphContext } from "../../graphql/context.ts";
import {
  answer,
  IdempotencyKeyInUseType,
  IdempotencyKeyReusedType,
  InvalidInputType,
  NotAllowedType,
  NotFoundType,
  RefusalType,
  resultUnion,
} from "../../graphql/refusals.ts";
import { DateTime, UsdScalar } from "../../graphql/scalars.ts";
import type { Usd } from "../../values/money.ts";
import type { DaylightSaving } from "../rules/occurrences.ts";
import { cancelSeries } from "../cancel-series.ts";
import { createSeries, type PricedOccurrence, priceSeries } from "../series.ts";
import { listSeries } from "../store/reservations.ts";
import { listWaits, type WaitRow } from "../store/waits.ts";
import { joinWaitlist, joinWaitlistOnce, leaveWaitlist } from "../waitlist.ts";
import {
  PlanNeededType,
  QuoteReservationInput,
  ReservationType,
  TooLateType,
  TotalChangedType,
} from "./types.ts";

// What is booked by rule, and what is booked when it becomes free.

const DaylightSavingEnum = {
  SAME_WALL_CLOCK: "same-wall-clock",
  SAME_ELAPSED_TIME: "same-elapsed-time",
} as const satisfies Record<string, DaylightSaving>;
registerEnumType(DaylightSavingEnum, {
  name: "DaylightSaving",
  description: "What stays the same where clocks are changed.",
});

@InputType()
class RecurrenceInput {
  @Field(() => String, { description: "As in iCalendar, such as FREQ=WEEKLY;BYDAY=MO,WE;COUNT=8." })
  rule: string;

  @Field(() => String, { description: "Such as Europe/Berlin." })
  zone: string;

  @Field(() => String, { description: "The first start on the wall clock there, such as 2026-12-01T09:00." })
  startsAtLocal: string;

  @Field(() => Int, { description: "How long each is." })
  minutes: number;

  @Field(() => DaylightSavingEnum)
  daylightSaving: DaylightSaving;
}

@InputType()
class CreateReservationSeriesInput extends RecurrenceInput {
  @Field(() => ID)
  poolId: string;

  @Field(() => Int)
  gpus: number;

  @Field(() => String, { nullable: true })
  label?: string | null;

  @Field(() => String, { nullable: true })
  consumer?: string | null;

  @Field(() => String, { nullable: true })
  image?: string | null;

  @Field(() => Int, { nullable: true })
  diskGb?: number | null;

  @Field(() => String, { nullable: true })
  publicKey?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: "How all of them are to be set up, where nothing else is said here.",
  })
  templateId?: string | null;

  @Field(() => [Int], { nullable: true })
  ports?: number[] | null;

  @Field(() => String, { nullable: true, description: "A shell script that runs once a machine is up." })
  onStart?: string | null;

  @Field(() => [EnvInput], { nullable: true })
  env?: EnvInput[] | null;

  @Field(() => StoragePolicyEnum, { nullable: true })
  storagePolicy?: StoragePolicy | null;

  @Field(() => String, { nullable: true })
  saveCommand?: string | null;

  @Field(() => Int, { nullable: true })
  saveMinutes?: number | null;

  @Field(() => UsdScalar, { description: "What all of them were shown to cost together." })
  expectedTotal: Usd;
}

@ObjectType("PricedOccurrence")
class PricedOccurrenceType {
  @Field(() => DateTime)
  startsAt: Date;

  @Field(() => DateTime)
  endsAt: Date;

  @Field(() => UsdScalar, { nullable: true })
  total: Usd | null;

  @Field(() => String, { nullable: true, description: "Why it cannot be booked as things stand." })
  refused: string | null;
}

@ObjectType("PricedRecurrence", { description: "The bookings of a rule, as they could be had now." })
class PricedRecurrenceType {
  @Field(() => [PricedOccurrenceType])
  occurrences: PricedOccurrenceType[];

  @Field(() => UsdScalar, { nullable: true, description: "Of all of them; null where one cannot be had." })
  total: Usd | null;
}

@ObjectType("ReservationSeries", { description: "The bookings of one rule." })
class ReservationSeriesType {
  @Field(() => ID)
  id: string;

  @Field(() => [ReservationType])
  reservations: ReservationType[];
}

@ObjectType("OccurrenceRefused", {
  implements: RefusalType,
  description: "One time of a rule cannot be had, and so none was booked.",
})
class OccurrenceRefusedType extends RefusalType {
  @Field(() => DateTime, { nullable: true })
  startsAt: Date | null;
}

const WaitStateEnum = {
  WAITING: "waiting",
  BOOKED: "booked",
  LEFT: "left",
  LAPSED: "lapsed",
} as const satisfies Record<string, WaitRow["state"]>;
registerEnumType(WaitStateEnum, {
  name: "WaitState",
  valuesConfig: {
    BOOKED: { description: "It became free, and was booked." },
    LEFT: { description: "Nobody waits for it any more." },
    LAPSED: { description: "It was not free until its start." },
  },
});

@ObjectType("Wait", { description: "Something that is booked when it becomes free." })
export class WaitType {
  @Field(() => ID)
  id: string;

  @Field(() => WaitStateEnum)
  state: WaitRow["state"];

  @Field(() => ID, { nullable: true, description: "What was booked of it." })
  reservationId: string | null;

  @Field(() => ID, { nullable: true })
  poolId: string | null;

  @Field(() => String, { nullable: true })
  gpuModel: string | null;

  @Field(() => Int)
  gpus: number;

  @Field(() => DateTime)
  startsAt: Date;

  @Field(() => DateTime)
  endsAt: Date;

  @Field(() => UsdScalar, { description: "At a higher price it is not booked." })
  mostTotal: Usd;

  @Field(() => DateTime)
  createdAt: Date;
}

@InputType()
class JoinWaitlistInput extends QuoteReservationInput {
  @Field(() => UsdScalar, { description: "The most that it may cost." })
  mostTotal: Usd;
}

@ObjectType("TooManyWaits", { implements: RefusalType })
class TooManyWaitsType extends RefusalType {
  @Field(() => Int)
  most: number;
}

const PricedReservationSeries = resultUnion(
  "PricedReservationSeries",
  PricedRecurrenceType,
  InvalidInputType,
);
const CreateReservationSeriesResult = resultUnion(
  "CreateReservationSeriesResult",
  ReservationSeriesType,
  OccurrenceRefusedType,
  TotalChangedType,
  InsufficientCreditsType,
  KeyCeilingReachedType,
  StartsBlockedType,
  PlanNeededType,
  NotFoundType,
  InvalidInputType,
  IdempotencyKeyReusedType,
  IdempotencyKeyInUseType,
);
const CancelReservationSeriesResult = resultUnion(
  "CancelReservationSeriesResult",
  ReservationSeriesType,
  TooLateType,
  TotalChangedType,
  NotFoundType,
  NotAllowedType,
  InvalidInputType,
  IdempotencyKeyReusedType,
  IdempotencyKeyInUseType,
);
const JoinWaitlistResult = resultUnion(
  "JoinWaitlistResult",
  WaitType,
  TooManyWaitsType,
  PlanNeededType,
  NotFoundType,
  InvalidInputType,
  IdempotencyKeyReusedType,
  IdempotencyKeyInUseType,
);
const LeaveWaitlistResult = resultUnion("LeaveWaitlistResult", WaitType, NotFoundType);

@Resolver()
export class LaterResolver {
  @Access("reservations.read", "account")
  @Query(() => PricedReservationSeries, {
    description: "Each booking of a rule with what it would cost now.",
  })
  reservationSeriesPrice(
    @Ctx() ctx: GraphContext,
    @Arg("poolId", () => ID) poolId: string,
    @Arg("gpus", () => Int) gpus: number,
    @Arg("rule", () => String) rule: string,
    @Arg("zone", () => String) zone: string,
    @Arg("startsAtLocal", () => String) startsAtLocal: string,
    @Arg("minutes", () => Int) minutes: number,
    @Arg("daylightSaving", () => DaylightSavingEnum, { defaultValue: "same-wall-clock" })
    daylightSaving: DaylightSaving,
  ) {
    const wanted = { poolId, gpus, rule, zone, startsAtLocal, minutes, daylightSaving };
    return answer(priceSeries(ctx, wanted).then(together));
  }

  @Access("reservations.read", "account")
  @Query(() => ReservationSeriesType, { nullable: true, description: "The bookings of one rule, in order." })
  async reservationSeries(
    @Ctx() ctx: GraphContext,
    @Arg("id", () => ID) id: string,
  ): Promise<ReservationSeriesType | null> {
    const reservations = await listSeries(ctx, accountIdOf(ctx), id);
    return reservations.length === 0 ? null : { id, reservations };
  }

  @Access("reservations.read", "account")
  @Query(() => [WaitType], { description: "What the account waits for, the longest first." })
  waitlist(@Ctx() ctx: GraphContext): Promise<WaitType[]> {
    return listWaits(ctx, accountIdOf(ctx));
  }

  @Access("reservations.book")
  @Mutation(() => CreateReservationSeriesResult, { description: "Books every time of a rule, or none." })
  createReservationSeries(
    @Ctx() ctx: GraphContext,
    @Arg("input", () => CreateReservationSeriesInput) input: CreateReservationSeriesInput,
    @Arg("idempotencyKey", () => String, {
      description: "Yours to choose: with the same key it is done once.",
    })
    idempotencyKey: string,
  ) {
    const { expectedTotal, ...wanted } = input;
    return answer(
      createSeries(ctx, wanted, expectedTotal, idempotencyKey).then((reservations) => ({
        id: reservations[0]?.seriesId,
        reservations,
      })),
    );
  }

  @Access("reservations.change")
  @Mutation(() => CancelReservationSeriesResult, {
    description: "Cancels those of a rule that start at an instant or later and can be cancelled, or none.",
  })
  cancelReservationSeries(
    @Ctx() ctx: GraphContext,
    @Arg("seriesId", () => ID) seriesId: string,
    @Arg("from", () => DateTime) from: Date,
    @Arg("expectedCost", () => UsdScalar, { description: "What cancelling them was shown to cost together." })
    expectedCost: Usd,
    @Arg("idempotencyKey", () => String, {
      description: "Yours to choose: with the same key it is done once.",
    })
    idempotencyKey: string,
  ) {
    return answer(
      cancelSeries(ctx, { seriesId, from }, expectedCost, idempotencyKey).then((reservations) => ({
        id: seriesId,
        reservations,
      })),
    );
  }

  @Access("reservations.book")
  @Mutation(() => JoinWaitlistResult, { description: "It is booked by itself when it becomes free." })
  joinWaitlist(
    @Ctx() ctx: GraphContext,
    @Arg("input", () => JoinWaitlistInput) { mostTotal, ...wanted }: JoinWaitlistInput,
    @Arg("idempotencyKey", () => String, {
      nullable: true,
      description: "Yours to choose: with the same key it is done once. Without one, once for each time.",
    })
    idempotencyKey: string | null,
  ) {
    return answer(
      idempotencyKey === null
        ? joinWaitlist(ctx, wanted, mostTotal)
        : joinWaitlistOnce(ctx, wanted, mostTotal, idempotencyKey),
    );
  }

  @Access("reservations.book")
  @Mutation(() => LeaveWaitlistResult)
  leaveWaitlist(@Ctx() ctx: GraphContext, @Arg("waitId", () => ID) waitId: string) {
    return answer(leaveWaitlist(ctx, waitId));
  }
}

function together(occurrences: PricedOccurrence[]): PricedRecurrenceType {
  const total = occurrences.every((one) => one.total !== null)
    ? occurrences.reduce((sum, one) => sum + (one.total ?? 0n), 0n)
    : null;
  return { occurrences, total };
}

import { Arg, Ctx, ID, Mutation, Resolver } from "type-graphql";
import { accountIdOf } from "../../accounts/index.ts";
import { InsufficientCreditsType, KeyCeilingReachedType } from "../../credits/graphql/index.ts";
import { ApprovalRequiredType, StartsBlockedType } from "../../sessions/graphql/index.ts";
import { Access } from "../../graphql/access.ts";
import type { GraphContext } from "../../graphql/context.ts";
import {
  answer,
  IdempotencyKeyInUseType,
  IdempotencyKeyReusedType,
  InvalidInputType,
  NotAllowedType,
  NotFoundType,
  resultUnion,
} from "../../graphql/refusals.ts";
import { DateTime, UsdScalar } from "../../graphql/scalars.ts";
import type { Usd } from "../../values/money.ts";
import { NotFound } from "../../values/refusal.ts";
import { cancelReservation } from "../cancel.ts";
import { extendReservation, moveBooking } from "../change.ts";
import { createReservation } from "../create.ts";
import { handBackReservation } from "../hand-back.ts";
import { giveUpQuote, quoteReservation } from "../quote.ts";
import { findReservation } from "../store/reservations.ts";
import {
  CreateReservationInput,
  HandBackReservationInput,
  NotEnoughFreeType,
  PlanNeededType,
  PoolClosedType,
  QuoteOverType,
  QuoteReservationInput,
  ReservationType,
  TooLateType,
  TooManyQuotesType,
  TotalChangedType,
} from "./types.ts";

const KEY = "Yours to choose: with the same key it is done once.";
const once = [IdempotencyKeyReusedType, IdempotencyKeyInUseType] as const;
const noPlace = [NotEnoughFreeType, PoolClosedType, NotFoundType, InvalidInputType] as const;

const QuoteReservationResult = resultUnion(
  "QuoteReservationResult",
  ReservationType,
  TooManyQuotesType,
  PlanNeededType,
  ...noPlace,
);
const ReleaseQuoteResult = resultUnion("ReleaseQuoteResult", ReservationType, NotFoundType);
const CreateReservationResult = resultUnion(
  "CreateReservationResult",
  ReservationType,
  QuoteOverType,
  TotalChangedType,
  InsufficientCreditsType,
  KeyCeilingReachedType,
  StartsBlockedType,
  ApprovalRequiredType,
  PlanNeededType,
  ...noPlace,
  ...once,
);
const ExtendReservationResult = resultUnion(
  "ExtendReservationResult",
  ReservationType,
  TooLateType,
  TotalChangedType,
  InsufficientCreditsType,
  KeyCeilingReachedType,
  StartsBlockedType,
  NotAllowedType,
  ...noPlace,
  ...once,
);
const MoveReservationResult = resultUnion(
  "MoveReservationResult",
  ReservationType,
  TooLateType,
  TotalChangedType,
  InsufficientCreditsType,
  KeyCeilingReachedType,
  StartsBlockedType,
  NotAllowedType,
  ...noPlace,
  ...once,
);
const CancelReservationResult = resultUnion(
  "CancelReservationResult",
  ReservationType,
  TooLateType,
  TotalChangedType,
  NotFoundType,
  NotAllowedType,
  InvalidInputType,
  ...once,
);
const HandBackReservationResult = resultUnion(
  "HandBackReservationResult",
  ReservationType,
  TooLateType,
  TotalChangedType,
  NotFoundType,
  NotAllowedType,
  InvalidInputType,
  ...once,
);

@Resolver()
export class ReservationMutations {
  @Access("reservations.book")
  @Mutation(() => QuoteReservationResult, {
    description: "Says what it costs, and keeps its place and its price for five minutes.",
  })
  quoteReservation(
    @Ctx() ctx: GraphContext,
    @Arg("input", () => QuoteReservationInput) input: QuoteReservationInput,
    @Arg("replaces", () => ID, { nullable: true, description: "An earlier quote that is given up for it." })
    replaces: string | null,
  ) {
    return answer(quoteReservation(ctx, input, replaces ?? null));
  }

  @Access("reservations.book")
  @Mutation(() => ReleaseQuoteResult, {
    description: "Gives the place of a quote to others before its time.",
  })
  releaseQuote(@Ctx() ctx: GraphContext, @Arg("quoteId", () => ID) quoteId: string) {
    return answer(
      (async () => {
        const accountId = accountIdOf(ctx);
        await giveUpQuote(ctx, accountId, quoteId);
        return own(ctx, quoteId);
      })(),
    );
  }

  @Access("reservations.book")
  @Mutation(() => CreateReservationResult, {
    description: "Books: its GPUs are taken from the pool and its total is set aside, both or neither.",
  })
  createReservation(
    @Ctx() ctx: GraphContext,
    @Arg("input", () => CreateReservationInput) input: CreateReservationInput,
    @Arg("idempotencyKey", () => String, { description: KEY }) idempotencyKey: string,
  ) {
    return answer(createReservation(ctx, input, idempotencyKey).then(({ reply }) => reply));
  }

  @Access("reservations.change")
  @Mutation(() => ExtendReservationResult, { description: "Keeps it for longer, if what follows is free." })
  extendReservation(
    @Ctx() ctx: GraphContext,
    @Arg("reservationId", () => ID) id: string,
    @Arg("endsAt", () => DateTime) endsAt: Date,
    @Arg("expectedTotal", () => UsdScalar, { description: "What it then costs in all, as it was shown." })
    expectedTotal: Usd,
    @Arg("idempotencyKey", () => String, { description: KEY }) idempotencyKey: string,
  ) {
    return answer(
      extendReservation(ctx, id, endsAt, expectedTotal, idempotencyKey).then((id) => own(ctx, id)),
    );
  }

  @Access("reservations.change")
  @Mutation(() => MoveReservationResult, {
    description: "Has it at another time, while giving it up would still be free.",
  })
  moveReservation(
    @Ctx() ctx: GraphContext,
    @Arg("reservationId", () => ID) id: string,
    @Arg("startsAt", () => DateTime) startsAt: Date,
    @Arg("endsAt", () => DateTime) endsAt: Date,
    @Arg("expectedTotal", () => UsdScalar, { description: "What it then costs in all, as it was shown." })
    expectedTotal: Usd,
    @Arg("idempotencyKey", () => String, { description: KEY }) idempotencyKey: string,
  ) {
    const to = { startsAt, endsAt };
    return answer(moveBooking(ctx, id, to, expectedTotal, idempotencyKey).then((id) => own(ctx, id)));
  }

  @Access("reservations.change")
  @Mutation(() => CancelReservationResult, { description: "Gives all of it back before it begins." })
  cancelReservation(
    @Ctx() ctx: GraphContext,
    @Arg("reservationId", () => ID) id: string,
    @Arg("expectedCost", () => UsdScalar, { description: "What cancelling was shown to cost." })
    expectedCost: Usd,
    @Arg("idempotencyKey", () => String, { description: KEY }) idempotencyKey: string,
  ) {
    return answer(cancelReservation(ctx, id, expectedCost, idempotencyKey).then((id) => own(ctx, id)));
  }

  @Access("reservations.change")
  @Mutation(() => HandBackReservationResult, {
    description: "Gives some of what is left of it back to the pool, at once.",
  })
  handBackReservation(
    @Ctx() ctx: GraphContext,
    @Arg("input", () => HandBackReservationInput) input: HandBackReservationInput,
    @Arg("idempotencyKey", () => String, { description: KEY }) idempotencyKey: string,
  ) {
    const { reservationId, expectedBack, ...part } = input;
    return answer(
      handBackReservation(ctx, reservationId, part, expectedBack, idempotencyKey).then((id) => own(ctx, id)),
    );
  }
}

async function own(ctx: GraphContext, id: string): Promise<ReservationType> {
  const booked = await findReservation(ctx, accountIdOf(ctx), id);
  if (!booked) throw new NotFound("reservation", id);
  return booked;
}

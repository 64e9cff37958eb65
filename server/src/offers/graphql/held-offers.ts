import DataLoader from "dataloader";
import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  registerEnumType,
  Resolver,
  Root,
} from "type-graphql";
import { accountIdOf } from "../../accounts/index.ts";
import { Access } from "../../graphql/access.ts";
import { type GraphContext, loader } from "../../graphql/context.ts";
import {
  answer,
  IdempotencyKeyInUseType,
  IdempotencyKeyReusedType,
  InvalidInputType,
  NotFoundType,
  RefusalType,
  resultUnion,
} from "../../graphql/refusals.ts";
import { DateTime, UsdScalar } from "../../graphql/scalars.ts";
import { boundTo } from "../../values/actor.ts";
import type { Usd } from "../../values/money.ts";
import { holdOffer } from "../hold-offer.ts";
import { releaseHeldOffer } from "../release-held-offer.ts";
import { type HeldOfferState, stateAt } from "../rules/held-offer.ts";
import { listLive } from "../store/held-offers.ts";
import { readOffers } from "../store/search.ts";
import { toOffer } from "./to-offer.ts";
import { OfferType } from "./types.ts";

const HeldOfferStateEnum = {
  LIVE: "live",
  TAKEN: "taken",
  RELEASED: "released",
  EXPIRED: "expired",
} as const satisfies Record<string, HeldOfferState>;
registerEnumType(HeldOfferStateEnum, {
  name: "HeldOfferState",
  description: "Whether a hold still freezes its price.",
});

@ObjectType("HeldOffer", {
  description:
    "An offer whose price is frozen for some minutes. It promises the price; that the machine is still there is known when it is rented.",
})
class HeldOfferType {
  @Field(() => ID)
  id: string;

  @Field(() => UsdScalar, { description: "What is paid for the machine at most, without storage." })
  pricePerHour: Usd;

  @Field(() => UsdScalar, { description: "What is paid for storage at most." })
  diskPricePerGbMonth: Usd;

  @Field(() => DateTime)
  heldAt: Date;

  @Field(() => DateTime)
  expiresAt: Date;

  @Field(() => DateTime, { nullable: true })
  endedAt: Date | null;

  offerId: string;
  state: HeldOfferState;
}

@ObjectType()
class OfferHeld {
  @Field(() => HeldOfferType)
  heldOffer: HeldOfferType;

  @Field(() => String, {
    description: "Rents at the frozen price. Berth keeps only its hash; the same key is told it again.",
  })
  token: string;

  @Field(() => Boolean, { description: "It was held before, by the same idempotency key." })
  replayed: boolean;
}

@ObjectType("OfferGone", { implements: RefusalType, description: "The machine cannot be had any more." })
class OfferGoneType extends RefusalType {
  @Field(() => ID)
  offerId: string;
}

@ObjectType("TooManyHeldOffers", { implements: RefusalType, description: "An account holds only so many." })
class TooManyHeldOffersType extends RefusalType {
  @Field(() => Int)
  most: number;
}

@ObjectType("HeldOfferOver", { implements: RefusalType, description: "A hold ends once." })
class HeldOfferOverType extends RefusalType {
  @Field(() => HeldOfferStateEnum)
  state: HeldOfferState;
}

@InputType()
class HoldOfferInput {
  @Field(() => ID)
  offerId: string;

  @Field(() => Int, { description: "From 1 to 15." })
  minutes: number;
}

const HoldOfferResult = resultUnion(
  "HoldOfferResult",
  OfferHeld,
  OfferGoneType,
  TooManyHeldOffersType,
  NotFoundType,
  InvalidInputType,
  IdempotencyKeyReusedType,
  IdempotencyKeyInUseType,
);
const ReleaseHeldOfferResult = resultUnion(
  "ReleaseHeldOfferResult",
  HeldOfferType,
  HeldOfferOverType,
  NotFoundType,
);

@Resolver(() => HeldOfferType)
export class HeldOfferResolver {
  @Access("offers.read", "account")
  @Query(() => [HeldOfferType], {
    description: "Those that still freeze a price, the next to run out first.",
  })
  heldOffers(@Ctx() ctx: GraphContext): Promise<HeldOfferType[]> {
    // They are the account's and nobody's in it, and a key that is bound to consumers can hold none.
    return boundTo(ctx.actor) === null ? listLive(ctx, accountIdOf(ctx)) : Promise.resolve([]);
  }

  @Access("offers.hold")
  @Mutation(() => HoldOfferResult, { description: "Freezes what an offer costs, for some minutes." })
  holdOffer(
    @Ctx() ctx: GraphContext,
    @Arg("input", () => HoldOfferInput) input: HoldOfferInput,
    @Arg("idempotencyKey", () => String) idempotencyKey: string,
  ) {
    const held = holdOffer(ctx, input, idempotencyKey);
    return answer(held.then(({ reply, replayed }) => ({ ...reply, replayed })));
  }

  @Access("offers.hold")
  @Mutation(() => ReleaseHeldOfferResult)
  releaseHeldOffer(@Ctx() ctx: GraphContext, @Arg("heldOfferId", () => ID) heldOfferId: string) {
    return answer(releaseHeldOffer(ctx, heldOfferId));
  }

  @FieldResolver(() => HeldOfferStateEnum)
  state(@Root() hold: HeldOfferType, @Ctx() ctx: GraphContext): HeldOfferState {
    return stateAt(hold, ctx.now());
  }

  @FieldResolver(() => OfferType, { description: "As it is listed now." })
  offer(@Root() hold: HeldOfferType, @Ctx() ctx: GraphContext): Promise<OfferType> {
    return loader(ctx, offersById).load(hold.offerId);
  }
}

function offersById(ctx: GraphContext): DataLoader<string, OfferType> {
  return new DataLoader<string, OfferType>(async (ids) => {
    const rows = new Map((await readOffers(ctx, ids)).map((row) => [row.id, toOffer(row)] as const));
    return ids.map((id) => rows.get(id) ?? new Error(`a hold names the offer ${id}, which is not there`));
  });
}

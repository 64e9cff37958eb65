import { createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Resync } from "../../graphql/feed.ts";
import { CursorScalar, DateTime, UsdScalar } from "../../graphql/scalars.ts";
import type { OfferKind } from "../../providers/provider.ts";
import type { Position } from "../../values/cursor.ts";
import type { Usd } from "../../values/money.ts";
import type { CreatePriceWatch } from "../create-price-watch.ts";
import { OfferKindEnum } from "./types.ts";

const PriceWatchStateEnum = { ARMED: "armed", FIRED: "fired" } as const;
registerEnumType(PriceWatchStateEnum, {
  name: "PriceWatchState",
  description: "Whether a watch waits for its price.",
  valuesConfig: {
    ARMED: { description: "It waits, and will tell once." },
    FIRED: { description: "It has told. It waits again once the price is 2 % above, or nothing is left." },
  },
});

@ObjectType("PriceWatch", { description: "A standing wish to be told of a price." })
export class PriceWatchType {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  gpuModel: string;

  @Field(() => String, { nullable: true })
  gpuSocket: string | null;

  @Field(() => Int, { description: "GPUs in the machine, at least." })
  gpuCount: number;

  @Field(() => OfferKindEnum)
  kind: OfferKind;

  @Field(() => String, { nullable: true, description: "A two-letter code; null is anywhere." })
  country: string | null;

  @Field(() => UsdScalar, { description: "It tells when an offer costs this or less." })
  pricePerGpuHour: Usd;

  @Field(() => PriceWatchStateEnum)
  state: "armed" | "fired";

  @Field(() => String, { description: "The name of whoever made it." })
  createdBy: string;

  @Field(() => DateTime)
  createdAt: Date;

  @Field(() => DateTime, { nullable: true, description: "When it told last." })
  firedAt: Date | null;

  @Field(() => UsdScalar, { nullable: true, description: "What it found then." })
  firedPricePerGpuHour: Usd | null;

  firedOfferId: string | null;
}

@InputType({ description: "A machine, and the price to be told of." })
export class CreatePriceWatchInput implements CreatePriceWatch {
  @Field(() => String, { description: "However it is written: “h100 sxm” is the H100 with that socket." })
  gpu: string;

  @Field(() => Int, { defaultValue: 1, description: "GPUs in the machine, at least." })
  gpuCount: number;

  @Field(() => OfferKindEnum, { defaultValue: "on_demand" })
  kind: OfferKind;

  @Field(() => String, { nullable: true, description: "A two-letter code; left out is anywhere." })
  country?: string | null;

  @Field(() => UsdScalar, { description: "For a GPU and an hour, without storage." })
  pricePerGpuHour: Usd;
}

const PriceWatchEventEnum = {
  CREATED: "price-watch.created",
  FIRED: "price-watch.fired",
  REARMED: "price-watch.rearmed",
  REMOVED: "price-watch.removed",
} as const;
registerEnumType(PriceWatchEventEnum, { name: "PriceWatchEvent", description: "What happened to a watch." });

export type WatchTopic = (typeof PriceWatchEventEnum)[keyof typeof PriceWatchEventEnum];
export const watchTopics: readonly WatchTopic[] = Object.values(PriceWatchEventEnum);

@ObjectType({ description: "The account's watches as they stand." })
export class PriceWatchesStarted {
  @Field(() => CursorScalar)
  cursor: Position;

  @Field(() => [PriceWatchType])
  priceWatches: PriceWatchType[];

  constructor(cursor: Position, priceWatches: PriceWatchType[]) {
    this.cursor = cursor;
    this.priceWatches = priceWatches;
  }
}

@ObjectType({ description: "Something happened to a watch. Nothing is left out, also for who was away." })
export class PriceWatchHappened {
  @Field(() => CursorScalar)
  cursor: Position;

  @Field(() => DateTime)
  at: Date;

  @Field(() => PriceWatchEventEnum)
  event: WatchTopic;

  @Field(() => ID)
  priceWatchId: string;

  @Field(() => String, { description: "What is looked for, in words." })
  wish: string;

  @Field(() => UsdScalar)
  atOrBelow: Usd;

  @Field(() => UsdScalar, { nullable: true, description: "What was found, when it fired." })
  pricePerGpuHour: Usd | null;

  @Field(() => ID, { nullable: true, description: "Which offer that was, when it fired." })
  offerId: string | null;

  @Field(() => PriceWatchType, { nullable: true, description: "As it stands now; null when it is removed." })
  priceWatch: PriceWatchType | null;
}

export const PriceWatchUpdate = createUnionType({
  name: "PriceWatchUpdate",
  types: () => [PriceWatchesStarted, PriceWatchHappened, Resync] as const,
});

import DataLoader from "dataloader";
import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root, Subscription } from "type-graphql";
import { z } from "zod";
import type { Happened } from "../../events/replay.ts";
import { Access } from "../../graphql/access.ts";
import { type GraphContext, loader } from "../../graphql/context.ts";
import { FedBy, type Feed, onlyThroughTheHub, type Resync } from "../../graphql/feed.ts";
import { answer, InvalidInputType, NotFoundType, resultUnion } from "../../graphql/refusals.ts";
import { CursorScalar } from "../../graphql/scalars.ts";
import type { Position } from "../../values/cursor.ts";
import { parseUsd } from "../../values/money.ts";
import { createPriceWatch } from "../create-price-watch.ts";
import { removePriceWatch } from "../remove-price-watch.ts";
import { listWatches } from "../store/price-watches.ts";
import { readOffers } from "../store/search.ts";
import { UnknownGpuType } from "./search-types.ts";
import { toOffer } from "./to-offer.ts";
import { OfferType } from "./types.ts";
import {
  CreatePriceWatchInput,
  PriceWatchesStarted,
  PriceWatchHappened,
  PriceWatchType,
  PriceWatchUpdate,
  type WatchTopic,
  watchTopics,
} from "./watch-types.ts";

const CreatePriceWatchResult = resultUnion(
  "CreatePriceWatchResult",
  PriceWatchType,
  InvalidInputType,
  UnknownGpuType,
);
const RemovePriceWatchResult = resultUnion("RemovePriceWatchResult", PriceWatchType, NotFoundType);

const told = z.object({
  wish: z.string(),
  atOrBelow: z.string().transform(parseUsd),
  pricePerGpuHour: z.string().transform(parseUsd).optional(),
  offerId: z.string().optional(),
});

/** Leaves nothing out: a price that was there is told also when it is gone again. */
const watchesFeed: Feed = {
  sharing: "account",
  action: "priceWatches.read",
  topics: watchTopics,

  async start(ctx, _args, at) {
    return new PriceWatchesStarted(at, await listWatches(ctx));
  },

  async updates(ctx, _args, events) {
    const watches = new Map((await listWatches(ctx)).map((watch) => [watch.id, watch]));
    return events.map((event) => toHappened(event, watches));
  },
};

function toHappened(event: Happened, watches: ReadonlyMap<string, PriceWatchType>): PriceWatchHappened {
  const { wish, atOrBelow, pricePerGpuHour, offerId } = told.parse(event.payload);
  const id = event.subject ?? "";
  return Object.assign(new PriceWatchHappened(), {
    cursor: event.position,
    at: event.at,
    event: event.topic as WatchTopic,
    priceWatchId: id,
    wish,
    atOrBelow,
    pricePerGpuHour: pricePerGpuHour ?? null,
    offerId: offerId ?? null,
    priceWatch: watches.get(id) ?? null,
  });
}

@Resolver(() => PriceWatchType)
class PriceWatchResolver {
  @Access("priceWatches.read", "account")
  @Query(() => [PriceWatchType], { description: "The account's price watches, the oldest first." })
  priceWatches(@Ctx() ctx: GraphContext): Promise<PriceWatchType[]> {
    return listWatches(ctx);
  }

  @Access("priceWatches.write")
  @Mutation(() => CreatePriceWatchResult, {
    description: "Told at once if the price is there. One that is there already is given back.",
  })
  createPriceWatch(
    @Ctx() ctx: GraphContext,
    @Arg("input", () => CreatePriceWatchInput) input: CreatePriceWatchInput,
  ) {
    return answer(createPriceWatch(ctx, input));
  }

  @Access("priceWatches.write")
  @Mutation(() => RemovePriceWatchResult)
  removePriceWatch(@Ctx() ctx: GraphContext, @Arg("priceWatchId", () => ID) priceWatchId: string) {
    return answer(removePriceWatch(ctx, priceWatchId));
  }

  @FedBy(watchesFeed)
  @Subscription(() => PriceWatchUpdate, {
    subscribe: onlyThroughTheHub,
    description: "Starts with the watches as they stand, or with what happened to them since the cursor.",
  })
  priceWatchChanged(
    @Root() update: PriceWatchesStarted | PriceWatchHappened | Resync,
    @Arg("after", () => CursorScalar, { nullable: true }) _after: Position | null,
  ): typeof PriceWatchUpdate {
    return update;
  }

  @FieldResolver(() => OfferType, { nullable: true, description: "What it found last, as it is now." })
  async firedOffer(@Root() watch: PriceWatchType, @Ctx() ctx: GraphContext): Promise<OfferType | null> {
    return watch.firedOfferId === null ? null : loader(ctx, offersById).load(watch.firedOfferId);
  }
}

function offersById(ctx: GraphContext): DataLoader<string, OfferType | null> {
  return new DataLoader(async (ids) => {
    const rows = new Map((await readOffers(ctx, ids)).map((row) => [row.id, toOffer(row)]));
    return ids.map((id) => rows.get(id) ?? null);
  });
}

export const watchResolvers = [PriceWatchResolver] as const;

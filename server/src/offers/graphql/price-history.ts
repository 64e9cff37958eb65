import DataLoader from "dataloader";
import { GraphQLError } from "graphql";
import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access.ts";
import { type GraphContext, loader } from "../../graphql/context.ts";
import { pageSize, Page, idBehind } from "../../graphql/paging.ts";
import { answer, orBadInput } from "../../graphql/refusals.ts";
import { DateTime } from "../../graphql/scalars.ts";
import { readPriceHistory, understandSeries } from "../read-price-history.ts";
import type { PriceStep } from "../rules/price-steps.ts";
import { betterKnown, HOURS_A_STRETCH, makeSparkline, sparklineStart } from "../rules/sparkline.ts";
import { readChangesOf } from "../store/offer-changes.ts";
import { findSeries, type MarketKey, readMedians } from "../store/price-history.ts";
import {
  PriceChangeType,
  PriceHistoryAnswer,
  PriceSeriesConnection,
  PriceSeriesFilterInput,
  PriceSeriesType,
  PriceStepEnum,
  SparklineType,
} from "./price-types.ts";
import { OfferType } from "./types.ts";

const MOST_IDS = 50;

@Resolver(() => PriceSeriesType)
class PriceSeriesResolver {
  @Access("offers.read", "market")
  @Query(() => PriceHistoryAnswer, {
    description:
      "What markets cost, step by step, of the series with these ids or of those that the filter finds.",
  })
  priceHistory(
    @Ctx() ctx: GraphContext,
    @Arg("from", () => DateTime) from: Date,
    @Arg("to", () => DateTime) to: Date,
    @Arg("step", () => PriceStepEnum, { defaultValue: "hour" }) step: PriceStep,
    @Arg("seriesIds", () => [ID], { nullable: true }) seriesIds: string[] | null,
    @Arg("filter", () => PriceSeriesFilterInput, { nullable: true }) filter: PriceSeriesFilterInput | null,
  ) {
    if (seriesIds && seriesIds.length > MOST_IDS) {
      throw new GraphQLError(`seriesIds has at most ${MOST_IDS}`, { extensions: { code: "BAD_USER_INPUT" } });
    }
    return answer(readPriceHistory(ctx, { seriesIds, filter, from, to, step }));
  }

  @Access("offers.read", "market")
  @Query(() => PriceSeriesConnection, { description: "The series that there is history of." })
  async priceSeries(
    @Ctx() ctx: GraphContext,
    @Arg("filter", () => PriceSeriesFilterInput, { nullable: true }) filter: PriceSeriesFilterInput | null,
    @Arg("first", () => Int, { defaultValue: 50 }) first: number,
    @Arg("after", () => String, { nullable: true }) after: string | null,
  ): Promise<PriceSeriesConnection> {
    const size = pageSize(first);
    const understood = await orBadInput(understandSeries(ctx, filter));
    const rows = await findSeries(ctx, { filter: understood, after: idBehind(after, "ser") }, size + 1);
    return new Page(rows, size, after, (row) => row.id);
  }

  @FieldResolver(() => SparklineType, { description: "Its last seven days." })
  sparkline(@Root() series: PriceSeriesType, @Ctx() ctx: GraphContext): Promise<SparklineType> {
    return loader(ctx, sparklines).load(series);
  }
}

@Resolver(() => OfferType)
class OfferPricesResolver {
  @FieldResolver(() => SparklineType, {
    description: "The last seven days of the offer's market: its GPU, of its kind, at its provider.",
  })
  sparkline(@Root() offer: OfferType, @Ctx() ctx: GraphContext): Promise<SparklineType> {
    const { gpu, kind, provider } = offer;
    return loader(ctx, sparklines).load({
      providerId: provider.id,
      gpuModel: gpu.model,
      gpuSocket: gpu.socket,
      region: null,
      kind,
    });
  }

  @FieldResolver(() => [PriceChangeType], {
    description: "What happened to the price of this offer in the last two weeks, the newest first.",
  })
  async priceChanges(
    @Root() offer: OfferType,
    @Ctx() ctx: GraphContext,
    @Arg("first", () => Int, { defaultValue: 20 }) first: number,
  ): Promise<PriceChangeType[]> {
    const size = pageSize(first);
    return (await loader(ctx, priceChanges).load(offer.id)).slice(0, size);
  }
}

const keyOf = ({ providerId, gpuModel, gpuSocket, region, kind }: MarketKey) =>
  JSON.stringify([providerId, gpuModel, gpuSocket, region, kind]);

/** The same market in the provider's own figures. */
const asTold = (market: MarketKey): MarketKey => ({ ...market, kind: "available" });

function sparklines(ctx: GraphContext): DataLoader<MarketKey, SparklineType, string> {
  return new DataLoader(
    async (markets) => {
      const now = ctx.now();
      const wanted = [...markets, ...markets.map(asTold)];
      const rows = await readMedians(ctx, wanted, sparklineStart(now), HOURS_A_STRETCH);
      const known = Map.groupBy(rows, keyOf);
      return markets.map((market) => {
        const seen = known.get(keyOf(market)) ?? [];
        const told = market.kind === "on_demand" ? (known.get(keyOf(asTold(market))) ?? []) : [];
        const better = betterKnown(seen, told);
        return { ...makeSparkline(now, better), kind: better[0]?.kind ?? market.kind };
      });
    },
    { cacheKeyFn: keyOf },
  );
}

function priceChanges(ctx: GraphContext): DataLoader<string, PriceChangeType[]> {
  return new DataLoader(async (offerIds) => {
    const rows = await readChangesOf(ctx, offerIds, 100);
    const known = Map.groupBy(rows, ({ offerId }) => offerId);
    return offerIds.map((id) =>
      (known.get(id) ?? []).map(({ at, price }) => ({ at, pricePerGpuHour: price })),
    );
  });
}

export const priceResolvers = [PriceSeriesResolver, OfferPricesResolver] as const;

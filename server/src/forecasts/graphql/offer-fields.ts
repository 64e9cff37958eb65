import DataLoader from "dataloader";
import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { type GraphContext, loader } from "../../graphql/context.ts";
import { OfferType, PriceSeriesType } from "../../offers/graphql/index.ts";
import { findMarketSeries, type MarketKey, type SeriesRow } from "../../offers/index.ts";
import { pickBest, readForecasts } from "../read-forecast.ts";
import { toLine } from "./to-forecast.ts";
import { ForecastLineType } from "./types.ts";

@Resolver(() => OfferType)
class OfferForecastResolver {
  @FieldResolver(() => ForecastLineType, {
    nullable: true,
    description:
      "The next seven days of the offer's market: its GPU, of its kind, at its provider. Null while there is too little history.",
  })
  forecast(@Root() offer: OfferType, @Ctx() ctx: GraphContext): Promise<ForecastLineType | null> {
    const { gpu, kind, provider } = offer;
    return loader(ctx, linesOfMarkets).load({
      providerId: provider.id,
      gpuModel: gpu.model,
      gpuSocket: gpu.socket,
      region: null,
      kind,
    });
  }
}

@Resolver(() => PriceSeriesType)
class SeriesForecastResolver {
  @FieldResolver(() => ForecastLineType, { nullable: true, description: "Its next seven days." })
  forecast(@Root() series: SeriesRow, @Ctx() ctx: GraphContext): Promise<ForecastLineType | null> {
    return loader(ctx, linesOfSeries).load(series);
  }
}

const keyOf = ({ providerId, gpuModel, gpuSocket, region, kind }: MarketKey): string =>
  JSON.stringify([providerId, gpuModel, gpuSocket, region, kind]);

function linesOfMarkets(ctx: GraphContext): DataLoader<MarketKey, ForecastLineType | null, string> {
  return new DataLoader(
    async (markets) => {
      const told = (market: MarketKey): MarketKey => ({ ...market, kind: "available" });
      const wanted = markets.flatMap((market) =>
        market.kind === "on_demand" ? [market, told(market)] : [market],
      );
      const series = await findMarketSeries(ctx, wanted);
      const forecasts = await readForecasts(ctx, series);
      const known = new Map([...forecasts.values()].map((read) => [keyOf(read.series), read]));
      return markets.map((market) => {
        const both = [known.get(keyOf(market))];
        if (market.kind === "on_demand") both.push(known.get(keyOf(told(market))));
        const best = pickBest(both.flatMap((read) => read ?? []));
        return best ? toLine(best) : null;
      });
    },
    { cacheKeyFn: keyOf },
  );
}

function linesOfSeries(ctx: GraphContext): DataLoader<SeriesRow, ForecastLineType | null, number> {
  return new DataLoader(
    async (series) => {
      const forecasts = await readForecasts(ctx, series);
      return series.map(({ number }) => {
        const read = forecasts.get(number);
        return read ? toLine(read) : null;
      });
    },
    { cacheKeyFn: ({ number }) => number },
  );
}

export const offerForecastResolvers = [OfferForecastResolver, SeriesForecastResolver] as const;

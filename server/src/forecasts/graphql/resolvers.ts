import { Arg, Ctx, ID, Int, Query, Resolver, Root, Subscription } from "type-graphql";
import { Access } from "../../graphql/access.ts";
import type { GraphContext } from "../../graphql/context.ts";
import { FedBy, onlyThroughTheHub, type Resync } from "../../graphql/feed.ts";
import { answer, orBadInput } from "../../graphql/refusals.ts";
import { CursorScalar, DateTime } from "../../graphql/scalars.ts";
import type { Position } from "../../values/cursor.ts";
import { readForecast } from "../read-forecast.ts";
import { type Line, readScorecard } from "../read-scorecard.ts";
import { forecastsFeed } from "./feed.ts";
import { offerForecastResolvers } from "./offer-fields.ts";
import { FlexibleJobResolver } from "./jobs.ts";
import { PlanResolver } from "./plans.ts";
import { ForecastScoreFilterInput, ForecastScorecardType } from "./score-types.ts";
import { toForecast } from "./to-forecast.ts";
import {
  ForecastAnswer,
  type ForecastHappened,
  ForecastMarketInput,
  type ForecastsSnapshot,
  ForecastUpdate,
} from "./types.ts";

@Resolver()
class ForecastResolver {
  @Access("forecasts.read", "market")
  @Query(() => ForecastAnswer, {
    description:
      "Hourly prices ahead, of a series or of a market. What it says was fixed when it was issued.",
  })
  forecast(
    @Ctx() ctx: GraphContext,
    @Arg("seriesId", () => ID, { nullable: true }) seriesId: string | null,
    @Arg("market", () => ForecastMarketInput, { nullable: true }) market: ForecastMarketInput | null,
    @Arg("hours", () => Int, { defaultValue: 168 }) hours: number,
    @Arg("asOf", () => DateTime, {
      nullable: true,
      description: "The last that knew nothing after this: what was thought then.",
    })
    asOf: Date | null,
  ) {
    return answer(readForecast(ctx, { seriesId, market, hours, asOf }).then(toForecast));
  }

  @Access("forecasts.read", "market")
  @Query(() => ForecastScorecardType, {
    description: "How right forecasts were, in public, against the last price.",
  })
  async forecastScores(
    @Ctx() ctx: GraphContext,
    @Arg("filter", () => ForecastScoreFilterInput, { nullable: true })
    filter: ForecastScoreFilterInput | null,
    @Arg("days", () => Int, { defaultValue: 30, description: "Of forecasts of so many days back." })
    days: number,
    @Arg("replayed", () => Boolean, {
      defaultValue: false,
      description: "Of those that were made afterwards, instead of those that were fixed before the fact.",
    })
    replayed: boolean,
  ): Promise<ForecastScorecardType> {
    const { gpuModels, providers, seriesIds, kinds } = filter ?? {};
    const asked = { gpuModels, providers, seriesIds, kinds, days, replayed };
    const card = await orBadInput(readScorecard(ctx, asked));
    const lines = (list: readonly Line[]) => list.map(({ name, ...score }) => ({ name, score }));
    return {
      ...card,
      byGpu: lines(card.byGpu),
      byProvider: lines(card.byProvider),
      byKind: lines(card.byKind),
      byHorizon: card.byHorizon.map(({ day, ...score }) => ({ day, score })),
    };
  }

  @FedBy(forecastsFeed)
  @Subscription(() => ForecastUpdate, {
    subscribe: onlyThroughTheHub,
    description:
      "Starts with the newest forecasts of the series that are named, or with what happened since the cursor.",
  })
  forecastChanged(
    @Root() update: ForecastsSnapshot | ForecastHappened | Resync,
    @Arg("seriesIds", () => [ID], {
      nullable: true,
      description: "Left out: all, and nothing of what they say.",
    })
    _seriesIds: string[] | null,
    @Arg("after", () => CursorScalar, { nullable: true }) _after: Position | null,
  ): typeof ForecastUpdate {
    return update;
  }
}

export const forecastResolvers = [
  ForecastResolver,
  PlanResolver,
  FlexibleJobResolver,
  ...offerForecastResolvers,
] as const;

import { z } from "zod";
import { catalog } from "../../events/catalog.ts";
import type { Happened } from "../../events/replay.ts";
import type { GraphContext } from "../../graphql/context.ts";
import type { Feed } from "../../graphql/feed.ts";
import { findSeries } from "../../offers/index.ts";
import { readForecasts } from "../read-forecast.ts";
import { toForecast } from "./to-forecast.ts";
import {
  ForecastHappened,
  ForecastsSnapshot,
  type ForecastTopic,
  forecastTopics,
  type ForecastType,
} from "./types.ts";

export interface FeedArgs extends Record<string, unknown> {
  seriesIds?: string[] | null;
}

/** Of those that nobody named. Nobody names more: no list that is sent may be longer. */
const MOST_NAMED = 100;

/** Forecasts as they are made. What they say is read when it is told; whoever was away is told all that happened. */
export const forecastsFeed: Feed<FeedArgs> = {
  sharing: "market",
  action: "forecasts.read",
  topics: forecastTopics,

  async start(ctx, { seriesIds }, at) {
    const forecasts = await readWanted(ctx, seriesIds ?? []);
    return Object.assign(new ForecastsSnapshot(), { cursor: at, forecasts });
  },

  async updates(ctx, { seriesIds }, events) {
    const wanted = seriesIds ? new Set(seriesIds) : null;
    const told = events.flatMap((event) => {
      const ids = seriesIn(event).filter((id) => !wanted || wanted.has(id));
      return ids.length > 0 ? [{ event, ids }] : [];
    });
    const last = told.at(-1);
    const forecasts = last ? await readWanted(ctx, seriesIds ?? []) : [];
    return told.map(({ event, ids }) =>
      Object.assign(new ForecastHappened(), {
        cursor: event.position,
        at: event.at,
        event: event.topic as ForecastTopic,
        summary: summaryOf(event),
        seriesIds: ids.slice(0, MOST_NAMED),
        // Each says what is newest; so only the last has to.
        forecasts: event === last?.event ? forecasts : [],
      }),
    );
  },
};

const listing = z.object({ series: z.array(z.string()) });

function seriesIn({ subject, payload }: Happened): string[] {
  if (subject) return [subject];
  const read = listing.safeParse(payload);
  return read.success ? read.data.series : [];
}

function summaryOf({ topic, payload }: Happened): string {
  const entry = catalog[topic];
  const read = entry.payload.safeParse(payload);
  return read.success ? (entry.says as (payload: unknown) => string)(read.data) : topic;
}

async function readWanted(ctx: GraphContext, ids: readonly string[]): Promise<ForecastType[]> {
  if (ids.length === 0) return [];
  const series = await findSeries(ctx, { ids }, ids.length);
  return [...(await readForecasts(ctx, series)).values()].map(toForecast);
}

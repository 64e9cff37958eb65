import type { Metadata } from "next";
import { toVariables, usualDaysBack } from "#features/forecasts/asked.ts";
import { ForecastView } from "#features/forecasts/forecast-view.tsx";
import { pricedEventsOf } from "#features/calendars/own-events.ts";
import { ComputePanel } from "#features/calendars/compute-panel.tsx";
import { readFragment } from "#gql/fragment-masking.ts";
import { OwnComputeEventsDocument } from "#gql/calendars.ts";
import {
  ForecastDefaultDocument,
  ForecastMarketsDocument,
  ForecastPageDocument,
  ForecastProvidersDocument,
  MarketPicker_SeriesFragmentDoc,
} from "#gql/forecasts.ts";
import type { MarketPicker_SeriesFragment } from "#gql/graphql.ts";
import { ask } from "#lib/graphql/server.ts";
import { type SearchParams, toUrlSearch } from "#lib/search-params.ts";
import { hourNow } from "#lib/hour.ts";
import { Unreachable } from "../../unreachable.tsx";

export const metadata: Metadata = { title: "Forecast" };

export default async function ForecastPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const named = toUrlSearch(await searchParams).get("series");
  const [markets, own, providers, usual] = await Promise.all([
    readMarkets(),
    // A calendar that cannot be read is no reason to show none.
    ask(OwnComputeEventsDocument, {}),
    ask(ForecastProvidersDocument, {}),
    ask(ForecastDefaultDocument, {}),
  ]);
  const problem = markets.problem ?? providers.problem ?? usual.problem;
  if (problem || !providers.data || !usual.data) return problem && <Unreachable problem={problem} />;
  const usualId = usual.data.forecast.__typename === "Forecast" ? usual.data.forecast.series.id : null;
  const seriesId = named ?? usualId ?? markets.list[0]?.id ?? null;
  const first = seriesId
    ? await ask(ForecastPageDocument, toVariables({ seriesId, daysBack: usualDaysBack }, hourNow()))
    : null;
  if (first?.problem) return <Unreachable problem={first.problem} />;
  const events = own.data?.computeEvents ?? [];
  return (
    <ForecastView
      markets={markets.list}
      providers={providers.data.providers}
      seriesId={seriesId}
      first={first?.data ?? null}
      events={pricedEventsOf(events)}
      beneath={<ComputePanel events={events} />}
    />
  );
}

/** A market has few kinds and there are not many GPUs: so many pages are all. */
const mostPages = 10;

async function readMarkets() {
  const list: MarketPicker_SeriesFragment[] = [];
  let after: string | null = null;
  for (let page = 0; page < mostPages; page++) {
    const answer: Awaited<ReturnType<typeof askPage>> = await askPage(after);
    if (answer.problem) return { list, problem: answer.problem };
    const { nodes, pageInfo } = answer.data.priceSeries;
    list.push(...nodes.map((node) => readFragment(MarketPicker_SeriesFragmentDoc, node)));
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
  }
  return { list, problem: null };
}

function askPage(after: string | null) {
  return ask(ForecastMarketsDocument, { after });
}

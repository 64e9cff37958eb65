"use client";

import { useRouter } from "next/navigation";
import Link from "next/link";
import { useState, type ReactNode } from "react";
import { readFragment } from "#gql/fragment-masking.ts";
import { ForecastChart_ForecastFragmentDoc } from "#gql/forecasts.ts";
import type { ForecastPageQuery } from "#gql/graphql.ts";
import { useConnection } from "#lib/live/socket.ts";
import { problemOf } from "#lib/problem.ts";
import { useZone } from "#lib/reader.tsx";
import { buttonStyle } from "#ui/button-style.ts";
import { PageHeader } from "#ui/page-header.tsx";
import { Panel } from "#ui/panel.tsx";
import { Segments } from "#ui/segments.tsx";
import { Empty, Failed } from "#ui/states.tsx";
import { rowsOf } from "./course.ts";
import { CoursePanel } from "./course-panel.tsx";
import { ForecastFacts } from "./forecast-facts.tsx";
import { MarketPicker } from "./market-picker.tsx";
import { gpuOf, marketWord, type Market } from "./markets.ts";
import { eventsOf, type PricedEvent } from "./own-spans.ts";
import { PlanPanel } from "./plan-panel.tsx";
import { StandingOrders } from "./standing-orders.tsx";
import { TooLittle } from "./too-little.tsx";
import { useOrders } from "./use-orders.ts";
import { useForecast } from "./use-forecast.ts";

export interface ForecastViewProps {
  markets: readonly Market[];
  providers: readonly { id: string; name: string }[];
  seriesId: string | null;
  first: ForecastPageQuery | null;
  /** What the reader's own calendar asks for. */
  events: readonly PricedEvent[];
  /** The same, as a list. */
  beneath: ReactNode;
}

type DaysBack = "7" | "3" | "1";

/** Where a market is thought to go, how sure that is, and how it did until now. */
export function ForecastView({ markets, providers, seriesId, first, events, beneath }: ForecastViewProps) {
  const names = new Map(providers.map(({ id, name }) => [id, name]));
  const chosen = markets.find(({ id }) => id === seriesId);
  const router = useRouter();
  return (
    <>
      <PageHeader
        title="Forecast"
        actions={
          <Link href="/forecast/scores" className={buttonStyle({ tone: "plain" })}>
            Scorecard
          </Link>
        }
      >
        Seven days of prices ahead, with how sure they are, beside what was said before.
      </PageHeader>
      {markets.length > 0 && (
        <div className="border-b px-4 py-3">
          <MarketPicker
            markets={markets}
            providers={names}
            chosen={chosen}
            onChoose={({ id }) => router.replace(`/forecast?series=${id}`)}
          />
        </div>
      )}
      {chosen ? (
        <MarketForecast
          key={chosen.id}
          market={chosen}
          word={marketWord(chosen, names)}
          first={first}
          events={eventsOf(events, chosen)}
          beneath={beneath}
        />
      ) : (
        <Empty title={markets.length === 0 ? "No prices are known yet" : "Choose a market"}>
          {markets.length === 0
            ? "A forecast needs fifty hours of history. What providers tell of past weeks is read in the first minutes; else it begins with the first full hour."
            : "The one that was named is not known."}
        </Empty>
      )}
    </>
  );
}

interface MarketForecastProps {
  market: Market;
  word: string;
  first: ForecastPageQuery | null;
  events: readonly PricedEvent[];
  beneath: ReactNode;
}

function MarketForecast({ market, word, first, events, beneath }: MarketForecastProps) {
  const [daysBack, setDaysBack] = useState<DaysBack>("7");
  const [zoneChoice, setZoneChoice] = useState<"own" | "utc">("own");
  const ownZone = useZone();
  const zone = zoneChoice === "own" ? ownZone : "UTC";
  const { data, error, isLoading } = useForecast({ seriesId: market.id, daysBack: Number(daysBack) }, first);
  const connection = useConnection();
  const orders = useOrders();
  if (error) return <Failed problem={problemOf(error)} />;
  if (!data) return <p className="px-4 py-14 text-center text-sm text-ink-faint">Reading the forecast</p>;

  const answer = data.forecast;
  const forecast = answer.__typename === "Forecast" ? answer : null;
  const present = forecast ? readFragment(ForecastChart_ForecastFragmentDoc, forecast) : null;
  const past =
    data.past.__typename === "Forecast" ? readFragment(ForecastChart_ForecastFragmentDoc, data.past) : null;
  const known = data.priceHistory.__typename === "PriceHistory" ? data.priceHistory.series[0]?.points : null;
  const rows = rowsOf(known ?? [], present && past?.id !== present.id ? past : null, present);
  const what = `${gpuOf(market)} at ${word}`;

  return (
    <>
      {answer.__typename === "NotEnoughHistory" && <TooLittle {...answer} />}
      {forecast && present && (
        <ForecastFacts forecast={{ ...forecast, ...present }} isOffline={connection.state === "offline"} />
      )}
      <Panel
        title={what}
        note={
          past
            ? `Grey: what was said ${daysBack === "1" ? "a day" : `${daysBack} days`} ago${past.replayed ? ", made afterwards from what was known then" : ""}. Blue: what is said now.`
            : "Blue: what is said now. No forecast is old enough yet to stand beside what happened."
        }
        actions={
          <div className="flex flex-wrap gap-2">
            <div className="w-60">
              <Segments
                label="Which past forecast"
                value={daysBack}
                options={[
                  { value: "7", label: "7 days ago" },
                  { value: "3", label: "3 days" },
                  { value: "1", label: "1 day" },
                ]}
                onChange={setDaysBack}
              />
            </div>
            <div className="w-44">
              <Segments
                label="Zone of the times"
                value={zoneChoice}
                options={[
                  { value: "own", label: "Your zone" },
                  { value: "utc", label: "UTC" },
                ]}
                onChange={setZoneChoice}
              />
            </div>
          </div>
        }
      >
        <CoursePanel
          rows={rows}
          events={events}
          what={what}
          zone={zone}
          now={present ? Date.parse(present.cutOffAt) : null}
          showsNaive={forecast?.showsNaive ?? false}
          isLoading={isLoading}
        />
      </Panel>
      {forecast && <PlanPanel market={market} zone={zone} onOrdered={orders.readAgain} />}
      {beneath}
      <StandingOrders jobs={orders.jobs} zone={zone} onChanged={orders.readAgain} />
    </>
  );
}

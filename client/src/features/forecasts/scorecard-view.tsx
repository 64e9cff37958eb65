"use client";

import { skipToken, useQuery } from "@apollo/client/react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { readFragment } from "#gql/fragment-masking.ts";
import { ForecastScoreFiguresFragmentDoc, ForecastScorecardDocument } from "#gql/forecasts.ts";
import type { ForecastScorecardQuery } from "#gql/graphql.ts";
import { problemOf } from "#lib/problem.ts";
import { buttonStyle } from "#ui/button-style.ts";
import { Notice } from "#ui/notice.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { Panel } from "#ui/panel.tsx";
import { Segments } from "#ui/segments.tsx";
import { Select } from "#ui/select.tsx";
import { Empty, Failed } from "#ui/states.tsx";
import { kindWord } from "./markets.ts";
import { ScoreFigures } from "./score-figures.tsx";
import { ScoreTable } from "./score-table.tsx";
import { reliabilityInWords, reliabilityPoints } from "./scores.ts";

const height = 260;

const ReliabilityChart = dynamic(
  () => import("#ui/chart/reliability-chart.tsx").then((chart) => chart.ReliabilityChart),
  { ssr: false, loading: () => <div style={{ height }} /> },
);

type Card = ForecastScorecardQuery["forecastScores"];
type Which = "live" | "replayed";
type Days = "7" | "30" | "90";

export interface ScorecardViewProps {
  live: Card;
  replayed: Card;
  providers: readonly { id: string; name: string }[];
}

/** How right forecasts were, in public, with nothing left out. */
export function ScorecardView({ live, replayed, providers }: ScorecardViewProps) {
  const names = new Map(providers.map(({ id, name }) => [id, name]));
  const hasLive = readFragment(ForecastScoreFiguresFragmentDoc, live.overall).hours > 0;
  const [which, setWhich] = useState<Which>(hasLive ? "live" : "replayed");
  const [days, setDays] = useState<Days>("30");
  const [gpu, setGpu] = useState("");
  const isFirst = days === "30" && gpu === "";
  const { data, previousData, error } = useQuery(
    ForecastScorecardDocument,
    isFirst
      ? skipToken
      : {
          variables: {
            days: Number(days),
            replayed: which === "replayed",
            filter: gpu === "" ? null : { gpuModels: [gpu] },
          },
          ssr: false,
          fetchPolicy: "no-cache",
        },
  );
  const first = which === "live" ? live : replayed;
  const card = isFirst ? first : (data ?? previousData)?.forecastScores;
  const gpus = [...new Set([...live.byGpu, ...replayed.byGpu].map(({ name }) => name))].toSorted();
  return (
    <>
      <PageHeader
        title="Scorecard"
        actions={
          <Link href="/forecast" className={buttonStyle({ tone: "plain" })}>
            Forecast
          </Link>
        }
      >
        Every forecast is compared with what happened, and with simply repeating the last price. Nothing is
        left out.
      </PageHeader>
      <div className="flex flex-wrap items-center gap-3 border-b px-4 py-3">
        <div className="w-80 max-w-full">
          <Segments
            label="Which record"
            value={which}
            options={[
              { value: "live", label: "Fixed before the fact" },
              { value: "replayed", label: "Made afterwards" },
            ]}
            onChange={setWhich}
          />
        </div>
        <div className="w-52">
          <Segments
            label="How far back"
            value={days}
            options={[
              { value: "7", label: "7 days" },
              { value: "30", label: "30 days" },
              { value: "90", label: "90 days" },
            ]}
            onChange={setDays}
          />
        </div>
        <Select
          label="GPU"
          size="sm"
          value={gpu}
          options={[{ value: "", label: "Every GPU" }, ...gpus.map((name) => ({ value: name, label: name }))]}
          onChange={setGpu}
        />
      </div>
      {error ? (
        <Failed problem={problemOf(error)} />
      ) : card ? (
        <CardBody card={card} which={which} hasLive={hasLive} names={names} />
      ) : (
        <p className="px-4 py-14 text-center text-sm text-ink-faint">Reading the record</p>
      )}
    </>
  );
}

interface CardBodyProps {
  card: Card;
  which: Which;
  hasLive: boolean;
  names: ReadonlyMap<string, string>;
}

function CardBody({ card, which, hasLive, names }: CardBodyProps) {
  const overall = readFragment(ForecastScoreFiguresFragmentDoc, card.overall);
  const { reliability } = card.overall;
  return (
    <>
      {which === "replayed" && (
        <div className="px-4 pt-4">
          <Notice>
            These were made afterwards, each from nothing but the prices up to its hour, so that there is a
            record from the first day. They are never counted among forecasts that were fixed before the fact
            {hasLive ? "." : ", of which none is a day old yet."}
          </Notice>
        </div>
      )}
      {overall.hours === 0 ? (
        <Empty title="Nothing is scored yet">
          A forecast is scored day by day, once what it foretold has happened.
        </Empty>
      ) : (
        <>
          <ScoreFigures score={overall} series={card.series} />
          <Panel
            title="Is it right as often as it says?"
            note="Each point is a quantile: across, how many prices it says lie below it; upwards, how many did. A bar is where prices stood exactly on it."
          >
            <div className="max-w-3xl px-3">
              <ReliabilityChart
                points={reliabilityPoints(reliability)}
                label={reliabilityInWords(reliability)}
                height={height}
              />
            </div>
            <p className="px-4 pt-2 text-sm text-ink-soft">{reliabilityInWords(reliability)}</p>
          </Panel>
          <Panel title="By how far ahead">
            <ScoreTable
              label="By how far ahead"
              what="Ahead"
              lines={card.byHorizon.map(({ day, score }) => ({
                id: String(day),
                name: day === 1 ? "the first day" : `day ${day}`,
                score,
              }))}
            />
          </Panel>
          <Panel title="By GPU">
            <ScoreTable
              label="By GPU"
              what="GPU"
              lines={card.byGpu.map((line) => ({ id: line.name, ...line }))}
            />
          </Panel>
          <Panel title="By provider">
            <ScoreTable
              label="By provider"
              what="Provider"
              lines={card.byProvider.map(({ name, score }) => ({
                id: name,
                name: names.get(name) ?? name,
                score,
              }))}
            />
          </Panel>
          <Panel title="By which prices">
            <ScoreTable
              label="By which prices"
              what="Prices"
              lines={card.byKind.map(({ name, score }) => ({ id: name, name: kindWord(name), score }))}
            />
          </Panel>
        </>
      )}
    </>
  );
}

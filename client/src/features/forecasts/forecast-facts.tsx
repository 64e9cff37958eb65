"use client";

import { readFragment, type FragmentType } from "#gql/fragment-masking.ts";
import { ForecastScoreFiguresFragmentDoc } from "#gql/forecasts.ts";
import type { ForecastVerdict } from "#gql/graphql.ts";
import { Badge } from "#ui/badge.tsx";
import { Notice } from "#ui/notice.tsx";
import { Ago } from "#ui/when.tsx";
import { percent } from "./course.ts";

export interface ForecastFactsProps {
  forecast: {
    issuedAt: string;
    cutOffAt: string;
    model: string;
    historyHours: number;
    isStale: boolean;
    verdict: ForecastVerdict;
    verdictBecause: string;
    notes: readonly { kind: string; count: number; text: string }[];
    record: FragmentType<typeof ForecastScoreFiguresFragmentDoc>;
    replayedRecord: FragmentType<typeof ForecastScoreFiguresFragmentDoc>;
  };
  isOffline: boolean;
}

const verdicts = {
  PROVEN: { word: "beats the last price", tone: "good" },
  UNPROVEN: { word: "not proven yet", tone: "neutral" },
  NO_SKILL: { word: "no better than the last price", tone: "warn" },
  SHORT_HISTORY: { word: "short history", tone: "warn" },
} as const satisfies Record<ForecastVerdict, object>;

/** What a forecast is worth, and what should keep one from trusting it. */
export function ForecastFacts({ forecast, isOffline }: ForecastFactsProps) {
  const { word, tone } = verdicts[forecast.verdict];
  const live = readFragment(ForecastScoreFiguresFragmentDoc, forecast.record);
  const replayed = readFragment(ForecastScoreFiguresFragmentDoc, forecast.replayedRecord);
  const shown = live.hours > 0 ? live : replayed;
  return (
    <div className="grid gap-3 border-b px-4 py-4">
      {forecast.isStale && (
        <Notice tone="warn">
          Its last price is from <Ago at={forecast.cutOffAt} /> ago: the market was not seen since, and what
          stands here is what was thought then.
        </Notice>
      )}
      {isOffline && (
        <Notice tone="warn">No connection. What stands here is from before; it goes on by itself.</Notice>
      )}
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <Badge tone={tone}>{word}</Badge>
        <span className="text-ink-soft">{forecast.verdictBecause}</span>
      </p>
      <dl className="numerals flex flex-wrap gap-x-8 gap-y-3 text-sm">
        <Fact name="Off by">
          {shown.mape === null ? "–" : percent(shown.mape)}
          {shown.naiveMape !== null && (
            <span className="text-ink-faint"> against {percent(shown.naiveMape)}</span>
          )}
        </Fact>
        <Fact name="In the 80 % band">{shown.coverage80 === null ? "–" : percent(shown.coverage80)}</Fact>
        <Fact name="In the 95 % band">{shown.coverage95 === null ? "–" : percent(shown.coverage95)}</Fact>
        <Fact name="Scored hours">
          {shown.hours.toLocaleString("en")}
          {live.hours === 0 && replayed.hours > 0 && (
            <span className="text-ink-faint"> of forecasts made afterwards</span>
          )}
        </Fact>
        <Fact name="Made">
          <Ago at={forecast.issuedAt} /> ago <span className="text-ink-faint">by {forecast.model}</span>
        </Fact>
        <Fact name="From">{forecast.historyHours.toLocaleString("en")} h of history</Fact>
      </dl>
      {forecast.notes.length > 0 && (
        <p className="text-xs text-ink-faint">
          {forecast.notes.map(({ count, text }) => `${text} (${count})`).join(" ")}
        </p>
      )}
    </div>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-ink-faint">{name}</dt>
      <dd className="font-medium">{children}</dd>
    </div>
  );
}

"use client";

import { useQuery } from "@apollo/client/react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { MarketHistoryDocument } from "#gql/offers.ts";
import type { OfferSheetQuery } from "#gql/graphql.ts";
import { formatUsd } from "#lib/money.ts";
import { problemOf } from "#lib/problem.ts";
import { useZone } from "#lib/reader.tsx";
import { refusalIn } from "#lib/refusal.ts";
import { shortDay } from "#lib/time.ts";
import { hourNow } from "#lib/hour.ts";
import { Segments } from "#ui/segments.tsx";
import { bandOf, bestKnown, spans, summaryOf, type Span } from "./history.ts";

const height = 150;
const dayMs = 86_400_000;

// The chart library is half as large as the page, and read only by who opens a chart.
const BandChart = dynamic(() => import("#ui/chart/band-chart.tsx").then((chart) => chart.BandChart), {
  ssr: false,
  loading: () => <div style={{ height }} />,
});

type Offer = NonNullable<OfferSheetQuery["offer"]>;

/** What the market of an offer asked over time: this GPU, of this kind, at this provider. */
export function MarketHistory({ offer }: { offer: Pick<Offer, "gpu" | "kind" | "provider"> }) {
  const zone = useZone();
  const [span, setSpan] = useState<Span>("week");
  const [openedAt] = useState(() => hourNow());
  const { days, step } = spans[span];
  const { data, previousData, error } = useQuery(MarketHistoryDocument, {
    variables: {
      filter: {
        gpuModels: [offer.gpu.model],
        ...(offer.gpu.socket !== null && { gpuSockets: [offer.gpu.socket] }),
        kinds: offer.kind === "ON_DEMAND" ? ["ON_DEMAND", "AVAILABLE"] : ["INTERRUPTIBLE"],
        providers: [offer.provider.id],
      },
      from: new Date(openedAt - days * dayMs).toISOString(),
      to: new Date(openedAt).toISOString(),
      step,
    },
    ssr: false,
    fetchPolicy: "no-cache",
  });
  const answer = (data ?? previousData)?.priceHistory;
  const refused = refusalIn(answer);
  const told = bestKnown(answer?.__typename === "PriceHistory" ? answer.series : []);
  const steps = told?.points ?? [];
  const summary = summaryOf(steps);

  return (
    <section>
      <div className="mb-2 flex items-center justify-between gap-4">
        <h3 className="text-xs font-medium text-ink-faint">Price of its market</h3>
        <div className="w-52">
          <Segments
            label="How far back"
            value={span}
            options={Object.entries(spans).map(([value, { label }]) => ({ value: value as Span, label }))}
            onChange={setSpan}
          />
        </div>
      </div>
      {summary ? (
        <>
          <BandChart
            height={height}
            unit="$"
            label={`Median of its market: ${formatUsd(summary.last)} now, between ${formatUsd(summary.lowest)} and ${formatUsd(summary.highest)}.`}
            points={bandOf(steps, zone)}
            timeText={(instant) => shortDay(instant, zone)}
          />
          <p className="numerals mt-1 text-xs text-ink-soft">
            Median {formatUsd(summary.last)} now, between {formatUsd(summary.lowest)} and{" "}
            {formatUsd(summary.highest)}, per GPU-hour. Eight of ten machines are within the band
            {told?.series.kind === "AVAILABLE" && `, as ${offer.provider.name} itself tells`}.
          </p>
        </>
      ) : (
        <p style={{ height }} className="grid place-items-center text-center text-sm text-ink-faint">
          {error
            ? problemOf(error).title
            : refused
              ? refused.message
              : data
                ? "Its history begins with the first full hour."
                : "Reading its history"}
        </p>
      )}
    </section>
  );
}

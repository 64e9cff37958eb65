"use client";

import { useState } from "react";
import { readFragment } from "#gql/fragment-masking.ts";
import { EconomyWidget_MonthFragmentDoc, SavingsFigures_FiguresFragmentDoc } from "#gql/savings.ts";
import type { Cloud, SavingsBucket, SavingsPeriodQuery } from "#gql/graphql.ts";
import { useConnection } from "#lib/live/socket.ts";
import { formatUsd, micros } from "#lib/money.ts";
import { PageHeader } from "#ui/page-header.tsx";
import { atCloud, cloudName } from "./clouds.ts";
import { valueAt } from "./counter.ts";
import { Economy, Term } from "./economy.tsx";
import { GroupsPanel } from "./groups-panel.tsx";
import { HistoryPanel } from "./history-panel.tsx";
import { HowMade } from "./how-made.tsx";
import { howProjected, howRunning, howSaved, type Made, sumOf } from "./made.ts";
import { MovingUsd } from "./moving-usd.tsx";
import { useCloud } from "./use-cloud.ts";
import { useCounting } from "./use-counting.ts";
import { usePeriod } from "./use-period.ts";
import { WallLinks } from "./wall-links.tsx";
import { WaterfallPanel } from "./waterfall-panel.tsx";

export interface SavingsViewProps {
  first: SavingsPeriodQuery;
  cloud: Cloud;
}

/** What renting here saves: at this instant, in the month, over time, and by what. */
export function SavingsView({ first, cloud: chosen }: SavingsViewProps) {
  const counting = useCounting();
  const connection = useConnection();
  const [cloud, setCloud] = useCloud(chosen);
  const [bucket, setBucket] = useState<SavingsBucket>("DAY");
  const [made, setMade] = useState<Made | null>(null);
  const runs = counting.tick?.sessions.map(({ sessionId }) => sessionId).join(" ") ?? "";
  const { period, isLoading } = usePeriod(first, bucket, runs);
  const { savings, before, activeSessionMetrics } = period;
  const month = readFragment(EconomyWidget_MonthFragmentDoc, period.savingsProjection);
  const soFar = readFragment(SavingsFigures_FiguresFragmentDoc, month.soFar);
  const earlier = readFragment(SavingsFigures_FiguresFragmentDoc, before.total);
  const projected = atCloud(month.clouds, cloud);
  const everything = sumOf(earlier, counting.tick ?? soFar);
  const savedBefore = micros(atCloud(earlier.clouds, cloud)?.saved ?? "0");
  const { counters } = counting;
  const altogether = (now: number) =>
    counters.current && savedBefore + valueAt(counters.current[cloud].saved, now);
  const rows = savings.history
    // Of days before there was anything, there is nothing to draw.
    .filter(({ until }) => until > before.from)
    .map(({ from, until, figures }) => ({
      from,
      until,
      figures: readFragment(SavingsFigures_FiguresFragmentDoc, figures),
    }));

  return (
    <>
      <PageHeader
        title="Savings"
        actions={first.viewer.actions.includes("savings.share") && <WallLinks cloud={cloud} />}
      >
        What the same hours would have cost at a large cloud.
      </PageHeader>
      <Economy
        counting={counting}
        connection={connection}
        month={soFar}
        running={activeSessionMetrics}
        cloud={cloud}
        onCloud={setCloud}
        onMade={setMade}
        {...(counting.tick && { onRunning: () => counting.tick && setMade(howRunning(counting.tick)) })}
      >
        <Term
          name="By the month’s end"
          onMade={projected ? () => setMade(howProjected(soFar, projected, cloud)) : undefined}
        >
          {projected ? (
            <span className="numerals">
              <span className="font-mono">{formatUsd(cents(projected.expected))}</span>{" "}
              <span className="text-sm text-ink-soft">
                {formatUsd(cents(projected.low))} to {formatUsd(cents(projected.high))}
              </span>
            </span>
          ) : (
            <span className="text-sm text-ink-soft">after three days</span>
          )}
        </Term>
        <Term
          name="Saved altogether"
          onMade={() => setMade(howSaved(`Saved altogether, against ${cloudName(cloud)}`, everything, cloud))}
        >
          <MovingUsd
            key={cloud}
            read={altogether}
            first={atCloud(everything.clouds, cloud)?.saved ?? "0.000000"}
            moves={runs !== ""}
            label="Saved altogether"
          />
        </Term>
      </Economy>
      {activeSessionMetrics.everRan && (
        <>
          <HistoryPanel
            rows={rows}
            cloud={cloud}
            bucket={bucket}
            onBucket={setBucket}
            isLoading={isLoading}
            onMade={setMade}
          />
          <div className="grid lg:grid-cols-2 lg:divide-x">
            <WaterfallPanel waterfalls={savings.waterfalls} cloud={cloud} onMade={setMade} />
            <GroupsPanel savings={savings} cloud={cloud} onMade={setMade} />
          </div>
        </>
      )}
      <HowMade made={made} cloud={cloud} matches={savings.matches} onClose={() => setMade(null)} />
    </>
  );
}

/** To the cent, towards nothing: for figures that are read at a glance; the drawer has them exact. */
function cents(amount: string): string {
  return amount.replace(/(\.\d\d)\d*$/, "$1");
}

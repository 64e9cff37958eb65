"use client";

import { Download } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { Cloud, SavingsBucket } from "#gql/graphql.ts";
import { formatUsd } from "#lib/money.ts";
import { saveFile } from "#lib/save-file.ts";
import { shortDay } from "#lib/time.ts";
import { Button } from "#ui/button.tsx";
import { classNames } from "#ui/class-names.ts";
import type { Column } from "#ui/data-table/columns.ts";
import { DataTable } from "#ui/data-table/data-table.tsx";
import { Panel } from "#ui/panel.tsx";
import { Segments } from "#ui/segments.tsx";
import { Empty } from "#ui/states.tsx";
import { atCloud, cloudName } from "./clouds.ts";
import { Asked } from "./economy.tsx";
import { historyCsv, inWords, pointsOf, spans, type HistoryRow } from "./history.ts";
import { howLong, howPaid, howSaved, type Made } from "./made.ts";

const height = 260;

// The chart library is half as large as the page, and comes after it.
const AreasChart = dynamic(() => import("#ui/chart/areas-chart.tsx").then((chart) => chart.AreasChart), {
  ssr: false,
  loading: () => <div style={{ height }} />,
});

export interface HistoryPanelProps {
  rows: readonly HistoryRow[];
  cloud: Cloud;
  bucket: SavingsBucket;
  onBucket: (bucket: SavingsBucket) => void;
  isLoading: boolean;
  onMade: (made: Made) => void;
}

/** Days, weeks or months as a picture, as a table, as a file and in words: the same in each. */
export function HistoryPanel({ rows, cloud, bucket, onBucket, isLoading, onMade }: HistoryPanelProps) {
  const [view, setView] = useState<"chart" | "table">("chart");
  const words = inWords(rows, cloud);
  const nameOf = ({ from }: HistoryRow) => (bucket === "MONTH" ? from.slice(0, 7) : shortDay(from, "UTC"));
  return (
    <Panel
      title="Over time"
      note="In days, weeks and months of UTC, as the ledger has them."
      actions={
        <div className="w-72">
          <Segments label="How far back" value={bucket} options={spans} onChange={onBucket} />
        </div>
      }
    >
      {rows.length === 0 ? (
        <Empty title="Nothing ran in this time">Whatever runs is drawn here, day by day.</Empty>
      ) : (
        <div className={classNames("grid gap-3", isLoading && "opacity-60")} aria-busy={isLoading}>
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4">
            <div className="w-36">
              <Segments
                label="Show as"
                value={view}
                options={[
                  { value: "chart", label: "Chart" },
                  { value: "table", label: "Table" },
                ]}
                onChange={setView}
              />
            </div>
            <Button size="sm" onClick={() => saveFile("berth-savings.csv", historyCsv(rows))}>
              <Download aria-hidden className="size-3.5" />
              CSV
            </Button>
            <Legend cloud={cloud} />
          </div>
          {view === "chart" ? (
            <div className="px-3">
              <AreasChart
                points={pointsOf(rows, cloud, nameOf)}
                label={words}
                height={height}
                unit="$"
                timeText={(instant) => shortDay(instant, "UTC")}
              />
            </div>
          ) : (
            <div className="h-96 overflow-y-auto border-y">
              <DataTable
                label="Saved, period by period"
                columns={columns(cloud, nameOf, onMade)}
                rows={[...rows].toReversed()}
                rowId={({ from }) => from}
                renderCompact={(row) => (
                  <Compact row={row} cloud={cloud} name={nameOf(row)} onMade={onMade} />
                )}
                empty={null}
              />
            </div>
          )}
          <p className="numerals max-w-prose px-4 text-sm text-ink-soft">{words}</p>
        </div>
      )}
    </Panel>
  );
}

function columns(
  cloud: Cloud,
  nameOf: (row: HistoryRow) => string,
  onMade: (made: Made) => void,
): Column<HistoryRow>[] {
  const amount = (
    id: string,
    header: string,
    explain: string,
    of: (row: HistoryRow) => string,
    how: (title: string, figures: HistoryRow["figures"], cloud: Cloud) => Made = howSaved,
  ): Column<HistoryRow> => ({
    id,
    header,
    explain,
    width: "8.5rem",
    align: "end",
    render: (row) => (
      <AskedIn
        name={`${header}, from ${nameOf(row)}`}
        onMade={(title) => onMade(how(title, row.figures, cloud))}
      >
        {formatUsd(of(row))}
      </AskedIn>
    ),
  });
  const at = (row: HistoryRow) => atCloud(row.figures.clouds, cloud);
  return [
    { id: "from", header: "Begins", render: (row) => <span className="numerals">{nameOf(row)}</span> },
    {
      id: "hours",
      header: "GPU hours",
      width: "7rem",
      align: "end",
      render: (row) => (
        <AskedIn
          name={`GPU hours, from ${nameOf(row)}`}
          onMade={(title) => onMade(howLong(title, row.figures))}
        >
          {row.figures.gpuHours.toFixed(2)}
        </AskedIn>
      ),
    },
    amount("paid", "Paid", "All that was charged for hours in it", ({ figures }) => figures.paid, howPaid),
    amount("compared", "Compared", "What of it has a fair match there", (row) => at(row)?.compared ?? "0"),
    amount(
      "reference",
      `At ${cloudName(cloud)}`,
      "What the same hours cost there",
      (row) => at(row)?.reference ?? "0",
    ),
    {
      ...amount("saved", "Saved", "The difference", (row) => at(row)?.saved ?? "0"),
      render: (row) => <SavedIn row={row} cloud={cloud} name={nameOf(row)} onMade={onMade} />,
    },
  ];
}

/** A figure of a period that one can ask of. */
function AskedIn({
  name,
  onMade,
  children,
}: {
  name: string;
  onMade: (title: string) => void;
  children: string;
}) {
  return (
    <Asked name={name} onMade={() => onMade(name)}>
      <span className="numerals font-mono text-xs">{children}</span>
    </Asked>
  );
}

interface OfPeriod {
  row: HistoryRow;
  cloud: Cloud;
  name: string;
  onMade: (made: Made) => void;
}

/** What one period saved, and on asking how that was made. */
function SavedIn({ row, cloud, name, onMade }: OfPeriod) {
  const title = `Saved in the period from ${name}, against ${cloudName(cloud)}`;
  return (
    <Asked name={`saved from ${name}`} onMade={() => onMade(howSaved(title, row.figures, cloud))}>
      <span className="numerals font-mono text-xs">
        {formatUsd(atCloud(row.figures.clouds, cloud)?.saved ?? "0")}
      </span>
    </Asked>
  );
}

function Compact({ row, cloud, name, onMade }: OfPeriod) {
  const at = atCloud(row.figures.clouds, cloud);
  return (
    <div className="numerals grid gap-0.5 text-sm">
      <span className="flex justify-between gap-3">
        <span>{name}</span>
        <SavedIn row={row} cloud={cloud} name={name} onMade={onMade} />
      </span>
      <span className="text-xs text-ink-faint">
        {formatUsd(row.figures.paid)} paid, {formatUsd(at?.reference ?? "0")} at {cloudName(cloud)}
      </span>
    </div>
  );
}

function Legend({ cloud }: { cloud: Cloud }) {
  const marks = [
    { name: `the same hours at ${cloudName(cloud)}`, className: "border-t-2 border-accent bg-accent/20" },
    { name: "paid for them here", className: "border-t-2 border-ink-soft bg-ink-soft/35" },
  ];
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-soft">
      {marks.map(({ name, className }) => (
        <li key={name} className="flex items-center gap-1.5">
          <span aria-hidden className={classNames("inline-block h-2.5 w-4", className)} />
          {name}
        </li>
      ))}
    </ul>
  );
}

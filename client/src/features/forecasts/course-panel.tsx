"use client";

import { Download } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { saveFile } from "#lib/save-file.ts";
import { dayAndTime, shortDay, zoneName } from "#lib/time.ts";
import { Button } from "#ui/button.tsx";
import { classNames } from "#ui/class-names.ts";
import type { ChartSpan } from "#ui/chart/forecast-chart.tsx";
import type { Column } from "#ui/data-table/columns.ts";
import { DataTable } from "#ui/data-table/data-table.tsx";
import { Segments } from "#ui/segments.tsx";
import { Empty } from "#ui/states.tsx";
import { courseCsv } from "./course-csv.ts";
import { inWords, pointsOf, short, type HourRow } from "./course.ts";
import { eventsInWords, spansOf, tellEvents, type PricedEvent } from "./own-spans.ts";

const height = 340;

// The chart library is half as large as the page, and comes after it.
const ForecastChart = dynamic(
  () => import("#ui/chart/forecast-chart.tsx").then((chart) => chart.ForecastChart),
  { ssr: false, loading: () => <div style={{ height }} /> },
);

export interface CoursePanelProps {
  rows: readonly HourRow[];
  /** Of the reader's own calendar. */
  events: readonly PricedEvent[];
  what: string;
  zone: string;
  now: number | null;
  showsNaive: boolean;
  isLoading: boolean;
}

/** The hours of a market as a picture, as a table, as a file and in words: the same in each. */
export function CoursePanel({ rows, events, what, zone, now, showsNaive, isLoading }: CoursePanelProps) {
  const [view, setView] = useState<"chart" | "table">("chart");
  if (rows.length === 0) return <Empty title="Nothing is known of its last week" />;
  const spans = spansOf(events, rows);
  const words = inWords(what, rows);
  return (
    <div className={classNames("grid gap-3", isLoading && "opacity-60")} aria-busy={isLoading}>
      <div className="flex flex-wrap items-center gap-2 px-4">
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
        <Button size="sm" onClick={() => saveFile("berth-forecast.csv", courseCsv(rows))}>
          <Download aria-hidden className="size-3.5" />
          CSV
        </Button>
        <Legend showsNaive={showsNaive} spans={spans} />
      </div>
      {view === "chart" ? (
        <div className="px-3">
          <ForecastChart
            points={tellEvents(pointsOf(rows, zone), events, zone)}
            spans={spans}
            // What the list beneath shows of one's events stands on the picture, too.
            label={`${words} ${eventsInWords(events, zone)}`.trim()}
            height={height}
            unit="$"
            now={now}
            showsNaive={showsNaive}
            days={beginningsOfDays(rows, zone)}
            timeText={(instant) => shortDay(instant, zone)}
          />
        </div>
      ) : (
        <div className="h-96 overflow-y-auto border-y">
          <DataTable
            label={`${what}, hour by hour`}
            columns={columns(zone, rows[0]?.at ?? "")}
            rows={rows}
            rowId={({ at }) => at}
            renderCompact={(row) => <Compact row={row} zone={zone} />}
            empty={null}
          />
        </div>
      )}
      <p className="numerals max-w-prose px-4 text-sm text-ink-soft">{words}</p>
    </div>
  );
}

const beginningsOfDays = (rows: readonly HourRow[], zone: string): number[] =>
  rows
    .filter(({ at }, place) => place > 0 && shortDay(at, zone) !== shortDay(rows[place - 1]?.at ?? at, zone))
    .map(({ at }) => Date.parse(at));

function columns(zone: string, first: string): Column<HourRow>[] {
  const price = (
    id: string,
    header: string,
    explain: string,
    valueOf: (row: HourRow) => string | null,
  ): Column<HourRow> => ({
    id,
    header,
    explain,
    width: "6.5rem",
    align: "end",
    render: (row) => <Price amount={valueOf(row)} />,
  });
  return [
    {
      id: "at",
      header: `Hour, ${zoneName(first, zone)}`,
      render: ({ at }) => <span className="numerals text-ink-soft">{dayAndTime(at, zone)}</span>,
    },
    price("actual", "Asked", "What was asked for a GPU and an hour", ({ actual }) => actual),
    price("low95", "2.5 %", "One of forty prices should be lower", ({ low95 }) => low95),
    price("low80", "10 %", "One of ten prices should be lower", ({ low80 }) => low80),
    price("median", "Median", "As many prices should be lower as higher", ({ median }) => median),
    price("high80", "90 %", "One of ten prices should be higher", ({ high80 }) => high80),
    price("high95", "97.5 %", "One of forty prices should be higher", ({ high95 }) => high95),
    price("naive", "No change", "The last price, kept", ({ naive }) => naive),
  ];
}

function Price({ amount }: { amount: string | null }) {
  return amount === null ? (
    <span className="text-ink-faint">–</span>
  ) : (
    <span className="numerals font-mono text-xs">{short(amount)}</span>
  );
}

function Compact({ row, zone }: { row: HourRow; zone: string }) {
  return (
    <div className="flex items-center justify-between gap-3 text-sm">
      <span className="numerals text-ink-soft">{dayAndTime(row.at, zone)}</span>
      <Price amount={row.actual ?? row.median} />
    </div>
  );
}

function Legend({ showsNaive, spans }: { showsNaive: boolean; spans: readonly ChartSpan[] }) {
  const marks = [
    { name: "asked", className: "border-t-2 border-ink" },
    { name: "median", className: "border-t-2 border-accent" },
    { name: "80 % and 95 %", className: "h-2.5 bg-accent/25" },
    { name: "said before", className: "border-t-2 border-dashed border-ink-faint" },
    {
      name: showsNaive ? "last price (the better guess)" : "last price",
      className: "border-t-2 border-dotted border-ink-soft",
    },
    ...(spans.length > 0 ? [{ name: "your events", className: "h-2.5 bg-rise/25" }] : []),
    ...(spans.some(({ tone }) => tone === "cheaper")
      ? [{ name: "when they cost less", className: "h-2.5 bg-fall/25" }]
      : []),
  ];
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-soft">
      {marks.map(({ name, className }) => (
        <li key={name} className="flex items-center gap-1.5">
          <span aria-hidden className={classNames("inline-block w-4", className)} />
          {name}
        </li>
      ))}
    </ul>
  );
}

"use client";

import { readFragment, type FragmentType } from "#gql/fragment-masking.ts";
import { ForecastScoreFiguresFragmentDoc } from "#gql/forecasts.ts";
import type { ForecastScoreFiguresFragment } from "#gql/graphql.ts";
import { Badge } from "#ui/badge.tsx";
import { classNames } from "#ui/class-names.ts";
import type { Column } from "#ui/data-table/columns.ts";
import { DataTable } from "#ui/data-table/data-table.tsx";
import { percent } from "./course.ts";
import { bands } from "./scores.ts";

export interface ScoreTableProps {
  label: string;
  what: string;
  lines: readonly {
    id: string;
    name: string;
    score: FragmentType<typeof ForecastScoreFiguresFragmentDoc>;
  }[];
}

interface Row {
  id: string;
  name: string;
  score: ForecastScoreFiguresFragment;
}

/** How right forecasts were, group by group. */
export function ScoreTable({ label, what, lines }: ScoreTableProps) {
  const rows = lines.map(({ id, name, score }): Row => ({
    id,
    name,
    score: readFragment(ForecastScoreFiguresFragmentDoc, score),
  }));
  return (
    <DataTable
      label={label}
      columns={columns(what)}
      rows={rows}
      rowId={({ id }) => id}
      renderCompact={(row) => <Compact row={row} />}
      empty={null}
    />
  );
}

function columns(what: string): Column<Row>[] {
  const figure = (
    id: string,
    header: string,
    explain: string,
    valueOf: (score: ForecastScoreFiguresFragment) => number | null,
  ): Column<Row> => ({
    id,
    header,
    explain,
    width: "5rem",
    align: "end",
    render: ({ score }) => <Percent value={valueOf(score)} />,
  });
  return [
    { id: "name", header: what, render: ({ name }) => <span className="font-medium">{name}</span> },
    {
      id: "band",
      header: "",
      isHeaderSilent: true,
      width: "5.5rem",
      render: ({ score: { band } }) => band && <Badge tone={bands[band].tone}>{bands[band].word}</Badge>,
    },
    figure("mape", "Off by", "How far the median was off, in percent of the price", ({ mape }) => mape),
    figure("naive", "Last price", "How far the last price was off", ({ naiveMape }) => naiveMape),
    {
      id: "skill",
      header: "Skill",
      explain: "By how much the forecast was nearer than the last price",
      width: "5rem",
      align: "end",
      render: ({ score: { skill } }) => (
        <span className={classNames(skill !== null && (skill > 0 ? "text-fall" : skill < 0 && "text-rise"))}>
          <Percent value={skill} />
        </span>
      ),
    },
    figure("in80", "80 %", "How many prices lay in the band that says 80 %", ({ coverage80 }) => coverage80),
    figure("in95", "95 %", "How many prices lay in the band that says 95 %", ({ coverage95 }) => coverage95),
    {
      id: "hours",
      header: "Hours",
      explain: "Hours that were foretold and whose price is known",
      width: "5.5rem",
      align: "end",
      render: ({ score }) => (
        <span className="numerals text-ink-soft">{score.hours.toLocaleString("en")}</span>
      ),
    },
  ];
}

function Percent({ value }: { value: number | null }) {
  return value === null ? (
    <span className="text-ink-faint">–</span>
  ) : (
    <span className="numerals">{percent(value)}</span>
  );
}

function Compact({ row: { name, score } }: { row: Row }) {
  return (
    <div className="flex items-center justify-between gap-3">
      <span className="min-w-0 truncate font-medium">{name}</span>
      <span className="numerals text-sm text-ink-soft">
        <Percent value={score.mape} /> off · {score.hours.toLocaleString("en")} h
      </span>
    </div>
  );
}

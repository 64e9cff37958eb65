"use client";

import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
  type TooltipContentProps,
} from "recharts";
import { axisStyle, ChartTip, gridStyle } from "./chart-style.tsx";
import { roundTicks } from "./ticks.ts";

type Band = [low: number, high: number] | null;

export interface ForecastPoint {
  /** An instant, in milliseconds. */
  x: number;
  actual: number | null;
  /** What was foretold of an hour that is over. */
  past: number | null;
  pastBand80: Band;
  pastBand95: Band;
  median: number | null;
  band80: Band;
  band95: Band;
  naive: number | null;
  title: string;
  details: readonly string[];
  /** What is said of the reader's own, each in a line. */
  own: readonly string[];
}

/** Some hours that mean something to the reader. */
export interface ChartSpan {
  id: string;
  tone: "event" | "cheaper";
  /** Instants, in milliseconds. */
  from: number;
  to: number;
  text: string | null;
  /** In which row that stands, so that it covers no other. */
  row: number;
}

export interface ForecastChartProps {
  points: readonly ForecastPoint[];
  spans: readonly ChartSpan[];
  /** What the picture tells, in words. */
  label: string;
  height: number;
  unit: string;
  timeText: (instant: number) => string;
  /** Where the past ends. */
  now: number | null;
  /** Where days begin, in milliseconds. */
  days: readonly number[];
  /** The last price is the better guess, and stands before the forecast. */
  showsNaive: boolean;
}

const spanColor = { event: "var(--color-rise)", cheaper: "var(--color-fall)" } as const;

const still = { isAnimationActive: false, activeDot: false, dot: false, stroke: "none" } as const;

/** What was, over what was foretold of it; and what is foretold now, with how sure that is. */
export function ForecastChart(props: ForecastChartProps) {
  const { points, spans, label, height, unit, timeText, now, days, showsNaive } = props;
  const known = points.flatMap(({ actual, past, median, naive, band80, pastBand80 }) =>
    [actual, past, median, naive, ...(band80 ?? []), ...(pastBand80 ?? [])].filter((value) => value !== null),
  );
  const low = Math.min(...known);
  const high = Math.max(...known);
  const pad = (high - low || high || 1) * 0.12;
  const domain = [Math.max(0, low - pad), high + pad] as const;
  const y = roundTicks(domain[0], domain[1], 5);
  const places = Math.max(2, y.places);
  return (
    <figure role="img" aria-label={label} style={{ height }}>
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart
          data={[...points]}
          margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid {...gridStyle} />
          <XAxis
            {...axisStyle}
            dataKey="x"
            type="number"
            scale="time"
            domain={["dataMin", "dataMax"]}
            ticks={[...days]}
            tickFormatter={timeText}
            interval="equidistantPreserveStart"
            minTickGap={48}
            height={20}
          />
          <YAxis
            {...axisStyle}
            width={52}
            ticks={y.values}
            domain={[...domain]}
            allowDataOverflow
            tickFormatter={(value: number) => unit + value.toFixed(places)}
          />
          <Tooltip cursor={{ stroke: "var(--color-line-strong)" }} isAnimationActive={false} content={tip} />
          {spans.map(({ id, tone, from, to, text, row }) => (
            <ReferenceArea
              key={id}
              x1={from}
              x2={to}
              fill={spanColor[tone]}
              fillOpacity={0.18}
              stroke={spanColor[tone]}
              strokeOpacity={0.45}
              label={{
                value: text ?? "",
                position: "insideTop",
                offset: 4 + 14 * row,
                fill: spanColor[tone],
                fontSize: 11,
                // Days are narrower there than what stands in them.
                className: "max-md:hidden",
              }}
            />
          ))}
          <Area {...still} dataKey="pastBand95" fill="var(--color-ink-faint)" fillOpacity={0.1} />
          <Area {...still} dataKey="pastBand80" fill="var(--color-ink-faint)" fillOpacity={0.16} />
          <Area {...still} dataKey="band95" fill="var(--color-accent)" fillOpacity={0.1} />
          <Area {...still} dataKey="band80" fill="var(--color-accent)" fillOpacity={0.18} />
          {now !== null && (
            <ReferenceLine
              x={now}
              stroke="var(--color-line-strong)"
              label={{
                value: "now",
                position: "insideTopRight",
                fill: "var(--color-ink-faint)",
                fontSize: 11,
              }}
            />
          )}
          <Line
            dataKey="naive"
            stroke={showsNaive ? "var(--color-ink)" : "var(--color-ink-faint)"}
            strokeWidth={showsNaive ? 1.75 : 1}
            strokeDasharray="2 3"
            dot={false}
            activeDot={false}
            isAnimationActive={false}
          />
          <Line
            dataKey="past"
            stroke="var(--color-ink-faint)"
            strokeWidth={1.25}
            strokeDasharray="6 3"
            dot={false}
            activeDot={false}
            isAnimationActive={false}
          />
          <Line
            dataKey="actual"
            type="stepAfter"
            stroke="var(--color-ink)"
            strokeWidth={1.5}
            dot={false}
            activeDot={{ r: 3, fill: "var(--color-ink)", stroke: "var(--color-sheet)" }}
            isAnimationActive={false}
          />
          <Line
            dataKey="median"
            stroke="var(--color-accent)"
            strokeWidth={showsNaive ? 1.25 : 2}
            dot={false}
            activeDot={{ r: 3, fill: "var(--color-accent)", stroke: "var(--color-sheet)" }}
            isAnimationActive={false}
          />
        </ComposedChart>
      </ResponsiveContainer>
    </figure>
  );
}

function tip({ active, payload }: TooltipContentProps) {
  const point = payload[0]?.payload as ForecastPoint | undefined;
  return active && point ? (
    <ChartTip title={point.title} detail={point.details.join(" · ")} more={point.own} />
  ) : null;
}

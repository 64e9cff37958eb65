"use client";

import {
  CartesianGrid,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
  type TooltipContentProps,
} from "recharts";
import { axisStyle, ChartTip, gridStyle } from "./chart-style.tsx";
import { roundTicks } from "./ticks.ts";

export interface LinesPoint {
  /** An instant, in milliseconds. */
  x: number;
  /** One for each line; null, or left out, where nothing is known. */
  values: readonly (number | null)[];
}

export interface LinesChartProps {
  points: readonly LinesPoint[];
  /** What the picture tells, in words. */
  label: string;
  height: number;
  unit: string;
  /** The top of the scale where there is a natural one. */
  most?: number | undefined;
  from: number;
  until: number;
  nameOf: (line: number) => string;
  timeText: (instant: number) => string;
}

/** Several of the same kind over time, each a line. A gap stays a gap. */
export function LinesChart(props: LinesChartProps) {
  const { points, label, height, unit, from, until, nameOf, timeText } = props;
  const count = Math.max(0, ...points.map(({ values }) => values.length));
  const known = points.flatMap(({ values }) => values.filter((value) => value !== null));
  const most = props.most ?? Math.max(10, ...known) * 1.15;
  const y = roundTicks(0, most, 3);
  const tip = ({ active, payload }: TooltipContentProps) => {
    const point = payload[0]?.payload as LinesPoint | undefined;
    if (!active || !point) return null;
    const told = point.values.map((value, line) =>
      value === null ? null : `${nameOf(line)} ${value.toFixed(0)} ${unit}`,
    );
    return <ChartTip title={timeText(point.x)} detail={told.filter(Boolean).join(" · ")} />;
  };
  return (
    <figure role="img" aria-label={label} style={{ height }}>
      <ResponsiveContainer width="100%" height="100%">
        <LineChart
          data={[...points]}
          margin={{ top: 6, right: 4, bottom: 0, left: 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid {...gridStyle} />
          <XAxis
            {...axisStyle}
            dataKey="x"
            type="number"
            scale="time"
            domain={[from, until]}
            tickFormatter={timeText}
            minTickGap={56}
            height={20}
          />
          <YAxis {...axisStyle} width={36} ticks={y.values} domain={[0, most]} />
          <Tooltip cursor={{ stroke: "var(--color-line-strong)" }} isAnimationActive={false} content={tip} />
          {Array.from({ length: count }, (_, line) => (
            <Line
              key={line}
              dataKey={({ values }: LinesPoint) => values[line] ?? null}
              type="linear"
              stroke="var(--color-accent)"
              strokeWidth={1.5}
              strokeOpacity={count > 1 ? 0.55 : 1}
              dot={points.length === 1 && { r: 2, fill: "var(--color-accent)" }}
              activeDot={{ r: 2.5, fill: "var(--color-accent)", stroke: "var(--color-sheet)" }}
              isAnimationActive={false}
              connectNulls={false}
            />
          ))}
        </LineChart>
      </ResponsiveContainer>
    </figure>
  );
}

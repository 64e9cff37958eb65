"use client";

import {
  Area,
  CartesianGrid,
  ComposedChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
  type TooltipContentProps,
} from "recharts";
import { axisStyle, ChartTip, gridStyle } from "./chart-style.tsx";
import { roundTicks } from "./ticks.ts";

export interface AreasPoint {
  /** An instant, in milliseconds. */
  x: number;
  whole: number;
  part: number;
  title: string;
  detail: string;
}

export interface AreasChartProps {
  points: readonly AreasPoint[];
  /** What the picture tells, in words. */
  label: string;
  height: number;
  unit: string;
  timeText: (instant: number) => string;
}

/** Two quantities of each period, one before the other: what lies between them is their difference. */
export function AreasChart({ points, label, height, unit, timeText }: AreasChartProps) {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return null;
  const most = Math.max(0.01, ...points.flatMap(({ whole, part }) => [whole, part])) * 1.08;
  const y = roundTicks(0, most, 4);
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
            domain={[first.x, last.x]}
            tickFormatter={timeText}
            minTickGap={48}
            height={20}
          />
          <YAxis
            {...axisStyle}
            width={56}
            ticks={y.values}
            domain={[0, most]}
            tickFormatter={(value: number) => unit + value.toFixed(y.places)}
          />
          <Tooltip cursor={{ stroke: "var(--color-line-strong)" }} isAnimationActive={false} content={tip} />
          <Area
            dataKey="whole"
            type="stepAfter"
            stroke="var(--color-accent)"
            strokeWidth={1.5}
            fill="var(--color-accent)"
            fillOpacity={0.16}
            isAnimationActive={false}
            activeDot={false}
          />
          <Area
            dataKey="part"
            type="stepAfter"
            stroke="var(--color-ink-soft)"
            strokeWidth={1.5}
            fill="var(--color-ink-soft)"
            fillOpacity={0.3}
            isAnimationActive={false}
            activeDot={false}
          />
        </ComposedChart>
      </ResponsiveContainer>
    </figure>
  );
}

function tip({ active, payload }: TooltipContentProps) {
  const point = payload[0]?.payload as AreasPoint | undefined;
  return active && point ? <ChartTip title={point.title} detail={point.detail} /> : null;
}

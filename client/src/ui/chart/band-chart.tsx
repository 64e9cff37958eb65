"use client";

import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
  type TooltipContentProps,
} from "recharts";
import { axisStyle, ChartTip, gridStyle } from "./chart-style.tsx";
import { roundTicks } from "./ticks.ts";

export interface BandPoint {
  /** An instant. */
  x: number;
  /** The line, and the band around it; null where nothing is known. */
  middle: number | null;
  band: [low: number, high: number] | null;
  title: string;
  detail: string;
}

export interface BandChartProps {
  points: readonly BandPoint[];
  /** What the picture tells, in words. */
  label: string;
  height: number;
  /** Stands before the numbers of the scale, such as "$". */
  unit: string;
  /** How an instant is written on the scale of time. */
  timeText: (instant: number) => string;
}

/** How something went over time: its middle as a line, and the band it moved in. A gap stays a gap. */
export function BandChart({ points, label, height, unit, timeText }: BandChartProps) {
  const known = points.flatMap(({ middle, band }) => [...(middle === null ? [] : [middle]), ...(band ?? [])]);
  const low = Math.min(...known);
  const high = Math.max(...known);
  const pad = (high - low || high || 1) * 0.08;
  const y = roundTicks(Math.max(0, low - pad), high + pad, 4);
  const places = Math.max(2, y.places);
  return (
    <figure role="img" aria-label={label} style={{ height }}>
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart
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
            domain={["dataMin", "dataMax"]}
            tickFormatter={timeText}
            minTickGap={40}
            height={20}
          />
          <YAxis
            {...axisStyle}
            width={48}
            ticks={y.values}
            domain={[Math.max(0, low - pad), high + pad]}
            tickFormatter={(value: number) => unit + value.toFixed(places)}
          />
          <Tooltip cursor={{ stroke: "var(--color-line-strong)" }} isAnimationActive={false} content={tip} />
          <Area
            dataKey="band"
            type="monotone"
            stroke="none"
            fill="var(--color-accent-wash)"
            isAnimationActive={false}
            activeDot={false}
          />
          <Line
            dataKey="middle"
            type="monotone"
            stroke="var(--color-accent)"
            strokeWidth={1.5}
            dot={false}
            isAnimationActive={false}
            activeDot={{ r: 3, fill: "var(--color-accent)", stroke: "var(--color-sheet)" }}
          />
        </ComposedChart>
      </ResponsiveContainer>
    </figure>
  );
}

function tip({ active, payload }: TooltipContentProps) {
  const point = payload[0]?.payload as BandPoint | undefined;
  return active && point ? <ChartTip title={point.title} detail={point.detail} /> : null;
}

"use client";

import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
  type TooltipContentProps,
} from "recharts";
import { axisStyle, ChartTip, gridStyle } from "./chart-style.tsx";
import { roundTicks } from "./ticks.ts";

export interface CourseChartPoint {
  /** An instant, in milliseconds. */
  x: number;
  past: number | null;
  ahead: number | null;
  title: string;
  detail: string;
}

export interface CourseChartProps {
  points: readonly CourseChartPoint[];
  /** What the picture tells, in words. */
  label: string;
  height: number;
  /** Stands before the numbers of the scale, such as "$". */
  unit: string;
  dayOf: (at: number) => string;
}

/** A quantity over time in steps: what it was, and, dashed, what it comes to by itself. */
export function CourseChart({ points, label, height, unit, dayOf }: CourseChartProps) {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return null;
  const now = points.find(({ ahead }) => ahead !== null)?.x;
  const most = Math.max(1, ...points.map(({ past, ahead }) => past ?? ahead ?? 0));
  const y = roundTicks(0, most * 1.05, 3);
  const quarter = (last.x - first.x) / 4;
  return (
    <figure role="img" aria-label={label} className="pr-4 pb-1 pl-1" style={{ height }}>
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart
          data={[...points]}
          margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid {...gridStyle} />
          <XAxis
            {...axisStyle}
            dataKey="x"
            type="number"
            domain={[first.x, last.x]}
            ticks={[0, 1, 2, 3, 4].map((step) => first.x + step * quarter)}
            tickFormatter={dayOf}
            height={20}
          />
          <YAxis
            {...axisStyle}
            width={52}
            ticks={y.values}
            domain={[0, most * 1.05]}
            tickFormatter={(value: number) => `${unit}${value}`}
          />
          <Tooltip cursor={{ stroke: "var(--color-line-strong)" }} isAnimationActive={false} content={tip} />
          {now !== undefined && (
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
          <Area
            dataKey="past"
            type="stepAfter"
            stroke="var(--color-accent)"
            strokeWidth={1.5}
            fill="var(--color-accent-wash)"
            fillOpacity={0.7}
            isAnimationActive={false}
            activeDot={{ r: 3, fill: "var(--color-accent)", stroke: "var(--color-sheet)" }}
          />
          <Line
            dataKey="ahead"
            type="stepAfter"
            stroke="var(--color-accent)"
            strokeWidth={1.5}
            strokeDasharray="4 4"
            dot={false}
            isAnimationActive={false}
          />
        </ComposedChart>
      </ResponsiveContainer>
    </figure>
  );
}

function tip({ active, payload }: TooltipContentProps) {
  const point = payload[0]?.payload as CourseChartPoint | undefined;
  return active && point ? <ChartTip title={point.title} detail={point.detail} /> : null;
}

"use client";

import {
  Area,
  AreaChart,
  CartesianGrid,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
  type TooltipContentProps,
} from "recharts";
import { roundTicks } from "./ticks.ts";
import { axisStyle, ChartTip, gridStyle } from "./chart-style.tsx";

export interface StepPoint {
  /** Where it is drawn; what it says is in the words. */
  x: number;
  y: number;
  title: string;
  detail: string;
}

export interface StepChartProps {
  points: readonly StepPoint[];
  /** What the picture tells, in words. */
  label: string;
  height: number;
  /** Stands before the numbers of the scale, such as "$". */
  unit: string;
}

/** A quantity that grows in steps along a scale. */
export function StepChart({ points, label, height, unit }: StepChartProps) {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return null;
  const x = roundTicks(first.x, last.x, 10);
  const places = x.places === 0 ? 0 : Math.max(2, x.places);
  const y = roundTicks(0, last.y, 3);
  return (
    <figure role="img" aria-label={label} className="pr-4 pb-1 pl-1" style={{ height }}>
      <ResponsiveContainer width="100%" height="100%">
        <AreaChart
          data={[...points]}
          margin={{ top: 6, right: 0, bottom: 0, left: 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid {...gridStyle} />
          <XAxis
            {...axisStyle}
            dataKey="x"
            type="number"
            domain={[first.x, last.x]}
            ticks={x.values}
            tickFormatter={(value: number) => unit + value.toFixed(places)}
            height={20}
          />
          <YAxis {...axisStyle} dataKey="y" width={44} ticks={y.values} domain={[0, last.y]} />
          <Tooltip cursor={{ stroke: "var(--color-line-strong)" }} isAnimationActive={false} content={tip} />
          <Area
            dataKey="y"
            type="stepAfter"
            stroke="var(--color-accent)"
            strokeWidth={1.5}
            fill="var(--color-accent-wash)"
            fillOpacity={0.7}
            isAnimationActive={false}
            activeDot={{ r: 3, fill: "var(--color-accent)", stroke: "var(--color-sheet)" }}
          />
        </AreaChart>
      </ResponsiveContainer>
    </figure>
  );
}

function tip({ active, payload }: TooltipContentProps) {
  const point = payload[0]?.payload as StepPoint | undefined;
  return active && point ? <ChartTip title={point.title} detail={point.detail} /> : null;
}

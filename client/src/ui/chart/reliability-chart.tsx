"use client";

import {
  CartesianGrid,
  ErrorBar,
  ReferenceLine,
  ResponsiveContainer,
  Scatter,
  ScatterChart,
  Tooltip,
  XAxis,
  YAxis,
  type TooltipContentProps,
} from "recharts";
import { axisStyle, ChartTip, gridStyle } from "./chart-style.tsx";

export interface ReliabilityPoint {
  /** What was said, in percent. */
  said: number;
  /** What came true: between so much and so much, and drawn at `at`. */
  at: number;
  reach: [down: number, up: number];
  title: string;
  detail: string;
}

const ticks = [0, 20, 40, 60, 80, 100];

/** How often it was right against how often it said it would be: on the line, it knew what it did not know. */
export function ReliabilityChart({
  points,
  label,
  height,
}: {
  points: readonly ReliabilityPoint[];
  label: string;
  height: number;
}) {
  return (
    <figure role="img" aria-label={label} style={{ height }}>
      <ResponsiveContainer width="100%" height="100%">
        <ScatterChart margin={{ top: 8, right: 12, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid {...gridStyle} />
          <XAxis
            {...axisStyle}
            dataKey="said"
            type="number"
            domain={[0, 100]}
            ticks={ticks}
            tickFormatter={(value: number) => `${value} %`}
            height={20}
          />
          <YAxis
            {...axisStyle}
            dataKey="at"
            type="number"
            domain={[0, 100]}
            ticks={ticks}
            tickFormatter={(value: number) => `${value} %`}
            width={48}
          />
          <Tooltip cursor={false} isAnimationActive={false} content={tip} />
          <ReferenceLine
            segment={[
              { x: 0, y: 0 },
              { x: 100, y: 100 },
            ]}
            stroke="var(--color-line-strong)"
            strokeDasharray="4 4"
          />
          <Scatter data={[...points]} fill="var(--color-accent)" isAnimationActive={false}>
            <ErrorBar
              dataKey="reach"
              direction="y"
              width={5}
              stroke="var(--color-accent)"
              strokeWidth={1.25}
              isAnimationActive={false}
            />
          </Scatter>
        </ScatterChart>
      </ResponsiveContainer>
    </figure>
  );
}

function tip({ active, payload }: TooltipContentProps) {
  const point = payload[0]?.payload as ReliabilityPoint | undefined;
  return active && point ? <ChartTip title={point.title} detail={point.detail} /> : null;
}

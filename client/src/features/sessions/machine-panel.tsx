"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { useClock, useZone } from "#lib/reader.tsx";
import { clockTime } from "#lib/time.ts";
import { classNames } from "#ui/class-names.ts";
import { Panel } from "#ui/panel.tsx";
import { Segments } from "#ui/segments.tsx";
import { Empty } from "#ui/states.tsx";
import {
  linesOf,
  measures,
  nowOf,
  stripInWords,
  stripOf,
  type Heard,
  type LifeMinute,
  type Measure,
} from "./machine-life.ts";
import { useMachineLife } from "./use-machine-life.ts";

const MINUTE = 60_000;
const HEIGHT = 128;

const LinesChart = dynamic(() => import("#ui/chart/lines-chart.tsx").then((chart) => chart.LinesChart), {
  ssr: false,
  loading: () => <div style={{ height: HEIGHT }} />,
});

const spans = [
  { value: "60", label: "An hour" },
  { value: "180", label: "3 hours" },
  { value: "720", label: "12 hours" },
] as const;
type Span = (typeof spans)[number]["value"];

export interface MachinePanelProps {
  sessionId: string;
  gpuNames: readonly string[];
  /** When it was over; null as long as it is not. */
  endedAt: string | null;
}

/** How the machine is doing: whether its agent speaks up, and what its GPUs do. */
export function MachinePanel({ sessionId, gpuNames, endedAt }: MachinePanelProps) {
  const [span, setSpan] = useState<Span>("60");
  const minutes = useMachineLife(sessionId, Number(span), endedAt === null);
  // Charts move on by the minute; the strip's last cell is the minute that lasts.
  const minuteNow = useClock((now) => Math.floor(now / MINUTE) * MINUTE);
  const now = endedAt === null ? minuteNow : Date.parse(endedAt);
  return (
    <Panel
      title="The machine"
      note={endedAt === null ? "As its agent tells, every thirty seconds." : "As its agent told to the end."}
      actions={
        <div className="w-64">
          <Segments label="How far back" value={span} options={spans} onChange={setSpan} />
        </div>
      }
    >
      {minutes?.length === 0 ? (
        <Empty title="Nothing was heard of it yet">Its agent speaks up once the machine is there.</Empty>
      ) : (
        <div className="grid gap-4 px-4" aria-busy={minutes === null}>
          <Strip minutes={minutes ?? []} now={now} />
          <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
            {measures.map((measure) => (
              <Chart
                key={measure.name}
                measure={measure}
                minutes={minutes ?? []}
                from={now - Number(span) * MINUTE}
                until={now}
                gpuNames={gpuNames}
              />
            ))}
          </div>
        </div>
      )}
    </Panel>
  );
}

const heardStyle: Record<Heard, string> = {
  twice: "bg-fall",
  once: "bg-warn",
  never: "bg-danger",
  "not yet": "bg-well",
};

/** The last hour of heartbeats, a cell for each minute. */
function Strip({ minutes, now }: { minutes: readonly LifeMinute[]; now: number }) {
  const zone = useZone();
  const cells = stripOf(minutes, now, 60);
  const words = stripInWords(cells);
  const said: Record<Heard, string> = {
    twice: "heard",
    once: "heard once",
    never: "silent",
    "not yet": "not yet",
  };
  return (
    <div className="grid gap-1.5">
      <div role="img" aria-label={words} className="flex h-6 gap-px">
        {cells.map(({ at, heard }) => (
          <span
            key={at}
            title={`${clockTime(at, zone)}: ${said[heard]}`}
            className={classNames("min-w-0 grow rounded-[1px]", heardStyle[heard])}
          />
        ))}
      </div>
      <p className="numerals text-xs text-ink-soft">{words}</p>
    </div>
  );
}

interface ChartProps {
  measure: Measure;
  minutes: readonly LifeMinute[];
  from: number;
  until: number;
  gpuNames: readonly string[];
}

function Chart({ measure, minutes, from, until, gpuNames }: ChartProps) {
  const zone = useZone();
  const now = nowOf(minutes, measure);
  const one = gpuNames.length <= 1;
  return (
    <div className="grid gap-1">
      <p className="flex justify-between text-xs text-ink-soft">
        <span className="font-medium">{measure.name}</span>
        <span className="numerals">{now}</span>
      </p>
      <LinesChart
        points={linesOf(minutes, measure)}
        label={`${measure.name}: ${now}`}
        height={HEIGHT}
        unit={measure.unit}
        most={measure.most}
        from={from}
        until={until}
        nameOf={(line) => (one ? "" : `GPU ${String(line)}:`)}
        timeText={(instant) => clockTime(instant, zone)}
      />
    </div>
  );
}

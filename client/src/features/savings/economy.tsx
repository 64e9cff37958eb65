"use client";

import Link from "next/link";
import { useCallback, type ReactNode } from "react";
import type { Cloud } from "#gql/graphql.ts";
import type { Connection } from "#lib/live/connection.ts";
import { formatUsd, micros } from "#lib/money.ts";
import { useZone } from "#lib/reader.tsx";
import { clockTime, zoneName } from "#lib/time.ts";
import { classNames } from "#ui/class-names.ts";
import { Dot } from "#ui/dot.tsx";
import { Segments } from "#ui/segments.tsx";
import { atCloud, cloudName, clouds } from "./clouds.ts";
import { valueAt } from "./counter.ts";
import { type Figures, howPaid, howSaved, type Made } from "./made.ts";
import { MovingUsd } from "./moving-usd.tsx";
import { type Standing, standingOf } from "./standing.ts";
import type { Counting, Tick } from "./use-counting.ts";

export interface EconomyProps {
  counting: Counting;
  connection: Connection;
  /** The month until the page was rendered. */
  month: Figures;
  running: { machines: number; everRan: boolean; ratePerHour: string };
  /** Asked what runs, machine by machine. */
  onRunning?: () => void;
  cloud: Cloud;
  onCloud?: (cloud: Cloud) => void;
  /** Asked how a figure was made; where it cannot be asked, figures only stand there. */
  onMade?: (made: Made) => void;
  shape?: "page" | "strip" | "wall";
  children?: ReactNode;
}

/** The counter: what the month has saved at a cloud, moving while something runs. */
export function Economy(props: EconomyProps) {
  const { counting, month: first, cloud, shape = "page", running, connection } = props;
  const { tick, counters } = counting;
  const month = tick ?? first;
  const figures = atCloud(month.clouds, cloud) ?? nothing;
  const standing = standingOf({
    connection,
    told: tick && { running: tick.sessions.length, comparedRunning: comparedIn(tick, cloud) },
    isSilent: counting.isSilent,
    everRan: running.everRan,
    runs: running.machines > 0,
  });
  const moves = standing.state === "counting" || standing.state === "no-match";
  const name = cloudName(cloud);
  const isDearer = micros(figures.saved) < 0n;
  const title = isDearer ? `Paid more this month than at ${name}` : `Saved this month against ${name}`;

  const saved = useCallback(
    (now: number) => counters.current && valueAt(counters.current[cloud].saved, now),
    [counters, cloud],
  );
  const reference = useCallback(
    (now: number) => counters.current && valueAt(counters.current[cloud].reference, now),
    [counters, cloud],
  );
  const paid = useCallback(
    (now: number) => counters.current && valueAt(counters.current.paid, now),
    [counters],
  );
  // What the hours that are compared cost here: with it the three figures subtract.
  const compared = useCallback(
    (now: number) => {
      const read = counters.current?.[cloud];
      return read ? valueAt(read.reference, now) - valueAt(read.saved, now) : null;
    },
    [counters, cloud],
  );
  const isPartly = figures.compared !== month.paid;
  const ask = (made: () => Made) => (props.onMade ? () => props.onMade?.(made()) : undefined);

  return (
    <section
      aria-label="Economy"
      className={classNames(
        "grid grid-cols-[minmax(0,1fr)] gap-3 border-b bg-sheet px-4",
        shape === "strip" ? "py-3" : "py-5",
        shape === "wall" && acrossTheRoom,
      )}
    >
      <div className="flex flex-wrap items-start gap-x-10 gap-y-3">
        <Figure name={title} onMade={ask(() => howSaved(title, month, cloud))}>
          <MovingUsd
            key={cloud}
            read={saved}
            first={figures.saved}
            moves={moves}
            label={title}
            className={classNames(
              "font-sans font-semibold tracking-tight",
              shape === "strip"
                ? "text-2xl"
                : shape === "wall"
                  ? "text-[min(12vw,30vh)] leading-tight"
                  : "text-5xl",
              isDearer && "text-rise",
            )}
          />
        </Figure>
        {props.onCloud && (
          <div className="ml-auto w-64">
            <Segments label="Compare with" value={cloud} options={clouds} onChange={props.onCloud} />
          </div>
        )}
      </div>
      <dl className="flex flex-wrap gap-x-10 gap-y-3">
        <Term
          name={`The same hours at ${name}`}
          onMade={ask(() => howSaved(`The same hours at ${name}, this month`, month, cloud))}
        >
          <MovingUsd
            key={cloud}
            read={reference}
            first={figures.reference}
            moves={moves}
            label={`The same hours at ${name}`}
          />
        </Term>
        {isPartly && (
          <Term
            name="Paid for those here"
            onMade={ask(() => howSaved(`The same hours at ${name}, this month`, month, cloud))}
          >
            <MovingUsd
              key={cloud}
              read={compared}
              first={figures.compared}
              moves={moves}
              label="Paid for those here"
            />
          </Term>
        )}
        <Term
          name={isPartly ? "Paid for all hours" : "Paid here"}
          onMade={ask(() => howPaid("Paid this month", month, cloud))}
        >
          <MovingUsd
            read={paid}
            first={month.paid}
            moves={moves}
            label={isPartly ? "Paid for all hours" : "Paid here"}
          />
        </Term>
        <Term name="Running now" onMade={props.onRunning}>
          <span className="numerals">
            {tick?.sessions.length ?? running.machines} at{" "}
            <span className="font-mono">{formatUsd(tick?.ratePerHour ?? running.ratePerHour)}</span> an hour
          </span>
        </Term>
        {props.children}
      </dl>
      <State standing={standing} tick={tick} cloud={cloud} partly={isPartly} leadsOn={shape !== "wall"} />
    </section>
  );
}

/** On a wall all of it grows with the screen; on a phone it is as small as on any page. */
const acrossTheRoom =
  "[&_p]:text-[max(0.8125rem,1.6vw)] [&_dt]:text-[max(0.75rem,1.3vw)] [&_dd]:text-[max(1rem,2vw)] [&_dd]:leading-normal";

const nothing = { compared: "0.000000", reference: "0.000000", saved: "0.000000" };

function comparedIn(tick: Tick, cloud: Cloud): number {
  return tick.sessions.filter(({ clouds: at }) => micros(atCloud(at, cloud)?.referencePerHour ?? "0") > 0n)
    .length;
}

interface FigureProps {
  name: string;
  onMade?: (() => void) | undefined;
  children: ReactNode;
}

function Figure({ name, onMade, children }: FigureProps) {
  return (
    <div className="grid gap-1">
      <p className="text-sm text-ink-soft">{name}</p>
      <Asked name={name} onMade={onMade}>
        {children}
      </Asked>
    </div>
  );
}

export function Term({ name, onMade, children }: FigureProps) {
  return (
    <div className="grid gap-0.5">
      <dt className="text-xs text-ink-soft">{name}</dt>
      <dd className="text-base">
        <Asked name={name} onMade={onMade}>
          {children}
        </Asked>
      </dd>
    </div>
  );
}

/** A figure one can ask of how it was made. */
export function Asked({ name, onMade, children }: FigureProps) {
  if (!onMade) return children;
  return (
    <button
      type="button"
      onClick={onMade}
      title="How it was made"
      className="w-fit rounded-sm text-left decoration-line-strong decoration-dotted underline-offset-4 hover:underline"
    >
      {children}
      <span className="sr-only">, {name}: how it was made</span>
    </button>
  );
}

interface StateProps {
  standing: Standing;
  tick: Tick | null;
  cloud: Cloud;
  partly: boolean;
  /** Whether it may say where to go. */
  leadsOn: boolean;
}

function State({ standing, tick, cloud, partly, leadsOn }: StateProps) {
  const zone = useZone();
  const { tone, words } = describe(
    standing,
    tick,
    cloud,
    partly,
    leadsOn,
    (at) => `${clockTime(at, zone)} ${zoneName(at, zone)}`,
  );
  return (
    <p className="flex min-h-5 items-center gap-2 text-sm text-ink-soft">
      <Dot tone={tone} />
      <span role="status">{words}</span>
    </p>
  );
}

function describe(
  standing: Standing,
  tick: Tick | null,
  cloud: Cloud,
  partly: boolean,
  leadsOn: boolean,
  time: (at: number) => string,
): { tone: "good" | "waiting" | "warn" | "none"; words: ReactNode } {
  const name = cloudName(cloud);
  switch (standing.state) {
    case "first-use":
      return {
        tone: "none",
        words: !leadsOn ? (
          "Nothing has run yet."
        ) : (
          <>
            Nothing has run yet. It counts from the first second of{" "}
            <Link href="/offers" className="underline underline-offset-2">
              a machine that you rent
            </Link>
            .
          </>
        ),
      };
    case "offline":
      return {
        tone: "warn",
        words: `No connection since ${time(standing.since)}. The counter stands as it was then.`,
      };
    case "silent":
      return { tone: "warn", words: "Nothing was told for some seconds. The counter stands until it is." };
    case "waiting":
      return { tone: "waiting", words: "Reading what runs." };
    case "nothing-runs":
      return { tone: "none", words: "Nothing runs, so nothing moves." };
    case "no-match":
      return {
        tone: "warn",
        words: `What runs has no fair match at ${name}, so nothing is said to be saved by it.`,
      };
    case "counting": {
      const saved = tick && atCloud(tick.clouds, cloud);
      const perHour = saved ? formatUsd(saved.savedPerHour) : "";
      const rest = partly ? ` Not all that was paid has a fair match at ${name}.` : "";
      return {
        tone: "good",
        words: <span className="numerals">{`Counting, ${perHour} more every hour.${rest}`}</span>,
      };
    }
  }
}

import { toCents } from "#lib/money.ts";
import { dayAndTime } from "#lib/time.ts";
import type { ChartSpan, ForecastPoint } from "#ui/chart/forecast-chart.tsx";
import { type HourRow, short } from "./course.ts";
import { gpuOf, type Market } from "./markets.ts";

// What the reader's own calendar asks of a market: when, for how much, and when for less.

export interface PricedEvent {
  id: string;
  title: string;
  startsAt: string;
  endsAt: string;
  gpu: string;
  gpuCount: number;
  /** Null where nothing can be foretold. */
  expected: string | null;
  atPricesNow: string | null;
  cheaper: { startsAt: string; expected: string; saving: string } | null;
}

/** Those that need the GPU of a market: beside the prices of another they would say nothing. */
export function eventsOf(events: readonly PricedEvent[], market: Market): PricedEvent[] {
  const names = new Set([gpuOf(market), market.gpuModel].map((name) => name.toLowerCase()));
  return events.filter(({ gpu }) => names.has(gpu.toLowerCase()));
}

const lengthOf = ({ startsAt, endsAt }: { startsAt: string; endsAt: string }) =>
  Date.parse(endsAt) - Date.parse(startsAt);

/** Where they stand in the hours that are shown, and where they would be cheaper. */
export function spansOf(events: readonly PricedEvent[], rows: readonly HourRow[]): ChartSpan[] {
  const from = Date.parse(rows[0]?.at ?? "");
  const to = Date.parse(rows.at(-1)?.at ?? "");
  const spans = events.flatMap((event): Omit<ChartSpan, "row">[] => {
    const { cheaper } = event;
    const start = cheaper ? Date.parse(cheaper.startsAt) : 0;
    return [
      {
        id: event.id,
        tone: "event",
        from: Date.parse(event.startsAt),
        to: Date.parse(event.endsAt),
        text: event.expected === null ? null : toCents(event.expected),
      },
      ...(cheaper
        ? [
            {
              id: `${event.id} cheaper`,
              tone: "cheaper" as const,
              from: start,
              to: start + lengthOf(event),
              text: toCents(cheaper.expected),
            },
          ]
        : []),
    ];
  });
  return inRows(
    spans
      .filter((span) => span.from < to && span.to > from)
      .map((span) => ({ ...span, from: Math.max(span.from, from), to: Math.min(span.to, to) })),
  );
}

/** Two prices nearer than this, in the two weeks that are shown, would stand over each other. */
const NEAR_MS = 15 * 3_600_000;

function inRows(spans: readonly Omit<ChartSpan, "row">[]): ChartSpan[] {
  const taken: number[] = [];
  return spans
    .toSorted((a, b) => a.from + a.to - (b.from + b.to))
    .map((span) => {
      const middle = (span.from + span.to) / 2;
      const free = taken.findIndex((before) => middle - before >= NEAR_MS);
      const row = free < 0 ? taken.length : free;
      taken[row] = middle;
      return { ...span, row };
    });
}

/** The hours in which something of the reader's stands tell of it, too. */
export function tellEvents(
  points: readonly ForecastPoint[],
  events: readonly PricedEvent[],
  zone: string,
): ForecastPoint[] {
  const hourMs = 3_600_000;
  const during = (from: number, length: number, x: number) => x + hourMs > from && x < from + length;
  return points.map((point) => {
    const own = events.flatMap((event) => [
      ...(during(Date.parse(event.startsAt), lengthOf(event), point.x) ? [sayEvent(event, zone)] : []),
      ...(event.cheaper && during(Date.parse(event.cheaper.startsAt), lengthOf(event), point.x)
        ? [`“${event.title}” would cost ${short(event.cheaper.expected)} here`]
        : []),
    ]);
    return own.length === 0 ? point : { ...point, own };
  });
}

const MOST_SAID = 3;

/** For who does not see the picture. */
export function eventsInWords(events: readonly PricedEvent[], zone: string): string {
  const said = events
    .slice(0, MOST_SAID)
    .map((event) => `${dayAndTime(event.startsAt, zone)}: ${sayEvent(event, zone)}.`);
  const more = events.length - said.length;
  return [...said, ...(more > 0 ? [`And ${more} more of your events, below.`] : [])].join(" ");
}

function sayEvent(
  { title, gpuCount, gpu, expected, atPricesNow, cheaper }: PricedEvent,
  zone: string,
): string {
  const costs = [
    expected === null ? null : `${short(expected)} foretold`,
    atPricesNow === null ? null : `${short(atPricesNow)} at prices of now`,
    cheaper ? `${short(cheaper.saving)} less from ${dayAndTime(cheaper.startsAt, zone)}` : null,
  ].filter((part) => part !== null);
  return `“${title}” on ${gpuCount} × ${gpu}: ${costs.length > 0 ? costs.join(", ") : "not foretold"}`;
}

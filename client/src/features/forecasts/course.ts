import { compareUsd, decimal, formatUsd, micros } from "#lib/money.ts";
import { dayAndTime } from "#lib/time.ts";
import type { ForecastPoint } from "#ui/chart/forecast-chart.tsx";

// What was, what was foretold of it, and what is foretold now: one row an hour, for the chart, the table, the file
// and the words alike.

export interface Foretold {
  cutOffAt: string;
  naive: string;
  at: readonly string[];
  median: readonly string[];
  /** As they are, and as a picture shows them: no further than three standard deviations from the median. */
  quantiles: readonly { level: number; prices: readonly string[]; shown: readonly string[] }[];
}

export interface Known {
  at: string;
  median: string | null;
}

interface Bounds {
  low95: string | null;
  low80: string | null;
  high80: string | null;
  high95: string | null;
}

export interface HourRow extends Bounds {
  at: string;
  actual: string | null;
  /** Of the past forecast where the hour is over, of the present one where it is to come. */
  source: "past" | "present" | null;
  median: string | null;
  naive: string | null;
  /** For drawing only. */
  shown: Bounds;
}

/** Every hour that something is known or foretold of, in order. */
export function rowsOf(known: readonly Known[], past: Foretold | null, present: Foretold | null): HourRow[] {
  const rows = new Map<string, HourRow>();
  const rowAt = (at: string): HourRow => {
    const row = rows.get(at) ?? { ...empty, at };
    rows.set(at, row);
    return row;
  };
  for (const { at, median } of known) if (median !== null) rowAt(at).actual = median;
  const lay = (foretold: Foretold, source: "past" | "present", isWanted: (at: string) => boolean) => {
    for (const [place, at] of foretold.at.entries()) {
      if (!isWanted(at)) continue;
      const row = rowAt(at);
      row.source = source;
      row.median = foretold.median[place] ?? null;
      row.naive = foretold.naive;
      Object.assign(row, boundsAt(foretold, place, "prices"));
      row.shown = boundsAt(foretold, place, "shown");
    }
  };
  if (past) lay(past, "past", (at) => !present || at <= present.cutOffAt);
  if (present) lay(present, "present", () => true);
  return [...rows.values()].toSorted((a, b) => (a.at < b.at ? -1 : 1));
}

function boundsAt({ quantiles }: Foretold, place: number, of: "prices" | "shown"): Bounds {
  const at = (level: number) => quantiles.find((each) => each.level === level)?.[of][place] ?? null;
  return { low95: at(0.025), low80: at(0.1), high80: at(0.9), high95: at(0.975) };
}

const unbound: Bounds = { low95: null, low80: null, high80: null, high95: null };
const empty = { ...unbound, actual: null, source: null, median: null, naive: null, shown: unbound };

/** For drawing only: how high a point stands needs no micro-dollars, what it says does. */
export function pointsOf(rows: readonly HourRow[], zone: string): ForecastPoint[] {
  const number = (amount: string | null) => (amount === null ? null : Number(amount));
  const band = (low: string | null, high: string | null): [number, number] | null =>
    low === null || high === null ? null : [Number(low), Number(high)];
  return rows.map((row) => ({
    x: Date.parse(row.at),
    actual: number(row.actual),
    past: row.source === "past" ? number(row.median) : null,
    pastBand80: row.source === "past" ? band(row.shown.low80, row.shown.high80) : null,
    pastBand95: row.source === "past" ? band(row.shown.low95, row.shown.high95) : null,
    median: row.source === "present" ? number(row.median) : null,
    band80: row.source === "present" ? band(row.shown.low80, row.shown.high80) : null,
    band95: row.source === "present" ? band(row.shown.low95, row.shown.high95) : null,
    naive: row.source === null ? null : number(row.naive),
    title: dayAndTime(row.at, zone),
    details: detailsOf(row),
    own: [],
  }));
}

function detailsOf(row: HourRow): string[] {
  const { actual, source, median, low80, high80, naive } = row;
  const details: string[] = [];
  if (actual !== null) details.push(`${formatUsd(actual)} asked`);
  if (median !== null && low80 !== null && high80 !== null) {
    const said = source === "past" ? "was foretold" : "foretold";
    details.push(`${short(median)} ${said}, 80 %: ${short(low80)} to ${short(high80)}`);
  }
  if (naive !== null) details.push(`${short(naive)} if nothing changes`);
  return details;
}

/** To a tenth of a cent: a forecast is not known to the micro-dollar. */
export function short(amount: string): string {
  const rounded = ((micros(amount) + 500n) / 1_000n) * 1_000n;
  return formatUsd(decimal(rounded));
}

export interface HowItDid {
  hours: number;
  in80: number;
  in95: number;
  /** How far the median and the last price were off, in percent. */
  mape: number;
  naiveMape: number;
}

/** How the past forecast did in the hours that are shown; null where none of it is over. */
export function howItDid(rows: readonly HourRow[]): HowItDid | null {
  const over = rows.filter(({ source, actual }) => source === "past" && actual !== null);
  if (over.length === 0) return null;
  const within = (low: string | null, actual: string | null, high: string | null) =>
    low !== null &&
    actual !== null &&
    high !== null &&
    compareUsd(low, actual) <= 0 &&
    compareUsd(actual, high) <= 0;
  const off = (guess: string | null, actual: string | null) =>
    (Math.abs(Number(guess) - Number(actual)) / Number(actual)) * 100;
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    hours: over.length,
    in80: over.filter(({ low80, actual, high80 }) => within(low80, actual, high80)).length,
    in95: over.filter(({ low95, actual, high95 }) => within(low95, actual, high95)).length,
    mape: mean(over.map(({ median, actual }) => off(median, actual))),
    naiveMape: mean(over.map(({ naive, actual }) => off(naive, actual))),
  };
}

/** What the picture shows, for who does not see it. */
export function inWords(what: string, rows: readonly HourRow[]): string {
  const last = rows.findLast(({ actual }) => actual !== null);
  const ahead = rows.filter(({ source }) => source === "present");
  const day = ahead[23];
  const end = ahead.at(-1);
  const did = howItDid(rows);
  const parts = [
    last?.actual ? `${what} asks ${short(last.actual)} for a GPU and an hour.` : `${what}.`,
    day?.median && day.low80 && day.high80
      ? `In a day it is foretold at ${short(day.median)}, four times of five between ${short(day.low80)} and ${short(day.high80)}.`
      : "",
    end?.median && end.low80 && end.high80
      ? `In seven days at ${short(end.median)}, between ${short(end.low80)} and ${short(end.high80)}.`
      : "",
    end?.naive ? `If nothing changes it stays at ${short(end.naive)}.` : "",
    did
      ? `The past forecast that is shown was ${percent(did.mape)} off, the last price ${percent(did.naiveMape)}; ${did.in80} of ${did.hours} hours lay in its 80 % band.`
      : "",
  ];
  return parts.filter((part) => part !== "").join(" ");
}

export function percent(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} %`;
}

import type { MachineLifeQuery } from "#gql/graphql.ts";

// How a machine has been, minute by minute, as a strip and as lines. A minute in which nothing was heard has no
// entry, and is drawn as a gap: what is not known is not joined up.

type Minute = NonNullable<MachineLifeQuery["session"]>["vitalsHistory"][number];

export type LifeGpu = Omit<Minute["gpus"][number], "__typename">;

export interface LifeMinute extends Pick<Minute, "beganAt" | "beats"> {
  gpus: readonly LifeGpu[];
}

const MINUTE = 60_000;

export type Heard = "twice" | "once" | "never" | "not yet";

export interface StripCell {
  at: number;
  heard: Heard;
}

/** The minutes up to now, the oldest first; those before the machine was first heard are not silence. */
export function stripOf(minutes: readonly LifeMinute[], now: number, count: number): StripCell[] {
  const beats = new Map(minutes.map(({ beganAt, beats }) => [Date.parse(beganAt), beats]));
  const first = Math.min(...beats.keys());
  const last = Math.floor(now / MINUTE) * MINUTE;
  return Array.from({ length: count }, (_, index) => {
    const at = last - (count - 1 - index) * MINUTE;
    const heard = beats.get(at) ?? 0;
    if (heard >= 2) return { at, heard: "twice" };
    // The minute that lasts may still be heard from once more.
    if (heard === 1) return { at, heard: at === last ? "twice" : "once" };
    return { at, heard: at < first || at === last ? "not yet" : "never" };
  });
}

export function stripInWords(cells: readonly StripCell[]): string {
  const known = cells.filter(({ heard }) => heard !== "not yet");
  const silent = known.filter(({ heard }) => heard === "never").length;
  if (known.length === 0) return "Nothing was heard of it yet.";
  if (known.length === 1) return `${silent === 0 ? "Heard" : "Silent"} in the last minute.`;
  if (silent === 0) return `Heard in each of the last ${String(known.length)} minutes.`;
  return `Silent in ${String(silent)} of the last ${String(known.length)} minutes.`;
}

/** A beat that came just now, in the minute that it belongs to. */
export function withBeat(
  minutes: readonly LifeMinute[],
  heardAt: string,
  gpus: readonly LifeGpu[],
): LifeMinute[] {
  const at = Math.floor(Date.parse(heardAt) / MINUTE) * MINUTE;
  const beganAt = new Date(at).toISOString();
  const last = minutes.at(-1);
  if (last && Date.parse(last.beganAt) === at)
    return [...minutes.slice(0, -1), { ...last, beats: last.beats + 1, gpus }];
  if (last && Date.parse(last.beganAt) > at) return [...minutes];
  return [...minutes, { beganAt, beats: 1, gpus }];
}

export interface Measure {
  name: string;
  unit: string;
  of: (gpu: LifeGpu) => number | null | undefined;
  /** The top of its scale where there is a natural one. */
  most?: number;
}

export const measures: readonly Measure[] = [
  { name: "In use", unit: "%", of: ({ utilisation }) => utilisation, most: 100 },
  {
    name: "Memory",
    unit: "%",
    of: ({ memoryUsedMb, memoryTotalMb }) =>
      memoryUsedMb == null || !memoryTotalMb ? null : (100 * memoryUsedMb) / memoryTotalMb,
    most: 100,
  },
  { name: "Temperature", unit: "°C", of: ({ temperatureCelsius }) => temperatureCelsius },
  { name: "Power", unit: "W", of: ({ powerWatts }) => powerWatts },
];

export interface LinePoint {
  x: number;
  /** A value for each GPU; null where nothing is known. */
  values: (number | null)[];
}

/** One measure of each GPU over time, with an empty point wherever a minute is missing. */
export function linesOf(minutes: readonly LifeMinute[], { of }: Measure): LinePoint[] {
  const points: LinePoint[] = [];
  for (const { beganAt, gpus } of minutes) {
    const x = Date.parse(beganAt);
    const before = points.at(-1);
    if (before && x - before.x > MINUTE) points.push({ x: before.x + MINUTE, values: [] });
    points.push({ x, values: gpus.map((gpu) => of(gpu) ?? null) });
  }
  return points;
}

/** What a measure comes to now, over all GPUs: their mean, and the range when they differ. */
export function nowOf(minutes: readonly LifeMinute[], { of, unit }: Measure): string {
  const values = (minutes.at(-1)?.gpus ?? []).flatMap((gpu) => of(gpu) ?? []);
  if (values.length === 0) return "not told";
  const round = (value: number) => String(Math.round(value));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (round(low) === round(high)) return `${round(low)} ${unit}`;
  return `${round(low)} to ${round(high)} ${unit}`;
}

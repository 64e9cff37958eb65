import { Temporal } from "temporal-polyfill";
import { InvalidInput } from "../../values/refusal.ts";
import type { Digest, QuietHours } from "./channel.ts";

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

/** For so long it is tried; what is not taken by then is left to people. */
export const TRIED_FOR_MS = 3 * 24 * HOUR;

/** Each wait is twice the last, from ten seconds to six hours. */
export function waitAfter(attempts: number): number {
  return Math.min(10 * SECOND * 2 ** Math.min(attempts - 1, 20), 6 * HOUR);
}

export function readZone(zone: string): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    throw new InvalidInput("timeZone", "This is not the name of a time zone, such as Europe/Berlin.");
  }
}

interface Wishes {
  quiet: QuietHours | null;
  digest: Digest | null;
  zone: string;
}

/** From when on something may be told that came at an instant: at once, unless somebody wants their rest. */
export function tellFrom({ quiet, digest, zone }: Wishes, at: Date, urgent: boolean): Date {
  if (urgent) return at;
  const gathered = digest ? nextOf(digest, zone, at) : at;
  return quiet ? afterQuiet(quiet, zone, gathered) : gathered;
}

function nextOf(digest: Digest, zone: string, at: Date): Date {
  const local = inZone(at, zone);
  const next =
    digest === "hour"
      ? local.round({ smallestUnit: "hour", roundingMode: "floor" }).add({ hours: 1 })
      : local.startOfDay().add({ days: 1 }).with({ hour: 8 });
  return toDate(next);
}

function afterQuiet({ fromMinute, untilMinute }: QuietHours, zone: string, at: Date): Date {
  const local = inZone(at, zone);
  const minute = local.hour * 60 + local.minute;
  const past = fromMinute > untilMinute;
  const within = past
    ? minute >= fromMinute || minute < untilMinute
    : minute >= fromMinute && minute < untilMinute;
  if (!within) return at;
  const ends = local.startOfDay().with({ hour: Math.floor(untilMinute / 60), minute: untilMinute % 60 });
  return toDate(past && minute >= fromMinute ? ends.add({ days: 1 }) : ends);
}

const inZone = (at: Date, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
const toDate = (at: Temporal.ZonedDateTime) => new Date(at.epochMilliseconds);

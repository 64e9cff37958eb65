// When a channel is not to be disturbed, and at which hours it wants to be told of the rest. Times of the day are those
// of a zone of the channel's own, also where a clock is put forward or back.

export interface Calm {
  quiet: { from: string; to: string } | null;
  digest: readonly string[] | null;
  zone: string;
}

const MINUTE_MS = 60_000;

/** The instant from which what is not urgent may be posted: `now` where it may be at once. */
export function tellableFrom({ quiet, digest, zone }: Calm, now: number): number {
  const clock = clockIn(zone);
  if (digest && digest.length > 0) return nextTime(now, (time) => digest.includes(time), clock);
  if (!quiet || !isWithin(clock(now), quiet)) return now;
  return nextTime(now, (time) => !isWithin(time, quiet), clock);
}

function isWithin(time: string, { from, to }: { from: string; to: string }): boolean {
  return from <= to ? time >= from && time < to : time >= from || time < to;
}

/** Minute by minute: a day has 1,380 to 1,500 of them, and which ones it has only the zone knows. */
function nextTime(now: number, fits: (time: string) => boolean, clock: (at: number) => string): number {
  const first = Math.floor(now / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
  for (let at = first; at < first + 1_600 * MINUTE_MS; at += MINUTE_MS) if (fits(clock(at))) return at;
  return now;
}

function clockIn(zone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return (at) => format.format(at);
}

export function isTimeOfDay(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
}

export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** "26 Nov 13:05 CET (12:05 UTC)": where the reader is, and what everybody agrees on. */
export function bothTimes(iso: string, zone: string): string {
  const at = new Date(iso);
  const utc = clock(at, "UTC");
  if (zone === "UTC") return `${day(at, "UTC")} ${utc} UTC`;
  const sameDay = day(at, zone) === day(at, "UTC");
  return `${localTime(iso, zone)} ${zoneName(at, zone)} (${sameDay ? "" : `${day(at, "UTC")} `}${utc} UTC)`;
}

export function localTime(iso: string, zone: string): string {
  const at = new Date(iso);
  return `${day(at, zone)} ${clock(at, zone)}`;
}

function day(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone, day: "numeric", month: "short" }).format(at);
}

function clock(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" }).format(at);
}

function zoneName(at: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone, timeZoneName: "short" }).formatToParts(at);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? timeZone;
}

/** "3 d 4 h", "2 h 5 min", "40 s": two parts at most, rounded down. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor(seconds / 3_600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [seconds % 60, "s"],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) return "0 s";
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
}

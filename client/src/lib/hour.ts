// The hour that this Berth goes by. It is not its reader's: a computer's clock may be wrong, and in a sandbox
// the time is moved on by days. Every answer says it, to the second and a moment late, so only what is off by more
// than that is believed.

const BELIEVED_MS = 5_000;
let ahead: number | undefined;

/** What an answer says of the hour at which it was given. */
export function hearHour(date: string | null): void {
  const said = Date.parse(date ?? "");
  if (Number.isNaN(said)) return;
  const by = said - Date.now();
  // What is known by more than the second is not made worse.
  if (ahead === undefined || Math.abs(by - ahead) > BELIEVED_MS) ahead = Math.abs(by) > BELIEVED_MS ? by : 0;
}

/** What a page says of the hour at which it was written, in a browser that has heard nothing since. */
export function rememberHour(renderedAt: number): void {
  if (ahead !== undefined) return;
  const [visit] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  const by = visit ? renderedAt - (performance.timeOrigin + visit.responseStart) : 0;
  ahead = Math.abs(by) > BELIEVED_MS ? by : 0;
}

/** By how many whole minutes this Berth is ahead of its reader's computer; less than none where it is behind. */
export function minutesAhead(): number {
  return Math.floor((ahead ?? 0) / 60_000);
}

/** Now, as this Berth has it. */
export function hourNow(): number {
  return Date.now() + (ahead ?? 0);
}

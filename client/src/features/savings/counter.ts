// A figure that moves between the instants at which it is told. The server says what it is, how fast it grows and when
// that was so; in between it is that line, and nothing is added up here, so it cannot drift. A frame that was long on its
// way is known by the quickest of late: what it tells lies on the same line. Where two lines differ by less than frames
// vary, what is shown waits for the truth to come up to it, and so never goes back; where they differ by more, something
// happened, and the truth is shown.

export interface Told {
  /** By the server's clock. */
  at: number;
  value: bigint;
  perHour: bigint;
}

export interface Counter {
  told: Told;
  /** What this clock says more than the server's, for the frames of late. */
  lags: readonly number[];
  /** What stood there when it was told, where that is a little further. */
  waitsFor: bigint | null;
  heardAt: number;
}

const hourMs = 3_600_000n;
const framesOfLate = 60;
const slackMs = 2_000n;
/** Without word for so long, it stands still: what nobody tells of is not made up. */
export const silentAfterMs = 5_000;

export function hear(before: Counter | null, told: Told, now: number): Counter {
  const lags = [...(before?.lags ?? []), now - told.at].slice(-framesOfLate);
  const counter: Counter = { told, lags, waitsFor: null, heardAt: now };
  if (!before) return counter;
  const shown = valueAt(before, now);
  const ahead = shown - valueAt(counter, now);
  const slack = (abs(told.perHour) * slackMs) / hourMs;
  const isFurther = told.perHour > 0n ? ahead > 0n : told.perHour < 0n ? ahead < 0n : false;
  return isFurther && abs(ahead) <= slack ? { ...counter, waitsFor: shown } : counter;
}

export function valueAt({ told, lags, waitsFor }: Counter, now: number): bigint {
  const passed = now - Math.min(...lags) - told.at;
  const ms = BigInt(Math.round(Math.max(0, Math.min(passed, silentAfterMs))));
  const value = told.value + (told.perHour * ms) / hourMs;
  if (waitsFor === null) return value;
  return told.perHour > 0n === value > waitsFor ? value : waitsFor;
}

export function isSilent(counter: Counter, now: number): boolean {
  return now - counter.heardAt > silentAfterMs;
}

const abs = (amount: bigint) => (amount < 0n ? -amount : amount);

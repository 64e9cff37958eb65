import { uptime } from "node:os";
import type { Clock } from "./clock.ts";

// The hour by which machines are ended and paid for. A machine's own clock may be set: by somebody, or by a time
// server that finds it an hour wrong. No session may end early or late for that, so the clock is asked how late it is,
// and from then on as much time passes as the machine was up for, asleep or not. What the clock says beyond that is
// told and left out. All processes go by the database's hour, which is the one that they share.

export interface SteadyClock extends Clock {
  /** From now on this is how late it is. */
  goBy(hour: Date): void;
  /** How far it is from the machine's own. */
  offsetMs(): number;
}

/** A time server corrects less than this every day, and an answer of the database's is as late. */
const TOLERANCE_MS = 2_000;

export function steadyClock(
  base: Clock,
  tell: (jumpMs: number) => void,
  uptimeMs = () => uptime() * 1_000,
): SteadyClock {
  let offset = 0;
  let seen = look();

  function look() {
    return { wall: base.now().getTime(), elapsed: base.elapsedMs(), up: uptimeMs() };
  }

  // Asked for what is cheap; the machine's time of being up, which counts its sleep, only where that is not enough.
  function keepSteady(wall: number): void {
    if (isNear(wall - seen.wall, base.elapsedMs() - seen.elapsed)) return;
    const before = seen;
    seen = look();
    const jump = seen.wall - before.wall - (seen.up - before.up);
    if (isNear(jump, 0)) return;
    offset -= jump;
    tell(jump);
  }

  return {
    elapsedMs: () => base.elapsedMs(),
    after: (ms, act) => base.after(ms, act),
    now() {
      const wall = base.now().getTime();
      keepSteady(wall);
      return new Date(wall + offset);
    },
    goBy(hour) {
      const apart = hour.getTime() - base.now().getTime();
      seen = look();
      offset = isNear(apart, 0) ? 0 : apart;
    },
    offsetMs: () => offset,
  };
}

const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= TOLERANCE_MS;

// When a machine must end itself. It decides with nothing but what it has on disk and the time that has
// passed since it started, so that a machine cut off from Berth, from the network or from the true
// time still ends. Everything here is on the clock that runs since the machine was booted: nobody can
// set that one, and it goes on while the agent itself is restarted.

export interface State {
  /** Which boot of the machine the instants below belong to. */
  boot: string;
  /** In seconds since boot: when the machine ends, whatever is heard. */
  deadline: number;
  /** When Berth was heard last. */
  heardAt: number;
  /** How long it may go unheard. */
  silentSeconds: number;
  /** The same deadline on the wall, for after a reboot. */
  deadlineOnWall: string;
  /** Heartbeats sent, so that one sent again is told from the next. */
  count: number;
  /** Berth says that the session is over. */
  over: boolean;
}

export type Reason = "deadline" | "cut-off" | "over";

export function mustEnd(state: State, uptime: number): Reason | null {
  if (state.over) return "over";
  if (uptime >= state.deadline) return "deadline";
  if (uptime - state.heardAt >= state.silentSeconds) return "cut-off";
  return null;
}

/** For how long what is on the disk may be saved, if that is to begin now and not later; null while there is time. */
export function secondsToSave(state: State, uptime: number, saveSeconds: number): number | null {
  const left = state.deadline - uptime;
  // Cut off, it may be found again: that is waited for at least half of the time.
  const leftUnheard = state.heardAt + state.silentSeconds - uptime;
  const mustBegin = left <= saveSeconds || leftUnheard <= Math.min(saveSeconds, state.silentSeconds / 2);
  const seconds = Math.min(left, leftUnheard, saveSeconds);
  return mustBegin && seconds > 0 ? seconds : null;
}

/** What Berth says: how long is left by its own clock, so that the machine's need not be right. */
export interface Lease {
  secondsLeft: number;
  silentSeconds: number;
}

export function withLease(state: State, lease: Lease, now: { uptime: number; wall: number }): State {
  const heard = { ...state, heardAt: now.uptime };
  const { secondsLeft, silentSeconds } = lease;
  if (!Number.isFinite(secondsLeft) || !(silentSeconds > 0)) return heard;
  const left = Math.max(0, secondsLeft);
  return {
    ...heard,
    silentSeconds,
    deadline: now.uptime + left,
    deadlineOnWall: new Date(now.wall + left * 1000).toISOString(),
  };
}

/** By a clock that may be wrong nothing ends sooner: so long Berth has to say how long is left by its own. */
const FIRST_WORD_SECONDS = 120;

export interface Born {
  deadline: string;
  silentSeconds: number;
}

/** What the agent begins with: what it left behind, or what the machine was created with. */
export function begin(
  left: State | null,
  born: Born,
  now: { uptime: number; wall: number; boot: string },
): State {
  // A container that is begun again may count from nothing while its host, whose boot this is, goes on.
  if (left?.boot === now.boot && left.heardAt <= now.uptime) return left;
  const deadlineOnWall = left?.deadlineOnWall ?? born.deadline;
  const remaining = (Date.parse(deadlineOnWall) - now.wall) / 1000;
  return {
    boot: now.boot,
    // Without a deadline that can be read it ends soon: a machine that nobody can end is the worst there is.
    deadline:
      now.uptime +
      (Number.isFinite(remaining) ? Math.max(FIRST_WORD_SECONDS, remaining) : born.silentSeconds),
    // After a reboot it has as long to find Berth again as one that was just cut off.
    heardAt: now.uptime,
    silentSeconds: left?.silentSeconds ?? born.silentSeconds,
    deadlineOnWall,
    count: left?.count ?? 0,
    over: left?.over ?? false,
  };
}

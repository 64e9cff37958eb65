/** Time and timers. Everything that waits or asks the hour does it here, so that a test can move it. */
export interface Clock {
  now(): Date;
  /** Milliseconds that only grow, for measuring spans; not an instant. */
  elapsedMs(): number;
  /** Runs `act` once after a while. Does not keep the process alive. */
  after(ms: number, act: () => void): Timer;
}

export interface Timer {
  cancel(): void;
}

export const systemClock: Clock = {
  now: () => new Date(),
  elapsedMs: () => performance.now(),
  after(ms, act) {
    const timer = setTimeout(act, ms);
    timer.unref();
    return { cancel: () => clearTimeout(timer) };
  },
};

/** A clock that is ahead of the others, for rehearsing what is days away. */
export function clockAhead(ms: number, base: Clock): Clock {
  if (ms === 0) return base;
  return {
    elapsedMs: () => base.elapsedMs(),
    after: (span, act) => base.after(span, act),
    now: () => new Date(base.now().getTime() + ms),
  };
}

/** A clock that may be moved on, and never back. */
export interface SandboxClock extends Clock {
  /** So far ahead of the clock that it began as. */
  aheadMs(): number;
  moveTo(aheadMs: number): void;
}

export function sandboxClock(base: Clock): SandboxClock {
  let ahead = 0;
  return {
    elapsedMs: () => base.elapsedMs(),
    after: (ms, act) => base.after(ms, act),
    now: () => new Date(base.now().getTime() + ahead),
    aheadMs: () => ahead,
    moveTo(aheadMs) {
      ahead = Math.max(ahead, aheadMs);
    },
  };
}

export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const timer = clock.after(ms, done);
    signal?.addEventListener("abort", done, { once: true });
    function done() {
      timer.cancel();
      signal?.removeEventListener("abort", done);
      resolve();
    }
  });
}

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

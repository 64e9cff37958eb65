import type { Clock } from "../platform/clock.ts";

/** A clock for those who do not want to wait: it jumps to whatever is waited for. */
export class HurriedClock implements Clock {
  readonly #start = Date.parse("2026-11-20T09:00:00Z");
  #elapsed = 0;

  now(): Date {
    return new Date(this.#start + this.#elapsed);
  }

  elapsedMs(): number {
    return this.#elapsed;
  }

  after(ms: number, act: () => void): { cancel(): void } {
    let cancelled = false;
    const dueMs = this.#elapsed + ms;
    setImmediate(() => {
      if (cancelled) return;
      this.#elapsed = Math.max(this.#elapsed, dueMs);
      act();
    });
    return { cancel: () => (cancelled = true) };
  }
}

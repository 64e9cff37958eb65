import type { Clock, Timer } from "../platform/clock.ts";

/** A clock that stands still until a test moves it; timers run when their time has come, in order. */
export class MovableClock implements Clock {
  #nowMs: number;
  #elapsed = 0;
  #timers: { dueMs: number; act: () => void }[] = [];

  constructor(start = "2026-11-20T09:00:00Z") {
    this.#nowMs = Date.parse(start);
  }

  now(): Date {
    return new Date(this.#nowMs);
  }

  elapsedMs(): number {
    return this.#elapsed;
  }

  after(ms: number, act: () => void): Timer {
    const timer = { dueMs: this.#elapsed + ms, act };
    this.#timers.push(timer);
    return {
      cancel: () => {
        this.#timers = this.#timers.filter((one) => one !== timer);
      },
    };
  }

  /** Moves on, and lets what each due timer began go as far as it can without further time. */
  async advance(ms: number): Promise<void> {
    const until = this.#elapsed + ms;
    for (;;) {
      const due = this.#timers
        .filter((timer) => timer.dueMs <= until)
        .toSorted((a, b) => a.dueMs - b.dueMs)[0];
      if (!due) break;
      this.#timers = this.#timers.filter((timer) => timer !== due);
      this.#move(Math.max(due.dueMs, this.#elapsed) - this.#elapsed);
      due.act();
      await new Promise(setImmediate);
    }
    this.#move(until - this.#elapsed);
    await new Promise(setImmediate);
  }

  /** Somebody sets the clock: the hour is another, and no time has passed. */
  set(ms: number): void {
    this.#nowMs += ms;
  }

  #move(ms: number): void {
    this.#elapsed += ms;
    this.#nowMs += ms;
  }
}

/**
 * The simulator's own time, and the only file that looks at the real one. It runs `speed` times as fast as real
 * time, stands still at speed 0, and can be pushed forward by hand, which wakes whoever waits for a time passed over.
 */
export interface ClockOptions {
  startAt: number;
  speed: number;
}

interface Sleeper {
  until: number;
  wake: () => void;
  timer: NodeJS.Timeout | undefined;
}

export class Clock {
  readonly speed: number;
  #anchor: number;
  #realAnchor: number;
  readonly #sleepers = new Set<Sleeper>();

  constructor({ startAt, speed }: ClockOptions) {
    this.speed = speed;
    this.#anchor = startAt;
    this.#realAnchor = performance.now();
  }

  /** Milliseconds since 1970, whole. */
  now(): number {
    return Math.floor(this.#anchor + (performance.now() - this.#realAnchor) * this.speed);
  }

  advance(milliseconds: number): void {
    this.#anchor += milliseconds;
    const now = this.now();
    for (const sleeper of [...this.#sleepers]) {
      if (sleeper.until <= now) this.#wake(sleeper);
      else this.#setTimer(sleeper);
    }
  }

  /** Resolves when this clock has gone on by that much. */
  wait(milliseconds: number): Promise<void> {
    if (milliseconds <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const sleeper: Sleeper = { until: this.now() + milliseconds, wake: resolve, timer: undefined };
      this.#sleepers.add(sleeper);
      this.#setTimer(sleeper);
    });
  }

  /** How many wait for a time to come. */
  get waiting(): number {
    return this.#sleepers.size;
  }

  /** Lets everyone who waits go on at once, so that nothing keeps the process alive. */
  close(): void {
    for (const sleeper of [...this.#sleepers]) this.#wake(sleeper);
  }

  #setTimer(sleeper: Sleeper): void {
    clearTimeout(sleeper.timer);
    if (this.speed === 0) return;
    // Timers fire a little early at times, and reach no further than 24 days: each looks again when it is up.
    const realMilliseconds = Math.ceil(Math.max(0, (sleeper.until - this.now()) / this.speed));
    sleeper.timer = setTimeout(
      () => (sleeper.until <= this.now() ? this.#wake(sleeper) : this.#setTimer(sleeper)),
      Math.min(realMilliseconds, 2 ** 31 - 1),
    );
  }

  #wake(sleeper: Sleeper): void {
    clearTimeout(sleeper.timer);
    this.#sleepers.delete(sleeper);
    sleeper.wake();
  }
}

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

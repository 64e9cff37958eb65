import type { Log } from "./log.ts";

/**
 * Slow things that a loop begins and does not wait for, so that one that takes a minute keeps no
 * other waiting. Of one name only one runs at a time. What an errand must not do twice it says to the
 * database itself: another process may begin the same.
 */
export class Errands {
  readonly #running = new Map<string, Promise<void>>();
  readonly #stopping = new AbortController();
  readonly #most: number;
  readonly #log: Log;

  constructor(options: { most: number; log: Log }) {
    this.#most = options.most;
    this.#log = options.log;
  }

  /** False when it runs already, or too many do; the loop's next turn asks again. */
  begin(name: string, run: (signal: AbortSignal) => Promise<void>): boolean {
    if (this.#running.has(name) || this.#running.size >= this.#most) return false;
    if (this.#stopping.signal.aborted) return false;
    const errand = run(this.#stopping.signal)
      .catch((error: unknown) => this.#log.warn({ err: error, errand: name }, "an errand failed"))
      .finally(() => this.#running.delete(name));
    this.#running.set(name, errand);
    return true;
  }

  /** Whether one more may be begun, with so large a share of all places left to others. */
  hasRoom(leaving = 0): boolean {
    return !this.#stopping.signal.aborted && this.#running.size < this.#most * (1 - leaving);
  }

  /** Resolves when all that has begun is done, with what those began in turn. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.settled();
  }
}

import { type Clock, sleep } from "./clock.ts";
import type { Log } from "./log.ts";

export interface Closing {
  name: string;
  close(): Promise<void> | void;
}

/**
 * What was opened is closed in the opposite order. Each part gets its time; one that hangs does not
 * hold the rest back.
 */
export class Shutdown {
  readonly #parts: Closing[] = [];
  readonly #clock: Clock;
  readonly #log: Log;
  #closing: Promise<void> | undefined;

  constructor(clock: Clock, log: Log) {
    this.#clock = clock;
    this.#log = log;
  }

  add(name: string, close: () => Promise<void> | void): void {
    this.#parts.unshift({ name, close });
  }

  close(limitMs = 10_000): Promise<void> {
    this.#closing ??= this.#closeAll(limitMs);
    return this.#closing;
  }

  async #closeAll(limitMs: number): Promise<void> {
    for (const part of this.#parts) {
      const timeout = sleep(this.#clock, limitMs).then(() => "late" as const);
      try {
        const ended = await Promise.race([Promise.resolve(part.close()), timeout]);
        if (ended === "late") this.#log.warn({ part: part.name }, "did not close in time");
      } catch (error) {
        this.#log.error({ err: error, part: part.name }, "failed to close");
      }
    }
  }
}

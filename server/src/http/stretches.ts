import { LRUCache } from "lru-cache";
import type { Clock, Timer } from "../platform/clock.ts";
import type { Position } from "../values/cursor.ts";

/** A result as it is sent: encoded once, for however many. */
export type Body = Buffer;

/** What a group's members are told between two places. */
export interface Stretch {
  bodies: readonly Body[];
  upTo: Position;
}

/** After this, another look may show more than the last one did. */
const KEPT_MS = 2_000;
const KEPT_BYTES = 32 * 1024 * 1024;

/**
 * Everybody who comes back from one place, as after a restart, is told the same: it is read and
 * executed once for all who want it at the same time or soon after each other.
 */
export class Stretches {
  readonly #kept: LRUCache<string, Stretch>;
  readonly #reading = new Map<string, Promise<Stretch>>();
  readonly #clock: Clock;
  #clearing: Timer | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#kept = new LRUCache<string, Stretch>({
      maxSize: KEPT_BYTES,
      sizeCalculation: ({ bodies }, key) =>
        bodies.reduce((sum, body) => sum + body.length, key.length * 2 + 500),
      ttl: KEPT_MS,
      // Asked each time, for a clock that tests move; and never 0, which the cache takes for no time at all.
      ttlResolution: 0,
      perf: { now: () => clock.elapsedMs() + 1 },
    });
  }

  get size(): number {
    return this.#kept.size;
  }

  async get(key: string, read: () => Promise<Stretch>): Promise<Stretch> {
    const kept = this.#kept.get(key);
    if (kept) return kept;
    const running = this.#reading.get(key);
    if (running) return running;
    const reading = read().finally(() => this.#reading.delete(key));
    this.#reading.set(key, reading);
    const stretch = await reading;
    this.#kept.set(key, stretch);
    this.#clearing ??= this.#clock.after(KEPT_MS, () => this.#clear());
    return stretch;
  }

  stop(): void {
    this.#clearing?.cancel();
    this.#kept.clear();
  }

  // What is over would stay until somebody wants its room.
  #clear(): void {
    this.#kept.purgeStale();
    this.#clearing = this.#kept.size > 0 ? this.#clock.after(KEPT_MS, () => this.#clear()) : undefined;
  }
}

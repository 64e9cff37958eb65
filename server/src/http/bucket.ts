import { LRUCache } from "lru-cache";
import type { Clock } from "../platform/clock.ts";

/**
 * A leaky bucket of cost points for each key, person or address: it holds a minute's worth and
 * leaks steadily, so a burst is fine and a steady flood is not. It is kept in the process's memory:
 * behind N processes a caller has up to N buckets.
 */
export class Buckets {
  readonly #clock: Clock;
  readonly #size: number;
  readonly #leakPerMs: number;
  readonly #levels = new LRUCache<string, { level: number; atMs: number }>({ max: 50_000 });

  constructor(clock: Clock, pointsPerMinute: number) {
    this.#clock = clock;
    this.#size = pointsPerMinute;
    this.#leakPerMs = pointsPerMinute / 60_000;
  }

  /** Pours the points in, or says in how many milliseconds they would fit. */
  pour(who: string, points: number): { ok: boolean; remaining: number; retryAfterMs: number } {
    const now = this.#clock.elapsedMs();
    const before = this.#levelOf(who, now);
    const retryAfterMs = this.#waitFor(before + points);
    const level = retryAfterMs === 0 ? before + points : before;
    this.#levels.set(who, { level, atMs: now });
    return { ok: retryAfterMs === 0, remaining: Math.floor(this.#size - level), retryAfterMs };
  }

  /** In how many milliseconds the points would fit, without pouring them in. */
  look(who: string, points: number): number {
    return this.#waitFor(this.#levelOf(who, this.#clock.elapsedMs()) + points);
  }

  #levelOf(who: string, now: number): number {
    const { level, atMs } = this.#levels.get(who) ?? { level: 0, atMs: now };
    return Math.max(0, level - (now - atMs) * this.#leakPerMs);
  }

  #waitFor(level: number): number {
    return level <= this.#size ? 0 : Math.ceil((level - this.#size) / this.#leakPerMs);
  }

  get size(): number {
    return this.#size;
  }
}

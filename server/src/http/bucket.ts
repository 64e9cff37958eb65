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
    const bucket = this.#levels.get(who) ?? { level: 0, atMs: now };
    const level = Math.max(0, bucket.level - (now - bucket.atMs) * this.#leakPerMs);
    const ok = level + points <= this.#size;
    bucket.level = ok ? level + points : level;
    bucket.atMs = now;
    this.#levels.set(who, bucket);
    return {
      ok,
      remaining: Math.floor(this.#size - bucket.level),
      retryAfterMs: ok ? 0 : Math.ceil((level + points - this.#size) / this.#leakPerMs),
    };
  }

  get size(): number {
    return this.#size;
  }
}

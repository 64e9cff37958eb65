import { LRUCache } from "lru-cache";
import type { Clock } from "../platform/clock.ts";

/**
 * How often something was tried against one name within a while. Counted by the name and not by who
 * tries: a password guessed at from a thousand addresses is guessed at all the same. It is kept in
 * the process's memory: behind N processes up to N times as many get through.
 */
export class Attempts {
  readonly #clock: Clock;
  readonly #most: number;
  readonly #windowMs: number;
  readonly #counts = new LRUCache<string, { count: number; sinceMs: number }>({ max: 100_000 });

  constructor(clock: Clock, allowed: { most: number; windowMs: number }) {
    this.#clock = clock;
    this.#most = allowed.most;
    this.#windowMs = allowed.windowMs;
  }

  /** Counts one more, or says in how many seconds one more would be let through. */
  count(name: string): { ok: true } | { ok: false; retryAfter: number } {
    const now = this.#clock.elapsedMs();
    const known = this.#counts.get(name);
    const entry = known && now - known.sinceMs < this.#windowMs ? known : { count: 0, sinceMs: now };
    if (entry.count >= this.#most) {
      return { ok: false, retryAfter: Math.ceil((entry.sinceMs + this.#windowMs - now) / 1000) };
    }
    entry.count += 1;
    this.#counts.set(name, entry);
    return { ok: true };
  }

  forget(name: string): void {
    this.#counts.delete(name);
  }
}

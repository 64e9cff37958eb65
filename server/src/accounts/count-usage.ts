import type { Clock, Timer } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import type { Sql } from "../platform/db/database.ts";
import type { Log } from "../platform/log.ts";
import type { Actor } from "../values/actor.ts";
import { addUsage, type Counted, deleteUsageBefore } from "./store/usage.ts";

// What keys ask for is counted in memory and written down every few seconds in one statement, so that a request
// waits for nothing and costs the database nothing. A process that is killed loses those few seconds: this is what
// somebody looks at, and not what is billed.

const EVERY_MS = 10_000;
const DAY_MS = 24 * 3_600_000;
const KEPT_DAYS = 92;
/** Names of operations are whatever programs say, so one key has so many of its own between two writings. */
const MOST_NAMES = 100;
const NAME_CHARACTERS = 60;
const OTHERS = "(others)";

export class KeyUsage {
  readonly #sql: Sql;
  readonly #clock: Clock;
  readonly #log: Log;
  #counts = new Map<string, Counted>();
  #names = new Map<string, Set<string>>();
  #timer: Timer | undefined;

  constructor(sql: Sql, clock: Clock, log: Log) {
    this.#sql = sql;
    this.#clock = clock;
    this.#log = log;
  }

  /** `points`: what it cost; nothing for what was refused before it was counted. */
  note(actor: Actor, operation: string, points: number, refused: boolean): void {
    if (actor.kind !== "key") return;
    const day = this.#clock.now().toISOString().slice(0, 10);
    const name = this.#nameFor(actor.keyId, operation);
    const key = `${actor.keyId} ${day} ${name}`;
    const found = this.#counts.get(key) ?? {
      keyId: actor.keyId,
      accountId: actor.accountId,
      day,
      operation: name,
      requests: 0,
      points: 0,
      refused: 0,
    };
    found.requests += 1;
    found.points += points;
    if (refused) found.refused += 1;
    this.#counts.set(key, found);
    this.#timer ??= this.#clock.after(EVERY_MS, () => void this.write());
  }

  #nameFor(keyId: string, operation: string): string {
    const name = operation.slice(0, NAME_CHARACTERS);
    const names = this.#names.get(keyId) ?? new Set();
    this.#names.set(keyId, names);
    if (!names.has(name) && names.size >= MOST_NAMES) return OTHERS;
    names.add(name);
    return name;
  }

  /** Writes down what was counted; while the database is away it is kept, and written later. */
  async write(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    const counted = this.#counts;
    if (counted.size === 0) return;
    this.#counts = new Map();
    this.#names = new Map();
    try {
      await addUsage(this.#sql, [...counted.values()]);
    } catch (error) {
      this.#log.debug({ err: error }, "could not write down what keys asked for");
      for (const [key, { requests, points, refused, ...rest }] of counted) {
        const later = this.#counts.get(key);
        this.#counts.set(key, {
          ...rest,
          requests: requests + (later?.requests ?? 0),
          points: points + (later?.points ?? 0),
          refused: refused + (later?.refused ?? 0),
        });
      }
      this.#timer ??= this.#clock.after(EVERY_MS, () => void this.write());
    }
  }
}

export async function forgetUsage(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now().getTime() - KEPT_DAYS * DAY_MS);
  await deleteUsageBefore(ctx, before.toISOString().slice(0, 10));
}

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
  #counted: Counted[] = [];
  /** Those of today, by key and name. */
  #today = new Map<string, Map<string, Counted>>();
  #day = "";
  #dayBeganMs = 0;
  #timer: Timer | undefined;

  constructor(sql: Sql, clock: Clock, log: Log) {
    this.#sql = sql;
    this.#clock = clock;
    this.#log = log;
  }

  /** `points`: what it cost; nothing for what was refused before it was counted. */
  note(actor: Actor, operation: string, points: number, refused: boolean): void {
    if (actor.kind !== "key") return;
    const found = this.#find(actor, operation.slice(0, NAME_CHARACTERS));
    found.requests += 1;
    found.points += points;
    if (refused) found.refused += 1;
    this.#timer ??= this.#clock.after(EVERY_MS, () => void this.write());
  }

  #find({ keyId, accountId }: Pick<Counted, "keyId" | "accountId">, name: string): Counted {
    const day = this.#dayOf(this.#clock.now());
    let names = this.#today.get(keyId);
    if (!names) this.#today.set(keyId, (names = new Map<string, Counted>()));
    const operation = !names.has(name) && names.size >= MOST_NAMES ? OTHERS : name;
    let found = names.get(operation);
    if (!found) {
      found = { keyId, accountId, day, operation, requests: 0, points: 0, refused: 0 };
      names.set(operation, found);
      this.#counted.push(found);
    }
    return found;
  }

  /** What is counted from then on is of another day. */
  #dayOf(now: Date): string {
    const sinceMs = now.getTime() - this.#dayBeganMs;
    if (sinceMs < 0 || sinceMs >= DAY_MS) {
      this.#day = now.toISOString().slice(0, 10);
      this.#dayBeganMs = Date.parse(this.#day);
      this.#today = new Map();
    }
    return this.#day;
  }

  /** Writes down what was counted; while the database is away it is kept, and written later. */
  async write(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    const counted = joined(this.#counted);
    if (counted.length === 0) return;
    this.#counted = [];
    this.#today = new Map();
    try {
      await addUsage(this.#sql, counted);
    } catch (error) {
      this.#log.debug({ err: error }, "could not write down what keys asked for");
      this.#counted = [...counted, ...this.#counted];
      this.#timer ??= this.#clock.after(EVERY_MS, () => void this.write());
    }
  }
}

/** One for each key, day and name. */
function joined(counted: readonly Counted[]): Counted[] {
  const found = new Map<string, Counted>();
  for (const one of counted) {
    const name = `${one.keyId} ${one.day} ${one.operation}`;
    const known = found.get(name);
    if (!known) found.set(name, { ...one });
    else {
      known.requests += one.requests;
      known.points += one.points;
      known.refused += one.refused;
    }
  }
  return [...found.values()];
}

export async function forgetUsage(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now().getTime() - KEPT_DAYS * DAY_MS);
  await deleteUsageBefore(ctx, before.toISOString().slice(0, 10));
}

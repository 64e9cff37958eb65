import { sql } from "drizzle-orm";
import { type Clock, sleep, type Timer } from "../clock.ts";
import type { Ctx } from "../context.ts";
import type { Sql } from "../db/database.ts";
import type { Log } from "../log.ts";
import { metrics } from "../metrics.ts";
import { loops } from "./tables.ts";

// A loop does something again and again, once across all processes. Its turn is a lease in the
// database: taken by one, renewed while it works, given back when done, and lost within seconds by
// one that dies or sleeps. All instants here are the database's own, so that processes whose clocks
// differ still take turns.

/**
 * Raised where a program from before would do harm beside this one, such as take for lost what it knows nothing of; together
 * with `needs_edition` in a migration, its default and every row. From the migration on, programs of earlier editions take no
 * turn, lose the one that they have, and do not start to work.
 */
const EDITION = 1;

class TooOld extends Error {}

/** Throws where this program may not work beside those that do. */
export async function refuseTooOld(sql: Sql, edition = EDITION): Promise<void> {
  const [row] = await sql<{ needs: number | null }[]>`select max(needs_edition) as needs from loops`;
  if ((row?.needs ?? 0) > edition)
    throw new TooOld("a newer version works on this database, and this one would not know what it does");
}

export interface Loop {
  name: string;
  everyMs: number;
  /** After a failed turn; the same as `everyMs` when left out. */
  afterFailureMs?: number;
  /** How long one turn may take. */
  limitMs: number;
  run(signal: AbortSignal): Promise<void>;
}

/** Has the turn of each have come: the hour is another, and what is due by it waits for no pause. */
export async function hurryLoops({ db }: Pick<Ctx, "db">): Promise<void> {
  await db.update(loops).set({ nextAt: sql`now()` });
}

const LEASE_MS = 9_000;
/** A turn that was told to end has as long again for it, and this at least; after that nobody waits for it. */
const ENDING_MS = 60_000;
/** What is further away than this and the longest that it can be was put there before the database's clock was set back. */
const SET_BACK_MS = 60_000;

export class Loops {
  readonly #sql: Sql;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #owner: string;
  readonly #edition: number;
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>[] = [];

  constructor(options: { sql: Sql; clock: Clock; log: Log; owner: string; edition?: number }) {
    this.#sql = options.sql;
    this.#clock = options.clock;
    this.#log = options.log;
    this.#owner = options.owner;
    this.#edition = options.edition ?? EDITION;
  }

  start(loops: readonly Loop[]): void {
    for (const loop of loops) this.#running.push(this.#keepRunning(loop));
  }

  /** Lets turns under way come to their end. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.allSettled(this.#running);
  }

  async #keepRunning(loop: Loop): Promise<void> {
    const { signal } = this.#stopping;
    // A process looks for its turn more often than turns come, so that a dead one's are soon taken.
    const lookEveryMs = Math.min(Math.max(loop.everyMs / 2, 250), 5_000);
    while (!signal.aborted) {
      let waitMs = lookEveryMs;
      try {
        const fence = await this.#takeTurn(loop);
        if (fence !== null) waitMs = Math.min(await this.#turn(loop, fence), lookEveryMs);
      } catch (error) {
        this.#log.warn({ err: error, loop: loop.name }, "could not look for a turn");
      }
      await sleep(this.#clock, waitMs, signal);
    }
  }

  async #takeTurn({ name, everyMs, afterFailureMs }: Loop): Promise<string | null> {
    const furthestMs = Math.max(everyMs, afterFailureMs ?? 0) + SET_BACK_MS;
    await this.#sql`
      insert into loops (name, next_at, fence) values (${name}, now(), 0) on conflict do nothing`;
    const [row] = await this.#sql<{ fence: string }[]>`
      update loops set owner = ${this.#owner}, leased_until = now() + ${LEASE_MS} * interval '1 ms', fence = fence + 1
      where name = ${name} and needs_edition <= ${this.#edition}
        and (next_at <= now() or next_at > now() + ${furthestMs} * interval '1 ms')
        and (leased_until is null or leased_until < now() or leased_until > now() + ${LEASE_MS + SET_BACK_MS} * interval '1 ms')
      returning fence::text`;
    return row?.fence ?? null;
  }

  async #turn(loop: Loop, fence: string): Promise<number> {
    const ending = new AbortController();
    const late = this.#clock.after(loop.limitMs, () => ending.abort());
    const stopRenewing = this.#renew(loop, fence, () => ending.abort());
    let waitMs = loop.everyMs;
    let succeeded = false;
    let givingUp: Timer | undefined;
    // Else one that waits for what never comes would keep its lease for ever, here and in every other process.
    const givenUp = new Promise<never>((_resolve, reject) => {
      const lastsMs = loop.limitMs + Math.max(loop.limitMs, ENDING_MS);
      givingUp = this.#clock.after(lastsMs, () => reject(new Error("it did not end when it was told to")));
    });
    try {
      await Promise.race([loop.run(AbortSignal.any([this.#stopping.signal, ending.signal])), givenUp]);
      succeeded = true;
      metrics.loopLastSuccess.set({ loop: loop.name }, this.#clock.now().getTime() / 1000);
    } catch (error) {
      waitMs = loop.afterFailureMs ?? loop.everyMs;
      metrics.loopFailures.inc({ loop: loop.name });
      this.#log.warn({ err: error, loop: loop.name }, "a turn ended in an error");
    } finally {
      late.cancel();
      givingUp?.cancel();
      stopRenewing();
    }
    await this.#sql`
      update loops set leased_until = null, next_at = now() + ${waitMs} * interval '1 ms',
        last_success_at = case when ${succeeded} then now() else last_success_at end
      where name = ${loop.name} and fence = ${fence}::bigint`;
    return waitMs;
  }

  /** Keeps the lease while the turn lasts; a turn that lost it to another is told to end. */
  #renew(loop: Loop, fence: string, lost: () => void): () => void {
    let timer: Timer | undefined;
    let over = false;
    const renew = async () => {
      try {
        const kept = await this.#sql`
          update loops set leased_until = now() + ${LEASE_MS} * interval '1 ms'
          where name = ${loop.name} and fence = ${fence}::bigint and needs_edition <= ${this.#edition} returning true`;
        if (kept.length === 0) return lost();
      } catch (error) {
        this.#log.debug({ err: error, loop: loop.name }, "could not renew a turn");
      }
      if (!over) timer = this.#clock.after(LEASE_MS / 3, () => void renew());
    };
    timer = this.#clock.after(LEASE_MS / 3, () => void renew());
    return () => {
      over = true;
      timer?.cancel();
    };
  }
}

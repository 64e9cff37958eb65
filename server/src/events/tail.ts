import type { Bell } from "../platform/bell.ts";
import { type Clock, sleep, type Timer } from "../platform/clock.ts";
import type { Sql } from "../platform/db/database.ts";
import type { Log } from "../platform/log.ts";
import { metrics } from "../platform/metrics.ts";
import { compare, isAfter, type Position } from "../values/cursor.ts";
import type { Topic } from "./catalog.ts";
import { type Happened, readAfter, readBetween, readEnds } from "./replay.ts";

// Each process reads the events once, whatever the number of its subscribers, in one order: by
// (transaction, row). Ids alone are not enough: a row with a smaller id may commit after one with
// a larger id was read, and a reader that remembers "the last id seen" would never come back for
// it. So the tail takes only rows of transactions older than every transaction still running, and
// what it has read stays read.
//
// It looks when the bell rings, and once a second in case a ring was lost. Rows that a running
// transaction keeps out of reach make it look again soon, with growing patience. The last few
// thousand events stay in memory, so that a subscriber that was away for a moment costs no query.

const PAGE = 1_000;
const KEPT = 10_000;
const LOOK_ANYWAY_MS = 1_000;

export type HearEvents = (events: readonly Happened[]) => void;

export class Tail {
  readonly #sql: Sql;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #hearers = new Set<HearEvents>();
  #kept: Happened[] = [];
  /** Everything after this place, up to the head, is in memory. */
  #keptFrom: Position = { xid: 0n, id: 0n };
  #head: Position = { xid: 0n, id: 0n };
  #timer: Timer | undefined;
  #looking = false;
  #lookAgain = false;
  #patienceMs = 5;
  #stopped = false;
  #started: Promise<void> = Promise.resolve();
  #failing = false;
  #heldSince: Date | null = null;

  constructor(sql: Sql, clock: Clock, log: Log) {
    this.#sql = sql;
    this.#clock = clock;
    this.#log = log;
  }

  /** Begins at the present, as soon as the database answers. Does not wait for it. */
  start(bell: Bell): void {
    this.#started = this.#begin(bell);
  }

  async #begin(bell: Bell): Promise<void> {
    for (let first = true; !this.#stopped; first = false) {
      try {
        const { head } = await readEnds(this.#sql);
        this.#head = head;
        this.#keptFrom = head;
        await bell.listen("berth_events", () => void this.#look());
        this.#schedule(LOOK_ANYWAY_MS);
        return;
      } catch (error) {
        if (first) this.#log.warn({ err: error }, "cannot read events yet; will keep trying");
        await sleep(this.#clock, LOOK_ANYWAY_MS / 2);
      }
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
    this.#hearers.clear();
  }

  /** The place up to which this process has told its subscribers. */
  get head(): Position {
    return this.#head;
  }

  /** Since when there has been something that cannot be told, because of a transaction before it that goes on. */
  get heldSince(): Date | null {
    return this.#heldSince;
  }

  /** Resolves once this process has read up to a place that another may have reached first. */
  async reach(place: Position): Promise<void> {
    await this.#started;
    while (isAfter(place, this.#head) && !this.#stopped) {
      await this.#look();
      if (isAfter(place, this.#head)) await sleep(this.#clock, 5);
    }
  }

  hear(hearer: HearEvents): () => void {
    this.#hearers.add(hearer);
    return () => this.#hearers.delete(hearer);
  }

  /** At most `limit` events of the account (or the market) after a place and up to another. */
  async between(
    accountId: string | null,
    topics: readonly Topic[],
    after: Position,
    upTo: Position,
    limit: number,
  ): Promise<readonly Happened[]> {
    if (compare(after, this.#keptFrom) >= 0) {
      const found: Happened[] = [];
      for (let at = firstAfter(this.#kept, after); at < this.#kept.length && found.length < limit; at++) {
        const event = this.#kept[at];
        if (!event || isAfter(event.position, upTo)) break;
        if (event.accountId === accountId && topics.includes(event.topic)) found.push(event);
      }
      return found;
    }
    return readBetween(this.#sql, { accountId, topics, after, upTo, limit });
  }

  ends(): Promise<{ head: Position; floor: Position }> {
    return readEnds(this.#sql);
  }

  async #look(): Promise<void> {
    if (this.#stopped) return;
    if (this.#looking) {
      this.#lookAgain = true;
      return;
    }
    this.#looking = true;
    try {
      do {
        this.#lookAgain = false;
        const { events, upTo, full, held } = await readAfter(this.#sql, this.#head, PAGE);
        if (this.#stopped) return;
        this.#head = upTo;
        this.#heldSince = held && events.length === 0 ? (this.#heldSince ?? this.#clock.now()) : null;
        if (events.length > 0) this.#tell(events);
        if (full) this.#lookAgain = true;
        else if (held) this.#schedule(this.#patient());
        else this.#settle();
      } while (this.#lookAgain);
      if (this.#failing) this.#log.info("reading events again");
      this.#failing = false;
    } catch (error) {
      if (!this.#failing) this.#log.warn({ err: error }, "cannot read events; will keep trying");
      this.#failing = true;
      this.#schedule(LOOK_ANYWAY_MS / 2);
    } finally {
      this.#looking = false;
    }
  }

  #tell(events: readonly Happened[]): void {
    const last = events.at(-1);
    if (!last) return;
    this.#patienceMs = 5;
    this.#kept.push(...events);
    if (this.#kept.length > KEPT) {
      const forgotten = this.#kept.splice(0, this.#kept.length - KEPT).at(-1);
      if (forgotten) this.#keptFrom = forgotten.position;
    }
    metrics.eventLagSeconds.set(Math.max(0, (this.#clock.now().getTime() - last.at.getTime()) / 1000));
    for (const hear of this.#hearers) hear(events);
  }

  #patient(): number {
    this.#patienceMs = Math.min(this.#patienceMs * 2, 250);
    return this.#patienceMs;
  }

  #settle(): void {
    this.#patienceMs = 5;
    this.#schedule(LOOK_ANYWAY_MS);
  }

  #schedule(ms: number): void {
    if (this.#stopped) return;
    this.#timer?.cancel();
    this.#timer = this.#clock.after(ms, () => void this.#look());
  }
}

/** Where the events after a place begin, in a list that is in order. */
function firstAfter(events: readonly Happened[], place: Position): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const event = events[middle];
    if (event && isAfter(event.position, place)) high = middle;
    else low = middle + 1;
  }
  return low;
}

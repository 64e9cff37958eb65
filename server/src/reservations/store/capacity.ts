import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import { rootError } from "../../platform/db/errors.ts";
import { hot, runPrepared } from "../../platform/db/prepared.ts";
import { daysOf, QUARTER_MS, QUARTERS_A_DAY, quartersIn, type Window } from "../rules/grid.ts";

// How a pool is never oversold, and why nobody is refused for how others happen to lie.
//
// A pool has a row for each day in UTC, and in it a number for each of the day's 96 quarter hours: the GPUs
// that nobody was promised. Promising n GPUs for a window takes n from every quarter of it; the row has a
// check that no number is below zero, and so the database refuses, whatever this program believed (C1).
// The numbers are changed by triggers on what promises GPUs, reservation_parts and pool_closures, and by
// nothing else: the program's role may not write them. A part that is deleted gives its GPUs back in the
// same statement. So what is free is always the pool's GPUs less what is promised; that, too, is asked
// after every test (invariants.ts).
//
// GPUs are counted and not numbered. With numbers, a request for one GPU from Monday to Friday could find
// number 1 free until Wednesday and number 2 free from then on, and be refused although one is free all
// the time. With counts there is nothing to fragment: what fits by count fits (C2). Which machine serves
// whom is decided at the start, when machines are rented.
//
// Under concurrency: in READ COMMITTED an UPDATE that had to wait for a row works on the row's newest
// version, and the check is made of what it then writes; so two who reach for the last GPU both wait for the
// one row, the first takes it and the second is refused. A window over several days locks their rows in the
// order of days, and whoever needs days of two windows locks all of them first (`lockDays`): nobody waits in
// a circle, so there are no deadlocks to retry. A day that nobody touched yet has no row; it is written under
// a share lock on the pool, so that it cannot miss a change of the pool's size. The account's books are taken
// after the days, and held the shortest.
//
// Reading costs nothing that grows: what is free in a slot is one row, in a month thirty-one, with a thousand
// reservations or with a million.

/**
 * What is free of a pool within a window, as a piece of a statement over `pools`: the quarters of each day that somebody
 * touched, after how many days the day comes after the first. `leastFree` reads it.
 */
export function freeWithin(window: Window): SQL {
  const days = daysOf(window);
  const [first, last] = [days[0] ?? null, days.at(-1) ?? null];
  // Most windows lie within a day, and of that day nothing else is read.
  const from = quarterOfDay(window.startsAt) + 1;
  const quarters =
    days.length > 1 ? hot`d.free` : hot`d.free[${from}::int:${from - 1 + quartersIn(window)}::int]`;
  return hot`(
    select string_agg((d.day - ${first}::date) || ':' || array_to_string(${quarters}, ','), ';') from pool_days d
    where d.pool_id = pools.id and d.day between ${first}::date and ${last}::date)`;
}

/** The least that is free in each step of a window, in order. A day that nobody touched is as free as the pool is large. */
export function leastFree(text: string | null, gpus: number, window: Window, quartersAStep = 1): number[] {
  const least = Array.from({ length: Math.ceil(quartersIn(window) / quartersAStep) }, () => gpus);
  if (text === null) return least;
  const skipped = daysOf(window).length > 1 ? quarterOfDay(window.startsAt) : 0;
  let [quarter, number] = [0, 0];
  const put = () => {
    const step = Math.floor(quarter / quartersAStep);
    const known = least[step];
    if (known !== undefined && number < known) least[step] = number;
  };
  // A month has three thousand numbers, so they are read as what they are: digits and what parts them.
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= ZERO && code < COLON) {
      number = number * 10 + code - ZERO;
      continue;
    }
    if (code === COLON) quarter = number * QUARTERS_A_DAY - skipped;
    else {
      put();
      quarter++;
    }
    number = 0;
  }
  put();
  return least;
}

const ZERO = 48;
const COLON = 58;

const quarterOfDay = (at: Date): number => (at.getTime() / QUARTER_MS) % QUARTERS_A_DAY;

/** What is free of one pool in each quarter of a window, in order. */
export async function readFree(
  ctx: Ctx,
  pool: { id: string; gpus: number },
  window: Window,
): Promise<number[]> {
  const statement = hot`select ${freeWithin(window)} from pools where id = ${pool.id}`;
  const [row] = await runPrepared<[free: string | null]>(ctx.db, statement);
  return leastFree(row?.[0] ?? null, pool.gpus, window);
}

/** Takes the days of all these windows until the transaction ends. */
export async function lockDays({ db }: Ctx, poolId: string, windows: readonly Window[]): Promise<void> {
  const days = [...new Set(windows.flatMap(daysOf))].toSorted();
  await db.execute(sql`select lock_pool_days(${poolId}, ${`{${days.join(",")}}`}::date[])`);
}

/** Said by the database of what would promise more than there is. */
export function isOversold(error: unknown): boolean {
  const root = rootError(error);
  return (
    root instanceof Error && "constraint_name" in root && root.constraint_name === "pool_days_never_oversold"
  );
}

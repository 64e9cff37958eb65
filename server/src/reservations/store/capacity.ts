import { sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import { rootError } from "../../platform/db/errors.ts";
import { runPrepared } from "../../platform/db/prepared.ts";
import { daysOf, QUARTERS_A_DAY, type Window } from "../rules/grid.ts";

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

/** What is free in every quarter of the days that a window touches, or null for a day that nobody touched. */
export async function readDays(
  ctx: Ctx,
  poolIds: readonly string[],
  window: Window,
): Promise<Map<string, Map<string, readonly number[]>>> {
  const byPool = new Map<string, Map<string, readonly number[]>>(poolIds.map((id) => [id, new Map()]));
  const days = daysOf(window);
  const rows = await runPrepared<[string, string, string]>(
    ctx.db,
    sql`select pool_id, day::text, array_to_string(free, ',') from pool_days
      where pool_id = any(${`{${poolIds.join(",")}}`}::text[]) and day between ${days[0] ?? null}::date and ${days.at(-1) ?? null}::date`,
  );
  for (const [poolId, day, free] of rows) byPool.get(poolId)?.set(day, readQuarters(free));
  return byPool;
}

/** A day as the database writes it. A month has three thousand numbers, so they are read as what they are: digits and commas. */
export function readQuarters(text: string): number[] {
  const quarters: number[] = [];
  let number = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === COMMA) {
      quarters.push(number);
      number = 0;
    } else number = number * 10 + code - ZERO;
  }
  quarters.push(number);
  return quarters;
}

const COMMA = 44;
const ZERO = 48;

/** What is free of one pool in each quarter of a window, in order. */
export async function readFree(
  ctx: Ctx,
  pool: { id: string; gpus: number },
  window: Window,
): Promise<number[]> {
  const days = (await readDays(ctx, [pool.id], window)).get(pool.id);
  return freeIn(pool, days ?? new Map(), window);
}

const QUARTER_MS = 15 * 60_000;
const untouched = (gpus: number) => Array.from({ length: QUARTERS_A_DAY }, () => gpus);

export function freeIn(
  pool: { gpus: number },
  days: ReadonlyMap<string, readonly number[]>,
  window: Window,
): number[] {
  const all = daysOf(window).flatMap((day) => days.get(day) ?? untouched(pool.gpus));
  const first = (window.startsAt.getTime() / QUARTER_MS) % QUARTERS_A_DAY;
  const count = (window.endsAt.getTime() - window.startsAt.getTime()) / QUARTER_MS;
  return all.slice(first, first + count);
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

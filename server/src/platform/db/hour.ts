import { type Clock, sleep } from "../clock.ts";
import type { Log } from "../log.ts";
import { metrics } from "../metrics.ts";
import type { SteadyClock } from "../steady-clock.ts";
import type { Sql } from "./database.ts";
import { isUnavailable } from "./errors.ts";

const AGAIN_MS = 1_000;

/** Has a process go by the database's hour. One that is away is asked again until it is there, and not waited for. */
export async function goByDatabase(
  sql: Sql,
  clock: SteadyClock,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  try {
    clock.goBy(await readHour(sql, clock));
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    void sleep(clock, AGAIN_MS, signal).then(async () => {
      if (!signal.aborted) await goByDatabase(sql, clock, log, signal);
    });
    return;
  }
  const offsetMs = clock.offsetMs();
  metrics.clockOffset.set(offsetMs / 1_000);
  if (offsetMs !== 0)
    log.warn({ offsetMs }, "this machine's clock is not the database's, whose hour it goes by");
}

/** How late it is there, when half of the time that it took to ask is over. */
async function readHour(sql: Sql, clock: Clock): Promise<Date> {
  const began = clock.elapsedMs();
  const [row] = await sql<
    { ms: string }[]
  >`select (extract(epoch from clock_timestamp()) * 1000)::bigint as ms`;
  return new Date(Number(row?.ms) + (clock.elapsedMs() - began) / 2);
}

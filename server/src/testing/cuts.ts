import type postgres from "postgres";
import { systemClock } from "../platform/clock.ts";
import { isUnavailable } from "../platform/db/errors.ts";

// Connections to the database that are cut while they are at work, as when it is killed.

export type Outcome = "done" | "refused" | "unknown";

/** What became of it; nobody knows when the connection was lost. Anything else is a fault. */
export async function outcomeOf(
  act: () => Promise<unknown>,
  isRefusal: (error: unknown) => boolean,
): Promise<Outcome> {
  try {
    await act();
    return "done";
  } catch (error) {
    if (isRefusal(error)) return "refused";
    const causes = error instanceof AggregateError ? (error.errors as unknown[]) : [error];
    if (causes.every(isUnavailable)) return "unknown";
    throw error;
  }
}

/** A connection that was cut is made anew only if somebody lets it. */
export const aMoment = () => new Promise<void>((resolve) => void systemClock.after(2, resolve));

/** Cuts two connections of the product that are busy. */
export async function cutSome(owner: postgres.Sql): Promise<number> {
  const cut = await owner`select pg_terminate_backend(pid) from (
    select pid from pg_stat_activity where datname = current_database() and application_name = 'berth-test'
    and state <> 'idle' limit 2) busy`;
  return cut.length;
}

/** Connections that were cut are made anew, so that what looks now is not told of it. */
export async function heal(pools: readonly Pick<postgres.Sql, "unsafe">[]): Promise<void> {
  for (;;) {
    const asked = pools.flatMap((sql) =>
      Array.from({ length: 40 }, () => sql.unsafe("select pg_sleep(0.002)")),
    );
    if ((await Promise.allSettled(asked)).every(({ status }) => status === "fulfilled")) return;
    await aMoment();
  }
}

import { sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";

type Partitioned = "offer_changes" | "price_points";

/** Makes sure that there is a place for every instant between these; costs next to nothing where there is. */
export async function makePartitions(
  { db }: Pick<Ctx, "db">,
  parent: Partitioned,
  first: Date,
  last: Date,
): Promise<void> {
  await db.execute(
    sql`select make_price_partitions(${parent}, ${first.toISOString()}::timestamptz, ${last.toISOString()}::timestamptz)`,
  );
}

/** Lets go what lies before; how many tables went. */
export async function dropPartitions(
  { db }: Pick<Ctx, "db">,
  parent: Partitioned,
  before: Date,
): Promise<number> {
  // One at a time: a table that another is dropping is half gone from what the database knows, and that is a fault.
  const [row] = await db.execute<{ dropped: number }>(
    sql`select drop_price_partitions(${parent}, ${before.toISOString()}::timestamptz) as dropped
      from pg_advisory_xact_lock(hashtextextended('partitions of prices', 0))`,
  );
  return row?.dropped ?? 0;
}

import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import { diskOf, type OfferFilter } from "../rules/filter.ts";
import type { ConstraintName } from "../rules/relax.ts";
import { conditionsOf } from "./filter.ts";
import { offers } from "./tables.ts";

export interface ConstraintCounts {
  listed: number;
  matching: number;
  /** In the order of the names: offers that it does not allow, and those that nothing else keeps out. */
  counts: { removed: number; alone: number }[];
}

/** Looks at every listed offer once, whatever the number of constraints. */
export async function countConstraints(
  { db }: Ctx,
  filter: OfferFilter,
  names: readonly ConstraintName[],
): Promise<ConstraintCounts> {
  const flags = names.map((name, at) => sql`${fits(filter, name)} as ${sql.identifier(`c${at}`)}`);
  const failed = sql.join(
    [sql`0`, ...names.map((_, at) => sql`(not ${sql.identifier(`c${at}`)})::int`)],
    sql` + `,
  );
  const counted = names.flatMap((_, at) => {
    const column = sql.identifier(`c${at}`);
    return [
      sql`(count(*) filter (where not ${column}))::int as ${sql.identifier(`removed${at}`)}`,
      sql`(count(*) filter (where not ${column} and failed = 1))::int as ${sql.identifier(`alone${at}`)}`,
    ];
  });
  const [row] = await db.execute<Record<string, number>>(sql`
    select ${sql.join([sql`count(*)::int as listed`, sql`(count(*) filter (where failed = 0))::int as matching`, ...counted], sql`, `)}
    from (
      select *, ${failed} as failed from (
        select ${sql.join([sql`1 as one`, ...flags], sql`, `)} from ${offers} where ${eq(offers.state, "listed")}
      ) fits
    ) judged`);
  return {
    listed: row?.["listed"] ?? 0,
    matching: row?.["matching"] ?? 0,
    counts: names.map((_, at) => ({ removed: row?.[`removed${at}`] ?? 0, alone: row?.[`alone${at}`] ?? 0 })),
  };
}

/** Whether an offer fits this one constraint; what is not known does not. */
function fits(filter: OfferFilter, name: ConstraintName): SQL {
  const alone: OfferFilter = { includeSuppressed: true, allInDiskGb: diskOf(filter), [name]: filter[name] };
  if (name === "includeSuppressed") alone.includeSuppressed = false;
  return sql`coalesce(${and(...conditionsOf(alone)) ?? sql`true`}, false)`;
}

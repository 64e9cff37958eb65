import type { Sql } from "../../platform/db/database.ts";

/** The market's revision: it differs from an earlier one whenever a reader could see a difference. */
export async function readMarketRevision(sql: Sql): Promise<string> {
  const [row] = await sql<{ revision: string }[]>`select revision::text from market_revision`;
  if (!row) throw new Error("the table market_revision has no row");
  return row.revision;
}

import { sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import type { Position } from "../../values/cursor.ts";

/** Up to where events were read; undefined where another process is reading right now. Held until the transaction ends. */
export async function takeCursor({ db }: Ctx): Promise<Position | undefined> {
  const [row] = await db.execute<{ xid: string; id: string }>(
    sql`select xid::text, id::text from calendar_cursor for update skip locked`,
  );
  return row && { xid: BigInt(row.xid), id: BigInt(row.id) };
}

export async function moveCursor({ db }: Ctx, { xid, id }: Position): Promise<void> {
  await db.execute(
    sql`update calendar_cursor set xid = ${xid.toString()}::xid8, id = ${id.toString()}::bigint`,
  );
}

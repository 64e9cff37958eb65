import { lt } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import { sandboxClocks } from "./tables.ts";

export async function readAhead({ db }: Pick<Ctx, "db">): Promise<number> {
  const [row] = await db.select({ aheadMs: sandboxClocks.aheadMs }).from(sandboxClocks);
  return row?.aheadMs ?? 0;
}

/** False when somebody has moved it on as far already. */
export async function writeAhead({ db }: Ctx, aheadMs: number): Promise<boolean> {
  const written = await db
    .insert(sandboxClocks)
    .values({ aheadMs })
    .onConflictDoUpdate({
      target: sandboxClocks.only,
      set: { aheadMs },
      setWhere: lt(sandboxClocks.aheadMs, aheadMs),
    })
    .returning({ aheadMs: sandboxClocks.aheadMs });
  return written.length > 0;
}

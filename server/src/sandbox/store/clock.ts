import type { Ctx } from "../../platform/context.ts";
import { sandboxClocks } from "./tables.ts";

export async function readAhead({ db }: Pick<Ctx, "db">): Promise<number> {
  const [row] = await db.select({ aheadMs: sandboxClocks.aheadMs }).from(sandboxClocks);
  return row?.aheadMs ?? 0;
}

/** How far that was from where it stood, which may be less than who asks knows of; null when somebody has moved it on as far. */
export async function writeAhead({ db }: Ctx, aheadMs: number): Promise<number | null> {
  await db.insert(sandboxClocks).values({ aheadMs: 0 }).onConflictDoNothing();
  const [before] = await db.select({ aheadMs: sandboxClocks.aheadMs }).from(sandboxClocks).for("update");
  const step = aheadMs - (before?.aheadMs ?? 0);
  if (step <= 0) return null;
  await db.update(sandboxClocks).set({ aheadMs });
  return step;
}

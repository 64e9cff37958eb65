import { eq } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import { priceImports } from "./price-tables.ts";

/** Whether a file with this content was imported before. */
export async function findImport({ db }: Ctx, sha256: string): Promise<boolean> {
  const rows = await db
    .select({ id: priceImports.id })
    .from(priceImports)
    .where(eq(priceImports.sha256, sha256));
  return rows.length > 0;
}

export async function insertImport(
  ctx: Ctx,
  row: Omit<typeof priceImports.$inferInsert, "importedAt">,
): Promise<void> {
  await ctx.db
    .insert(priceImports)
    .values({ ...row, importedAt: ctx.now() })
    .onConflictDoNothing();
}

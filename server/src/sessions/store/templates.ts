import { and, asc, count, eq, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import { sessionTemplates } from "./tables.ts";

export type TemplateRow = typeof sessionTemplates.$inferSelect;

/** The account's templates, by name. There are never many. */
export function listTemplates({ db }: Ctx, accountId: string): Promise<TemplateRow[]> {
  return db
    .select()
    .from(sessionTemplates)
    .where(eq(sessionTemplates.accountId, accountId))
    .orderBy(asc(sql`lower(${sessionTemplates.name})`));
}

export async function findTemplate(
  { db }: Ctx,
  accountId: string,
  id: string,
): Promise<TemplateRow | undefined> {
  const [row] = await db.select().from(sessionTemplates).where(isOwn(accountId, id));
  return row;
}

/** Saves one at a time in an account, so that those that are counted are all there are. */
export async function lockTemplatesOf({ db }: Ctx, accountId: string): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`templates of ${accountId}`}, 0))`);
}

export async function countTemplates({ db }: Ctx, accountId: string): Promise<number> {
  const [row] = await db
    .select({ there: count() })
    .from(sessionTemplates)
    .where(eq(sessionTemplates.accountId, accountId));
  return row?.there ?? 0;
}

export async function insertTemplate({ db }: Ctx, row: TemplateRow): Promise<void> {
  await db.insert(sessionTemplates).values(row);
}

export async function deleteTemplate(
  { db }: Ctx,
  accountId: string,
  id: string,
): Promise<TemplateRow | undefined> {
  const [row] = await db.delete(sessionTemplates).where(isOwn(accountId, id)).returning();
  return row;
}

/** True where there was one of this name, however it was written. */
export async function deleteTemplateNamed({ db }: Ctx, accountId: string, name: string): Promise<boolean> {
  const gone = await db
    .delete(sessionTemplates)
    .where(
      and(
        eq(sessionTemplates.accountId, accountId),
        eq(sql`lower(${sessionTemplates.name})`, sql`lower(${name})`),
      ),
    )
    .returning({ id: sessionTemplates.id });
  return gone.length > 0;
}

function isOwn(accountId: string, id: string): SQL | undefined {
  return and(eq(sessionTemplates.accountId, accountId), eq(sessionTemplates.id, id));
}

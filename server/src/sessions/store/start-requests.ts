import { and, count, desc, eq, gt } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import { startRequests } from "./tables.ts";

export type StartRequest = typeof startRequests.$inferSelect;
export type RequestState = StartRequest["state"] | "lapsed";

/** What nobody decided in time has lapsed, without anybody writing it down. */
export function stateAt({ state, lapsesAt }: StartRequest, now: Date): RequestState {
  return state === "pending" && lapsesAt <= now ? "lapsed" : state;
}

/** Undefined where there is one under its key. */
export async function insertRequest(
  { db }: Ctx,
  row: typeof startRequests.$inferInsert,
): Promise<StartRequest | undefined> {
  const [made] = await db.insert(startRequests).values(row).onConflictDoNothing().returning();
  return made;
}

export async function findRequestOfKey(
  { db }: Ctx,
  accountId: string,
  keyHash: string,
): Promise<StartRequest | undefined> {
  const [row] = await db
    .select()
    .from(startRequests)
    .where(and(eq(startRequests.accountId, accountId), eq(startRequests.keyHash, keyHash)));
  return row;
}

export async function countPending({ db, now }: Ctx, accountId: string): Promise<number> {
  const [row] = await db
    .select({ pending: count() })
    .from(startRequests)
    .where(
      and(
        eq(startRequests.accountId, accountId),
        eq(startRequests.state, "pending"),
        gt(startRequests.lapsesAt, now()),
      ),
    );
  return row?.pending ?? 0;
}

/** One of the account's own, held until the transaction ends. */
export async function lockRequest(
  { db }: Ctx,
  accountId: string,
  id: string,
): Promise<StartRequest | undefined> {
  const [row] = await db
    .select()
    .from(startRequests)
    .where(and(eq(startRequests.accountId, accountId), eq(startRequests.id, id)))
    .for("update");
  return row;
}

export async function changeRequest(
  { db }: Ctx,
  id: string,
  change: Partial<typeof startRequests.$inferInsert>,
): Promise<StartRequest> {
  const [row] = await db.update(startRequests).set(change).where(eq(startRequests.id, id)).returning();
  if (!row) throw new Error(`the request ${id} is gone`);
  return row;
}

/** The account's latest, the newest first. */
export async function listRequests({ db }: Ctx, accountId: string, limit: number): Promise<StartRequest[]> {
  return db
    .select()
    .from(startRequests)
    .where(eq(startRequests.accountId, accountId))
    .orderBy(desc(startRequests.askedAt), desc(startRequests.id))
    .limit(limit);
}

import type { Ctx } from "../platform/context.ts";
import { findPool, type PoolRow } from "./store/pools.ts";

/** The pool of a reservation; pools are never taken away. */
export async function getPool(ctx: Ctx, id: string): Promise<PoolRow> {
  const pool = await findPool(ctx, id);
  if (!pool) throw new Error(`the pool ${id} of a reservation is gone`);
  return pool;
}

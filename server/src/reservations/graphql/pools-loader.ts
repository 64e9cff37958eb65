import DataLoader from "dataloader";
import type { GraphContext } from "../../graphql/context.ts";
import { type PoolRow, readPools } from "../store/pools.ts";

export function poolsLoader(ctx: GraphContext): DataLoader<string, PoolRow> {
  return new DataLoader(async (ids) => {
    const pools = new Map((await readPools(ctx, ids)).map((pool) => [pool.id, pool]));
    return ids.map((id) => pools.get(id) ?? new Error(`the pool ${id} is gone`));
  });
}

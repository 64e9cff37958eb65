import type { Ctx } from "../platform/context.ts";
import { metrics } from "../platform/metrics.ts";
import { findBreaches, listPoolIds, type PoolBreach } from "./store/invariants.ts";

const AT_A_TIME = 100;
const TOLD_MOST = 100;

/** Goes through every pool. What is not as it always is is counted, for an alarm, and logged. */
export async function checkPools(ctx: Ctx): Promise<void> {
  const breaches: PoolBreach[] = [];
  let after = "";
  for (;;) {
    const ids = await listPoolIds(ctx, after, AT_A_TIME);
    for (const id of ids) breaches.push(...(await findBreaches(ctx, id)));
    after = ids.at(-1) ?? after;
    if (ids.length < AT_A_TIME) break;
  }
  for (const breach of breaches.slice(0, TOLD_MOST)) ctx.log.error(breach, "a pool is not as it always is");
  metrics.poolBreaches.set(breaches.length);
}

import type { Ctx } from "../platform/context.ts";
import { listMarginPools, notePoolPrices } from "../reservations/index.ts";
import { toUsd } from "./make.ts";
import { readForecast } from "./read-forecast.ts";
import { NotEnoughHistory } from "./refusals.ts";
import { atLevel } from "./rules/curve.ts";
import { HORIZON } from "./rules/levels.ts";

/**
 * Tells pools that ask a margin what their GPU costs now, and what the median of the week ahead is expected to
 * be. A market that is not known well enough, or not seen any more, changes nothing: such a pool asks what it asked
 * before.
 */
export async function pricePools(ctx: Ctx, signal?: AbortSignal): Promise<void> {
  for (const { id, gpuModel } of await listMarginPools(ctx)) {
    if (signal?.aborted) return;
    try {
      const { row, curve, isStale } = await readForecast(ctx, { market: { gpu: gpuModel }, hours: HORIZON });
      if (isStale) continue;
      const median = atLevel(curve, 0.5);
      const expected = median.reduce((sum, price) => sum + price, 0) / median.length;
      await notePoolPrices(ctx, id, { marketPerGpuHour: row.lastPrice, expectedPerGpuHour: toUsd(expected) });
    } catch (error) {
      if (!(error instanceof NotEnoughHistory)) throw error;
    }
  }
}

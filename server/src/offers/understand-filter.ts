import type { Ctx } from "../platform/context.ts";
import { wellKnownGpus } from "../values/gpu-models.ts";
import type { OfferFilter } from "./rules/filter.ts";
import { readFilter, unknownGpus } from "./rules/read-filter.ts";
import { readGpuModels } from "./store/search.ts";

/** The filter that is meant. The market is asked for names only where one is not known without it. */
export async function understandFilter(
  ctx: Ctx,
  filter: OfferFilter | null | undefined,
): Promise<OfferFilter | null> {
  if (!filter) return null;
  return readFilter(filter, await gpusKnownFor(ctx, filter));
}

async function gpusKnownFor(ctx: Ctx, filter: OfferFilter): Promise<readonly string[]> {
  if (unknownGpus(filter, wellKnownGpus).length === 0) return wellKnownGpus;
  return [...new Set([...wellKnownGpus, ...(await readGpuModels(ctx))])];
}

import type { Ctx } from "../platform/context.ts";
import { wellKnownGpus } from "../values/gpu-models.ts";
import { findGpu } from "./rules/gpu-names.ts";
import { readSeriesModels } from "./store/price-history.ts";
import { readGpuModels } from "./store/search.ts";

/**
 * Every GPU that these names could be of. The market is asked only where one is not known without it, and so is history,
 * which may be of GPUs that nobody offers now.
 */
export async function gpusKnownFor(ctx: Ctx, names: readonly string[]): Promise<readonly string[]> {
  if (names.every((name) => findGpu(name, wellKnownGpus) !== null)) return wellKnownGpus;
  return [...new Set([...wellKnownGpus, ...(await readGpuModels(ctx)), ...(await readSeriesModels(ctx))])];
}

import type { Ctx } from "../platform/context.ts";
import { wellKnownGpus } from "../values/gpu-models.ts";
import { findGpu } from "./rules/gpu-names.ts";
import { readGpuModels } from "./store/search.ts";

/**
 * Every GPU that these names could be of. The market and its history are asked only where one is not known without
 * them.
 */
export async function gpusKnownFor(ctx: Ctx, names: readonly string[]): Promise<readonly string[]> {
  if (names.every((name) => findGpu(name, wellKnownGpus) !== null)) return wellKnownGpus;
  return [...new Set([...wellKnownGpus, ...(await readGpuModels(ctx))])];
}

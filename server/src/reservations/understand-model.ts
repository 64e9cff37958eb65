import { UnknownGpu, understandGpu } from "../offers/index.ts";
import type { Ctx } from "../platform/context.ts";

interface Asked {
  gpuModel?: string | null | undefined;
}

/** Asked for the GPU that is meant, as pools name theirs. A name that the market does not know may be a pool's own. */
export async function understandModel<T extends Asked>(ctx: Ctx, asked: T): Promise<T> {
  if (asked.gpuModel == null) return asked;
  try {
    const { model, socket } = await understandGpu(ctx, asked.gpuModel);
    // No pool says which socket its GPUs have, so one that is asked for by its socket is none of them.
    return socket === null ? { ...asked, gpuModel: model } : asked;
  } catch (error) {
    if (error instanceof UnknownGpu) return asked;
    throw error;
  }
}

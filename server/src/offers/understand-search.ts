import type { Ctx } from "../platform/context.ts";
import type { GpuName } from "../values/gpu.ts";
import { wellKnownGpus } from "../values/gpu-models.ts";
import { InvalidInput } from "../values/refusal.ts";
import type { OfferFilter } from "./rules/filter.ts";
import { readGpu, UnknownGpu } from "./rules/gpu-names.ts";
import { parseSearch } from "./rules/parse-search.ts";
import { readFilter } from "./rules/read-filter.ts";
import type { OfferSearch } from "./rules/search-terms.ts";
import { readGpuModels } from "./store/search.ts";

export interface AskedSearch {
  filter?: OfferFilter | null | undefined;
  sort?: OfferSearch["sort"] | null | undefined;
  /** The same as one line. */
  text?: string | null | undefined;
}

/** The search that is meant, however it was asked for. */
export async function understandSearch(ctx: Ctx, { filter, sort, text }: AskedSearch): Promise<OfferSearch> {
  if (text == null) return { filter: await understandFilter(ctx, filter ?? {}), sort: sort ?? [] };
  if (filter)
    throw new InvalidInput("text", "A search is asked by a filter or by a line of text, not by both.");
  const line = await understandLine(ctx, text);
  return { filter: line.filter, sort: sort ?? line.sort };
}

function understandFilter(ctx: Ctx, filter: OfferFilter): Promise<OfferFilter> {
  return knowing(ctx, (known) => readFilter(filter, known));
}

export function understandLine(ctx: Ctx, text: string): Promise<OfferSearch> {
  return knowing(ctx, (known) => {
    const { filter, sort } = parseSearch(text, known);
    return { filter: readFilter(filter, known), sort };
  });
}

/** The GPU that is meant, however it is written. */
export function understandGpu(ctx: Ctx, name: string): Promise<GpuName> {
  return knowing(ctx, (known) => readGpu(name, known));
}

/** The market is asked for the names of its GPUs only where one is not known without it. */
async function knowing<T>(ctx: Ctx, read: (known: readonly string[]) => T): Promise<T> {
  try {
    return read(wellKnownGpus);
  } catch (error) {
    if (!(error instanceof UnknownGpu)) throw error;
    return read([...new Set([...wellKnownGpus, ...(await readGpuModels(ctx))])]);
  }
}

import type { Ctx } from "../platform/context.ts";
import type { Errands } from "../platform/errands.ts";
import type { Shell } from "../platform/shell.ts";
import type { Provider } from "../providers/provider.ts";

/** What the loops of this domain work with. */
export interface SessionWork {
  ctx: Ctx;
  providers: ReadonlyMap<string, Provider>;
  errands: Errands;
  shell: Shell;
  /** The addresses of those who run this Berth. */
  operators: ReadonlySet<string>;
  /** Where a machine finds Berth. */
  agentUrl: string;
}

/**
 * The longest that a provider may take to answer a create and then to show what it made. Until then
 * nobody concludes anything from not seeing it.
 */
export const LONGEST_CREATE_MS = 4 * 60_000;

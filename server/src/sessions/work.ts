import type { Ctx } from "../platform/context.ts";
import type { Errands } from "../platform/errands.ts";
import type { Shell } from "../platform/shell.ts";
import type { Provider } from "../providers/provider.ts";
import type { OwnClouds } from "./whose-key.ts";

/** What the loops of this domain work with. */
export interface SessionWork {
  ctx: Ctx;
  /** With the deployment's keys. */
  providers: ReadonlyMap<string, Provider>;
  /** With those of teams. */
  ownClouds: OwnClouds;
  errands: Errands;
  /** Apart from the others, so that a team's account which answers slowly keeps no machine waiting. */
  looks: Errands;
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

import type { Pace } from "../spacing.ts";

// Blue Lobster publishes no limit. Two calls a second and three at once were seen to work, over all of its
// endpoints together; the market is asked rarely, and the rest of that is left to the machines.
export const paces = {
  market: { everyMs: 2_000 },
  machines: { everyMs: 700, burst: 2 },
} as const satisfies Record<string, Pace>;

export type Endpoint = keyof typeof paces;

import type { Pace } from "../spacing.ts";

// The least time between two calls, as Vast.ai documents it for each endpoint and key. Search is counted by
// the minute. A look at the market takes two: both at once, and two again after fifteen seconds, never make
// more than ten.
export const paces = {
  search: { everyMs: 7_000, burst: 2 },
  create: { everyMs: 4_500, penaltyMs: 12_000 },
  list: { everyMs: 1_000 },
  show: { everyMs: 2_000 },
  manage: { everyMs: 1_000 },
  destroy: { everyMs: 3_000 },
  keys: { everyMs: 1_000 },
  user: { everyMs: 1_000 },
  metrics: { everyMs: 3_000 },
} as const satisfies Record<string, Pace>;

export type Endpoint = keyof typeof paces;

import type { Pace } from "../spacing.ts";

// A hundred requests a minute for the whole organisation, whatever is asked for. The market gets under thirty of
// them and the machines the rest, so that a poll never stands in the way of ending a machine.
export const paces = {
  market: { everyMs: 2_200, burst: 4 },
  machines: { everyMs: 960, burst: 8 },
} as const satisfies Record<string, Pace>;

export type Endpoint = keyof typeof paces;

import type { Pace } from "../spacing.ts";

// A hundred requests a minute for the whole organisation, whatever is asked for. The market gets fifteen of
// them and the machines the rest, so that a poll never stands in the way of ending a machine.
export const paces = {
  market: { everyMs: 5_000, burst: 3 },
  machines: { everyMs: 760, burst: 8 },
} as const satisfies Record<string, Pace>;

export type Endpoint = keyof typeof paces;

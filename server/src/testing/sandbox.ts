import { MarketAway, type Sandbox } from "../platform/sandbox.ts";
import type { World } from "./world.ts";

/** A sandbox whose time is the world's own, and whose markets only note where they were brought to. */
export function sandboxOf(world: World): Sandbox & { broughtTo: Date[]; isAway: boolean } {
  let ahead = 0;
  const sandbox: ReturnType<typeof sandboxOf> = {
    broughtTo: [],
    isAway: false,
    clock: {
      now: () => world.clock.now(),
      elapsedMs: () => world.clock.elapsedMs(),
      after: (ms, act) => world.clock.after(ms, act),
      aheadMs: () => ahead,
      moveTo(aheadMs) {
        world.clock.set(Math.max(0, aheadMs - ahead));
        ahead = Math.max(ahead, aheadMs);
      },
    },
    async bringMarketsTo(at) {
      if (sandbox.isAway) throw new MarketAway("The simulated market does not answer.");
      sandbox.broughtTo.push(at);
    },
  };
  return sandbox;
}

import type { Ctx } from "../platform/context.ts";
import type { Loop } from "../platform/loops/loops.ts";
import type { Sandbox } from "../platform/sandbox.ts";

/** A market that was started anew stands at the hour of its computer, and is brought to Berth's. */
export function sandboxLoops(ctx: Ctx, sandbox: Sandbox | null): Loop[] {
  if (!sandbox) return [];
  return [
    {
      name: "bring markets to the sandbox's hour",
      everyMs: 5_000,
      limitMs: 60_000,
      run: async () => {
        if (sandbox.clock.aheadMs() > 0) await sandbox.bringMarketsTo(ctx.now());
      },
    },
  ];
}

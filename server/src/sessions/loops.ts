import type { Loop } from "../platform/loops/loops.ts";
import { advanceSessions } from "./advance.ts";
import { destroyEnding } from "./destroy.ts";
import { observeProvider } from "./observe.ts";
import { settleRunning } from "./settle-running.ts";
import { listLeft } from "./store/machines.ts";
import type { SessionWork } from "./work.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const SWEEP_MS = 2 * MINUTE;

/** What keeps sessions going. Nothing of it is in memory: any process may take any turn. */
export function sessionLoops(work: SessionWork): Loop[] {
  const connected = [...work.providers.values()].filter(({ connected }) => connected);
  const looks: Loop[] = connected.map((provider) => {
    let sweptAt = Number.NEGATIVE_INFINITY;
    return {
      name: `observe ${provider.id}`,
      everyMs: 5 * SECOND,
      afterFailureMs: 15 * SECOND,
      limitMs: 2 * MINUTE,
      // Often while something is there, and now and then to find what should not be.
      run: async (signal) => {
        const now = work.ctx.clock.elapsedMs();
        if (now - sweptAt < SWEEP_MS && (await listLeft(work.ctx, provider.id)).length === 0) return;
        await observeProvider(work, provider, signal);
        sweptAt = now;
      },
    };
  });
  return [
    ...looks,
    {
      name: "advance sessions",
      everyMs: SECOND,
      limitMs: MINUTE,
      run: (signal) => advanceSessions(work, signal),
    },
    { name: "destroy machines", everyMs: 2 * SECOND, limitMs: MINUTE, run: () => destroyEnding(work) },
    {
      name: "settle sessions",
      everyMs: MINUTE,
      limitMs: 5 * MINUTE,
      run: (signal) => settleRunning(work.ctx, signal),
    },
  ];
}

/** What providers have is looked at before anybody is told that this process is ready. */
export async function lookAtAll(work: SessionWork, signal: AbortSignal): Promise<void> {
  const connected = [...work.providers.values()].filter(({ connected }) => connected);
  const looks = await Promise.allSettled(
    connected.map((provider) => observeProvider(work, provider, signal)),
  );
  for (const [at, look] of looks.entries()) {
    if (look.status === "fulfilled") continue;
    const provider = connected[at]?.id;
    work.ctx.log.warn({ err: look.reason, provider }, "could not look at its machines yet; will keep trying");
  }
}

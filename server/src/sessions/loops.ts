import { sleep } from "../platform/clock.ts";
import { isUnavailable } from "../platform/db/errors.ts";
import type { Loop } from "../platform/loops/loops.ts";
import type { Provider } from "../providers/provider.ts";
import { advanceSessions } from "./advance.ts";
import { destroyEnding } from "./destroy.ts";
import { lookWithKeysInUse, ownKeyLoops } from "./own-key-loops.ts";
import { observeProvider } from "./observe.ts";
import { settleRunning } from "./settle-running.ts";
import { hasLeftOfDeployment } from "./store/machines.ts";
import { watchBalance } from "./watch-balance.ts";
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
        if (now - sweptAt < SWEEP_MS && !(await hasLeftOfDeployment(work.ctx, provider.id))) return;
        await observeProvider(work, provider, signal);
        sweptAt = now;
      },
    };
  });
  const balances: Loop[] = connected
    .filter(({ readBalance }) => readBalance)
    .map((provider) => ({
      name: `read balance of ${provider.id}`,
      everyMs: 5 * MINUTE,
      limitMs: MINUTE,
      run: (signal) => watchBalance(work.ctx, provider, work, signal),
    }));
  return [
    ...looks,
    ...balances,
    ...ownKeyLoops(work),
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

/** Providers that do not answer by then are looked at again by the loops. */
const FIRST_LOOK_MS = 20_000;

/** What providers have is looked at once before anybody is told that this process is ready. */
export async function lookAtAll(work: SessionWork, stopping: AbortSignal): Promise<void> {
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(FIRST_LOOK_MS)]);
  const connected = [...work.providers.values()].filter(({ connected }) => connected);
  await Promise.all([
    ...connected.map((provider) => lookAt(work, provider, signal, stopping)),
    lookWithKeysInUse(work, signal),
  ]);
}

async function lookAt(
  work: SessionWork,
  provider: Provider,
  signal: AbortSignal,
  stopping: AbortSignal,
): Promise<void> {
  while (!stopping.aborted) {
    try {
      await observeProvider(work, provider, signal);
      return;
    } catch (error) {
      // Without the database nothing is ready anyway; a provider that fails keeps nobody from being so.
      if (!isUnavailable(error)) {
        work.ctx.log.warn(
          { err: error, provider: provider.id },
          "could not look at its machines yet; will keep trying",
        );
        return;
      }
      await sleep(work.ctx.clock, 500, stopping);
    }
  }
}

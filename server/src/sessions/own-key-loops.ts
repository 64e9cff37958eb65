import { forgetOwnKey, listKeptKeys, type OwnKey } from "../accounts/index.ts";
import { inTransaction } from "../platform/context.ts";
import type { Loop } from "../platform/loops/loops.ts";
import { ProviderFailure } from "../providers/provider.ts";
import { observeProvider } from "./observe.ts";
import { listSweptAt, noteSweepFailed } from "./store/fleet.ts";
import { hasLeftOf, listKeysInUse } from "./store/machines.ts";
import { watchBalance } from "./watch-balance.ts";
import type { SessionWork } from "./work.ts";

// Teams' own keys come and go while Berth runs, so there is no loop for each: one begins a look with every key that is
// due, each an errand of its own, so that a provider which is slow for one keeps no other waiting.

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const SWEEP_MS = 2 * MINUTE;
const AFTER_FAILURE_MS = 15 * SECOND;
const LOOK_MS = 2 * MINUTE;

export function ownKeyLoops(work: SessionWork): Loop[] {
  const failedAt = new Map<string, number>();
  return [
    {
      name: "observe own keys",
      everyMs: 5 * SECOND,
      limitMs: MINUTE,
      run: () => observeOwnKeys(work, failedAt),
    },
    {
      name: "read balances of own keys",
      everyMs: 5 * MINUTE,
      limitMs: MINUTE,
      run: () => watchOwnBalances(work),
    },
  ];
}

/**
 * Begins a look with each key: often while a machine of it is there, and now and then to find what should not be. One
 * that was replaced or removed is forgotten once nothing of it can be there.
 */
export async function observeOwnKeys(work: SessionWork, failedAt = new Map<string, number>()): Promise<void> {
  const { ctx, looks, ownClouds } = work;
  const keys = await listKeptKeys(ctx);
  ownClouds.keepOnly(new Set(keys.map(({ id }) => id)));
  if (keys.length === 0) return;
  const inUse = await listKeysInUse(ctx);
  const sweptAt = await listSweptAt(ctx);
  for (const key of keys) {
    if (!key.rents && !inUse.has(key.id)) {
      looks.begin(`forget ${key.id}`, () => forget(work, key));
      continue;
    }
    const swept = sweptAt.get(key.id)?.getTime() ?? Number.NEGATIVE_INFINITY;
    if (!inUse.has(key.id) && ctx.now().getTime() - swept < SWEEP_MS) continue;
    if (ctx.clock.elapsedMs() - (failedAt.get(key.id) ?? Number.NEGATIVE_INFINITY) < AFTER_FAILURE_MS)
      continue;
    looks.begin(`observe ${key.id}`, async (signal) => {
      const looked = await lookWith(work, key, AbortSignal.any([signal, AbortSignal.timeout(LOOK_MS)]));
      if (looked) failedAt.delete(key.id);
      else failedAt.set(key.id, ctx.clock.elapsedMs());
    });
  }
}

/** Before anybody is told that this process is ready. */
export async function lookWithKeysInUse(work: SessionWork, signal: AbortSignal): Promise<void> {
  try {
    const inUse = await listKeysInUse(work.ctx);
    const keys = (await listKeptKeys(work.ctx)).filter(({ id }) => inUse.has(id));
    await Promise.all(keys.map((key) => lookWith(work, key, signal)));
  } catch (error) {
    work.ctx.log.warn({ err: error }, "could not look with teams' own keys yet; will keep trying");
  }
}

/** False when it came to nothing, which is written where the team can read it. */
async function lookWith(work: SessionWork, key: OwnKey, signal: AbortSignal): Promise<boolean> {
  const provider = await work.ownClouds.find(work.ctx, key.providerId, key.id);
  if (!provider) {
    const place = { providerId: key.providerId, keyId: key.id };
    await noteSweepFailed(work.ctx, place, "the key cannot be read any more: it has to be set again");
    return false;
  }
  try {
    await observeProvider(work, provider, signal, key);
    return true;
  } catch (error) {
    if (error instanceof ProviderFailure) return false;
    throw error;
  }
}

async function watchOwnBalances({ ctx, looks, ownClouds }: SessionWork): Promise<void> {
  for (const key of await listKeptKeys(ctx)) {
    if (!key.rents) continue;
    looks.begin(`read balance of ${key.id}`, async (signal) => {
      const provider = await ownClouds.find(ctx, key.providerId, key.id);
      if (provider) await watchBalance(ctx, provider, key, signal);
    });
  }
}

/** A machine is asked for while its key is held, so none can come once the key rents no more. */
async function forget({ ctx }: SessionWork, { id }: OwnKey): Promise<void> {
  await inTransaction(ctx, (ctx) => forgetOwnKey(ctx, id, () => hasLeftOf(ctx, id)));
}

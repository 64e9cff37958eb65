import { listOwnKeys, openOwnKey } from "../accounts/index.ts";
import type { Ctx } from "../platform/context.ts";
import type { Provider } from "../providers/provider.ts";
import type { SessionRow } from "./store/sessions.ts";
import type { SessionWork } from "./work.ts";

// Whose key a cloud is asked with. A session's bill is settled at the click: a team that has a key of its own at a
// provider rents there with that, and with no other; what is on Berth's bill is rented with the deployment's keys, where
// the team has none. A machine is seen and ended with the key that it was rented with, whatever becomes of the setting.

export type BilledTo = SessionRow["billedTo"];

/** A provider as somebody's key opens it. */
export interface Place {
  provider: Provider;
  /** Null for the deployment's own. */
  keyId: string | null;
}

/** One adapter for each of the teams' keys: it keeps that key's pace. */
export class OwnClouds {
  readonly #open: (providerId: string, key: string) => Provider;
  readonly #made = new Map<string, Provider>();

  constructor(open: (providerId: string, key: string) => Provider) {
    this.#open = open;
  }

  /** Null when it was erased, or does not open any more. */
  async find(ctx: Ctx, providerId: string, keyId: string): Promise<Provider | null> {
    const known = this.#made.get(keyId);
    if (known) return known;
    const key = await openOwnKey(ctx, keyId);
    if (key === null) return null;
    const provider = this.#open(providerId, key);
    this.#made.set(keyId, provider);
    return provider;
  }

  /** Lets go of those that are kept no more. */
  keepOnly(keyIds: ReadonlySet<string>): void {
    for (const id of this.#made.keys()) if (!keyIds.has(id)) this.#made.delete(id);
  }
}

/** Where a machine is: null when its key can be used no more, or not now. */
export async function providerOf(
  { ctx, providers, ownClouds }: Pick<SessionWork, "ctx" | "providers" | "ownClouds">,
  { providerId, keyId }: { providerId: string; keyId: string | null },
): Promise<Provider | null> {
  if (keyId !== null) return ownClouds.find(ctx, providerId, keyId);
  const provider = providers.get(providerId);
  return provider?.connected ? provider : null;
}

/** Where a session's machines may come from, by provider. */
export async function placesFor(
  { providers, ownClouds }: Pick<SessionWork, "providers" | "ownClouds">,
  ctx: Ctx,
  { accountId, billedTo, prepaid }: Pick<SessionRow, "accountId" | "billedTo" | "prepaid">,
): Promise<Map<string, Place>> {
  // A reservation's machines are Berth's affair.
  const own = prepaid ? [] : await listOwnKeys(ctx, accountId);
  const places = new Map<string, Place>();
  if (billedTo === "own-account") {
    for (const { id, providerId } of own) {
      const provider = await ownClouds.find(ctx, providerId, id);
      if (provider) places.set(providerId, { provider, keyId: id });
    }
    return places;
  }
  const taken = new Set(own.map(({ providerId }) => providerId));
  for (const provider of providers.values())
    if (provider.connected && !taken.has(provider.id)) places.set(provider.id, { provider, keyId: null });
  return places;
}

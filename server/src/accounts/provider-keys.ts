import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { type CloudId, clouds } from "../providers/clouds.ts";
import type { OpenCloud } from "../providers/make-providers.ts";
import { NotFound } from "../values/refusal.ts";
import { accountIdOf, personOf } from "./asking.ts";
import { placeOf } from "./own-keys.ts";
import { hintOf, readProviderKey } from "./rules/provider-keys.ts";
import {
  listProviderKeys,
  type ProviderKeyRow,
  retireProviderKey,
  saveProviderKey,
} from "./store/provider-keys.ts";
import { tryProviderKey } from "./try-provider-key.ts";

// An account's own keys at the clouds, as its people set and remove them. They go in, and come out again only to be
// shown to the cloud that they are for (own-keys.ts): nobody reads one back.

/** A cloud, and the account's key there, if it has one. */
export interface CloudOfAccount {
  providerId: string;
  providerName: string;
  connected: boolean;
  keyId: string | null;
  hint: string | null;
  setAt: Date | null;
  setBy: ProviderKeyRow["setBy"];
  workedAt: Date | null;
  notTried: string | null;
}

/** Every cloud there is. One without a key is not connected, which is no error. */
export async function listClouds(ctx: Ctx): Promise<CloudOfAccount[]> {
  const keys = new Map((await listProviderKeys(ctx)).map((key) => [key.providerId, key]));
  return clouds.map(({ id, name }) => {
    const key = keys.get(id);
    return {
      providerId: id,
      providerName: name,
      connected: key !== undefined,
      keyId: key?.id ?? null,
      hint: key?.hint ?? null,
      setAt: key?.setAt ?? null,
      setBy: key?.setBy ?? null,
      workedAt: key?.workedAt ?? null,
      notTried: key?.notTried ?? null,
    };
  });
}

/**
 * It is tried before it is kept, where somebody says how clouds are asked. One that was there before rents nothing more,
 * and is kept until the machines that it rented are gone.
 */
export async function setProviderKey(
  ctx: Ctx,
  input: { providerId: string; key: string },
  openCloud: OpenCloud | null = null,
): Promise<CloudOfAccount> {
  const person = personOf(ctx);
  const providerId = getCloudId(input.providerId);
  const key = readProviderKey(input.key);
  const sealedKey = ctx.seal.close(key, placeOf({ accountId: accountIdOf(ctx), providerId }));
  const notTried = openCloud && (await tryProviderKey(openCloud(providerId, key)));
  const trial = { notTried, workedAt: openCloud && notTried === null ? ctx.now() : null };
  return inTransaction(ctx, async (ctx) => {
    await saveProviderKey(ctx, { providerId, sealedKey, hint: hintOf(key), setBy: person.userId, ...trial });
    await tell(ctx, "provider-key.set", providerId);
    return getCloud(ctx, providerId);
  });
}

/** Removing what is not there changes nothing and is no mistake. */
export async function removeProviderKey(ctx: Ctx, id: string): Promise<CloudOfAccount> {
  const providerId = getCloudId(id);
  return inTransaction(ctx, async (ctx) => {
    if (await retireProviderKey(ctx, providerId)) await tell(ctx, "provider-key.removed", providerId);
    return getCloud(ctx, providerId);
  });
}

function getCloudId(id: string): CloudId {
  const cloud = clouds.find((cloud) => cloud.id === id);
  if (!cloud) throw new NotFound("provider", id);
  return cloud.id;
}

async function getCloud(ctx: Ctx, providerId: CloudId): Promise<CloudOfAccount> {
  const cloud = (await listClouds(ctx)).find((cloud) => cloud.providerId === providerId);
  if (!cloud) throw new Error("a cloud that was there is gone");
  return cloud;
}

async function tell(ctx: Ctx, topic: "provider-key.set" | "provider-key.removed", providerId: CloudId) {
  const name = clouds.find(({ id }) => id === providerId)?.name ?? providerId;
  await record(ctx, { topic, subject: providerId, accountId: accountIdOf(ctx), payload: { name } });
}

import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { type CloudId, clouds } from "../providers/clouds.ts";
import { NotFound } from "../values/refusal.ts";
import { accountIdOf, personOf } from "./asking.ts";
import { hintOf, readProviderKey } from "./rules/provider-keys.ts";
import {
  deleteProviderKey,
  findSealedProviderKey,
  listProviderKeys,
  type ProviderKeyRow,
  saveProviderKey,
} from "./store/provider-keys.ts";

// An account's own keys at the clouds. They go in, and come out again only to be shown to the cloud that
// they are for: nobody reads one back.

/** A cloud, and the account's key there, if it has one. */
export interface CloudOfAccount {
  providerId: string;
  providerName: string;
  connected: boolean;
  hint: string | null;
  setAt: Date | null;
  setBy: ProviderKeyRow["setBy"];
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
      hint: key?.hint ?? null,
      setAt: key?.setAt ?? null,
      setBy: key?.setBy ?? null,
    };
  });
}

/** A key that was there before is replaced, and gone. */
export async function setProviderKey(
  ctx: Ctx,
  input: { providerId: string; key: string },
): Promise<CloudOfAccount> {
  const person = personOf(ctx);
  const providerId = getCloudId(input.providerId);
  const key = readProviderKey(input.key);
  const sealedKey = ctx.seal.close(key, placeOf(ctx, providerId));
  return inTransaction(ctx, async (ctx) => {
    await saveProviderKey(ctx, { providerId, sealedKey, hint: hintOf(key), setBy: person.userId });
    await tell(ctx, "provider-key.set", providerId);
    return getCloud(ctx, providerId);
  });
}

/** Removing what is not there changes nothing and is no mistake. */
export async function removeProviderKey(ctx: Ctx, id: string): Promise<CloudOfAccount> {
  const providerId = getCloudId(id);
  return inTransaction(ctx, async (ctx) => {
    if (await deleteProviderKey(ctx, providerId)) await tell(ctx, "provider-key.removed", providerId);
    return getCloud(ctx, providerId);
  });
}

/** The account's own key, for whoever speaks with that cloud on its behalf. */
export async function findProviderKey(ctx: Ctx, providerId: CloudId): Promise<string | null> {
  const sealedKey = await findSealedProviderKey(ctx, providerId);
  if (sealedKey === null) return null;
  const key = ctx.seal.open(sealedKey, placeOf(ctx, providerId));
  if (key === null)
    ctx.log.error(
      { providerId, accountId: accountIdOf(ctx) },
      "a provider key does not open: was BERTH_SECRET changed?",
    );
  return key;
}

/** What a sealed key is bound to: in another account's row, or another cloud's, it does not open. */
function placeOf(ctx: Ctx, providerId: CloudId): string {
  return `provider key ${accountIdOf(ctx)} ${providerId}`;
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

import type { Ctx } from "../platform/context.ts";
import {
  eraseKey,
  type KeptKeyRow,
  listKeptKeys as listRows,
  listKeysThatRent,
  lockKeptKey,
  readKeptKey,
} from "./store/provider-keys.ts";

// Teams' own keys at clouds, for those who speak with the clouds. A machine is seen and ended with the key that
// rented it, so a key that was replaced or removed is kept until nothing of it can be there any more. Whether that
// is so is known where machines are; here is only what a key may be used for, and when it may be erased.

export interface OwnKey {
  id: string;
  accountId: string;
  providerId: string;
  /** False for one that was replaced or removed: it rents nothing more. */
  rents: boolean;
}

/** Those that an account rents with, whether they open or not. */
export async function listOwnKeys(ctx: Ctx, accountId: string): Promise<OwnKey[]> {
  return (await listKeysThatRent(ctx, accountId)).map(toOwnKey);
}

/** Every one that may be needed still, whoever's it is. */
export async function listKeptKeys(ctx: Ctx): Promise<OwnKey[]> {
  return (await listRows(ctx)).map(toOwnKey);
}

/** Null when it was erased, or does not open any more. */
export async function openOwnKey(ctx: Ctx, id: string): Promise<string | null> {
  const row = await readKeptKey(ctx, id);
  if (!row || row.sealedKey === null) return null;
  const key = ctx.seal.open(row.sealedKey, placeOf(row));
  if (key === null)
    ctx.log.error(
      { providerId: row.providerId, accountId: row.accountId },
      "a provider key does not open: was BERTH_SECRET changed?",
    );
  return key;
}

/** Within a transaction: whether it rents, until the end of that. */
export async function keepRenting(ctx: Ctx, id: string): Promise<boolean> {
  const row = await lockKeptKey(ctx, id, "beside others");
  return row !== undefined && row.removedAt === null;
}

/** Within a transaction: whether it can be used at all, until the end of that. */
export async function keepOwnKey(ctx: Ctx, id: string): Promise<boolean> {
  return (await lockKeptKey(ctx, id, "beside others"))?.sealedKey != null;
}

/** Within a transaction: erases one that rents no more, if by then `isNeeded` says no. */
export async function forgetOwnKey(ctx: Ctx, id: string, isNeeded: () => Promise<boolean>): Promise<boolean> {
  const row = await lockKeptKey(ctx, id, "alone");
  if (!row || row.removedAt === null || row.sealedKey === null || (await isNeeded())) return false;
  await eraseKey(ctx, id);
  return true;
}

/** What a sealed key is bound to: in another account's row, or another cloud's, it does not open. */
export function placeOf({ accountId, providerId }: Pick<OwnKey, "accountId" | "providerId">): string {
  return `provider key ${accountId} ${providerId}`;
}

function toOwnKey({ id, accountId, providerId, removedAt }: KeptKeyRow): OwnKey {
  return { id, accountId, providerId, rents: removedAt === null };
}

import { record } from "../events/record.ts";
import type { Ctx } from "../platform/context.ts";
import type { Role, Scope } from "../values/actor.ts";
import { accountIdOf, personOf } from "./asking.ts";
import { revokeApiKey } from "./revoke-api-key.ts";
import { scopesBeyond } from "./rules/scopes.ts";
import { endOldSecret, listKeysShownTo } from "./store/api-keys.ts";

/**
 * Within a transaction: a secret opens no more than whoever was shown it may do by now, and nothing for who has left.
 * A key that somebody else gave another secret since goes on with that one.
 */
export async function revokeKeysOf(ctx: Ctx, userId: string, role: Role | null): Promise<void> {
  const isBeyond = (scopes: string[]) =>
    role === null || scopesBeyond({ ...personOf(ctx), userId, role }, scopes as Scope[]).length > 0;
  for (const { id, name, scopes, onlyOld } of await listKeysShownTo(ctx, userId)) {
    if (!isBeyond(scopes)) continue;
    if (!onlyOld) await revokeApiKey(ctx, id);
    else {
      await endOldSecret(ctx, id);
      await record(ctx, {
        topic: "api-key.rotated",
        subject: id,
        accountId: accountIdOf(ctx),
        payload: { name, oldUntil: ctx.now().toISOString() },
      });
    }
  }
}

import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { InvalidInput, NotAllowed, NotFound } from "../values/refusal.ts";
import type { Scope } from "../values/actor.ts";
import { accountIdOf, personOf } from "./asking.ts";
import { makeKeySecret } from "./key-secret.ts";
import { scopesBeyond } from "./rules/scopes.ts";
import { type ApiKeyRow, findApiKey, replaceSecret } from "./store/api-keys.ts";
import { lockOwnAccount } from "./store/accounts.ts";
import { findRole } from "./store/members.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const LONGEST_DAYS = 30;

/**
 * Gives a key another secret at once; the one that it had is good until a time of one's choosing, so that whatever
 * uses it can be changed in between. One secret at most is old: rotated again, the older one is good no more.
 */
export async function rotateApiKey(
  ctx: Ctx,
  { apiKeyId, oldValidUntil }: { apiKeyId: string; oldValidUntil: Date },
): Promise<{ apiKey: ApiKeyRow; secret: string }> {
  const person = personOf(ctx);
  const now = ctx.now();
  if (oldValidUntil.getTime() > now.getTime() + LONGEST_DAYS * DAY_MS)
    throw new InvalidInput("oldValidUntil", `The old secret is good for ${LONGEST_DAYS} more days at most.`);
  const until = oldValidUntil < now ? now : oldValidUntil;
  const { secret, hash, hint } = makeKeySecret(ctx.random);
  return inTransaction(ctx, async (ctx) => {
    await lockOwnAccount(ctx);
    const before = await findApiKey(ctx, apiKeyId);
    if (!before) throw new NotFound("API key", apiKeyId);
    // Whoever is shown its secret can do what it may.
    const role = await findRole(ctx, person.userId);
    const scopes = before.scopes as Scope[];
    const beyond = role ? scopesBeyond({ ...person, role }, scopes) : scopes;
    if (beyond.length > 0)
      throw new NotAllowed("apiKeys.rotate", `Your role does not allow what ${beyond.join(" and ")} allows.`);
    if (!(await replaceSecret(ctx, apiKeyId, { hash, hint, shownTo: person.userId }, until)))
      throw new InvalidInput("apiKeyId", "This key is revoked or has run out: make another.");
    await record(ctx, {
      topic: "api-key.rotated",
      subject: apiKeyId,
      accountId: accountIdOf(ctx),
      payload: { name: before.name, oldUntil: until.toISOString() },
    });
    const apiKey = await findApiKey(ctx, apiKeyId);
    if (!apiKey) throw new Error("a key just rotated is gone");
    return { apiKey, secret };
  });
}

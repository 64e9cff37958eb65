import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import type { Usd } from "../values/money.ts";
import { InvalidInput, NotAllowed } from "../values/refusal.ts";
import { accountIdOf, personOf } from "./asking.ts";
import { makeKeySecret } from "./key-secret.ts";
import { readName } from "./rules/names.ts";
import { readConsumers } from "./rules/consumers.ts";
import { readScopes, scopesBeyond } from "./rules/scopes.ts";
import { type ApiKeyRow, countLiveApiKeys, findApiKey, insertApiKey } from "./store/api-keys.ts";
import { lockOwnAccount } from "./store/accounts.ts";
import { findRole } from "./store/members.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const LONGEST_DAYS = 3_650;
const MOST_LIVE = 100;

export interface CreateApiKey {
  name: string;
  scopes: readonly string[];
  expiresInDays?: number | null | undefined;
  spendCeilingPerDay?: Usd | null | undefined;
  consumers?: readonly string[] | null | undefined;
}

/** The secret is in the answer and nowhere else. */
export async function createApiKey(
  ctx: Ctx,
  input: CreateApiKey,
): Promise<{ apiKey: ApiKeyRow; secret: string }> {
  const person = personOf(ctx);
  const name = readName(input.name);
  const scopes = readScopes(input.scopes);
  const spendCeilingPerDay = input.spendCeilingPerDay ?? null;
  if (spendCeilingPerDay !== null && spendCeilingPerDay < 0n) {
    throw new InvalidInput("spendCeilingPerDay", "A ceiling is not below zero.");
  }
  const consumers = readConsumers(input.consumers ?? null);
  const expiresAt = expiryOf(ctx.now(), input.expiresInDays ?? null);
  const { secret, hash, hint } = makeKeySecret(ctx.random);
  const id = ctx.newId("key");
  return inTransaction(ctx, async (ctx) => {
    await lockOwnAccount(ctx);
    const ownRole = await findRole(ctx, person.userId);
    const beyond = ownRole ? scopesBeyond({ ...person, role: ownRole }, scopes) : scopes;
    if (beyond.length > 0) {
      throw new NotAllowed(
        "apiKeys.create",
        `Your role does not allow what ${beyond.join(" and ")} would allow the key.`,
      );
    }
    if ((await countLiveApiKeys(ctx)) >= MOST_LIVE) {
      throw new InvalidInput("name", `An account has at most ${MOST_LIVE} live keys. Revoke one first.`);
    }
    await insertApiKey(ctx, {
      id,
      name,
      hint,
      hash,
      scopes,
      spendCeilingPerDay,
      consumers,
      createdBy: person.userId,
      shownTo: person.userId,
      createdAt: ctx.now(),
      expiresAt,
    });
    await record(ctx, {
      topic: "api-key.created",
      subject: id,
      accountId: accountIdOf(ctx),
      payload: { name, scopes },
    });
    const apiKey = await findApiKey(ctx, id);
    if (!apiKey) throw new Error("a key just written is gone");
    return { apiKey, secret };
  });
}

function expiryOf(now: Date, days: number | null): Date | null {
  if (days === null) return null;
  if (days < 1 || days > LONGEST_DAYS) {
    throw new InvalidInput(
      "expiresInDays",
      `A key lives between 1 and ${LONGEST_DAYS} days, or until it is revoked.`,
    );
  }
  return new Date(now.getTime() + days * DAY_MS);
}

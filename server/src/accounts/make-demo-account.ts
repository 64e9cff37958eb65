import { hashPassword } from "better-auth/crypto";
import { type Ctx, inTransaction } from "../platform/context.ts";
import type { Sql } from "../platform/db/database.ts";
import { type Person, scopes } from "../values/actor.ts";
import { usd } from "../values/money.ts";
import { addAccount } from "./create-account.ts";
import { changePlan } from "./plan.ts";
import { createApiKey } from "./create-api-key.ts";
import { findKeyBySecret } from "./identify.ts";
import { readEmail } from "./rules/names.ts";
import { putPassword, putUser } from "./store/credentials.ts";
import { findChosenAccountId } from "./store/members.ts";

/** Somebody to try Berth as. Done again it changes nothing but the password, to the one given. */
export async function makeDemoAccount(ctx: Ctx, demo: { email: string; password: string }): Promise<Person> {
  const email = readEmail(demo.email);
  const passwordHash = await hashPassword(demo.password);
  return inTransaction(ctx, async (ctx) => {
    const userId = await putUser(ctx, { name: "Demo", email });
    await putPassword(ctx, userId, passwordHash);
    const accountId =
      (await findChosenAccountId(ctx, userId)) ?? (await addAccount(ctx, "Demo team", userId)).id;
    // All that there is can be tried.
    await changePlan(ctx, accountId, "team");
    // Nobody is signed in here; what is done next is done in the person's name.
    return {
      kind: "person",
      userId,
      signInId: userId,
      accountId,
      role: "owner",
      name: "Demo",
      email,
      runsBerth: false,
      expiresAt: ctx.now(),
    };
  });
}

/** The demo account's key: the one kept if it still works, since it is nowhere to be had again, or a new one. */
export async function keepDemoKey(ctx: Ctx, sql: Sql, kept: string): Promise<string> {
  if (await findKeyBySecret(sql, kept)) return kept;
  // All that there is can be tried, from a terminal too, and no more of the credit is gone in a day than this.
  const { secret } = await createApiKey(ctx, { name: "demo", scopes, spendCeilingPerDay: usd(50) });
  return secret;
}

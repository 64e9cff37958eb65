import { type Ctx, inTransaction } from "../platform/context.ts";
import { addAccount } from "./create-account.ts";
import { ownAccountName } from "./rules/names.ts";
import { findChosenAccountId } from "./store/members.ts";
import { lockUser } from "./store/users.ts";

/**
 * The account that a person works in when they have not said otherwise: where they were last, or
 * one of their own, which is made for whoever belongs to none. So everybody is somewhere, always.
 */
export async function openOwnAccount(ctx: Ctx, userId: string, except?: string): Promise<string> {
  const chosen = await findChosenAccountId(ctx, userId, except);
  if (chosen !== undefined) return chosen;
  return inTransaction(ctx, async (ctx) => {
    const user = await lockUser(ctx, userId);
    // Somebody who signs in twice at once for the first time still gets one.
    const made = await findChosenAccountId(ctx, userId, except);
    return made ?? (await addAccount(ctx, ownAccountName(user.name), userId)).id;
  });
}

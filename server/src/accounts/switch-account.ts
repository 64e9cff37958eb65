import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { NotFound } from "../values/refusal.ts";
import { personOf } from "./asking.ts";
import { type AccountRow, findAccountOf } from "./store/accounts.ts";
import { updateChosen } from "./store/members.ts";
import { updateActiveAccount } from "./store/sign-ins.ts";

/** From now on this sign-in works in another account of the same person. */
export async function switchAccount(ctx: Ctx, accountId: string): Promise<AccountRow> {
  const person = personOf(ctx);
  return inTransaction(ctx, async (ctx) => {
    const account = await findAccountOf(ctx, person.userId, accountId);
    if (!account) throw new NotFound("account", accountId);
    if (accountId === person.accountId) return account;
    if (!(await updateActiveAccount(ctx, person.signInId, accountId)))
      throw new NotFound("account", accountId);
    await updateChosen(ctx, person.userId, accountId);
    await record(ctx, {
      topic: "sign-in.switched",
      subject: person.signInId,
      accountId: person.accountId,
      payload: { userId: person.userId },
    });
    return account;
  });
}

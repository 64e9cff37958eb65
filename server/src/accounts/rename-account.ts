import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { readName } from "./rules/names.ts";
import { type AccountRow, lockOwnAccount, updateName } from "./store/accounts.ts";

export async function renameAccount(ctx: Ctx, input: { name: string }): Promise<AccountRow> {
  const name = readName(input.name);
  return inTransaction(ctx, async (ctx) => {
    const account = await lockOwnAccount(ctx);
    if (account.name === name) return account;
    await updateName(ctx, name);
    await record(ctx, {
      topic: "account.renamed",
      subject: account.id,
      accountId: account.id,
      payload: { from: account.name, to: name },
    });
    return { ...account, name };
  });
}

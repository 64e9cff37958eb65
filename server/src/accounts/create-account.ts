import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { InvalidInput } from "../values/refusal.ts";
import { personOf } from "./asking.ts";
import { readName } from "./rules/names.ts";
import { type AccountRow, insertAccount } from "./store/accounts.ts";
import { countOwned, insertMember } from "./store/members.ts";
import { lockUser } from "./store/users.ts";

const MOST_OWNED = 20;

/** Another account, owned by the one who makes it. They go on working where they are. */
export async function createAccount(ctx: Ctx, input: { name: string }): Promise<AccountRow> {
  const person = personOf(ctx);
  const name = readName(input.name);
  return inTransaction(ctx, async (ctx) => {
    await lockUser(ctx, person.userId);
    if ((await countOwned(ctx, person.userId)) >= MOST_OWNED) {
      throw new InvalidInput("name", `One person owns at most ${MOST_OWNED} accounts.`);
    }
    return addAccount(ctx, name, person.userId);
  });
}

/** Within a transaction: an account, and its first owner. */
export async function addAccount(ctx: Ctx, name: string, ownerId: string): Promise<AccountRow> {
  const account: AccountRow = { id: ctx.newId("acc"), name, createdAt: ctx.now(), plan: "starter" };
  await insertAccount(ctx, account);
  await insertMember(ctx, {
    id: ctx.newId("mem"),
    accountId: account.id,
    userId: ownerId,
    role: "owner",
    joinedAt: ctx.now(),
    chosenAt: ctx.now(),
  });
  await record(ctx, {
    topic: "account.created",
    subject: account.id,
    accountId: account.id,
    payload: { name },
  });
  return account;
}

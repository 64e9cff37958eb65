import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { NotFound } from "../values/refusal.ts";
import { personOf } from "./asking.ts";
import { type AccountRow, findAccountOf } from "./store/accounts.ts";
import { takeInvitation } from "./store/invitations.ts";
import { insertMember } from "./store/members.ts";
import { readUser } from "./store/users.ts";

/**
 * Joins the account that invited this address. Only an address that was confirmed counts: anybody
 * can sign up with somebody else's.
 */
export async function acceptInvitation(ctx: Ctx, invitationId: string): Promise<AccountRow> {
  const person = personOf(ctx);
  return inTransaction(ctx, async (ctx) => {
    const user = await readUser(ctx, person.userId);
    const taken = user.emailVerified ? await takeInvitation(ctx, invitationId, user.email) : undefined;
    if (!taken) throw new NotFound("invitation", invitationId);
    const { accountId, role } = taken;
    const joined = await insertMember(ctx, {
      id: ctx.newId("mem"),
      accountId,
      userId: user.id,
      role,
      joinedAt: ctx.now(),
      chosenAt: ctx.now(),
    });
    if (joined) {
      await record(ctx, {
        topic: "member.joined",
        subject: user.id,
        accountId,
        payload: { name: user.name, role },
      });
    }
    const account = await findAccountOf(ctx, user.id, accountId);
    if (!account) throw new Error("an account just joined is gone");
    return account;
  });
}

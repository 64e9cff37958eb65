import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { may } from "../values/permission.ts";
import { NotAllowed, NotFound } from "../values/refusal.ts";
import { accountIdOf, personOf } from "./asking.ts";
import { openOwnAccount } from "./open-own-account.ts";
import { LastOwner } from "./refusals.ts";
import { revokeKeysOf } from "./revoke-keys-of.ts";
import { mayMove } from "./rules/team.ts";
import { lockOwnAccount } from "./store/accounts.ts";
import { deleteMember, findRole, lockMember, lockOwners, type MemberRow } from "./store/members.ts";
import { moveSignIns } from "./store/sign-ins.ts";

/** Leaves the account, or has somebody else leave it. */
export async function removeMember(ctx: Ctx, memberId: string): Promise<MemberRow> {
  const person = personOf(ctx);
  const accountId = accountIdOf(ctx);
  return inTransaction(ctx, async (ctx) => {
    // Before the members, as whoever makes a key does: none is made behind the back of this.
    await lockOwnAccount(ctx);
    const owners = await lockOwners(ctx);
    const member = await lockMember(ctx, memberId);
    if (!member) throw new NotFound("member", memberId);
    const byThemselves = member.user.id === person.userId;
    const ownRole = await findRole(ctx, person.userId);
    const mayRemove =
      ownRole !== undefined &&
      may({ ...person, role: ownRole }, "members.change") &&
      mayMove(ownRole, member.role, null);
    if (!byThemselves && !mayRemove) {
      throw new NotAllowed("members.change", `Your role does not let you remove ${member.user.name}.`);
    }
    if (member.role === "owner" && owners.length === 1) throw new LastOwner();
    // Wherever they are signed in to this account, they find themselves in another of theirs.
    await moveSignIns(ctx, member.user.id, accountId, await openOwnAccount(ctx, member.user.id, accountId));
    await deleteMember(ctx, memberId);
    await revokeKeysOf(ctx, member.user.id, null);
    await record(ctx, {
      topic: "member.left",
      subject: memberId,
      accountId,
      payload: { name: member.user.name, userId: member.user.id, byThemselves },
    });
    return member;
  });
}

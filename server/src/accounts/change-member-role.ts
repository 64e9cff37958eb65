import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import type { Role } from "../values/actor.ts";
import { NotAllowed, NotFound } from "../values/refusal.ts";
import { accountIdOf, personOf } from "./asking.ts";
import { LastOwner } from "./refusals.ts";
import { revokeKeysOf } from "./revoke-keys-of.ts";
import { mayMove } from "./rules/team.ts";
import { lockOwnAccount } from "./store/accounts.ts";
import { findRole, lockMember, lockOwners, type MemberRow, updateRole } from "./store/members.ts";

export async function changeMemberRole(
  ctx: Ctx,
  input: { memberId: string; role: Role },
): Promise<MemberRow> {
  const person = personOf(ctx);
  const { memberId, role } = input;
  return inTransaction(ctx, async (ctx) => {
    await lockOwnAccount(ctx);
    // Before the member's own row, and so in one order for everybody.
    const owners = await lockOwners(ctx);
    const member = await lockMember(ctx, memberId);
    if (!member) throw new NotFound("member", memberId);
    const ownRole = await findRole(ctx, person.userId);
    if (!ownRole || !mayMove(ownRole, member.role, role)) {
      throw new NotAllowed("members.change", "Only an owner can make somebody an owner or change one.");
    }
    if (member.role === role) return member;
    if (member.role === "owner" && owners.length === 1) throw new LastOwner();
    await updateRole(ctx, memberId, role);
    await revokeKeysOf(ctx, member.user.id, role);
    await record(ctx, {
      topic: "member.role-changed",
      subject: memberId,
      accountId: accountIdOf(ctx),
      payload: { name: member.user.name, from: member.role, to: role, userId: member.user.id },
    });
    return { ...member, role };
  });
}

import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { NotFound } from "../values/refusal.ts";
import { accountIdOf } from "./asking.ts";
import { type InvitationRow, markCancelled, readInvitation } from "./store/invitations.ts";

export async function cancelInvitation(ctx: Ctx, invitationId: string): Promise<InvitationRow> {
  return inTransaction(ctx, async (ctx) => {
    if (!(await markCancelled(ctx, invitationId))) throw new NotFound("invitation", invitationId);
    const invitation = await readInvitation(ctx, invitationId);
    await record(ctx, {
      topic: "invitation.cancelled",
      subject: invitation.id,
      accountId: accountIdOf(ctx),
      payload: { email: invitation.email },
    });
    return invitation;
  });
}

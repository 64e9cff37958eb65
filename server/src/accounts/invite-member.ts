import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import type { Role } from "../values/actor.ts";
import { InvalidInput, NotAllowed } from "../values/refusal.ts";
import { accountIdOf, personOf } from "./asking.ts";
import { queueMail } from "./queue-mail.ts";
import { AlreadyMember } from "./refusals.ts";
import { invitationLetter } from "./rules/letters.ts";
import { readEmail } from "./rules/names.ts";
import { mayMove } from "./rules/team.ts";
import { lockOwnAccount } from "./store/accounts.ts";
import {
  countInvitationsSince,
  findStanding,
  insertInvitation,
  type InvitationRow,
  readInvitation,
  renewInvitation,
} from "./store/invitations.ts";
import { findRole, isMember } from "./store/members.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const STANDS_FOR_DAYS = 7;
// An account is no machine for sending letters to strangers.
const MOST_A_DAY = 100;
const LETTER_AGAIN_AFTER_MS = 5 * 60 * 1000;

/** Invites an address. One that is invited already gets its role and its week anew. */
export async function inviteMember(ctx: Ctx, input: { email: string; role: Role }): Promise<InvitationRow> {
  const person = personOf(ctx);
  const email = readEmail(input.email);
  return inTransaction(ctx, async (ctx) => {
    const account = await lockOwnAccount(ctx);
    const ownRole = await findRole(ctx, person.userId);
    if (!ownRole || !mayMove(ownRole, null, input.role)) {
      throw new NotAllowed("members.invite", `Your role does not let you invite somebody as ${input.role}.`);
    }
    if (await isMember(ctx, email)) throw new AlreadyMember(email);
    const { invitation, mail } = await placeInvitation(ctx, email, input.role);
    if (mail) {
      const letter = invitationLetter({
        accountName: account.name,
        invitedBy: person.name,
        role: input.role,
        href: "/settings/profile",
        days: STANDS_FOR_DAYS,
      });
      await queueMail(ctx, { to: email, letter, usefulUntil: invitation.expiresAt });
    }
    await record(ctx, {
      topic: "member.invited",
      subject: invitation.id,
      accountId: accountIdOf(ctx),
      payload: { email, role: input.role },
    });
    return invitation;
  });
}

/** Says also whether a letter should go out: not to somebody who was sent one a moment ago. */
async function placeInvitation(
  ctx: Ctx,
  email: string,
  role: Role,
): Promise<{ invitation: InvitationRow; mail: boolean }> {
  const now = ctx.now();
  const expiresAt = new Date(now.getTime() + STANDS_FOR_DAYS * DAY_MS);
  const standing = await findStanding(ctx, email);
  if (standing) {
    const mail = now.getTime() - standing.mailedAt.getTime() >= LETTER_AGAIN_AFTER_MS;
    await renewInvitation(ctx, standing.id, { role, expiresAt, mailedAt: mail ? now : standing.mailedAt });
    return { invitation: await readInvitation(ctx, standing.id), mail };
  }
  if ((await countInvitationsSince(ctx, new Date(now.getTime() - DAY_MS))) >= MOST_A_DAY) {
    throw new InvalidInput("email", `An account sends at most ${MOST_A_DAY} invitations a day.`);
  }
  const id = ctx.newId("inv");
  await insertInvitation(ctx, { id, email, role, expiresAt });
  return { invitation: await readInvitation(ctx, id), mail: true };
}

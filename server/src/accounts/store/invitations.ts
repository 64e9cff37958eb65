import { and, count, desc, eq, gt, isNull } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import type { Role } from "../../values/actor.ts";
import { accountIdOf } from "../asking.ts";
import { accounts, invitations } from "./tables.ts";

export interface InvitationRow {
  id: string;
  email: string;
  role: Role;
  createdAt: Date;
  expiresAt: Date;
  accountId: string;
  accountName: string;
}

const columns = {
  id: invitations.id,
  email: invitations.email,
  role: invitations.role,
  createdAt: invitations.createdAt,
  expiresAt: invitations.expiresAt,
  accountId: invitations.accountId,
  accountName: accounts.name,
};

const MOST_INVITATIONS = 200;

const isOpen = (ctx: Ctx) =>
  and(isNull(invitations.acceptedAt), isNull(invitations.cancelledAt), gt(invitations.expiresAt, ctx.now()));

/** The account's own invitations that can still be accepted, the newest first. */
export async function listInvitations(ctx: Ctx): Promise<InvitationRow[]> {
  return ctx.db
    .select(columns)
    .from(invitations)
    .innerJoin(accounts, eq(accounts.id, invitations.accountId))
    .where(and(eq(invitations.accountId, accountIdOf(ctx)), isOpen(ctx)))
    .orderBy(desc(invitations.createdAt), desc(invitations.id))
    .limit(MOST_INVITATIONS);
}

/** What somebody was invited to, wherever they work at the moment. */
export async function listInvitationsTo(ctx: Ctx, email: string): Promise<InvitationRow[]> {
  return ctx.db
    .select(columns)
    .from(invitations)
    .innerJoin(accounts, eq(accounts.id, invitations.accountId))
    .where(and(eq(invitations.email, email), isOpen(ctx)))
    .orderBy(desc(invitations.createdAt), desc(invitations.id))
    .limit(MOST_INVITATIONS);
}

export async function countInvitationsSince(ctx: Ctx, since: Date): Promise<number> {
  const [row] = await ctx.db
    .select({ made: count() })
    .from(invitations)
    .where(and(eq(invitations.accountId, accountIdOf(ctx)), gt(invitations.createdAt, since)));
  return row?.made ?? 0;
}

/** The invitation that stands for an address, whether or not it has run out. */
export async function findStanding(
  ctx: Ctx,
  email: string,
): Promise<{ id: string; mailedAt: Date } | undefined> {
  const [row] = await ctx.db
    .select({ id: invitations.id, mailedAt: invitations.mailedAt })
    .from(invitations)
    .where(
      and(
        eq(invitations.accountId, accountIdOf(ctx)),
        eq(invitations.email, email),
        isNull(invitations.acceptedAt),
        isNull(invitations.cancelledAt),
      ),
    )
    .for("update");
  return row;
}

export async function insertInvitation(
  ctx: Ctx,
  invitation: { id: string; email: string; role: Role; expiresAt: Date },
): Promise<void> {
  const now = ctx.now();
  await ctx.db
    .insert(invitations)
    .values({ ...invitation, accountId: accountIdOf(ctx), createdAt: now, mailedAt: now });
}

export async function renewInvitation(
  ctx: Ctx,
  id: string,
  changes: { role: Role; expiresAt: Date; mailedAt: Date },
): Promise<void> {
  await ctx.db
    .update(invitations)
    .set(changes)
    .where(and(eq(invitations.accountId, accountIdOf(ctx)), eq(invitations.id, id)));
}

export async function readInvitation(ctx: Ctx, id: string): Promise<InvitationRow> {
  const [row] = await ctx.db
    .select(columns)
    .from(invitations)
    .innerJoin(accounts, eq(accounts.id, invitations.accountId))
    .where(and(eq(invitations.accountId, accountIdOf(ctx)), eq(invitations.id, id)));
  if (!row) throw new Error("an invitation just written is gone");
  return row;
}

/** False when there is none of this account's that is open. */
export async function markCancelled(ctx: Ctx, id: string): Promise<boolean> {
  const rows = await ctx.db
    .update(invitations)
    .set({ cancelledAt: ctx.now() })
    .where(
      and(
        eq(invitations.accountId, accountIdOf(ctx)),
        eq(invitations.id, id),
        isNull(invitations.acceptedAt),
        isNull(invitations.cancelledAt),
      ),
    )
    .returning({ id: invitations.id });
  return rows.length > 0;
}

/** Takes an open invitation to this address, once: whoever comes second finds nothing to take. */
export async function takeInvitation(
  ctx: Ctx,
  id: string,
  email: string,
): Promise<{ accountId: string; role: Role } | undefined> {
  const [row] = await ctx.db
    .update(invitations)
    .set({ acceptedAt: ctx.now() })
    .where(and(eq(invitations.id, id), eq(invitations.email, email), isOpen(ctx)))
    .returning({ accountId: invitations.accountId, role: invitations.role });
  return row;
}

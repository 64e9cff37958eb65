import { and, asc, count, desc, eq, inArray, ne } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import type { Role } from "../../values/actor.ts";
import { accountIdOf } from "../asking.ts";
import { members, users } from "./tables.ts";

export interface MemberRow {
  id: string;
  role: Role;
  joinedAt: Date;
  user: { id: string; name: string; email: string };
}

const columns = {
  id: members.id,
  role: members.role,
  joinedAt: members.joinedAt,
  user: { id: users.id, name: users.name, email: users.email },
};

const MOST_MEMBERS = 1_000;

export async function listMembers(ctx: Ctx): Promise<MemberRow[]> {
  return ctx.db
    .select(columns)
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(eq(members.accountId, accountIdOf(ctx)))
    .orderBy(asc(members.joinedAt), asc(members.id))
    .limit(MOST_MEMBERS);
}

const MOST_LEADS = 20;

/** Whose address is known to be theirs. */
export interface MailedMember {
  userId: string;
  name: string;
  email: string;
}

/** Those who answer for the account and whose address was confirmed, the oldest memberships first. */
export async function listLeads({ db }: Ctx, accountId: string): Promise<MailedMember[]> {
  return db
    .select({ userId: users.id, name: users.name, email: users.email })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(
      and(
        eq(members.accountId, accountId),
        inArray(members.role, ["owner", "admin"]),
        eq(users.emailVerified, true),
      ),
    )
    .orderBy(asc(members.joinedAt), asc(members.id))
    .limit(MOST_LEADS);
}

/** Of these, the account's members that have confirmed their address. */
export async function listConfirmed(
  { db }: Ctx,
  accountId: string,
  userIds: readonly string[],
): Promise<MailedMember[]> {
  if (userIds.length === 0) return [];
  return db
    .select({ userId: users.id, name: users.name, email: users.email })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(
      and(eq(members.accountId, accountId), inArray(users.id, [...userIds]), eq(users.emailVerified, true)),
    );
}

/** Of each of these accounts the addresses of those who answer for it, as they get its letters. */
export async function listLeadsOf(
  ctx: Ctx,
  accountIds: readonly string[],
): Promise<Map<string, Set<string>>> {
  const of = new Map<string, Set<string>>();
  for (const id of new Set(accountIds))
    of.set(id, new Set((await listLeads(ctx, id)).map(({ email }) => email.toLowerCase())));
  return of;
}

/** The accounts whose owners have one of these addresses, and have confirmed it. */
export async function listAccountsOwnedBy({ db }: Ctx, addresses: ReadonlySet<string>): Promise<string[]> {
  if (addresses.size === 0) return [];
  const rows = await db
    .selectDistinct({ id: members.accountId })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(
      and(inArray(users.email, [...addresses]), eq(users.emailVerified, true), eq(members.role, "owner")),
    )
    .orderBy(members.accountId);
  return rows.map(({ id }) => id);
}

/** Whether a member of the account has confirmed that this address is theirs. */
export async function isConfirmedAddress({ db }: Ctx, accountId: string, email: string): Promise<boolean> {
  const rows = await db
    .select({ id: members.id })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.accountId, accountId), eq(users.email, email), eq(users.emailVerified, true)));
  return rows.length > 0;
}

/** The member's row is held until the transaction ends. */
export async function lockMember(ctx: Ctx, memberId: string): Promise<MemberRow | undefined> {
  const [row] = await ctx.db
    .select(columns)
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.accountId, accountIdOf(ctx)), eq(members.id, memberId)))
    .for("update", { of: members });
  return row;
}

/** The role at this moment: what the one who asks came in with may be seconds old. */
export async function findRole(ctx: Ctx, userId: string): Promise<Role | undefined> {
  const [row] = await ctx.db
    .select({ role: members.role })
    .from(members)
    .where(and(eq(members.accountId, accountIdOf(ctx)), eq(members.userId, userId)));
  return row?.role;
}

/**
 * The owners' rows are held until the transaction ends. Of two owners who leave at once the second
 * waits here, and then finds itself the only one.
 */
export async function lockOwners(ctx: Ctx): Promise<string[]> {
  const rows = await ctx.db
    .select({ id: members.id })
    .from(members)
    .where(and(eq(members.accountId, accountIdOf(ctx)), eq(members.role, "owner")))
    .orderBy(asc(members.id))
    .for("update");
  return rows.map(({ id }) => id);
}

export async function isMember(ctx: Ctx, email: string): Promise<boolean> {
  const rows = await ctx.db
    .select({ id: members.id })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.accountId, accountIdOf(ctx)), eq(users.email, email)));
  return rows.length > 0;
}

/** False when the person belongs to the account already. */
export async function insertMember(ctx: Ctx, member: typeof members.$inferInsert): Promise<boolean> {
  const rows = await ctx.db
    .insert(members)
    .values(member)
    .onConflictDoNothing()
    .returning({ id: members.id });
  return rows.length > 0;
}

export async function updateRole(ctx: Ctx, memberId: string, role: Role): Promise<void> {
  await ctx.db
    .update(members)
    .set({ role })
    .where(and(eq(members.accountId, accountIdOf(ctx)), eq(members.id, memberId)));
}

export async function deleteMember(ctx: Ctx, memberId: string): Promise<void> {
  await ctx.db.delete(members).where(and(eq(members.accountId, accountIdOf(ctx)), eq(members.id, memberId)));
}

/** Where a person worked last, of all their accounts or of the others. */
export async function findChosenAccountId(
  ctx: Ctx,
  userId: string,
  except?: string,
): Promise<string | undefined> {
  const [row] = await ctx.db
    .select({ accountId: members.accountId })
    .from(members)
    .where(and(eq(members.userId, userId), except === undefined ? undefined : ne(members.accountId, except)))
    .orderBy(desc(members.chosenAt), desc(members.id))
    .limit(1);
  return row?.accountId;
}

export async function updateChosen(ctx: Ctx, userId: string, accountId: string): Promise<void> {
  await ctx.db
    .update(members)
    .set({ chosenAt: ctx.now() })
    .where(and(eq(members.userId, userId), eq(members.accountId, accountId)));
}

export async function countOwned(ctx: Ctx, userId: string): Promise<number> {
  const [row] = await ctx.db
    .select({ owned: count() })
    .from(members)
    .where(and(eq(members.userId, userId), eq(members.role, "owner")));
  return row?.owned ?? 0;
}

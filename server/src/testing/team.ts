import { addAccount } from "../accounts/create-account.ts";
import { hashOf } from "../accounts/key-secret.ts";
import { members, signIns, users } from "../accounts/store/tables.ts";
import type { Person, Role } from "../values/actor.ts";
import type { World } from "./world.ts";

const MONTH_MS = 30 * 24 * 60 * 60 * 1000;

/** Somebody with an account of their own, signed in to it. */
export async function addPerson(
  world: World,
  name: string,
  options: { verified?: boolean } = {},
): Promise<Person> {
  const ctx = world.ctx();
  const userId = ctx.newId("usr");
  await ctx.db.insert(users).values({
    id: userId,
    name,
    email: `${name.toLowerCase()}@example.com`,
    emailVerified: options.verified ?? true,
    createdAt: ctx.now(),
    updatedAt: ctx.now(),
  });
  const account = await addAccount(ctx, `${name}'s team`, userId);
  return signIn(world, { userId, name, accountId: account.id, role: "owner" });
}

/** Somebody new who belongs to another's account, and is signed in to that. */
export async function addMember(world: World, owner: Person, name: string, role: Role): Promise<Person> {
  const person = await addPerson(world, name);
  const ctx = world.ctx();
  await ctx.db.insert(members).values({
    id: ctx.newId("mem"),
    accountId: owner.accountId,
    userId: person.userId,
    role,
    joinedAt: ctx.now(),
    chosenAt: ctx.now(),
  });
  return signIn(world, { userId: person.userId, name, accountId: owner.accountId, role });
}

/** Another place where a person is signed in. The sign-in's token is its id. */
export async function signIn(
  world: World,
  who: { userId: string; name: string; accountId: string; role: Role },
): Promise<Person> {
  const ctx = world.ctx();
  const signInId = ctx.newId("sgn");
  const expiresAt = new Date(ctx.now().getTime() + MONTH_MS);
  await ctx.db.insert(signIns).values({
    id: signInId,
    userId: who.userId,
    activeAccountId: who.accountId,
    token: hashOf(signInId),
    createdAt: ctx.now(),
    updatedAt: ctx.now(),
    lastSeenAt: ctx.now(),
    expiresAt,
  });
  const email = `${who.name.toLowerCase()}@example.com`;
  return { kind: "person", ...who, signInId, email, runsBerth: false, expiresAt };
}

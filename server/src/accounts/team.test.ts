import { afterAll, beforeAll, expect, test } from "vitest";
import { addMember, addPerson } from "../testing/team.ts";
import { makeWorld, type World } from "../testing/world.ts";
import { type Person, type Role, roles } from "../values/actor.ts";
import { InvalidInput, NotAllowed, NotFound } from "../values/refusal.ts";
import { acceptInvitation } from "./accept-invitation.ts";
import { cancelInvitation } from "./cancel-invitation.ts";
import { changeMemberRole } from "./change-member-role.ts";
import { createAccount } from "./create-account.ts";
import { inviteMember } from "./invite-member.ts";
import { AlreadyMember, LastOwner } from "./refusals.ts";
import { removeMember } from "./remove-member.ts";
import { renameAccount } from "./rename-account.ts";
import { revokeSignIn } from "./revoke-sign-in.ts";
import { listInvitations, listInvitationsTo } from "./store/invitations.ts";
import { listAccountsOf, readOwnAccount } from "./store/accounts.ts";
import { listMembers } from "./store/members.ts";
import { listSignIns } from "./store/sign-ins.ts";
import { switchAccount } from "./switch-account.ts";

let world: World;
let people = 0;

beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

const somebody = (options?: { verified?: boolean }) => addPerson(world, `P${++people}`, options);
const memberOf = (owner: Person, role: Role) => addMember(world, owner, `P${++people}`, role);

async function memberIdOf(person: Person): Promise<string> {
  const rows = await listMembers(world.ctx(person));
  return rows.find(({ user }) => user.id === person.userId)?.id ?? "not a member";
}

async function rolesIn(person: Person): Promise<Record<string, Role>> {
  const rows = await listMembers(world.ctx(person));
  return Object.fromEntries(rows.map(({ user, role }) => [user.name, role]));
}

interface Told {
  topic: string;
  actor_name: string;
  payload: Record<string, unknown>;
}

function told(accountId: string): Promise<Told[]> {
  return world.database.sql<Told[]>`
    select topic, actor_name, payload from events where account_id = ${accountId} order by xid, id`;
}

test("a new account is its maker's, who goes on working where they are", async () => {
  const ada = await somebody();
  const account = await createAccount(world.ctx(ada), { name: "  Ada \n Labs " });
  expect(account.name).toBe("Ada Labs");
  expect(await rolesIn({ ...ada, accountId: account.id })).toEqual({ [ada.name]: "owner" });
  expect((await listAccountsOf(world.ctx(ada), ada.userId)).map(({ id }) => id)).toEqual([
    ada.accountId,
    account.id,
  ]);
  expect(await told(account.id)).toMatchObject([
    { topic: "account.created", actor_name: ada.name, payload: { name: "Ada Labs" } },
  ]);
});

test("one person owns twenty accounts at most, however many are asked for at once", async () => {
  const ada = await somebody();
  const asked = Array.from({ length: 24 }, (_, at) => createAccount(world.ctx(ada), { name: `No. ${at}` }));
  const made = (await Promise.allSettled(asked)).filter(({ status }) => status === "fulfilled");
  expect(made).toHaveLength(19);
});

test("a new name is told with the old one, and the same name is no event", async () => {
  const ada = await somebody();
  await renameAccount(world.ctx(ada), { name: "Engines" });
  await renameAccount(world.ctx(ada), { name: "Engines" });
  expect((await readOwnAccount(world.ctx(ada))).name).toBe("Engines");
  const renamed = (await told(ada.accountId)).filter(({ topic }) => topic === "account.renamed");
  expect(renamed.map(({ payload }) => payload)).toEqual([{ from: `${ada.name}'s team`, to: "Engines" }]);
  await expect(renameAccount(world.ctx(ada), { name: " \u202e\t" })).rejects.toThrow(InvalidInput);
});

test("an invitation is accepted once, by the person with that address, though two try at once", async () => {
  const ada = await somebody();
  const bo = await somebody();
  const invitation = await inviteMember(world.ctx(ada), { email: bo.email.toUpperCase(), role: "operator" });
  const tries = await Promise.allSettled(
    [bo, bo, bo].map((person) => acceptInvitation(world.ctx(person), invitation.id)),
  );
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(tries.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []))).toEqual([
    expect.any(NotFound),
    expect.any(NotFound),
  ]);
  expect(await rolesIn(ada)).toEqual({ [ada.name]: "owner", [bo.name]: "operator" });
  const joined = (await told(ada.accountId)).filter(({ topic }) => topic === "member.joined");
  expect(joined).toMatchObject([{ actor_name: bo.name, payload: { role: "operator" } }]);
});

test("an invitation is nobody else's, and no proof of an address that was never confirmed", async () => {
  const ada = await somebody();
  const eve = await somebody();
  const unconfirmed = await somebody({ verified: false });
  const invitation = await inviteMember(world.ctx(ada), { email: unconfirmed.email, role: "member" });
  await expect(acceptInvitation(world.ctx(eve), invitation.id)).rejects.toThrow(NotFound);
  await expect(acceptInvitation(world.ctx(unconfirmed), invitation.id)).rejects.toThrow(NotFound);
  expect(Object.keys(await rolesIn(ada))).toEqual([ada.name]);
});

test("an invitation that was cancelled or has run out cannot be accepted", async () => {
  const ada = await somebody();
  const [bo, cy] = [await somebody(), await somebody()];
  const toBo = await inviteMember(world.ctx(ada), { email: bo.email, role: "member" });
  await cancelInvitation(world.ctx(ada), toBo.id);
  await expect(acceptInvitation(world.ctx(bo), toBo.id)).rejects.toThrow(NotFound);
  await expect(cancelInvitation(world.ctx(ada), toBo.id)).rejects.toThrow(NotFound);

  const toCy = await inviteMember(world.ctx(ada), { email: cy.email, role: "member" });
  await world.clock.advance(7 * 24 * 60 * 60 * 1000);
  await expect(acceptInvitation(world.ctx(cy), toCy.id)).rejects.toThrow(NotFound);
  expect(await listInvitations(world.ctx(ada))).toEqual([]);
});

test("inviting somebody again gives the invitation its role and week anew, and one letter", async () => {
  const ada = await somebody();
  const email = `p${++people}@example.com`;
  const first = await inviteMember(world.ctx(ada), { email, role: "viewer" });
  await world.clock.advance(60_000);
  const again = await inviteMember(world.ctx(ada), { email, role: "admin" });
  expect(again).toMatchObject({ id: first.id, role: "admin" });
  expect(again.expiresAt.getTime() - first.expiresAt.getTime()).toBe(60_000);
  expect(await world.database.sql`select id from mails where recipient = ${email}`).toHaveLength(1);
  await world.clock.advance(10 * 60_000);
  await inviteMember(world.ctx(ada), { email, role: "admin" });
  expect(await world.database.sql`select id from mails where recipient = ${email}`).toHaveLength(2);
});

test("who belongs to the account already is not invited to it", async () => {
  const ada = await somebody();
  const bo = await memberOf(ada, "viewer");
  await expect(inviteMember(world.ctx(ada), { email: bo.email, role: "admin" })).rejects.toThrow(
    AlreadyMember,
  );
});

test("an account sends a hundred invitations a day, also when it cancels them again", async () => {
  const ada = await somebody();
  for (let at = 0; at < 100; at++) {
    const { id } = await inviteMember(world.ctx(ada), { email: `day${at}@example.com`, role: "viewer" });
    if (at % 2) await cancelInvitation(world.ctx(ada), id);
  }
  const more = inviteMember(world.ctx(ada), { email: "day100@example.com", role: "viewer" });
  await expect(more).rejects.toThrow(InvalidInput);
});

test("T48: an admin runs the team, but makes, changes and removes no owner", async () => {
  const ada = await somebody();
  const admin = await memberOf(ada, "admin");
  const viewer = await memberOf(ada, "viewer");
  const as = world.ctx(admin);
  await expect(inviteMember(as, { email: "x@example.com", role: "owner" })).rejects.toThrow(NotAllowed);
  await expect(changeMemberRole(as, { memberId: await memberIdOf(admin), role: "owner" })).rejects.toThrow(
    NotAllowed,
  );
  await expect(changeMemberRole(as, { memberId: await memberIdOf(ada), role: "viewer" })).rejects.toThrow(
    NotAllowed,
  );
  await expect(removeMember(as, await memberIdOf(ada))).rejects.toThrow(NotAllowed);
  await changeMemberRole(as, { memberId: await memberIdOf(viewer), role: "admin" });
  await removeMember(as, await memberIdOf(viewer));
  expect(await rolesIn(ada)).toEqual({ [ada.name]: "owner", [admin.name]: "admin" });
});

test("T48: whoever may not change members may leave, and remove nobody else", async () => {
  const ada = await somebody();
  const other = await memberOf(ada, "viewer");
  for (const role of roles.filter((one) => one !== "owner" && one !== "admin")) {
    const person = await memberOf(ada, role);
    await expect(removeMember(world.ctx(person), await memberIdOf(other)), role).rejects.toThrow(NotAllowed);
    await removeMember(world.ctx(person), await memberIdOf(person));
  }
  expect(await rolesIn(ada)).toEqual({ [ada.name]: "owner", [other.name]: "viewer" });
});

test("T48: what counts is the role of this moment, not the one that a request came in with", async () => {
  const ada = await somebody();
  const admin = await memberOf(ada, "admin");
  await changeMemberRole(world.ctx(ada), { memberId: await memberIdOf(admin), role: "viewer" });
  const stillThinksAdmin = world.ctx(admin);
  await expect(inviteMember(stillThinksAdmin, { email: "y@example.com", role: "viewer" })).rejects.toThrow(
    NotAllowed,
  );
  await expect(
    changeMemberRole(stillThinksAdmin, { memberId: await memberIdOf(admin), role: "admin" }),
  ).rejects.toThrow(NotAllowed);
});

test("T48: the last owner neither leaves nor becomes less", async () => {
  const ada = await somebody();
  const memberId = await memberIdOf(ada);
  await expect(removeMember(world.ctx(ada), memberId)).rejects.toThrow(LastOwner);
  await expect(changeMemberRole(world.ctx(ada), { memberId, role: "admin" })).rejects.toThrow(LastOwner);
});

test("of two owners who leave at once, one stays", async () => {
  for (let round = 0; round < 5; round++) {
    const ada = await somebody();
    const bo = await memberOf(ada, "owner");
    const ids = [await memberIdOf(ada), await memberIdOf(bo)];
    const results = await Promise.allSettled([
      removeMember(world.ctx(ada), ids[0] ?? ""),
      changeMemberRole(world.ctx(bo), { memberId: ids[1] ?? "", role: "member" }),
    ]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const [{ owners } = { owners: 0 }] = await world.database.sql<{ owners: number }[]>`
      select count(*)::int as owners from members where account_id = ${ada.accountId} and role = 'owner'`;
    expect(owners).toBe(1);
  }
});

test("who is removed finds themselves in another account of theirs, wherever they are signed in", async () => {
  const ada = await somebody();
  const bo = await memberOf(ada, "member");
  await removeMember(world.ctx(ada), await memberIdOf(bo));
  const [row] = await world.database.sql`select active_account_id from sign_ins where id = ${bo.signInId}`;
  const [own] = await listAccountsOf(world.ctx(), bo.userId);
  expect(row?.["active_account_id"]).toBe(own?.id);
  expect(own?.id).not.toBe(ada.accountId);
  expect((await told(ada.accountId)).at(-1)).toMatchObject({
    topic: "member.left",
    actor_name: ada.name,
    payload: { userId: bo.userId, byThemselves: false },
  });
});

test("who leaves the only account they have gets one of their own", async () => {
  const ada = await somebody();
  const bo = await memberOf(ada, "owner");
  await removeMember(world.ctx(ada), await memberIdOf(ada));
  const accounts = await listAccountsOf(world.ctx(), ada.userId);
  expect(accounts).toHaveLength(1);
  expect(accounts[0]?.id).not.toBe(bo.accountId);
});

test("switching moves this sign-in and no other, and the next one begins there", async () => {
  const ada = await somebody();
  const bo = await memberOf(ada, "member");
  const [, own] = [ada, (await listAccountsOf(world.ctx(), bo.userId))[0]];
  await world.clock.advance(1_000);
  const account = await switchAccount(world.ctx(bo), own?.id ?? "");
  expect(account.id).toBe(own?.id);
  const rows = await world.database.sql<{ id: string; active_account_id: string }[]>`
    select id, active_account_id from sign_ins where user_id = ${bo.userId}`;
  expect(rows.find(({ id }) => id === bo.signInId)?.active_account_id).toBe(own?.id);
  expect((await told(ada.accountId)).at(-1)).toMatchObject({ topic: "sign-in.switched" });
});

test("ids of another account are not found, and nothing of it changes", async () => {
  const ada = await somebody();
  const viewer = await memberOf(ada, "viewer");
  const eve = await somebody();
  const invitation = await inviteMember(world.ctx(ada), { email: "z@example.com", role: "member" });
  const before = await told(ada.accountId);
  const as = world.ctx(eve);
  const foreign: (() => Promise<unknown>)[] = [
    () => switchAccount(as, ada.accountId),
    () => cancelInvitation(as, invitation.id),
    async () => changeMemberRole(as, { memberId: await memberIdOf(viewer), role: "owner" }),
    async () => removeMember(as, await memberIdOf(viewer)),
    () => revokeSignIn(as, ada.signInId),
  ];
  for (const attempt of foreign) await expect(attempt()).rejects.toThrow(NotFound);
  expect(await told(ada.accountId)).toEqual(before);
  expect(await listInvitations(world.ctx(ada))).toHaveLength(1);
  expect(await listInvitationsTo(as, eve.email)).toEqual([]);
});

test("signing somebody in and out is told in the account they were working in", async () => {
  const ada = await somebody();
  const bo = await memberOf(ada, "member");
  expect(await listSignIns(world.ctx(bo), bo.userId)).toHaveLength(2);
  await revokeSignIn(world.ctx(bo), bo.signInId);
  const events = (await told(ada.accountId)).filter(({ topic }) => topic.startsWith("sign-in"));
  expect(events.slice(-2)).toMatchObject([
    { topic: "sign-in.created", actor_name: bo.name, payload: { userId: bo.userId } },
    { topic: "sign-in.ended", actor_name: bo.name, payload: { userId: bo.userId } },
  ]);
  await expect(revokeSignIn(world.ctx(bo), bo.signInId)).rejects.toThrow(NotFound);
});

test("a refusal leaves nothing behind: no event, no letter", async () => {
  const ada = await somebody();
  const viewer = await memberOf(ada, "viewer");
  const before = await told(ada.accountId);
  await expect(inviteMember(world.ctx(viewer), { email: "q@example.com", role: "viewer" })).rejects.toThrow(
    NotAllowed,
  );
  expect(await told(ada.accountId)).toEqual(before);
  expect(await world.database.sql`select id from mails where recipient = 'q@example.com'`).toEqual([]);
});

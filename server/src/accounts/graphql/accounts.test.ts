import { afterAll, beforeAll, expect, test } from "vitest";
import { buildSchemaOf } from "../../graphql/build.ts";
import { Frames, startTestApi, type TestApi } from "../../testing/api.ts";
import { untilTold } from "../../testing/horizon.ts";
import { addMember, addPerson } from "../../testing/team.ts";
import { makeWorld, type World } from "../../testing/world.ts";
import { type Actor, type Key, type Person, type Role, roles } from "../../values/actor.ts";
import { renameAccount } from "../rename-account.ts";
import { accountResolvers } from "./index.ts";

let world: World;
let api: TestApi;
let people = 0;

beforeAll(async () => {
  world = await makeWorld({ pool: 8 });
  api = await startTestApi(world, buildSchemaOf(accountResolvers), []);
});
afterAll(async () => {
  await api.stop();
  await world.close();
});

function known<T extends Person | Key>(actor: T): T {
  api.actors.set(actor.name, actor);
  return actor;
}

const somebody = async () => known(await addPerson(world, `G${++people}`));
const memberOf = async (owner: Person, role: Role) =>
  known(await addMember(world, owner, `G${++people}`, role));
const keyOf = (owner: Person, ...scopes: Key["scopes"]) =>
  known({
    kind: "key",
    keyId: `key_${++people}`,
    accountId: owner.accountId,
    name: `Key${people}`,
    scopes,
    spendCeilingPerDay: null,
    consumers: null,
    expiresAt: null,
  });

const ask = (actor: Person | Key | null, query: string, variables = {}) =>
  api.ask(actor?.name ?? null, query, variables);

async function codeOf(actor: Person | Key | null, query: string): Promise<string> {
  const { body } = await ask(actor, query);
  const code = body.errors?.[0]?.extensions["code"];
  return typeof code === "string" ? code : "allowed";
}

const none = "none_00000000000000000000000000";

const mutations = {
  createAccount: `mutation { createAccount(input: { name: "" }) { __typename } }`,
  renameAccount: `mutation { renameAccount(input: { name: "" }) { __typename } }`,
  switchAccount: `mutation { switchAccount(accountId: "${none}") { __typename } }`,
  inviteMember: `mutation { inviteMember(input: { email: "", role: VIEWER }) { __typename } }`,
  cancelInvitation: `mutation { cancelInvitation(invitationId: "${none}") { __typename } }`,
  acceptInvitation: `mutation { acceptInvitation(invitationId: "${none}") { __typename } }`,
  changeMemberRole: `mutation { changeMemberRole(input: { memberId: "${none}", role: VIEWER }) { __typename } }`,
  removeMember: `mutation { removeMember(memberId: "${none}") { __typename } }`,
  createApiKey: `mutation { createApiKey(input: { name: "", scopes: ["read"] }) { __typename } }`,
  rotateApiKey: `mutation { rotateApiKey(apiKeyId: "${none}", oldValidUntil: "2026-11-21T18:00:00Z") { __typename } }`,
  revokeApiKey: `mutation { revokeApiKey(apiKeyId: "${none}") { __typename } }`,
  setProviderKey: `mutation { setProviderKey(input: { providerId: "${none}", key: "a key" }) { __typename } }`,
  removeProviderKey: `mutation { removeProviderKey(providerId: "${none}") { __typename } }`,
  revokeSignIn: `mutation { revokeSignIn(signInId: "${none}") { __typename } }`,
  changePlan: `mutation { changePlan(accountId: "${none}", plan: TEAM) { __typename } }`,
} as const;

type Mutation = keyof typeof mutations;

const everybody: Mutation[] = [
  "createAccount",
  "switchAccount",
  "acceptInvitation",
  "removeMember",
  "revokeSignIn",
];
const workers: Mutation[] = [...everybody, "createApiKey", "rotateApiKey", "revokeApiKey"];
const all = Object.keys(mutations) as Mutation[];
/** What an account may do at all is not its own to say. */
const leads = all.filter((name) => name !== "changePlan");

test("T48: who may do what, by role and by scope", async () => {
  const owner = await somebody();
  const may: [Person | Key | null, readonly Mutation[]][] = [
    [owner, leads],
    [await memberOf(owner, "admin"), leads],
    [await memberOf(owner, "operator"), workers],
    [await memberOf(owner, "member"), workers],
    [await memberOf(owner, "viewer"), everybody],
    [keyOf(owner, "read"), []],
    [keyOf(owner, "read", "accounts:write"), ["renameAccount"]],
    [null, []],
  ];
  expect(may.map(([actor]) => actor).filter((actor) => actor?.kind === "person")).toHaveLength(roles.length);
  for (const [actor, allowed] of may) {
    for (const [name, query] of Object.entries(mutations)) {
      const refused = actor ? "FORBIDDEN" : "UNAUTHENTICATED";
      const expected = (allowed as string[]).includes(name) ? "allowed" : refused;
      expect(await codeOf(actor, query), `${label(actor)} ${name}`).toBe(expected);
    }
  }
});

test("every mutation of accounts is in the table above", () => {
  const there = Object.keys(buildSchemaOf(accountResolvers).getMutationType()?.getFields() ?? {});
  expect(new Set(all)).toEqual(new Set(there));
});

function label(actor: Actor | null): string {
  if (actor?.kind === "person") return actor.role;
  return actor?.kind === "key" ? `a key for ${actor.scopes.join(" and ")}` : "nobody";
}

test("a viewer is told who they are, where, and what they may do there", async () => {
  const ada = await somebody();
  const bo = await memberOf(ada, "viewer");
  const { body } = await ask(
    bo,
    `{ viewer { user { id name email } role actions accounts { id name } signIns { id current } invitations { id } }
       account { id name members { role user { name } } } }`,
  );
  expect(body.errors).toBeUndefined();
  expect(body.data).toMatchObject({
    viewer: {
      user: { id: bo.userId, name: bo.name, email: bo.email },
      role: "VIEWER",
      accounts: [{ name: `${bo.name}'s team` }, { id: ada.accountId }],
      signIns: expect.arrayContaining([{ id: bo.signInId, current: true }]) as unknown,
      invitations: [],
    },
    account: {
      id: ada.accountId,
      members: [
        { role: "OWNER", user: { name: ada.name } },
        { role: "VIEWER", user: { name: bo.name } },
      ],
    },
  });
  expect((body.data as unknown as { viewer: { actions: string[] } }).viewer.actions).not.toContain(
    "apiKeys.read",
  );
});

test("a key is told where it works, and nothing of any person", async () => {
  const ada = await somebody();
  const query = `{ viewer { user { name } role actions accounts { id } signIns { id } invitations { id } } account { id } }`;
  const { body } = await ask(keyOf(ada, "read"), query);
  expect(body.data).toMatchObject({
    viewer: { user: null, role: null, accounts: [{ id: ada.accountId }], signIns: [], invitations: [] },
    account: { id: ada.accountId },
  });
});

test("T2: what is in an account is shown to those in it, by their role there", async () => {
  const ada = await somebody();
  const viewer = await memberOf(ada, "viewer");
  const member = await memberOf(ada, "member");
  const lists = { members: "members { id }", invitations: "invitations { id }", apiKeys: "apiKeys { id }" };
  const codes = async (actor: Person | Key) => ({
    members: await codeOf(actor, `{ account { ${lists.members} } }`),
    invitations: await codeOf(actor, `{ account { ${lists.invitations} } }`),
    apiKeys: await codeOf(actor, `{ account { ${lists.apiKeys} } }`),
  });
  expect(await codes(ada)).toEqual({ members: "allowed", invitations: "allowed", apiKeys: "allowed" });
  expect(await codes(member)).toEqual({ members: "allowed", invitations: "FORBIDDEN", apiKeys: "allowed" });
  expect(await codes(viewer)).toEqual({ members: "allowed", invitations: "FORBIDDEN", apiKeys: "FORBIDDEN" });
  expect(await codes(keyOf(ada, "read"))).toEqual({
    members: "allowed",
    invitations: "FORBIDDEN",
    apiKeys: "FORBIDDEN",
  });
  // The viewer is owner of an account of their own, and works in this one.
  for (const list of Object.values(lists)) {
    expect(await codeOf(viewer, `{ viewer { accounts { ${list} } } }`), list).toBe("FORBIDDEN");
  }
});

test("an invitation is sent, seen, accepted, and the account can be worked in", async () => {
  const ada = await somebody();
  const bo = await somebody();
  const invite = `mutation Invite($email: String!) { inviteMember(input: { email: $email, role: MEMBER }) {
    __typename ... on Invitation { id email role accountName } ... on Refusal { message } } }`;
  const invited = await ask(ada, invite, { email: bo.email });
  expect(invited.body.data).toMatchObject({
    inviteMember: {
      __typename: "Invitation",
      email: bo.email,
      role: "MEMBER",
      accountName: `${ada.name}'s team`,
    },
  });
  const seen = await ask(bo, `{ viewer { invitations { id accountName } } }`);
  const { id } = (invited.body.data as unknown as { inviteMember: { id: string } }).inviteMember;
  expect(seen.body.data).toEqual({ viewer: { invitations: [{ id, accountName: `${ada.name}'s team` }] } });
  const accepted = await ask(
    bo,
    `mutation { acceptInvitation(invitationId: "${id}") { ... on Account { id name } } }`,
  );
  expect(accepted.body.data).toMatchObject({ acceptInvitation: { id: ada.accountId } });
  expect((await ask(ada, invite, { email: bo.email })).body.data).toMatchObject({
    inviteMember: { __typename: "AlreadyMember", message: `${bo.email} already belongs to this account.` },
  });
  const switched = await ask(
    bo,
    `mutation { switchAccount(accountId: "${ada.accountId}") { ... on Account { name } } }`,
  );
  expect(switched.body.data).toEqual({ switchAccount: { name: `${ada.name}'s team` } });
});

test("a refusal is an answer with its facts, and not an error", async () => {
  const ada = await somebody();
  const member = await memberOf(ada, "member");
  const { body } = await ask(ada, `{ account { members { id user { id } } } }`);
  const { members } = (
    body.data as unknown as { account: { members: { id: string; user: { id: string } }[] } }
  ).account;
  const own = members.find(({ user }) => user.id === ada.userId)?.id;
  const refusals: [Person, string, string, object][] = [
    [ada, `removeMember(memberId: "${own}")`, "... on LastOwner { message }", { __typename: "LastOwner" }],
    [
      ada,
      `removeMember(memberId: "${none}")`,
      "... on NotFound { id message }",
      { __typename: "NotFound", id: none },
    ],
    [
      member,
      `removeMember(memberId: "${own}")`,
      "... on NotAllowed { action message }",
      { __typename: "NotAllowed", action: "members.change" },
    ],
    [
      ada,
      `renameAccount(input: { name: " " })`,
      "... on InvalidInput { field message }",
      { __typename: "InvalidInput", field: "name" },
    ],
    [
      ada,
      `inviteMember(input: { email: "ada@", role: VIEWER })`,
      "... on Refusal { message } ... on InvalidInput { field }",
      { __typename: "InvalidInput", field: "email" },
    ],
    [
      member,
      `createApiKey(input: { name: "x", scopes: ["accounts:write"] })`,
      "... on Refusal { message } ... on NotAllowed { action }",
      { __typename: "NotAllowed", action: "apiKeys.create" },
    ],
  ];
  for (const [actor, mutation, facts, answer] of refusals) {
    const { body } = await ask(actor, `mutation { result: ${mutation} { __typename ${facts} } }`);
    expect(body.errors, mutation).toBeUndefined();
    expect(body.data, mutation).toMatchObject({
      result: { ...answer, message: expect.any(String) as unknown },
    });
  }
});

test("a key's secret is answered once, where it is made", async () => {
  const ada = await somebody();
  const made = await ask(
    ada,
    `mutation { createApiKey(input: { name: "ci", scopes: ["read"], spendCeilingPerDay: "2.5", expiresInDays: 7 }) {
      ... on ApiKeyCreated { secret apiKey { id hint scopes spendCeilingPerDay createdBy { name } revokedAt } } } }`,
  );
  const { secret, apiKey } = (
    made.body.data as unknown as { createApiKey: { secret: string; apiKey: { id: string } } }
  ).createApiKey;
  expect(apiKey).toMatchObject({
    hint: secret.slice(0, 12),
    scopes: ["read"],
    spendCeilingPerDay: "2.500000",
    createdBy: { name: ada.name },
    revokedAt: null,
  });
  const listed = await ask(ada, `{ account { apiKeys { id name hint } } activity { nodes { summary } } }`);
  expect(JSON.stringify(listed.body)).not.toContain(secret.slice(13));
  expect(listed.body.data).toMatchObject({ account: { apiKeys: [{ id: apiKey.id, name: "ci" }] } });
  const revoked = await ask(
    ada,
    `mutation { revokeApiKey(apiKeyId: "${apiKey.id}") { ... on ApiKey { revokedAt } } }`,
  );
  expect(revoked.body.data).toEqual({ revokeApiKey: { revokedAt: world.clock.now().toISOString() } });
});

interface ActivityPage {
  activity: {
    nodes: { id: string; summary: string; actorName: string; topic: string }[];
    pageInfo: { endCursor: string; hasNextPage: boolean };
    liveCursor: string;
  };
}

const activity = `query Activity($after: String) { activity(first: 2, after: $after) {
  nodes { id summary actorName topic at subject } pageInfo { endCursor hasNextPage } liveCursor } }`;

const activityTail = `subscription Tail($after: Cursor) { activityChanged(after: $after) { __typename
  ... on ActivityHappened { cursor entry { id summary actorName } } ... on ActivityStarted { cursor } ... on Resync { cursor } } }`;

async function activityOf(person: Person, after?: string): Promise<ActivityPage["activity"]> {
  await untilTold(world.database.sql);
  const { body } = await ask(person, activity, { after });
  expect(body.errors).toBeUndefined();
  return (body.data as unknown as ActivityPage).activity;
}

test("what happened is listed newest first, page by page, in sentences", async () => {
  const ada = await somebody();
  for (const name of ["One", "Two"]) await renameAccount(world.ctx(ada), { name });
  const first = await activityOf(ada);
  expect(first.nodes.map(({ actorName, summary }) => `${actorName} ${summary}`)).toEqual([
    `${ada.name} renamed the account from “One” to “Two”`,
    `${ada.name} renamed the account from “${ada.name}'s team” to “One”`,
  ]);
  expect(first.pageInfo.hasNextPage).toBe(true);
  const second = await activityOf(ada, first.pageInfo.endCursor);
  expect(second.nodes.map(({ topic }) => topic)).toEqual(["sign-in.created", "account.created"]);
  expect(second.pageInfo.hasNextPage).toBe(false);
  expect(await codeOf(ada, `{ activity(after: "nonsense") { nodes { id } } }`)).toBe("BAD_USER_INPUT");
});

test("E1: the list and the tail that begins at its cursor leave nothing out and repeat nothing", async () => {
  const ada = await somebody();
  await renameAccount(world.ctx(ada), { name: "Before" });
  const { liveCursor } = await activityOf(ada);
  await renameAccount(world.ctx(ada), { name: "Between" });
  const client = api.client(ada.name);
  const frames = new Frames<{ activityChanged: { entry: { id: string; summary: string } } }>(
    client,
    activityTail,
    {
      after: liveCursor,
    },
  );
  const heard = async () => (await frames.next()).activityChanged.entry;
  const between = await heard();
  expect(between.summary).toContain("“Between”");
  await renameAccount(world.ctx(ada), { name: "After" });
  const after = await heard();
  expect(after.summary).toContain("“After”");
  expect((await activityOf(ada)).nodes.map(({ id }) => id)).toEqual([after.id, between.id]);
  frames.stop();
  await client.dispose();
});

test("E2: nobody hears of another account, whatever cursor they bring", async () => {
  const ada = await somebody();
  const eve = await somebody();
  const client = api.client(eve.name);
  const { liveCursor } = await activityOf(ada);
  const frames = new Frames<{ activityChanged: { entry: { summary: string } } }>(client, activityTail, {
    after: liveCursor,
  });
  await renameAccount(world.ctx(ada), { name: "Not for Eve" });
  await renameAccount(world.ctx(eve), { name: "Eve's own" });
  expect((await frames.next()).activityChanged.entry.summary).toContain("“Eve's own”");
  expect(frames.all).toHaveLength(1);
  const foreign = (await activityOf(ada)).pageInfo.endCursor;
  expect(
    (await activityOf(eve, foreign)).nodes.every(({ summary }) => !summary.includes("Not for Eve")),
  ).toBe(true);
  frames.stop();
  await client.dispose();
});

test("without a cursor the tail says where it starts", async () => {
  const ada = await somebody();
  const client = api.client(ada.name);
  const frames = new Frames<{ activityChanged: { __typename: string; cursor: string } }>(
    client,
    activityTail,
  );
  expect((await frames.next()).activityChanged).toMatchObject({ __typename: "ActivityStarted" });
  frames.stop();
  await client.dispose();
});

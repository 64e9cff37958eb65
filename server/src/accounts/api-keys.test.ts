import { afterAll, beforeAll, expect, test } from "vitest";
import { systemRandom } from "../platform/random.ts";
import { addMember, addPerson } from "../testing/team.ts";
import { makeWorld, type World } from "../testing/world.ts";
import { NOBODY, type Person } from "../values/actor.ts";
import { usd } from "../values/money.ts";
import { InvalidInput, NotAllowed, NotFound } from "../values/refusal.ts";
import type { Sql } from "../platform/db/database.ts";
import type { Auth } from "./auth.ts";
import { type CreateApiKey, createApiKey } from "./create-api-key.ts";
import { type Identify, makeIdentify } from "./identify.ts";
import { isKeySecret, makeKeySecret } from "./key-secret.ts";
import { revocations } from "./revocations.ts";
import { forgetUsage, KeyUsage } from "./count-usage.ts";
import { rotateApiKey } from "./rotate-api-key.ts";
import { readUsage } from "./store/usage.ts";
import { revokeApiKey } from "./revoke-api-key.ts";
import { listApiKeys } from "./store/api-keys.ts";
import { Tail } from "../events/tail.ts";
import { systemClock } from "../platform/clock.ts";
import { removeMember } from "./remove-member.ts";
import { revokeSignIn } from "./revoke-sign-in.ts";
import { listMembers } from "./store/members.ts";
import { changeMemberRole } from "./change-member-role.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const soon = { timeout: 1_000, interval: 10 };

let world: World;
let identify: Identify;
let people = 0;

/** Stands for the library's check of its own cookie: here a cookie is the token. */
const auth = { readToken: async (headers: Headers) => headers.get("cookie") } as Auth;

beforeAll(async () => {
  world = await makeWorld({ pool: 8 });
  identify = makeIdentify({ platform: world.platform, sql: world.database.sql, auth });
});
afterAll(() => world.close());

const somebody = () => addPerson(world, `K${++people}`);
const readKey: CreateApiKey = { name: "ci", scopes: ["read"] };
const bearer = (secret: string) => identify.identify({ authorization: `Bearer ${secret}` });
/** A sign-in made by the test has its id for a token. */
const cookie = (person: Person) => identify.identify({ cookie: person.signInId });

test("a key lets a program in as itself, in the account it was made in", async () => {
  const ada = await somebody();
  const { apiKey, secret } = await createApiKey(world.ctx(ada), {
    name: "ci",
    scopes: ["accounts:write", "read", "read"],
    spendCeilingPerDay: usd(5),
    expiresInDays: 30,
  });
  expect(apiKey).toMatchObject({
    name: "ci",
    hint: secret.slice(0, 12),
    scopes: ["read", "accounts:write"],
    spendCeilingPerDay: 5_000_000n,
    createdBy: { name: ada.name },
    lastUsedAt: null,
  });
  expect(await bearer(secret)).toEqual({
    kind: "key",
    keyId: apiKey.id,
    accountId: ada.accountId,
    name: "ci",
    scopes: ["read", "accounts:write"],
    spendCeilingPerDay: 5_000_000n,
    consumers: null,
    expiresAt: new Date(world.clock.now().getTime() + 30 * DAY_MS),
  });
});

test("T13: a key has 256 bits of chance and a check, and only its hash is kept", async () => {
  const ada = await somebody();
  const made = [makeKeySecret(systemRandom), makeKeySecret(systemRandom)];
  for (const { secret, hash, hint } of made) {
    expect(secret).toMatch(/^berth_[A-Za-z0-9_-]{49}$/);
    expect(isKeySecret(secret)).toBe(true);
    expect(isKeySecret(`${secret.slice(0, 20)}${secret[20] === "A" ? "B" : "A"}${secret.slice(21)}`)).toBe(
      false,
    );
    expect(hash).not.toContain(secret.slice(6, 49));
    expect(hint).toHaveLength(12);
  }
  expect(made[0]?.secret).not.toBe(made[1]?.secret);

  const { secret } = await createApiKey(world.ctx(ada), readKey);
  const tables = await world.database.sql<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema = 'public'`;
  for (const { name } of tables) {
    const rows = await world.database.sql<{ row: string }[]>`
      select row_to_json(t)::text as row from ${world.database.sql(name)} t`;
    // What is shown of a key to know it by is six of its characters.
    for (const { row } of rows) expect(row.includes(secret.slice(0, 13)), name).toBe(false);
  }
});

test("T13: nearly a key is nobody, and the database is not even asked", async () => {
  const ada = await somebody();
  const { secret } = await createApiKey(world.ctx(ada), readKey);
  let asked = 0;
  const sql = afterEachStatement(() => {
    asked += 1;
  });
  const counted = makeIdentify({ platform: world.platform, sql, auth });
  const say = (authorization: string) => counted.identify({ authorization });
  const wrong = [
    secret.slice(0, -1),
    `${secret}A`,
    secret.toUpperCase(),
    secret.replace("berth_", "berht_"),
    "",
    "berth_",
  ];
  for (const one of wrong) expect(await say(`Bearer ${one}`), one).toEqual(NOBODY);
  expect(await say(secret)).toEqual(NOBODY);
  expect(await say(`Basic ${secret}`)).toEqual(NOBODY);
  expect(asked).toBe(0);
  expect(await say(`bearer ${secret}`)).toMatchObject({ kind: "key" });
  expect(await say(`Bearer ${secret}`)).toMatchObject({ kind: "key" });
  expect(asked).toBeLessThanOrEqual(2);
});

/** The database, with something that happens once a statement has been answered and before anybody knows. */
function afterEachStatement(act: () => unknown): Sql {
  return new Proxy(world.database.sql, {
    async apply(sql, self, statement) {
      const rows: unknown = await Reflect.apply(sql, self, statement);
      await act();
      return rows;
    },
  });
}

test("a key that has run out is nobody, also when it was known a moment before", async () => {
  const ada = await somebody();
  const { secret } = await createApiKey(world.ctx(ada), { ...readKey, expiresInDays: 1 });
  await world.clock.advance(DAY_MS - 1_000);
  expect(await bearer(secret)).toMatchObject({ kind: "key" });
  await world.clock.advance(1_000);
  expect(await bearer(secret)).toEqual(NOBODY);
});

test("that a key is used is written down once a minute, and nobody waits for it", async () => {
  const ada = await somebody();
  const { secret } = await createApiKey(world.ctx(ada), readKey);
  const lastUsed = async () => (await listApiKeys(world.ctx(ada)))[0]?.lastUsedAt;
  const first = world.clock.now();
  await bearer(secret);
  await expect.poll(lastUsed, soon).toEqual(first);
  await world.clock.advance(30_000);
  await bearer(secret);
  await world.clock.advance(MINUTE_MS);
  const second = world.clock.now();
  expect(await lastUsed()).toEqual(first);
  await bearer(secret);
  await expect.poll(lastUsed, soon).toEqual(second);
});

test("G56: within a second of being revoked a key is nobody, in a process that knew it well", async () => {
  const ada = await somebody();
  const { apiKey, secret } = await createApiKey(world.ctx(ada), readKey);
  await hearing(async () => {
    expect(await bearer(secret)).toMatchObject({ kind: "key" });
    await revokeApiKey(world.ctx(ada), apiKey.id);
    await expect.poll(() => bearer(secret), soon).toEqual(NOBODY);
  });
});

test("G56: so is a person whose sign-in was ended, and one removed or made less is known as they are now", async () => {
  const ada = await somebody();
  const [bo, cy, di] = [
    await addMember(world, ada, `K${++people}`, "admin"),
    await addMember(world, ada, `K${++people}`, "admin"),
    await addMember(world, ada, `K${++people}`, "admin"),
  ];
  const members = await listMembers(world.ctx(ada));
  const memberOf = (person: Person) => members.find(({ user }) => user.id === person.userId)?.id ?? "";
  await hearing(async () => {
    for (const person of [bo, cy, di]) expect(await cookie(person)).toMatchObject({ role: "admin" });
    await revokeSignIn(world.ctx(bo), bo.signInId);
    await changeMemberRole(world.ctx(ada), { memberId: memberOf(cy), role: "viewer" });
    await removeMember(world.ctx(ada), memberOf(di));
    await expect.poll(() => cookie(bo), soon).toEqual(NOBODY);
    await expect.poll(() => cookie(cy), soon).toMatchObject({ role: "viewer", accountId: ada.accountId });
    await expect.poll(() => cookie(di), soon).not.toMatchObject({ accountId: ada.accountId });
  });
});

test("a look at the database that a revocation overtook is not believed", async () => {
  const ada = await somebody();
  const { apiKey, secret } = await createApiKey(world.ctx(ada), readKey);
  let overtaken = false;
  const sql = afterEachStatement(async () => {
    if (overtaken) return;
    overtaken = true;
    await revokeApiKey(world.ctx(ada), apiKey.id);
    slow.forget((actor) => actor.kind === "key" && actor.keyId === apiKey.id);
  });
  const slow = makeIdentify({ platform: world.platform, sql, auth });
  expect(await slow.identify({ authorization: `Bearer ${secret}` })).toEqual(NOBODY);
});

/** As the program does: every event that takes access away is forgotten by. */
async function hearing(work: () => Promise<void>): Promise<void> {
  const tail = new Tail(world.database.sql, systemClock, world.log);
  tail.start(world.bell);
  const stop = tail.hear((events) => {
    for (const event of events) {
      const changed = revocations(event);
      if (changed) identify.forget(changed);
    }
  });
  try {
    await work();
  } finally {
    stop();
    tail.stop();
  }
}

test("rotated, a key has another secret at once, and the old one is good until the time that was chosen", async () => {
  const ada = await somebody();
  const { apiKey, secret: old } = await createApiKey(world.ctx(ada), readKey);
  const oldValidUntil = new Date(world.clock.now().getTime() + MINUTE_MS);
  await hearing(async () => {
    expect(await bearer(old)).toMatchObject({ kind: "key", expiresAt: null });
    const { secret, apiKey: rotated } = await rotateApiKey(world.ctx(ada), {
      apiKeyId: apiKey.id,
      oldValidUntil,
    });
    expect(rotated).toMatchObject({ id: apiKey.id, hint: secret.slice(0, 12), oldUntil: oldValidUntil });
    expect(await bearer(secret)).toMatchObject({ keyId: apiKey.id, expiresAt: null });
    await expect.poll(() => bearer(old), soon).toMatchObject({ keyId: apiKey.id, expiresAt: oldValidUntil });
    await world.clock.advance(MINUTE_MS);
    expect(await bearer(old)).toEqual(NOBODY);
    expect(await bearer(secret)).toMatchObject({ keyId: apiKey.id });
    // Rotated twice, the first secret is good no more, however long it was to be.
    const again = await rotateApiKey(world.ctx(ada), {
      apiKeyId: apiKey.id,
      oldValidUntil: new Date(world.clock.now().getTime() + DAY_MS),
    });
    const third = await rotateApiKey(world.ctx(ada), {
      apiKeyId: apiKey.id,
      oldValidUntil: new Date(world.clock.now().getTime() - 1),
    });
    await expect.poll(() => bearer(secret), soon).toEqual(NOBODY);
    await expect.poll(() => bearer(again.secret), soon).toEqual(NOBODY);
    expect(await bearer(third.secret)).toMatchObject({ keyId: apiKey.id });
    // K1: none of them is readable where it is kept.
    const rows = JSON.stringify(await world.database.sql`select * from api_keys`);
    for (const text of [old, secret, third.secret]) expect(rows).not.toContain(text);
  });
});

test("T48: a secret opens nothing for who has left, nor more than their role allows", async () => {
  const ada = await somebody();
  const mo = await addMember(world, ada, `K${++people}`, "member");
  const make = async (name: string, scopes: string[]) =>
    createApiKey(world.ctx(mo), { name, scopes }).then(({ apiKey, secret }) => ({ id: apiKey.id, secret }));
  const [spends, reads, handedOver] = [
    await make("spends", ["read", "sessions:write"]),
    await make("reads", ["read"]),
    await make("handed over", ["read", "sessions:write"]),
  ];
  // Ada has given it another secret, which Mo was never shown.
  const inADay = new Date(world.clock.now().getTime() + DAY_MS);
  const { secret: adas } = await rotateApiKey(world.ctx(ada), {
    apiKeyId: handedOver.id,
    oldValidUntil: inADay,
  });
  const member = (await listMembers(world.ctx(ada))).find(({ user }) => user.id === mo.userId);
  const memberId = member?.id ?? "";
  await hearing(async () => {
    expect(await bearer(handedOver.secret)).toMatchObject({ keyId: handedOver.id });
    await changeMemberRole(world.ctx(ada), { memberId, role: "viewer" });
    for (const secret of [spends.secret, handedOver.secret])
      await expect.poll(() => bearer(secret), soon).toEqual(NOBODY);
    expect(await bearer(reads.secret)).toMatchObject({ keyId: reads.id });
    await removeMember(world.ctx(ada), memberId);
    await expect.poll(() => bearer(reads.secret), soon).toEqual(NOBODY);
    expect(await bearer(adas)).toMatchObject({ keyId: handedOver.id, scopes: ["read", "sessions:write"] });
  });
});

test("what is revoked, run out, another's or beyond one's role cannot be rotated", async () => {
  const [ada, eve] = [await somebody(), await somebody()];
  const oldValidUntil = world.clock.now();
  const { apiKey } = await createApiKey(world.ctx(ada), { name: "lead", scopes: ["accounts:write"] });
  const member = await addMember(world, ada, `K${++people}`, "member");
  const rotate = (who: Person, until = oldValidUntil) =>
    rotateApiKey(world.ctx(who), { apiKeyId: apiKey.id, oldValidUntil: until });
  await expect(rotate(eve)).rejects.toThrow(NotFound);
  await expect(rotate(member)).rejects.toThrow(NotAllowed);
  const late = new Date(world.clock.now().getTime() + 31 * DAY_MS);
  await expect(rotate(ada, late)).rejects.toMatchObject({ field: "oldValidUntil" });
  await revokeApiKey(world.ctx(ada), apiKey.id);
  await expect(rotate(ada)).rejects.toMatchObject({ field: "apiKeyId" });
});

test("what keys ask for is counted by day and operation, written in batches, and forgotten in time", async () => {
  const ada = await somebody();
  const { apiKey, secret } = await createApiKey(world.ctx(ada), readKey);
  const actor = await bearer(secret);
  const usage = new KeyUsage(world.database.sql, world.clock, world.log);
  for (let at = 0; at < 5; at++) usage.note(actor, "Offers", 12, at === 4);
  usage.note(ada, "Offers", 12, false);
  for (let at = 0; at < 300; at++) usage.note(actor, `Made up ${at}`, 1, false);
  const read = () => readUsage(world.ctx(ada), { apiKeyId: null, since: "2000-01-01" });
  expect((await read()).days).toEqual([]);
  await usage.write();
  usage.note(actor, "Offers", 3, false);
  await usage.write();
  const { days, operations, keys } = await read();
  expect(days).toMatchObject([{ requests: 306, points: 363, refused: 1 }]);
  expect(operations.find(({ operation }) => operation === "Offers")).toMatchObject({
    requests: 6,
    points: 63,
  });
  expect(operations).toHaveLength(50);
  expect(operations[0]).toMatchObject({ operation: "(others)", requests: 201 });
  expect(keys).toMatchObject([{ id: apiKey.id, points: 363 }]);
  const eve = await somebody();
  expect((await readUsage(world.ctx(eve), { apiKeyId: apiKey.id, since: "2000-01-01" })).days).toEqual([]);
  await world.clock.advance(100 * DAY_MS);
  await forgetUsage(world.ctx());
  expect((await read()).days).toEqual([]);
});

test("what keys ask for while the database is away is counted all the same, each day by itself", async () => {
  const ada = await somebody();
  const { apiKey, secret } = await createApiKey(world.ctx(ada), readKey);
  const actor = await bearer(secret);
  let isAway = true;
  const { sql } = world.database;
  const failing = ((...asked: Parameters<typeof sql>) =>
    isAway ? Promise.reject(new Error("it is away")) : sql(...asked)) as typeof sql;
  const usage = new KeyUsage(failing, world.clock, world.log);
  for (const day of [1, 2]) {
    for (let at = 0; at < 2; at++) {
      usage.note(actor, "Offers", day, false);
      await usage.write();
    }
    await world.clock.advance(DAY_MS);
  }
  isAway = false;
  await usage.write();
  await usage.write();
  const { days } = await readUsage(world.ctx(ada), { apiKeyId: apiKey.id, since: "2000-01-01" });
  expect(days).toMatchObject([
    { requests: 2, points: 2 },
    { requests: 2, points: 4 },
  ]);
});

test("nobody gives a key more than they may do themselves", async () => {
  const ada = await somebody();
  const member = await addMember(world, ada, `K${++people}`, "member");
  const scopes = ["read", "accounts:write"];
  await expect(createApiKey(world.ctx(member), { name: "more", scopes })).rejects.toThrow(NotAllowed);
  await createApiKey(world.ctx(member), readKey);
  await createApiKey(world.ctx(ada), { name: "lead", scopes });
});

test("what makes no sense is refused, and by which field", async () => {
  const ada = await somebody();
  const wrong: [Partial<CreateApiKey>, string][] = [
    [{ name: "  " }, "name"],
    [{ name: "x".repeat(81) }, "name"],
    [{ scopes: [] }, "scopes"],
    [{ scopes: ["read", "everything"] }, "scopes"],
    [{ expiresInDays: 0 }, "expiresInDays"],
    [{ expiresInDays: 3_651 }, "expiresInDays"],
    [{ spendCeilingPerDay: -1n }, "spendCeilingPerDay"],
    [{ consumers: [] }, "consumers"],
    [{ consumers: ["ok", " "] }, "consumers"],
  ];
  for (const [change, field] of wrong) {
    const attempt = createApiKey(world.ctx(ada), { ...readKey, ...change });
    await expect(attempt, field).rejects.toBeInstanceOf(InvalidInput);
    await expect(attempt, field).rejects.toMatchObject({ field });
  }
  expect(await listApiKeys(world.ctx(ada))).toEqual([]);
});

test("a hundred live keys are enough for an account, however many are asked for at once", async () => {
  const ada = await somebody();
  const asked = Array.from({ length: 104 }, (_, at) =>
    createApiKey(world.ctx(ada), { ...readKey, name: `no. ${at}` }),
  );
  const made = (await Promise.allSettled(asked)).filter(({ status }) => status === "fulfilled");
  expect(made).toHaveLength(100);
  const [first] = await listApiKeys(world.ctx(ada));
  await revokeApiKey(world.ctx(ada), first?.id ?? "");
  await createApiKey(world.ctx(ada), readKey);
});

test("a key is revoked once, by its own account only", async () => {
  const ada = await somebody();
  const eve = await somebody();
  const { apiKey } = await createApiKey(world.ctx(ada), readKey);
  await expect(revokeApiKey(world.ctx(eve), apiKey.id)).rejects.toThrow(NotFound);
  expect((await listApiKeys(world.ctx(ada)))[0]?.revokedAt).toBeNull();
  const revoked = await revokeApiKey(world.ctx(ada), apiKey.id);
  await world.clock.advance(1_000);
  expect((await revokeApiKey(world.ctx(ada), apiKey.id)).revokedAt).toEqual(revoked.revokedAt);
  const told = await world.database.sql`
    select 1 from events where topic = 'api-key.revoked' and subject = ${apiKey.id}`;
  expect(told).toHaveLength(1);
  expect(await listApiKeys(world.ctx(eve))).toEqual([]);
});

test("one who runs Berth is known by a confirmed address, and by nothing that an account could give", async () => {
  const olga = await addPerson(world, `K${++people}`);
  const claims = await addPerson(world, `K${++people}`, { verified: false });
  const owner = await somebody();
  const operators = new Set([olga.email, claims.email]);
  const knowing = makeIdentify({ platform: world.platform, sql: world.database.sql, auth, operators });
  const runsBerth = async (person: Person) => {
    const actor = await knowing.identify({ cookie: person.signInId });
    return actor.kind === "person" && actor.runsBerth;
  };
  expect([await runsBerth(olga), await runsBerth(claims), await runsBerth(owner)]).toEqual([
    true,
    false,
    false,
  ]);
});

test("while the database is away nobody is taken for nobody", async () => {
  const other = await makeWorld();
  const away = makeIdentify({ platform: other.platform, sql: other.database.sql, auth });
  await other.close();
  const { secret } = makeKeySecret(systemRandom);
  await expect(away.identify({ authorization: `Bearer ${secret}` })).rejects.toThrow();
  await expect(away.identify({ cookie: "x" })).rejects.toThrow();
});

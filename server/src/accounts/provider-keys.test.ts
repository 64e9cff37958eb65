import { afterAll, beforeAll, expect, test } from "vitest";
import { buildSchema } from "../schema.ts";
import { startTestApi, type TestApi } from "../testing/api.ts";
import { type Provider, ProviderFailure } from "../providers/provider.ts";
import type { Ctx } from "../platform/context.ts";
import { Cloud } from "../testing/cloud.ts";
import { keepLog } from "../testing/heard.ts";
import { untilTold } from "../testing/horizon.ts";
import { addMember, addPerson } from "../testing/team.ts";
import { makeWorld, type World } from "../testing/world.ts";
import type { Person } from "../values/actor.ts";
import { accountIdOf } from "./asking.ts";
import { listOwnKeys, openOwnKey } from "./own-keys.ts";
import { listClouds, removeProviderKey, setProviderKey } from "./provider-keys.ts";

const heard = keepLog();
let world: World;
let api: TestApi;
let ada: Person;
let eve: Person;
const KEY = "canary-4f1d9c77e2ab";
beforeAll(async () => {
  world = await makeWorld({ log: heard.log });
  ada = await addPerson(world, "Ada");
  eve = await addPerson(world, "Eve");
  const admin = await addMember(world, ada, "Adam", "admin");
  const operator = await addMember(world, ada, "Olga", "operator");
  const member = await addMember(world, ada, "Mia", "member");
  const viewer = await addMember(world, ada, "Vera", "viewer");
  const openCloud = (id: string, key: string | undefined): Provider => {
    const cloud = new Cloud(world.clock, id);
    cloud.listInstances = async () => {
      const kind = key === "a-key-of-nobody" ? "unauthorised" : key?.startsWith("away") ? "flaky" : null;
      if (kind) throw new ProviderFailure(id, kind, `said of ${key}`);
      return [];
    };
    return cloud;
  };
  api = await startTestApi(world, buildSchema(), [ada, admin, operator, member, viewer, eve], { openCloud });
});
afterAll(async () => {
  await api?.stop();
  await world?.close();
});

const set = `mutation Set($providerId: ID!, $key: String!) {
  setProviderKey(input: { providerId: $providerId, key: $key }) {
    __typename ... on ProviderKey { providerId connected hint setBy { name } } ... on Refusal { message }
  }
}`;
const setAs = async (who: string, providerId = "vast", key = KEY) =>
  (await api.ask(who, set, { providerId, key })).body;
/** What a cloud is shown on an account's behalf. */
async function findProviderKey(ctx: Ctx, providerId: string): Promise<string | null> {
  const key = (await listOwnKeys(ctx, accountIdOf(ctx))).find((one) => one.providerId === providerId);
  return key ? openOwnKey(ctx, key.id) : null;
}
const stored = () => world.database.sql`select * from provider_keys order by account_id, provider_id`;

test("a cloud without a key is not connected, and that is no error", async () => {
  expect(await listClouds(world.ctx(ada))).toMatchObject([
    { providerId: "vast", providerName: "Vast.ai", connected: false, hint: null, setAt: null, setBy: null },
    { providerId: "tensordock", connected: false },
    { providerId: "bluelobster", connected: false },
  ]);
  expect(await findProviderKey(world.ctx(ada), "vast")).toBeNull();
});

test("an owner or an admin sets it; nobody else may", async () => {
  for (const who of ["Olga", "Mia", "Vera"])
    expect((await setAs(who)).errors?.[0]?.extensions["code"], who).toBe("FORBIDDEN");
  expect(await stored()).toEqual([]);
  for (const who of ["Ada", "Adam"]) {
    expect((await setAs(who)).data).toEqual({
      setProviderKey: {
        __typename: "ProviderKey",
        providerId: "vast",
        connected: true,
        hint: "e2ab",
        setBy: { name: who },
      },
    });
  }
  // What Ada had set rents nothing more, and is kept until somebody knows that it rented nothing.
  expect((await stored()).filter((key) => key["removed_at"] === null)).toHaveLength(1);
});

test("K1: it is sealed where it is stored, told in no answer, event or log, and opens for its account alone", async () => {
  const { sql } = world.database;
  await untilTold(sql);
  const told = await api.ask(
    "Ada",
    "{ account { providerKeys { providerId connected hint } } activity { nodes { summary subject } } }",
  );
  expect(JSON.stringify(told.body)).toContain("set the key for Vast.ai");
  const everywhere = [told.body, await stored(), await sql`select * from events`, heard.lines];
  expect(JSON.stringify(everywhere)).not.toContain("canary");
  expect(await findProviderKey(world.ctx(ada), "vast")).toBe(KEY);
  expect(await findProviderKey(world.ctx(eve), "vast")).toBeNull();
});

test("a key is tried before it is kept: one that is refused is not, and one that nobody could try is, and says so", async () => {
  const tried = async () => {
    const { body } = await api.ask("Eve", "{ account { providerKeys { hint workedAt notTried } } }");
    return (body.data as unknown as { account: { providerKeys: object[] } }).account.providerKeys[0];
  };
  await setAs("Eve");
  const workedAt = world.clock.now().toISOString();
  expect(await tried()).toEqual({ hint: "e2ab", workedAt, notTried: null });
  expect((await setAs("Eve", "vast", "a-key-of-nobody")).data).toMatchObject({
    setProviderKey: {
      __typename: "InvalidInput",
      message: expect.stringContaining("does not accept this key") as unknown,
    },
  });
  expect(await tried()).toMatchObject({ hint: "e2ab", workedAt });
  await setAs("Eve", "vast", "away-just-now-0001");
  expect(await tried()).toMatchObject({
    hint: "0001",
    workedAt: null,
    notTried: expect.stringContaining("no answer in time") as unknown,
  });
  await removeProviderKey(world.ctx(eve), "vast");
  expect(await tried()).toEqual({ hint: null, workedAt: null, notTried: null });
});

test("T21: a sealed key that was moved to another account or cloud does not open, and the log says so", async () => {
  const { sql } = world.database;
  const moved = (id: string, accountId: string, providerId: string) => sql`
    insert into provider_keys (id, account_id, provider_id, sealed_key, hint, set_at)
    select ${id}, ${accountId}, ${providerId}, sealed_key, hint, set_at from provider_keys
    where account_id = ${ada.accountId} and provider_id = 'vast' and removed_at is null`;
  await moved("pky_1", eve.accountId, "vast");
  await moved("pky_2", ada.accountId, "tensordock");
  heard.lines.splice(0);
  expect(await findProviderKey(world.ctx(eve), "vast")).toBeNull();
  expect(await findProviderKey(world.ctx(ada), "tensordock")).toBeNull();
  expect(heard.lines).toHaveLength(2);
  await sql`update provider_keys set removed_at = set_at where id in ('pky_1', 'pky_2')`;
});

test("what is no key, and a cloud that is none, are refused; what was there stays", async () => {
  expect((await setAs("Ada", "vast", "two words of it")).data).toMatchObject({
    setProviderKey: { __typename: "InvalidInput" },
  });
  expect((await setAs("Ada", "nimbus", KEY)).data).toMatchObject({
    setProviderKey: { __typename: "NotFound" },
  });
  expect(await findProviderKey(world.ctx(ada), "vast")).toBe(KEY);
});

test("a new key takes the place of the old; removed, the cloud is not connected, and twice is no mistake", async () => {
  await setProviderKey(world.ctx(ada), { providerId: "vast", key: "another-key-0000" });
  expect(await findProviderKey(world.ctx(ada), "vast")).toBe("another-key-0000");
  for (let time = 0; time < 2; time++)
    expect(await removeProviderKey(world.ctx(ada), "vast")).toMatchObject({ connected: false });
  const events = await world.database
    .sql`select topic from events where topic like 'provider-key.%' and account_id = ${ada.accountId} order by id`;
  expect(events.map(({ topic }) => topic as string)).toEqual([
    ...Array<string>(3).fill("provider-key.set"),
    "provider-key.removed",
  ]);
  expect((await stored()).filter((key) => key["removed_at"] === null)).toEqual([]);
});

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { removeProviderKey, setProviderKey } from "../accounts/provider-keys.ts";
import { KeyCeilingReached } from "../credits/index.ts";
import { readBooks } from "../credits/store/books.ts";
import { inTransaction } from "../platform/context.ts";
import { buildSchema } from "../schema.ts";
import { startTestApi } from "../testing/api.ts";
import type { Cloud } from "../testing/cloud.ts";
import { expectSoundLedger, give } from "../testing/ledger.ts";
import { listed } from "../testing/listed.ts";
import { list } from "../testing/market.ts";
import { Fleet } from "../testing/sessions.ts";
import { addPerson } from "../testing/team.ts";
import { makeWorld, type World } from "../testing/world.ts";
import type { Key, Person } from "../values/actor.ts";
import { formatUsd, usd } from "../values/money.ts";
import {
  extendSession,
  observeProvider,
  readDeployment,
  startReserved,
  startSession,
  stopSession,
} from "./index.ts";
import { costOf } from "./rules/meter.ts";
import { costOfSession } from "./settle.ts";
import { readAudit } from "./store/fleet.ts";
import { listMachinesOf, listStretches } from "./store/machines.ts";

const MINUTE = 60_000;
let world: World;
let fleet: Fleet;
let ada: Person;
let bo: Person;
let adas: Cloud;
let round = 0;
let offerId: string;

beforeAll(async () => {
  world = await makeWorld({ pool: 6 });
});
afterAll(() => world?.close());
beforeEach(async () => {
  round += 1;
  ada = await addPerson(world, `Ada${round}`);
  bo = await addPerson(world, `Bo${round}`);
  fleet = new Fleet(world);
  adas = await setKey(ada);
  const prices = [1_000_000n, 1_100_000n, 1_150_000n];
  await list(
    world,
    prices.map((pricePerHour, at) => listed(`${round}-${at + 1}`, { pricePerHour })),
  );
  const [row] = await world.database.sql`select id from offers where external_id = ${`${round}-1`}`;
  offerId = String(row?.["id"]);
});
afterEach(async () => {
  await world.database.sql`update sessions set end_asked = 'asked-to-stop' where end_asked is null`;
  for (const cloud of [...fleet.clouds, ...fleet.accounts.values()])
    Object.assign(cloud.moods, { create: "well", list: "well", find: "well", destroy: "well" });
  await fleet.pass(4 * MINUTE, 30_000);
  await world.database.sql`update provider_keys set removed_at = now() where removed_at is null`;
  await fleet.pass(MINUTE, 30_000);
  await expectSoundLedger(world);
});

/** A key of a team's own, and the account that it opens. */
async function setKey(who: Person, providerId = "vast", key = `key-of-${who.name}-at-${providerId}`) {
  const account = fleet.accounts.get(key) ?? fleet.openAccount(key, providerId);
  await setProviderKey(world.ctx(who), { providerId, key });
  return account;
}
const start = (who: Person | Key = ada, rest: Partial<Parameters<typeof startSession>[1]> = {}) =>
  startSession(world.ctx(who), { offerId, hours: 2, ...rest });
const run = async (who: Person = ada) => {
  const { session } = await start(who);
  return fleet.until("running", session.id);
};
const keysOf = (who: Person) =>
  world.database
    .sql`select id, sealed_key from provider_keys where account_id = ${who.accountId} order by set_at`;
const entriesOf = (who: Person) =>
  world.database
    .sql`select kind, amount::text, purpose from own_bill_entries where account_id = ${who.accountId} order by id`;
const moved = (who: Person) =>
  world.database.sql`select kind from credit_transactions where account_id = ${who.accountId}`;
const sumOf = (entries: readonly Record<string, unknown>[], kind: string) =>
  entries
    .filter((entry) => entry["kind"] === kind)
    .reduce((sum, entry) => sum + BigInt(String(entry["amount"])), 0n);

test("a team's key rents in its account, ends there what it rented after it was removed, and is then erased", async () => {
  const running = await run();
  expect(running).toMatchObject({ billedTo: "own-account", holdId: null, heldMicros: 0n });
  expect([adas.there.length, fleet.cloud.creates]).toEqual([1, 0]);
  await removeProviderKey(world.ctx(ada), "vast");
  fleet.kill();
  await fleet.pass(10 * MINUTE);
  expect((await fleet.read(running.id)).state).toBe("running");
  expect((await keysOf(ada))[0]?.["sealed_key"]).not.toBeNull();

  await stopSession(world.ctx(ada), running.id);
  await fleet.until("stopped", running.id);
  await fleet.turn();
  expect([adas.there.length, adas.destroys, fleet.cloud.destroys]).toEqual([0, 1, 0]);
  expect(await keysOf(ada)).toMatchObject([{ sealed_key: null }]);
});

test("M6: what is on the team's own bill is metered to the micro-dollar, and moves no credit", async () => {
  const running = await run();
  await fleet.pass(30 * MINUTE);
  const live = await fleet.read(running.id);
  const soFar = costOfSession(
    live,
    await listStretches(world.ctx(), [running.id]),
    live.settledUntil ?? live.createdAt,
  );
  expect(soFar).toBe(live.settledMicros);
  expect(soFar).toBeGreaterThan(usd(0));
  await extendSession(world.ctx(ada), running.id, 1);
  await stopSession(world.ctx(ada), running.id);
  const stopped = await fleet.until("stopped", running.id);
  const [stretch] = await listStretches(world.ctx(), [running.id]);
  const ms = (stretch?.until?.getTime() ?? 0) - (stretch?.from.getTime() ?? 0);
  expect(stopped.settledMicros).toBe(costOf(running.pricePerHour, ms));
  const entries = await entriesOf(ada);
  expect(sumOf(entries, "bill")).toBe(stopped.settledMicros);
  expect(sumOf(entries, "plan")).toBe(costOf(running.capPerHour, 3 * 60 * MINUTE));
  expect(await moved(ada)).toEqual([]);
  expect(await readBooks(world.ctx(), ada.accountId)).toMatchObject({ held: 0n, spent: 0n, seq: 0n });
});

const BILLS = `query Bills($from: DateTime, $first: Int! = 50, $after: String) {
  ownBills(from: $from, first: $first, after: $after) {
    total pageInfo { hasNextPage endCursor } nodes { purpose amount providerName session { gpuCount } }
  }
}`;
interface Bills {
  ownBills: {
    total: string;
    pageInfo: { hasNextPage: boolean; endCursor: string };
    nodes: { purpose: string; amount: string; providerName: string; session: { gpuCount: number } }[];
  };
}

test("own bills are listed for whoever's they are, add up to the micro-dollar, and are in no statement", async () => {
  const api = await startTestApi(world, buildSchema(), [ada, bo]);
  const ask = async (who: Person, variables: object = {}) =>
    ((await api.ask(who.name, BILLS, variables)).body.data as unknown as Bills).ownBills;
  const first = await run();
  await fleet.pass(20 * MINUTE);
  await stopSession(world.ctx(ada), first.id);
  const over = await fleet.until("stopped", first.id);
  const half = world.clock.now();
  const second = await run();
  await fleet.pass(10 * MINUTE);
  const runs = await fleet.read(second.id);

  const all = await ask(ada);
  expect(all.total).toBe(formatUsd(over.settledMicros + runs.settledMicros));
  expect(all.nodes).toMatchObject([
    { purpose: second.id, amount: formatUsd(runs.settledMicros), providerName: "Vast.ai" },
    { purpose: first.id, amount: formatUsd(over.settledMicros), session: { gpuCount: 1 } },
  ]);
  const page = await ask(ada, { first: 1 });
  expect(page).toMatchObject({ total: all.total, pageInfo: { hasNextPage: true }, nodes: [all.nodes[0]] });
  expect((await ask(ada, { first: 1, after: page.pageInfo.endCursor })).nodes).toEqual([all.nodes[1]]);
  const since = await ask(ada, { from: half });
  expect(since).toMatchObject({ total: formatUsd(runs.settledMicros), nodes: [{ purpose: second.id }] });
  expect(await ask(bo)).toMatchObject({ total: "0.000000", nodes: [] });
  expect(await moved(ada)).toEqual([]);
  await api.stop();
});

test("S3, E2: two teams at one provider, and Berth, never see or end each other's machines", async () => {
  await give(world, bo.accountId, usd(50));
  const bosAccount = await setKey(bo);
  const [adaRuns, boRuns] = [await run(ada), await run(bo)];
  const foreign = adas.place({ label: "training", createdAt: world.clock.now() });
  // Anybody can write a label in an account of their own.
  const forged = bosAccount.place({
    mark: {
      deployment: await readDeployment(world.ctx()),
      session: adaRuns.id,
      expiresAt: world.clock.now(),
      consumer: null,
    },
    createdAt: world.clock.now(),
  });
  await fleet.pass(20 * MINUTE);
  expect([foreign.gone, forged.gone]).toEqual([false, false]);
  for (const { id } of [adaRuns, boRuns]) expect((await fleet.read(id)).state).toBe("running");
  expect([fleet.cloud.creates, fleet.cloud.destroys]).toEqual([0, 0]);
  const told = await world.database.sql`select from events where topic = 'session.orphaned'`;
  expect(told).toEqual([]);
  expect((await readAudit(world.ctx()))[0]).toMatchObject({
    listed: 0,
    believed: 0,
    ownKeys: 2,
    onOwnKeys: 2,
  });

  await stopSession(world.ctx(bo), boRuns.id);
  await fleet.until("stopped", boRuns.id);
  expect(adas.there.map(({ instance }) => instance.label)).toContain("training");
  expect([adas.destroys, bosAccount.destroys]).toEqual([0, 1]);
  expect((await fleet.read(adaRuns.id)).state).toBe("running");
});

test("a list that fails or lies with one key says nothing of another's machines", async () => {
  const bosAccount = await setKey(bo);
  const [adaRuns, boRuns] = [await run(ada), await run(bo)];
  Object.assign(bosAccount.moods, { list: "fails", find: "fails" });
  await fleet.pass(10 * MINUTE);
  for (const { id } of [adaRuns, boRuns]) expect((await fleet.read(id)).state).toBe("running");
  expect((await readAudit(world.ctx()))[0]).toMatchObject({ problem: null, ownKeys: 2, ownKeysFailing: 1 });
  await stopSession(world.ctx(ada), adaRuns.id);
  await fleet.until("stopped", adaRuns.id);
  Object.assign(bosAccount.moods, { list: "well", find: "well" });
  await fleet.pass(MINUTE);
  expect((await fleet.read(boRuns.id)).state).toBe("running");
});

test("a refused key is told of as whose it is; another provider's takes over, and never Berth's own", async () => {
  adas.moods.create = "key refused";
  const { session } = await start(ada, { maxPricePerHour: usd(3) });
  const failed = await fleet.until("failed", session.id);
  expect(failed).toMatchObject({ reason: "key-refused", attempts: 1, settledMicros: 0n });
  const [machine] = await listMachinesOf(world.ctx(), [session.id]);
  expect(machine?.detail).toBe("The team’s own key at Vast.ai was refused: invalid key");

  const dock = await setKey(ada, "tensordock");
  await list(world, [listed(`td-${round}`, { pricePerHour: 1_050_000n })], {
    id: "tensordock",
    name: "TensorDock",
  });
  const { session: second } = await start(ada, { maxPricePerHour: usd(3) });
  await fleet.until("running", second.id);
  expect([dock.there.length, fleet.cloud.creates]).toEqual([1, 0]);
});

test("whose bill it is, is settled at the click: Berth's key is not asked where a team has its own", async () => {
  await give(world, bo.accountId, usd(50));
  const { session } = await start(bo, { maxPricePerHour: usd(3) });
  expect(session).toMatchObject({ billedTo: "berth", heldMicros: usd(6) });
  const bosAccount = await setKey(bo);
  const failed = await fleet.until("failed", session.id);
  expect(failed.reason).toBe("no-offer");
  expect([bosAccount.creates, fleet.cloud.creates]).toEqual([0, 0]);
  expect(await readBooks(world.ctx(), bo.accountId)).toMatchObject({ held: 0n, spent: 0n });
});

test("an own key rents at a provider that the deployment has no key for", async () => {
  Object.assign(fleet.cloud, { connected: false });
  await run();
  expect(adas.there).toHaveLength(1);
});

test("S1: an answer that is lost is found by its mark with the key that asked, and an orphan is ended with it", async () => {
  adas.moods.create = "killed after";
  const { session } = await start();
  await fleet.pass(5_000);
  adas.moods.create = "well";
  await fleet.until("running", session.id);
  expect(adas.there).toHaveLength(1);
  const orphan = adas.place({
    mark: {
      deployment: await readDeployment(world.ctx()),
      session: session.id,
      expiresAt: world.clock.now(),
      consumer: null,
    },
    createdAt: new Date(world.clock.now().getTime() - 10 * MINUTE),
  });
  await fleet.pass(3 * MINUTE);
  expect(orphan.gone).toBe(true);
  expect([adas.there.length, fleet.cloud.destroys]).toEqual([1, 0]);
});

test("a team that replaces its key in the same account looks after what runs with the new one", async () => {
  const running = await run();
  const before = `key-of-${ada.name}-at-vast`;
  fleet.accounts.set("the-next-key-of-it", adas);
  await setProviderKey(world.ctx(ada), { providerId: "vast", key: "the-next-key-of-it" });
  await fleet.pass(3 * MINUTE);
  fleet.accounts.delete(before);
  fleet.kill();
  await fleet.pass(MINUTE);
  expect((await keysOf(ada))[0]?.["sealed_key"]).toBeNull();
  await stopSession(world.ctx(ada), running.id);
  await fleet.until("stopped", running.id);
  expect(adas.there).toEqual([]);
});

test("a machine whose answer was lost is found with the key that came after, and is nobody's orphan meanwhile", async () => {
  adas.moods.create = "lost after";
  adas.moods.list = "fails";
  const { session } = await start();
  await fleet.pass(MINUTE);
  // Berth's own key opens the same account, as of a team that runs Berth: it looks, and leaves alone.
  const sameAccount = Object.assign(Object.create(adas) as Cloud, {
    listInstances: () => Promise.resolve(adas.there.map(({ instance }) => instance)),
  });
  for (let looks = 0; looks < 3; looks++) {
    await fleet.pass(5 * MINUTE, 30_000);
    await observeProvider(fleet.work, sameAccount, new AbortController().signal);
  }
  expect([adas.there.length, adas.destroys]).toEqual([1, 0]);
  Object.assign(adas.moods, { create: "well", list: "well" });
  fleet.accounts.set("a-key-that-came-after", adas);
  await setProviderKey(world.ctx(ada), { providerId: "vast", key: "a-key-that-came-after" });
  fleet.accounts.delete(`key-of-${ada.name}-at-vast`);
  fleet.kill();
  await fleet.until("running", session.id);
  expect(adas.there).toHaveLength(1);
});

test("a ceiling is a ceiling, whoever sends the bill", async () => {
  const key: Key = {
    kind: "key",
    keyId: `key_${round}`,
    accountId: ada.accountId,
    name: "partner",
    scopes: [],
    spendCeilingPerDay: usd(3),
    consumers: null,
    expiresAt: null,
  };
  const { session } = await start(key);
  await expect(start(key)).rejects.toThrow(KeyCeilingReached);
  await fleet.until("running", session.id);
  await stopSession(world.ctx(ada), session.id);
  await fleet.until("stopped", session.id);
  // What was planned and never came to anything is free again.
  await start(key);
});

test("a reservation's machine is Berth's, whatever keys the team has", async () => {
  const [id] = (
    await inTransaction(world.ctx(), (ctx) =>
      startReserved(ctx, {
        accountId: ada.accountId,
        createdBy: ada.userId,
        consumer: null,
        gpuModel: "RTX 4090",
        gpus: 1,
        capPerGpuHour: usd(3),
        until: new Date(world.clock.now().getTime() + 60 * MINUTE),
        image: "ubuntu",
        diskGb: 50,
        publicKey: null,
        ports: [],
        env: [],
        onStart: null,
        saveCommand: null,
        saveMinutes: null,
        prepaid: { reservationId: "res_1", providers: [], hosts: [], region: "anywhere" },
      }),
    )
  ).map((begun) => begun.id);
  expect(await fleet.until("running", id ?? "")).toMatchObject({ billedTo: "berth", heldMicros: 0n });
  expect([adas.creates, fleet.cloud.creates]).toEqual([0, 1]);
  expect(await entriesOf(ada)).toEqual([]);
});

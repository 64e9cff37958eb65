import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { readOfSubject } from "../events/replay.ts";
import { buildSchema } from "../schema.ts";
import { startTestApi } from "../testing/api.ts";
import { expectSoundLedger, give } from "../testing/ledger.ts";
import { listed } from "../testing/listed.ts";
import { list } from "../testing/market.ts";
import { Fleet } from "../testing/sessions.ts";
import { addPerson } from "../testing/team.ts";
import { makeWorld, type World } from "../testing/world.ts";
import type { Person } from "../values/actor.ts";
import { usd } from "../values/money.ts";
import { InvalidInput } from "../values/refusal.ts";
import { agentRoute } from "./agent-route.ts";
import { startSession, stopSession } from "./index.ts";
import { costOf } from "./rules/meter.ts";
import { listStretches } from "./store/machines.ts";
import { saveTemplate } from "./templates.ts";

const MINUTE = 60_000;
const SAVE = "rsync -a /work team@example.com:kept";
let world: World;
let ada: Person;
let fleet: Fleet;
let people = 0;
let offerId: string;

beforeAll(async () => {
  world = await makeWorld({ pool: 6 });
});
afterAll(() => world?.close());
beforeEach(async () => {
  ada = await addPerson(world, `Ada${++people}`);
  await give(world, ada.accountId, usd(500));
  fleet = new Fleet(world);
  await list(world, [listed(String(people), { pricePerHour: 1_000_000n })]);
  const [row] = await world.database.sql`select id from offers where external_id = ${String(people)}`;
  offerId = String(row?.["id"]);
});
afterEach(() => expectSoundLedger(world));

const start = (input: Partial<Parameters<typeof startSession>[1]> = {}) =>
  startSession(world.ctx(ada), { offerId, hours: 2, saveCommand: SAVE, saveMinutes: 10, ...input });
async function running(input: Parameters<typeof start>[0] = {}): Promise<string> {
  const { session } = await start(input);
  await fleet.until("running", session.id);
  return session.id;
}
const machineOf = (id: string) => fleet.cloud.there.find(({ order }) => order.mark.session === id);
const stop = (id: string, withoutSaving = false) =>
  stopSession(world.ctx(ada), id, "asked-to-stop", withoutSaving);
async function told(id: string): Promise<unknown[]> {
  const events = await readOfSubject(world.database.sql, {
    accountId: ada.accountId,
    subject: id,
    limit: 100,
  });
  return events.flatMap(({ topic, payload }) => (topic === "session.saving" ? [payload] : [])).toReversed();
}
async function chargedMs(id: string): Promise<number> {
  const [stretch] = await listStretches(world.ctx(), [id]);
  return (stretch?.until?.getTime() ?? Number.NaN) - (stretch?.from.getTime() ?? Number.NaN);
}

test("a machine is kept until what is on its disk is saved, charged as ever, and then ended", async () => {
  const id = await running();
  const { env } = machineOf(id)?.order ?? {};
  expect(env).toMatchObject({ BERTH_DRAIN_HOOK: SAVE, BERTH_SAVE_MINUTES: "10" });
  await fleet.pass(10 * MINUTE, 60_000);
  await stop(id);
  fleet.saving = { state: "saving", exitStatus: null };
  await fleet.pass(4 * MINUTE, 60_000);
  expect(await fleet.read(id)).toMatchObject({ state: "stopping", saveState: "saving" });
  expect(fleet.cloud.destroys).toBe(0);
  fleet.saving = { state: "saved", exitStatus: 0 };
  const stopped = await fleet.until("stopped", id, 5 * MINUTE);
  expect(stopped).toMatchObject({ reason: "asked-to-stop", saveState: "saved", saveExit: 0 });
  expect(await told(id)).toEqual([
    { state: "saving", exitStatus: null },
    { state: "saved", exitStatus: 0 },
  ]);
  const ms = await chargedMs(id);
  expect(ms).toBeGreaterThanOrEqual(14 * MINUTE);
  expect(stopped.settledMicros).toBe(costOf(stopped.pricePerHour, ms));
});

test("a command that fails is told with what it ended with, and keeps nothing any longer", async () => {
  const id = await running();
  await stop(id);
  fleet.saving = { state: "failed", exitStatus: 23 };
  await fleet.until("stopped", id, 3 * MINUTE);
  expect(await told(id)).toEqual([{ state: "failed", exitStatus: 23 }]);
});

test.each([
  ["an agent that falls silent", (id: string) => fleet.silent.add(machineOf(id)?.instance.externalId ?? "")],
  ["a command that does not end", () => (fleet.saving = { state: "saving", exitStatus: null })],
])("%s keeps its machine for its minutes and no longer", async (_, happen) => {
  const id = await running();
  await stop(id);
  happen(id);
  await fleet.pass(5_000);
  await fleet.pass(9 * MINUTE, 60_000);
  await fleet.pass(50_000);
  expect(fleet.cloud.destroys).toBe(0);
  await fleet.pass(15_000);
  expect(fleet.cloud.destroys).toBe(1);
  expect((await fleet.until("stopped", id)).saveState).toBe("cut-short");
});

test("S4: what is saved before a planned end is saved by that end, and paid for by what was held", async () => {
  const id = await running({ hours: 1, saveMinutes: 30 });
  const { endsAt } = await fleet.read(id);
  await fleet.pass(31 * MINUTE, 60_000);
  expect(await fleet.read(id)).toMatchObject({ state: "stopping", reason: "time-is-up" });
  await fleet.pass(31 * MINUTE, 60_000);
  const stopped = await fleet.until("stopped", id);
  expect(fleet.cloud.destroys).toBeGreaterThan(0);
  const [stretch] = await listStretches(world.ctx(), [id]);
  expect(stretch?.until?.getTime()).toBeLessThanOrEqual((endsAt?.getTime() ?? 0) + 2 * MINUTE);
  expect(stopped.settledMicros).toBeLessThanOrEqual(stopped.heldMicros);
});

test("stopped without saving, also while something is saved, the machine goes at once", async () => {
  const id = await running();
  await stop(id);
  fleet.saving = { state: "saving", exitStatus: null };
  await fleet.pass(MINUTE);
  expect(fleet.cloud.destroys).toBe(0);
  await stop(id, true);
  await fleet.pass(5_000);
  expect(fleet.cloud.destroys).toBe(1);
  await fleet.until("stopped", id);
  expect(await told(id)).toEqual([{ state: "saving", exitStatus: null }]);
});

test("on a machine that was taken away nothing is waited for", async () => {
  const id = await running();
  const rented = machineOf(id);
  if (rented) rented.instance = { ...rented.instance, state: "stopped" };
  await fleet.pass(10_000);
  expect(await fleet.read(id)).toMatchObject({ state: "stopping", reason: "pre-empted", saveState: null });
  expect(fleet.cloud.destroys).toBe(1);
});

test("a template says what is saved; who discards wants nothing of it", async () => {
  const { id: templateId } = await saveTemplate(world.ctx(ada), {
    name: "keeps",
    saveCommand: SAVE,
    saveMinutes: 5,
  });
  const asTemplate = { templateId, saveCommand: null, saveMinutes: null };
  const { session } = await start(asTemplate);
  expect(session.saveMinutes).toBe(5);
  const discarded = await start({ ...asTemplate, storagePolicy: "discard" });
  expect(discarded.session.saveMinutes).toBeNull();
  for (const { id } of [session, discarded.session]) {
    await stop(id);
    await fleet.until("stopped", id);
  }
});

test.each([
  [{ saveMinutes: 31 }, "saveMinutes"],
  [{ saveMinutes: 0 }, "saveMinutes"],
  [{ saveCommand: null, saveMinutes: 5 }, "saveMinutes"],
  [{ saveCommand: null, storagePolicy: "save" as const }, "saveCommand"],
  [{ storagePolicy: "discard" as const }, "saveCommand"],
  [{ saveCommand: "x".repeat(3_001) }, "saveCommand"],
])("%j is refused by its field", async (input, field) => {
  const refused = await start(input).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(InvalidInput);
  expect(refused).toMatchObject({ field });
});

test("the agent itself: it hears that its session is ending, runs the command, says so, and is ended", async () => {
  const folder = mkdtempSync(join(tmpdir(), "berth-machine-"));
  const id = await running({ saveCommand: `echo kept > ${folder}/kept` });
  const rented = machineOf(id);
  fleet.silent.add(rented?.instance.externalId ?? "");
  const api = await startTestApi(world, buildSchema(), [ada], {
    routes: [agentRoute(() => world.ctx(), undefined)],
  });
  await world.database.sql`update sessions set agent_count = 0 where id = ${id}`;
  const program = fileURLToPath(new URL("../../../agent/src/main.ts", import.meta.url));
  const agent = spawn(process.execPath, [program], {
    env: {
      ...rented?.order.env,
      // There is nothing by which it could end the machine that this runs on, and its own deadline is not the world's.
      PATH: "/nothing",
      BERTH_DEADLINE: new Date(8.64e15).toISOString(),
      BERTH_URL: api.url,
      BERTH_HEARTBEAT_SECONDS: "0.1",
      BERTH_STATE_DIR: folder,
      BERTH_HEALTH_PORT: "off",
    },
    stdio: "ignore",
  });
  try {
    await stop(id);
    while ((await fleet.read(id)).saveState !== "saved") await fleet.turn();
    expect(readFileSync(join(folder, "kept"), "utf8")).toBe("kept\n");
    expect((await fleet.until("stopped", id)).saveExit).toBe(0);
  } finally {
    agent.kill("SIGKILL");
    await api.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

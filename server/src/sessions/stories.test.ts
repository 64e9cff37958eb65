import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { pollProvider } from "../offers/poll.ts";
import { Errands } from "../platform/errands.ts";
import { sshShell } from "../platform/shell.ts";
import { makeBlueLobster } from "../providers/bluelobster/bluelobster.ts";
import { readMark } from "../providers/mark.ts";
import type { Provider } from "../providers/provider.ts";
import { makeTensorDock } from "../providers/tensordock/tensordock.ts";
import { makeVast } from "../providers/vast/vast.ts";
import { HurriedClock } from "../testing/hurried-clock.ts";
import { expectSoundLedger, give } from "../testing/ledger.ts";
import { startSimulator, type Simulator, type TrueContract } from "../testing/simulator.ts";
import { addPerson } from "../testing/team.ts";
import { listAgain } from "../testing/market.ts";
import { makeWorld, type World } from "../testing/world.ts";
import type { Person } from "../values/actor.ts";
import { usd } from "../values/money.ts";
import { readBooks } from "../credits/store/books.ts";
import {
  advanceSessions,
  destroyEnding,
  extendSession,
  hearAgent,
  observeProvider,
  OwnClouds,
  type SessionRow,
  type SessionWork,
  settleRunning,
  startSession,
  stopSession,
} from "./index.ts";
import { costOf } from "./rules/meter.ts";
import { openAccess } from "./sealed.ts";
import { listMachinesOf, listStretches } from "./store/machines.ts";
import { readSession } from "./store/sessions.ts";

// Whole lives of sessions at each provider: the adapters as they are, the simulator as it runs, and a real log-in to its
// machines. Its clock and ours are moved together; agents speak up for themselves as the ones on machines do.

const MINUTE = 60_000;
const KEY = "key-of-the-test";
const SILENT = new AbortController().signal;
let world: World;
let ada: Person;
let simulator: Simulator;
let work: SessionWork;
let beats = 0;

beforeAll(async () => {
  world = await makeWorld({ pool: 6 });
  ada = await addPerson(world, "Ada");
  await give(world, ada.accountId, usd(500));
  simulator = await startSimulator(
    ...["--honest", "--machines", "200", "--market-speed", "0", "--credit", "10000"],
    ...["--start", world.clock.now().toISOString()],
    ...["--tensordock-key", KEY, "--bluelobster-key", KEY],
  );
  const hurried = new HurriedClock();
  // The hour is the world's; what an adapter waits for, it does not wait for.
  const clock = {
    now: () => world.clock.now(),
    elapsedMs: () => hurried.elapsedMs(),
    after: (ms: number, act: () => void) => hurried.after(ms, act),
  };
  const common = { apiKey: KEY, clock, log: world.log, unpaced: true };
  const providers: Provider[] = [
    makeVast({ ...common, url: simulator.url }),
    makeTensorDock({ ...common, url: simulator.url }),
    makeBlueLobster({ ...common, url: `${simulator.url}/bluelobster` }),
  ];
  work = {
    ctx: world.ctx(),
    providers: new Map(providers.map((provider) => [provider.id, provider])),
    errands: new Errands({ most: 20, log: world.log }),
    looks: new Errands({ most: 20, log: world.log }),
    ownClouds: new OwnClouds(() => {
      throw new Error("nobody has a key of their own here");
    }),
    shell: sshShell,
    operators: new Set(),
    agentUrl: "http://berth.example",
  };
  for (const provider of providers) await pollProvider(work.ctx, provider, SILENT);
});
afterAll(async () => {
  await simulator?.stop();
  await world?.close();
});
afterEach(() => expectSoundLedger(world));

async function read(id: string): Promise<SessionRow> {
  const session = await readSession(work.ctx, id);
  if (!session) throw new Error(`no session ${id}`);
  return session;
}

async function contractsOf(id: string): Promise<TrueContract[]> {
  return (await simulator.contracts()).filter(({ label }) => readMark(label)?.session === id);
}

/** Every loop once, after so long. */
async function turn(id: string, seconds: number): Promise<void> {
  await Promise.all([world.clock.advance(seconds * 1_000), simulator.pass(seconds)]);
  await listAgain(world);
  for (const provider of work.providers.values()) await observeProvider(work, provider, SILENT);
  await beat(await read(id));
  await advanceSessions(work);
  await destroyEnding(work);
  await work.errands.settled();
}

/** What runs has an agent, which was given its token with the machine. */
async function beat(session: SessionRow): Promise<void> {
  const runs = (await contractsOf(session.id)).some(({ phase }) => phase === "running");
  const token = session.sealedAccess && openAccess(work.ctx.seal, session).agentToken;
  if (!runs || !token) return;
  const vitals = { gpus: [], diskUsedGb: 1, diskTotalGb: 50, uptimeSeconds: 60, idleSeconds: 0 };
  await hearAgent(work.ctx, token, { count: ++beats, agentVersion: "test", vitals });
}

async function until(state: SessionRow["state"], id: string, seconds = 20): Promise<SessionRow> {
  for (let turns = 0; turns < 150; turns++) {
    const session = await read(id);
    if (session.state === state) return session;
    await turn(id, seconds);
  }
  const machines = await listMachinesOf(work.ctx, [id]);
  throw new Error(
    `${id} is ${(await read(id)).state} and not ${state}: ${JSON.stringify(machines.at(-1)?.detail)}`,
  );
}

async function cheapestAt(providerId: string): Promise<{ id: string; gpuModel: string }> {
  const [row] = await world.database.sql`
    select id, gpu_model from offers where provider_id = ${providerId} and kind = 'on_demand' and gpu_count = 1
      and state = 'listed' and disk_gb >= 60 and verified order by price_per_hour limit 1`;
  return { id: String(row?.["id"]), gpuModel: String(row?.["gpu_model"]) };
}

/** Stopped, gone at the provider, and paid for to the micro-dollar. */
async function expectOver(id: string): Promise<void> {
  await stopSession(world.ctx(ada), id);
  const before = await readBooks(world.ctx(), ada.accountId);
  const stopped = await until("stopped", id, 40);
  const phases = (await contractsOf(id)).map(({ phase }) => phase);
  expect(new Set(phases)).toEqual(new Set(["gone"]));
  const stretches = await listStretches(world.ctx(), [id]);
  const cost = stretches.reduce(
    (sum, { from, until, pricePerHour }) =>
      sum + costOf(pricePerHour, (until?.getTime() ?? Number.NaN) - from.getTime()),
    0n,
  );
  expect(stopped.settledMicros).toBe(cost);
  expect(stopped.reason).toBe("asked-to-stop");
  const after = await readBooks(world.ctx(), ada.accountId);
  expect(after).toMatchObject({ held: 0n });
  expect((after?.available ?? 0n) + (after?.spent ?? 0n)).toBe(
    (before?.available ?? 0n) + (before?.spent ?? 0n) + (before?.held ?? 0n),
  );
}

test.each(["vast", "tensordock", "bluelobster"])(
  "at %s a session starts, is proved, beats, is extended, stopped, and its machine is gone",
  async (providerId) => {
    const { id: offerId } = await cheapestAt(providerId);
    const { session } = await startSession(world.ctx(ada), { offerId, hours: 1 });
    const { id } = session;
    const running = await until("running", id);
    const [machine, ...others] = await listMachinesOf(work.ctx, [id]);
    expect(others).toEqual([]);
    expect(machine).toMatchObject({ providerId, state: "there", proof: "as-advertised" });
    const [contract] = await contractsOf(id);
    expect(contract).toMatchObject({ provider: providerId, phase: "running" });
    expect(contract?.sshKeys.map(({ text }) => text)).toContain(session.publicKey);

    const heard = running.agentCount ?? 0;
    await turn(id, 30);
    await turn(id, 30);
    expect((await read(id)).agentCount).toBeGreaterThan(heard);
    await settleRunning(work.ctx);
    expect((await read(id)).settledMicros).toBeGreaterThan(0n);

    const extended = await extendSession(world.ctx(ada), id, 1);
    expect(extended.endsAt?.getTime()).toBe((running.endsAt?.getTime() ?? 0) + 60 * MINUTE);
    await turn(id, 60);
    await expectOver(id);
  },
);

test("an offer that is refused at one provider is followed by a machine of another, and both stories end", async () => {
  const { sql } = world.database;
  const [pair] = await sql`
    select v.id, v.gpu_model from offers v where v.provider_id = 'vast' and v.kind = 'on_demand' and v.gpu_count = 1
      and v.state = 'listed' and v.disk_gb >= 60 and exists (
        select from offers o where o.provider_id <> 'vast' and o.gpu_model = v.gpu_model and o.gpu_count = 1
          and o.state = 'listed' and o.kind = 'on_demand' and o.price_per_hour < 2 * v.price_per_hour)
    order by v.price_per_hour limit 1`;
  // Of the first provider one machine is left.
  await sql`update offers set state = 'withdrawn' where provider_id = 'vast' and id <> ${String(pair?.["id"])}`;
  await simulator.mood("stale-ask");
  const { session } = await startSession(world.ctx(ada), {
    offerId: String(pair?.["id"]),
    hours: 1,
    maxPricePerHour: usd(20),
  });
  await until("running", session.id);
  await simulator.calm();
  const machines = await listMachinesOf(work.ctx, [session.id]);
  expect(machines[0]).toMatchObject({ providerId: "vast", state: "over", reason: "refused" });
  expect(machines.at(-1)?.providerId).not.toBe("vast");
  expect(machines.at(-1)?.state).toBe("there");
  await expectOver(session.id);
});

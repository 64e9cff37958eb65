import { afterAll, beforeAll, expect, test } from "vitest";
import { removeProviderKey, setProviderKey } from "../accounts/provider-keys.ts";
import { Errands } from "../platform/errands.ts";
import { NoWayIn } from "../platform/shell.ts";
import type { Provider } from "../providers/provider.ts";
import { list } from "../testing/market.ts";
import { startSimulator, type Simulator } from "../testing/simulator.ts";
import { adapterFor, soon } from "../testing/stage.ts";
import { addPerson } from "../testing/team.ts";
import { vastCandidate } from "../testing/vast.ts";
import { makeWorld, type World } from "../testing/world.ts";
import type { Person } from "../values/actor.ts";
import {
  advanceSessions,
  destroyEnding,
  observeProvider,
  OwnClouds,
  startSession,
  stopSession,
} from "./index.ts";
import { observeOwnKeys } from "./own-key-loops.ts";
import { listMachinesOf } from "./store/machines.ts";
import { readSession } from "./store/sessions.ts";
import type { SessionWork } from "./work.ts";

const MINUTE = 60_000;
let world: World;
let simulator: Simulator;
let berths: Provider;
let work: SessionWork;
let ada: Person;
beforeAll(async () => {
  world = await makeWorld();
  ada = await addPerson(world, "Ada");
  const flags = ["--machines", "60", "--market-speed", "0", "--other-key", "key-of-ada-at-vast"];
  simulator = await startSimulator(...flags);
  berths = adapterFor(vastCandidate, simulator);
  const { offers } = await berths.listOffers(soon());
  await list(world, offers);
  work = {
    ctx: world.ctx(),
    providers: new Map([[berths.id, berths]]),
    ownClouds: new OwnClouds((_id, key) => adapterFor(vastCandidate, simulator, key)),
    errands: new Errands({ most: 10, log: world.log }),
    looks: new Errands({ most: 10, log: world.log }),
    shell: { run: () => Promise.reject(new NoWayIn("unreachable", "nobody logs in here")) },
    operators: new Set(),
    agentUrl: "http://berth.example",
  };
});
afterAll(async () => {
  await simulator?.stop();
  await world?.close();
});

async function turn(): Promise<void> {
  await world.clock.advance(MINUTE);
  await simulator.pass(60);
  await observeProvider(work, berths, soon());
  await observeOwnKeys(work);
  await work.looks.settled();
  await advanceSessions(work);
  await destroyEnding(work);
  await work.errands.settled();
}
const start = async () => {
  const [row] = await world.database.sql`
    select id from offers where kind = 'on_demand' and disk_gb >= 100 order by price_per_hour limit 1`;
  return (await startSession(world.ctx(ada), { offerId: String(row?.["id"]), hours: 1 })).session;
};
const stored = () => world.database.sql`select sealed_key from provider_keys order by set_at`;

test("a team's key rents in its account at Vast.ai, and ends there what it rented after it was removed", async () => {
  await setProviderKey(world.ctx(ada), { providerId: "vast", key: "key-of-ada-at-vast" });
  const session = await start();
  const adas = adapterFor(vastCandidate, simulator, "key-of-ada-at-vast");
  await turn();
  await turn();
  expect(await berths.listInstances(soon())).toEqual([]);
  expect(await adas.listInstances(soon())).toMatchObject([{ mark: { session: session.id } }]);

  await removeProviderKey(world.ctx(ada), "vast");
  await stopSession(world.ctx(ada), session.id);
  for (let turns = 0; turns < 6; turns++) await turn();
  expect(await adas.listInstances(soon())).toEqual([]);
  expect(await readSession(world.ctx(), session.id)).toMatchObject({ state: "stopped", settledMicros: 0n });
  expect(await stored()).toEqual([{ sealed_key: null }]);
});

test("a key that Vast.ai refuses is told of as the team's own, and Berth's is not tried", async () => {
  await setProviderKey(world.ctx(ada), { providerId: "vast", key: "a-key-of-nobody" });
  const session = await start();
  for (let turns = 0; turns < 5; turns++) await turn();
  expect(await readSession(world.ctx(), session.id)).toMatchObject({
    state: "failed",
    reason: "key-refused",
  });
  const [machine, ...others] = await listMachinesOf(world.ctx(), [session.id]);
  expect(machine?.detail).toMatch(/^The team’s own key at Vast.ai was refused: /);
  expect(others).toEqual([]);
  expect(await berths.listInstances(soon())).toEqual([]);
});

test("as it is set it is tried at Vast.ai, which takes the team's and refuses nobody's", async () => {
  const set = (key: string) =>
    setProviderKey(world.ctx(ada), { providerId: "vast", key }, () =>
      adapterFor(vastCandidate, simulator, key),
    );
  await expect(set("a-key-of-nobody-else")).rejects.toMatchObject({ type: "InvalidInput", field: "key" });
  expect(await set("key-of-ada-at-vast")).toMatchObject({ workedAt: world.clock.now(), notTried: null });
});

import type { Account } from "./accounts/account.ts";
import type { Provider } from "./providers.ts";
import { Agenda } from "./agenda.ts";
import { stockBlueLobster } from "./bluelobster/stock.ts";
import { randomFor } from "./random.ts";
import { openMachine } from "./market/bustle.ts";
import { readPriceHistory } from "./market/history.ts";
import { makeHost } from "./market/hosts.ts";
import { makeHonest, makeMachine } from "./market/machines.ts";
import { planWalks } from "./market/prices.ts";
import { stockTensorDock } from "./tensordock/stock.ts";
import type { Happening, World } from "./world.ts";

export interface WorldOptions {
  seed: string;
  startAt: number;
  marketSpeed: number;
  machines: number;
  honest?: boolean;
  network?: number;
  /** Ids begin so much later, so that what one world after another has had is told apart. */
  idsAfter?: number;
  accounts: Readonly<Record<Provider, Account>>;
  otherAccounts?: readonly Account[];
}

export function createWorld({
  seed,
  startAt,
  marketSpeed,
  machines,
  honest = false,
  network = 1,
  idsAfter = 0,
  accounts,
  otherAccounts = [],
}: WorldOptions): World {
  const world: World = {
    seed,
    startedAt: startAt,
    now: startAt,
    marketSpeed,
    walks: planWalks(seed, startAt, marketSpeed, readPriceHistory()),
    accounts,
    otherAccounts,
    agenda: new Agenda<Happening>(),
    machines: new Map(),
    asks: new Map(),
    locations: [],
    contracts: new Map(),
    closed: new Map(),
    network,
    doors: new Map(),
    ids: randomFor(`${seed}/ids`),
    lastId: 27_000_000 + idsAfter,
    lastTenancy: 0,
  };
  populate(world, machines, idsAfter);
  stockBlueLobster(world);
  world.locations = stockTensorDock(world);
  if (honest) for (const machine of world.machines.values()) makeHonest(machine);
  return world;
}

function populate(world: World, count: number, idsAfter: number): void {
  const random = randomFor(`${world.seed}/hosts`);
  let hostId = 40_000 + idsAfter;
  let machineId = 11_000 + idsAfter;
  for (let ordinal = 0; world.machines.size < count; ordinal++) {
    hostId += random.integer(1, 400);
    const host = makeHost(hostId, ordinal, random);
    for (let index = 0; index < host.machineCount && world.machines.size < count; index++) {
      machineId += random.integer(1, 60);
      const machine = makeMachine(machineId, host, world.seed, world.now);
      world.machines.set(machineId, machine);
      openMachine(world, machine);
    }
  }
}

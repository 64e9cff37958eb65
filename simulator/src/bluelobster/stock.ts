import { openMachine } from "../market/bustle.ts";
import type { Host } from "../market/hosts.ts";
import { makeMachine, type Machine } from "../market/machines.ts";
import { micros } from "../money.ts";
import type { World } from "../world.ts";
import { regions, type Region } from "./regions.ts";
import { centsToBegin, modelCalled } from "./types.ts";

/** Puts the provider's own nodes into the world: few of each, so that what is listed can run out. */
const FIRST_HOST = 900_000;
const FIRST_NODE = 950_000;

export function stockBlueLobster(world: World): void {
  let id = FIRST_NODE;
  for (const [index, region] of regions.entries()) {
    const host = hostOf(FIRST_HOST + index, region);
    for (const { model, cards } of region.nodes) {
      id += 1;
      const node = makeNode(id, host, model, cards, world);
      world.machines.set(id, node);
      openMachine(world, node);
    }
  }
}

function hostOf(id: number, { place, nodes }: Region): Host {
  return {
    id,
    provider: "bluelobster",
    pricing: "list",
    place,
    datacenter: true,
    verification: "verified",
    machineCount: nodes.length,
    models: [],
    reliability: 0.995,
    megabitsDown: 2_000,
    megabitsUp: 2_000,
    // The disk comes with the machine, and so does what goes over the wire.
    storagePerGbMonth: 0,
    inetUpPerGb: 0,
    inetDownPerGb: 0,
    staticIp: true,
  };
}

function makeNode(id: number, host: Host, modelKey: string, cards: number, world: World): Machine {
  const model = modelCalled(modelKey);
  const price = micros(centsToBegin(modelKey) / 100);
  const made = makeMachine(id, { ...host, models: [model] }, world.seed, world.now);
  return {
    ...made,
    host,
    gpuCount: cards,
    minChunk: 1,
    slots: Array.from({ length: cards }, () => null),
    standing: price / micros(model.level),
    price,
    // One system with one driver is put on all of them.
    specs: { ...made.specs, driver: "560.35.05", cuda: 12.6 },
    truth: { ...made.truth, cuda: 12.6 },
    endsAt: Number.POSITIVE_INFINITY,
  };
}

import { openMachine } from "../market/bustle.ts";
import type { Host } from "../market/hosts.ts";
import { makeMachine, type Machine } from "../market/machines.ts";
import { places } from "../market/places.ts";
import { HOURS_PER_MONTH } from "../money.ts";
import { randomFor, type Random } from "../random.ts";
import { uuidFor } from "../uuid.ts";
import type { World } from "../world.ts";
import { gpuNames } from "./gpu-names.ts";
import { plans, type Location, type LocationPlan, type Node, type PartRates } from "./locations.ts";

/** Puts the provider's own nodes into the world, and gives back where they stand. */
const FIRST_HOST = 800_000;
const FIRST_NODE = 850_000;

export function stockTensorDock(world: World): Location[] {
  let machineId = FIRST_NODE;
  return plans.map((plan, index) => {
    const random = randomFor(`${world.seed}/tensordock/${plan.city}`);
    const rates = drawRates(random, randomFor(`${world.seed}/tensordock/${plan.city}/storage`));
    const host = hostOf(FIRST_HOST + index, plan, rates);
    const gigabits = random.pick([1, 1, 10, 10, 25]);
    const nodes = plan.nodes.map(([model, gpus, addresses]): Node => {
      machineId += 1;
      const machine = makeNode(machineId, host, model, gpus, world);
      world.machines.set(machineId, machine);
      openMachine(world, machine);
      return {
        id: uuidFor(`${world.seed}/node/${machineId}`),
        machine,
        vcpus: gpus * random.pick(machine.model.tier === "consumer" ? [8, 12, 16] : [16, 20, 24]),
        ramGb: gpus * random.pick(machine.model.tier === "datacenter" ? [96, 128, 192] : [32, 48, 64]),
        storageGb: gpus * random.pick([400, 800, 1_600]),
        addresses,
        forwards: true,
      };
    });
    return {
      id: uuidFor(`${world.seed}/location/${plan.city}`),
      city: plan.city,
      stateprovince: plan.stateprovince,
      country: plan.country,
      tier: plan.tier,
      organisation: `${plan.city} Compute`,
      gigabits,
      networkStorage: random.chance(0.3),
      rates,
      nodes,
    };
  });
}

/** Most sell the parts at what the documents show, some a little dearer or cheaper; storage at up to four times as much. */
function drawRates(random: Random, ofStorage: Random): PartRates {
  const factor = random.pick([1, 1, 1, 0.8, 1.2, 1.5]);
  return { vcpu: 3_000 * factor, ramGb: 2_000 * factor, storageGb: ofStorage.pick([50, 50, 50, 100, 200]) };
}

function hostOf(id: number, plan: LocationPlan, rates: PartRates): Host {
  const place = places.find(({ name }) => name === plan.place);
  if (!place) throw new Error(`There is no place ${plan.place}.`);
  return {
    id,
    provider: "tensordock",
    pricing: "each",
    place,
    datacenter: plan.tier > 1,
    verification: "verified",
    machineCount: plan.nodes.length,
    models: [],
    reliability: [0.97, 0.985, 0.996][plan.tier - 1] ?? 0.97,
    megabitsDown: 5_000,
    megabitsUp: 5_000,
    storagePerGbMonth: rates.storageGb * HOURS_PER_MONTH,
    // What goes over the wire is free.
    inetUpPerGb: 0,
    inetDownPerGb: 0,
    staticIp: true,
  };
}

function makeNode(id: number, host: Host, key: string, gpus: number, world: World): Machine {
  const model = gpuNames.find((name) => name.model.key === key)?.model;
  if (!model) throw new Error(`TensorDock does not sell ${key}.`);
  const made = makeMachine(id, { ...host, models: [model] }, world.seed, world.now);
  return {
    ...made,
    host,
    gpuCount: gpus,
    minChunk: 1,
    slots: Array.from({ length: gpus }, () => null),
    specs: { ...made.specs, ipAddress: made.specs.ipAddress.trim() },
    truth: { ...made.truth, acceptsKeys: true },
    endsAt: Number.POSITIVE_INFINITY,
  };
}

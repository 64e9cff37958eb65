import { json, type Answer } from "../http/exchange.ts";
import { isRentable } from "../market/asks.ts";
import type { Machine } from "../market/machines.ts";
import { slicesOf, type Slice } from "../market/slices.ts";
import { micros } from "../money.ts";
import { machinesOf, type World } from "../world.ts";
import { regions, type Region } from "./regions.ts";
import { instanceTypes, type InstanceType } from "./types.ts";
import type { Visit } from "./visit.ts";

/** What can be launched now: every type, with the regions that have room for one. */
export type AvailableType = ReturnType<typeof availableType>;

export function available({ world, moods }: Visit): Answer {
  const asList = moods.strikes("gpu-model-as-list", "search") !== undefined;
  const unheardOf = moods.strikes("unknown-card", "search") !== undefined;
  const data = instanceTypes.map((type) => availableType(world, type, asList));
  if (!unheardOf) return json(200, { data });
  return json(200, { data: [...data, unknownCard(data)] });
}

function availableType(world: World, type: InstanceType, asList: boolean) {
  const { id, gpus, vcpus, memoryGib, storageGib, gpuModel } = type;
  const gpuDescription = gpuModel === null ? "N/A" : `${gpus}x ${gpuModel}`;
  return {
    id,
    instance_type: {
      name: id,
      description: `${gpuModel === null ? "CPU only" : gpuDescription}, ${vcpus} vCPUs, ${memoryGib} GiB RAM`,
      gpu_description: gpuDescription,
      price_cents_per_hour: priceCents(world, type),
      specs: {
        vcpus,
        memory_gib: memoryGib,
        storage_gib: storageGib,
        gpus,
        gpu_model: gpuModel !== null && asList ? [gpuModel] : gpuModel,
      },
    },
    regions_with_capacity_available: regions
      .filter((region) => findPlace(world, type, region) !== undefined)
      .map(({ name, description, city, state }) => ({
        name,
        description,
        location: { city, state, country: "USA" },
      })),
  };
}

/** A type that came yesterday, of a card that no table of cards holds yet. */
function unknownCard(data: readonly AvailableType[]) {
  const [first] = data;
  return {
    ...first,
    id: "v3_gpu_1x_x9000",
    instance_type: {
      ...first?.instance_type,
      name: "v3_gpu_1x_x9000",
      gpu_description: "1x X9000",
      specs: { ...first?.instance_type.specs, gpus: 1, gpu_model: "X9000" },
    },
  };
}

/** One price wherever it stands: all nodes of a model go by one list. */
function priceCents(world: World, type: InstanceType): number {
  const [node] = nodesFor(world, type);
  return Math.round(((node?.price ?? 0) * type.size) / micros(0.01));
}

export interface Place extends Slice {
  machine: Machine;
}

/** Where there is room for one of the type. */
export function findPlace(world: World, type: InstanceType, region: Region): Place | undefined {
  for (const machine of nodesFor(world, type)) {
    if (machine.host.place !== region.place) continue;
    const slice = slicesOf(machine.gpuCount, machine.minChunk).find(
      (candidate) => candidate.size === type.size && isRentable(machine, candidate),
    );
    if (slice) return { machine, ...slice };
  }
  return undefined;
}

function nodesFor(world: World, { model }: InstanceType): Machine[] {
  return machinesOf(world, "bluelobster").filter((machine) => machine.model === model);
}

import { SECOND } from "../clock.ts";
import type { Contract, Phase } from "../contracts/contract.ts";
import type { VmContract } from "../contracts/order.ts";
import { dollars } from "../money.ts";
import { loopbackOf } from "../ssh/loopback.ts";
import { uuidFor } from "../uuid.ts";
import { getMachine, type World } from "../world.ts";
import { nameOf } from "./gpu-names.ts";

/** How a machine reads: one by one in one form, in lists in another, neither of them quite like the order. */
const statuses: Readonly<Record<Phase, string>> = {
  provisioning: "creating",
  created: "creating",
  loading: "starting",
  running: "running",
  rebooting: "running",
  recycling: "starting",
  stopping: "stopping",
  stopped: "stopped",
  queued: "stopped",
  unloading: "deleting",
  gone: "deleted",
};

export function statusOf({ phase, fate }: Contract): string {
  return phase === "created" && fate.neverStarts ? "error" : statuses[phase];
}

export function uuidOf(world: World, { id }: Contract): string {
  return uuidFor(`${world.seed}/contract/${id}`);
}

export function instance(world: World, contract: VmContract) {
  const { order } = contract;
  return {
    type: "virtualmachine",
    id: uuidOf(world, contract),
    name: order.label,
    status: statusOf(contract),
    ipAddress: addressOf(world, contract),
    portForwards: order.forwards.map(({ protocol, inside, outside }) => ({
      protocol,
      internal_port: inside,
      external_port: outside,
    })),
    resources: {
      vcpu_count: order.vcpus,
      ram_gb: order.ramGb,
      storage_gb: order.diskGb,
      gpus: { [v0NameOf(world, contract)]: { count: contract.gpus } },
    },
    rateHourly: dollars(contract.gpuRate + contract.diskRate),
  };
}

export type Instance = ReturnType<typeof instance>;

export function listRow(world: World, contract: VmContract) {
  const { order } = contract;
  return {
    type: "virtualmachine",
    id: uuidOf(world, contract),
    name: order.label,
    status: statusOf(contract),
    ipAddress: addressOf(world, contract),
    gpu_model: v0NameOf(world, contract),
    gpu_count: contract.gpus,
    vcpus: order.vcpus,
    ram_gb: order.ramGb,
    storage_gb: order.diskGb,
    price_per_hour: dollars(contract.gpuRate + contract.diskRate),
    created_at: new Date(contract.createdAt - (contract.createdAt % SECOND)).toISOString(),
    location_id: locationIdOf(world, contract),
  };
}

export type ListRow = ReturnType<typeof listRow>;

function v0NameOf(world: World, { machineId }: VmContract): string {
  return nameOf(getMachine(world, machineId).model).v0Name;
}

function locationIdOf(world: World, { machineId }: VmContract): string | null {
  const place = world.locations.find(({ nodes }) => nodes.some(({ machine }) => machine.id === machineId));
  return place?.id ?? null;
}

function addressOf(world: World, contract: VmContract): string | null {
  const { address } = contract.arrivals;
  return address === null || world.now < address ? null : loopbackOf(world, contract);
}

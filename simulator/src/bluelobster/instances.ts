import { SECOND } from "../clock.ts";
import { stop } from "../contracts/change.ts";
import type { Contract } from "../contracts/contract.ts";
import { tearDown } from "../contracts/life.ts";
import { isVm } from "../contracts/order.ts";
import { json, type Answer } from "../http/exchange.ts";
import { micros } from "../money.ts";
import { contractsOf, getMachine, type World } from "../world.ts";
import { destroyTaskId, findByUuid, uuidOf } from "./identity.ts";
import { loopbackOf } from "../ssh/loopback.ts";
import { noSuchInstance } from "./refusals.ts";
import { regions } from "./regions.ts";
import { findType } from "./types.ts";
import type { Visit } from "./visit.ts";

/** Reading machines and ending them. The list is a plain array, all at once. */
export function listInstances({ world, account, moods }: Visit): Answer {
  const rows = contractsOf(world, account)
    .filter(({ createdAt, fate }) => world.now >= createdAt + fate.listedAfterSeconds * SECOND)
    .map((contract) =>
      instanceRow(world, contract, moods.strikes("power-status-null", "list") !== undefined),
    );
  return json(200, rows);
}

export function showInstance({ world, account, moods, params: [uuid = ""] }: Visit): Answer {
  const contract = findByUuid(world, account, uuid);
  if (!contract || !isStillRead(world, contract)) throw noSuchInstance();
  return json(200, instanceRow(world, contract, moods.strikes("power-status-null", "show") !== undefined));
}

/** One that is gone can still be read for a while, with its address, when that is left behind. */
function isStillRead(world: World, { phase, phaseSince, fate }: Contract): boolean {
  return phase !== "gone" || world.now < phaseSince + fate.addressLingersSeconds * SECOND;
}

export function destroyInstance({ world, account, moods, params: [uuid = ""] }: Visit): Answer {
  const contract = findByUuid(world, account, uuid);
  if (!contract || contract.phase === "gone") throw noSuchInstance();
  const status = "PENDING";
  const message = "Instance deletion queued";
  const answer = moods.strikes("destroy-in-other-words", "destroy")
    ? json(200, { status, message, instance_id: uuid })
    : json(200, { task_id: destroyTaskId(world, contract), status, message });
  if (moods.strikes("destroy-ignored", "destroy")) return answer;
  if (moods.strikes("destroy-stops", "destroy")) {
    stop(world, contract);
    return answer;
  }
  contract.fate.addressLingersSeconds = moods.strikes("address-lingers", "destroy")?.seconds ?? 0;
  contract.fate.backAfterSeconds = moods.strikes("destroy-undone", "destroy")?.seconds ?? null;
  const late = moods.strikes("destroy-late", "destroy")?.seconds;
  tearDown(world, contract, late ?? contract.random.between(8, 40));
  return answer;
}

function instanceRow(world: World, contract: Contract, powerUntold: boolean) {
  if (!isVm(contract)) throw new Error(`Contract ${contract.id} is no virtual machine.`);
  const { order } = contract;
  const machine = getMachine(world, contract.machineId);
  const region = regions.find(({ place }) => place === machine.host.place);
  const type = findType(order.type ?? "");
  return {
    uuid: uuidOf(world, contract),
    name: order.label,
    host_id: `${region?.name}-${machine.id}`,
    region: region?.name,
    ip_address: loopbackOf(world, contract),
    internal_ip: `10.20.${contract.id % 200}.${2 + (contract.id % 250)}`,
    cpu_cores: order.vcpus,
    memory: order.ramGb,
    storage: order.diskGb,
    gpu_count: type?.gpus ?? contract.gpus,
    gpu_model: type ? type.gpuModel : machine.model.name,
    // Told for some and for others never.
    power_status: powerUntold || contract.id % 3 === 0 ? null : powerOf(contract),
    created_at: new Date(contract.createdAt).toISOString(),
    metadata: {},
    instance_type: order.type,
    price_cents_per_hour: Math.round(contract.gpuRate / micros(0.01)),
    vm_username: order.username,
  };
}

function powerOf({ phase }: Contract): string | null {
  if (phase === "running") return "running";
  return phase === "stopped" || phase === "stopping" ? "stopped" : null;
}

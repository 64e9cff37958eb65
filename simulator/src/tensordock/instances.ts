import { z } from "zod";
import { SECOND } from "../clock.ts";
import { start, stop } from "../contracts/change.ts";
import { diskRateOf } from "../contracts/create.ts";
import { creditOf } from "../contracts/credit.ts";
import { tearDown } from "../contracts/life.ts";
import { isVm, type VmContract } from "../contracts/order.ts";
import { json, type Answer } from "../http/exchange.ts";
import { contractsOf, getMachine, type World } from "../world.ts";
import { nameOf } from "./gpu-names.ts";
import { instance, listRow, statusOf, uuidOf } from "./instance-row.ts";
import type { Location, Node } from "./locations.ts";
import { badRequest, Misshapen, noCapacity, notFound, poor } from "./refusals.ts";
import { hasRoomFor, roomOn } from "./room.ts";
import type { Visit } from "./visit.ts";

export function listInstances({ world, account }: Visit): Answer {
  const instances = contractsOf(world, account)
    .filter(isVm)
    // A list may run behind: a machine can be read by its id before it is listed.
    .filter(({ createdAt, fate }) => world.now >= createdAt + fate.listedAfterSeconds * SECOND)
    .map((contract) => listRow(world, contract));
  return json(200, { data: { instances } });
}

export function showInstance(visit: Visit): Answer {
  const contract = findInstance(visit) ?? findDeleted(visit);
  if (!contract) throw noSuchInstance();
  return json(200, instance(visit.world, contract));
}

function findInstance({ world, account, params }: Visit): VmContract | undefined {
  return contractsOf(world, account)
    .filter(isVm)
    .find((contract) => uuidOf(world, contract) === params[0]);
}

/** What is deleted is not there, but in a mood. */
function findDeleted({ world, account, moods, params }: Visit): VmContract | undefined {
  const contract = [...world.closed.values()]
    .filter(isVm)
    .find((closed) => closed.account === account && uuidOf(world, closed) === params[0]);
  return contract && moods.strikes("deleted-lingers", "show") ? contract : undefined;
}

function getInstance(visit: Visit): VmContract {
  const contract = findInstance(visit);
  if (!contract) throw noSuchInstance();
  return contract;
}

const noSuchInstance = () => notFound("Instance not found");

/** Its GPUs went back when it stopped. If others have them, or its share of the rest, it stays as it is. */
export function startInstance(visit: Visit): Answer {
  const { world, account, moods } = visit;
  const contract = getInstance(visit);
  if (contract.phase !== "stopped") throw badRequest(`Instance is ${statusOf(contract)}, not stopped`);
  if (creditOf(world, account) < account.threshold) throw poor();
  const gone = moods.strikes("no-nodes", "start");
  const { gpus, order } = contract;
  const room = roomOn(world, placeOf(world, contract).node);
  // Its disk is where it was.
  const wish = { gpus, vcpus: order.vcpus, ramGb: order.ramGb, storageGb: Number.NEGATIVE_INFINITY };
  if (gone || !hasRoomFor(room, wish)) throw noCapacity(gone?.text ?? "No available nodes found");
  start(world, contract);
  return said(visit, contract);
}

export function stopInstance(visit: Visit): Answer {
  const contract = getInstance(visit);
  if (contract.phase === "stopped") throw badRequest("Instance is stopped already");
  stop(visit.world, contract);
  return said(visit, contract);
}

function said({ world }: Visit, contract: VmContract): Answer {
  return json(200, {
    data: { type: "instance", id: uuidOf(world, contract), attributes: { status: statusOf(contract) } },
  });
}

export function destroyInstance(visit: Visit): Answer {
  const { world, moods } = visit;
  const contract = getInstance(visit);
  destroy(visit, contract);
  if (moods.strikes("destroy-as-204", "destroy"))
    return { kind: "bytes", status: 204, bytes: Buffer.alloc(0), type: "" };
  return json(200, {
    data: { type: "success", message: `Instance ${uuidOf(world, contract)} is being deleted` },
  });
}

function destroy({ world, moods }: Visit, contract: VmContract): void {
  if (moods.strikes("destroy-ignored", "destroy")) return;
  if (moods.strikes("destroy-stops", "destroy")) return stop(world, contract);
  tearDown(world, contract, moods.strikes("destroy-late", "destroy")?.seconds);
  contract.fate.backAfterSeconds = moods.strikes("destroy-undone", "destroy")?.seconds ?? null;
}

const Change = z.looseObject({
  cpuCores: z.number().int().min(2).multipleOf(2).optional(),
  ramGb: z.number().int().min(8).multipleOf(8).optional(),
  diskGb: z.number().int().min(100).multipleOf(50).optional(),
  gpus: z.looseObject({ gpuV0Name: z.string(), count: z.number().int().min(1).max(8) }).optional(),
});

/** A stopped machine can be put together anew, at today's prices. Disks only grow. */
export function modifyInstance(visit: Visit): Answer {
  const { world, body } = visit;
  const read = Change.safeParse(body);
  if (!read.success) throw new Misshapen(read.error);
  const contract = getInstance(visit);
  const { location, node } = placeOf(world, contract);
  const { order } = contract;
  const { cpuCores = order.vcpus, ramGb = order.ramGb, diskGb = order.diskGb, gpus } = read.data;
  if (contract.phase !== "stopped") throw badRequest("Instance must be stopped to be modified");
  if (diskGb < order.diskGb) throw badRequest("Storage cannot shrink");
  const { model, price } = getMachine(world, contract.machineId);
  if (gpus && gpus.gpuV0Name !== nameOf(model).v0Name)
    throw noCapacity("No available nodes found with that GPU on this hostnode");
  const count = gpus?.count ?? contract.gpus;
  const wish = { gpus: count, vcpus: cpuCores, ramGb, storageGb: diskGb - order.diskGb };
  if (!hasRoomFor(roomOn(world, node), wish)) throw noCapacity("Insufficient capacity on hostnode");
  Object.assign(order, {
    vcpus: cpuCores,
    ramGb,
    diskGb,
    partsRate: Math.round(cpuCores * location.rates.vcpu + ramGb * location.rates.ramGb),
  });
  contract.gpus = count;
  contract.gpuRate = price * count + order.partsRate;
  contract.diskRate = diskRateOf(node.machine.host.storagePerGbMonth, diskGb);
  return said(visit, contract);
}

function placeOf(world: World, { machineId }: VmContract): { location: Location; node: Node } {
  for (const location of world.locations) {
    const node = location.nodes.find(({ machine }) => machine.id === machineId);
    if (node) return { location, node };
  }
  throw new Error(`No node is machine ${machineId}.`);
}

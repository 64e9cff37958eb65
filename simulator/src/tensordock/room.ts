import { isVm } from "../contracts/order.ts";
import { isFree, runsOf, type Slice } from "../market/slices.ts";
import type { World } from "../world.ts";
import type { Node } from "./locations.ts";

/** What of a node nobody has: its GPUs, which a machine gets side by side, and the other parts. */
export interface Room {
  gpus: number;
  vcpus: number;
  ramGb: number;
  storageGb: number;
  addresses: number;
}

export interface Wish {
  gpus: number;
  vcpus: number;
  ramGb: number;
  storageGb: number;
}

export function roomOn(world: World, node: Node): Room {
  const { machine } = node;
  const strangers = machine.slots.filter((occupant) => occupant?.kind === "stranger").length;
  // Other customers take as much of everything as they take of the GPUs.
  const left = 1 - strangers / machine.gpuCount;
  const room = {
    gpus: machine.listed && machine.online ? longestRun(machine.slots) : 0,
    vcpus: Math.floor(node.vcpus * left),
    ramGb: Math.floor(node.ramGb * left),
    storageGb: Math.floor(node.storageGb * left),
    addresses: Math.floor(node.addresses * left),
  };
  for (const contract of world.contracts.values()) {
    if (contract.machineId !== machine.id || !isVm(contract)) continue;
    const { order } = contract;
    // A stopped machine keeps its disk and its address.
    room.storageGb -= order.diskGb;
    if (order.dedicatedIp) room.addresses -= 1;
    if (!contract.slice) continue;
    room.vcpus -= order.vcpus;
    room.ramGb -= order.ramGb;
  }
  return room;
}

export function hasRoomFor(room: Room, { gpus, vcpus, ramGb, storageGb }: Wish): boolean {
  return room.gpus >= gpus && room.vcpus >= vcpus && room.ramGb >= ramGb && room.storageGb >= storageGb;
}

/** The first place where so many GPUs are free side by side. */
export function findSlice({ machine }: Node, gpus: number): Slice | undefined {
  return runsOf(machine.gpuCount, gpus).find((slice) => isFree(machine.slots, slice));
}

function longestRun(slots: readonly unknown[]): number {
  let longest = 0;
  let run = 0;
  for (const occupant of slots) {
    run = occupant === null ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

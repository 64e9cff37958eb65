import { takeId, type World } from "../world.ts";
import type { Machine, Occupant } from "./machines.ts";
import { isFree, overlap, slicesOf, type Ask, type Slice } from "./slices.ts";

/**
 * Asks come and go with the machine. An id is rented once: what is rented, and every sibling it took away, comes
 * back under new ids when the GPUs are free again, and a host that relists gives everything a new id.
 */
export function listMachine(world: World, machine: Machine): void {
  machine.listed = true;
  for (const slice of slicesOf(machine.gpuCount, machine.minChunk)) issue(world, machine, slice);
  changed(machine);
}

export function withdrawMachine(world: World, machine: Machine): void {
  machine.listed = false;
  for (const ask of machine.asks) world.asks.delete(ask.id);
  machine.asks = [];
  changed(machine);
}

/** New ids for every slice that nobody sits on. */
export function relistMachine(world: World, machine: Machine): void {
  reissue(world, machine, (ask) => isFree(machine.slots, ask));
}

export function occupy(machine: Machine, slice: Slice, occupant: NonNullable<Occupant>): void {
  machine.slots.fill(occupant, slice.first, slice.first + slice.size);
  changed(machine);
}

export function vacate(world: World, machine: Machine, slice: Slice): void {
  machine.slots.fill(null, slice.first, slice.first + slice.size);
  reissue(world, machine, (ask) => overlap(ask, slice));
}

export function isRentable(machine: Machine, ask: Slice): boolean {
  return machine.listed && machine.online && isFree(machine.slots, ask);
}

export function changed(machine: Machine): void {
  machine.revision += 1;
}

function issue(world: World, machine: Machine, { first, size }: Slice): void {
  const ask: Ask = { id: takeId(world), machineId: machine.id, first, size };
  world.asks.set(ask.id, ask);
  machine.asks.push(ask);
}

function reissue(world: World, machine: Machine, which: (ask: Ask) => boolean): void {
  const before = machine.asks;
  machine.asks = [];
  for (const ask of before) {
    if (which(ask)) {
      world.asks.delete(ask.id);
      issue(world, machine, ask);
    } else {
      machine.asks.push(ask);
    }
  }
  changed(machine);
}

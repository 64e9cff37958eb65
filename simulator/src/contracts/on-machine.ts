import type { World } from "../world.ts";
import type { Machine } from "../market/machines.ts";
import type { Contract } from "./contract.ts";
import { interrupt, remeter, startQueued } from "./life.ts";

/** What contracts do about what happens to the machine they are on. */
function contractsOn(world: World, machine: Machine): Contract[] {
  return [...world.contracts.values()].filter((contract) => contract.machineId === machine.id);
}

/** Interruptibles whose bid is now below the lowest the host takes lose their GPUs. */
export function evictUnderbid(world: World, machine: Machine): void {
  for (const contract of contractsOn(world, machine)) {
    if (contract.bid !== null && contract.slice && contract.bid < machine.minBid * contract.gpus)
      interrupt(world, contract);
  }
}

/** Somebody on demand takes the place of the interruptible that pays least; false when there is none. */
export function evictOne(world: World, machine: Machine): boolean {
  const [lowest] = contractsOn(world, machine)
    .filter((contract) => contract.bid !== null && contract.slice)
    .toSorted((one, other) => (one.bid ?? 0) / one.gpus - (other.bid ?? 0) / other.gpus);
  if (!lowest) return false;
  interrupt(world, lowest);
  return true;
}

/** Off line nothing is billed; back on line, what waited may start. */
export function onReachability(world: World, machine: Machine): void {
  for (const contract of contractsOn(world, machine)) remeter(world, contract);
  if (machine.online) startQueued(world, machine);
}

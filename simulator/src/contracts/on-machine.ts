import type { World } from "../world.ts";
import type { Machine } from "../market/machines.ts";
import { isUnderbid, type Contract } from "./contract.ts";
import { interrupt, remeter, startQueued } from "./life.ts";

/** What contracts do about what happens to the machine they are on. */
function interruptiblesOn(world: World, machine: Machine): Contract[] {
  const ids = machine.slots.flatMap((occupant) =>
    occupant?.kind === "contract" ? [occupant.contractId] : [],
  );
  return [...new Set(ids)].flatMap((id) => {
    const contract = world.contracts.get(id);
    return contract && contract.bid !== null ? [contract] : [];
  });
}

/** Interruptibles whose bid is now below the lowest the host takes lose their GPUs. */
export function evictUnderbid(world: World, machine: Machine): void {
  for (const contract of interruptiblesOn(world, machine)) {
    if (isUnderbid(contract, machine)) interrupt(world, contract);
  }
}

/** Somebody on demand takes the place of the interruptible that pays least; false when there is none. */
export function evictOne(world: World, machine: Machine): boolean {
  const [lowest] = interruptiblesOn(world, machine).toSorted(
    (one, other) => bidPerGpu(one) - bidPerGpu(other),
  );
  if (lowest) interrupt(world, lowest);
  return lowest !== undefined;
}

function bidPerGpu({ bid, gpus }: Contract): number {
  return (bid ?? 0) / gpus;
}

/** Off line nothing is billed; back on line, what waited may start. */
export function onReachability(world: World, machine: Machine): void {
  for (const contract of world.contracts.values()) {
    if (contract.machineId === machine.id) remeter(world, contract);
  }
  if (machine.online) startQueued(world, machine);
}

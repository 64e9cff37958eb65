import { isVm } from "../contracts/order.ts";
import type { World } from "../world.ts";
import type { Node } from "./locations.ts";

/** The ports of a node's own address that lead to the machines on it. */
const FIRST_PORT = 20_000;
const LAST_PORT = 29_999;

export function freePorts(world: World, node: Node, count: number): number[] {
  const taken = takenPorts(world, node);
  const free: number[] = [];
  for (let port = FIRST_PORT; port <= LAST_PORT && free.length < count; port++)
    if (!taken.has(port)) free.push(port);
  return free;
}

/** As wanted where it is free, and otherwise the next that is. */
export function assignPorts(world: World, node: Node, wanted: readonly number[]): number[] {
  const taken = takenPorts(world, node);
  return wanted.map((port) => {
    let given = isOwn(port) ? port : FIRST_PORT;
    while (taken.has(given)) given = given === LAST_PORT ? FIRST_PORT : given + 1;
    taken.add(given);
    return given;
  });
}

function isOwn(port: number): boolean {
  return port >= FIRST_PORT && port <= LAST_PORT;
}

function takenPorts(world: World, { machine }: Node): Set<number> {
  const taken = new Set<number>();
  for (const contract of world.contracts.values()) {
    if (contract.machineId !== machine.id || !isVm(contract)) continue;
    for (const { outside } of contract.order.forwards) taken.add(outside);
  }
  return taken;
}

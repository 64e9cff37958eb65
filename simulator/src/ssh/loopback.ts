import type { World } from "../world.ts";

/** The address of a virtual machine: of this computer, and of no other machine in this world. */
export function loopbackOf({ network }: Pick<World, "network">, { id }: { id: number }): string {
  return `127.${network}.${Math.floor(id / 254) % 256}.${1 + (id % 254)}`;
}

import type { World } from "../world.ts";
import { getMachine } from "../world.ts";
import { canMove, isUnderbid, type Contract } from "./contract.ts";
import { remeter, takeGpus, turnTo } from "./life.ts";
import { evictUnderbid } from "./on-machine.ts";

/** What a customer can do to a contract besides destroying it. */
export type Started = "starting" | "queued" | "already" | "ended";

/** Its GPUs were given back when it stopped: if others have them now, it waits, maybe for ever. */
export function start(world: World, contract: Contract): Started {
  if (world.now >= contract.endsAt) return "ended";
  contract.intended = "running";
  contract.exited = false;
  contract.unpaid = false;
  if (contract.phase !== "stopped" && contract.phase !== "queued") return "already";
  const machine = getMachine(world, contract.machineId);
  if (!isUnderbid(contract, machine) && takeGpus(world, contract)) {
    turnTo(world, contract, "loading");
    return "starting";
  }
  if (contract.phase === "stopped") turnTo(world, contract, "queued");
  return "queued";
}

export function stop(world: World, contract: Contract): void {
  contract.intended = "stopped";
  if (contract.phase === "queued") return turnTo(world, contract, "stopped");
  if (canMove(contract, "stopping")) turnTo(world, contract, "stopping");
}

/** True unless there is nothing running to be started anew. */
export function reboot(world: World, contract: Contract): boolean {
  if (contract.phase !== "running") return false;
  turnTo(world, contract, "rebooting");
  return true;
}

/** Destroys the container and pulls the image again, the GPUs kept. */
export function recycle(world: World, contract: Contract): boolean {
  if (contract.phase !== "running") return false;
  turnTo(world, contract, "recycling");
  return true;
}

/** What it bids is what it pays from now on. A higher bid may bring it back, a lower one may end it. */
export function changeBid(world: World, contract: Contract, bid: number): void {
  contract.bid = bid;
  contract.gpuRate = bid;
  remeter(world, contract);
  evictUnderbid(world, getMachine(world, contract.machineId));
  if (contract.phase === "queued") start(world, contract);
}

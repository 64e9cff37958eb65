import { SECOND } from "../clock.ts";
import type { Contract } from "../contracts/contract.ts";
import { everyContract } from "../contracts/credit.ts";
import { json, type Answer } from "../http/exchange.ts";
import type { World } from "../world.ts";
import { destroyTaskId, launchTaskId, uuidOf } from "./identity.ts";
import { refusal } from "./refusals.ts";
import type { Visit } from "./visit.ts";

/**
 * What is worked on, told from what became of the contract. A launch waits, is worked on, and is done once the
 * machine runs; a destroy is done once the machine is gone.
 *
 *   PENDING ──▶ PROCESSING ──▶ COMPLETED
 *                     └──────▶ FAILED
 */
type Status = "PENDING" | "PROCESSING" | "COMPLETED" | "FAILED";

interface Told {
  status: Status;
  message: string;
}

/** How long a destroy stands in the queue before anybody sees to it. */
const DESTROY_QUEUED = SECOND;

export function showTask({ world, account, params: [id] }: Visit): Answer {
  for (const contract of everyContract(world)) {
    if (contract.account !== account) continue;
    if (launchTaskId(world, contract) === id)
      return task(world, contract, id, "launch_instance", launchOf(contract));
    if (destroyTaskId(world, contract) === id && isEnding(contract))
      return task(world, contract, id, "delete_instance", destroyOf(world, contract));
  }
  throw refusal(404, "task_not_found", "Task not found");
}

function task(world: World, contract: Contract, id: string, operation: string, told: Told): Answer {
  return json(200, {
    task_id: id,
    status: told.status,
    operation,
    message: told.message,
    params: { vm_uuid: uuidOf(world, contract) },
    created_at: new Date(contract.createdAt).toISOString(),
    updated_at: new Date(contract.phaseSince).toISOString(),
  });
}

function launchOf({ phase, ranSince, fate }: Contract): Told {
  if (phase === "provisioning") return { status: "PENDING", message: "Task queued" };
  if (phase === "created" || phase === "loading")
    return { status: "PROCESSING", message: "Creating virtual machine" };
  if (fate.launchFailure) return { status: "FAILED", message: fate.launchFailure.message };
  return ranSince === null
    ? { status: "FAILED", message: "Instance was deleted" }
    : { status: "COMPLETED", message: "Instance launched" };
}

function destroyOf(world: World, { phase, phaseSince }: Contract): Told {
  if (phase === "gone") return { status: "COMPLETED", message: "Instance deleted" };
  return world.now < phaseSince + DESTROY_QUEUED
    ? { status: "PENDING", message: "Instance deletion queued" }
    : { status: "PROCESSING", message: "Deleting virtual machine" };
}

function isEnding({ phase }: Contract): boolean {
  return phase === "unloading" || phase === "gone";
}

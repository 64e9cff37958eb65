import { z } from "zod";
import { understand } from "../judge.ts";
import { writeMark } from "../mark.ts";
import type { Creation, Order } from "../provider.ts";
import { readOfferId } from "./offer-rows.ts";

/** The one template whose name is known. It is asked for, and what comes is told by a look inside alone. */
const TEMPLATE = "UBUNTU-22-04-NV";
export const USER = "ubuntu";

/**
 * What a launch says. Its metadata would be dropped, so that who a machine is for stands in its name. Nor is there
 * a place for a start script: whoever ordered one runs it once the key lets them in.
 */
export function launchBody(order: Order): Record<string, unknown> {
  const { type, region } = readOfferId(order.offer.externalId);
  return {
    region,
    instance_type: type,
    username: USER,
    // To the letter: a newline at its end is refused.
    ssh_key: order.publicKey.trim(),
    name: writeMark(order.mark),
    template_name: TEMPLATE,
    metadata: {},
  };
}

const launched = z.looseObject({
  vm_uuid: z.string().min(1).max(100),
  task_id: z.string().min(1).max(100).nullish().catch(null),
  status: z.string().nullish().catch(null),
  message: z.string().nullish().catch(null),
});

export interface Launched {
  creation: Creation;
  taskId: string | null;
}

/** The machine has its name long before it is there; a task makes it, and may fail. */
export function readLaunched(body: unknown): Launched {
  const {
    vm_uuid: externalId,
    task_id,
    status,
    message,
  } = understand("bluelobster", launched, body, "a launch");
  const taskId = task_id ?? null;
  if (status?.toUpperCase() === "FAILED")
    return { creation: { outcome: "unfit", externalId, reason: message ?? "its launch failed" }, taskId };
  return { creation: { outcome: "created", externalId, keyGiven: true, startGiven: false }, taskId };
}

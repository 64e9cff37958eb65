import { z } from "zod";
import { isPublicKey } from "../accounts/public-key.ts";
import type { VmOrder } from "../contracts/order.ts";
import { attachKey, createContract } from "../contracts/create.ts";
import { creditOf } from "../contracts/credit.ts";
import { fateFor } from "../contracts/fate.ts";
import { json, text, type Answer } from "../http/exchange.ts";
import type { Temper } from "../moods/moods.ts";
import { randomFor } from "../random.ts";
import type { World } from "../world.ts";
import { findPlace } from "./catalogue.ts";
import { loopbackOf } from "../ssh/loopback.ts";
import { launchTaskId, uuidOf } from "./identity.ts";
import { invalid, invalidShape, refusal } from "./refusals.ts";
import { regions } from "./regions.ts";
import { findTemplate } from "./templates.ts";
import { findType, type InstanceType } from "./types.ts";
import type { Visit } from "./visit.ts";

/** Launching a machine. The answer is flat and comes long before the machine: a task does the work. */
const Body = z.looseObject({
  region: z.string(),
  instance_type: z.string(),
  username: z.string().min(1).default("ubuntu"),
  ssh_key: z.string(),
  name: z.string(),
  template_name: z.string(),
  // Taken, and never seen again.
  metadata: z.record(z.string(), z.unknown()).default({}),
  iso_url: z.string().nullish(),
});

type Body = z.infer<typeof Body>;

const NAME_MAX = 64;
const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/;

export function launch({ world, account, moods, body }: Visit): Answer {
  const read = Body.safeParse(body);
  if (!read.success) throw invalidShape(read.error);
  const wish = read.data;
  const faults = faultsOf(wish);
  const imagined = moods.strikes("launch-finds-fault", "create");
  if (imagined) faults.push({ field: imagined.field, message: `${imagined.field} is not valid` });
  if (faults.length > 0) throw invalid(faults);

  const type = findType(wish.instance_type);
  if (!type) throw refusal(404, "instance_type_not_found", `No instance type ${wish.instance_type}`);
  const region = regions.find(({ name }) => name === wish.region);
  if (!region) throw refusal(404, "region_not_found", `No region ${wish.region}`);
  if (moods.strikes("insufficient-credit", "create") || creditOf(world, account) <= account.threshold)
    throw refusal(402, "insufficient_credit", "Insufficient credit to launch this instance");
  const place = findPlace(world, type, region);
  if (!place || moods.strikes("no-capacity", "create"))
    throw refusal(409, "no_capacity", `No capacity for ${type.id} in ${region.name}`);

  const ignored = moods.strikes("template-ignored", "create") !== undefined;
  const contract = createContract(
    world,
    { id: null, machineId: place.machine.id, first: place.first, size: place.size },
    {
      account,
      order: orderOf(wish, type, ignored ? "UBUNTU-22-04" : wish.template_name),
      bid: null,
      runs: true,
      priceFactor: moods.strikes("price-raised", "create")?.factor ?? 1,
      fate: { ...fateFor(moods, place.machine), launch: launchTimes(world), launchFailure: failureIn(moods) },
    },
  );
  attachKey(world, contract, wish.ssh_key);
  if (moods.strikes("create-cut", "create")) return { kind: "cut" };
  if (moods.strikes("create-error-after-commit", "create")) return text(500, "Internal Server Error");
  return json(200, {
    task_id: launchTaskId(world, contract),
    vm_uuid: uuidOf(world, contract),
    assigned_ip: loopbackOf(world, contract),
    status: "PENDING",
  });
}

/** In the field it took 63 to 114 seconds. */
function launchTimes(world: World): { queueSeconds: number; totalSeconds: number } {
  const random = randomFor(`${world.seed}/bluelobster/launch/${world.lastId}`);
  return { queueSeconds: random.between(2, 8), totalSeconds: random.between(63, 114) };
}

function failureIn(moods: Temper): { message: string; leavesMachine: boolean } | null {
  const failing = moods.strikes("launch-fails", "create");
  return failing ? { message: failing.message, leavesMachine: failing.leaves === "machine" } : null;
}

/** What is wrong with a wish that has the right shape. A key is taken to the letter: a newline at its end is one too many. */
function faultsOf({ name, ssh_key, template_name }: Body): { field: string; message: string }[] {
  const faults: { field: string; message: string }[] = [];
  if (name.length > NAME_MAX || !NAME.test(name))
    faults.push({
      field: "name",
      message: `name must be letters, digits and hyphens, not begin or end with one, and have at most ${NAME_MAX}`,
    });
  if (/[\r\n]/.test(ssh_key)) faults.push({ field: "ssh_key", message: "ssh_key must be a single line" });
  else if (!isPublicKey(ssh_key))
    faults.push({ field: "ssh_key", message: "ssh_key is not a valid SSH public key" });
  if (!findTemplate(template_name))
    faults.push({ field: "template_name", message: `no template ${template_name}` });
  return faults;
}

function orderOf(wish: Body, type: InstanceType, template: string): VmOrder {
  return {
    kind: "vm",
    image: template,
    diskGb: type.storageGib,
    label: wish.name,
    vcpus: type.vcpus,
    ramGb: type.memoryGib,
    partsRate: 0,
    dedicatedIp: true,
    forwards: [],
    type: type.id,
    username: wish.username,
  };
}

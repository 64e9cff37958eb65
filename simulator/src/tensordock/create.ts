import { z } from "zod";
import { agentEnvIn } from "../agents/agent-env.ts";
import { isPublicKey } from "../accounts/public-key.ts";
import { SECOND } from "../clock.ts";
import type { Contract } from "../contracts/contract.ts";
import { createContract, installKey } from "../contracts/create.ts";
import { creditOf } from "../contracts/credit.ts";
import { fateFor } from "../contracts/fate.ts";
import type { PortForward, VmOrder } from "../contracts/order.ts";
import { json, text, type Answer } from "../http/exchange.ts";
import type { World } from "../world.ts";
import { nodesByRoom } from "./discovery.ts";
import { gpuNames, nameOf } from "./gpu-names.ts";
import type { Location, Node } from "./locations.ts";
import { assignPorts } from "./ports.ts";
import { badRequest, Misshapen, noCapacity, notFound, poor } from "./refusals.ts";
import { findSlice, hasRoomFor, roomOn } from "./room.ts";
import { statusOf, uuidOf } from "./instance-row.ts";
import type { Visit } from "./visit.ts";

/**
 * Renting a machine: the customer puts it together and says where. There is no idempotency key, and two machines may
 * have one name: a client that lost the answer looks for the name.
 */
const STORAGE_GB_MIN = 100;
const SSH_PORT = 22;

const count = z.number().int().min(1).max(8);

/** As documents show it, and as others have written it down. */
const Gpus = z.union([
  z.record(z.string(), z.looseObject({ count })),
  z
    .array(z.looseObject({ gpuV0Name: z.string(), count }))
    .transform((list) => Object.fromEntries(list.map((gpu) => [gpu.gpuV0Name, { count: gpu.count }]))),
]);

const port = z.number().int().min(1).max(65_535);

const Forward = z.looseObject({
  protocol: z.enum(["tcp", "udp"]).default("tcp"),
  internal_port: port,
  external_port: port,
});

const CloudInit = z.looseObject({ runcmd: z.array(z.string()).default([]) });

const Body = z.looseObject({
  data: z.looseObject({
    type: z.literal("virtualmachine"),
    attributes: z.looseObject({
      name: z.string().min(1).max(128),
      type: z.literal("virtualmachine").optional(),
      image: z.enum(["ubuntu2404", "ubuntu2204", "debian12", "windows10"]),
      resources: z.looseObject({
        vcpu_count: z.number().int().min(1),
        ram_gb: z.number().int().min(1),
        storage_gb: z.number().int().min(1),
        gpus: Gpus.default({}),
      }),
      location_id: z.string().optional(),
      hostnode_id: z.string().optional(),
      port_forwards: z.array(Forward).default([]),
      useDedicatedIp: z.boolean().default(false),
      ssh_key: z.string().optional(),
      cloud_init: CloudInit.optional(),
    }),
  }),
});

type Attributes = z.infer<typeof Body>["data"]["attributes"];

export function createInstance({ world, account, moods, body }: Visit): Answer {
  const read = Body.safeParse(body);
  if (!read.success) throw new Misshapen(read.error);
  const { attributes } = read.data.data;
  const [v0Name, gpus] = checkOrder(attributes);
  const candidates = nodesFor(world, attributes, v0Name);
  if (moods.strikes("insufficient-credit", "create") || creditOf(world, account) < account.threshold)
    throw poor();

  const gone = moods.strikes("no-nodes", "create");
  if (gone) throw noCapacity(gone.text);
  const { resources } = attributes;
  const wish = {
    gpus,
    vcpus: resources.vcpu_count,
    ramGb: resources.ram_gb,
    storageGb: resources.storage_gb,
  };
  const roomy = candidates.filter(({ node }) => hasRoomFor(roomOn(world, node), wish));
  if (roomy.length === 0) throw noCapacity("No available nodes found");
  const taken = roomy.find(({ node }) => !attributes.useDedicatedIp || roomOn(world, node).addresses > 0);
  if (!taken || moods.strikes("no-public-ip", "create"))
    throw noCapacity("No available public IPs on hostnode");

  const { location, node } = taken;
  const slice = findSlice(node, gpus);
  if (!slice) throw noCapacity("No available nodes found");
  const forwards = moods.strikes("forwards-ignored", "create") ? [] : forwardsFor(world, node, attributes);
  const contract = createContract(
    world,
    { id: null, machineId: node.machine.id, ...slice },
    {
      account,
      order: orderOf(attributes, location, forwards),
      bid: null,
      runs: true,
      priceFactor: moods.strikes("price-raised", "create")?.factor ?? 1,
      fate: fateFor(moods, node.machine),
    },
  );
  boot(world, contract, attributes, moods.strikes("keys-dropped", "create") !== undefined);

  if (moods.strikes("create-cut", "create")) return { kind: "cut" };
  if (moods.strikes("create-error-after-commit", "create")) return text(500, "Internal Server Error");
  return json(201, {
    data: {
      type: "virtualmachine",
      id: uuidOf(world, contract),
      name: attributes.name,
      status: statusOf(contract),
    },
  });
}

/** What can be refused without looking at what there is. */
function checkOrder(order: Attributes): [v0Name: string, count: number] {
  const wanted = Object.entries(order.resources.gpus);
  const [first] = wanted;
  if (!order.location_id === !order.hostnode_id)
    throw badRequest("Either location_id or hostnode_id is required");
  if (order.resources.storage_gb < STORAGE_GB_MIN) throw badRequest("Storage must be at least 100 GB");
  if (!first) throw badRequest("At least one GPU is required");
  if (wanted.length > 1) throw badRequest("Only one GPU model can be chosen");
  const [v0Name, { count: gpus }] = first;
  if (!gpuNames.some((name) => name.v0Name === v0Name)) throw badRequest(`Unknown GPU model: ${v0Name}`);
  if (!order.ssh_key?.trim()) throw badRequest("ssh_key is required");
  if (!isPublicKey(order.ssh_key.trim())) throw badRequest("ssh_key is not a valid SSH public key");
  const hasSsh = order.port_forwards.some((forward) => forward.internal_port === SSH_PORT);
  if (order.image.startsWith("ubuntu") && !order.useDedicatedIp && !hasSsh)
    throw badRequest("SSH port (22) must be forwarded for Ubuntu VMs");
  return [v0Name, gpus];
}

interface Candidate {
  location: Location;
  node: Node;
}

/** The nodes that may take it, in the order in which the provider fills them. */
function nodesFor(world: World, order: Attributes, v0Name: string): Candidate[] {
  const places = world.locations.filter(
    ({ id, nodes }) => id === order.location_id || nodes.some((node) => node.id === order.hostnode_id),
  );
  const [location] = places;
  if (!location) throw notFound(order.location_id ? "Location not found" : "Hostnode not found");
  return nodesByRoom(world, location)
    .filter(({ id }) => order.hostnode_id === undefined || id === order.hostnode_id)
    .filter(({ machine }) => nameOf(machine.model).v0Name === v0Name)
    .map((node) => ({ location, node }));
}

function forwardsFor(world: World, node: Node, order: Attributes): PortForward[] {
  if (order.useDedicatedIp) return [];
  const given = assignPorts(
    world,
    node,
    order.port_forwards.map(({ external_port }) => external_port),
  );
  return order.port_forwards.map(({ protocol, internal_port, external_port }, at) => ({
    protocol,
    inside: internal_port,
    outside: given[at] ?? external_port,
  }));
}

function orderOf(
  { name, image, resources, useDedicatedIp }: Attributes,
  { rates }: Location,
  forwards: PortForward[],
): VmOrder {
  return {
    kind: "vm",
    image,
    diskGb: resources.storage_gb,
    label: name,
    vcpus: resources.vcpu_count,
    ramGb: resources.ram_gb,
    partsRate: Math.round(resources.vcpu_count * rates.vcpu + resources.ram_gb * rates.ramGb),
    dedicatedIp: useDedicatedIp,
    forwards,
    type: null,
    username: "user",
  };
}

/**
 * The key in the order is put in when the machine boots, and commands run when all else is done: they let keys in, and
 * start an agent. What else they do is not done here.
 */
function boot(world: World, contract: Contract, order: Attributes, dropped: boolean): void {
  const { random, arrivals, fate } = contract;
  const after = (seconds: number) =>
    arrivals.address === null ? null : Math.round(arrivals.address + seconds * SECOND);
  const [boot, commands] = [after(random.between(15, 35)), after(random.between(60, 90))];
  const env = agentEnvIn((order.cloud_init?.runcmd ?? []).map(writtenBy).join("\n"));
  if (env && commands !== null) contract.agent = { env, startsAt: commands };
  const given = order.ssh_key?.trim() ?? "";
  const byCommand = new Set(
    (order.cloud_init?.runcmd ?? []).flatMap((command) =>
      [...command.matchAll(PUBLIC_KEY)].map(([key]) => key),
    ),
  );
  const isGivenAgain = byCommand.delete(bodyOf(given));
  const letIn = (key: string, at: number | null) =>
    installKey(world, contract, key, fate.keysRefused ? null : at);
  letIn(given, dropped ? (isGivenAgain ? commands : null) : boot);
  for (const key of byCommand) letIn(key, commands);
}

/** What a command writes to a file. */
function writtenBy(command: string): string {
  const [, text = ""] = /^echo ([A-Za-z0-9+/=]+) \| base64 -d > \S+$/.exec(command) ?? [];
  return Buffer.from(text, "base64").toString();
}

/** A key without the comment at its end. */
function bodyOf(key: string): string {
  return key.split(" ").slice(0, 2).join(" ");
}

const PUBLIC_KEY = /(?:ssh-(?:rsa|ed25519)|ecdsa-sha2-\S+) [A-Za-z0-9+/=]+/g;

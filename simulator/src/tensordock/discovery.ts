import { json, type Answer } from "../http/exchange.ts";
import { dollars } from "../money.ts";
import type { World } from "../world.ts";
import { nameOf } from "./gpu-names.ts";
import type { Location, Node, PartRates } from "./locations.ts";
import { freePorts } from "./ports.ts";
import { roomOn } from "./room.ts";
import type { Visit } from "./visit.ts";

/** What can be rented, told twice: by location, where the provider picks the node, and node by node. */
export function listLocations({ world }: Visit): Answer {
  const locations = world.locations.map((location) => ({
    id: location.id,
    city: location.city,
    stateprovince: location.stateprovince,
    country: location.country,
    tier: location.tier,
    gpus: bestNodes(world, location).map((node) => locationGpu(world, location, node)),
  }));
  return json(200, { data: { locations } });
}

/** The node of each model that takes the most GPUs: what is told of a model at a location is told of it. */
function bestNodes(world: World, location: Location): Node[] {
  const best = new Map<string, Node>();
  for (const node of nodesByRoom(world, location)) {
    const { v0Name } = nameOf(node.machine.model);
    if (!best.has(v0Name) && roomOn(world, node).gpus > 0) best.set(v0Name, node);
  }
  return [...best.values()];
}

/** In the order in which the provider fills them: where most is free, and the cheaper of two alike. */
export function nodesByRoom(world: World, location: Location): Node[] {
  return location.nodes.toSorted(
    (one, other) =>
      roomOn(world, other).gpus - roomOn(world, one).gpus || one.machine.price - other.machine.price,
  );
}

function locationGpu(world: World, location: Location, node: Node) {
  const { v0Name, displayName } = nameOf(node.machine.model);
  const room = roomOn(world, node);
  return {
    v0Name,
    displayName,
    max_count: room.gpus,
    price_per_hr: dollars(node.machine.price),
    resources: { max_vcpus: room.vcpus, max_ram_gb: room.ramGb, max_storage_gb: room.storageGb },
    pricing: pricingOf(location.rates),
    network_features: {
      dedicated_ip_available: room.addresses > 0,
      port_forwarding_available: node.forwards,
      network_storage_available: location.networkStorage,
    },
  };
}

export function listHostnodes({ world }: Visit): Answer {
  const hostnodes = world.locations.flatMap((location) =>
    location.nodes
      .filter(({ machine }) => machine.online && machine.listed)
      .map((node) => hostnode(world, location, node)),
  );
  return json(200, { data: { hostnodes } });
}

function hostnode(world: World, location: Location, node: Node) {
  const { machine } = node;
  const room = roomOn(world, node);
  return {
    id: node.id,
    location_id: location.id,
    engine: "proxmox",
    uptime_percentage: Math.round(machine.reliability * 10_000) / 100,
    available_resources: {
      gpus: [
        {
          v0Name: nameOf(machine.model).v0Name,
          availableCount: room.gpus,
          price_per_hr: dollars(machine.price),
        },
      ],
      vcpu_count: room.vcpus,
      ram_gb: room.ramGb,
      storage_gb: room.storageGb,
      max_vcpus_per_gpu: Math.floor(node.vcpus / machine.gpuCount),
      max_ram_per_gpu: Math.floor(node.ramGb / machine.gpuCount),
      available_ports: freePorts(world, node, 20),
      has_public_ip_available: room.addresses > 0,
    },
    pricing: pricingOf(location.rates),
    location: {
      uuid: location.id,
      city: location.city,
      stateprovince: location.stateprovince,
      country: location.country,
      has_network_storage: location.networkStorage,
      network_speed_gbps: location.gigabits,
      network_speed_upload_gbps: location.gigabits,
      organization: location.id,
      organizationName: location.organisation,
      tier: location.tier,
    },
  };
}

function pricingOf({ vcpu, ramGb, storageGb }: PartRates) {
  return {
    per_vcpu_hr: dollars(vcpu),
    per_gb_ram_hr: dollars(ramGb),
    per_gb_storage_hr: dollars(storageGb),
  };
}

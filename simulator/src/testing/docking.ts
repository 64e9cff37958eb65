import type { SimulatorOptions } from "../simulator.ts";
import type { State, Truth } from "./renting.ts";
import { running, type Reply, type Running } from "./running.ts";
import { sure } from "./sure.ts";

/** A simulator in which a test rents TensorDock's machines: the market stands still, and nobody else is there. */
export interface Docking extends Running {
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  locations(): Promise<LocationRow[]>;
  hostnodes(): Promise<HostnodeRow[]>;
  /** A card that is listed somewhere, and where. */
  card(v0Name: string): Promise<{ location: LocationRow; gpu: GpuRow }>;
  /** Asks for a machine with one RTX 4090; the wish replaces attributes. */
  create(wish?: Record<string, unknown>): Promise<Reply>;
  /** The same, which goes well, and gives its id. */
  created(wish?: Record<string, unknown>): Promise<string>;
  machine(id: string): Promise<MachineRow>;
  listed(): Promise<{ id: string; name: string; status: string; [field: string]: unknown }[]>;
  mood(name: string, setting?: Record<string, unknown>): Promise<void>;
  credit(): Promise<bigint>;
  /** The truth of the machine of that name. */
  truthOf(name: string): Promise<Truth>;
}

export interface GpuRow {
  v0Name: string;
  displayName: string;
  max_count: number;
  price_per_hr: number;
  resources: { max_vcpus: number; max_ram_gb: number; max_storage_gb: number };
  pricing: { per_vcpu_hr: number; per_gb_ram_hr: number; per_gb_storage_hr: number };
  network_features: { dedicated_ip_available: boolean };
}

export interface LocationRow {
  id: string;
  city: string;
  stateprovince: string;
  country: string;
  tier: number;
  gpus: GpuRow[];
}

export interface HostnodeRow {
  id: string;
  location_id: string;
  available_resources: {
    gpus: { v0Name: string; availableCount: number; price_per_hr: number }[];
    vcpu_count: number;
    ram_gb: number;
    storage_gb: number;
    available_ports: number[];
    has_public_ip_available: boolean;
  };
}

export interface MachineRow {
  id: string;
  name: string;
  status: string;
  ipAddress: string | null;
  portForwards: { protocol: string; internal_port: number; external_port: number }[];
  resources: { vcpu_count: number; gpus: Record<string, { count: number }> };
  rateHourly: number;
}

/** Long enough for a machine to be made and to run. */
export const UNTIL_UP = 60;

export const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFakeFakeFake test";

const RTX_4090 = "geforcertx4090-pcie-24gb";

export async function docking(options: Partial<SimulatorOptions> = {}): Promise<Docking> {
  const simulator = await running({ marketSpeed: 0, machines: 5, ...options });
  for (const { host, slots } of simulator.world.machines.values())
    if (host.provider === "tensordock") slots.fill(null);
  const call: Docking["call"] = (method, path, body, headers) =>
    simulator.send(method, `/api/v2${path}`, body, {
      authorization: "Bearer simulated-tensordock-key",
      ...headers,
    });
  const locations: Docking["locations"] = async () =>
    (await call("GET", "/locations")).as<{ data: { locations: LocationRow[] } }>().data.locations;
  const card: Docking["card"] = async (v0Name) => {
    const rows = (await locations()).flatMap((location) =>
      location.gpus.filter((gpu) => gpu.v0Name === v0Name).map((gpu) => ({ location, gpu })),
    );
    return sure(rows.find(({ gpu }) => gpu.network_features.dedicated_ip_available));
  };
  const create: Docking["create"] = async (wish = {}) => {
    const { location } = await card(RTX_4090);
    const attributes = {
      name: "a-machine",
      type: "virtualmachine",
      image: "ubuntu2404",
      resources: { vcpu_count: 8, ram_gb: 32, storage_gb: 100, gpus: { [RTX_4090]: { count: 1 } } },
      location_id: location.id,
      port_forwards: [{ protocol: "tcp", internal_port: 22, external_port: 20_022 }],
      ssh_key: KEY,
      ...wish,
    };
    return call("POST", "/instances", { data: { type: "virtualmachine", attributes } });
  };
  return {
    ...simulator,
    call,
    locations,
    hostnodes: async () =>
      (await call("GET", "/hostnodes")).as<{ data: { hostnodes: HostnodeRow[] } }>().data.hostnodes,
    card,
    create,
    created: async (wish) => sure((await create(wish)).as<{ data?: { id: string } }>().data).id,
    machine: async (id) => (await call("GET", `/instances/${id}`)).as<MachineRow>(),
    listed: async () =>
      (await call("GET", "/instances")).as<{
        data: { instances: Awaited<ReturnType<Docking["listed"]>> };
      }>().data.instances,
    mood: async (name, setting = { next: 1 }) => {
      const reply = await simulator.send("PUT", `/control/moods/${name}`, setting);
      if (reply.status !== 200) throw new Error(reply.text);
    },
    credit: async () =>
      BigInt((await simulator.get("/control/state")).as<State>().accounts.tensordock.creditMicros),
    truthOf: async (name) =>
      sure((await simulator.get("/control/state")).as<State>().contracts.find(({ label }) => label === name)),
  };
}

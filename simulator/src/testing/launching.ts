import type { SimulatorOptions } from "../simulator.ts";
import { running, type Reply, type Running } from "./running.ts";
import type { Truth } from "./renting.ts";
import { sure } from "./sure.ts";

/** A simulator in which a test launches Blue Lobster's machines: the market stands still, and nobody else is there. */
export interface Launching extends Running {
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  types(): Promise<TypeRow[]>;
  type(id: string): Promise<TypeRow>;
  launch(wish?: Record<string, unknown>): Promise<Reply>;
  /** A launch that goes well. */
  launched(wish?: Record<string, unknown>): Promise<Launched>;
  task(id: string): Promise<Record<string, unknown>>;
  listed(): Promise<Machine[]>;
  destroy(uuid: string): Promise<Reply>;
  mood(name: string, setting?: Record<string, unknown>): Promise<void>;
  credit(): Promise<bigint>;
  truthOf(name: string): Promise<Truth>;
}

export interface TypeRow {
  id: string;
  instance_type: {
    name: string;
    gpu_description: string;
    price_cents_per_hour: number;
    specs: { gpus: number; gpu_model: string | string[] | null; [spec: string]: unknown };
    [field: string]: unknown;
  };
  regions_with_capacity_available: { name: string; location: { country: string } }[];
}

export interface Launched {
  task_id: string;
  vm_uuid: string;
  assigned_ip: string;
  status: string;
}

export interface Machine {
  uuid: string;
  name: string;
  ip_address: string;
  power_status: string | null;
  [field: string]: unknown;
}

/** Longer than a launch takes, and longer than a destroy. */
export const UNTIL_LAUNCHED = 115;
export const UNTIL_DESTROYED = 41;

export const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFakeFakeFake test";

export async function launching(options: Partial<SimulatorOptions> = {}): Promise<Launching> {
  const simulator = await running({ marketSpeed: 0, machines: 20, ...options });
  for (const machine of simulator.world.machines.values()) {
    if (machine.host.provider === "bluelobster") machine.slots.fill(null);
  }
  const call: Launching["call"] = (method, path, body, headers) =>
    simulator.send(method, `/bluelobster/api/v1${path}`, body, {
      "x-api-key": "simulated-bluelobster-key",
      ...headers,
    });
  const launch: Launching["launch"] = (wish = {}) =>
    call("POST", "/instances/launch-instance", {
      region: "igl",
      instance_type: "v1_gpu_1x_a4000",
      username: "ubuntu",
      ssh_key: KEY,
      name: "a-machine",
      template_name: "UBUNTU-22-04-NV",
      metadata: { session: "ses_1" },
      ...wish,
    });
  const types = async () => (await call("GET", "/instances/available")).as<{ data: TypeRow[] }>().data;
  interface State {
    accounts: { bluelobster: { creditMicros: string } };
    contracts: Truth[];
  }
  const truth = async () => (await simulator.get("/control/state")).as<State>();
  return {
    ...simulator,
    call,
    types,
    type: async (id) => sure((await types()).find((row) => row.id === id)),
    launch,
    launched: async (wish) => (await launch(wish)).as<Launched>(),
    task: async (id) => (await call("GET", `/tasks/${id}`)).as(),
    listed: async () => (await call("GET", "/instances")).as<Machine[]>(),
    destroy: (uuid) => call("DELETE", `/instances/${uuid}`),
    mood: async (name, setting = { next: 1 }) => {
      await simulator.send("PUT", `/control/moods/${name}`, { provider: "bluelobster", ...setting });
    },
    credit: async () => BigInt((await truth()).accounts.bluelobster.creditMicros),
    truthOf: async (name) => sure((await truth()).contracts.find(({ label }) => label === name)),
  };
}

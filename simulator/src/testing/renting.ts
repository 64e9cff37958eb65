import type { Provider } from "../providers.ts";
import { sure } from "./sure.ts";
import { running, type Reply, type Row, type Running } from "./running.ts";
import type { SimulatorOptions } from "../simulator.ts";

/** A simulator in which a test rents: the market stands still, so that only the test makes things happen. */
export interface Renting extends Running {
  /** Rents an offer of one GPU on an ordinary machine, and gives the new contract's id. */
  rent(wish?: Record<string, unknown>, offer?: Row): Promise<number>;
  create(ask: number, wish?: Record<string, unknown>): Promise<Reply>;
  instance(id: number): Promise<Instance | null>;
  listed(): Promise<Instance[]>;
  manage(id: number, change: Record<string, unknown>): Promise<Reply>;
  destroy(id: number): Promise<Reply>;
  mood(name: string, setting?: Record<string, unknown>): Promise<void>;
  truth(): Promise<State>;
  truthOf(id: number): Promise<Truth>;
}

export interface Instance {
  id: number;
  machine_id: number;
  actual_status: string | null;
  intended_status: string;
  cur_state: string;
  next_state: string;
  status_msg: string | null;
  label: string | null;
  dph_base: number;
  dph_total: number;
  storage_total_cost: number;
  instance: { gpuCostPerHour: number };
  ports?: Record<string, { HostPort: string }[]>;
  [field: string]: unknown;
}

export interface Truth {
  id: number;
  ask: number;
  phase: string;
  createdAt: number;
  label: string | null;
  gpuMicrosPerHour: number;
  diskMicrosPerHour: number;
  bill: Record<"gpuMicros" | "diskMicros" | "downMicros" | "totalMicros", string>;
  segments: { from: number; to: number | null; gpuRate: number }[];
  sshKeys: { text: string; attachedAt: number; arrivesAt: number | null }[];
  arrivals: { address: number | null; driver: number | null; packages: number; steady: number };
  truth: { cuda: number; acceptsKeys: boolean };
}

export interface State {
  now: number;
  accounts: Record<Provider, { paidInMicros: string; creditMicros: string }>;
  contracts: Truth[];
}

/** Long enough for an ordinary image to be pulled and started. */
export const UNTIL_RUNNING = 1_200;

export async function renting(options: Partial<SimulatorOptions> = {}): Promise<Renting> {
  const simulator = await running({ marketSpeed: 0, ...options });
  const { send, get } = simulator;
  const create: Renting["create"] = (ask, wish = {}) =>
    send("PUT", `/api/v0/asks/${ask}/`, { client_id: "me", image: "ubuntu:22.04", disk: 10, ...wish });
  const truth = async () => (await get("/control/state")).as<State>();
  return {
    ...simulator,
    create,
    rent: async (wish, offer) => {
      const chosen = offer ?? (await simulator.offer({ num_gpus: { eq: 1 }, order: [["dph_total", "asc"]] }));
      return sure((await create(chosen.id, wish)).as<{ new_contract?: number }>().new_contract);
    },
    instance: async (id) =>
      (await get(`/api/v0/instances/${id}/`)).as<{ instances: Instance | null }>().instances,
    listed: async () => (await get("/api/v0/instances/")).as<{ instances: Instance[] }>().instances,
    manage: (id, change) => send("PUT", `/api/v0/instances/${id}/`, change),
    destroy: (id) => send("DELETE", `/api/v0/instances/${id}/`, {}),
    mood: async (name, setting = { next: 1 }) => {
      await send("PUT", `/control/moods/${name}`, setting);
    },
    truth,
    truthOf: async (id) => sure((await truth()).contracts.find((contract) => contract.id === id)),
  };
}

import { z } from "zod";
import { readMark } from "../mark.ts";
import type { Instance, InstanceState } from "../provider.ts";
import { USER } from "./launch.ts";
import { offerId, usdFromCents } from "./offer-rows.ts";

// One of our machines, as Blue Lobster reads it out. The uuid alone must be there: it tells the row from others.
// What else is missing, null or of a kind nobody expects is not known, and the row stays.

const text = z.string().max(10_000).nullish().catch(null);
const number = z.number().nullish().catch(null);

const row = z.looseObject({
  uuid: z.string().min(1).max(100),
  name: text,
  region: text,
  ip_address: text,
  gpu_count: number,
  gpu_model: z
    .union([z.string(), z.array(z.string()).transform(([first]) => first ?? null)])
    .nullish()
    .catch(null),
  power_status: text,
  created_at: text,
  instance_type: text,
  price_cents_per_hour: z.number().int().nonnegative().max(1_000_000).nullish().catch(null),
  vm_username: text,
});

// Null more often than not, whatever the machine does.
const byPower: Readonly<Record<string, InstanceState>> = {
  null: "running",
  running: "running",
  on: "running",
  starting: "loading",
  stopping: "stopping",
  stopped: "stopped",
  off: "stopped",
  paused: "stopped",
};

/** Null for a row that cannot be told from others. `odd` is given a power status that nobody has seen yet. */
export function readInstanceRow(
  value: unknown,
  isBeingMade: (externalId: string, createdAt: Date | null) => boolean,
  odd: (status: string) => void,
): Instance | null {
  const parsed = row.safeParse(value);
  if (!parsed.success) return null;
  const machine = parsed.data;
  const createdAt = instantOf(machine.created_at);
  const power = machine.power_status?.trim().toLowerCase() || null;
  const state = power === null && isBeingMade(machine.uuid, createdAt) ? "loading" : stateOf(power, odd);
  const host = machine.ip_address?.trim();
  const price = machine.price_cents_per_hour == null ? null : usdFromCents(machine.price_cents_per_hour);
  return {
    externalId: machine.uuid,
    state,
    billed: state === "running" ? "everything" : "unknown",
    detail: machine.power_status ?? null,
    label: machine.name ?? null,
    mark: readMark(machine.name),
    machineId:
      machine.instance_type && machine.region ? offerId(machine.instance_type, machine.region) : null,
    kind: "on_demand",
    gpuRawName: machine.gpu_model ?? null,
    gpuCount: machine.gpu_count ?? null,
    // It has an address of its own, and no port is another outside than inside.
    ssh: host ? [{ host, port: 22, user: machine.vm_username?.trim() || USER }] : [],
    ports: [],
    pricePerHour: price,
    diskPricePerHour: 0n,
    allInPerHour: price,
    createdAt,
    endsAt: null,
  };
}

function stateOf(power: string | null, odd: (status: string) => void): InstanceState {
  const state = byPower[String(power)];
  if (!state) odd(String(power));
  return state ?? "unknown";
}

/** Times without a zone are in UTC. */
function instantOf(text: string | null | undefined): Date | null {
  if (!text) return null;
  const at = Date.parse(/(z|[+-]\d\d:?\d\d)$/i.test(text.trim()) ? text : `${text.trim()}Z`);
  return Number.isNaN(at) ? null : new Date(at);
}

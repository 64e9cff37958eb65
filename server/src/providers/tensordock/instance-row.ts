import { z } from "zod";
import { type Usd, usdFromNumber } from "../../values/money.ts";
import { readMark } from "../mark.ts";
import type { Billed, Instance, InstanceState, PublishedPort, SshAddress } from "../provider.ts";

// One of our machines, as TensorDock reads it out: bare or in an envelope, its facts beside the id or under
// "attributes", in two spellings. The id alone must be there: it tells the row from others. What else is missing,
// null or of a kind nobody expects is not known, and the row stays.

const text = z.string().max(10_000).nullish().catch(null);
const number = z.number().nullish().catch(null);

/** A number, or a text that is one: ports come as either. */
const port = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number),
  ])
  .pipe(z.number().int().min(1).max(65_535));

const forward = z
  .looseObject({ internal_port: port, external_port: port, protocol: text })
  .transform(({ internal_port, external_port, protocol }) => ({
    inside: internal_port,
    outside: external_port,
    isTcp: (protocol ?? "tcp").toLowerCase() === "tcp",
  }));

/** A list of forwards, or an object from inside to outside. */
const forwards = z.union([
  z.array(forward),
  z
    .record(z.string().regex(/^\d{1,5}$/), port)
    .transform((ports) =>
      Object.entries(ports).map(([inside, outside]) => ({ inside: Number(inside), outside, isTcp: true })),
    ),
]);

const count = z.number().int().positive().max(64);

/** From name to count, or a list of both. */
const gpus = z.union([
  z
    .record(z.string(), z.looseObject({ count }))
    .transform((cards) => Object.entries(cards).map(([name, { count }]) => ({ name, count }))),
  z.array(
    z
      .looseObject({ gpuV0Name: text, v0Name: text, count })
      .transform(({ gpuV0Name, v0Name, count }) => ({ name: gpuV0Name ?? v0Name ?? null, count })),
  ),
]);

const resources = z.looseObject({ gpus: gpus.nullish().catch(null) });

const facts = z.looseObject({
  name: text,
  status: text,
  ipAddress: text,
  ip_address: text,
  portForwards: forwards.nullish().catch(null),
  port_forwards: forwards.nullish().catch(null),
  resources: resources.nullish().catch(null),
  rateHourly: number,
  rate_hourly: number,
  price_per_hour: number,
  gpu_model: text,
  gpu_count: number,
  created_at: text,
  createdAt: text,
});

type Facts = z.infer<typeof facts>;

const id = z.looseObject({ id: z.string().regex(/^[\w-]{1,64}$/) });
const nested = z.looseObject({ attributes: z.looseObject({}) });
const envelope = z.looseObject({ data: z.looseObject({}) });

/**
 * "gone" is what a deleted machine reads as, where it still does. Null for a row that cannot be told from others.
 * `odd` is given a status that nobody has seen yet.
 */
export function readInstanceRow(value: unknown, odd: (status: string) => void): Instance | "gone" | null {
  const row = factsIn(value);
  if (!row) return null;
  const { externalId, machine } = row;
  const { state, billed } = stateOf(machine, odd);
  if (state === "gone") return "gone";
  const [card] = machine.resources?.gpus ?? [];
  return {
    externalId,
    state,
    billed,
    detail: machine.status ?? null,
    label: machine.name ?? null,
    mark: readMark(machine.name),
    machineId: null,
    kind: "on_demand",
    gpuRawName: card?.name ?? machine.gpu_model ?? null,
    gpuCount: card?.count ?? machine.gpu_count ?? null,
    ...waysIn(machine),
    // One figure is told for all of it. What storage costs there is told by the list of locations alone, of which
    // whoever reads a machine may have none, or another than the one it was rented from.
    pricePerHour: null,
    diskPricePerHour: null,
    allInPerHour: priceOf(machine.rateHourly ?? machine.rate_hourly ?? machine.price_per_hour),
    createdAt: instantOf(machine.created_at ?? machine.createdAt),
    endsAt: null,
  };
}

function factsIn(value: unknown): { externalId: string; machine: Facts } | null {
  const wrapped = envelope.safeParse(value);
  const row = wrapped.success ? wrapped.data.data : value;
  const known = id.safeParse(row);
  if (!known.success) return null;
  const inside = nested.safeParse(row);
  const parsed = facts.safeParse({ ...known.data, ...(inside.success && inside.data.attributes) });
  return parsed.success ? { externalId: known.data.id, machine: parsed.data } : null;
}

const states: Readonly<Record<string, { state: InstanceState | "gone"; billed: Billed }>> = {
  creating: { state: "provisioning", billed: "unknown" },
  starting: { state: "loading", billed: "unknown" },
  running: { state: "running", billed: "everything" },
  stopping: { state: "stopping", billed: "unknown" },
  stopped: { state: "stopped", billed: "disk" },
  // Stopped, and its GPUs are no longer kept for it.
  stoppeddisassociated: { state: "stopped", billed: "disk" },
  deleting: { state: "ending", billed: "unknown" },
  deleted: { state: "gone", billed: "nothing" },
  error: { state: "failed", billed: "unknown" },
};

function stateOf(
  { status }: Facts,
  odd: (status: string) => void,
): { state: InstanceState | "gone"; billed: Billed } {
  const known = states[(status ?? "").trim().toLowerCase()];
  if (known) return known;
  odd(String(status));
  return { state: "unknown", billed: "unknown" };
}

/** Whether a forwarded port leads to the machine's SSH; null while it has no address, and nobody can tell. */
export function leadsToSsh(value: unknown): boolean | null {
  const machine = factsIn(value)?.machine;
  if (!machine || !addressOf(machine)) return null;
  return forwardsOf(machine).some(({ inside }) => inside === 22);
}

function addressOf({ ipAddress, ip_address }: Facts): string | null {
  return (ipAddress ?? ip_address)?.trim() || null;
}

function forwardsOf({ portForwards, port_forwards }: Facts): { inside: number; outside: number }[] {
  return (portForwards ?? port_forwards ?? []).filter(({ isTcp }) => isTcp);
}

// Whoever logs in finds a key at both.
const USERS = ["root", "user"];

/** On a forwarded port, and on its own where nothing is forwarded: then the address is the machine's alone. */
function waysIn(machine: Facts): Pick<Instance, "ssh" | "ports"> {
  const host = addressOf(machine);
  const forwarded = forwardsOf(machine);
  if (!host) return { ssh: [], ports: [] };
  const outside = forwarded.length === 0 ? 22 : forwarded.find(({ inside }) => inside === 22)?.outside;
  const ssh: SshAddress[] = outside === undefined ? [] : USERS.map((user) => ({ host, port: outside, user }));
  const ports: PublishedPort[] = forwarded
    .filter(({ inside }) => inside !== 22)
    .map(({ inside, outside }) => ({ inside, host, outside }));
  return { ssh, ports };
}

const PRICE_MAX = 10_000;

function priceOf(dollars: number | null | undefined): Usd | null {
  return dollars != null && dollars >= 0 && dollars <= PRICE_MAX ? usdFromNumber(dollars) : null;
}

function instantOf(text: string | null | undefined): Date | null {
  if (!text) return null;
  const at = Date.parse(/(z|[+-]\d\d:?\d\d)$/i.test(text.trim()) ? text : `${text.trim()}Z`);
  return Number.isNaN(at) ? null : new Date(at);
}

import { z } from "zod";
import { readMark } from "../mark.ts";
import type { Instance, PublishedPort, SshAddress } from "../provider.ts";
import { idLike, instantOf, looseFlag, looseNumber, looseText, numberLike, priceOf } from "./loose.ts";
import { readState, type States } from "./instance-state.ts";

// One of our instances, as Vast.ai reads it out. The id alone must be there: it tells the row from others.

const priceBlock = z
  .looseObject({ gpuCostPerHour: looseNumber, diskHour: looseNumber })
  .nullish()
  .catch(null);

const row = z.looseObject({
  id: idLike,
  actual_status: looseText,
  intended_status: looseText,
  cur_state: looseText,
  next_state: looseText,
  status_msg: looseText,
  label: looseText,
  machine_id: idLike.nullish().catch(null),
  is_bid: looseFlag,
  gpu_name: looseText,
  num_gpus: looseNumber,
  image_runtype: looseText,
  ssh_host: looseText,
  ssh_port: numberLike,
  public_ipaddr: looseText,
  // Told only while it runs. Documents also show a list of whole numbers, which says nothing of what they lead to.
  ports: z
    .record(
      z.string(),
      z
        .array(z.looseObject({ HostPort: numberLike }))
        .nullish()
        .catch(null),
    )
    .nullish()
    .catch(null),
  dph_base: looseNumber,
  dph_total: looseNumber,
  storage_total_cost: looseNumber,
  search: priceBlock,
  instance: priceBlock,
  start_date: looseNumber,
  end_date: looseNumber,
});

type Row = z.infer<typeof row>;

/** Null for a row that cannot be told from others. `odd` is given a status that nobody has seen yet. */
export function readInstanceRow(value: unknown, odd: (status: string) => void): Instance | null {
  const parsed = row.safeParse(value);
  if (!parsed.success) return null;
  const instance = parsed.data;
  const { state, billed } = readState(statesOf(instance), odd);
  return {
    externalId: instance.id,
    state,
    billed,
    detail: instance.status_msg?.trim() || null,
    label: instance.label ?? null,
    mark: readMark(instance.label),
    machineId: instance.machine_id ?? null,
    kind: instance.is_bid ? "interruptible" : "on_demand",
    gpuRawName: instance.gpu_name ?? null,
    gpuCount: instance.num_gpus ?? null,
    ssh: waysIn(instance),
    ports: publishedPorts(instance),
    ...pricesOf(instance),
    createdAt: instantOf(instance.start_date),
    endsAt: instantOf(instance.end_date),
  };
}

function statesOf(instance: Row): States {
  return {
    actual: instance.actual_status ?? null,
    intended: instance.intended_status ?? null,
    current: instance.cur_state ?? null,
    next: instance.next_state ?? null,
    message: instance.status_msg ?? "",
  };
}

/** Straight to the machine where it has a port of its own for that, and through the provider's proxy. */
function waysIn(instance: Row): SshAddress[] {
  const { image_runtype: runtype, public_ipaddr: ip, ports, ssh_host: proxy, ssh_port: proxyPort } = instance;
  const ways: SshAddress[] = [];
  const add = (host: string | null | undefined, port: number | null | undefined) => {
    const name = host?.trim();
    if (name && isPort(port)) ways.push({ host: name, port, user: "root" });
  };
  // Launched with arguments alone, a container has no SSH.
  if (runtype?.trim() === "args") return [];
  add(ip, ports?.["22/tcp"]?.[0]?.HostPort);
  // With Jupyter the proxy's own port is Jupyter's, and SSH is the next one.
  add(proxy, proxyPort == null ? null : proxyPort + (runtype?.includes("jupyter") ? 1 : 0));
  return ways;
}

function publishedPorts({ public_ipaddr: ip, ports }: Row): PublishedPort[] {
  const host = ip?.trim();
  if (!host) return [];
  return Object.entries(ports ?? {}).flatMap(([name, places]) => {
    const [, inside] = /^(\d{1,5})\/tcp$/.exec(name) ?? [];
    const outside = places?.[0]?.HostPort;
    return inside && inside !== "22" && isPort(outside) ? [{ inside: Number(inside), host, outside }] : [];
  });
}

function isPort(port: number | null | undefined): port is number {
  return port != null && Number.isInteger(port) && port > 0 && port < 65_536;
}

/** What is told of an instance's own prices is zero for the GPUs while it is stopped. */
function pricesOf(instance: Row): Pick<Instance, "pricePerHour" | "diskPricePerHour" | "allInPerHour"> {
  const { dph_base: base, dph_total: total } = instance;
  const disk = priceOf(
    instance.storage_total_cost ?? instance.instance?.diskHour ?? instance.search?.diskHour,
  );
  const all = priceOf(total);
  const rest = disk !== null && all !== null && all >= disk ? all - disk : null;
  return {
    pricePerHour: priceOf(base ?? instance.search?.gpuCostPerHour) ?? rest,
    diskPricePerHour: disk,
    allInPerHour: all,
  };
}

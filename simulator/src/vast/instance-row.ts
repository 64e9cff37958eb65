import { MINUTE, SECOND } from "../clock.ts";
import type { Phase } from "../contracts/contract.ts";
import { imageGb } from "../contracts/images.ts";
import type { ContainerContract } from "../contracts/order.ts";
import type { Machine } from "../market/machines.ts";
import { dollars } from "../money.ts";
import { getMachine, type World } from "../world.ts";
import { machineFacts, priceBlock } from "./machine-facts.ts";
import { findTemplate } from "./templates.ts";

const LOOPBACK = "127.0.0.1";

/** How an instance reads. Each phase shows as four states that say the same thing a little differently. */
interface States {
  actual: string | null;
  cur: string;
  next: string;
}

const states: Readonly<Record<Phase, States>> = {
  provisioning: { actual: null, cur: "stopped", next: "running" },
  created: { actual: "created", cur: "stopped", next: "running" },
  loading: { actual: "loading", cur: "running", next: "running" },
  running: { actual: "running", cur: "running", next: "running" },
  rebooting: { actual: "rebooting", cur: "running", next: "running" },
  recycling: { actual: "recycling", cur: "running", next: "running" },
  stopping: { actual: "running", cur: "running", next: "stopped" },
  stopped: { actual: "stopped", cur: "stopped", next: "stopped" },
  queued: { actual: "stopped", cur: "stopped", next: "running" },
  unloading: { actual: "stopped", cur: "stopped", next: "unloaded" },
  gone: { actual: "offline", cur: "unloaded", next: "unloaded" },
};

export function instanceRow(world: World, contract: ContainerContract, skewSeconds: number) {
  const machine = getMachine(world, contract.machineId);
  const { order } = contract;
  const gpuPerHour = dollars(contract.gpuRate);
  const diskPerHour = dollars(contract.diskRate);
  const isOn = contract.phase === "running" && machine.online;
  const template = order.templateHash === null ? undefined : findTemplate(order.templateHash);
  const startDate = contract.createdAt / SECOND + skewSeconds;
  return {
    ...machineFacts(machine, contract.gpus),
    id: contract.id,
    bundle_id: machine.id * 100 + contract.gpus,
    ...statesOf(contract, machine),
    status_msg: contract.message,
    label: order.label,
    image_uuid: order.image,
    image_runtype: order.runtype,
    image_args: order.args,
    extra_env: order.env,
    onstart: order.onstart,
    template_id: template?.id ?? null,
    template_hash_id: template?.hash_id ?? null,
    template_name: template?.name ?? null,
    ...addressOf(world, contract, machine, isOn),
    start_date: startDate,
    end_date: contract.endsAt / SECOND + skewSeconds,
    duration: (contract.endsAt - world.now) / SECOND,
    host_run_time: (world.now - machine.startedAt) / SECOND,
    time_remaining: "",
    uptime_mins: isOn && contract.id % 3 === 0 ? (world.now - contract.phaseSince) / MINUTE : null,
    gpu_util: isOn ? 0 : null,
    gpu_temp: isOn ? 34 : null,
    cpu_util: isOn ? 0.4 : 0,
    disk_space: order.diskGb,
    disk_util: isOn ? imageGb(order.image) : -1,
    disk_usage: isOn ? imageGb(order.image) / order.diskGb : -1,
    mem_limit: isOn ? (machine.specs.ramMb / 1_024) * (contract.gpus / machine.gpuCount) : null,
    mem_usage: isOn ? 0.6 : null,
    vmem_usage: isOn ? 0.5 : null,
    is_bid: contract.bid !== null,
    min_bid: dollars(contract.bid ?? machine.minBid * contract.gpus),
    dph_base: gpuPerHour,
    dph_total: gpuPerHour + diskPerHour,
    storage_total_cost: diskPerHour,
    credit_balance: null,
    credit_discount: null,
    discount_rate: 0,
    rentable: false,
    rented: true,
    search: priceBlock(gpuPerHour, diskPerHour),
    instance: priceBlock(isOn ? gpuPerHour : 0, diskPerHour),
  };
}

export type InstanceRow = ReturnType<typeof instanceRow>;

function statesOf(contract: ContainerContract, machine: Machine) {
  const { actual, cur, next } = states[contract.phase];
  const ended = contract.phase === "stopped" && contract.exited;
  return {
    actual_status:
      machine.online || contract.phase === "provisioning" ? (ended ? "exited" : actual) : "offline",
    intended_status: contract.intended,
    cur_state: cur,
    next_state: next,
  };
}

/**
 * Ports are told only while it runs. A container launched with args has no SSH at all. Straight in and through the
 * provider's proxy it is one door here, on loopback.
 */
function addressOf({ doors }: World, contract: ContainerContract, machine: Machine, isOn: boolean) {
  const { order, id } = contract;
  const port = doors.get(id) ?? contract.port;
  const hasSsh = order.runtype.includes("ssh") || order.runtype.includes("jupyter");
  const isDirect = /direc/.test(order.runtype) && machine.specs.directPorts > 0;
  // Whoever asks for the port of SSH as well gets it once.
  const inside = [
    ...new Set([...(hasSsh && isDirect ? ["22/tcp"] : []), ...order.env.flatMap(publishedPort)]),
  ];
  const ports = Object.fromEntries(
    inside.map((name, index) => [name, [{ HostIp: "0.0.0.0", HostPort: String(port + index) }]]),
  );
  return {
    ssh_idx: hasSsh ? String((id % 9) + 1) : null,
    ssh_host: hasSsh ? LOOPBACK : null,
    // With Jupyter the port named is Jupyter's, and SSH is the next one.
    ssh_port: hasSsh ? port - Number(order.runtype.includes("jupyter")) : null,
    public_ipaddr: ` ${LOOPBACK}\n`,
    local_ipaddrs: `172.17.0.${2 + (id % 200)} \n`,
    machine_dir_ssh_port: port,
    direct_port_start: isDirect ? port : -1,
    direct_port_end: isDirect ? port + inside.length - 1 : -1,
    ...(isOn ? { ports } : {}),
    jupyter_token: order.runtype.includes("jupyter") ? id.toString(16).padStart(64, "0") : null,
  };
}

/** "-p 8000:8000" or "-p 9000:9000/udp" among the environment. */
function publishedPort([name]: readonly [string, string]): string[] {
  const match = /^-p (?:\d+:)?(\d+)(?:\/(tcp|udp))?$/.exec(name);
  return match ? [`${match[1]}/${match[2] ?? "tcp"}`] : [];
}

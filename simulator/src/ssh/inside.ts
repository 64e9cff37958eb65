import { createHash } from "node:crypto";
import type { Contract } from "../contracts/contract.ts";
import { getMachine, type World } from "../world.ts";
import { cardName } from "./card-name.ts";

/** What somebody finds who has logged in to an instance. */
export interface Inside {
  now: number;
  host: string;
  user: string;
  gpus: readonly Card[];
  driver: string;
  cuda: string;
  /** Why nvidia-smi has nothing to tell, if it has not. */
  driverFault: "absent" | "mismatch" | null;
  cpus: number;
  cpuName: string;
  ramMb: number;
  diskGb: number;
  env: Readonly<Record<string, string>>;
  files: Readonly<Record<string, string>>;
  /** Something else holds the package manager's lock. */
  packagesHeld: boolean;
}

export interface Card {
  name: string;
  uuid: string;
  vramMb: number;
  watts: number;
  pciGeneration: number;
  pciLanes: number;
  computeCapability: string;
  bus: string;
}

export function insideOf(world: World, contract: Contract, user: string): Inside {
  const machine = getMachine(world, contract.machineId);
  const { model, specs } = machine;
  const { order, fate, arrivals, gpus } = contract;
  const share = gpus / machine.gpuCount;
  const vramMb = Math.round(specs.vramMb * (1 - fate.vramLessPercent / 100));
  const first = contract.slice?.first ?? 0;
  const host = order.kind === "vm" ? (order.label ?? `vm-${contract.id}`) : `C.${contract.id}`;
  const driver = fate.trueDriver ?? specs.driver;
  const env = order.kind === "vm" ? {} : variables(order.env);
  return {
    now: world.now,
    host,
    user,
    gpus: Array.from({ length: vramMb > 0 ? gpus : 0 }, (_, index) => ({
      name: fate.trueGpu ?? cardName(model, specs.vramMb),
      uuid: uuidFor(`${world.seed}/gpu/${machine.id}/${first + index}`),
      vramMb,
      watts: model.watts,
      pciGeneration: model.pciGeneration,
      pciLanes: specs.gpuLanes,
      computeCapability: (model.computeCapability / 100).toFixed(1),
      bus: `00000000:${(first + index + 1).toString(16).padStart(2, "0").toUpperCase()}:00.0`,
    })),
    driver,
    cuda: fate.trueCuda.toFixed(1),
    driverFault: driver === "mismatch" ? "mismatch" : hasDriver(world, contract) ? null : "absent",
    cpus: order.kind === "vm" ? order.vcpus : Math.max(1, Math.floor((specs.cpuCores ?? 1) * share)),
    cpuName: specs.cpuName ?? "unknown",
    ramMb: order.kind === "vm" ? order.ramGb * 1_024 : Math.round(specs.ramMb * share),
    diskGb: order.diskGb,
    env: { ...env, HOME: homeOf(user), USER: user, PATH: "/usr/local/bin:/usr/bin:/bin", CONTAINER_ID: host },
    files: filesOf(contract, host, user, driver, world.now),
    packagesHeld: world.now < arrivals.packages,
  };
}

/** A container has its host's driver; a virtual machine has to build its own first. */
function hasDriver(world: World, { order, arrivals }: Contract): boolean {
  return order.kind === "container" || (arrivals.driver !== null && world.now >= arrivals.driver);
}

function variables(env: readonly (readonly [name: string, value: string])[]): Record<string, string> {
  return Object.fromEntries(env.filter(([name]) => !name.startsWith("-")));
}

export function homeOf(user: string): string {
  return user === "root" ? "/root" : `/home/${user}`;
}

function filesOf(
  contract: Contract,
  host: string,
  user: string,
  driver: string,
  now: number,
): Record<string, string> {
  const keys = contract.sshKeys.filter(({ arrivesAt }) => arrivesAt !== null && arrivesAt <= now);
  return {
    "/etc/hostname": `${host}\n`,
    "/etc/os-release":
      'PRETTY_NAME="Ubuntu 22.04.5 LTS"\nNAME="Ubuntu"\nVERSION_ID="22.04"\nID=ubuntu\nID_LIKE=debian\n',
    "/proc/driver/nvidia/version": `NVRM version: NVIDIA UNIX x86_64 Kernel Module  ${driver}  Release Build\n`,
    [`${homeOf(user)}/.ssh/authorized_keys`]: keys.map(({ text }) => `${text}\n`).join(""),
    ...(contract.order.kind === "container" &&
      contract.order.onstart !== null && { [`${homeOf("root")}/onstart.sh`]: `${contract.order.onstart}\n` }),
  };
}

function uuidFor(name: string): string {
  const digits = createHash("sha256").update(name).digest("hex");
  return `GPU-${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20, 32)}`;
}

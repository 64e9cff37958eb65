import type { Machine } from "../market/machines.ts";
import type { Contract, Phase } from "./contract.ts";
import { imageGb } from "./images.ts";
import { isContainer, type ContainerContract } from "./order.ts";

/** How what was rented comes up by itself: what it says in a phase, and which phase follows when. */
export interface Onward {
  message: string | null;
  /** Null when it stays where it is for ever. */
  next: { phase: Phase; seconds: number } | null;
  /** What crosses the wire for it, which some hosts charge for. */
  pulled?: { gb: number; micros: number };
}

export function afterCreated(contract: Contract): Onward {
  const { fate, random } = contract;
  if (!isContainer(contract)) {
    if (fate.neverStarts) return { message: "The virtual machine could not be started.", next: null };
    return { message: null, next: { phase: "loading", seconds: fate.launch ? 0 : random.between(1, 6) } };
  }
  if (fate.neverStarts) return { message: NEVER_STARTS, next: null };
  return {
    message: `Creating container from ${contract.order.image}`,
    next: { phase: "loading", seconds: random.between(2, 10) },
  };
}

const NEVER_STARTS =
  "Error response from daemon: failed to create task for container: OCI runtime create failed: " +
  "runc create failed: unable to start container process";

export function afterLoading(contract: Contract, machine: Machine): Onward {
  if (isContainer(contract)) return pulling(contract, machine);
  const { fate, random } = contract;
  if (fate.stuckLoading) return { message: null, next: null };
  const { launch, launchFailure } = fate;
  const usual = launch ? launch.totalSeconds - launch.queueSeconds : random.between(8, 25);
  const seconds = fate.loadingSeconds ?? usual;
  if (!launchFailure) return { message: null, next: { phase: "running", seconds } };
  const phase = launchFailure.leavesMachine ? "stopped" : "gone";
  return { message: launchFailure.message, next: { phase, seconds } };
}

/** The image is pulled and unpacked; a machine that has it already only starts the container. */
function pulling(contract: ContainerContract, { specs, host }: Machine): Onward {
  const { fate, random, order, transfers } = contract;
  const message = `Pulling from ${order.image}`;
  if (fate.stuckLoading) return { message, next: null };
  const running = (seconds: number) => ({
    phase: "running" as const,
    seconds: fate.loadingSeconds ?? seconds,
  });
  if (transfers.length > 0) return { message, next: running(random.between(5, 20)) };
  const gb = imageGb(order.image);
  const seconds = ((gb * 8_000) / specs.megabitsDown) * random.logNormal(1.2, 0.3) + gb * 6;
  return {
    message,
    next: running(seconds + random.between(4, 12)),
    pulled: { gb, micros: Math.floor(gb * host.inetDownPerGb) },
  };
}

export function sayRunning(contract: Contract): string | null {
  if (!isContainer(contract)) return null;
  const { image, runtype } = contract.order;
  return `success, running ${image.replaceAll(":", "_")}/${runtype.split(" ")[0]}`;
}

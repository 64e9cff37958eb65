import type { Account } from "../accounts/account.ts";
import type { Random } from "../random.ts";
import type { Machine } from "../market/machines.ts";
import type { Slice } from "../market/slices.ts";
import type { Segment, Transfer } from "./bill.ts";
import type { Order } from "./order.ts";

/**
 * What a rented slice goes through.
 *
 *   provisioning ─▶ created ─▶ loading ─▶ running ◀─▶ rebooting
 *                                 ▲          │
 *              recycling ─────────┤          ▼
 *   stopped ──start──▶ (GPU free) ┘       stopping ─▶ stopped
 *      └─────start──▶ (GPU taken) queued ─▶ loading
 *
 * Destroying leads from every phase to unloading, and from there to gone.
 */
export type Phase =
  | "provisioning"
  | "created"
  | "loading"
  | "running"
  | "rebooting"
  | "recycling"
  | "stopping"
  | "stopped"
  | "queued"
  | "unloading"
  | "gone";

/** What can be planned for a contract: a phase to enter, or something that befalls it. */
export type Step = Phase | "reclaimed" | "deleted" | "back";

const moves: Readonly<Record<Phase, readonly Phase[]>> = {
  provisioning: ["created", "stopping", "stopped"],
  created: ["loading", "stopping", "stopped"],
  loading: ["running", "stopping", "stopped"],
  running: ["rebooting", "recycling", "stopping", "stopped"],
  rebooting: ["running", "stopping", "stopped"],
  recycling: ["loading", "stopping", "stopped"],
  stopping: ["stopped"],
  stopped: ["loading", "queued"],
  queued: ["loading", "stopped"],
  unloading: [],
  // A provider may bring back what it said was destroyed.
  gone: ["running", "stopped"],
};

/** Open from everywhere: whatever an instance is doing, it can be destroyed, and a provider can lose it. */
const always: readonly Phase[] = ["unloading", "gone"];

type Billed = Readonly<Record<Phase, { gpu: boolean; disk: boolean }>>;

/** Loading is not billed for the GPU; a stopped instance still has its disk. */
const billedContainer: Billed = {
  provisioning: { gpu: false, disk: false },
  created: { gpu: false, disk: true },
  loading: { gpu: false, disk: true },
  running: { gpu: true, disk: true },
  rebooting: { gpu: true, disk: true },
  recycling: { gpu: false, disk: true },
  stopping: { gpu: true, disk: true },
  stopped: { gpu: false, disk: true },
  queued: { gpu: false, disk: true },
  // As before it: what is being torn down is billed until it is gone.
  unloading: { gpu: true, disk: true },
  gone: { gpu: false, disk: false },
};

/** What time in a phase costs. A virtual machine is billed whole from when it begins to start. */
export const billed: Readonly<Record<Order["kind"], Billed>> = {
  container: billedContainer,
  vm: { ...billedContainer, loading: { gpu: true, disk: true } },
};

export interface Contract {
  id: number;
  /** Who pays. */
  account: Account;
  /** The ask it was rented by, where it was rented by one. */
  askId: number | null;
  machineId: number;
  gpus: number;
  /** The GPUs it sits on; null while it holds none. */
  slice: Slice | null;
  order: Order;
  /** Micro-dollars an hour, fixed when it was made: for what is given back when it stops, and for what is kept. */
  gpuRate: number;
  diskRate: number;
  /** Micro-dollars an hour bid for an interruptible; null on demand. */
  bid: number | null;
  createdAt: number;
  endsAt: number;
  phase: Phase;
  phaseSince: number;
  /** When it ran first. */
  ranSince: number | null;
  intended: "running" | "stopped";
  /** Whether the container ended by itself, which reads differently from being stopped. */
  exited: boolean;
  message: string | null;
  /** Stopped because the account ran out of credit. */
  unpaid: boolean;
  /** Goes up with every change of course, so that what was planned before it no longer happens. */
  turn: number;
  segments: Segment[];
  transfers: Transfer[];
  sshKeys: AttachedKey[];
  /** What an agent knows that was started on it, and from when on it runs; one in a container's own order apart. */
  agent: { env: Readonly<Record<string, string>>; startsAt: number } | null;
  fate: Fate;
  arrivals: Arrivals;
  random: Random;
  port: number;
}

/** A key on its way to the machine, or there since `arrivesAt`; null when it will never be let in. */
export interface AttachedKey {
  id: number;
  text: string;
  attachedAt: number;
  arrivesAt: number | null;
}

/** What was decided at birth about how it goes on. */
export interface Fate {
  neverStarts: boolean;
  stuckLoading: boolean;
  loadingSeconds: number | null;
  keysRefused: boolean;
  lateKeySeconds: number | null;
  reclaimedAfterSeconds: number | null;
  vanishesAfterSeconds: number | null;
  listedAfterSeconds: number;
  /** Stopped this long after it runs, and nobody says why. */
  stopsAfterSeconds: number | null;
  /** A virtual machine's driver answers this long after it has its address; null for the usual time. */
  driverSeconds: number | null;
  driverNever: boolean;
  /** Where a task makes it: how long that waits, and takes in all. Null where it comes up by itself. */
  launch: { queueSeconds: number; totalSeconds: number } | null;
  /** What the task ends with instead, and whether a machine is left behind. */
  launchFailure: { message: string; leavesMachine: boolean } | null;
  /** Its system holds its own packages, and whoever logs in cannot install any, this long after it runs. */
  packagesSeconds: number;
  /** Every other log-in is cut off until this long after it runs. */
  flapsSeconds: number;
  /** Gone, it can still be read this long, with its address. */
  addressLingersSeconds: number;
  addressNever: boolean;
  /** Goes on, and on the bill, when the credit is spent. */
  outlivesCredit: boolean;
  /** Destroyed, it comes back this long after. */
  backAfterSeconds: number | null;
  /** What a look inside finds, whatever the machine says. Null where driver and card are what it says. */
  trueCuda: number;
  trueDriver: string | null;
  trueGpu: string | null;
  vramLessPercent: number;
}

/**
 * When the outside learns where it is, when its GPUs answer (null for never), when packages can be installed, and
 * from when on whoever is let in can stay.
 */
export interface Arrivals {
  address: number | null;
  driver: number | null;
  packages: number;
  steady: number;
}

export class MoveNotAllowed extends Error {}

export function move(contract: Contract, to: Phase, now: number): void {
  if (!canMove(contract, to)) {
    throw new MoveNotAllowed(`Contract ${contract.id} cannot go from ${contract.phase} to ${to}.`);
  }
  contract.phase = to;
  contract.phaseSince = now;
}

export function canMove({ phase }: Contract, to: Phase): boolean {
  return phase !== to && (moves[phase].includes(to) || always.includes(to));
}

/** Whether an interruptible bids less than the lowest its machine takes. */
export function isUnderbid(
  { bid, gpus }: Pick<Contract, "bid" | "gpus">,
  { minBid }: Pick<Machine, "minBid">,
): boolean {
  return bid !== null && bid < minBid * gpus;
}

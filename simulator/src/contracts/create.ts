import { HOUR, SECOND } from "../clock.ts";
import { HOURS_PER_MONTH } from "../money.ts";
import { takeId, getMachine, type World } from "../world.ts";
import { occupy } from "../market/asks.ts";
import type { Ask } from "../market/slices.ts";
import { randomFor } from "../random.ts";
import type { AttachedKey, Contract, Fate, Order } from "./contract.ts";
import { begin } from "./life.ts";

export interface Deal {
  order: Order;
  /** Micro-dollars an hour for all GPUs, or null for on demand. */
  bid: number | null;
  /** False leaves it stopped, holding no GPU. */
  runs: boolean;
  /** What the GPU costs, over what the ask said. 1 but in a mood. */
  priceFactor: number;
  fate: Fate;
}

export function createContract(
  world: World,
  ask: Ask,
  { order, bid, runs, priceFactor, fate }: Deal,
): Contract {
  const machine = getMachine(world, ask.machineId);
  const account = world.accounts[machine.host.provider];
  const id = takeId(world);
  const random = randomFor(`${world.seed}/contract/${id}`);
  const contract: Contract = {
    id,
    account,
    askId: ask.id,
    machineId: machine.id,
    gpus: ask.size,
    slice: null,
    order,
    gpuRate: Math.round((bid ?? machine.price * ask.size) * priceFactor),
    diskRate: diskRateOf(machine.host.storagePerGbMonth, order.diskGb),
    bid,
    createdAt: world.now,
    endsAt: Math.max(Math.floor(machine.endsAt), world.now + HOUR),
    phase: "provisioning",
    phaseSince: world.now,
    intended: runs ? "running" : "stopped",
    exited: false,
    message: null,
    unpaid: false,
    turn: 0,
    segments: [],
    transfers: [],
    sshKeys: [],
    fate,
    random,
    port: random.integer(20_000, 64_000),
  };
  world.contracts.set(id, contract);
  if (runs) {
    contract.slice = { first: ask.first, size: ask.size };
    occupy(machine, contract.slice, { kind: "contract", contractId: id });
  }
  // Keys of the account reach new instances only; older ones need them attached one by one.
  for (const key of account.sshKeys) attachKey(world, contract, key.text);
  begin(world, contract);
  return contract;
}

/** Micro-dollars an hour, the fraction left to the customer: never above what the row said. */
function diskRateOf(storagePerGbMonth: number, diskGb: number): number {
  return Math.floor((storagePerGbMonth * diskGb) / HOURS_PER_MONTH);
}

/** A key takes ten seconds or more to reach the machine, and on some machines never does. */
export function attachKey(world: World, contract: Contract, text: string): AttachedKey {
  const { keysRefused, lateKeySeconds } = contract.fate;
  const seconds = lateKeySeconds ?? contract.random.between(10, 15);
  const key: AttachedKey = {
    id: takeId(world),
    text,
    attachedAt: world.now,
    arrivesAt: keysRefused ? null : world.now + Math.round(seconds * SECOND),
  };
  contract.sshKeys.push(key);
  return key;
}

import type { Account } from "../accounts/account.ts";
import { HOUR, SECOND } from "../clock.ts";
import { HOURS_PER_MONTH } from "../money.ts";
import { takeId, getMachine, type World } from "../world.ts";
import { occupy } from "../market/asks.ts";
import type { Slice } from "../market/slices.ts";
import { randomFor, type Random } from "../random.ts";
import type { Arrivals, AttachedKey, Contract, Fate } from "./contract.ts";
import { begin } from "./life.ts";
import type { Order } from "./order.ts";

/** GPUs of a machine that are rented together, and the ask that offered them, where one did. */
export interface Place extends Slice {
  id: number | null;
  machineId: number;
}

export interface Deal {
  /** Whose it is: the customer's, where nobody is named. */
  account?: Account;
  order: Order;
  /** Micro-dollars an hour for all GPUs, or null for on demand. */
  bid: number | null;
  /** False leaves it stopped, holding no GPU. */
  runs: boolean;
  /** What the GPU costs, over what was shown. 1 but in a mood. */
  priceFactor: number;
  fate: Fate;
}

export function createContract(
  world: World,
  place: Place,
  { account: whose, order, bid, runs, priceFactor, fate }: Deal,
): Contract {
  const machine = getMachine(world, place.machineId);
  const account = whose ?? world.accounts[machine.host.provider];
  const id = takeId(world);
  const random = randomFor(`${world.seed}/contract/${id}`);
  const contract: Contract = {
    id,
    account,
    askId: place.id,
    machineId: machine.id,
    gpus: place.size,
    slice: null,
    order,
    gpuRate: Math.round((bid ?? machine.price * place.size) * priceFactor) + partsRateOf(order),
    diskRate: diskRateOf(machine.host.storagePerGbMonth, order.diskGb),
    bid,
    createdAt: world.now,
    endsAt: Math.max(Math.floor(machine.endsAt), world.now + HOUR),
    phase: "provisioning",
    phaseSince: world.now,
    ranSince: null,
    intended: runs ? "running" : "stopped",
    exited: false,
    message: null,
    unpaid: false,
    turn: 0,
    segments: [],
    transfers: [],
    sshKeys: [],
    agent: null,
    fate,
    arrivals: arrivalsOf(world, order, fate, random),
    random,
    port: random.integer(20_000, 64_000),
  };
  world.contracts.set(id, contract);
  if (runs) {
    contract.slice = { first: place.first, size: place.size };
    occupy(machine, contract.slice, { kind: "contract", contractId: id });
  }
  // Keys of the account reach new instances only; older ones need them attached one by one.
  for (const key of account.sshKeys) attachKey(world, contract, key.text);
  begin(world, contract);
  return contract;
}

function partsRateOf(order: Order): number {
  return order.kind === "vm" ? order.partsRate : 0;
}

/** A virtual machine gets its address a while after it is made, and its driver when it has booted. */
function arrivalsOf({ now }: World, order: Order, fate: Fate, random: Random): Arrivals {
  if (order.kind === "container") return { address: now, driver: now, packages: now, steady: now };
  const address = now + Math.round((fate.launch?.totalSeconds ?? random.between(5, 30)) * SECOND);
  const driverSeconds = fate.driverSeconds ?? random.between(60, 200);
  return {
    address: fate.addressNever ? null : address,
    driver: fate.driverNever ? null : address + Math.round(driverSeconds * SECOND),
    packages: address + Math.round(fate.packagesSeconds * SECOND),
    steady: address + Math.round(fate.flapsSeconds * SECOND),
  };
}

/** Micro-dollars an hour, the fraction left to the customer: never above what the row said. */
export function diskRateOf(storagePerGbMonth: number, diskGb: number): number {
  return Math.floor((storagePerGbMonth * diskGb) / HOURS_PER_MONTH);
}

/** A key takes ten seconds or more to reach the machine, and on some machines never does. */
export function attachKey(world: World, contract: Contract, text: string): AttachedKey {
  const { keysRefused, lateKeySeconds } = contract.fate;
  const seconds = lateKeySeconds ?? contract.random.between(10, 15);
  return installKey(world, contract, text, keysRefused ? null : world.now + Math.round(seconds * SECOND));
}

/** A key that will be let in at that time, or never. */
export function installKey(
  world: World,
  contract: Contract,
  text: string,
  arrivesAt: number | null,
): AttachedKey {
  const key: AttachedKey = { id: takeId(world), text, attachedAt: world.now, arrivesAt };
  contract.sshKeys.push(key);
  return key;
}

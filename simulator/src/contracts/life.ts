import { HOUR, SECOND } from "../clock.ts";
import type { Account } from "../accounts/account.ts";
import { contractsOf, getMachine, type World } from "../world.ts";
import { occupy, vacate } from "../market/asks.ts";
import type { Machine } from "../market/machines.ts";
import { isFree, runsOf, slicesOf } from "../market/slices.ts";
import { meter } from "./bill.ts";
import { billed, canMove, isUnderbid, move, type Contract, type Phase, type Step } from "./contract.ts";
import { creditOf, watchCredit } from "./credit.ts";
import { afterCreated, afterLoading, sayRunning, type Onward } from "./course.ts";

/**
 * How a contract goes on by itself. Each phase plans the next, and every change of course bumps the contract's
 * turn, which makes what was planned before fall flat when its time comes.
 */
/** What is left of a contract after its end, or without credit, is deleted after this long. */
const KEPT_HOURS = 48;

function plan(world: World, contract: Contract, step: Step, seconds: number): void {
  world.agenda.plan(world.now + seconds * SECOND, {
    what: "step",
    contractId: contract.id,
    turn: contract.turn,
    step,
  });
}

/** Sets out from provisioning. */
export function begin(world: World, contract: Contract): void {
  plan(world, contract, "created", contract.fate.launch?.queueSeconds ?? contract.random.between(1.5, 7));
  if (Number.isFinite(contract.endsAt))
    world.agenda.plan(contract.endsAt, { what: "ending", contractId: contract.id });
  remeter(world, contract);
}

export function step(world: World, contract: Contract, next: Step): void {
  switch (next) {
    case "reclaimed":
      return interrupt(world, contract);
    case "deleted":
      return clearAway(world, contract);
    case "back":
      return comeBack(world, contract);
    case "gone":
      return close(world, contract);
    default:
      enter(world, contract, next);
  }
}

function enter(world: World, contract: Contract, phase: Phase): void {
  move(contract, phase, world.now);
  remeter(world, contract);
  switch (phase) {
    case "created":
      return onCreated(world, contract);
    case "loading":
      return goOn(world, contract, afterLoading(contract, getMachine(world, contract.machineId)));
    case "running":
      return onRunning(world, contract);
    case "recycling":
      return plan(world, contract, "loading", contract.random.between(2, 6));
    case "rebooting":
      return plan(world, contract, "running", contract.random.between(8, 25));
    case "stopping":
      return plan(world, contract, "stopped", contract.random.between(2, 7));
    case "stopped":
      return letGo(world, contract);
    default:
      return;
  }
}

function onCreated(world: World, contract: Contract): void {
  if (contract.intended === "stopped") return stopNow(world, contract);
  goOn(world, contract, afterCreated(contract));
}

function goOn(world: World, contract: Contract, { message, next, pulled }: Onward): void {
  contract.message = message;
  if (pulled) {
    contract.transfers.push({ at: world.now, direction: "down", ...pulled });
    watchCredit(world, contract.account);
  }
  if (next) plan(world, contract, next.phase, next.seconds);
}

function onRunning(world: World, contract: Contract): void {
  contract.message = sayRunning(contract);
  contract.ranSince ??= world.now;
  const { reclaimedAfterSeconds, stopsAfterSeconds, vanishesAfterSeconds } = contract.fate;
  if (vanishesAfterSeconds !== null) plan(world, contract, "gone", vanishesAfterSeconds);
  if (stopsAfterSeconds !== null) plan(world, contract, "stopped", stopsAfterSeconds);
  if (contract.bid !== null && reclaimedAfterSeconds !== null)
    plan(world, contract, "reclaimed", reclaimedAfterSeconds);
}

/** Gives the GPUs back; whoever waits for them on this machine gets them before the market does. */
function letGo(world: World, contract: Contract): void {
  if (!contract.slice) return;
  const machine = getMachine(world, contract.machineId);
  vacate(world, machine, contract.slice);
  contract.slice = null;
  startQueued(world, machine);
}

/** Takes as many free GPUs on its own machine as it needs, if there are. */
export function takeGpus(world: World, contract: Contract): boolean {
  const machine = getMachine(world, contract.machineId);
  const slices =
    contract.order.kind === "vm"
      ? runsOf(machine.gpuCount, contract.gpus)
      : slicesOf(machine.gpuCount, 1).filter(({ size }) => size === contract.gpus);
  const slice = slices.find((candidate) => machine.online && isFree(machine.slots, candidate));
  if (!slice) return false;
  occupy(machine, slice, { kind: "contract", contractId: contract.id });
  contract.slice = slice;
  return true;
}

export function startQueued(world: World, machine: Machine): void {
  for (const contract of world.contracts.values()) {
    if (contract.machineId !== machine.id || contract.phase !== "queued") continue;
    if (!isUnderbid(contract, machine) && takeGpus(world, contract)) turnTo(world, contract, "loading");
  }
}

/** A change of course: what was planned no longer happens. */
export function turnTo(world: World, contract: Contract, phase: Phase): void {
  contract.turn += 1;
  enter(world, contract, phase);
}

/** Stopped without a moment's notice: outbid, out of credit, or at its end. */
function stopNow(world: World, contract: Contract): void {
  contract.intended = "stopped";
  if (canMove(contract, "stopped")) turnTo(world, contract, "stopped");
}

export function interrupt(world: World, contract: Contract): void {
  contract.message = "Outbid or interrupted by another renter.";
  stopNow(world, contract);
}

export function exit(world: World, contract: Contract): void {
  contract.exited = true;
  contract.message = "The container exited.";
  stopNow(world, contract);
}

export function end(world: World, contract: Contract): void {
  if (contract.phase === "unloading") return;
  contract.message = "The contract's end date has passed.";
  stopNow(world, contract);
  plan(world, contract, "deleted", (KEPT_HOURS * HOUR) / SECOND);
}

/** Whoever paid in the meantime keeps what is left, to start it again. */
function clearAway(world: World, contract: Contract): void {
  if (contract.unpaid && creditOf(world, contract.account) > 0n) contract.unpaid = false;
  else tearDown(world, contract);
}

/** Starts the way out. It stays in sight, and on the bill, until it is gone. */
export function tearDown(world: World, contract: Contract, seconds?: number): void {
  contract.intended = "stopped";
  if (contract.phase === "unloading") return;
  contract.turn += 1;
  move(contract, "unloading", world.now);
  contract.message = "Destroying.";
  plan(world, contract, "gone", seconds ?? contract.random.between(1.5, 5));
}

/** No longer anywhere: off the machine, off the list, off the bill. */
export function close(world: World, contract: Contract): void {
  contract.turn += 1;
  letGo(world, contract);
  move(contract, "gone", world.now);
  meter(contract.segments, world.now, 0, 0);
  world.contracts.delete(contract.id);
  world.closed.set(contract.id, contract);
  if (contract.fate.backAfterSeconds !== null) plan(world, contract, "back", contract.fate.backAfterSeconds);
  watchCredit(world, contract.account);
}

function comeBack(world: World, contract: Contract): void {
  world.closed.delete(contract.id);
  world.contracts.set(contract.id, contract);
  turnTo(world, contract, takeGpus(world, contract) ? "running" : "stopped");
}

/** Sets the meter to what the contract costs from now on. A machine that is off line costs nothing. */
export function remeter(world: World, contract: Contract): void {
  if (contract.phase === "unloading") return;
  const { online } = getMachine(world, contract.machineId);
  const { gpu, disk } = billed[contract.order.kind][contract.phase];
  meter(
    contract.segments,
    world.now,
    online && gpu ? contract.gpuRate : 0,
    online && disk ? contract.diskRate : 0,
  );
  watchCredit(world, contract.account);
}

/** Everything is stopped, and deleted later unless somebody pays and starts it again. */
export function onCreditOut(world: World, account: Account): void {
  if (creditOf(world, account) > 0n) return watchCredit(world, account);
  for (const contract of contractsOf(world, account)) {
    if (contract.phase === "unloading" || contract.unpaid || contract.fate.outlivesCredit) continue;
    contract.unpaid = true;
    contract.message = "Your account lacks credit; the instance was stopped.";
    stopNow(world, contract);
    plan(world, contract, "deleted", (KEPT_HOURS * HOUR) / SECOND);
  }
}

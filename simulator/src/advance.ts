import type { Account } from "./accounts/account.ts";
import type { Step } from "./contracts/contract.ts";
import { end, onCreditOut, step } from "./contracts/life.ts";
import { bustle } from "./market/bustle.ts";
import type { Happening, World } from "./world.ts";

/** Brings the world to `now`: everything due until then happens, in order and each at its own moment. */
export function advance(world: World, now: number): void {
  for (let due = world.agenda.takeDue(now); due; due = world.agenda.takeDue(now)) {
    world.now = Math.max(world.now, due.at);
    happen(world, due.event);
  }
  world.now = Math.max(world.now, now);
}

function happen(world: World, happening: Happening): void {
  switch (happening.what) {
    case "step":
      return onStep(world, happening.contractId, happening.turn, happening.step);
    case "ending": {
      const contract = world.contracts.get(happening.contractId);
      return contract && end(world, contract);
    }
    case "credit":
      return onCreditLook(world, happening.account, happening.watch);
    default:
      bustle(world, happening);
  }
}

/** Only the look planned last is at the moment that counts. */
function onCreditLook(world: World, account: Account, watch: number): void {
  if (account.creditWatch === watch) onCreditOut(world, account);
}

/** A step planned before the last change of course no longer counts. One that went may come back. */
function onStep(world: World, id: number, turn: number, next: Step): void {
  const contract = world.contracts.get(id) ?? world.closed.get(id);
  if (contract?.turn === turn) step(world, contract, next);
}

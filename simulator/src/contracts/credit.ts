import { HOUR } from "../clock.ts";
import type { Account } from "../accounts/account.ts";
import { contractsOf, type World } from "../world.ts";
import { billUntil } from "./bill.ts";
import type { Contract } from "./contract.ts";

/** Micro-dollars left: what was paid in, less every bill. Below zero when disks went on costing. */
export function creditOf(world: World, account: Account): bigint {
  let credit = account.paidIn;
  for (const contract of everyContract(world)) {
    if (contract.account === account) credit -= billUntil(contract, world.now).total;
  }
  return credit;
}

export function* everyContract(world: World): Iterable<Contract> {
  yield* world.contracts.values();
  yield* world.closed.values();
}

function rateNow({ segments }: Contract): number {
  const open = segments.at(-1);
  return open && open.to === null ? open.gpuRate + open.diskRate : 0;
}

/** Plans a look at the moment the credit runs out at today's rates. Called whenever a rate changes. */
export function watchCredit(world: World, account: Account): void {
  account.creditWatch += 1;
  const burning = contractsOf(world, account).filter(({ unpaid }) => !unpaid);
  const burn = burning.reduce((sum, contract) => sum + rateNow(contract), 0);
  if (burn === 0) return;
  const credit = creditOf(world, account);
  // Rounded up, and each bill's fraction may hide a micro-dollar, so the look comes just after zero.
  const wait = credit <= 0n ? 0 : Math.ceil(((Number(credit) + 2 * burning.length) * HOUR) / burn);
  world.agenda.plan(world.now + wait, { what: "credit", account, watch: account.creditWatch });
}

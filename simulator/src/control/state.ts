import type { Account } from "../accounts/account.ts";
import { creditOf } from "../contracts/credit.ts";
import { contractTruths } from "./contracts.ts";
import { isRentable } from "../market/asks.ts";
import type { Moods } from "../moods/moods.ts";
import { getMachine, type World } from "../world.ts";

/** The truth, for tests: what stands in the world whatever the provider says of it. */
export function stateOf(world: World, moods: Moods) {
  const asks = [...world.asks.values()];
  return {
    now: world.now,
    startedAt: world.startedAt,
    seed: world.seed,
    marketSpeed: world.marketSpeed,
    market: {
      machines: world.machines.size,
      asks: asks.length,
      rentable: asks.filter((ask) => isRentable(getMachine(world, ask.machineId), ask)).length,
    },
    accounts: Object.fromEntries(
      Object.entries(world.accounts).map(([provider, account]) => [provider, accountTruth(world, account)]),
    ),
    contracts: contractTruths(world),
    moods: Object.fromEntries(
      Object.entries(moods.describe()).filter(([, mood]) => mood.next > 0 || mood.probability > 0),
    ),
  };
}

function accountTruth(world: World, account: Account) {
  return {
    id: account.id,
    paidInMicros: String(account.paidIn),
    creditMicros: String(creditOf(world, account)),
    sshKeys: account.sshKeys,
  };
}

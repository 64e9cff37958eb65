import type { Account } from "./accounts/account.ts";
import type { Provider } from "./providers.ts";
import type { Agenda } from "./agenda.ts";
import type { Random } from "./random.ts";
import type { Contract, Step } from "./contracts/contract.ts";
import type { Machine } from "./market/machines.ts";
import type { Location } from "./tensordock/locations.ts";
import type { Walks } from "./market/prices.ts";
import type { Ask } from "./market/slices.ts";

/**
 * The one state that every dialect speaks of. Rules read and change it; nothing in it knows HTTP. It stands at
 * `now`, and is brought forward by `advance`, which lets everything due until then happen in order.
 */
export interface World {
  readonly seed: string;
  readonly startedAt: number;
  now: number;
  /** Hours of recorded prices, rentals and returns that go by in one hour of the clock. 0 keeps the market still. */
  readonly marketSpeed: number;
  readonly walks: Walks;
  readonly accounts: Readonly<Record<Provider, Account>>;
  /** Other customers', with keys of their own: none sees what another has. */
  readonly otherAccounts: readonly Account[];
  readonly agenda: Agenda<Happening>;
  readonly machines: Map<number, Machine>;
  readonly asks: Map<number, Ask>;
  /** Where TensorDock's machines stand. */
  locations: readonly Location[];
  /** What the customer has, by id, and what they had: it stays on the bill. */
  readonly contracts: Map<number, Contract>;
  readonly closed: Map<number, Contract>;
  /** The second number of the addresses that virtual machines have, all of them of loopback. */
  readonly network: number;
  /** The loopback ports behind which an SSH server of a running contract listens, by the contract's id. */
  readonly doors: Map<number, number>;
  /** Draws the gaps between ids: asks and contracts share one sequence, as the provider's do. */
  readonly ids: Random;
  lastId: number;
  lastTenancy: number;
}

/** What can become due. */
export type Happening =
  | { what: "reprice"; machineId: number }
  | { what: "knock"; machineId: number }
  | { what: "leave"; machineId: number; tenancy: number }
  | { what: "relist"; machineId: number }
  | { what: "outage"; machineId: number }
  | { what: "recovery"; machineId: number }
  | { what: "step"; contractId: number; turn: number; step: Step }
  | { what: "ending"; contractId: number }
  | { what: "credit"; account: Account; watch: number };

export function takeId(world: World): number {
  world.lastId += world.ids.integer(1, 7);
  return world.lastId;
}

export function machinesOf(world: World, provider: Provider): Machine[] {
  return [...world.machines.values()].filter((machine) => machine.host.provider === provider);
}

/** An ask of that provider's: to each, the ids of another are unknown. */
export function findAsk(world: World, provider: Provider, id: number): Ask | undefined {
  const ask = world.asks.get(id);
  return ask && getMachine(world, ask.machineId).host.provider === provider ? ask : undefined;
}

/** What an account has now. */
export function contractsOf(world: World, account: Account): Contract[] {
  return [...world.contracts.values()].filter((contract) => contract.account === account);
}

export function findContract(world: World, account: Account, id: number): Contract | undefined {
  const contract = world.contracts.get(id);
  return contract?.account === account ? contract : undefined;
}

export function getMachine(world: World, id: number): Machine {
  const machine = world.machines.get(id);
  if (!machine) throw new Error(`There is no machine ${id}.`);
  return machine;
}

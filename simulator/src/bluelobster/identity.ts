import type { Contract } from "../contracts/contract.ts";
import { everyContract } from "../contracts/credit.ts";
import type { Account } from "../accounts/account.ts";
import { randomFor } from "../random.ts";
import type { World } from "../world.ts";

/** What this provider calls the things that the world counts: each name follows from the seed and the number. */
export function uuidOf({ seed }: World, { id }: Contract): string {
  return uuidFrom(`${seed}/bluelobster/vm/${id}`);
}

export function launchTaskId({ seed }: World, { id }: Contract): string {
  return uuidFrom(`${seed}/bluelobster/launch/${id}`);
}

export function destroyTaskId({ seed }: World, { id }: Contract): string {
  return uuidFrom(`${seed}/bluelobster/destroy/${id}`);
}

/** What the account has under that name, or had. */
export function findByUuid(world: World, account: Account, uuid: string): Contract | undefined {
  for (const contract of everyContract(world))
    if (contract.account === account && uuidOf(world, contract) === uuid) return contract;
  return undefined;
}

function uuidFrom(name: string): string {
  const random = randomFor(name);
  const digits = (count: number) =>
    Array.from({ length: count }, () => random.integer(0, 15).toString(16)).join("");
  return `${digits(8)}-${digits(4)}-4${digits(3)}-a${digits(3)}-${digits(12)}`;
}

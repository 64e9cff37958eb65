import type { Provider } from "../providers.ts";
import type { World } from "../world.ts";

/** A customer whose keys clients use. Two deployments that share an account see each other's instances. */
export interface Account {
  provider: Provider;
  id: number;
  email: string;
  keys: readonly ApiKey[];
  sshKeys: SshKey[];
  /** Micro-dollars paid in so far. What is left is this less every contract's bill. */
  paidIn: bigint;
  /** Micro-dollars of credit under which nothing new is rented. */
  threshold: bigint;
  /** Counts the looks planned at the credit; only the last one counts. */
  creditWatch: number;
}

export interface ApiKey {
  secret: string;
  /** A key that may only read is refused with 403 when it tries to change something. */
  readOnly: boolean;
}

export interface SshKey {
  id: number;
  text: string;
  addedAt: number;
}

/** Whose key this is at a provider. */
export function findKey(
  world: Pick<World, "accounts" | "otherAccounts">,
  provider: Provider,
  secret: string,
): { account: Account; key: ApiKey } | undefined {
  for (const account of [world.accounts[provider], ...world.otherAccounts]) {
    const key = account.provider === provider && account.keys.find((key) => key.secret === secret);
    if (key) return { account, key };
  }
  return undefined;
}

import type { Account, ApiKey } from "./accounts/account.ts";
import { micros } from "./money.ts";
import type { Provider } from "./providers.ts";

/** Which keys are accepted, and what the customer has paid in at each provider. */
export interface AccountOptions {
  apiKeys: readonly string[];
  readOnlyKeys: readonly string[];
  blueLobsterKeys: readonly string[];
  tensorDockKeys: readonly string[];
  creditDollars: number;
}

/** One account with each provider, all of them with the same credit. */
export function openAccounts(options: AccountOptions): Record<Provider, Account> {
  const { apiKeys, readOnlyKeys, blueLobsterKeys, tensorDockKeys, creditDollars } = options;
  const open = (provider: Provider, id: number, keys: readonly ApiKey[]): Account => ({
    provider,
    id,
    email: "customer@example.com",
    keys,
    sshKeys: [],
    paidIn: BigInt(micros(creditDollars)),
    threshold: 0n,
    creditWatch: 0,
  });
  return {
    vast: open("vast", 131_072, [
      ...apiKeys.map((secret) => ({ secret, readOnly: false })),
      ...readOnlyKeys.map((secret) => ({ secret, readOnly: true })),
    ]),
    bluelobster: open(
      "bluelobster",
      2_048,
      blueLobsterKeys.map((secret) => ({ secret, readOnly: false })),
    ),
    tensordock: {
      ...open(
        "tensordock",
        4_096,
        tensorDockKeys.map((secret) => ({ secret, readOnly: false })),
      ),
      // With less than a dollar nothing new is rented.
      threshold: BigInt(micros(1)),
    },
  };
}

export function openOtherAccounts(options: AccountOptions, key: string, at: number): Account[] {
  const keys = { apiKeys: [key], readOnlyKeys: [], blueLobsterKeys: [key], tensorDockKeys: [key] };
  return Object.values(openAccounts({ ...options, ...keys })).map((account) => ({
    ...account,
    id: account.id + at + 1,
    email: `customer-${at + 2}@example.com`,
  }));
}

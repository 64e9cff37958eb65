/** The customer whose keys clients use. One account: two deployments that share it see each other's instances. */
export interface Account {
  id: number;
  email: string;
  keys: readonly ApiKey[];
  sshKeys: SshKey[];
  /** Micro-dollars paid in so far. What is left is this less every contract's bill. */
  paidIn: bigint;
  /** Micro-dollars of credit under which nothing new is rented. */
  threshold: bigint;
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

export function findKey(account: Account, secret: string): ApiKey | undefined {
  return account.keys.find((key) => key.secret === secret);
}

import type { Key, Person, Role, Scope } from "../values/actor.ts";

export function person(
  name: string,
  options: { role?: Role; accountId?: string; runsBerth?: boolean } = {},
): Person {
  const id = name.toLowerCase();
  return {
    kind: "person",
    userId: `usr_${id}`,
    signInId: `sgn_${id}`,
    accountId: options.accountId ?? `acc_${id}`,
    role: options.role ?? "owner",
    name,
    email: `${id}@example.com`,
    runsBerth: options.runsBerth ?? false,
    expiresAt: new Date("2100-01-01T00:00:00Z"),
  };
}

export function key(name: string, scopes: readonly Scope[], accountId = `acc_${name}`): Key {
  return {
    kind: "key",
    keyId: `key_${name}`,
    accountId,
    name,
    scopes,
    spendCeilingPerDay: null,
    consumers: null,
    expiresAt: null,
  };
}

import { type Actor, type Scope, scopes } from "../../values/actor.ts";
import { actions, may } from "../../values/permission.ts";
import { InvalidInput } from "../../values/refusal.ts";

export function readScopes(given: readonly string[]): Scope[] {
  const wanted = new Set(given);
  const unknown = given.find((scope) => !(scopes as readonly string[]).includes(scope));
  if (unknown !== undefined) {
    throw new InvalidInput(
      "scopes",
      `There is no scope ${JSON.stringify(unknown.slice(0, 40))}; there are ${scopes.join(", ")}.`,
    );
  }
  if (wanted.size === 0) throw new InvalidInput("scopes", "A key needs at least one scope.");
  return scopes.filter((scope) => wanted.has(scope));
}

/** The scopes that would let a key do what its maker may not: nobody gives more than they have. */
export function scopesBeyond(maker: Actor, wanted: readonly Scope[]): Scope[] {
  return wanted.filter((scope) => {
    const key: Actor = {
      kind: "key",
      keyId: "",
      accountId: "",
      name: "",
      scopes: [scope],
      spendCeilingPerDay: null,
      consumers: null,
      expiresAt: null,
    };
    return actions.some((action) => may(key, action) && !may(maker, action));
  });
}

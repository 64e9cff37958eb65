import { expect, test } from "vitest";
import { type Person, type Role, roles } from "../../values/actor.ts";
import { InvalidInput } from "../../values/refusal.ts";
import { readScopes, scopesBeyond } from "./scopes.ts";

const person = (role: Role): Person => ({
  kind: "person",
  userId: "usr_1",
  signInId: "sgn_1",
  accountId: "acc_1",
  role,
  name: "Ada",
  email: "ada@example.com",
  runsBerth: false,
  expiresAt: new Date(0),
});

test("scopes are known words, each once, in one order", () => {
  expect(readScopes(["accounts:write", "read", "read"])).toEqual(["read", "accounts:write"]);
  for (const wrong of [[], ["write"], ["read", "READ"], ["__proto__"]]) {
    expect(() => readScopes(wrong)).toThrow(InvalidInput);
  }
});

test("only who may rename the account may give a key the right to", () => {
  const beyond = roles.filter((role) => scopesBeyond(person(role), ["accounts:write"]).length > 0);
  expect(beyond).toEqual(["operator", "member", "viewer"]);
});

test("reading is everybody's to give", () => {
  for (const role of roles) expect(scopesBeyond(person(role), ["read"])).toEqual([]);
});

import { expect, test } from "vitest";
import { type Actor, NOBODY, roles, SYSTEM } from "./actor.ts";
import { type Action, actions, may } from "./permission.ts";

const person = (role: (typeof roles)[number], runsBerth = false): Actor => ({
  kind: "person",
  userId: "usr_1",
  signInId: "sgn_1",
  accountId: "acc_1",
  role,
  name: "Ada",
  email: "ada@example.com",
  runsBerth,
  expiresAt: new Date(0),
});

const key = (...scopes: ("read" | "accounts:write")[]): Actor => ({
  kind: "key",
  keyId: "key_1",
  accountId: "acc_1",
  name: "ci",
  scopes,
  spendCeilingPerDay: null,
  consumers: null,
  expiresAt: null,
});

test("nobody may do nothing, and Berth itself everything", () => {
  for (const action of actions) {
    expect(may(NOBODY, action)).toBe(false);
    expect(may(SYSTEM, action)).toBe(true);
  }
});

test("what those who run Berth may do for every account is no role's, and no key's", () => {
  for (const role of roles) {
    expect(may(person(role), "credits.grant")).toBe(false);
    expect(may(person(role, true), "credits.grant")).toBe(true);
  }
  expect(may(key("read", "accounts:write"), "credits.grant")).toBe(false);
});

test("a viewer reads, and changes nothing of the account's", () => {
  const changes = actions.filter((action) => may(person("viewer"), action) && !action.endsWith(".read"));
  expect(changes).toEqual([
    "account.create",
    "account.switch",
    "members.leave",
    "invitations.accept",
    "calendars.write",
    "signIns.revoke",
  ]);
});

test("a role higher up may do all that one below it may", () => {
  for (const [at, role] of roles.entries()) {
    const below = roles[at + 1];
    if (!below) continue;
    for (const action of actions) expect(may(person(role), action) || !may(person(below), action)).toBe(true);
  }
});

test("a key does what its scopes say, and never what is for people only", () => {
  const allowed = (actor: Actor) => actions.filter((action) => may(actor, action));
  expect(allowed(key())).toEqual([]);
  expect(allowed(key("read")).every((action) => action.endsWith(".read"))).toBe(true);
  expect(may(key("read", "accounts:write"), "account.rename")).toBe(true);
  const never: Action[] = ["apiKeys.create", "members.invite", "signIns.revoke"];
  for (const action of never) expect(may(key("read", "accounts:write"), action)).toBe(false);
});

import type { Ctx } from "../platform/context.ts";
import type { Actor, Person } from "../values/actor.ts";

// The permission table keeps others out before a verb is called; to be here without an account, or
// without being a person, is a fault of ours and no refusal.

/** The account that everything is read and written in. */
export function accountIdOf({ actor }: { actor: Actor }): string {
  if ("accountId" in actor) return actor.accountId;
  throw new Error(`${actor.kind} has no account`);
}

export function personOf({ actor }: Pick<Ctx, "actor">): Person {
  if (actor.kind === "person") return actor;
  throw new Error(`only a person can do this, and this is ${actor.kind}`);
}

import type { Sharing } from "../graphql/access.ts";
import { type Actor, actorId, type Key } from "../values/actor.ts";

const boundBy = ({ consumers }: Key) => (consumers === null ? "" : JSON.stringify(consumers.toSorted()));

/** What an answer depends on besides the question: two askers with equal rights get equal answers. */
export function rightsOf(actor: Actor, sharing: Sharing): string {
  if (sharing === "market") return "market";
  if (sharing === "account") {
    if (actor.kind === "person") return `${actor.accountId} ${actor.role}`;
    if (actor.kind === "key")
      return `${actor.accountId} key ${actor.scopes.toSorted().join(" ")}${boundBy(actor)}`;
  }
  return `viewer ${actorId(actor)}`;
}

const runsBerth = (actor: Actor) => actor.kind === "person" && actor.runsBerth;

/** Whether who was looked up again is who they were, and may what they might. */
export function isUnchanged(before: Actor, now: Actor): boolean {
  return (
    actorId(before) === actorId(now) &&
    rightsOf(before, "account") === rightsOf(now, "account") &&
    runsBerth(before) === runsBerth(now)
  );
}

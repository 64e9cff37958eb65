import type { Sharing } from "../graphql/access.ts";
import { type Actor, actorId } from "../values/actor.ts";

/** What an answer depends on besides the question: two askers with equal rights get equal answers. */
export function rightsOf(actor: Actor, sharing: Sharing): string {
  if (sharing === "market") return "market";
  if (sharing === "account") {
    if (actor.kind === "person") return `${actor.accountId} ${actor.role}`;
    if (actor.kind === "key") return `${actor.accountId} key ${actor.scopes.toSorted().join(" ")}`;
  }
  return `viewer ${actorId(actor)}`;
}

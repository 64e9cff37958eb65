import { type Actor, actorId } from "../values/actor.ts";
import type { Action } from "../values/permission.ts";
import { NotAllowed } from "../values/refusal.ts";

/** The account on whose behalf something is asked. The permission table keeps those without one out. */
export function accountOf({ actor }: { actor: Actor }): string {
  if ("accountId" in actor) return actor.accountId;
  throw new Error(`${actor.kind} has no account`);
}

/** Whose a session is: a person's wherever they are signed in, or a key's. */
export function userOf({ actor }: { actor: Actor }): string {
  return actor.kind === "person" ? actor.userId : actorId(actor);
}

/** A member works on machines of their own; an operator on everybody's. A key is trusted with its scope. */
export function refuseOthers(
  { actor }: { actor: Actor },
  session: { createdBy: string },
  action: Extract<Action, `sessions.${string}`>,
): void {
  if (actor.kind !== "person" || actor.role !== "member" || session.createdBy === actor.userId) return;
  throw new NotAllowed(action, "This is somebody else's machine. An operator of the team may do this.");
}

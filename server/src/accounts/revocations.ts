import type { Payload } from "../events/catalog.ts";
import type { Happened } from "../events/replay.ts";
import type { Actor } from "../values/actor.ts";

/**
 * Whose access an event took away or changed; null for most. What is known of them is forgotten and
 * what they have open is closed: whoever still may comes back, as who they are now.
 */
export function revocations(event: Happened): ((actor: Actor) => boolean) | null {
  switch (event.topic) {
    case "api-key.revoked":
    case "api-key.rotated":
      return (actor) => actor.kind === "key" && actor.keyId === event.subject;
    case "sign-in.ended":
    case "sign-in.switched":
      return (actor) => actor.kind === "person" && actor.signInId === event.subject;
    case "member.left":
    case "member.role-changed": {
      const { userId } = event.payload as Payload<"member.left" | "member.role-changed">;
      return (actor) =>
        actor.kind === "person" && actor.userId === userId && actor.accountId === event.accountId;
    }
    default:
      return null;
  }
}

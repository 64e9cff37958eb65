import { z } from "zod";
import { roles } from "../values/actor.ts";

// Everything that can happen, who hears of it, and what it carries. An event carries ids and the
// few facts of the moment; whoever hears one reads the present.

/** `account`: only the account it belongs to hears it. `market`: everybody who may read offers. */
export type Audience = "account" | "market";

interface Entry {
  audience: Audience;
  payload: z.ZodType;
  /** One sentence for the activity page, without the actor: "made the key “ci”". */
  says: (payload: never) => string;
}

function happens<A extends Audience, T extends z.ZodType>(
  audience: A,
  payload: T,
  says: (payload: z.infer<T>) => string,
) {
  return { audience, payload, says };
}

const role = z.enum(roles);

export const catalog = {
  "account.created": happens(
    "account",
    z.object({ name: z.string() }),
    (e) => `created the account “${e.name}”`,
  ),
  "account.renamed": happens(
    "account",
    z.object({ from: z.string(), to: z.string() }),
    (e) => `renamed the account from “${e.from}” to “${e.to}”`,
  ),
  "member.invited": happens(
    "account",
    z.object({ email: z.string(), role }),
    (e) => `invited ${e.email} as ${e.role}`,
  ),
  "invitation.cancelled": happens(
    "account",
    z.object({ email: z.string() }),
    (e) => `cancelled the invitation of ${e.email}`,
  ),
  "member.joined": happens("account", z.object({ name: z.string(), role }), (e) => `joined as ${e.role}`),
  "member.role-changed": happens(
    "account",
    z.object({ name: z.string(), from: role, to: role, userId: z.string() }),
    (e) => `changed the role of ${e.name} from ${e.from} to ${e.to}`,
  ),
  "member.left": happens(
    "account",
    z.object({ name: z.string(), userId: z.string(), byThemselves: z.boolean() }),
    (e) => (e.byThemselves ? "left the account" : `removed ${e.name} from the account`),
  ),
  "api-key.created": happens(
    "account",
    z.object({ name: z.string(), scopes: z.array(z.string()) }),
    (e) => `made the key “${e.name}” for ${e.scopes.join(", ")}`,
  ),
  "api-key.revoked": happens("account", z.object({ name: z.string() }), (e) => `revoked the key “${e.name}”`),
  "sign-in.created": happens("account", z.object({ userId: z.string() }), () => "signed in"),
  "sign-in.ended": happens("account", z.object({ userId: z.string(), ranOut: z.boolean() }), (e) =>
    e.ranOut ? "was signed out: a sign-in ran out" : "signed out",
  ),
  // Told in the account that was left, and not shown there: where else somebody works is not its business.
  "sign-in.switched": happens("account", z.object({ userId: z.string() }), () => "went to another account"),
  "offers.changed": happens(
    "market",
    z.object({
      changed: z.array(
        z.object({
          id: z.string(),
          /** What was different before, of what a filter looks at; null for one that was not listed. */
          was: z.record(z.string(), z.unknown()).nullable(),
        }),
      ),
      withdrawn: z.array(z.string()),
    }),
    (e) => `${e.changed.length} offers changed, ${e.withdrawn.length} were withdrawn`,
  ),
  "provider.failed": happens(
    "market",
    z.object({ kind: z.string() }),
    (e) => `could not be listed: ${e.kind}`,
  ),
} as const satisfies Record<string, Entry>;

export type Topic = keyof typeof catalog;
export type Payload<T extends Topic> = z.infer<(typeof catalog)[T]["payload"]>;

export function isTopic(text: string): text is Topic {
  return Object.hasOwn(catalog, text);
}

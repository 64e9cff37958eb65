import { GraphQLError } from "graphql";
import { type AuthCheckerFn, Authorized, Extensions } from "type-graphql";
import { type Action, may, scopeFor } from "../values/permission.ts";
import type { GraphContext } from "./context.ts";

/**
 * Whose answer a root field gives. It decides what may be shared: of two readers who may both ask,
 * `market` is the same for everybody, `account` for those with equal rights in one account, and
 * `viewer` only for the one who asks.
 */
export type Sharing = "market" | "account" | "viewer";

export interface RootFieldExtensions {
  action: Action | "anyone";
  sharing: Sharing;
}

/** Every root field carries this: who may ask, and with whom the answer may be shared. */
export function Access(action: Action, sharing: Sharing = "viewer"): MethodDecorator {
  const authorized = Authorized(action);
  const extensions = Extensions({ action, sharing } satisfies RootFieldExtensions);
  return (target, key, descriptor) => {
    authorized(target, key, descriptor);
    extensions(target, String(key), descriptor);
  };
}

export const checkAccess: AuthCheckerFn<GraphContext, Action> = ({ context }, [action]) => {
  if (action) refuseUnlessAllowed(context, action);
  return true;
};

export function refuseUnlessAllowed({ actor }: Pick<GraphContext, "actor">, action: Action): void {
  if (may(actor, action)) return;
  if (actor.kind === "nobody") {
    throw new GraphQLError("Sign in, or send an API key, to ask for this.", {
      extensions: { code: "UNAUTHENTICATED" },
    });
  }
  const who =
    actor.kind !== "key"
      ? "Your role in this account does"
      : actor.consumers === null
        ? "This key's scopes do"
        : "This key is bound to consumers, and they do";
  const scope = actor.kind === "key" ? scopeFor(action) : null;
  const lacks = scope !== null && actor.kind === "key" && !actor.scopes.includes(scope);
  const instead = lacks ? ` A key with ${scope} may.` : "";
  throw new GraphQLError(`${who} not allow ${action}.${instead}`, {
    extensions: { code: "FORBIDDEN", action },
  });
}

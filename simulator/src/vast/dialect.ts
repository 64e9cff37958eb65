import type { Clock } from "../clock.ts";
import { findKey, type Account, type ApiKey } from "../accounts/account.ts";
import { advance } from "../advance.ts";
import { json, type Answer, type Call, type Dialect } from "../http/exchange.ts";
import type { Route } from "../http/routes.ts";
import type { Temper } from "../moods/moods.ts";
import { delayFor, spoilBefore } from "../moods/on-the-wire.ts";
import { randomFor } from "../random.ts";
import type { World } from "../world.ts";
import type { Endpoint } from "./endpoints.ts";
import { Limits, tooManyRequests } from "./limits.ts";
import { badArguments, badKey, noKey, notAllowed, Refused } from "./refusals.ts";
import { findRoute } from "./routes.ts";
import { latencies, spoilAfter, wordingFor } from "./spoil.ts";
import type { Visit } from "./visit.ts";

/**
 * One provider's HTTP dialect over the shared world. A call is recognised, kept at a distance, bound to a key,
 * answered by its route, and on its way out spoilt by whatever mood the provider is in.
 */
export interface VastOptions {
  world: World;
  clock: Clock;
  moods: Temper;
  /** Whether calls that follow too fast are refused. */
  limited: boolean;
}

export function vastDialect({ world, clock, moods, limited }: VastOptions): Dialect {
  const limits = new Limits();
  const whims = randomFor(`${world.seed}/vast/whims`);

  return async (call) => {
    if (!/^\/api\/v[01](\/|$)/.test(call.path)) return undefined;
    const found = findRoute(call);
    if (!found) return json(404, { success: false, error: "not_found", msg: "Resource not found." });
    const { route, params } = found;

    advance(world, clock.now());
    const early = spoilBefore(moods, route.endpoint, wordingFor(route.endpoint, whims));
    if (early) return early;
    const answer = admit(call, route.endpoint) ?? (await visit(call, route, params));
    await clock.wait(delayFor(moods, route.endpoint, whims, latencies));
    return spoilAfter(moods, route.endpoint, answer);
  };

  function admit(call: Call, endpoint: Endpoint): Answer | undefined {
    if (!limited) return undefined;
    const admission = limits.admit(endpoint, identityOf(call), world.now);
    return admission.allowed ? undefined : tooManyRequests(admission.threshold, whims);
  }

  async function visit(
    call: Call,
    route: Route<Endpoint, Visit>,
    params: readonly string[],
  ): Promise<Answer> {
    try {
      const { account, key } = authorise(world, moods, call, route);
      const subject: Visit = {
        world,
        account,
        moods,
        key,
        params,
        query: call.query,
        body: parseBody(call.body),
      };
      return route.handle(subject);
    } catch (refused) {
      if (refused instanceof Refused) return json(refused.status, refused.body);
      throw refused;
    }
  }
}

/** Whom the provider counts a request for: everything it may know a caller by, together. */
function identityOf(call: Call): string {
  return [call.headers.authorization, call.headers.cookie, call.query.get("api_key"), call.address].join(" ");
}

/** The key may come in the header or in the query; either will do. Search needs none, but a wrong one is refused. */
function authorise(
  world: World,
  moods: Temper,
  call: Call,
  route: Route<Endpoint, Visit>,
): { account: Account; key: ApiKey | null } {
  const secrets = [call.headers.authorization?.replace(/^Bearer\s+/i, ""), call.query.get("api_key")].filter(
    (secret) => secret !== undefined && secret !== null && secret !== "",
  ) as string[];
  const known = secrets.map((secret) => findKey(world, "vast", secret)).find((found) => found !== undefined);
  if (known) {
    if (known.key.readOnly && route.changes) throw notAllowed();
    return known;
  }
  if (secrets.length > 0) throw badKey(moods.strikes("bad-key-as-404", route.endpoint) ? 404 : 401);
  if (!route.open) throw noKey();
  return { account: world.accounts.vast, key: null };
}

function parseBody(text: string): unknown {
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw badArguments("The body is not JSON.");
  }
}

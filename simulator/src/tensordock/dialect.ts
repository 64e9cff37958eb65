import { findKey } from "../accounts/account.ts";
import { advance } from "../advance.ts";
import { SECOND, type Clock } from "../clock.ts";
import { json, withHeaders, type Answer, type Call, type Dialect } from "../http/exchange.ts";
import type { Temper } from "../moods/moods.ts";
import { delayFor, spoilBefore } from "../moods/on-the-wire.ts";
import { randomFor } from "../random.ts";
import type { World } from "../world.ts";
import type { Endpoint } from "./endpoints.ts";
import { Limits, tooManyRequests } from "./limits.ts";
import { asOk, badRequest, badToken, Misshapen, notFound, Refused } from "./refusals.ts";
import { base, findRoute } from "./routes.ts";
import { latencies, spoilAfter, wording } from "./spoil.ts";
import type { Visit } from "./visit.ts";

/** TensorDock's HTTP dialect, the second version of it, over the shared world. */
export interface TensorDockOptions {
  world: World;
  clock: Clock;
  moods: Temper;
  /** Whether calls that come too often are refused. */
  limited: boolean;
}

export function tensorDockDialect({ world, clock, moods, limited }: TensorDockOptions): Dialect {
  const limits = new Limits();
  const whims = randomFor(`${world.seed}/tensordock/whims`);

  return async (call) => {
    if (call.path !== base && !call.path.startsWith(`${base}/`)) return undefined;
    const found = findRoute(call);
    if (!found) return json(404, notFound("Route not found").body);
    const { endpoint, handle } = found.route;

    advance(world, clock.now());
    const early = spoilBefore(moods, endpoint, wording);
    if (early) return early;
    const admitted = limits.admit(world.now);
    const headers = limits.headers(world.now, limited && !admitted);
    const answer =
      limited && !admitted ? tooManyRequests("json") : visit(call, found.params, endpoint, handle);
    await clock.wait(delayFor(moods, endpoint, whims, latencies) + heldFor(endpoint));
    return withHeaders(spoilAfter(moods, endpoint, answer), headers);
  };

  function visit(
    call: Call,
    params: readonly string[],
    endpoint: Endpoint,
    handle: (visit: Visit) => Answer,
  ): Answer {
    try {
      const account = tokensOf(call)
        .map((token) => findKey(world, "tensordock", token)?.account)
        .find((found) => found !== undefined);
      if (!account) throw badToken();
      return handle({ world, account, moods, params, body: parseBody(call.body) });
    } catch (refused) {
      if (refused instanceof Misshapen) return json(400, refused.body);
      if (!(refused instanceof Refused)) throw refused;
      if (moods.strikes("refusal-as-ok", endpoint)) return asOk(refused.status, refused.message);
      return json(refused.status, refused.body);
    }
  }

  /** The work is done at once; only the answer takes its time. */
  function heldFor(endpoint: Endpoint): number {
    if (endpoint !== "create") return 0;
    return (moods.strikes("slow-create", endpoint)?.seconds ?? 0) * SECOND;
  }
}

/** In the header, or beside a key in the query, as the first version wanted it. */
function tokensOf({ headers, query }: Call): string[] {
  const bearer = headers.authorization?.replace(/^Bearer\s+/i, "");
  const asked = query.get("api_key") === null ? null : query.get("api_token");
  return [bearer, asked].filter((token) => typeof token === "string");
}

function parseBody(text: string): unknown {
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest("The body is not JSON");
  }
}

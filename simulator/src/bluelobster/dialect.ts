import type { Clock } from "../clock.ts";
import { SECOND } from "../clock.ts";
import { type Account, findKey } from "../accounts/account.ts";
import { advance } from "../advance.ts";
import { json, type Answer, type Call, type Dialect } from "../http/exchange.ts";
import type { Temper } from "../moods/moods.ts";
import { delayFor, spoilBefore } from "../moods/on-the-wire.ts";
import { randomFor } from "../random.ts";
import type { World } from "../world.ts";
import type { Endpoint } from "./endpoints.ts";
import { Limits } from "./limits.ts";
import { badKey, invalid, noKey, Refused, tooMany } from "./refusals.ts";
import { base, findRoute } from "./routes.ts";
import { latencies, spoilAfter, wording } from "./spoil.ts";
import type { Visit } from "./visit.ts";

/**
 * Blue Lobster's HTTP dialect over the shared world. Its real address has /api/v1, as Vast.ai's has; here it is one
 * floor up. Told apart by the key's header alone, a client that forgot its key would be answered by the wrong
 * provider instead of being refused by the right one.
 */
export interface BlueLobsterOptions {
  world: World;
  clock: Clock;
  moods: Temper;
  /** Whether calls that follow too fast are refused. */
  limited: boolean;
}

export function blueLobsterDialect({ world, clock, moods, limited }: BlueLobsterOptions): Dialect {
  const limits = new Limits();
  const whims = randomFor(`${world.seed}/bluelobster/whims`);

  return async (call) => {
    if (call.path !== base && !call.path.startsWith(`${base}/`)) return undefined;
    const found = findRoute(call);
    if (!found) return json(404, { detail: "Not Found" });
    const { endpoint, handle } = found.route;

    advance(world, clock.now());
    const early = spoilBefore(moods, endpoint, wording);
    if (early) return early;
    const answer = visit(call, found.params, handle);
    await clock.wait(delayFor(moods, endpoint, whims, latencies) + heldFor(endpoint));
    return spoilAfter(moods, endpoint, answer);
  };

  function visit(call: Call, params: readonly string[], handle: (visit: Visit) => Answer): Answer {
    try {
      const account = authorise(call);
      return handle({ world, account, moods, params, body: parseBody(call.body) });
    } catch (refused) {
      if (refused instanceof Refused) return json(refused.status, refused.body);
      throw refused;
    }
  }

  function authorise({ headers, address }: Call): Account {
    const secret = headers["x-api-key"];
    if (typeof secret !== "string" || secret === "") throw noKey();
    const known = findKey(world, "bluelobster", secret);
    if (!known) throw badKey();
    if (limited && !limits.admit(`${secret} ${address}`, world.now)) throw tooMany();
    return known.account;
  }

  function heldFor(endpoint: Endpoint): number {
    if (endpoint !== "create") return 0;
    return (moods.strikes("launch-blocks", endpoint)?.seconds ?? 0) * SECOND;
  }
}

function parseBody(text: string): unknown {
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw invalid([{ field: "body", message: "is not JSON" }]);
  }
}

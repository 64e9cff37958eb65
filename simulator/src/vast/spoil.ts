import { json, type Answer } from "../http/exchange.ts";
import type { Temper } from "../moods/moods.ts";
import {
  bytesOf,
  cutShort,
  senselessPrice,
  statusOf,
  withSenselessPrices,
  type Latencies,
  type Wording,
} from "../moods/on-the-wire.ts";
import { randomFor, type Random } from "../random.ts";
import type { Endpoint } from "./endpoints.ts";
import { spacing, tooManyRequests } from "./limits.ts";
import { badKey } from "./refusals.ts";

/** How this provider words what goes wrong on the way. */
export function wordingFor(endpoint: Endpoint, whims: Random): Wording {
  return {
    tooMany: (style) => tooManyRequests(spacing[endpoint].seconds, whims, style),
    badKey: () => json(401, badKey().body),
    okWithError: () =>
      json(200, {
        success: false,
        error: "internal_error",
        msg: "Something went wrong, try again later.",
      }),
    beginning: '{"offers":[',
  };
}

/** From hosts and field reports. */
export const latencies: Latencies = {
  search: [0.5, 1.3],
  create: [0.65, 1.6],
  destroy: [5, 6],
  list: [0.2, 0.6],
  show: [0.2, 0.6],
} satisfies Partial<Record<Endpoint, readonly [number, number]>>;

/** Moods that let the work be done and ruin what is said of it. */
export function spoilAfter(moods: Temper, endpoint: Endpoint, answer: Answer): Answer {
  return cutShort(moods, endpoint, statusOf(answer) === 200 ? retell(moods, endpoint, answer) : answer);
}

function retell(moods: Temper, endpoint: Endpoint, answer: Answer): Answer {
  if (endpoint === "search") return retellOffers(moods, answer);
  if (endpoint === "list") return retellInstances(moods, answer);
  return answer;
}

interface OfferList {
  offers: Record<string, unknown>[];
}

function retellOffers(moods: Temper, answer: Answer): Answer {
  if (moods.strikes("empty-list", "search")) return json(200, { offers: [] });
  const senseless = moods.strikes("senseless-prices", "search");
  const inGb = moods.strikes("ram-in-gb", "search");
  if (!senseless && !inGb) return answer;

  const list = JSON.parse(bytesOf(answer).toString("utf8")) as OfferList;
  if (inGb) {
    for (const offer of list.offers) offer["gpu_ram"] = Math.round(Number(offer["gpu_ram"]) / 1_024);
  }
  if (!senseless) return json(200, list);
  const random = randomFor(`senseless/${list.offers.length}`);
  for (const [index, offer] of list.offers.entries()) {
    // The first row always, so that a short list does not get away.
    if (index === 0 || random.chance(senseless.share))
      offer["dph_total"] = offer["dph_base"] = senselessPrice(senseless.kind);
  }
  return withSenselessPrices(senseless.kind, list);
}

function retellInstances(moods: Temper, answer: Answer): Answer {
  if (answer.kind !== "json") return answer;
  const body = answer.body as { instances: unknown[] };
  if (moods.strikes("empty-list", "list")) {
    return json(200, { ...body, instances: [], instances_found: 0, total_instances: 0, next_token: null });
  }
  if (body.instances.length === 1 && moods.strikes("instances-as-object", "list")) {
    return json(200, { ...body, instances: body.instances[0] });
  }
  return answer;
}

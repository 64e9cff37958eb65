import { json, type Answer } from "../http/exchange.ts";
import type { Temper } from "../moods/moods.ts";
import {
  cutShort,
  senselessPrice,
  withSenselessPrices,
  type Latencies,
  type Wording,
} from "../moods/on-the-wire.ts";
import { randomFor } from "../random.ts";
import type { Endpoint } from "./endpoints.ts";
import type { Instance, ListRow } from "./instance-row.ts";
import { tooManyRequests } from "./limits.ts";
import { asOk, badToken } from "./refusals.ts";

/** How this provider words what goes wrong on the way. */
export const wording: Wording = {
  tooMany: tooManyRequests,
  badKey: () => json(401, badToken().body),
  okWithError: () => asOk(500, "Internal server error"),
  beginning: '{"data":{"locations":[',
};

/** From field reports. */
export const latencies: Latencies = {
  locations: [0.4, 1.5],
  hostnodes: [0.4, 1.5],
  create: [5, 60],
  destroy: [1, 4],
} satisfies Partial<Record<Endpoint, readonly [number, number]>>;

/** Moods that let the work be done and ruin what is said of it. */
export function spoilAfter(moods: Temper, endpoint: Endpoint, answer: Answer): Answer {
  const told =
    answer.kind === "json" && answer.status === 200 ? retell(moods, endpoint, answer.body) : answer;
  return cutShort(moods, endpoint, told ?? answer);
}

/** Nothing when it stays as it was. */
function retell(moods: Temper, endpoint: Endpoint, body: unknown): Answer | undefined {
  if (endpoint === "locations") return retellLocations(moods, body as LocationList);
  if (endpoint === "list") return retellInstances(moods, body as { data: { instances: ListRow[] } });
  if (endpoint === "show") return retellInstance(moods, body as Instance);
  return undefined;
}

interface LocationList {
  data: {
    locations: { city: string; stateprovince: string; tier: number; gpus: { price_per_hr: unknown }[] }[];
  };
}

function retellLocations(moods: Temper, list: LocationList): Answer | undefined {
  const { locations } = list.data;
  if (moods.strikes("empty-list", "locations")) return json(200, { data: { locations: [] } });
  if (moods.strikes("odd-locations", "locations")) {
    const some = locations.find(({ gpus }) => gpus.length > 0);
    if (some) Object.assign(some, { city: "Texas", stateprovince: "Texas", tier: 4 });
  }
  const senseless = moods.strikes("senseless-prices", "locations");
  if (!senseless) return undefined;
  const random = randomFor(`senseless/${locations.length}`);
  for (const [index, gpu] of locations.flatMap(({ gpus }) => gpus).entries()) {
    // The first always, so that a short list does not get away.
    if (index === 0 || random.chance(senseless.share)) gpu.price_per_hr = senselessPrice(senseless.kind);
  }
  return withSenselessPrices(senseless.kind, list);
}

/** Three forms of one list, all of which clients have met. */
function retellInstances(moods: Temper, { data }: { data: { instances: ListRow[] } }): Answer | undefined {
  if (moods.strikes("empty-list", "list")) return json(200, { data: { instances: [] } });
  const { shape } = moods.strikes("list-shape", "list") ?? {};
  if (shape === "bare") return json(200, { data: data.instances });
  if (shape !== "attributes") return undefined;
  const instances = data.instances.map(({ type, id, ...attributes }) => ({ type, id, attributes }));
  return json(200, { data: { type: "list", id: "instances", attributes: { instances } } });
}

function retellInstance(moods: Temper, body: Instance): Answer | undefined {
  if (!moods.strikes("wrapped-instance", "show")) return undefined;
  const { type, id, portForwards, resources, ...attributes } = body;
  const gpus = Object.entries(resources.gpus).map(([gpuV0Name, { count }]) => ({ gpuV0Name, count }));
  return json(200, {
    data: {
      type,
      id,
      attributes: {
        ...attributes,
        resources: { ...resources, gpus },
        portForwards: Object.fromEntries(
          portForwards.map(({ internal_port, external_port }) => [internal_port, external_port]),
        ),
      },
    },
  });
}

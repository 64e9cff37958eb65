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
import { randomFor } from "../random.ts";
import type { AvailableType } from "./catalogue.ts";
import type { Endpoint } from "./endpoints.ts";
import { badKey, tooMany } from "./refusals.ts";

/** How this provider words what goes wrong on the way. */
export const wording: Wording = {
  tooMany: () => json(429, tooMany().body),
  badKey: () => json(401, badKey().body),
  okWithError: () =>
    json(200, { error: "internal_error", message: "Something went wrong, try again later.", errors: [] }),
  beginning: '{"data":[',
};

/** Nobody has measured its reads; a launch waits for more than its own answer only in a mood. */
export const latencies: Latencies = {
  create: [1, 3],
  destroy: [0.5, 2],
} satisfies Partial<Record<Endpoint, readonly [number, number]>>;

/** Moods that let the work be done and ruin what is said of it. */
export function spoilAfter(moods: Temper, endpoint: Endpoint, answer: Answer): Answer {
  return cutShort(moods, endpoint, statusOf(answer) === 200 ? retell(moods, endpoint, answer) : answer);
}

function retell(moods: Temper, endpoint: Endpoint, answer: Answer): Answer {
  if (endpoint === "list") return moods.strikes("empty-list", "list") ? json(200, []) : answer;
  if (endpoint !== "search") return answer;
  if (moods.strikes("empty-list", "search")) return json(200, { data: [] });
  const senseless = moods.strikes("senseless-prices", "search");
  if (!senseless) return answer;
  const list = JSON.parse(bytesOf(answer).toString("utf8")) as { data: AvailableType[] };
  const random = randomFor(`senseless/${list.data.length}`);
  const data = list.data.map((row, index) =>
    // The first row always, so that a short list does not get away.
    index > 0 && !random.chance(senseless.share)
      ? row
      : {
          ...row,
          instance_type: { ...row.instance_type, price_cents_per_hour: senselessPrice(senseless.kind) },
        },
  );
  return withSenselessPrices(senseless.kind, { data });
}

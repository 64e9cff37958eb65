import { STATUS_CODES } from "node:http";
import { json, jsonBytes, text, type Answer } from "../http/exchange.ts";
import type { MoodsOf } from "../moods/moods.ts";
import { SECOND } from "../clock.ts";
import { randomFor, type Random } from "../random.ts";
import type { Endpoint } from "./endpoints.ts";
import { spacing, tooManyRequests } from "./limits.ts";
import { badKey } from "./refusals.ts";

/** Moods that keep a call from being looked at. */
export function spoilBefore(moods: MoodsOf, endpoint: Endpoint, whims: Random): Answer | undefined {
  if (moods.strikes("hung-connection", endpoint)) return { kind: "hang" };
  if (moods.strikes("cut-connection", endpoint)) return { kind: "cut" };
  const tooMany = moods.strikes("too-many-requests", endpoint);
  if (tooMany) return tooManyRequests(spacing[endpoint].seconds, whims, tooMany.style);
  if (moods.strikes("unauthorised", endpoint)) return json(401, badKey().body);
  const failing = moods.strikes("server-error", endpoint);
  if (failing) return text(failing.status, STATUS_CODES[failing.status] ?? "Error");
  if (moods.strikes("html-body", endpoint)) return text(200, maintenancePage, "text/html; charset=utf-8");
  if (moods.strikes("ok-with-error", endpoint)) {
    return json(200, {
      success: false,
      error: "internal_error",
      msg: "Something went wrong, try again later.",
    });
  }
  const garbage = moods.strikes("huge-garbage", endpoint);
  if (garbage) return jsonBytes(200, noise(garbage.megabytes));
  return undefined;
}

const maintenancePage = `<!DOCTYPE html>
<html><head><title>We'll be right back</title></head>
<body><h1>Scheduled maintenance</h1><p>The service is briefly unavailable.</p></body></html>
`;

/** Looks like JSON at first, and goes on for long. */
function noise(megabytes: number): Buffer {
  const bytes = Buffer.alloc(Math.round(megabytes * 1_000_000), '{"offers":[');
  bytes.fill("\u0000\u007fÿ<%", 11);
  return bytes;
}

/** Seconds that answers take, from hosts and field reports: least, most. */
const latencies: Partial<Record<Endpoint, readonly [number, number]>> = {
  search: [0.5, 1.3],
  create: [0.65, 1.6],
  destroy: [5, 6],
  list: [0.2, 0.6],
  show: [0.2, 0.6],
};

/** How long the answer is held back once the work is done. */
export function delayFor(moods: MoodsOf, endpoint: Endpoint, whims: Random): number {
  const slow = moods.strikes("slow-reply", endpoint)?.seconds ?? 0;
  const [least, most] = moods.strikes("real-latency", endpoint)
    ? (latencies[endpoint] ?? [0.1, 0.4])
    : [0, 0];
  return (slow + whims.between(least, most)) * SECOND;
}

/** Moods that let the work be done and ruin what is said of it. */
export function spoilAfter(moods: MoodsOf, endpoint: Endpoint, answer: Answer): Answer {
  const told = statusOf(answer) === 200 ? retell(moods, endpoint, answer) : answer;
  if (!moods.strikes("truncated-json", endpoint)) return told;
  const bytes = bytesOf(told);
  return jsonBytes(statusOf(told), bytes.subarray(0, Math.floor(bytes.length * 0.6)));
}

function retell(moods: MoodsOf, endpoint: Endpoint, answer: Answer): Answer {
  if (endpoint === "search") return retellOffers(moods, answer);
  if (endpoint === "list") return retellInstances(moods, answer);
  return answer;
}

interface OfferList {
  offers: Record<string, unknown>[];
}

function retellOffers(moods: MoodsOf, answer: Answer): Answer {
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
  const body = JSON.stringify(list);
  return jsonBytes(
    200,
    Buffer.from(senseless.kind === "nan" ? body.replaceAll(`"${NOT_A_NUMBER}"`, "NaN") : body),
  );
}

const NOT_A_NUMBER = "not-a-number";

function senselessPrice(kind: string): number | string | null {
  switch (kind) {
    case "absurd":
      return 1e12;
    case "null":
      return null;
    case "text":
      return "NaN";
    case "nan":
      return NOT_A_NUMBER;
    default:
      return -0.35;
  }
}

function retellInstances(moods: MoodsOf, answer: Answer): Answer {
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

function statusOf(answer: Answer): number {
  return answer.kind === "json" || answer.kind === "bytes" ? answer.status : 200;
}

function bytesOf(answer: Answer): Buffer {
  if (answer.kind === "bytes") return answer.bytes;
  return Buffer.from(answer.kind === "json" ? JSON.stringify(answer.body) : "");
}

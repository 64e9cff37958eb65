import { STATUS_CODES } from "node:http";
import { SECOND } from "../clock.ts";
import { jsonBytes, text, type Answer } from "../http/exchange.ts";
import type { Random } from "../random.ts";
import type { Temper } from "./moods.ts";

/** What goes wrong on the way whatever the dialect. How a provider words it is the dialect's. */
export interface Wording {
  tooMany: (style: string) => Answer;
  badKey: () => Answer;
  /** An error that comes as a success. */
  okWithError: () => Answer;
  /** How its lists begin, which is how garbage may begin too. */
  beginning: string;
}

/** Moods that keep a call from being looked at. */
export function spoilBefore(moods: Temper, endpoint: string, wording: Wording): Answer | undefined {
  if (moods.strikes("hung-connection", endpoint)) return { kind: "hang" };
  if (moods.strikes("cut-connection", endpoint)) return { kind: "cut" };
  const tooMany = moods.strikes("too-many-requests", endpoint);
  if (tooMany) return wording.tooMany(tooMany.style);
  if (moods.strikes("unauthorised", endpoint)) return wording.badKey();
  const failing = moods.strikes("server-error", endpoint);
  if (failing) return text(failing.status, STATUS_CODES[failing.status] ?? "Error");
  if (moods.strikes("html-body", endpoint)) return text(200, maintenancePage, "text/html; charset=utf-8");
  if (moods.strikes("ok-with-error", endpoint)) return wording.okWithError();
  const garbage = moods.strikes("huge-garbage", endpoint);
  if (garbage) return jsonBytes(200, noise(garbage.megabytes, wording.beginning));
  return undefined;
}

const maintenancePage = `<!DOCTYPE html>
<html><head><title>We'll be right back</title></head>
<body><h1>Scheduled maintenance</h1><p>The service is briefly unavailable.</p></body></html>
`;

/** Looks like JSON at first, and goes on for long. */
function noise(megabytes: number, beginning: string): Buffer {
  const bytes = Buffer.alloc(Math.round(megabytes * 1_000_000), beginning);
  bytes.fill("\u0000\u007fÿ<%", beginning.length);
  return bytes;
}

/** Seconds that a provider's answers take: least, most. */
export type Latencies = Partial<Record<string, readonly [number, number]>>;

/** How long the answer is held back once the work is done. */
export function delayFor(moods: Temper, endpoint: string, whims: Random, latencies: Latencies): number {
  const slow = moods.strikes("slow-reply", endpoint)?.seconds ?? 0;
  const [least, most] = moods.strikes("real-latency", endpoint)
    ? (latencies[endpoint] ?? [0.1, 0.4])
    : [0, 0];
  return (slow + whims.between(least, most)) * SECOND;
}

/** The JSON body ends in the middle. */
export function cutShort(moods: Temper, endpoint: string, answer: Answer): Answer {
  if (!moods.strikes("truncated-json", endpoint)) return answer;
  const bytes = bytesOf(answer);
  return jsonBytes(statusOf(answer), bytes.subarray(0, Math.floor(bytes.length * 0.6)));
}

export function statusOf(answer: Answer): number {
  return answer.kind === "json" || answer.kind === "bytes" ? answer.status : 200;
}

export function bytesOf(answer: Answer): Buffer {
  if (answer.kind === "bytes") return answer.bytes;
  return Buffer.from(answer.kind === "json" ? JSON.stringify(answer.body) : "");
}

const NOT_A_NUMBER = "not-a-number";

export function senselessPrice(kind: string): number | string | null {
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

/** The body with its senseless prices; one that says NaN is JSON no more. */
export function withSenselessPrices(kind: string, body: unknown): Answer {
  const written = JSON.stringify(body);
  return jsonBytes(
    200,
    Buffer.from(kind === "nan" ? written.replaceAll(`"${NOT_A_NUMBER}"`, "NaN") : written),
  );
}

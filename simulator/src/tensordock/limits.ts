import { MINUTE, SECOND } from "../clock.ts";
import { json, text, type Answer } from "../http/exchange.ts";
import { asOk, Refused } from "./refusals.ts";

/** A hundred requests in a minute for the whole organisation, counted in minutes that begin with a request. */
const REQUESTS_PER_MINUTE = 100;

export class Limits {
  #since = Number.NEGATIVE_INFINITY;
  #count = 0;

  admit(now: number): boolean {
    if (now >= this.#since + MINUTE) {
      this.#since = now;
      this.#count = 0;
    }
    this.#count += 1;
    return this.#count <= REQUESTS_PER_MINUTE;
  }

  /** What every answer tells of it, and a refused one besides. */
  headers(now: number, refused: boolean): Record<string, string> {
    const seconds = Math.max(0, Math.ceil((this.#since + MINUTE - now) / SECOND));
    return {
      "x-ratelimit-limit": String(REQUESTS_PER_MINUTE),
      "x-ratelimit-remaining": String(Math.max(0, REQUESTS_PER_MINUTE - this.#count)),
      "x-ratelimit-reset": String(seconds),
      ...(refused && { "retry-after": String(seconds) }),
    };
  }
}

export function tooManyRequests(style: string): Answer {
  const detail = "Rate limit exceeded: 100 requests per minute";
  if (style === "success") return asOk(429, detail);
  if (style === "text") return text(429, "Too Many Requests");
  return json(429, new Refused(429, "Too Many Requests", detail).body);
}

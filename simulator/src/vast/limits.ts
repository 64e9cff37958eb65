import { MINUTE, SECOND } from "../clock.ts";
import type { Random } from "../random.ts";
import { json, text, type Answer } from "../http/exchange.ts";
import type { Endpoint } from "./endpoints.ts";

/**
 * The provider keeps clients apart per endpoint and identity by a least time between two requests; search is
 * counted by the minute instead. It sends no Retry-After, and rarely the same kind of body.
 */
interface Spacing {
  seconds: number;
  /** Asking again too soon makes the client wait this long from then on. */
  penaltySeconds?: number;
}

const SEARCHES_PER_MINUTE = 10;

export const spacing: Readonly<Record<Endpoint, Spacing>> = {
  search: { seconds: 0 },
  create: { seconds: 4.5, penaltySeconds: 12 },
  list: { seconds: 1 },
  show: { seconds: 2 },
  manage: { seconds: 1 },
  "start-many": { seconds: 2 },
  reboot: { seconds: 1 },
  destroy: { seconds: 3 },
  bid: { seconds: 5.5 },
  "ssh-read": { seconds: 0 },
  "ssh-attach": { seconds: 0 },
  "ssh-detach": { seconds: 2 },
  "account-keys": { seconds: 1 },
  user: { seconds: 0 },
  "gpu-names": { seconds: 0 },
  metrics: { seconds: 3 },
  charges: { seconds: 1 },
  templates: { seconds: 3 },
};

export class Limits {
  readonly #freeFrom = new Map<string, number>();
  readonly #searches = new Map<string, number[]>();

  /** Counts the request if it may pass; otherwise says by which threshold it may not. */
  admit(
    endpoint: Endpoint,
    identity: string,
    now: number,
  ): { allowed: true } | { allowed: false; threshold: number } {
    if (endpoint === "search") return this.#admitSearch(identity, now);
    const { seconds, penaltySeconds } = spacing[endpoint];
    const who = `${endpoint} ${identity}`;
    if (now < (this.#freeFrom.get(who) ?? 0)) {
      if (penaltySeconds) this.#freeFrom.set(who, now + penaltySeconds * SECOND);
      return { allowed: false, threshold: seconds };
    }
    this.#freeFrom.set(who, now + seconds * SECOND);
    return { allowed: true };
  }

  #admitSearch(identity: string, now: number): { allowed: true } | { allowed: false; threshold: number } {
    const recent = (this.#searches.get(identity) ?? []).filter((at) => at > now - MINUTE);
    this.#searches.set(identity, recent);
    if (recent.length >= SEARCHES_PER_MINUTE) return { allowed: false, threshold: 60 / SEARCHES_PER_MINUTE };
    recent.push(now);
    return { allowed: true };
  }
}

/** The body is plain text more often than not, and sometimes JSON in one of two shapes. */
export function tooManyRequests(threshold: number, random: Random, style?: string): Answer {
  const plain = "API requests too frequent";
  const precise = `${plain} endpoint threshold=${threshold.toFixed(1)}`;
  switch (style ?? random.pick(["text", "text", "terse", "json", "success"])) {
    case "json":
      return json(429, { detail: precise });
    case "success":
      return json(429, { success: false, error: "rate_limited", msg: `${precise}*1.0` });
    case "terse":
      return text(429, plain);
    default:
      return text(429, `${precise}*1.0`);
  }
}

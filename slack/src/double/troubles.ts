// How a workspace is difficult, when a test asks for it.

export const methods = {
  // The page of limits names them: one message a second in a channel, and tiers of calls in a minute.
  "chat.postMessage": { tier: "special" },
  "chat.postEphemeral": { tier: 100 },
  "chat.update": { tier: 60 },
  "chat.unfurl": { tier: 60 },
  "conversations.history": { tier: 60 },
  "conversations.replies": { tier: 60 },
  "views.open": { tier: 100 },
  "views.update": { tier: 100 },
  "auth.test": { tier: 600 },
  "apps.connections.open": { tier: 60 },
} as const satisfies Record<string, { tier: number | "special" }>;
export type Method = keyof typeof methods;

export interface Troubles {
  /** So many calls are done, and the connection is cut instead of an answer. */
  loseAnswers: number;
  /** So many calls are cut before anything is done. */
  refuseConnections: number;
  /** So many calls are answered with 429, whatever the pace. */
  rateLimit: number;
  retryAfterSeconds: number;
  /** So many calls are answered with 503. */
  fail: number;
  missingScopes: string[];
  /** The app was removed: every call is told so. */
  revoked: "account_inactive" | "token_revoked" | null;
}

export const noTroubles = (): Troubles => ({
  loseAnswers: 0,
  refuseConnections: 0,
  rateLimit: 0,
  retryAfterSeconds: 1,
  fail: 0,
  missingScopes: [],
  revoked: null,
});

/** A second, less what the clocks of two machines may differ by. */
const CHANNEL_MS = 980;

/** How many seconds a call has to wait; 0 for not at all. */
export class Limits {
  readonly #calls = new Map<string, number[]>();

  waitFor(method: Method, channel: string | undefined, now: number): number {
    const { tier } = methods[method];
    if (tier === "special") return this.#within(`${method} ${channel ?? ""}`, 1, CHANNEL_MS, now);
    return this.#within(method, tier, 60_000, now);
  }

  #within(key: string, most: number, ms: number, now: number): number {
    const calls = (this.#calls.get(key) ?? []).filter((at) => at > now - ms);
    this.#calls.set(key, calls);
    const [oldest = now] = calls;
    if (calls.length >= most) return Math.max(1, Math.ceil((oldest + ms - now) / 1000));
    calls.push(now);
    return 0;
  }
}

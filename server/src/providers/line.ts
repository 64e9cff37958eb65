import {
  BrokenCircuitError,
  circuitBreaker,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleWhen,
  type IPolicy,
  retry,
  wrap,
} from "cockatiel";
import type { Clock } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import { metrics } from "../platform/metrics.ts";
import { ask, type Carrier, type Question, type Reply } from "./ask.ts";
import { type FailureKind, ProviderFailure } from "./provider.ts";
import { type Pace, Spacing } from "./spacing.ts";

export interface LineOptions<Endpoint extends string> {
  provider: string;
  url: string;
  /** The key, so that it is in nothing that is said about a failure. */
  secret: string | undefined;
  clock: Clock;
  log: Log;
  /** The distance that calls to each endpoint keep. An endpoint is whatever the provider counts as one. */
  paces: Readonly<Record<Endpoint, Pace>>;
  /** A rehearsal keeps no distance: what it calls is simulated. */
  unpaced?: boolean;
  /** Why a reply is not an answer; null when it is one. See judge.ts for what all have in common. */
  judge(reply: Reply): ProviderFailure | null;
  patience?: Partial<Patience>;
  /** How calls travel, where not over the network. */
  carry?: Carrier | undefined;
}

/** How often, and after what, a read is tried again. */
export interface Patience {
  attempts: number;
  firstDelayMs: number;
  maxDelayMs: number;
  /** Failures that tend to pass by themselves. */
  passing: readonly FailureKind[];
  /** After so many of them in a row an endpoint is left in peace for a while. */
  breaksAfter: number;
  breakMs: number;
}

const usual: Patience = {
  attempts: 3,
  firstDelayMs: 500,
  maxDelayMs: 4_000,
  passing: ["flaky", "rate-limited"],
  breaksAfter: 5,
  breakMs: 30_000,
};

export interface Call<Endpoint extends string = string> {
  endpoint: Endpoint;
  method: Question["method"];
  /** The path with its query. */
  path: string;
  headers: Readonly<Record<string, string>>;
  body?: unknown;
  timeoutMs?: number;
  maxBytes?: number;
}

const MB = 1024 * 1024;

const AT_ONCE: Pace = { everyMs: 0 };

/** A pause longer than this is not sat out within a call. */
const WAIT_MS_MAX = 30_000;

/**
 * One account's line to a provider: every call goes through it. It keeps the provider's distance, counts how
 * calls end, says in the log what nobody has seen yet, and is patient with reads: each endpoint has
 * its own retries and its own circuit breaker, so that trouble with one does not hide the others.
 */
export class Line<Endpoint extends string> {
  readonly #options: LineOptions<Endpoint>;
  readonly #patience: Patience;
  readonly #spacing: Spacing;
  readonly #policies = new Map<Endpoint, IPolicy>();

  constructor(options: LineOptions<Endpoint>) {
    this.#options = options;
    this.#patience = { ...usual, ...options.patience };
    this.#spacing = new Spacing(options.clock);
  }

  /** Reads, and tries again what fails in passing. `understand` makes of the reply what was asked for. */
  async read<T>(call: Call<Endpoint>, signal: AbortSignal, understand: (reply: Reply) => T): Promise<T> {
    try {
      return await this.#policyOf(call.endpoint).execute(() => this.act(call, signal, understand), signal);
    } catch (error) {
      if (error instanceof ProviderFailure) throw error;
      const { breaksAfter } = this.#patience;
      if (error instanceof BrokenCircuitError)
        throw this.#notAsked(`is left in peace for a while, after ${breaksAfter} failures in a row`, error);
      throw error;
    }
  }

  /** Asks once. */
  async act<T>(call: Call<Endpoint>, signal: AbortSignal, understand: (reply: Reply) => T): Promise<T> {
    const { provider, log } = this.#options;
    try {
      const answer = this.#understood(await this.#send(call, signal), understand);
      metrics.providerAnswers.inc({ provider, outcome: "ok" });
      return answer;
    } catch (error) {
      if (!(error instanceof ProviderFailure)) throw error;
      metrics.providerAnswers.inc({ provider, outcome: error.kind });
      if (error.kind === "nonsense")
        log.warn({ provider, endpoint: call.endpoint, said: error.message }, "a provider makes no sense");
      if (error.kind === "rate-limited") this.#holdBack(call.endpoint, error);
      throw error;
    }
  }

  async #send(call: Call<Endpoint>, signal: AbortSignal): Promise<Reply> {
    const { provider, url, secret, paces, unpaced, judge, carry } = this.#options;
    const answered = await this.#spacing
      .turn(call.endpoint, unpaced ? AT_ONCE : paces[call.endpoint], signal)
      .catch((reason: unknown) => {
        const why = reason instanceof Error ? reason.message : String(reason);
        throw this.#notAsked(`was not asked: ${why}`, reason);
      });
    const question = {
      provider,
      method: call.method,
      url: new URL(call.path, url).href,
      headers: call.headers,
      body: call.body,
      signal,
      timeoutMs: call.timeoutMs ?? 30_000,
      maxBytes: call.maxBytes ?? 8 * MB,
    };
    const reply = withoutSecret(await ask(question, carry).finally(answered), secret);
    const failure = judge(reply);
    if (failure) throw failure;
    return reply;
  }

  /** Whatever a reply makes us stumble over, it was sent in answer to something that may have been done. */
  #understood<T>(reply: Reply, understand: (reply: Reply) => T): T {
    try {
      return understand(reply);
    } catch (error) {
      if (error instanceof ProviderFailure) throw error;
      const { provider } = this.#options;
      const reason = error instanceof Error ? error.message : String(error);
      throw new ProviderFailure(provider, "nonsense", `could not be understood: ${reason}`, { cause: error });
    }
  }

  #holdBack(endpoint: Endpoint, { retryAfterMs = 5_000 }: ProviderFailure): void {
    const { penaltyMs = 0 } = this.#options.paces[endpoint];
    this.#spacing.hold(endpoint, Math.max(retryAfterMs, penaltyMs));
  }

  #policyOf(endpoint: Endpoint): IPolicy {
    const known = this.#policies.get(endpoint);
    if (known) return known;
    const { attempts, firstDelayMs, maxDelayMs, passing, breaksAfter, breakMs } = this.#patience;
    const passes = handleWhen(
      (error) =>
        error instanceof ProviderFailure &&
        passing.includes(error.kind) &&
        (error.retryAfterMs ?? 0) <= WAIT_MS_MAX,
    );
    const policy = wrap(
      retry(passes, {
        maxAttempts: attempts - 1,
        backoff: new ExponentialBackoff({ initialDelay: firstDelayMs, maxDelay: maxDelayMs }),
      }),
      // Being asked to slow down is no illness.
      circuitBreaker(
        handleWhen((error) => error instanceof ProviderFailure && error.kind === "flaky"),
        { halfOpenAfter: breakMs, breaker: new ConsecutiveBreaker(breaksAfter) },
      ),
    );
    this.#policies.set(endpoint, policy);
    return policy;
  }

  /** Called away while waiting, or not let through at all: nothing was sent. */
  #notAsked(message: string, cause: unknown): ProviderFailure {
    return new ProviderFailure(this.#options.provider, "flaky", message, { mayBeDone: false, cause });
  }
}

/** A provider may repeat the key it was asked with, and what it says is stored, logged and shown. */
function withoutSecret(reply: Reply, secret: string | undefined): Reply {
  if (!secret || !reply.text.includes(secret)) return reply;
  const hide = (text: string) => text.replaceAll(secret, "…");
  // In what is said alone: a short key may be a part of the names that it is said under.
  const hideIn = (_name: string, value: unknown) => (typeof value === "string" ? hide(value) : value);
  const body: unknown = reply.body === undefined ? undefined : JSON.parse(reply.text, hideIn);
  return { ...reply, text: hide(reply.text), body };
}

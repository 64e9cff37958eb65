import { BerthFault, faultOf, type SaidError } from "./fault.ts";
import { waitBeforeAsking } from "./patience.ts";
import { pause } from "./pause.ts";
import { isRepeatable } from "./repeatable.ts";

export interface Asking {
  url: string;
  token: string | null;
  fetch: typeof globalThis.fetch;
  /** One try is not waited for longer. */
  requestMs: number;
  /** Nor all tries together. */
  patienceMs: number;
  headers: Readonly<Record<string, string>>;
  /** So far its clock is ahead of this computer's, as its last answer told. */
  aheadMs: number | null;
}

export interface Cost {
  requested: number;
  limit: number;
}

export interface Answer<Data> {
  data: Data;
  /** What it cost of the points that a caller has a minute. */
  cost: Cost | null;
}

interface Question {
  query: string;
  variables: Readonly<Record<string, unknown>>;
}

/** Asks until there is an answer, as long as asking again does no harm and patience lasts. */
export async function ask<Data>(
  asking: Asking,
  question: Question,
  signal?: AbortSignal,
): Promise<Answer<Data>> {
  const until = Date.now() + asking.patienceMs;
  const repeatable = isRepeatable(question.query, question.variables);
  for (let attempt = 0; ; attempt++) {
    signal?.throwIfAborted();
    let waitMs: number | null;
    let answer: Answer<Data> | undefined;
    let fault: BerthFault | undefined;
    try {
      answer = await askOnce<Data>(asking, question, until, signal);
      // Its twin is still being answered; asked a little later, it is told the same.
      const seconds = inUseFor(answer.data);
      waitMs = seconds === null ? null : Math.max(seconds * 1000, 250);
    } catch (error) {
      if (!(error instanceof BerthFault)) throw error;
      fault = error;
      waitMs = waitBeforeAsking(fault, { repeatable, attempt, chance: Math.random() });
    }
    if (waitMs === null || Date.now() + waitMs >= until) {
      if (answer) return answer;
      throw fault ?? new BerthFault("UNREACHABLE", "There was no answer.");
    }
    await pause(waitMs, signal);
  }
}

async function askOnce<Data>(
  asking: Asking,
  question: Question,
  until: number,
  signal: AbortSignal | undefined,
): Promise<Answer<Data>> {
  const { url, token, fetch, requestMs, headers } = asking;
  const deadline = AbortSignal.timeout(Math.max(1, Math.min(requestMs, until - Date.now())));
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: {
        ...headers,
        "content-type": "application/json",
        ...(token && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(question),
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    });
    text = await response.text();
  } catch (error) {
    signal?.throwIfAborted();
    if (deadline.aborted)
      throw new BerthFault("TOO_SLOW", `${url} did not answer in time.`, { cause: error });
    throw new BerthFault("UNREACHABLE", `${url} cannot be reached.`, {
      neverArrived: neverArrived(error),
      cause: error,
    });
  }
  asking.aheadMs = aheadMs(response.headers.get("date")) ?? asking.aheadMs;
  const body = parse(text);
  const { errors, data, extensions } = body ?? {};
  if (Array.isArray(errors) && errors.length > 0)
    throw faultOf(errors as SaidError[], response.headers.get("retry-after"));
  if (response.status >= 500)
    throw faultOf(
      [
        {
          message: `${url} answered ${response.status}: it may be restarting.`,
          extensions: { code: "UNAVAILABLE" },
        },
      ],
      response.headers.get("retry-after"),
    );
  if (!data || typeof data !== "object")
    throw new BerthFault("NOT_BERTH", `${url} answered ${response.status}, and not as Berth does.`);
  const cost = (extensions as { cost?: Cost } | undefined)?.cost ?? null;
  return { data: data as Data, cost };
}

/** What is told in whole seconds, and was on its way, is no difference below a few of them. */
function aheadMs(date: string | null): number | null {
  const ahead = Date.parse(date ?? "") - Date.now();
  return Number.isNaN(ahead) ? null : Math.abs(ahead) < 5_000 ? 0 : ahead;
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** Seconds, if what was answered is that the idempotency key is being used at this moment. */
function inUseFor(data: unknown): number | null {
  for (const result of Object.values(data as object)) {
    const { __typename, retryAfterSeconds } = (result ?? {}) as Record<string, unknown>;
    if (__typename === "IdempotencyKeyInUse") return Number(retryAfterSeconds ?? 1);
  }
  return null;
}

const beforeConnecting = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"]);

/** Node tells why; a browser does not, and then it may have arrived. */
function neverArrived(error: unknown): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof AggregateError && cause.errors.length > 0) return cause.errors.every(neverArrived);
    if ("code" in cause && beforeConnecting.has(String(cause.code))) return true;
  }
  return false;
}

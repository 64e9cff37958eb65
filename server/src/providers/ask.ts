import { Agent, errors, request } from "undici";
import { ProviderFailure } from "./provider.ts";

export interface Question {
  provider: string;
  method: "GET" | "POST" | "PUT" | "DELETE";
  url: string;
  headers: Readonly<Record<string, string>>;
  body?: unknown;
  signal: AbortSignal;
  timeoutMs: number;
  /** The longest answer that is read. */
  maxBytes: number;
}

/** What came back, whatever it is. */
export interface Reply {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  text: string;
  /** The text as JSON; undefined when it is none. */
  body: unknown;
}

/** An answer as it comes in. */
export interface Arriving {
  status: number;
  headers: Reply["headers"];
  body: AsyncIterable<Uint8Array>;
}

/** Takes a question to whom it is for. A test may bring one of its own. */
export type Carrier = (question: Question) => Promise<Arriving>;

const MB = 1024 * 1024;

// What changes something goes over a connection of its own. One kept open may have been closed by the
// other side just now, and then nobody could tell whether the request had been taken.
const fresh = new Agent({ pipelining: 0 });

/**
 * Sends one request and gives back the reply. Transport that fails is a failure of kind "flaky", which
 * also tells whether the request can have reached anybody.
 */
export async function ask(question: Question, carry: Carrier = overTheNetwork): Promise<Reply> {
  const { provider, timeoutMs, maxBytes } = question;
  try {
    const signal = AbortSignal.any([question.signal, AbortSignal.timeout(timeoutMs)]);
    const { status, headers, body } = await carry({ ...question, signal });
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of body) {
      size += chunk.length;
      if (size > maxBytes)
        throw new ProviderFailure(provider, "nonsense", `answered with more than ${maxBytes / MB} MB`);
      chunks.push(chunk);
    }
    const text = Buffer.concat(chunks).toString("utf8");
    return { status, headers, text, body: jsonOf(text) };
  } catch (error) {
    if (error instanceof ProviderFailure) throw error;
    const reason = error instanceof Error ? error.message || error.name : String(error);
    throw new ProviderFailure(provider, "flaky", `could not be reached: ${reason}`, {
      mayBeDone: !neverArrived(error),
      cause: error,
    });
  }
}

async function overTheNetwork({
  method,
  url,
  headers,
  body,
  signal,
  timeoutMs,
}: Question): Promise<Arriving> {
  const response = await request(url, {
    method,
    headers: {
      accept: "application/json",
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(method !== "GET" && { dispatcher: fresh }),
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    signal,
  });
  return {
    status: response.statusCode,
    headers: response.headers,
    body: response.body as AsyncIterable<Uint8Array>,
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const noConnection = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

function neverArrived(error: unknown): boolean {
  if (error instanceof errors.ConnectTimeoutError) return true;
  return error instanceof Error && "code" in error && noConnection.has(String(error.code));
}

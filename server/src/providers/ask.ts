import { request } from "undici";
import { metrics } from "../platform/metrics.ts";
import { type FailureKind, ProviderFailure } from "./provider.ts";

export interface Question {
  provider: string;
  method: "GET" | "POST" | "PUT" | "DELETE";
  url: string;
  headers: Record<string, string>;
  body?: unknown;
  signal: AbortSignal;
  timeoutMs?: number;
  /** The longest answer that is read. */
  maxBytes?: number;
}

const MB = 1024 * 1024;

/**
 * Asks a provider and gives back its JSON. A provider may answer with anything: an error page, half
 * an object, an error dressed as a success, gigabytes, nothing at all. Each ends as a failure of a
 * known kind.
 */
export async function ask(question: Question): Promise<unknown> {
  try {
    const value = await fetchJson(question);
    metrics.providerAnswers.inc({ provider: question.provider, outcome: "ok" });
    return value;
  } catch (error) {
    const failure = toFailure(question, error);
    metrics.providerAnswers.inc({ provider: question.provider, outcome: failure.kind });
    throw failure;
  }
}

async function fetchJson(question: Question): Promise<unknown> {
  const { provider, timeoutMs = 30_000, maxBytes = 64 * MB } = question;
  const response = await request(question.url, {
    method: question.method,
    headers: {
      accept: "application/json",
      ...(question.body !== undefined && { "content-type": "application/json" }),
      ...question.headers,
    },
    ...(question.body !== undefined && { body: JSON.stringify(question.body) }),
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    signal: AbortSignal.any([question.signal, AbortSignal.timeout(timeoutMs)]),
  });
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response.body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes)
      throw new ProviderFailure(provider, "nonsense", `answered with more than ${maxBytes / MB} MB`);
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString("utf8");
  const status = response.statusCode;
  if (status === 429) {
    throw new ProviderFailure(provider, "rate-limited", "asks for fewer requests", {
      retryAfterMs: waitAsked(response.headers["retry-after"], text),
    });
  }
  if (status >= 400)
    throw new ProviderFailure(provider, kindOfStatus(status), `answered ${status}: ${excerpt(text)}`);
  try {
    return JSON.parse(text);
  } catch {
    throw new ProviderFailure(
      provider,
      "nonsense",
      `answered ${status} with what is not JSON: ${excerpt(text)}`,
    );
  }
}

function kindOfStatus(status: number): FailureKind {
  if (status === 401 || status === 403) return "unauthorised";
  if (status === 404 || status === 410) return "not-found";
  return status >= 500 ? "flaky" : "nonsense";
}

// Some name the pause in a header, some in a sentence: "endpoint threshold=4.5*1.0".
function waitAsked(header: string | string[] | undefined, text: string): number {
  const seconds = Number(header) || Number(/threshold=([\d.]+)/.exec(text)?.[1]);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 600) * 1000 : 5_000;
}

function excerpt(text: string): string {
  return text.replace(/\s+/g, " ").slice(0, 120);
}

function toFailure({ provider }: Question, error: unknown): ProviderFailure {
  if (error instanceof ProviderFailure) return error;
  const reason = error instanceof Error ? error.message || error.name : String(error);
  return new ProviderFailure(provider, "flaky", `could not be reached: ${reason}`, { cause: error });
}

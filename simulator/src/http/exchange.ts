import type { IncomingHttpHeaders } from "node:http";

/** A request as the dialects see it: read whole, its path without a trailing slash. */
export interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
  /** The other end's address. */
  address: string;
}

/** What goes back. A broken answer is a kind of answer here: breaking well is half of what this program is for. */
export type Answer =
  | { kind: "json"; status: number; body: unknown; headers?: Headers }
  | { kind: "bytes"; status: number; bytes: Buffer; type: string; headers?: Headers }
  | { kind: "hang" }
  | { kind: "cut" };

type Headers = Readonly<Record<string, string>>;

export type Dialect = (call: Call) => Promise<Answer | undefined>;

export const json = (status: number, body: unknown): Answer => ({ kind: "json", status, body });

export const text = (status: number, body: string, type = "text/plain; charset=utf-8"): Answer => ({
  kind: "bytes",
  status,
  bytes: Buffer.from(body),
  type,
});

/** JSON that is bytes already. */
export const jsonBytes = (status: number, bytes: Buffer): Answer => ({
  kind: "bytes",
  status,
  bytes,
  type: "application/json",
});

/** An answer that breaks has none. */
export function withHeaders(answer: Answer, headers: Headers): Answer {
  return answer.kind === "json" || answer.kind === "bytes" ? { ...answer, headers } : answer;
}

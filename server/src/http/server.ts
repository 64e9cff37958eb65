import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { HeaderMap } from "@apollo/server";
import { GraphQLError } from "graphql";
import type { GraphContext } from "../graphql/context.ts";
import type { Clock } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import { metrics } from "../platform/metrics.ts";
import type { Actor } from "../values/actor.ts";
import { may } from "../values/permission.ts";
import type { SharedAnswer, SharedAnswers } from "./answers.ts";
import type { Answered, GraphQLOverHttp } from "./apollo.ts";
import { BodyTooLarge, readBody } from "./body.ts";
import type { Documents, Prepared } from "./documents.ts";
import { speakError } from "./faults.ts";
import type { Cost, Guard } from "./guard.ts";
import { limits } from "./shape-limits.ts";
import { textOf } from "./text-of.ts";

const OPERATION_TIMEOUT_MS = 10_000;

export interface HttpOptions {
  apollo: GraphQLOverHttp;
  documents: Documents;
  guard: Guard;
  answers: SharedAnswers;
  clock: Clock;
  log: Log;
  /** The console's origin, the only one whose pages may read answers with credentials. */
  origin: string;
  identify(headers: Headers): Promise<Actor>;
  makeContext(actor: Actor, headers: Headers): GraphContext;
  /** Paths that others answer, by their beginning: sign-in, health, metrics. */
  others: readonly Route[];
}

export interface Route {
  path: string;
  answer(request: IncomingMessage, response: ServerResponse): Promise<void> | void;
}

/** A thin handler: what it does for each request is on this page. */
export function makeHttpServer(options: HttpOptions): Server {
  const server = createServer(
    {
      headersTimeout: 10_000,
      requestTimeout: 15_000,
      keepAliveTimeout: 65_000,
      // How often the two above are looked at; the default lets slow sockets live for 30 s.
      connectionsCheckingInterval: 2_000,
      maxHeaderSize: 16 * 1024,
    },
    (request, response) => {
      handle(options, request, response).catch((error: unknown) => {
        options.log.error({ err: error }, "a request could not be handled");
        if (!response.headersSent) sendJson(response, 500, { errors: [{ message: "Something went wrong on our side." }] });
        else response.destroy();
      });
    },
  );
  server.on("clientError", (_error, socket) => {
    if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  });
  return server;
}

async function handle(options: HttpOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = request.url ?? "/";
  const question = url.indexOf("?");
  const path = question < 0 ? url : url.slice(0, question);
  setSafeHeaders(options, request, response);
  if (request.method === "OPTIONS") {
    response.writeHead(204).end();
    return;
  }
  if (path === "/graphql") return graphql(options, request, response, question < 0 ? "" : url.slice(question));
  const route = options.others.find((one) => path === one.path || path.startsWith(`${one.path}/`));
  if (route) return route.answer(request, response);
  sendJson(response, 404, { errors: [{ message: "There is nothing here. The API is at /graphql." }] });
}

function setSafeHeaders({ origin }: HttpOptions, request: IncomingMessage, response: ServerResponse): void {
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("cache-control", "no-store");
  if (request.headers.origin === undefined) return;
  response.setHeader("vary", "origin");
  if (request.headers.origin !== origin) return;
  response.setHeader("access-control-allow-origin", origin);
  response.setHeader("access-control-allow-credentials", "true");
  if (request.method === "OPTIONS") {
    response.setHeader("access-control-allow-methods", "GET, POST");
    response.setHeader("access-control-allow-headers", "authorization, content-type, apollo-require-preflight");
    response.setHeader("access-control-max-age", "600");
  }
}

async function graphql(
  options: HttpOptions,
  request: IncomingMessage,
  response: ServerResponse,
  search: string,
): Promise<void> {
  const { clock, log, guard } = options;
  const startedMs = clock.elapsedMs();
  let body: unknown;
  try {
    body = request.method === "POST" ? await readBody(request, limits.bodyBytes) : undefined;
  } catch (error) {
    return refuseBody(response, error);
  }
  const headers = toHeaders(request);
  let context: GraphContext | undefined;
  try {
    const actor = await options.identify(headers);
    context = options.makeContext(actor, headers);
    response.setHeader("x-request-id", context.requestId);
    const address = request.socket.remoteAddress ?? "";
    const operation = readOperation(options, body);
    const prepared = operation?.prepared;
    let cost: Cost | GraphQLError;
    if (prepared?.operation.operation === "subscription") {
      cost = new GraphQLError("Subscriptions go over WebSocket, at this same address.", {
        extensions: { code: "SUBSCRIPTION_OVER_HTTP" },
      });
    } else {
      cost =
        prepared && operation
          ? guard.admit(prepared, operation.variables, actor, address)
          : (operation?.unknown ?? guard.pay(1, actor, address));
    }
    if (cost instanceof GraphQLError) return refuse(response, cost, request.headers.accept);
    response.setHeader("ratelimit-limit", String(cost.limit));
    response.setHeader("ratelimit-remaining", String(cost.remaining));
    const ctx = Object.assign(context, { cost });
    const run = () =>
      withinTime(
        clock,
        options.apollo.answer(
          {
            method: request.method ?? "GET",
            headers: toHeaderMap(request),
            search,
            body: operation?.body ?? body,
          },
          ctx,
        ),
      );
    if (prepared && operation && isShared(prepared, actor)) {
      const accept = request.headers.accept ?? "";
      const key = `${prepared.hash} ${operation.name} ${JSON.stringify(operation.variables)} ${accept}`;
      let own: Answered | undefined;
      const shared = await options.answers.get(key, async () => {
        own = await run();
        return toShared(own);
      });
      if (shared) sendShared(response, shared);
      else send(response, own ?? (await run()));
    } else send(response, await run());
    metrics.requests.inc({ outcome: response.statusCode < 400 ? "answered" : "refused" });
  } catch (error) {
    metrics.requests.inc({ outcome: "fault" });
    const spoken = speakError(error, log, context?.requestId ?? "");
    const unavailable = spoken.extensions?.["code"] === "UNAVAILABLE" || spoken.extensions?.["code"] === "TIMEOUT";
    if (unavailable) response.setHeader("retry-after", "1");
    sendJson(response, unavailable ? 503 : 500, { errors: [spoken] });
  } finally {
    metrics.requestSeconds.observe((clock.elapsedMs() - startedMs) / 1000);
  }
}

interface Operation {
  body: Record<string, unknown>;
  name: string;
  variables: Record<string, unknown>;
  prepared?: Prepared;
  /** It named a document by a hash that is not known. */
  unknown?: GraphQLError;
}

/** What can be told of a request before Apollo looks at it; what is malformed is left for it to say. */
function readOperation({ documents }: HttpOptions, body: unknown): Operation | undefined {
  if (!isRecord(body)) return undefined;
  const { variables = {}, operationName } = body;
  if (!isRecord(variables ?? {}) || (operationName != null && typeof operationName !== "string")) return undefined;
  if (body["query"] !== undefined && typeof body["query"] !== "string") return undefined;
  if (body["query"] === undefined && !isRecord(body["extensions"])) return undefined;
  const name = typeof operationName === "string" ? operationName : "";
  const given = (variables ?? {}) as Record<string, unknown>;
  const text = textOf(body, documents);
  if (text instanceof GraphQLError) return { body, name, variables: given, unknown: text };
  const prepared = documents.prepare(text, name);
  const { extensions: _, ...rest } = body;
  const operation = { body: { ...rest, query: text }, name, variables: given };
  return "errors" in prepared ? operation : { ...operation, prepared };
}

function isShared(prepared: Prepared, actor: Actor): boolean {
  return prepared.sharing === "market" && !prepared.introspects && prepared.actions.length > 0 && prepared.actions.every((action) => may(actor, action));
}

function toShared({ status, headers, body }: Answered): SharedAnswer | null {
  // An answer with errors in it may be whole the next time.
  if (status !== 200 || body.includes('"errors":')) return null;
  return { status, headers: [...headers], body: Buffer.from(body) };
}

async function withinTime<T>(clock: Clock, work: Promise<T>): Promise<T> {
  let timer: { cancel(): void } | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = clock.after(OPERATION_TIMEOUT_MS, () =>
      reject(
        new GraphQLError("This took too long and was given up. Ask for less, or try again.", {
          extensions: { code: "TIMEOUT", retryAfter: 1 },
        }),
      ),
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    timer?.cancel();
  }
}

function refuse(response: ServerResponse, error: GraphQLError, accept: string | undefined): void {
  metrics.requests.inc({ outcome: "refused" });
  const { code, retryAfter } = error.extensions;
  if (typeof retryAfter === "number") response.setHeader("retry-after", String(retryAfter));
  const modern = accept?.includes("application/graphql-response+json") ?? false;
  const status = code === "RATE_LIMITED" ? 429 : code === "PERSISTED_QUERY_NOT_FOUND" && !modern ? 200 : 400;
  response.setHeader("content-type", modern ? "application/graphql-response+json; charset=utf-8" : "application/json; charset=utf-8");
  response.writeHead(status).end(JSON.stringify({ errors: [error.toJSON()] }));
}

function refuseBody(response: ServerResponse, error: unknown): void {
  const tooLarge = error instanceof BodyTooLarge;
  const message = tooLarge
    ? `A request's body may have ${limits.bodyBytes} bytes.`
    : "The body is not JSON that could be read.";
  sendJson(response, tooLarge ? 413 : 400, { errors: [{ message, extensions: { code: "BAD_REQUEST" } }] });
}

function send(response: ServerResponse, { status, headers, body }: Answered): void {
  for (const [name, value] of headers) response.setHeader(name, value);
  response.writeHead(status).end(body);
}

function sendShared(response: ServerResponse, { status, headers, body }: SharedAnswer): void {
  for (const [name, value] of headers) response.setHeader(name, value);
  response.writeHead(status).end(body);
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.setHeader("content-type", "application/json; charset=utf-8");
  response.writeHead(status).end(JSON.stringify(value));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function toHeaders(request: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  return headers;
}

function toHeaderMap(request: IncomingMessage): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  return headers;
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { HeaderMap } from "@apollo/server";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import type { Cost, GraphContext } from "../graphql/context.ts";
import type { Clock } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import { metrics } from "../platform/metrics.ts";
import type { Actor, Credentials } from "../values/actor.ts";
import { may } from "../values/permission.ts";
import type { SharedAnswer, SharedAnswers } from "./answers.ts";
import type { GraphQLOverHttp, HttpContext } from "./apollo.ts";
import { BodyTooLarge, readText } from "./body.ts";
import type { Prepared, Refused } from "./documents.ts";
import type { EventStreams } from "./event-streams.ts";
import type { Execute } from "./executor.ts";
import { speakError } from "./faults.ts";
import type { Guard } from "./guard.ts";
import { answerType, isJson } from "./media-type.ts";
import type { Question, Questions } from "./questions.ts";
import { type Route, sendJson } from "./route.ts";
import { answerOperation, type Answered, type Operation } from "./run-operation.ts";
import { limits } from "./shape-limits.ts";
import { asSaid, VIEWER_HEADER } from "./viewer.ts";
import { withinTime } from "./within-time.ts";

export type NoteUsage = (actor: Actor, operation: string, points: number, refused: boolean) => void;

/** How long a client may take to say what it wants. */
const patience = {
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 65_000,
  // How often the first two are looked at; the default lets slow sockets live for 30 s.
  connectionsCheckingInterval: 2_000,
};

export interface HttpOptions {
  apollo: GraphQLOverHttp;
  execute: Execute;
  questions: Questions;
  guard: Guard;
  streams: EventStreams;
  answers: SharedAnswers;
  clock: Clock;
  log: Log;
  /** The console's origin, the only one whose pages may read answers with credentials. */
  origin: string;
  identify(credentials: Credentials): Promise<Actor>;
  /** Where a request comes from, by what those in between say of it. */
  addressOf(request: IncomingMessage): string;
  makeContext(actor: Actor, requestId?: string): GraphContext;
  newRequestId(): string;
  /** Counts what a key asks for. */
  noteUsage: NoteUsage;
  /** Paths that others answer, by their beginning: sign-in, health, metrics. */
  others: readonly Route[];
}

/** A thin handler: what it does for each request is on this page. */
export function makeHttpServer(options: HttpOptions, times: Partial<typeof patience> = {}): Server {
  const server = createServer({ ...patience, ...times, maxHeaderSize: 16 * 1024 }, (request, response) => {
    handle(options, request, response).catch((error: unknown) => {
      const spoken = speakError(error, options.log, options.newRequestId());
      if (!response.headersSent) sendJson(response, 500, { errors: [spoken] });
      else response.destroy();
    });
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    const status = statusOfClientError[error.code ?? ""] ?? "400 Bad Request";
    if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  });
  return server;
}

/** Who reads a stream looks at the status first. */
const GRAPHQL_RESPONSE = "application/graphql-response+json";

const statusOfClientError: Record<string, string> = {
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
};

async function handle(
  options: HttpOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = request.url ?? "/";
  const question = url.indexOf("?");
  const path = question < 0 ? url : url.slice(0, question);
  setSafeHeaders(options, request, response);
  if (request.method === "OPTIONS") {
    response.writeHead(204).end();
    return;
  }
  if (path === "/graphql") return graphql(options, request, response);
  const route = options.others.find((one) => path === one.path || path.startsWith(`${one.path}/`));
  if (route) return route.answer(request, response);
  sendJson(response, 404, { errors: [{ message: "There is nothing here. The API is at /graphql." }] });
}

function setSafeHeaders(
  { origin, clock }: HttpOptions,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  // The hour that this Berth goes by, and not its computer's: they differ in a sandbox.
  response.setHeader("date", toHttpDate(clock.now()));
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("cache-control", "no-store");
  if (request.headers.origin === undefined) return;
  response.setHeader("vary", "origin");
  if (request.headers.origin !== origin) return;
  response.setHeader("access-control-allow-origin", origin);
  response.setHeader("access-control-allow-credentials", "true");
  if (request.method === "OPTIONS") {
    response.setHeader("access-control-allow-methods", "GET, POST");
    response.setHeader(
      "access-control-allow-headers",
      "authorization, content-type, apollo-require-preflight",
    );
    response.setHeader("access-control-max-age", "600");
  }
}

let lastDate = { second: 0, text: "" };

function toHttpDate(now: Date): string {
  const second = Math.floor(now.getTime() / 1000);
  if (second !== lastDate.second) lastDate = { second, text: now.toUTCString() };
  return lastDate.text;
}

const NOT_READABLE = "(not readable)";

async function graphql(
  options: HttpOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { clock, log, guard } = options;
  const startedMs = clock.elapsedMs();
  // Only POST, and only JSON: what a link, an image or a form of another site can send runs nothing.
  if (request.method !== "POST") {
    response.setHeader("allow", "POST");
    return refuseRequest(response, 405, "Send operations by POST.");
  }
  if (!isJson(request.headers["content-type"])) {
    return refuseRequest(response, 415, "Send operations as application/json.");
  }
  let text: string;
  let known: Question | undefined;
  let body: unknown;
  try {
    text = await readText(request, limits.bodyBytes);
    known = options.questions.known(text);
    body = known ? known.body : JSON.parse(text);
  } catch (error) {
    return error instanceof BodyTooLarge
      ? refuseRequest(response, 413, `A request's body may have ${limits.bodyBytes} bytes.`)
      : refuseRequest(response, 400, "The body is not JSON that could be read.");
  }
  const requestId = options.newRequestId();
  response.setHeader("x-request-id", requestId);
  try {
    const actor = asSaid(await options.identify(request.headers), request.headers[VIEWER_HEADER]);
    const { accept } = request.headers;
    const address = () => options.addressOf(request);
    const unread = known ? 0 : options.questions.unreadLetters(body);
    const beyond = unread > 0 && guard.refuseUnread(unread, actor, address);
    if (beyond) {
      options.noteUsage(actor, NOT_READABLE, 0, true);
      return refuse(response, guard.speak([beyond], actor), accept);
    }
    const question = known ?? options.questions.read(body);
    const streams = accept?.includes("text/event-stream") ?? false;
    const cost = admit(options, question, actor, address, streams);
    const operation = question.asks && "prepared" in question.asks ? question.asks : undefined;
    const prepared = operation?.prepared;
    const named = prepared ? prepared.name : NOT_READABLE;
    if ("errors" in cost) options.noteUsage(actor, named, 0, true);
    if ("errors" in cost) return refuse(response, guard.speak(cost.errors, actor), accept);
    response.setHeader("ratelimit-limit", String(cost.limit));
    response.setHeader("ratelimit-remaining", String(cost.remaining));
    if (prepared?.subscription) {
      const { variables } = operation ?? { variables: {} };
      const { authorization, cookie } = request.headers;
      const opened = options.streams.open(
        response,
        prepared,
        variables,
        actor,
        { authorization, cookie },
        () => options.makeContext(actor),
      );
      const refused = typeof opened !== "string";
      options.noteUsage(actor, named, cost.requested, refused);
      if (refused) refuse(response, opened.errors, GRAPHQL_RESPONSE);
      return;
    }
    const run = () => {
      const context = options.makeContext(actor, requestId);
      const ctx: HttpContext = { ...context, cost, prepared, accept, showsSchema: guard.showsSchema(actor) };
      return withinTime(clock, answer(options, request, body, operation, ctx));
    };
    let own: Answered | undefined;
    let shared: SharedAnswer | null = null;
    if (question.sharedAs !== null && prepared && mayAll(prepared, actor)) {
      shared = await options.answers.get(question.sharedAs, async () => {
        own = await run();
        return toShared(own);
      });
    }
    if (shared !== null) {
      if (!known) options.questions.keep(text, question);
      options.noteUsage(actor, named, cost.requested, false);
      send(response, 200, [["content-type", answerType(accept).type]], shared);
    } else {
      own ??= await run();
      options.noteUsage(actor, named, cost.requested, isError(own));
      send(response, own.status, own.headers, own.body);
    }
    metrics.requests.inc({ outcome: response.statusCode < 400 ? "answered" : "refused" });
  } catch (error) {
    metrics.requests.inc({ outcome: "fault" });
    const spoken = speakError(error, log, requestId);
    const unavailable =
      spoken.extensions?.["code"] === "UNAVAILABLE" || spoken.extensions?.["code"] === "TIMEOUT";
    if (unavailable) response.setHeader("retry-after", "1");
    sendJson(response, unavailable ? 503 : 500, { errors: [spoken] });
  } finally {
    metrics.requestSeconds.observe((clock.elapsedMs() - startedMs) / 1000);
  }
}

function mayAll({ actions }: Prepared, actor: Actor): boolean {
  return actions.every((action) => may(actor, action));
}

function answer(
  { apollo, execute }: HttpOptions,
  request: IncomingMessage,
  body: unknown,
  operation: Operation | undefined,
  ctx: HttpContext,
): Promise<Answered> {
  if (operation) return answerOperation(execute, operation, ctx);
  return apollo.answer({ method: "POST", headers: toHeaderMap(request), search: "", body }, ctx);
}

function admit(
  { guard }: HttpOptions,
  { asks, price }: Question,
  actor: Actor,
  address: () => string,
  streams: boolean,
): Cost | Refused {
  let cost: Cost | GraphQLError;
  if (!asks || "errors" in asks) {
    // What cannot be run has to be paid for as well.
    cost = guard.pay(typeof price === "number" ? price : 1, actor, address);
    if (asks && !(cost instanceof GraphQLError)) return asks;
  } else if (asks.prepared.operation.operation === "subscription" && !streams) {
    const said =
      "Subscriptions go over WebSocket, at this same address, or are asked for with accept: text/event-stream.";
    cost = new GraphQLError(said, {
      extensions: { code: "SUBSCRIPTION_OVER_HTTP" },
    });
  } else cost = guard.admit(asks.prepared, price, actor, address);
  return cost instanceof GraphQLError ? { errors: [cost] } : cost;
}

/** Errors come first in an answer that has any. */
function isError({ status, body }: Answered): boolean {
  return status !== 200 || body.startsWith('{"errors":');
}

/** A text goes out in one piece with its headers, and up to here that costs less than bytes that lie ready. */
const IN_ONE_PIECE = 2_048;

function toShared({ status, body }: Answered): SharedAnswer | null {
  // An answer with errors in it may be whole the next time.
  if (status !== 200 || body.includes('"errors":')) return null;
  return body.length < IN_ONE_PIECE ? body : Buffer.from(body);
}

/** A well-formed request that is not run. */
function refuse(
  response: ServerResponse,
  errors: readonly GraphQLFormattedError[],
  accept: string | undefined,
): void {
  metrics.requests.inc({ outcome: "refused" });
  const { code, retryAfter } = errors[0]?.extensions ?? {};
  if (typeof retryAfter === "number") response.setHeader("retry-after", String(retryAfter));
  const { type, statusTells } = answerType(accept);
  const status = code === "RATE_LIMITED" ? 429 : code === "BAD_REQUEST" || statusTells ? 400 : 200;
  response.setHeader("content-type", type);
  response.writeHead(status).end(JSON.stringify({ errors: errors.slice(0, limits.errors) }));
}

/** Not a GraphQL request at all. */
function refuseRequest(response: ServerResponse, status: number, message: string): void {
  metrics.requests.inc({ outcome: "refused" });
  sendJson(response, status, { errors: [{ message, extensions: { code: "BAD_REQUEST" } }] });
}

function send(
  response: ServerResponse,
  status: number,
  headers: Answered["headers"],
  body: SharedAnswer,
): void {
  for (const [name, value] of headers) response.setHeader(name, value);
  // Not by writeHead, after which its length would be unknown, and it would go out in pieces.
  response.statusCode = status;
  response.end(body);
}

function toHeaderMap(request: IncomingMessage): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  return headers;
}

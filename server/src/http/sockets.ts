import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type ExecutionArgs, type ExecutionResult, GraphQLError, type GraphQLSchema } from "graphql";
import { getArgumentValues, getVariableValues } from "graphql/execution/values.js";
import {
  CloseCode,
  type Context,
  makeServer,
  type Message,
  MessageType,
  parseMessage,
  type SubscribePayload,
} from "graphql-ws";
import { type WebSocket, WebSocketServer } from "ws";
import type { GraphContext } from "../graphql/context.ts";
import { refuseUnlessAllowed } from "../graphql/access.ts";
import type { Clock, Timer } from "../platform/clock.ts";
import { isUnavailable } from "../platform/db/errors.ts";
import type { Log } from "../platform/log.ts";
import { metrics } from "../platform/metrics.ts";
import { type Actor, actorId } from "../values/actor.ts";
import type { Documents, Prepared } from "./documents.ts";
import type { Execute } from "./executor.ts";
import { asGraphQLError, speakError } from "./faults.ts";
import type { Guard } from "./guard.ts";
import type { Hub } from "./hub.ts";
import { rightsOf } from "./rights.ts";
import { limits } from "./shape-limits.ts";
import { writeTextFrame } from "./text-frame.ts";
import { textOf } from "./text-of.ts";
import { withinTime } from "./within-time.ts";

// GraphQL over WebSocket. graphql-ws keeps the protocol: handshake, acknowledgement, queries and
// mutations, close codes. Only `subscribe` with a subscription in it, and the `complete` that ends
// one, are taken out of its hands and given to the hub, which shares one execution among all who
// asked the same.

const PING_MS = 12_000;
const SWEEP_MS = 5_000;
/** A peer that does not answer the close is not waited for longer. */
const CLOSE_MS = 1_000;
const FRAME_BYTES = 64 * 1024;
const UNREAD_BYTES = 4 * 1024 * 1024;
const ID_LENGTH = 128;
const OPERATIONS_A_SOCKET = 50;
const MESSAGES_A_SECOND = 200;

export interface SocketOptions {
  schema: GraphQLSchema;
  documents: Documents;
  guard: Guard;
  execute: Execute;
  hub: Hub;
  clock: Clock;
  log: Log;
  /** The one origin whose pages may open a socket. */
  origin: string;
  socketsPerActor: number;
  identify(headers: Headers): Promise<Actor>;
  makeContext(actor: Actor): GraphContext;
}

interface Extra {
  request: IncomingMessage;
  address: string;
  fromBrowser: boolean;
  connection: Connection;
}

export class Sockets {
  readonly #options: SocketOptions;
  readonly #server: WebSocketServer;
  readonly #protocol: ReturnType<typeof makeServer<Record<string, unknown>, Extra>>;
  readonly #open = new Set<Connection>();
  readonly #byActor = new Map<string, Set<Connection>>();
  #pinger: Timer | undefined;
  #sweeper: Timer | undefined;
  #draining = false;

  constructor(options: SocketOptions) {
    this.#options = options;
    this.#server = new WebSocketServer({
      noServer: true,
      maxPayload: FRAME_BYTES,
      perMessageDeflate: false,
      clientTracking: false,
      // Known to the package, not yet to its types.
      ...{ closeTimeout: CLOSE_MS },
      handleProtocols: (offered) => (offered.has("graphql-transport-ws") ? "graphql-transport-ws" : false),
    });
    this.#protocol = makeServer<Record<string, unknown>, Extra>({
      schema: options.schema,
      connectionInitWaitTimeout: 3_000,
      onConnect: (context) => this.#connect(context),
      onSubscribe: (context, _id, payload) => this.#operate(context.extra.connection, payload),
      execute: (args) => this.#execute(args),
    });
    this.#ping();
    this.#sweep();
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { origin } = request.headers;
    if (this.#draining) return refuse(socket, "503 Service Unavailable");
    if (origin !== undefined && origin !== this.#options.origin) return refuse(socket, "403 Forbidden");
    this.#server.handleUpgrade(request, socket, head, (ws) => this.#opened(ws, socket, request));
  }

  /** Ends what these have open: their access was taken away, or is another now. */
  endWhere(matches: (actor: Actor) => boolean): void {
    for (const connection of this.#open) {
      if (connection.actor && matches(connection.actor))
        connection.close(CloseCode.Forbidden, "Access was changed");
    }
  }

  /** Tells every client to come back, to whichever process answers then. */
  async drain(): Promise<void> {
    this.#draining = true;
    this.#pinger?.cancel();
    this.#sweeper?.cancel();
    for (const connection of this.#open) connection.close(1012, "Restarting; come back");
    for (let turn = 0; turn < 20 && this.#open.size > 0; turn++) {
      await new Promise<void>((resolve) => this.#options.clock.after(50, resolve));
    }
    for (const connection of this.#open) connection.terminate();
  }

  #opened(ws: WebSocket, socket: Duplex, request: IncomingMessage): void {
    const connection = new Connection(ws, socket, request, this.#options, (actor) =>
      this.#admit(connection, actor),
    );
    this.#open.add(connection);
    metrics.sockets.set(this.#open.size);
    const extra: Extra = {
      request,
      address: request.socket.remoteAddress ?? "",
      fromBrowser: request.headers.origin !== undefined,
      connection,
    };
    const closed = this.#protocol.opened(
      {
        protocol: ws.protocol,
        send: (data) => connection.send(data),
        close: (code = 1000, reason = "") => connection.close(code, reason),
        onMessage: (hear) => ws.on("message", (data: Buffer) => void connection.hear(data.toString(), hear)),
      },
      extra,
    );
    ws.on("error", (error) => this.#options.log.debug({ err: error }, "socket error"));
    ws.on("close", (code, reason) => {
      this.#open.delete(connection);
      metrics.sockets.set(this.#open.size);
      connection.leaveAll();
      if (connection.actor) this.#forget(connection, connection.actor);
      void closed(code, String(reason));
    });
  }

  async #connect(context: Context<Record<string, unknown>, Extra>): Promise<boolean> {
    const { connectionParams, extra } = context;
    const headers = new Headers();
    const authorization = connectionParams?.["authorization"];
    if (typeof authorization === "string") headers.set("authorization", authorization);
    // A cookie counts only from a page of our own origin, which the upgrade made sure of.
    else if (extra.fromBrowser && extra.request.headers.cookie)
      headers.set("cookie", extra.request.headers.cookie);
    const actor = await this.#options.identify(headers);
    // It may have gone meanwhile, and then nothing would ever forget it.
    if (!extra.connection.isOpen) return false;
    if (actor.kind === "nobody") {
      extra.connection.close(CloseCode.Unauthorized, "Sign in, or send an API key");
      return true;
    }
    return extra.connection.begin(actor, context.subscriptions);
  }

  #admit(connection: Connection, actor: Actor): boolean {
    const id = actorId(actor);
    const open = this.#byActor.get(id) ?? new Set();
    if (open.size >= this.#options.socketsPerActor) return false;
    this.#byActor.set(id, open.add(connection));
    return true;
  }

  #forget(connection: Connection, actor: Actor): void {
    const id = actorId(actor);
    const open = this.#byActor.get(id);
    open?.delete(connection);
    if (open?.size === 0) this.#byActor.delete(id);
  }

  // Queries and mutations: prepared and admitted as over HTTP, then run by graphql-ws.
  #operate(connection: Connection, payload: SubscribePayload): ExecutionArgs | readonly GraphQLError[] {
    const prepared = connection.prepare(payload);
    if ("errors" in prepared) return prepared.errors;
    const variables = payload.variables ?? {};
    const admitted = connection.admit(prepared, variables);
    if (admitted instanceof GraphQLError) return [admitted];
    return {
      schema: this.#options.schema,
      document: prepared.document,
      operationName: payload.operationName,
      variableValues: variables,
      contextValue: connection.context(),
    };
  }

  async #execute(args: ExecutionArgs): Promise<ExecutionResult> {
    const { document, operationName } = args;
    const context = args.contextValue as GraphContext;
    const speak = (error: unknown) => speakError(error, context.log, context.requestId);
    try {
      const variables = args.variableValues ?? {};
      const running = this.#options.execute({ document, operationName, variables, context });
      const result = await withinTime(this.#options.clock, running);
      if (!result.errors) return result;
      const errors = result.errors.slice(0, limits.errors).map((error) => asGraphQLError(speak(error)));
      return { ...result, errors };
    } catch (error) {
      return { errors: [asGraphQLError(speak(error))] };
    }
  }

  #ping(): void {
    this.#pinger = this.#options.clock.after(PING_MS, () => {
      for (const connection of this.#open) connection.ping();
      this.#ping();
    });
  }

  #sweep(): void {
    this.#sweeper = this.#options.clock.after(SWEEP_MS, () => {
      const now = this.#options.clock.now();
      for (const connection of this.#open) connection.closeIfExpired(now);
      this.#sweep();
    });
  }
}

/** One open socket, who is behind it, and what it listens to. */
class Connection {
  readonly #ws: WebSocket;
  readonly #socket: Duplex;
  readonly #options: SocketOptions;
  readonly #address: string;
  readonly #admitActor: (actor: Actor) => boolean;
  readonly #streams = new Map<string, () => void>();
  #others: Record<string, unknown> = {};
  #acknowledged = false;
  #answeredPing = true;
  #second = 0;
  #messages = 0;
  actor: Actor | undefined;

  constructor(
    ws: WebSocket,
    socket: Duplex,
    request: IncomingMessage,
    options: SocketOptions,
    admit: (actor: Actor) => boolean,
  ) {
    this.#ws = ws;
    this.#socket = socket;
    this.#options = options;
    this.#address = request.socket.remoteAddress ?? "";
    this.#admitActor = admit;
    ws.on("pong", () => {
      this.#answeredPing = true;
    });
    ws.on("ping", () => this.#endIfTooMuch());
  }

  begin(actor: Actor, others: Record<string, unknown>): boolean {
    if (!this.#admitActor(actor)) {
      this.close(1013, "Too many sockets are open");
      return true;
    }
    this.actor = actor;
    this.#others = others;
    this.#acknowledged = true;
    return true;
  }

  get isOpen(): boolean {
    return this.#ws.readyState === this.#ws.OPEN;
  }

  send(data: string): Promise<void> {
    return new Promise((resolve, reject) => {
      if (!this.isOpen) return resolve();
      this.#ws.send(data, (error) => (error ? reject(error) : resolve()));
    });
  }

  close(code: number, reason: string): void {
    this.leaveAll();
    this.#ws.close(code, reason);
  }

  terminate(): void {
    this.#ws.terminate();
  }

  ping(): void {
    if (!this.#answeredPing) return this.#ws.terminate();
    this.#answeredPing = false;
    if (this.isOpen) this.#ws.ping();
  }

  closeIfExpired(now: Date): void {
    const expiresAt = this.actor && "expiresAt" in this.actor ? this.actor.expiresAt : null;
    if (expiresAt && expiresAt <= now) this.close(CloseCode.Forbidden, "Access has expired");
  }

  leaveAll(): void {
    for (const leave of this.#streams.values()) leave();
    this.#streams.clear();
  }

  async hear(data: string, passOn: (data: string) => Promise<void>): Promise<void> {
    // What arrives after a close was sent is on its way from before.
    if (!this.isOpen) return;
    if (this.#endIfTooMuch()) return;
    // Nothing that a client sends may end the process: a message that cannot be handled ends its socket.
    try {
      const message = read(data);
      if (!message) return this.close(CloseCode.BadRequest, "Not a message of the protocol");
      if (!this.#take(message)) await passOn(data);
    } catch (error) {
      if (isUnavailable(error)) return this.close(1013, "The database is away; come back");
      this.#options.log.error({ err: error }, "a message could not be handled");
      this.close(CloseCode.InternalServerError, "This message could not be handled");
    }
  }

  /** Takes what is about a subscription; the rest is for graphql-ws. */
  #take(message: Message): boolean {
    if (message.type === MessageType.Subscribe && this.#acknowledged) {
      return this.#subscribe(message.id, message.payload);
    }
    if (message.type !== MessageType.Complete) return false;
    const leave = this.#streams.get(message.id);
    this.#streams.delete(message.id);
    leave?.();
    return leave !== undefined;
  }

  prepare(payload: SubscribePayload): Prepared | { errors: readonly GraphQLError[] } {
    const text = textOf(payload, this.#options.documents);
    if (text instanceof GraphQLError) return { errors: [text] };
    return this.#options.documents.prepare(text, payload.operationName);
  }

  admit(prepared: Prepared, variables: Readonly<Record<string, unknown>>) {
    return this.#options.guard.admit(prepared, variables, this.#actor(), this.#address);
  }

  context(): GraphContext {
    return this.#options.makeContext(this.#actor());
  }

  #actor(): Actor {
    if (!this.actor) throw new Error("nobody is behind this socket yet");
    return this.actor;
  }

  /** Ends who sends too much, and who asks and does not read the answers. */
  #endIfTooMuch(): boolean {
    if (this.#ws.bufferedAmount > UNREAD_BYTES) {
      this.terminate();
      return true;
    }
    const second = Math.floor(this.#options.clock.elapsedMs() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#messages = 0;
    }
    this.#messages += 1;
    if (this.#messages <= MESSAGES_A_SECOND) return false;
    this.close(1008, "Too many messages");
    return true;
  }

  /** False when it is not a subscription, and graphql-ws is to run it. */
  #subscribe(id: string, payload: SubscribePayload): boolean {
    if (this.#streams.has(id) || id in this.#others) {
      this.close(CloseCode.SubscriberAlreadyExists, "This id is taken");
      return true;
    }
    if (this.#streams.size + Object.keys(this.#others).length >= OPERATIONS_A_SOCKET) {
      this.#sendErrors(id, [
        coded(`A socket carries at most ${OPERATIONS_A_SOCKET} operations.`, "TOO_COMPLEX"),
      ]);
      return true;
    }
    const prepared = this.prepare(payload);
    if ("errors" in prepared) {
      this.#sendErrors(id, prepared.errors);
      return true;
    }
    if (!prepared.subscription) return false;
    const errors = this.#listen(id, prepared, payload.variables ?? {});
    if (errors) this.#sendErrors(id, errors);
    return true;
  }

  #listen(
    id: string,
    prepared: Prepared,
    variables: Readonly<Record<string, unknown>>,
  ): readonly GraphQLError[] | null {
    const { schema, hub } = this.#options;
    const actor = this.#actor();
    const admitted = this.admit(prepared, variables);
    if (admitted instanceof GraphQLError) return [admitted];
    const { coerced, errors } = getVariableValues(
      schema,
      prepared.operation.variableDefinitions ?? [],
      variables,
      {
        maxErrors: limits.errors,
      },
    );
    if (errors) return errors.map((error) => coded(error.message, "BAD_USER_INPUT"));
    const { subscription } = prepared;
    if (!subscription) return [];
    try {
      for (const action of prepared.actions) refuseUnlessAllowed({ actor }, action);
      const args = getArgumentValues(subscription.field, subscription.node, coerced);
      const own = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
      const leave = hub.subscribe({
        prepared,
        variables,
        args,
        rights: rightsOf(actor, prepared.sharing),
        context: () => this.context(),
        reader: {
          next: (body) => {
            if (this.isOpen) writeTextFrame(this.#socket, own, body);
          },
          fail: (error) => {
            this.#streams.delete(id);
            this.#sendErrors(id, [asGraphQLError(error)]);
          },
          bufferedBytes: () => this.#ws.bufferedAmount,
          cut: () => {
            this.close(1013, "Too slow, or interrupted: come back and resume from your cursor");
          },
        },
      });
      this.#streams.set(id, leave);
      return null;
    } catch (error) {
      const { log, requestId } = this.context();
      const spoken = speakError(error, log, requestId);
      return [asGraphQLError(spoken)];
    }
  }

  #sendErrors(id: string, errors: readonly GraphQLError[]): void {
    const payload = errors.slice(0, limits.errors).map((error) => error.toJSON());
    void this.send(JSON.stringify({ id, type: MessageType.Error, payload })).catch(() => {});
  }
}

function coded(message: string, code: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

/** What a client may say, or nothing. */
function read(data: string): Message | null {
  let message: Message;
  try {
    message = parseMessage(data);
  } catch {
    return null;
  }
  switch (message.type) {
    case MessageType.Subscribe:
      return message.id.length <= ID_LENGTH ? message : null;
    case MessageType.ConnectionInit:
    case MessageType.Ping:
    case MessageType.Pong:
    case MessageType.Complete:
      return message;
    default:
      return null;
  }
}

function refuse(socket: Duplex, status: string): void {
  // It may be gone before it hears, which is nobody's fault.
  socket.on("error", () => {});
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type ExecutionArgs, type ExecutionResult, GraphQLError } from "graphql";
import { CloseCode, type Context, makeServer, type SubscribePayload } from "graphql-ws";
import { type WebSocket, WebSocketServer } from "ws";
import type { GraphContext } from "../graphql/context.ts";
import { metrics } from "../platform/metrics.ts";
import type { Actor, Credentials } from "../values/actor.ts";
import type { Held } from "./access-watch.ts";
import { Beats } from "./beats.ts";
import { Connection, type ConnectionOptions } from "./connection.ts";
import type { Execute } from "./executor.ts";
import { asGraphQLError, speakError } from "./faults.ts";
import type { PerActor } from "./per-actor.ts";
import { limits } from "./shape-limits.ts";
import { type Viewer, viewerOf } from "./viewer.ts";
import { withinTime } from "./within-time.ts";

// GraphQL over WebSocket. graphql-ws keeps the protocol: handshake, acknowledgement, queries and
// mutations, close codes. Only `subscribe` with a subscription in it, and the `complete` that ends
// one, are taken out of its hands and given to the hub, which shares one execution among all who
// asked the same: see connection.ts. Here are all sockets of the process, from the upgrade to the end.

const PING_MS = 12_000;
/** A peer that does not answer the close is not waited for longer. */
const CLOSE_MS = 1_000;
const FRAME_BYTES = 64 * 1024;

export interface SocketOptions extends ConnectionOptions {
  execute: Execute;
  /** The one origin whose pages may open a socket. */
  origin: string;
  perActor: PerActor;
  identify(credentials: Credentials): Promise<Actor>;
}

interface Extra {
  /** It counts only from a page of our own origin, which the upgrade made sure of. */
  cookie: string | undefined;
  connection: Connection;
}

export class Sockets {
  readonly #options: SocketOptions;
  readonly #server: WebSocketServer;
  readonly #protocol: ReturnType<typeof makeServer<Record<string, unknown>, Extra>>;
  readonly #open = new Set<Connection>();
  readonly #beats: Beats;
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
    this.#beats = new Beats(options.clock);
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { origin } = request.headers;
    if (this.#draining) return refuse(socket, "503 Service Unavailable");
    if (origin !== undefined && origin !== this.#options.origin) return refuse(socket, "403 Forbidden");
    this.#server.handleUpgrade(request, socket, head, (ws) => this.#opened(ws, socket, request));
  }

  /** Those behind which somebody is. */
  *held(): Generator<Held> {
    for (const { held } of this.#open) if (held) yield held;
  }

  /** Tells every client to come back, to whichever process answers then. */
  async drain(): Promise<void> {
    this.#draining = true;
    this.#beats.stop();
    for (const connection of this.#open) connection.close(1012, "Restarting; come back");
    for (let turn = 0; turn < 20 && this.#open.size > 0; turn++) {
      await new Promise<void>((resolve) => this.#options.clock.after(50, resolve));
    }
    for (const connection of this.#open) connection.terminate();
  }

  #opened(ws: WebSocket, socket: Duplex, request: IncomingMessage): void {
    const connection = new Connection(ws, socket, request, this.#options, (actor) =>
      this.#options.perActor.admit(actor),
    );
    this.#open.add(connection);
    const leaveBeat = this.#beats.join(PING_MS, () => connection.ping());
    metrics.sockets.set(this.#open.size);
    const { origin, cookie } = request.headers;
    const extra: Extra = { cookie: origin === undefined ? undefined : cookie, connection };
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
      leaveBeat();
      metrics.sockets.set(this.#open.size);
      connection.leaveAll();
      if (connection.actor) this.#options.perActor.leave(connection.actor);
      void closed(code, String(reason));
    });
  }

  async #connect(
    context: Context<Record<string, unknown>, Extra>,
  ): Promise<boolean | Record<keyof Viewer, unknown>> {
    const { connectionParams, extra } = context;
    const authorization = connectionParams?.["authorization"];
    const credentials: Credentials =
      typeof authorization === "string" ? { authorization: authorization.trim() } : { cookie: extra.cookie };
    const actor = await this.#options.identify(credentials);
    // It may have gone meanwhile, and then nothing would ever forget it.
    if (!extra.connection.isOpen) return false;
    if (actor.kind === "nobody") {
      extra.connection.close(CloseCode.Unauthorized, "Sign in, or send an API key");
      return true;
    }
    extra.connection.begin(actor, credentials, context.subscriptions);
    return { ...viewerOf(actor) };
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
      contextValue: { ...connection.context(), cost: admitted },
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
}

function refuse(socket: Duplex, status: string): void {
  // It may be gone before it hears, which is nobody's fault.
  socket.on("error", () => {});
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

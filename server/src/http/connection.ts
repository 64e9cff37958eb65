import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { GraphQLError, type GraphQLSchema } from "graphql";
import { CloseCode, type Message, MessageType, parseMessage, type SubscribePayload } from "graphql-ws";
import type { WebSocket } from "ws";
import type { Cost, GraphContext } from "../graphql/context.ts";
import type { Clock } from "../platform/clock.ts";
import { isUnavailable } from "../platform/db/errors.ts";
import type { Log } from "../platform/log.ts";
import type { Actor, Credentials } from "../values/actor.ts";
import type { Held } from "./access-watch.ts";
import type { Documents, Prepared } from "./documents.ts";
import { asGraphQLError, speakError } from "./faults.ts";
import { type Guard, priceOfReading } from "./guard.ts";
import type { Hub } from "./hub.ts";
import { readSubscription } from "./read-subscription.ts";
import { rightsOf } from "./rights.ts";
import type { NoteUsage } from "./server.ts";
import { limits } from "./shape-limits.ts";
import { writeTextFrame } from "./text-frame.ts";
import { textOf } from "./text-of.ts";

const UNREAD_BYTES = 4 * 1024 * 1024;
const ID_LENGTH = 128;
const OPERATIONS_A_SOCKET = 50;
const MESSAGES_A_SECOND = 200;

/** What a connection needs of the process that it is in. */
export interface ConnectionOptions {
  schema: GraphQLSchema;
  documents: Documents;
  guard: Guard;
  hub: Hub;
  clock: Clock;
  log: Log;
  /** Counts what a key asks for. */
  noteUsage: NoteUsage;
  /** Where a request comes from, by what those in between say of it. */
  addressOf(request: IncomingMessage): string;
  makeContext(actor: Actor): GraphContext;
}

/** One open socket, who is behind it, and what it listens to. */
export class Connection {
  readonly #ws: WebSocket;
  readonly #socket: Duplex;
  readonly #options: ConnectionOptions;
  readonly #address: string;
  readonly #admitActor: (actor: Actor) => boolean;
  readonly #streams = new Map<string, () => void>();
  #credentials: Credentials = {};
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
    options: ConnectionOptions,
    admit: (actor: Actor) => boolean,
  ) {
    this.#ws = ws;
    this.#socket = socket;
    this.#options = options;
    this.#address = options.addressOf(request);
    this.#admitActor = admit;
    ws.on("pong", () => {
      this.#answeredPing = true;
    });
    ws.on("ping", () => this.#endIfTooMuch());
  }

  begin(actor: Actor, credentials: Credentials, others: Record<string, unknown>): void {
    if (!this.#admitActor(actor)) return this.close(1013, "Too many sockets are open");
    this.actor = actor;
    this.#credentials = credentials;
    this.#others = others;
    this.#acknowledged = true;
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

  /** Nothing until somebody is behind it. */
  get held(): Held | undefined {
    if (!this.actor) return undefined;
    const end = (reason: string) => this.close(CloseCode.Forbidden, reason);
    return { actor: this.actor, credentials: this.#credentials, end };
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
    const { documents, guard } = this.#options;
    const [actor, address] = [this.#actor(), () => this.#address];
    const { operationName } = payload;
    const isUnread = documents.isUnread(text, operationName);
    const beyond = isUnread && guard.refuseUnread(text.length, actor, address);
    if (beyond) return { errors: [beyond] };
    const prepared = documents.prepare(text, operationName);
    // What cannot be run has to be paid for as well.
    if ("errors" in prepared) guard.pay(priceOfReading(text.length), actor, address);
    return prepared;
  }

  admit(prepared: Prepared, variables: Readonly<Record<string, unknown>>): Cost | GraphQLError {
    const actor = this.#actor();
    const { guard } = this.#options;
    const cost = guard.admit(prepared, guard.priceOf(prepared, variables), actor, () => this.#address);
    const refused = cost instanceof GraphQLError;
    this.#options.noteUsage(actor, prepared.name, refused ? 0 : cost.requested, refused);
    return cost;
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
    try {
      const read = readSubscription(schema, prepared, variables, actor);
      if ("errors" in read) return read.errors;
      const { args } = read;
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

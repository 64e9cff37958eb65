import type { ServerResponse } from "node:http";
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from "graphql";
import type { GraphContext } from "../graphql/context.ts";
import type { Clock, Timer } from "../platform/clock.ts";
import { metrics } from "../platform/metrics.ts";
import type { Actor, Credentials } from "../values/actor.ts";
import type { Held } from "./access-watch.ts";
import type { Prepared } from "./documents.ts";
import { asGraphQLError } from "./faults.ts";
import type { Hub } from "./hub.ts";
import type { PerActor } from "./per-actor.ts";
import { readSubscription } from "./read-subscription.ts";
import { rightsOf } from "./rights.ts";

// Subscriptions where WebSockets are blocked: one to a request, whose answer does not end, by the protocol
// "GraphQL over Server-Sent Events" with distinct connections. The hub tells them as it tells sockets, and does not
// know the difference: a reader that is slow is waited for, caught up or cut in the same way, and comes back with its
// cursor in the variables. A request carries its credentials, so there is no handshake.

const KEEP_ALIVE_MS = 12_000;

const BEGIN = Buffer.from("event: next\ndata: ");
const END = Buffer.from("\n\n");
const COMPLETE = "event: complete\ndata:\n\n";

export interface EventStreamOptions {
  schema: GraphQLSchema;
  hub: Hub;
  clock: Clock;
  perActor: PerActor;
}

interface Stream extends Held {
  response: ServerResponse;
}

export type Opened = "opened" | "gone" | { errors: readonly GraphQLFormattedError[] };

export class EventStreams {
  readonly #options: EventStreamOptions;
  readonly #open = new Set<Stream>();
  #keepAlive: Timer | undefined;
  #draining = false;

  constructor(options: EventStreamOptions) {
    this.#options = options;
    this.#say();
  }

  /** Begins to answer, or says why it cannot. `context` makes one anew for each look at the database. */
  open(
    response: ServerResponse,
    prepared: Prepared,
    variables: Readonly<Record<string, unknown>>,
    actor: Actor,
    credentials: Credentials,
    context: () => GraphContext,
  ): Opened {
    const { schema, hub, perActor } = this.#options;
    // It may have gone while it was looked up who asks, and then nothing would ever forget it.
    if (response.destroyed) return "gone";
    if (this.#draining) return refused("Restarting; come back.", "UNAVAILABLE");
    const read = tryToRead(schema, prepared, variables, actor);
    if ("errors" in read) return { errors: read.errors.map((error) => error.toJSON()) };
    if (!perActor.admit(actor)) return refused("Too many connections are open.", "RATE_LIMITED");
    const stream: Stream = { actor, credentials, response, end: () => response.destroy() };
    let leave = () => {};
    response.on("error", () => {});
    response.once("close", () => {
      this.#open.delete(stream);
      perActor.leave(actor);
      leave();
      metrics.eventStreams.set(this.#open.size);
    });
    this.#open.add(stream);
    response.socket?.setNoDelay(true);
    response.writeHead(200, { "content-type": "text/event-stream", "x-accel-buffering": "no" });
    // So that whoever waits for the connection knows of it before anything happens.
    response.write(":\n\n");
    leave = hub.subscribe({
      prepared,
      variables,
      args: read.args,
      rights: rightsOf(actor, prepared.sharing),
      context,
      reader: {
        next: (body) => {
          if (response.writableEnded) return;
          response.cork();
          response.write(BEGIN);
          response.write(body);
          response.write(END);
          response.uncork();
        },
        fail: (error) => {
          const body = JSON.stringify({ errors: [asGraphQLError(error).toJSON()] });
          response.end(`event: next\ndata: ${body}\n\n${COMPLETE}`);
        },
        bufferedBytes: () => response.writableLength,
        cut: () => response.destroy(),
      },
    });
    metrics.eventStreams.set(this.#open.size);
    return "opened";
  }

  held(): Iterable<Held> {
    return this.#open;
  }

  /** Whoever reads comes back, to whichever process answers then. */
  drain(): void {
    this.#draining = true;
    this.#keepAlive?.cancel();
    for (const { response } of this.#open) response.destroy();
  }

  /** Keeps what stands between from taking silence for the end, and tells this end when the other is gone. */
  #say(): void {
    this.#keepAlive = this.#options.clock.after(KEEP_ALIVE_MS, () => {
      for (const { response } of this.#open) response.write(":\n\n");
      this.#say();
    });
  }
}

function tryToRead(...asked: Parameters<typeof readSubscription>): ReturnType<typeof readSubscription> {
  try {
    return readSubscription(...asked);
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
  }
}

function refused(message: string, code: string): Opened {
  return { errors: [{ message, extensions: { code, retryAfter: 1 } }] };
}

import { type Client, createClient } from "graphql-ws/client";
import { ask, type Answer, type Asking } from "./asking.ts";
import { BerthFault } from "./fault.ts";
import type { TypedDocumentString } from "./gql/graphql.ts";
import { waitBeforeResuming } from "./patience.ts";
import { pause } from "./pause.ts";
import { listenToEvents } from "./event-stream.ts";
import { framesOf, type Listen } from "./stream.ts";

export interface BerthOptions {
  /** Where Berth is found, such as https://berth.example. */
  url: string;
  /** An API key. In a browser that is signed in to Berth, left out. */
  token?: string;
  /** How long one request is waited for: ten seconds when left out. */
  requestMs?: number;
  /** How long something is asked again for, all in all: thirty seconds when left out. */
  patienceMs?: number;
  headers?: Readonly<Record<string, string>>;
  fetch?: typeof globalThis.fetch;
  /** How `follow` is told: over one WebSocket when left out, or by server-sent events where those are blocked. */
  live?: "websocket" | "events";
  /** What opens sockets, where there is no WebSocket of the platform. */
  webSocket?: unknown;
}

/** What an operation is asked with. A key of one's own may be left out, and one is made. */
export type VariablesOf<Variables> = Variables extends { idempotencyKey: string }
  ? Omit<Variables, "idempotencyKey"> & { idempotencyKey?: string }
  : Variables;

export interface FollowOptions {
  /** Where to go on from: a `liveCursor`, or the last frame's `cursor`. Left out, it begins with a snapshot. */
  after?: string | null;
  signal?: AbortSignal;
  /** Told when the stream was lost, with what it was lost to, and when it is asked for again. */
  onLost?: (fault: BerthFault | null, againInMs: number) => void;
}

/** One Berth, as one caller sees it. */
export class Berth {
  readonly #asking: Asking;
  readonly #webSocket: unknown;
  readonly #listen: Listen;
  #client: Client | undefined;
  #closing = new AbortController();

  constructor(options: BerthOptions) {
    this.#asking = {
      url: options.url.replace(/\/+$/, ""),
      token: options.token ?? null,
      fetch: options.fetch ?? ((...request) => globalThis.fetch(...request)),
      requestMs: options.requestMs ?? 10_000,
      patienceMs: options.patienceMs ?? 30_000,
      headers: options.headers ?? {},
      aheadMs: null,
    };
    this.#webSocket = options.webSocket;
    this.#listen =
      options.live === "events"
        ? listenToEvents(this.#asking)
        : (request, sink) => this.#socket().subscribe(request, sink as Parameters<Client["subscribe"]>[1]);
  }

  /**
   * What time it is at Berth, as its last answer told: a clock of somebody's own may be off, and a sandbox's was moved.
   * Null before the first answer, and in a browser whose page comes from elsewhere.
   */
  get now(): Date | null {
    const { aheadMs } = this.#asking;
    return aheadMs === null ? null : new Date(Date.now() + aheadMs);
  }

  /**
   * The answer to a query or a mutation. A refusal is part of it; anything else that keeps it from
   * being answered is thrown as a BerthFault.
   */
  async ask<Data, Variables>(
    document: TypedDocumentString<Data, Variables>,
    variables: VariablesOf<Variables>,
    options: { signal?: AbortSignal } = {},
  ): Promise<Data> {
    return (await this.askWithCost(document, variables, options)).data;
  }

  async askWithCost<Data, Variables>(
    document: TypedDocumentString<Data, Variables>,
    variables: VariablesOf<Variables>,
    { signal }: { signal?: AbortSignal } = {},
  ): Promise<Answer<Data>> {
    const query = document.toString();
    const given = { ...(variables as Record<string, unknown>) };
    if (query.includes("$idempotencyKey")) given["idempotencyKey"] ??= newIdempotencyKey();
    return ask<Data>(this.#asking, { query, variables: given }, signal);
  }

  /**
   * The frames of a subscription, without end. Whatever cuts it, it goes on from the last frame that
   * was handed out: with nothing left out, and nothing told twice. A Resync among them says that the
   * place was too old: read anew, and go on reading here.
   */
  async *follow<Data extends object, Variables>(
    document: TypedDocumentString<Data, Variables>,
    variables: Omit<Variables, "after">,
    { signal, ...options }: FollowOptions = {},
  ): AsyncGenerator<Data, void, undefined> {
    const closing = this.#closing.signal;
    const ended = signal ? AbortSignal.any([signal, closing]) : closing;
    try {
      yield* this.#follow(document, variables, { ...options, signal: ended });
    } catch (error) {
      if (error !== closing.reason) throw error;
    }
  }

  async *#follow<Data extends object, Variables>(
    document: TypedDocumentString<Data, Variables>,
    variables: Omit<Variables, "after">,
    { after = null, signal, onLost }: FollowOptions & { signal: AbortSignal },
  ): AsyncGenerator<Data, void, undefined> {
    const query = document.toString();
    const resumes = query.includes("$after");
    let cursor = after;
    for (let attempt = 0; ; attempt++) {
      let fault: BerthFault | null = null;
      const asked = { query, variables: { ...variables, ...(resumes && { after: cursor }) } };
      try {
        for await (const frame of framesOf<Data>(this.#listen, asked, signal)) {
          attempt = 0;
          cursor = cursorOf(frame) ?? cursor;
          yield frame;
        }
      } catch (error) {
        if (!(error instanceof BerthFault)) throw error;
        fault = error;
      }
      const lost = fault ?? new BerthFault("UNREACHABLE", "The stream ended.");
      const waitMs = waitBeforeResuming(lost, attempt, Math.random());
      if (waitMs === null) throw lost;
      onLost?.(fault, waitMs);
      await pause(waitMs, signal);
    }
  }

  /** Ends all that is followed. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#closing = new AbortController();
    const client = this.#client;
    this.#client = undefined;
    try {
      await client?.dispose();
    } catch {
      // A socket that was closed by the other end is closed.
    }
  }

  /** One socket carries all that is followed. Its own retries are off: they would ask with the first cursor. */
  #socket(): Client {
    const { url, token } = this.#asking;
    let overdue: ReturnType<typeof setTimeout> | undefined;
    this.#client ??= createClient({
      url: `${url.replace(/^http/, "ws")}/graphql`,
      ...(this.#webSocket !== undefined && { webSocketImpl: this.#webSocket }),
      connectionParams: token ? { authorization: `Bearer ${token}` } : {},
      retryAttempts: 0,
      keepAlive: 12_000,
      connectionAckWaitTimeout: 8_000,
      on: {
        // A computer that wakes up holds a socket whose other end is long gone, and only silence tells.
        ping: (received) => {
          if (!received) overdue = setTimeout(() => this.#client?.terminate(), 5_000);
        },
        pong: () => clearTimeout(overdue),
        closed: () => clearTimeout(overdue),
      },
    });
    return this.#client;
  }
}

export function newIdempotencyKey(): string {
  return crypto.randomUUID();
}

/** Of the frame's only field. */
function cursorOf(frame: object): string | null {
  const [update] = Object.values(frame) as unknown[];
  if (typeof update !== "object" || update === null || !("cursor" in update)) return null;
  return typeof update.cursor === "string" ? update.cursor : null;
}

import { connect, type Socket } from "node:net";
import WebSocket, { type ClientOptions } from "ws";
import { ORIGIN } from "./api.ts";

// What strangers send, with nothing put right on the way: bytes, bodies and frames as they are.

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  /** The first error's code; undefined when there is no error, or one without a code. */
  code: string | undefined;
}

interface Body {
  errors?: { extensions?: { code?: string } }[];
}

export async function post(
  api: { url: string },
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
  method = "POST",
): Promise<Reply> {
  const response = await fetch(`${api.url}/graphql`, {
    method,
    headers: { "content-type": "application/json", ...headers },
    ...(method !== "GET" && method !== "HEAD" && { body }),
  });
  const text = await response.text();
  const code = text.startsWith("{") ? (JSON.parse(text) as Body).errors?.[0]?.extensions?.code : undefined;
  return { status: response.status, headers: response.headers, text, code };
}

/** A bare TCP connection to the API. */
export class Line {
  readonly socket: Socket;
  readonly closed: Promise<void>;
  heard = "";
  #wake: () => void = () => {};

  constructor(api: { url: string }) {
    const { hostname, port } = new URL(api.url);
    this.socket = connect(Number(port), hostname);
    this.socket.setEncoding("latin1");
    this.socket.on("data", (text: string) => {
      this.heard += text;
      this.#wake();
    });
    this.socket.on("error", () => {});
    this.closed = new Promise((resolve) => {
      this.socket.on("close", () => {
        resolve();
        this.#wake();
      });
    });
  }

  say(text: string | Uint8Array): void {
    this.socket.write(text);
  }

  /** Waits until this was heard, and takes it and all before it away. */
  async hear(pattern: RegExp): Promise<string> {
    for (;;) {
      const match = pattern.exec(this.heard);
      if (match) {
        this.heard = this.heard.slice(match.index + match[0].length);
        return match[0];
      }
      if (this.socket.destroyed) throw new Error(`closed before ${pattern} was heard, after: ${this.heard}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

export interface Message {
  type: string;
  id?: string;
  payload?: unknown;
}

interface Spoken {
  message: string;
  extensions: Record<string, unknown>;
}

/** The errors of an answer over a socket, whether nothing else came or data as well. */
export function errorsOf({ type, payload }: Message): Spoken[] {
  return type === "error" ? (payload as Spoken[]) : ((payload as { errors?: Spoken[] }).errors ?? []);
}

type WireOptions = Omit<ClientOptions, "protocol"> & { protocol?: string | null };

/** A WebSocket whose messages are written by hand. */
export class Wire {
  readonly ws: WebSocket;
  readonly opened: Promise<void>;
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly all: Message[] = [];
  #taken = 0;
  #wake: () => void = () => {};

  constructor(api: { url: string }, options: WireOptions = {}) {
    const { protocol = "graphql-transport-ws", ...rest } = options;
    this.ws = new WebSocket(`${api.url.replace("http", "ws")}/graphql`, protocol ?? [], {
      origin: ORIGIN,
      ...rest,
    });
    this.opened = new Promise((resolve, reject) => {
      this.ws.on("open", resolve);
      this.ws.on("error", reject);
    });
    this.opened.catch(() => {});
    this.closed = new Promise((resolve) => {
      this.ws.on("close", (code, reason) => {
        resolve({ code, reason: reason.toString() });
        this.#wake();
      });
    });
    this.ws.on("message", (data: Buffer) => {
      this.all.push(JSON.parse(data.toString()) as Message);
      this.#wake();
    });
  }

  /** Opened, and acknowledged as this actor. */
  static async as(api: { url: string }, who: string, options: WireOptions = {}): Promise<Wire> {
    const wire = new Wire(api, options);
    await wire.opened;
    wire.say({ type: "connection_init", payload: { authorization: `Bearer ${who}` } });
    await wire.hear("connection_ack");
    return wire;
  }

  say(message: object | string | Uint8Array): void {
    this.ws.send(
      typeof message === "string" || message instanceof Uint8Array ? message : JSON.stringify(message),
    );
  }

  subscribe(id: string, query: string, rest: object = {}): void {
    this.say({ id, type: "subscribe", payload: { query, ...rest } });
  }

  /** The next message, which has to be of this type. */
  async hear(...types: string[]): Promise<Message> {
    while (this.all.length <= this.#taken) {
      if (this.ws.readyState === WebSocket.CLOSED)
        throw new Error(`closed before ${types.join(" or ")} was heard`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const message = this.all[this.#taken++] as Message;
    if (types.includes(message.type)) return message;
    throw new Error(`expected ${types.join(" or ")}, heard ${JSON.stringify(message)}`);
  }

  /** One operation from its question to its last answer. */
  async ask(id: string, query: string, rest: object = {}): Promise<Message> {
    this.subscribe(id, query, rest);
    const answer = await this.hear("next", "error");
    if (answer.type === "next") await this.hear("complete");
    return answer;
  }
}

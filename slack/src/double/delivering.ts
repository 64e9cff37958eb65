import { createHmac } from "node:crypto";
import type { WebSocket } from "ws";
import type { Said } from "./web-api.ts";
import type { Workspace } from "./workspace.ts";

// How Slack tells an app of something: over a socket that the app opened, or by a signed request to its address.
// Whoever does not answer within three seconds is told again if it was an event, and has failed if somebody waits.

export type Kind = "events_api" | "interactive" | "slash_commands";

export interface Delivered {
  acknowledged: boolean;
  /** What was answered with the acknowledgement, if anything. */
  answer: unknown;
}

const PATIENCE_MS = 3_000;

export class Sockets {
  readonly #open: WebSocket[] = [];
  readonly #waiting = new Map<string, (answer: unknown) => void>();
  readonly #workspace: Workspace;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  get count(): number {
    return this.#open.length;
  }

  add(socket: WebSocket): void {
    this.#open.push(socket);
    const beat = setInterval(() => socket.ping(), 5_000);
    socket.on("close", () => {
      clearInterval(beat);
      this.#open.splice(this.#open.indexOf(socket), 1);
    });
    socket.on("error", () => socket.terminate());
    socket.on("message", (data: Buffer) => {
      const { envelope_id: id, payload } = JSON.parse(data.toString()) as Record<string, unknown>;
      this.#waiting.get(String(id))?.(payload);
    });
    socket.send(
      JSON.stringify({
        type: "hello",
        num_connections: this.#open.length,
        connection_info: { app_id: this.#workspace.appId },
        debug_info: { host: "double", approximate_connection_time: 18_060 },
      }),
    );
  }

  /** Slack does so every few hours, when a server of its is replaced. */
  refresh(): void {
    for (const socket of this.#open) {
      socket.send(JSON.stringify({ type: "disconnect", reason: "refresh_requested", debug_info: {} }));
    }
  }

  /** As when a cable is pulled. */
  drop(): void {
    for (const socket of this.#open) socket.terminate();
  }

  async deliver(kind: Kind, payload: Said): Promise<Delivered> {
    const socket = this.#open.at(-1);
    if (!socket) return { acknowledged: false, answer: null };
    const id = this.#workspace.newId("E");
    const answered = new Promise<Delivered>((resolve) => {
      const late = setTimeout(() => resolve({ acknowledged: false, answer: null }), PATIENCE_MS);
      this.#waiting.set(id, (answer) => {
        clearTimeout(late);
        resolve({ acknowledged: true, answer });
      });
    });
    socket.send(
      JSON.stringify({
        envelope_id: id,
        type: kind,
        payload,
        accepts_response_payload: kind !== "events_api",
        ...(kind === "events_api" && { retry_attempt: 0, retry_reason: "" }),
      }),
    );
    const delivered = await answered;
    this.#waiting.delete(id);
    return delivered;
  }
}

/** Where requests are sent, and the secret that signs them. */
export interface Endpoint {
  url: string;
  signingSecret: string;
}

export async function post({ url, signingSecret }: Endpoint, kind: Kind, payload: Said): Promise<Delivered> {
  const [type, body] = bodyOf(kind, payload);
  const timestamp = String(Math.floor(Date.now() / 1000));
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": type,
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": sign(signingSecret, timestamp, body),
      },
      body,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const said = await response.text();
    return { acknowledged: response.ok, answer: said ? parse(said) : null };
  } catch {
    return { acknowledged: false, answer: null };
  }
}

/** Version 0: of the version, the time and the body as it was sent. */
function sign(secret: string, timestamp: string, body: string): string {
  return `v0=${createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex")}`;
}

function bodyOf(kind: Kind, payload: Said): [type: string, body: string] {
  if (kind === "events_api") return ["application/json", JSON.stringify(payload)];
  const form = "application/x-www-form-urlencoded";
  if (kind === "interactive")
    return [form, new URLSearchParams({ payload: JSON.stringify(payload) }).toString()];
  const fields = Object.entries(payload).map(([name, value]): [string, string] => [name, String(value)]);
  return [form, new URLSearchParams(fields).toString()];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { text };
  }
}

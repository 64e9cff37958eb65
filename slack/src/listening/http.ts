import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type Desk, hear, type Kind } from "../asking/desk.ts";
import { isSigned, WINDOW_SECONDS } from "../rules/signature.ts";

// The address at which Slack tells of commands, buttons and events, where it does not over a socket. Only what Slack
// signed is read, over the bytes as they came, and only once: a request that was seen is refused until it is too old.
// /healthz tells whoever runs the bot how it does.

const MOST_BYTES = 1_000_000;

export interface Listening {
  /** Null where Slack tells over a socket: then nothing is taken here. */
  signingSecret: string | null;
  host: string;
  port: number;
  health: () => { ok: boolean };
}

export async function listen(desk: Desk, { signingSecret, host, port, health }: Listening): Promise<Server> {
  const server = createServer((incoming, outgoing) => {
    if (incoming.url === "/healthz") {
      const state = health();
      return send(outgoing, state.ok ? 200 : 503, state);
    }
    if (incoming.method !== "POST" || incoming.url !== "/slack" || !signingSecret)
      return send(outgoing, 404, { error: "not_found" });
    receive(desk, signingSecret, incoming, outgoing).catch((error: unknown) => {
      desk.log.warn("a request could not be read", {
        why: error instanceof Error ? error.message : String(error),
      });
      if (!outgoing.headersSent) send(outgoing, 400, { error: "bad_request" });
    });
  });
  server.requestTimeout = 10_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  return server;
}

async function receive(
  desk: Desk,
  secret: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const body = await readBody(incoming);
  if (!body) return send(outgoing, 413, { error: "too_large" });
  const timestamp = headerOf(incoming, "x-slack-request-timestamp");
  const signature = headerOf(incoming, "x-slack-signature");
  const now = Date.now();
  if (!isSigned(secret, { timestamp, signature, body }, now)) {
    desk.log.warn("a request that Slack did not sign was refused");
    return send(outgoing, 401, { error: "not_signed" });
  }
  const seen = `request ${signature ?? ""}`;
  if (desk.memory.state.heard[seen] !== undefined) {
    desk.log.warn("a request that was sent before was refused");
    return send(outgoing, 401, { error: "seen_before" });
  }
  await desk.memory.note({ t: "seen", id: seen, until: now + 2 * WINDOW_SECONDS * 1000 });
  const [kind, payload] = read(headerOf(incoming, "content-type") ?? "", body.toString("utf8"));
  const { type, challenge } = payload as { type?: unknown; challenge?: unknown };
  if (kind === "events_api" && type === "url_verification") return send(outgoing, 200, { challenge });
  const { answer } = hear(desk, kind, payload);
  if (answer) send(outgoing, 200, answer);
  else outgoing.writeHead(200).end();
}

/** Events are JSON, forms and buttons JSON within a form, and commands a form. */
function read(type: string, body: string): [kind: Kind, payload: object] {
  if (type.startsWith("application/json")) return ["events_api", JSON.parse(body) as object];
  const form = new URLSearchParams(body);
  const payload = form.get("payload");
  if (payload !== null) return ["interactive", JSON.parse(payload) as object];
  return ["slash_commands", Object.fromEntries(form)];
}

function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name];
  return typeof value === "string" ? value : undefined;
}

async function readBody(incoming: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MOST_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function send(outgoing: ServerResponse, status: number, body: object): void {
  outgoing.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  outgoing.end(JSON.stringify(body));
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { control } from "./control.ts";
import { type Endpoint, post, Sockets } from "./delivering.ts";
import { People } from "./people.ts";
import { Limits, type Method, methods, noTroubles, type Troubles } from "./troubles.ts";
import { callMethod, Refused, type Said, scopeOf } from "./web-api.ts";
import { keepIn, Workspace } from "./workspace.ts";

// A Slack on loopback: its Web API, its sockets, the requests it sends, its limits and its errors, for one workspace
// that has one app. Under /control people do what people do in a workspace, and things go wrong on demand.

export interface DoubleOptions {
  port: number;
  botToken: string;
  appToken: string;
  /** Told of everything by request instead of over a socket. */
  endpoint: Endpoint | null;
  /** Where what was said is kept. */
  keep: string | null;
  /** Without them it answers however fast it is asked. */
  limits: boolean;
}

export interface Call {
  method: Method;
  at: number;
  channel: string | null;
  outcome: string;
}

export interface Double {
  url: string;
  workspace: Workspace;
  people: People;
  sockets: Sockets;
  troubles: Troubles;
  calls: Call[];
  close(): Promise<void>;
}

export const usualOptions: DoubleOptions = {
  port: 0,
  botToken: "xoxb-double",
  appToken: "xapp-double",
  endpoint: null,
  keep: null,
  limits: true,
};

const MOST_CALLS = 20_000;
const MOST_BYTES = 2_000_000;

export async function startDouble(given: Partial<DoubleOptions> = {}): Promise<Double> {
  const options = { ...usualOptions, ...given };
  const workspace = new Workspace();
  if (options.keep) keepIn(options.keep, workspace);
  const sockets = new Sockets(workspace);
  const limits = new Limits();
  const server = createServer((incoming, outgoing) => {
    void answer(incoming, outgoing).catch((error: unknown) => {
      outgoing.writeHead(500).end(error instanceof Error ? error.message : String(error));
    });
  });
  const people = new People(
    workspace,
    (kind, payload) =>
      options.endpoint ? post(options.endpoint, kind, payload) : sockets.deliver(kind, payload),
    () => double.url,
  );
  const tickets = new Set<string>();
  acceptSockets(server, sockets, tickets);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", resolve);
  });
  const double: Double = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    workspace,
    people,
    sockets,
    troubles: noTroubles(),
    calls: [],
    async close() {
      sockets.drop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return double;

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(incoming.url ?? "/", double.url);
    const body = await readBody(incoming);
    const [, room, ...rest] = pathname.split("/");
    const name = rest.join("/");
    if (room === "healthz") return send(outgoing, 200, { ok: true });
    if (room === "api") return api(name as Method, incoming, outgoing, body);
    if (room === "response") {
      const error = people.answer(name, parseJson(body));
      return send(outgoing, error ? 404 : 200, error ? { ok: false, error } : { ok: true });
    }
    // A page elsewhere may post text to any address, and JSON to none but its own.
    if (incoming.method === "POST" && !incoming.headers["content-type"]?.startsWith("application/json"))
      return send(outgoing, 415, { ok: false, error: "invalid_post_type" });
    if (room !== "control") return send(outgoing, 404, { ok: false, error: "not_found" });
    try {
      send(
        outgoing,
        200,
        await control(double, name, { ...parseJson(body), ...Object.fromEntries(searchParams) }),
      );
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      send(outgoing, 400, { ok: false, error: error.message });
    }
  }

  function api(method: Method, incoming: IncomingMessage, outgoing: ServerResponse, body: string): void {
    const args = argumentsOf(incoming, body);
    const channel = typeof args["channel"] === "string" ? args["channel"] : null;
    const done = (outcome: string) => {
      double.calls.push({ method, at: Date.now(), channel, outcome });
      if (double.calls.length > MOST_CALLS) double.calls.shift();
    };
    if (take("refuseConnections")) {
      done("cut before");
      incoming.socket.destroy();
      return;
    }
    if (!Object.hasOwn(methods, method)) return send(outgoing, 200, { ok: false, error: "unknown_method" });
    if (take("fail")) {
      done("503");
      outgoing.writeHead(503).end("upstream is away");
      return;
    }
    try {
      authorise(method, incoming, args);
      const seconds = take("rateLimit")
        ? double.troubles.retryAfterSeconds
        : options.limits
          ? limits.waitFor(method, channel ?? undefined, Date.now())
          : 0;
      if (seconds > 0) {
        done("429");
        outgoing.setHeader("retry-after", String(seconds));
        return send(outgoing, 429, { ok: false, error: "ratelimited" });
      }
      const said =
        method === "apps.connections.open" ? openConnection() : callMethod(workspace, people, method, args);
      done("ok");
      if (take("loseAnswers")) {
        incoming.socket.destroy();
        return;
      }
      send(outgoing, 200, { ok: true, ...said });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      done(error.message);
      send(outgoing, 200, { ok: false, error: error.message, ...error.more });
    }
  }

  function authorise(method: Method, incoming: IncomingMessage, args: Said): void {
    const token = incoming.headers.authorization?.replace("Bearer ", "") ?? args["token"];
    if (token === undefined) throw new Refused("not_authed");
    const expected = method === "apps.connections.open" ? options.appToken : options.botToken;
    if (token !== expected) throw new Refused("invalid_auth");
    if (double.troubles.revoked) throw new Refused(double.troubles.revoked);
    const scope = scopeOf(method);
    if (scope && double.troubles.missingScopes.includes(scope))
      throw new Refused("missing_scope", { needed: scope, provided: "commands" });
  }

  function openConnection(): Said {
    const ticket = workspace.newId("L");
    tickets.add(ticket);
    return { url: `${double.url.replace("http", "ws")}/link/?ticket=${ticket}&app_id=${workspace.appId}` };
  }

  function take(trouble: "fail" | "loseAnswers" | "rateLimit" | "refuseConnections"): boolean {
    if (double.troubles[trouble] <= 0) return false;
    double.troubles[trouble] -= 1;
    return true;
  }
}

function acceptSockets(server: Server, sockets: Sockets, tickets: Set<string>): void {
  const accepting = new WebSocketServer({ noServer: true });
  server.on("upgrade", (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { pathname, searchParams } = new URL(incoming.url ?? "/", "http://double");
    // A ticket opens one socket.
    if (!pathname.startsWith("/link") || !tickets.delete(searchParams.get("ticket") ?? "")) {
      socket.end("HTTP/1.1 401 Unauthorized\r\n\r\n");
      return;
    }
    accepting.handleUpgrade(incoming, socket, head, (open) => sockets.add(open));
  });
}

/** As a form, in which what is no text is JSON; or all of it as JSON. */
function argumentsOf(incoming: IncomingMessage, body: string): Said {
  if (incoming.headers["content-type"]?.startsWith("application/json")) return parseJson(body);
  return Object.fromEntries(
    [...new URLSearchParams(body)].map(([name, value]) => [
      name,
      /^([[{]|true$|false$)/.test(value) && name !== "text" ? (JSON.parse(value) as unknown) : value,
    ]),
  );
}

function parseJson(body: string): Said {
  return body ? (JSON.parse(body) as Said) : {};
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MOST_BYTES) throw new Error("too much was sent");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function send(outgoing: ServerResponse, status: number, body: Said): void {
  outgoing.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  outgoing.end(JSON.stringify(body));
}

// The console's server: one origin for pages, API and sign-in, so that a cookie set by the API is the
// console's own and nothing is ever asked across origins.
//
//   /graphql (HTTP and WebSocket), /api/*, /agent/*  ──▶  API_URL, byte for byte
//   /slack-double/*, where there is one     ──▶  SLACK_DOUBLE_URL, for pages of this origin only
//   everything else                        ──▶  Next

import { Agent, createServer, request, Server, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { fileURLToPath } from "node:url";

const dev = process.env["DEV"] === "1";
const port = Number(process.env["PORT"] ?? 3000);
const host = process.env["HOST"] ?? "127.0.0.1";
const api = new URL(process.env["API_URL"] ?? "http://127.0.0.1:4000");
/** The Slack to try things in, whose people the page of the team's channel acts for. Never set where others come. */
const slackDouble = process.env["SLACK_DOUBLE_URL"] ? new URL(process.env["SLACK_DOUBLE_URL"]) : null;
// The pages ask the API too, and find its address here.
process.env["API_URL"] = api.origin;
process.env["NEXT_TELEMETRY_DISABLED"] = "1";
Object.assign(process.env, { NODE_ENV: dev ? "development" : "production" });

const closingMs = 5_000;
const agent = new Agent({ keepAlive: true });
const tunnels = new Set<Duplex>();

const { default: next } = await import("next");
// Next would listen for upgrades on the server it is given; this one never opens, and what is meant for
// Next is handed to it below.
const upgrades = new Server();
const app = next({
  dev,
  dir: fileURLToPath(new URL(".", import.meta.url)),
  hostname: host,
  port,
  httpServer: upgrades,
});
await app.prepare().catch((error: unknown) => leave(`The console does not start: ${reasonOf(error)}`));
const page = app.getRequestHandler();

const server = createServer((incoming, outgoing) => {
  for (const [name, value] of securityHeaders) outgoing.setHeader(name, value);
  if (isForApi(incoming)) passOn(incoming, outgoing, new URL(incoming.url ?? "/", api));
  else if (slackDouble && isForSlackDouble(incoming))
    passOn(incoming, outgoing, placeIn(slackDouble, incoming));
  else void page(incoming, outgoing);
});
server.on("upgrade", (incoming: IncomingMessage, socket: Socket, head: Buffer) => {
  socket.on("error", () => socket.destroy());
  if (isForApi(incoming)) tunnel(incoming, socket, head);
  // The handler Next would give for upgrades does not know the socket by which a page in development
  // wakes up; the one it puts on its server does.
  else if (dev) upgrades.emit("upgrade", incoming, socket, head);
  else socket.destroy();
});
server.on("error", (error) => leave(`The console cannot listen on ${host}:${port}: ${reasonOf(error)}`));
server.listen(port, host, () => {
  console.log(`Console on http://${host}:${port}, API at ${api.origin}`);
});

process.once("SIGTERM", () => void close());
process.once("SIGINT", () => void close());

// The Content-Security-Policy carries a nonce for each page, so src/proxy.ts sets it.
const securityHeaders = [
  ["X-Content-Type-Options", "nosniff"],
  ["X-Frame-Options", "DENY"],
  ["Referrer-Policy", "same-origin"],
  ["Cross-Origin-Opener-Policy", "same-origin"],
  ["Cross-Origin-Resource-Policy", "same-origin"],
  ["Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"],
] as const;

function isForApi({ url = "/" }: IncomingMessage): boolean {
  const [path = "/"] = url.split("?", 1);
  return path === "/graphql" || path.startsWith("/api/") || path.startsWith("/agent/");
}

/** A browser says where a request comes from, and no page of another origin can say otherwise. */
function isForSlackDouble({ url = "/", headers }: IncomingMessage): boolean {
  return url.startsWith("/slack-double/") && headers["sec-fetch-site"] === "same-origin";
}

function placeIn(double: URL, { url = "/" }: IncomingMessage): URL {
  return new URL(url.replace("/slack-double/", "/control/"), double);
}

function passOn(incoming: IncomingMessage, outgoing: ServerResponse, to: URL): void {
  const onward = request(to, {
    agent,
    method: incoming.method,
    headers: headersFor(incoming),
  });
  onward.on("response", (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
    answer.on("error", () => outgoing.destroy());
  });
  onward.on("error", () => {
    if (outgoing.headersSent) outgoing.destroy();
    else apiIsAway(outgoing);
  });
  outgoing.on("close", () => onward.destroy());
  incoming.pipe(onward);
}

function apiIsAway(outgoing: ServerResponse): void {
  const message = "Berth’s API cannot be reached. It may be restarting; try again in a moment.";
  outgoing.writeHead(502, { "content-type": "application/json" });
  outgoing.end(
    JSON.stringify({ message, errors: [{ message, extensions: { code: "UNAVAILABLE", retryAfter: 1 } }] }),
  );
}

function tunnel(incoming: IncomingMessage, socket: Socket, head: Buffer): void {
  const onward = request(new URL(incoming.url ?? "/", api), {
    method: incoming.method,
    headers: { ...headersFor(incoming), connection: "upgrade", upgrade: incoming.headers.upgrade },
  });
  onward.on("upgrade", (answer, upstream, first) => {
    const lines = [`HTTP/1.1 101 ${answer.statusMessage ?? "Switching Protocols"}`];
    for (let at = 0; at < answer.rawHeaders.length; at += 2) {
      lines.push(`${answer.rawHeaders[at]}: ${answer.rawHeaders[at + 1]}`);
    }
    socket.write(`${lines.join("\r\n")}\r\n\r\n`);
    if (first.length > 0) socket.write(first);
    if (head.length > 0) upstream.write(head);
    join(socket, upstream);
  });
  onward.on("response", (answer) => {
    // No upgrade: the API said why, and that is passed on.
    socket.end(`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage ?? ""}\r\nConnection: close\r\n\r\n`);
    answer.resume();
  });
  onward.on("error", () => socket.end("HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\n\r\n"));
  socket.on("close", () => onward.destroy());
  onward.end();
}

function join(socket: Socket, upstream: Duplex): void {
  socket.setNoDelay(true);
  socket.setTimeout(0);
  tunnels.add(socket);
  socket.on("close", () => {
    tunnels.delete(socket);
    upstream.destroy();
  });
  upstream.on("close", () => socket.end());
  upstream.on("error", () => socket.destroy());
  socket.pipe(upstream);
  upstream.pipe(socket);
}

/** As they came, without what is between two neighbours only, and with who asked. */
function headersFor({ headers, socket }: IncomingMessage): Record<string, string | string[] | undefined> {
  const { connection: _, "keep-alive": __, upgrade: ___, "transfer-encoding": chunked, ...rest } = headers;
  const before = headers["x-forwarded-for"];
  return {
    ...rest,
    ...(chunked && { "transfer-encoding": chunked }),
    "x-forwarded-for": [before, socket.remoteAddress].flat().filter(Boolean).join(", "),
    "x-forwarded-host": headers["x-forwarded-host"] ?? headers.host,
    "x-forwarded-proto": headers["x-forwarded-proto"] ?? "http",
  };
}

async function close(): Promise<void> {
  setTimeout(() => process.exit(0), closingMs).unref();
  const closed = new Promise((resolve) => server.close(resolve));
  for (const socket of tunnels) socket.destroy();
  server.closeIdleConnections();
  await closed;
  await app.close();
  agent.destroy();
  process.exit(0);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ("code" in error && error.code === "EADDRINUSE") return "another program has that port.";
  return error.message.split("\n", 1)[0] ?? error.message;
}

function leave(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

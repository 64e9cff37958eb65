import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { json, type Answer, type Call, type Dialect } from "./exchange.ts";

/** The most a client may send. Providers' own limits are far below. */
const BODY_BYTES_MAX = 1_000_000;

class BodyTooLarge extends Error {}

/** Serves the first dialect that knows the call; whoever none of them knows gets a 404. */
export function serve(dialects: readonly Dialect[]): Server {
  return createServer((request, response) => {
    answer(dialects, request, response).catch((fault: unknown) => {
      if (response.headersSent || response.destroyed) return;
      if (fault instanceof BodyTooLarge)
        return write(response, json(413, { error: "The body is over 1 MB." }));
      process.stderr.write(
        `${request.method} ${request.url}: ${fault instanceof Error ? fault.stack : String(fault)}\n`,
      );
      write(response, json(500, { error: "The simulator failed; it said why on its standard error." }));
    });
  });
}

async function answer(
  dialects: readonly Dialect[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const call = await readCall(request);
  for (const dialect of dialects) {
    const reply = await dialect(call);
    if (reply) return write(response, reply);
  }
  write(
    response,
    json(404, { success: false, error: "not_found", msg: `No such path: ${call.method} ${call.path}` }),
  );
}

async function readCall(request: IncomingMessage): Promise<Call> {
  const [path = "/", ...search] = (request.url ?? "/").split("?");
  return {
    method: request.method ?? "GET",
    path: path.replace(/\/+$/, "") || "/",
    query: new URLSearchParams(search.join("?")),
    headers: request.headers,
    body: await readBody(request),
    address: request.socket.remoteAddress ?? "",
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function write(response: ServerResponse, answer: Answer): void {
  switch (answer.kind) {
    case "hang":
      return;
    case "cut":
      response.destroy();
      return;
    case "json":
      return writeBytes(
        response,
        answer.status,
        Buffer.from(JSON.stringify(answer.body)),
        "application/json",
        answer.headers,
      );
    case "bytes":
      return writeBytes(response, answer.status, answer.bytes, answer.type, answer.headers);
  }
}

function writeBytes(
  response: ServerResponse,
  status: number,
  body: Buffer,
  type: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { ...headers, "content-type": type, "content-length": body.length });
  response.end(body);
}

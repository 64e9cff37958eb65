import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A server that answers as a test tells it to, request by request; the last answer goes on for ever. */
export interface ScriptedHttp {
  url: string;
  asked: { method: string; path: string; headers: IncomingMessage["headers"]; body: string }[];
  answer(...answers: ScriptedAnswer[]): void;
  close(): Promise<void>;
}

export type ScriptedAnswer =
  | { status?: number; body: unknown; headers?: Record<string, string> }
  | { text: string; status?: number; headers?: Record<string, string> }
  /** The connection breaks once the request was taken. */
  | "cut"
  | "hang";

export async function scriptHttp(): Promise<ScriptedHttp> {
  const asked: ScriptedHttp["asked"] = [];
  let answers: ScriptedAnswer[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      asked.push({ method, path: url, headers, body: Buffer.concat(chunks).toString("utf8") });
      send(response, (answers.length > 1 ? answers.shift() : answers[0]) ?? { body: {} });
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    answer: (...next) => void (answers = next),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(response: ServerResponse, answer: ScriptedAnswer): void {
  if (answer === "hang") return;
  if (answer === "cut") return void response.destroy();
  const text = "text" in answer ? answer.text : JSON.stringify(answer.body);
  const type = "text" in answer ? "text/plain" : "application/json";
  response.writeHead(answer.status ?? 200, { "content-type": type, ...answer.headers }).end(text);
}

import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";

export interface Call {
  headers: IncomingHttpHeaders;
  body: string;
}

/** A program that takes webhook calls and keeps them, or does with them what the test wants. */
export interface Receiver {
  url: string;
  calls: Call[];
  /** Answers 204 until a test says otherwise. */
  act: (request: IncomingMessage, response: ServerResponse) => void;
  close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      receiver.calls.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      receiver.act(request, response);
    });
  });
  server.on("connection", (socket) => sockets.add(socket));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    calls: [],
    act: (_request, response) => void response.writeHead(204).end(),
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
  return receiver;
}

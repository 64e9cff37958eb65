import { createServer } from "node:http";
import { type WebSocket, WebSocketServer } from "ws";

// The least a fan-out can cost with this library: one finished frame, sent to every open socket. It
// says the few words of the protocol that let the same subscribers listen to it.

const server = createServer((_, response) => response.end());
const sockets = new WebSocketServer({ server, handleProtocols: () => "graphql-transport-ws" });
const listening = new Set<WebSocket>();

sockets.on("connection", (socket) => {
  socket.on("message", (data: Buffer) => {
    const { type } = JSON.parse(data.toString()) as { type: string };
    if (type === "connection_init") socket.send('{"type":"connection_ack"}');
    if (type === "subscribe") listening.add(socket);
  });
  socket.on("close", () => listening.delete(socket));
});

process.on("message", (message: { frame?: string }) => {
  if (!message.frame) return;
  for (const socket of listening) socket.send(message.frame);
});
server.listen(Number(process.env["PORT"]), "127.0.0.1");

import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import WebSocket, { WebSocketServer } from "ws";
import { writeTextFrame } from "./text-frame.ts";

let server: Server;
let client: WebSocket;
let ws: WebSocket;
let socket: Duplex;
beforeAll(async () => {
  const upgrading = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  server = createServer();
  const opened = new Promise<void>((resolve) => {
    server.on("upgrade", (request, raw: Duplex, head) =>
      upgrading.handleUpgrade(request, raw, head, (accepted) => {
        ws = accepted;
        socket = raw;
        resolve();
      }),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await Promise.all([opened, once(client, "open")]);
});
afterAll(async () => {
  client?.terminate();
  server?.close();
});

async function heard(count: number, act: () => void): Promise<string[]> {
  const texts: string[] = [];
  const all = new Promise<void>((resolve) => {
    client.on("message", (data: Buffer, isBinary) => {
      texts.push(isBinary ? "not a text" : data.toString());
      if (texts.length === count) resolve();
    });
  });
  act();
  await all;
  client.removeAllListeners("message");
  return texts;
}

describe("a client hears what was put together for it", () => {
  // Where the length takes another form, and where it is no longer copied.
  for (const length of [3, 125, 126, 127, 4_095, 4_096, 4_097, 65_535, 65_536, 300_000]) {
    test(`in ${length} bytes`, async () => {
      const own = '{"';
      const shared = "x".repeat(length - own.length - 1);
      const [text] = await heard(1, () => writeTextFrame(socket, Buffer.from(own), Buffer.from(shared)));
      expect(text).toBe(`${own}${shared}}`);
      expect(text).toHaveLength(length);
    });
  }

  test("in letters of several bytes", async () => {
    const [text] = await heard(1, () => writeTextFrame(socket, Buffer.from("é"), Buffer.from("💡")));
    expect(text).toBe("é💡}");
  });
});

test("it may be written between frames of the library, in their order", async () => {
  const texts = await heard(5, () => {
    ws.send("one");
    writeTextFrame(socket, Buffer.from("two "), Buffer.from("x".repeat(100_000)));
    ws.ping();
    ws.send("three");
    writeTextFrame(socket, Buffer.from("four "), Buffer.from("y"));
    ws.send("five");
  });
  expect(texts.map((text) => text.slice(0, 5).trim())).toEqual(["one", "two x", "three", "four", "five"]);
  expect(client.readyState).toBe(client.OPEN);
});

test("what a slow reader has not taken yet counts as its own", async () => {
  client.pause();
  for (let sent = 0; sent < 40; sent++) writeTextFrame(socket, Buffer.from(""), Buffer.alloc(1 << 20, "z"));
  expect(ws.bufferedAmount).toBeGreaterThan(1 << 20);
  client.resume();
});

import { createServer, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { findAnyPort, findFreePort } from "./ports.ts";

const listening: Server[] = [];

afterEach(() => {
  for (const server of listening.splice(0)) server.close();
});

function listen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host }, () => {
      listening.push(server);
      resolve(true);
    });
  });
}

/** Two neighbouring ports below the range that systems give away by themselves, the first one taken by us. */
async function takePort(host: string): Promise<number> {
  for (let port = 20_000 + (process.pid % 5_000); ; port += 2) {
    const [free, next] = [await findFreePort(port), await findFreePort(port + 1)];
    if (free === port && next === port + 1 && (await listen(port, host))) return port;
  }
}

test("a free port is taken as asked", async () => {
  const port = await takePort("127.0.0.1");
  expect(await findFreePort(port + 1)).toBe(port + 1);
});

test.each(["127.0.0.1", "0.0.0.0"])("a port that somebody has on %s is stepped around", async (host) => {
  const port = await takePort(host);
  expect(await findFreePort(port)).toBe(port + 1);
});

test("a port promised to another program is stepped around", async () => {
  const port = await takePort("127.0.0.1");
  expect(await findFreePort(port, new Set([port + 1]))).toBeGreaterThan(port + 1);
});

test("a port of one's own is none that a system gives to somebody's next connection", async () => {
  const ports = new Set<number>();
  for (let count = 0; count < 20; count++) ports.add(await findAnyPort(ports));
  expect(ports.size).toBe(20);
  expect(Math.max(...ports)).toBeLessThan(32_768);
});

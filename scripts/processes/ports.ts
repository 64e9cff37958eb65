import { randomInt } from "node:crypto";
import { connect, createServer } from "node:net";
import { PlainFailure } from "../plain-failure.ts";

const highestStep = 100;
/** Below what Linux (32,768), macOS and Windows (49,152) give away, above what programs are known for. */
const unasked = { from: 25_000, to: 32_000 };

/** The first free port from the preferred one upwards, leaving out those already promised. */
export async function findFreePort(
  preferred: number,
  promised: ReadonlySet<number> = new Set(),
): Promise<number> {
  const last = Math.min(preferred + highestStep, 65_535);
  for (let port = preferred; port <= last; port++) {
    if (!promised.has(port) && (await isFree(port))) return port;
  }
  throw new PlainFailure(`Every port from ${preferred} to ${last} is taken.`);
}

// Binding alone does not tell: some systems let 127.0.0.1 be bound beside a program that has every address, and a
// program on ::1 only would answer the browser's "localhost" in our place.
async function isFree(port: number): Promise<boolean> {
  const answered = await Promise.all([answers("127.0.0.1", port), answers("::1", port)]);
  return !answered.includes(true) && (await canBind(port));
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 500 });
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => settle(true));
    socket.once("timeout", () => settle(false));
    socket.once("error", () => settle(false));
  });
}

function canBind(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ host: "127.0.0.1", port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * A port nobody uses, wherever it lies; not among those that a system gives away by itself, where anybody's next
 * connection could take it before it is used, or while a program that had it is started again.
 */
export async function findAnyPort(promised: ReadonlySet<number> = new Set()): Promise<number> {
  for (;;) {
    const port = randomInt(unasked.from, unasked.to);
    if (!promised.has(port) && (await isFree(port))) return port;
  }
}

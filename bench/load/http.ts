import { connect } from "node:net";
import { AnswerReader } from "./answer-reader.ts";
import { serve } from "./serve.ts";

// A process that asks over HTTP, on a few connections that stay open, one request at a time on each.
// It works on bytes, so that little of the shared machine goes to the asking.

export type HttpLoad = {
  port: number;
  /** The whole request. A run of # in it is a number, another one in each request there ever is. */
  request: string;
  connections: number;
  seconds: number;
  /** Ends when so many are answered, if that is sooner. */
  answers?: number;
  /** Requests a second, sent when they are due; without it each connection asks as fast as it is answered. */
  rate?: number;
};

export type HttpLoaded = { answered: number; seconds: number; latenciesMs: number[]; failures: string[] };

serve<HttpLoad, HttpLoaded>(run);

async function run(load: HttpLoad): Promise<HttpLoaded> {
  const latenciesMs: number[] = [];
  const failures: string[] = [];
  const begunAt = performance.now();
  const endsAt = begunAt + load.seconds * 1000;
  const isOver = () => performance.now() >= endsAt || sent >= (load.answers ?? Infinity);
  let sent = 0;
  let open = load.connections;
  let dueMs = begunAt;
  const idle: { ask: (dueAt: number) => void; end: () => void }[] = [];

  const write = writerOf(load.request);
  await new Promise<void>((resolve) => {
    const left = () => {
      open -= 1;
      if (open === 0) resolve();
    };
    for (let at = 0; at < load.connections; at++) {
      const socket = connect({ port: load.port, host: "127.0.0.1", noDelay: true });
      let askedAt = 0;
      const ask = (dueAt: number) => {
        askedAt = dueAt;
        sent += 1;
        socket.write(write());
      };
      const next = () => {
        if (isOver()) socket.end();
        else if (load.rate) idle.push({ ask, end: () => socket.end() });
        else ask(performance.now());
      };
      socket.once("connect", next);
      socket.once("close", left);
      socket.once("error", (error) => failures.push(error.message));
      const reader = new AnswerReader();
      socket.on("data", (chunk: Buffer) => {
        const answer = reader.read(chunk);
        if (!answer) return;
        latenciesMs.push(performance.now() - askedAt);
        if (answer.status !== 200) failures.push(`status ${answer.status}`);
        next();
      });
    }
    if (load.rate) pace(load.rate);
  });
  return {
    answered: latenciesMs.length,
    seconds: (performance.now() - begunAt) / 1000,
    latenciesMs,
    failures,
  };

  // A request that was due while all connections were busy is late from when it was due.
  function pace(rate: number): void {
    const timer = setInterval(() => {
      const now = performance.now();
      while (dueMs <= now && idle.length > 0) {
        idle.shift()?.ask(dueMs);
        dueMs += 1000 / rate;
      }
      if (!isOver()) return;
      clearInterval(timer);
      for (const connection of idle.splice(0)) connection.end();
    }, 1);
  }
}

let written = 0;

function writerOf(request: string): () => Buffer {
  const bytes = Buffer.from(request, "latin1");
  const from = request.indexOf("#");
  if (from < 0) return () => bytes;
  const digits = request.lastIndexOf("#") - from + 1;
  return () => {
    const copy = Buffer.from(bytes);
    written += 1;
    copy.write(String(written % 10 ** digits).padStart(digits, "0"), from, "latin1");
    return copy;
  };
}

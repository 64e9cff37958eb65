import { type AddressInfo, connect, createServer, type Socket } from "node:net";

// Stands between a server and PostgreSQL and counts the statements that pass, whichever version of
// PostgreSQL it is and whatever it was started with. Of the protocol's messages to the server, Q runs
// a text and E one that was prepared.

export type CountingProxy = {
  url: string;
  /** How many statements passed since the last reset. */
  count: () => number;
  reset: () => void;
  close: () => void;
};

export async function startCountingProxy(databaseUrl: string): Promise<CountingProxy> {
  const target = new URL(databaseUrl);
  let count = 0;
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect({ host: target.hostname, port: Number(target.port || 5432), noDelay: true });
    client.setNoDelay(true);
    client.on(
      "data",
      readerOf((letter) => {
        if (letter === "Q" || letter === "E") count += 1;
      }),
    );
    client.pipe(upstream).pipe(client);
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on("close", () => {
        open.delete(socket);
        client.destroy();
        upstream.destroy();
      });
      socket.on("error", () => {});
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = new URL(databaseUrl);
  url.hostname = "127.0.0.1";
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    count: () => count,
    reset() {
      count = 0;
    },
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

function readerOf(passed: (letter: string) => void): (chunk: Buffer) => void {
  let waiting: Buffer = Buffer.alloc(0);
  let started = false;
  return (chunk) => {
    waiting = waiting.length > 0 ? Buffer.concat([waiting, chunk]) : chunk;
    for (;;) {
      // The first message, and a request for TLS before it, have no letter.
      const letter = started ? 1 : 0;
      if (waiting.length < letter + 4) return;
      const size = letter + waiting.readUInt32BE(letter);
      if (waiting.length < size) return;
      if (started) passed(String.fromCharCode(waiting[0] ?? 0));
      else started = size !== 8;
      waiting = waiting.subarray(size);
    }
  };
}

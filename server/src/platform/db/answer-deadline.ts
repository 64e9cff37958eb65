import { connect, type Socket } from "node:net";
import type { Clock, Timer } from "../clock.ts";

export class DatabaseSilent extends Error {
  readonly code = "DATABASE_SILENT";
  constructor(ms: number) {
    super(`PostgreSQL did not answer within ${ms} ms`);
  }
}

/**
 * The driver waits for ever on a peer that no longer answers (a black-holed link, a stopped
 * server). So each of its sockets carries a deadline: while an answer is owed, some of it must come
 * within this time. When it runs out the socket is destroyed, which fails the query and frees its
 * place in the pool. A socket with nothing asked of it may be idle for ever.
 *
 * The pool asks one thing of a connection at a time, and every answer ends with the server saying
 * that it is ready for the next.
 */
export function socketWithDeadline(clock: Clock, host: string, port: number, deadlineMs: number): Socket {
  const socket = connect({ host, port });
  socket.setNoDelay(true);

  let owed = true;
  let lastSignAt = clock.elapsedMs();
  let bytesAtAsk = 0;
  let timer: Timer | undefined = clock.after(deadlineMs, check);

  function check(): void {
    timer = undefined;
    if (socket.destroyed || !owed || answeredUnseen()) return;
    const waited = clock.elapsedMs() - lastSignAt;
    if (waited >= deadlineMs) socket.destroy(new DatabaseSilent(deadlineMs));
    else timer = clock.after(deadlineMs - waited + 1, check);
  }

  // Where the driver starts TLS it takes every listener off; then what came in can only be counted.
  function answeredUnseen(): boolean {
    return !socket.listeners("data").includes(hear) && socket.bytesRead !== bytesAtAsk;
  }

  // The end of an answer may come in two parts.
  let tail = NOTHING;
  function hear(data: Buffer): void {
    lastSignAt = clock.elapsedMs();
    const end = data.length >= READY_BYTES ? data : Buffer.concat([tail, data]);
    if (endsWithReady(end)) {
      owed = false;
      tail = NOTHING;
    } else tail = Buffer.from(end.subarray(-READY_BYTES));
  }
  socket.on("data", hear);

  const write = socket.write.bind(socket);
  socket.write = ((...args: Parameters<typeof write>) => {
    lastSignAt = clock.elapsedMs();
    bytesAtAsk = socket.bytesRead;
    owed = true;
    timer ??= clock.after(deadlineMs, check);
    return write(...args);
  }) as typeof socket.write;
  return socket;
}

const NOTHING = Buffer.alloc(0);
const READY_BYTES = 6;

// ReadyForQuery: "Z", a length of five, and a byte for the state of the transaction.
function endsWithReady(data: Buffer): boolean {
  const at = data.length - READY_BYTES;
  return at >= 0 && data[at] === 0x5a && data.readUInt32BE(at + 1) === 5;
}

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
 * server). So each of its sockets carries a deadline, from the first unanswered write until the
 * next byte that comes back. When it runs out the socket is destroyed, which fails the query and
 * frees its place in the pool. A socket with nothing asked of it may be idle for ever.
 */
export function socketWithDeadline(clock: Clock, host: string, port: number, deadlineMs: number): Socket {
  const socket = connect({ host, port });
  socket.setNoDelay(true);

  // What came in is told from the count of bytes, not from a listener: reading belongs to the
  // driver, and where it starts TLS it takes every listener off.
  let bytesAtAsk = socket.bytesRead;
  let askedAt = clock.elapsedMs();
  let timer: Timer | undefined = clock.after(deadlineMs, check);

  function check(): void {
    timer = undefined;
    if (socket.destroyed || socket.bytesRead !== bytesAtAsk) return;
    const waited = clock.elapsedMs() - askedAt;
    if (waited >= deadlineMs) socket.destroy(new DatabaseSilent(deadlineMs));
    else timer = clock.after(deadlineMs - waited + 1, check);
  }

  const write = socket.write.bind(socket);
  socket.write = ((...args: Parameters<typeof write>) => {
    if (socket.bytesRead !== bytesAtAsk) {
      bytesAtAsk = socket.bytesRead;
      askedAt = clock.elapsedMs();
    }
    timer ??= clock.after(deadlineMs, check);
    return write(...args);
  }) as typeof socket.write;
  return socket;
}

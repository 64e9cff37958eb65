import { DatabaseSilent } from "./answer-deadline.ts";

/** The driver's own error beneath what the query builder wraps around it. */
export function rootError(error: unknown): unknown {
  let root = error;
  while (root instanceof Error && root.cause instanceof Error) root = root.cause;
  return root;
}

const lostConnection = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_DESTROYED",
  "CONNECTION_ENDED",
  "CONNECT_TIMEOUT",
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "57P01", // told to go: the server is shutting down
  "57P02", // another backend crashed
  "57P03", // not yet accepting connections
  "57P05",
  "53300", // too many connections
  "53100", // disk full
  "08006",
  "57014", // took longer than a statement may
]);

/** The database is away for now: say so, and that it is worth trying again. */
export function isUnavailable(error: unknown): boolean {
  const root = rootError(error);
  if (root instanceof DatabaseSilent) return true;
  return root instanceof Error && "code" in root && lostConnection.has(String(root.code));
}

import type { Connection } from "#lib/live/connection.ts";

/**
 * How the widget stands. What cannot be counted is said before what is counted: an account in which nothing ever ran,
 * a connection that is lost, a stream that fell silent; then whether anything runs, and whether a cloud has its like.
 */
export type Standing =
  | { state: "first-use" }
  | { state: "offline"; since: number }
  | { state: "silent" }
  | { state: "waiting" }
  | { state: "nothing-runs" }
  | { state: "no-match" }
  | { state: "counting" };

export interface Seen {
  connection: Connection;
  /** Null until the first instant is told. */
  told: { running: number; comparedRunning: number } | null;
  isSilent: boolean;
  everRan: boolean;
  runs: boolean;
}

export function standingOf({ connection, told, isSilent, everRan, runs }: Seen): Standing {
  const isRunning = told ? told.running > 0 : runs;
  if (connection.state === "offline") return { state: "offline", since: connection.since };
  if (!everRan && !isRunning) return { state: "first-use" };
  if (!told) return { state: "waiting" };
  if (isSilent) return { state: "silent" };
  if (!isRunning) return { state: "nothing-runs" };
  return told.comparedRunning === 0 ? { state: "no-match" } : { state: "counting" };
}

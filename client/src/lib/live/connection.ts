// What the console knows of its connection to the live stream.
//
//   connecting ──acknowledged──▶ catchingUp ──settled──▶ live
//       └──dropped──▶ offline ◀──dropped──┴────dropped────┘
//                        └──acknowledged──▶ catchingUp
//
// Dialling again while offline changes nothing one can see: it is offline until someone answers.

export type Connection =
  | { state: "connecting" }
  | { state: "catchingUp" }
  | { state: "live" }
  | { state: "offline"; since: number };

export type ConnectionEvent =
  | { type: "acknowledged" }
  | { type: "settled" }
  | { type: "dropped"; at: number };

export function nextConnection(connection: Connection, event: ConnectionEvent): Connection {
  switch (event.type) {
    case "acknowledged":
      return { state: "catchingUp" };
    case "settled":
      return connection.state === "catchingUp" ? { state: "live" } : connection;
    case "dropped":
      return connection.state === "offline" ? connection : { state: "offline", since: event.at };
  }
}

const firstRetryMs = 500;
const slowestRetryMs = 15_000;

/** How long to wait before dialling again. Chance keeps a thousand consoles from coming back at once. */
export function retryDelayMs(attempt: number, chance: number): number {
  const longest = Math.min(slowestRetryMs, firstRetryMs * 2 ** Math.min(attempt, 10));
  return Math.round(longest / 2 + (longest / 2) * chance);
}

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

// A Berth that answers by the name of the operation, and remembers what it was asked.

export interface ScriptedBerth {
  url: string;
  asked: { operation: string; variables: Record<string, unknown>; token: string }[];
  /** An operation that is answered as by a server that restarts. */
  away: string | null;
  answers: Record<string, (variables: Record<string, unknown>, token: string) => unknown>;
  close(): Promise<void>;
}

export const KEY = "berth_key-of-ada";
export const WEAK_KEY = "berth_key-that-only-reads";

export const session = {
  __typename: "Session",
  id: "ses_1",
  state: "RUNNING",
  stateSince: "2026-11-26T10:00:00.000Z",
  createdAt: "2026-11-26T10:00:00.000Z",
  consumer: "vision",
  gpuModel: "H100",
  gpuCount: 2,
  vramGb: 80,
  diskGb: 50,
  image: "pytorch",
  hours: 4,
  idleMinutes: null,
  pricePerHour: "4.000000",
  capPerHour: "4.500000",
  held: "18.000000",
  cost: "1.250000",
  ratePerHour: "4.000000",
  readyAt: "2026-11-26T10:02:00.000Z",
  endsAt: "2026-11-26T14:00:00.000Z",
  endedAt: null,
  longestUntil: null,
  isEnding: false,
  reason: null,
  attempts: 1,
  heardAt: "2026-11-26T10:10:00.000Z",
  sshCommand: null,
};

export async function startBerth(): Promise<ScriptedBerth> {
  const berth: ScriptedBerth = {
    url: "",
    asked: [],
    away: null,
    answers: {
      WhoAmI: (_, token) => ({
        viewer: {
          role: null,
          user: null,
          accounts: [],
          actions:
            token === WEAK_KEY ? ["viewer.read"] : ["sessions.stop", "sessions.start", "reservations.book"],
        },
        account: { id: "acc_1", name: "Team", plan: "TEAM" },
      }),
      SessionNow: ({ id }) => ({ session: id === session.id ? session : null }),
      Budgets: () => ({ budgets: [] }),
      StopSession: () => ({ stopSession: { ...session, state: "STOPPING", isEnding: true } }),
      ExtendSession: () => ({ extendSession: session }),
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      let body = "";
      for await (const chunk of incoming) body += String(chunk);
      const { query, variables = {} } = JSON.parse(body) as {
        query: string;
        variables?: Record<string, unknown>;
      };
      const operation = /^\s*(?:query|mutation)\s+(\w+)/m.exec(query)?.[1] ?? "";
      const token = incoming.headers.authorization?.replace("Bearer ", "") ?? "";
      berth.asked.push({ operation, variables, token });
      const answer = berth.answers[operation];
      outgoing.setHeader("content-type", "application/json");
      if (operation === berth.away) outgoing.statusCode = 503;
      outgoing.end(
        JSON.stringify(
          operation === berth.away
            ? {}
            : answer
              ? { data: answer(variables, token) }
              : { errors: [{ message: `nothing answers ${operation}` }] },
        ),
      );
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  berth.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return berth;
}

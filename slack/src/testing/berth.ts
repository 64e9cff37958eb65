import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

// A Berth that answers by the name of the operation, and remembers what it was asked.

export interface ScriptedBerth {
  url: string;
  asked: { operation: string; variables: Record<string, unknown>; token: string }[];
  /** An operation that is answered as by a server that restarts. */
  away: string | null;
  /** Nothing is answered before it. */
  until: Promise<void>;
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

const pool = { id: "pool_1", name: "H100 in Europe", gpuModel: "H100", region: "EU" };

export const reservation = {
  __typename: "Reservation",
  id: "res_1",
  state: "CONFIRMED",
  startsAt: "2026-12-01T09:00:00.000Z",
  endsAt: "2026-12-01T13:00:00.000Z",
  gpus: 2,
  parts: [],
  pool,
  label: "nightly",
  consumer: "vision",
  perGpuHour: "2.000000",
  total: "16.000000",
  onDemandTotal: "18.000000",
  spent: "0.000000",
  credited: "0.000000",
  cancelCost: "0.000000",
  freeCancelUntil: null,
  heldUntil: null,
  readyAt: null,
  endedAt: null,
  reason: null,
  createdAt: "2026-11-26T10:00:00.000Z",
};

export const request = {
  __typename: "StartRequest",
  id: "srq_1",
  said: "2 h of 8 × H100",
  consumer: "vision",
  most: "40.000000",
  askedBy: "Mo",
  until: "2999-01-01T00:00:00.000Z",
  state: "PENDING",
  decidedBy: null as string | null,
  because: null,
  begunId: null as string | null,
};

const budget = {
  id: "bud_1",
  name: "Vision",
  scope: "CONSUMER",
  scopeValue: "vision",
  period: "MONTH",
  timeZone: "UTC",
  limit: "100.000000",
  thresholds: [80],
  measure: null,
  rungs: [],
  standing: {
    spent: "82.000000",
    percent: 82,
    periodStartsAt: "2026-11-01T00:00:00.000Z",
    periodEndsAt: "2026-12-01T00:00:00.000Z",
    next: null,
  },
};

const offer = {
  id: "off_1",
  gpu: { model: "H100", socket: "SXM", vramGb: 80 },
  gpuCount: 8,
  pricePerGpuHour: "2.000000",
  allInPricePerHour: "16.050000",
  provider: { id: "vast", name: "Vast.ai" },
  region: "EU",
  country: "DE",
};

/** A forecast is of hours that are still to come. */
const soon = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

export const forecast = {
  __typename: "Forecast",
  id: "for_1",
  cutOffAt: soon(-1),
  isStale: false,
  showsNaive: false,
  at: [soon(0), soon(1)],
  median: ["2.000000", "1.500000"],
  naive: "2.100000",
  verdictBecause: "Forecasts of this market beat its last price.",
  series: {
    id: "ser_1",
    gpuModel: "H100",
    gpuSocket: "SXM",
    providerId: "vast",
    region: null,
    kind: "available",
  },
};

export async function startBerth(): Promise<ScriptedBerth> {
  const berth: ScriptedBerth = {
    url: "",
    asked: [],
    away: null,
    until: Promise.resolve(),
    answers: {
      WhoAmI: (_, token) => ({
        viewer: {
          role: null,
          user: null,
          accounts: [],
          actions:
            token === WEAK_KEY
              ? ["viewer.read"]
              : ["sessions.stop", "sessions.start", "reservations.book", "budgets.write"],
        },
        account: { id: "acc_1", name: "Team", plan: "TEAM" },
      }),
      SessionNow: ({ id }) => ({ session: id === session.id ? session : null }),
      ReservationNow: ({ id }) => ({ reservation: id === reservation.id ? reservation : null }),
      Budgets: () => ({ budgets: [budget] }),
      Offers: () => ({ offers: { totalCount: 1, nodes: [offer] } }),
      Sessions: () => ({ sessions: { nodes: [session] } }),
      SpendingNow: () => ({
        activeSessionMetrics: {
          machines: 1,
          ratePerHour: "4.000000",
          figures: { paid: "1.250000", gpuHours: 0.6 },
        },
        credits: { available: "90.000000", held: "10.000000" },
      }),
      Forecast: () => ({ forecast }),
      StartRequests: () => ({ startRequests: [request] }),
      ApproveStart: () => ({ approveStart: { ...request, state: "BEGUN", begunId: session.id } }),
      DeclineStart: () => ({ declineStart: { ...request, state: "DECLINED" } }),
      Providers: () => ({ providers: [offer.provider] }),
      Pools: () => ({
        pools: [{ ...pool, gpus: 8, pricePerGpuHour: "2.000000", isOpen: true, horizonDays: 60 }],
      }),
      QuoteReservation: () => ({
        quoteReservation: {
          ...reservation,
          id: "res_quote",
          state: "HELD",
          lines: [{ kind: "BASE", label: "2 × H100 for 4 h", amount: "16.000000" }],
        },
      }),
      CreateReservation: () => ({ createReservation: reservation }),
      ExtensionPrice: () => ({
        extensionPrice: { __typename: "ChangePrice", total: "24.000000", difference: "8.000000" },
      }),
      ExtendReservation: () => ({
        extendReservation: { ...reservation, endsAt: "2026-12-01T15:00:00.000Z", total: "24.000000" },
      }),
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
      await berth.until;
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

import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import {
  ActivityChangedDocument,
  Berth,
  CreateReservationDocument,
  granted,
  newIdempotencyKey,
  OffersDocument,
  QuoteReservationDocument,
  SessionDocument,
  StartSessionDocument,
  StatementDocument,
  StopSessionDocument,
} from "@berth/client-sdk";

// What a partner's program does: it finds a GPU and rents it, books one for later, watches what happens until it has
// worked, stops it, and reads what it cost. It may be killed at any instant and is simply begun again: whatever it is
// about to ask is on disk first, with its key, and so is the place up to which it has heard.
//
//   BERTH_URL=… BERTH_TOKEN=… node examples/partner.ts state.json events.log

const [, , stateFile = "state.json", logFile = "events.log"] = process.argv;
const { BERTH_URL = "", BERTH_TOKEN = "", BERTH_LIVE } = process.env;

interface State {
  startKey: string;
  bookKey: string;
  startsAt: string;
  offerId?: string;
  sessionId?: string;
  quote?: { id: string; total: string };
  reservationId?: string;
  cursor?: string;
  /** How long the log was when the cursor was kept: what is behind that is heard again. */
  logged: number;
}

const HOUR_MS = 3_600_000;

function load(): State {
  if (existsSync(stateFile)) return JSON.parse(readFileSync(stateFile, "utf8")) as State;
  const startsAt = new Date(Math.ceil(Date.now() / HOUR_MS) * HOUR_MS + 24 * HOUR_MS).toISOString();
  return { startKey: newIdempotencyKey(), bookKey: newIdempotencyKey(), startsAt, logged: 0 };
}

const state = load();

/** Whole or not at all: a file that is half-written is never the one that is read. */
function keep(change: Partial<State>): void {
  Object.assign(state, change);
  writeFileSync(`${stateFile}.new`, JSON.stringify(state));
  renameSync(`${stateFile}.new`, stateFile);
}

keep({});
if (existsSync(logFile))
  writeFileSync(logFile, readFileSync(logFile, "utf8").split("\n").slice(0, state.logged).map(line).join(""));

const berth = new Berth({
  url: BERTH_URL,
  token: BERTH_TOKEN,
  live: BERTH_LIVE === "events" ? "events" : "websocket",
});

const offerId = state.offerId ?? (await find());
const sessionId = state.sessionId ?? (await rent(offerId));
const reservationId = state.reservationId ?? (await book());
await watch();
await tell();
await berth.close();

async function find(): Promise<string> {
  const { offers } = await berth.ask(OffersDocument, { text: "sort:price", first: 1 });
  const id = offers.nodes[0]?.id;
  if (!id) throw new Error("Nothing is offered now.");
  keep({ offerId: id });
  return id;
}

async function rent(id: string): Promise<string> {
  const { startSession } = await berth.ask(StartSessionDocument, {
    input: { offerId: id, hours: 1 },
    idempotencyKey: state.startKey,
  });
  const { session } = granted(startSession);
  keep({ sessionId: session.id });
  return session.id;
}

async function book(): Promise<string> {
  const quote = state.quote ?? (await priced());
  const { createReservation } = await berth.ask(CreateReservationDocument, {
    input: { quoteId: quote.id, expectedTotal: quote.total },
    idempotencyKey: state.bookKey,
  });
  const { id } = granted(createReservation);
  keep({ reservationId: id });
  return id;
}

async function priced(): Promise<{ id: string; total: string }> {
  const endsAt = new Date(Date.parse(state.startsAt) + 2 * HOUR_MS).toISOString();
  const { quoteReservation } = await berth.ask(QuoteReservationDocument, {
    input: { gpuModel: "H100", gpus: 1, startsAt: state.startsAt, endsAt },
  });
  const { id, total } = granted(quoteReservation);
  keep({ quote: { id, total } });
  return { id, total };
}

/** Each thing that happens is a line of the log, once, until the machine is proven gone. */
async function watch(): Promise<void> {
  for await (const { activityChanged: update } of berth.follow(
    ActivityChangedDocument,
    {},
    { after: state.cursor ?? null },
  )) {
    if (update.__typename === "ActivityHappened") {
      appendFileSync(logFile, line(`${update.entry.id} ${update.entry.topic}`));
      keep({ cursor: update.cursor, logged: state.logged + 1 });
    } else keep({ cursor: update.cursor });
    // What happened may be long past by the time it is heard, so what is, is asked.
    const { session } = await berth.ask(SessionDocument, { id: sessionId });
    if (session?.state === "RUNNING") await berth.ask(StopSessionDocument, { sessionId });
    if (session?.state === "STOPPED" || session?.state === "FAILED") return;
  }
}

async function tell(): Promise<void> {
  const { statement } = await berth.ask(StatementDocument, { first: 100 });
  const spent = statement.nodes.filter(({ subject }) => subject === sessionId).length;
  console.log(JSON.stringify({ sessionId, reservationId, lines: spent, left: statement.closing.available }));
}

function line(text: string): string {
  return `${text}\n`;
}

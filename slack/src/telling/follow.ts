import {
  ActivityChangedDocument,
  ActivityDocument,
  type Berth,
  BerthFault,
  BudgetsDocument,
  ReservationNowDocument,
  SessionNowDocument,
  StartRequestsDocument,
} from "@berth/client-sdk";
import type { Log } from "../log.ts";
import type { Memory } from "../kept/memory.ts";
import { place } from "../rules/placing.ts";
import {
  alertNow,
  type Budget,
  budgetNow,
  goneNow,
  requestNow,
  reservationNow,
  sessionNow,
} from "../rules/present.ts";
import { apply, nothing, type State, type Told } from "../rules/state.ts";
import { type Happened, kindOf, type Present } from "../rules/thing.ts";

// Hears what happens in the account, and notes what is to be told of it together with how far it heard: one line of
// the journal, both or neither. Events carry ids, so how a thing stands is asked for; many at once are asked about
// once. What cannot be asked for now is asked again, and nothing after it is heard before.

const MOST_AT_ONCE = 200;
const ASKED_AT_ONCE = 8;
const PAGES_BACK = 20;
const AGAIN_MS = 2_000;
const NO_KEY_MS = 30_000;

export interface Following {
  berth: Berth;
  memory: Memory;
  log: Log;
  signal: AbortSignal;
  /** After so long what could not be told is asked for again. */
  againMs?: number;
}

interface Heard {
  cursor: string;
  entry: Happened | null;
  resync: boolean;
}

export async function follow(following: Following): Promise<void> {
  const { berth, memory, log, signal, againMs = AGAIN_MS } = following;
  while (!signal.aborted) {
    const waiting: Heard[] = [];
    let wake = (): void => {};
    let ended: unknown = null;
    const stopping = new AbortController();
    const either = AbortSignal.any([signal, stopping.signal]);
    const reading = (async () => {
      const frames = berth.follow(
        ActivityChangedDocument,
        {},
        {
          after: memory.state.cursor,
          signal: either,
          onLost: (fault, againInMs) =>
            log.warn("the stream of events was lost", { why: fault?.message ?? "it ended", againInMs }),
        },
      );
      for await (const { activityChanged: update } of frames) {
        waiting.push({
          cursor: update.cursor,
          entry: update.__typename === "ActivityHappened" ? happenedOf(update.entry) : null,
          resync: update.__typename === "Resync",
        });
        wake();
        // No more is read than can be told: the stream waits at its other end, and is resumed if it must.
        while (waiting.length >= MOST_AT_ONCE * 5 && !either.aborted)
          await new Promise((resolve) => setTimeout(resolve, 20));
      }
    })().catch((error: unknown) => {
      ended = error ?? new Error("the stream ended");
      wake();
    });
    try {
      for (let goesOn = true; goesOn && !signal.aborted;) {
        if (waiting.length > 0) goesOn = await take(following, waiting.splice(0, MOST_AT_ONCE));
        else if (ended) throw ended as Error;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    } catch (error) {
      if (signal.aborted) return;
      const fault = error instanceof BerthFault ? error : null;
      // What was read and not noted is read again.
      log.error("events could not be told and are asked for again", {
        code: fault?.code,
        why: error instanceof Error ? error.message : String(error),
      });
      await new Promise((resolve) =>
        setTimeout(resolve, fault?.code === "UNAUTHENTICATED" ? NO_KEY_MS : againMs),
      );
    } finally {
      stopping.abort(new Error("read again"));
      await reading;
    }
  }
}

/** False where the stream is to be begun anew, from what was noted. */
async function take(following: Following, frames: readonly Heard[]): Promise<boolean> {
  const gap = frames.findIndex(({ resync }) => resync);
  const heard = gap < 0 ? frames : frames.slice(0, gap);
  const last = heard.at(-1);
  const entries = heard.flatMap(({ entry }) => entry ?? []);
  if (last) await tell(following, entries, last.cursor);
  const resync = frames[gap];
  if (!resync) return true;
  await catchUp(following, resync.cursor);
  return false;
}

async function tell(following: Following, entries: Happened[], cursor: string): Promise<void> {
  const told = await toldOf(following, entries);
  const newest = entries.at(-1);
  const lastEvent = newest ? { id: newest.id, at: newest.at } : null;
  await following.memory.note({ t: "heard", cursor, lastEvent, told });
}

/** The stream no longer keeps what came next. The list does, and says from where on the stream follows it. */
async function catchUp(following: Following, cursor: string): Promise<void> {
  const { memory, log } = following;
  const { lastEvent } = memory.state;
  if (!lastEvent) return tell(following, [], cursor);
  const { missed, liveCursor } = await readMissed(following, lastEvent);
  log.warn("events older than the stream keeps were read from the list", { count: missed.length });
  await tell(following, missed, liveCursor);
}

async function toldOf(following: Following, entries: Happened[]): Promise<Told[]> {
  const { state } = following.memory;
  const wanted = entries.filter(({ topic }) => kindOf(topic));
  if (wanted.length === 0 || Object.keys(state.channels).length === 0) return [];
  const presents = await askPresents(following, wanted);
  const counted = { last: state.counted };
  const now = Date.now();
  // Each is placed in the state that those before it leave: one that begins a card is the card of the next.
  const { channels, cards, cardOf } = state;
  const drafted = structuredClone({ ...nothing(), channels, cards, cardOf, counted: state.counted });
  const told: Told[] = [];
  for (const entry of wanted) {
    const present = presents.get(entry.subject ?? entry.topic) ?? alertNow(entry);
    for (const one of place(drafted, entry, present, now, counted)) {
      told.push(one);
      apply(drafted, { t: "heard", cursor: "", lastEvent: null, told: [one] });
    }
  }
  return told;
}

async function askPresents({ berth, signal }: Following, entries: Happened[]): Promise<Map<string, Present>> {
  const presents = new Map<string, Present>();
  const { budgets } = await berth.ask(BudgetsDocument, {}, { signal });
  const latest = new Map(entries.map((entry) => [entry.subject ?? entry.topic, entry]));
  const asked = [...latest.entries()];
  const askSome = async (): Promise<void> => {
    for (let next = asked.shift(); next; next = asked.shift()) {
      const [thing, entry] = next;
      presents.set(thing, await askPresent(berth, entry, budgets, signal));
    }
  };
  await Promise.all(Array.from({ length: ASKED_AT_ONCE }, askSome));
  return presents;
}

async function askPresent(
  berth: Berth,
  entry: Happened,
  budgets: readonly Budget[],
  signal?: AbortSignal,
): Promise<Present> {
  const id = entry.subject ?? "";
  const options = signal ? { signal } : {};
  switch (kindOf(entry.topic)) {
    case "sessions": {
      const { session } = await berth.ask(SessionNowDocument, { id }, options);
      return session ? sessionNow(session, budgets) : goneNow(entry);
    }
    case "reservations": {
      const { reservation } = await berth.ask(ReservationNowDocument, { id }, options);
      return reservation ? reservationNow(reservation, budgets) : goneNow(entry);
    }
    case "budgets": {
      const budget = budgets.find((one) => one.id === id);
      return budget ? budgetNow(budget) : goneNow(entry);
    }
    default: {
      if (entry.topic !== "start-request.changed") return alertNow(entry);
      const { startRequests } = await berth.ask(StartRequestsDocument, {}, options);
      const request = startRequests.find((one) => one.id === id);
      return request ? requestNow(request) : alertNow(entry);
    }
  }
}

/** The list is read back to what was heard last. */
async function readMissed(
  { berth, signal, log }: Following,
  last: NonNullable<State["lastEvent"]>,
): Promise<{ missed: Happened[]; liveCursor: string }> {
  const missed: Happened[] = [];
  let page = await askPage(berth, null, signal);
  const { liveCursor } = page;
  for (let pages = 1; ; pages++) {
    for (const entry of page.nodes) {
      if (entry.id === last.id || entry.at < last.at) return { missed: missed.toReversed(), liveCursor };
      missed.push(happenedOf(entry));
    }
    const { hasNextPage, endCursor } = page.pageInfo;
    if (!hasNextPage) break;
    if (pages === PAGES_BACK) {
      log.error("more happened than is read back: what came before is told nowhere", {
        from: last.at,
        to: missed.at(-1)?.at,
      });
      break;
    }
    page = await askPage(berth, endCursor ?? null, signal);
  }
  return { missed: missed.toReversed(), liveCursor };
}

async function askPage(berth: Berth, after: string | null, signal: AbortSignal) {
  return (await berth.ask(ActivityDocument, { first: 100, after }, { signal })).activity;
}

type Entry = Omit<Happened, "subject"> & { subject?: string | null };

function happenedOf({ id, at, topic, actorName, summary, subject }: Entry): Happened {
  return { id, at, topic, actorName, summary, subject: subject ?? null };
}

import { actingFor, personOf, queueMail } from "../accounts/index.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import type { Person } from "../values/actor.ts";
import { hourOf } from "../values/hour.ts";
import { may } from "../values/permission.ts";
import { note, takeBack } from "./connect.ts";
import { isWindow, windowMirrorsOf } from "./window-mirrors.ts";
import { type GoogleFailure, readFailure } from "../platform/google/failure.ts";
import type { Google, GoogleEvent } from "../platform/google/google.ts";
import { avoidedBy } from "./avoided.ts";
import { keepChannel, noChannel } from "./channel.ts";
import { Speaker } from "./tokens.ts";
import { readOverlays } from "./overlays.ts";
import { readEntriesOf, readWindowEntries } from "./read-entries.ts";
import { answerHand } from "./rules/by-hand.ts";
import type { CalendarEntry } from "./rules/entries.ts";
import { proposalLetter } from "./rules/letters.ts";
import {
  type ConnectionRow,
  deleteConnection,
  forgetWritten,
  giveBack,
  listToWrite,
  markReconnect,
  noteLooked,
  type MirrorRow,
  noteSeen,
  noteWritten,
  propose,
  readMirrorsByEvent,
  takeDue,
  touchMirrorsOf,
  updateConnection,
} from "./store/connections.ts";

// Keeps connected calendars as they should be. What changed in an account was counted up by its events; here what is
// behind is written, from how things stand now and under an id that is made of what it stands for, so that a crash, a
// lost answer or two processes at once leave one event. What Google says has changed since the last look is compared
// with what should stand there. Whatever goes wrong with one calendar is that calendar's alone: it rests, ever longer,
// and where its person took their consent back it waits for them, who are told once.

const EVERY_MS = 60_000;
/** Where Google tells of changes; one that it forgot to tell is found all the same. */
const EVERY_TOLD_MS = 5 * 60_000;
const LEASE_MS = 3 * 60_000;
const AT_ONCE = 50;
/** Google takes six hundred calls a minute from one person, and some of them are questions. */
const WRITES_A_MINUTE = 500;
const MINUTE_MS = 60_000;
const LANES = 4;
const REST_FIRST_MS = 30_000;
const REST_MOST_MS = 60 * 60_000;
const CALENDAR = "Berth";
/** For so long a letter about what waits for somebody is of use. */
const USEFUL_MS = 7 * 24 * 3_600_000;

export interface Mirroring {
  google: Google;
  /** Where the console is. */
  origin: string;
  /** Where Google can tell of changes; where it cannot, calendars are looked at more often. */
  channelAddress: string | null;
  /** So many events of a calendar, and the rest in the next minute; usually as many as Google takes. */
  writesAMinute?: number;
}

/** Says how many calendars were looked at. */
export async function mirrorCalendars(ctx: Ctx, mirroring: Mirroring, signal?: AbortSignal): Promise<number> {
  const lanes = Array.from({ length: LANES }, () => workLane(ctx, mirroring, signal));
  return (await Promise.all(lanes)).reduce((sum, count) => sum + count, 0);
}

async function workLane(ctx: Ctx, mirroring: Mirroring, signal?: AbortSignal): Promise<number> {
  for (let count = 0; ; count++) {
    const connection = signal?.aborted ? undefined : await takeDue(ctx, LEASE_MS);
    if (!connection) return count;
    await mirrorOne(ctx, mirroring, connection, signal);
  }
}

async function mirrorOne(
  ctx: Ctx,
  mirroring: Mirroring,
  connection: ConnectionRow,
  signal?: AbortSignal,
): Promise<void> {
  const { id, accountId, userId } = connection;
  const owner = await actingFor(ctx, accountId, userId, id);
  if (owner?.kind !== "person" || !may(owner, "reservations.read")) {
    // Whoever left the account sees no more of it. Google is told first: should this end in between, it is told again.
    await takeBack(ctx, mirroring.google, connection);
    await deleteConnection(ctx, id);
    return;
  }
  const now = ctx.now().getTime();
  try {
    const { isAll, isTold } = await bringUpToDate({ ...ctx, actor: owner }, mirroring, connection, signal);
    // From here on, and not from its beginning: no minute that is looked at, by whom it may be, has more.
    const restsUntil = isAll ? null : new Date(ctx.now().getTime() + MINUTE_MS);
    const dueAt = new Date(now + (isTold ? EVERY_TOLD_MS : EVERY_MS));
    await giveBack(ctx, id, { dueAt, failures: 0, problem: null, restsUntil });
  } catch (error) {
    const failure = readFailure(error);
    if (failure.kind === "reconnect") return askToReconnect(ctx, connection, owner, failure);
    const failures = connection.failures + 1;
    const rest = Math.min(REST_FIRST_MS * 2 ** Math.min(failures - 1, 10), REST_MOST_MS);
    const dueAt = new Date(ctx.now().getTime() + Math.max(rest, failure.retryAfterMs ?? 0));
    await giveBack(ctx, id, { dueAt, failures, problem: failure.message, restsUntil: null });
    ctx.log.warn({ connection: id, failures, why: failure.message }, "a calendar could not be mirrored");
  }
}

/** Told once, however often it is found. */
async function askToReconnect(
  ctx: Ctx,
  connection: ConnectionRow,
  { email, name }: Person,
  failure: GoogleFailure,
): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    if (!(await markReconnect(ctx, connection.id, failure.message))) return;
    await note(ctx, connection, "reconnect");
    await queueMail(ctx, {
      to: email,
      letter: {
        subject: "Reconnect Calendar: Berth can no longer write to your Google Calendar",
        paragraphs: [
          `${name}, your consent was taken back, or ran out. What you booked stays booked; it is no longer shown in your Google Calendar, and changes are not either.`,
          "Connect it again, and everything that changed meanwhile is written there. This is told once.",
        ],
        button: { label: "Reconnect Calendar", href: "/settings/calendars" },
      },
      usefulUntil: new Date(ctx.now().getTime() + USEFUL_MS),
    });
  });
}

/** Whether all is written that may be for now, and whether Google tells of changes from here on. */
async function bringUpToDate(
  ctx: Ctx,
  mirroring: Mirroring,
  connection: ConnectionRow,
  signal?: AbortSignal,
): Promise<{ isAll: boolean; isTold: boolean }> {
  const { google } = mirroring;
  let isAll: boolean;
  let isTold: boolean;
  const speaker = new Speaker(ctx, google, connection);
  const calendarId = await ensureCalendar(ctx, speaker, connection);
  try {
    // Before it is read: what changes from then on is told.
    isTold = await keepChannel(ctx, speaker, connection, calendarId, mirroring.channelAddress);
    if (connection.calendarId !== null) await readHands(ctx, speaker, connection, calendarId);
    const windows = await findWindows(ctx, connection);
    const writing = { ...mirroring, windows: windows ?? [] };
    isAll = await writeAll(ctx, speaker, { ...connection, calendarId }, writing, signal);
    // Else they are looked for anew: what was found is to be written, and nobody keeps it.
    if (windows && isAll) await noteLooked(ctx, connection, { windowsAt: hourOf(ctx.now()) });
  } catch (error) {
    if (readFailure(error).kind !== "not-found") throw error;
    // Somebody threw the whole calendar away: another is made, and all is written there.
    await updateConnection(ctx, connection.id, {
      calendarId: null,
      syncToken: null,
      windowsAt: null,
      ...noChannel,
    });
    await forgetWritten(ctx, connection.id);
    throw error;
  }
  await readOverlays(ctx, speaker, connection);
  return { isAll, isTold };
}

async function ensureCalendar(ctx: Ctx, speaker: Speaker, connection: ConnectionRow): Promise<string> {
  if (connection.calendarId !== null) return connection.calendarId;
  const calendarId = await speaker.ask((line) => line.createCalendar(CALENDAR, connection.zone));
  await updateConnection(ctx, connection.id, { calendarId, syncToken: null });
  return calendarId;
}

// ——— what somebody did by hand ———

async function readHands(
  ctx: Ctx,
  speaker: Speaker,
  connection: ConnectionRow,
  calendarId: string,
): Promise<void> {
  const { syncToken: since } = connection;
  const list = (since: string | null) => speaker.ask((line) => line.listChanges(calendarId, since));
  const isOver = (error: unknown) => readFailure(error).kind === "gone";
  // A place that Google no longer knows is dropped, and everything is read.
  const { events, upTo, whole } =
    since === null
      ? { ...(await list(null)), whole: true }
      : await list(since).then(
          (read) => ({ ...read, whole: false }),
          async (error: unknown) => {
            if (!isOver(error)) throw error;
            return { ...(await list(null)), whole: true };
          },
        );
  const seen = new Map(events.map((event) => [event.id, event]));
  const mirrors = await readMirrorsByEvent(ctx, connection.id, whole ? null : [...seen.keys()]);
  const changed = mirrors.filter(({ eventId, etag }) => (seen.get(eventId)?.etag ?? null) !== etag);
  const entries = await readEntriesOf(
    ctx,
    changed.map(({ subject }) => subject),
  );
  await inTransaction(ctx, async (ctx) => {
    for (const mirror of changed)
      await answerOne(ctx, connection, mirror, seen.get(mirror.eventId), entries.get(mirror.subject));
    await updateConnection(ctx, connection.id, { syncToken: upTo });
  });
}

async function answerOne(
  ctx: Ctx,
  connection: ConnectionRow,
  mirror: MirrorRow,
  event: GoogleEvent | undefined,
  entry: CalendarEntry | undefined,
): Promise<void> {
  // Nothing was written yet, or what is behind is written anyway.
  if (mirror.etag === null && (event === undefined || event.deleted)) return;
  const gone = event === undefined || event.deleted;
  const seen = event ?? { deleted: true, title: "", startsAt: null, endsAt: null };
  // A window is nobody's booking: it moves with the next forecast, and not before.
  const answer = isWindow(mirror.subject)
    ? { act: "leave" as const }
    : answerHand(seen, entry, connection.byHand);
  await noteSeen(ctx, mirror, gone ? null : event.etag, answer.act === "put-back");
  if (answer.act !== "propose" || !entry) return;
  const { wish } = answer;
  const isNew = await propose(ctx, { connectionId: connection.id, reservationId: mirror.subject, ...wish });
  // In the calendar it looks as if it were done.
  if (isNew)
    await queueMail(ctx, {
      to: personOf(ctx).email,
      letter: proposalLetter(wish, entry, connection.zone),
      usefulUntil: new Date(ctx.now().getTime() + USEFUL_MS),
    });
}

// ——— what is to be written ———

/** Each hour the cheapest windows are looked for anew; null while those that stand there are of this hour. */
async function findWindows(ctx: Ctx, connection: ConnectionRow): Promise<CalendarEntry[] | null> {
  const { id, windowsGpu: gpu, windowsGpuCount: gpuCount, windowsHours: hours, windowsAt } = connection;
  if (gpu === null || gpuCount === null || hours === null) return [];
  if (windowsAt !== null && windowsAt >= hourOf(ctx.now())) return null;
  const avoid = avoidedBy(ctx, connection);
  const entries = await readWindowEntries(ctx, { gpu, gpuCount, hours }, { id, avoid });
  await touchMirrorsOf(ctx, id, windowMirrorsOf(id));
  return entries;
}

async function writeAll(
  ctx: Ctx,
  speaker: Speaker,
  connection: ConnectionRow & { calendarId: string },
  {
    windows,
    origin,
    writesAMinute = WRITES_A_MINUTE,
  }: Pick<Mirroring, "origin" | "writesAMinute"> & { windows: readonly CalendarEntry[] },
  signal?: AbortSignal,
): Promise<boolean> {
  const { id, userId, mirrors, zone, calendarId } = connection;
  for (let left = writesAMinute; !signal?.aborted;) {
    // One is read in any case: whether anything is left decides when to come again.
    const rows = await listToWrite(ctx, id, Math.min(AT_ONCE, Math.max(left, 1)));
    if (rows.length === 0) return true;
    if (left === 0) return false;
    const entries = await readEntriesOf(
      ctx,
      rows.map(({ subject }) => subject),
      mirrors === "own" ? userId : null,
    );
    for (const row of rows) {
      const entry = entries.get(row.subject) ?? windows.find(({ id }) => id === row.subject);
      const etag = await writeOne(speaker, { calendarId, zone, origin }, row, entry);
      await noteWritten(ctx, row, etag);
    }
    left -= rows.length;
    await updateConnection(ctx, id, { leaseUntil: new Date(ctx.now().getTime() + LEASE_MS) });
  }
  return false;
}

async function writeOne(
  speaker: Speaker,
  { calendarId, zone, origin }: { calendarId: string; zone: string; origin: string },
  row: MirrorRow,
  entry: CalendarEntry | undefined,
): Promise<string | null> {
  if (!entry || entry.status === "cancelled") {
    if (row.etag !== null) await speaker.ask((line) => line.remove(calendarId, row.eventId));
    return null;
  }
  const { title, place, startsAt, endsAt, status, path } = entry;
  const url = new URL(path, origin).href;
  const event = {
    id: row.eventId,
    title,
    description: [...entry.linesIn(zone), url].join("\n"),
    place,
    startsAt,
    endsAt,
    zone,
    tentative: status === "tentative",
    url,
  };
  return speaker.ask((line) => line.put(calendarId, event, row.etag !== null));
}

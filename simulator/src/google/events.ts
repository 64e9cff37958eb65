import { json, text, type Answer } from "../http/exchange.ts";
import { openChannel } from "./channels.ts";
import { badRequest, notAllowed, notFound, Refused, syncOver } from "./refusals.ts";
import type { Google, GoogleCalendar, GoogleEvent, Grant } from "./state.ts";

// What of Google's Calendar API (v3) is asked for: a calendar of one's own, its events by page and by sync token, and
// when somebody is busy.

const scope = (name: string) => `https://www.googleapis.com/auth/calendar.${name}`;
const EVENT_ID = /^[a-v0-9]{5,1024}$/;

export interface Visit {
  google: Google;
  grant: Grant;
  query: URLSearchParams;
  body: Record<string, unknown>;
}

function allow({ grant }: Visit, ...names: readonly string[]): void {
  if (!names.some((name) => grant.scopes.includes(scope(name)))) throw notAllowed();
}

export function insertCalendar(visit: Visit): Answer {
  allow(visit, "app.created");
  const { google, body } = visit;
  const id = `${google.token("c_").toLowerCase()}@group.calendar.google.com`;
  const zone = typeof body["timeZone"] === "string" ? body["timeZone"] : "UTC";
  const { summary, timeZone } = google.addCalendar(id, String(body["summary"]), zone);
  return json(200, { kind: "calendar#calendar", etag: '"1"', id, summary, timeZone });
}

export function deleteCalendar(visit: Visit, id: string): Answer {
  allow(visit, "app.created");
  if (id === "primary" || !visit.google.calendars.delete(id)) throw notFound();
  return text(204, "");
}

function find(visit: Visit, id: string): GoogleCalendar {
  if (id === "primary") allow(visit, "events.owned.readonly");
  else allow(visit, "app.created");
  const calendar = visit.google.calendars.get(id);
  if (!calendar) throw notFound();
  return calendar;
}

const told = ({ id, status, etag, created, updated, body }: GoogleEvent) => ({
  kind: "calendar#event",
  htmlLink: `https://www.google.com/calendar/event?eid=${id}`,
  ...body,
  id,
  status,
  etag,
  created,
  updated,
});

export function listEvents(visit: Visit, calendarId: string, half: boolean): Answer {
  const { google, query } = visit;
  const calendar = find(visit, calendarId);
  const [syncToken, pageToken] = [query.get("syncToken"), query.get("pageToken")];
  if (syncToken !== null && (query.has("timeMin") || query.has("timeMax")))
    throw badRequest("Sync token cannot be combined with these.");
  const since = syncToken === null ? null : readSyncToken(calendar, syncToken);
  const found = [...calendar.events.values()]
    .filter(({ status, seq }) =>
      since === null ? status !== "cancelled" || query.get("showDeleted") === "true" : seq > since,
    )
    .filter((event) => liesIn(event, query.get("timeMin"), query.get("timeMax")))
    .toSorted((a, b) => a.seq - b.seq);
  const from = pageToken === null ? 0 : Number(pageToken.replace(/^p/, ""));
  const size = Math.min(Number(query.get("maxResults") ?? 250), google.pageSize);
  const page = found.slice(from, from + size);
  const more = from + size < found.length;
  const answer = {
    kind: "calendar#events",
    etag: `"${calendar.seq}"`,
    summary: calendar.summary,
    timeZone: calendar.timeZone,
    items: page.map(told),
    // Only on the last page is there a place to go on from.
    ...(more
      ? { nextPageToken: `p${from + size}` }
      : { nextSyncToken: `s${calendar.generation}.${calendar.seq}` }),
  };
  if (!half) return json(200, answer);
  const bytes = Buffer.from(JSON.stringify(answer));
  return {
    kind: "bytes",
    status: 200,
    bytes: bytes.subarray(0, Math.floor(bytes.length / 2)),
    type: "application/json",
  };
}

function readSyncToken(calendar: GoogleCalendar, token: string): number {
  const [, generation, seq] = /^s(\d+)\.(\d+)$/.exec(token) ?? [];
  if (Number(generation) !== calendar.generation) throw syncOver();
  return Number(seq);
}

const instantOf = (value: unknown) => {
  const { dateTime, date } = (value ?? {}) as { dateTime?: string; date?: string };
  return Date.parse(dateTime ?? date ?? "");
};

function liesIn({ body }: GoogleEvent, timeMin: string | null, timeMax: string | null): boolean {
  return (
    (timeMin === null || instantOf(body["end"]) > Date.parse(timeMin)) &&
    (timeMax === null || instantOf(body["start"]) < Date.parse(timeMax))
  );
}

function readBody({ body }: Visit): Record<string, unknown> {
  const [start, end] = [instantOf(body["start"]), instantOf(body["end"])];
  if (Number.isNaN(start) || Number.isNaN(end)) throw badRequest("Missing end time.");
  if (end < start) throw new Refused(400, "timeRangeEmpty", "The specified time range is empty.", "calendar");
  const { id: _id, status: _status, ...rest } = body;
  return rest;
}

export function watchEvents(visit: Visit, calendarId: string): Answer {
  return openChannel(visit, find(visit, calendarId));
}

export function insertEvent(visit: Visit, calendarId: string): Answer {
  const { google, body } = visit;
  const calendar = find(visit, calendarId);
  const id =
    typeof body["id"] === "string"
      ? body["id"]
      : google
          .token("e")
          .toLowerCase()
          .replace(/[^a-v0-9]/g, "0");
  if (!EVENT_ID.test(id)) throw badRequest("Invalid resource id value.");
  // An id is taken for good: also by what was deleted.
  if (calendar.events.has(id))
    throw new Refused(409, "duplicate", "The requested identifier already exists.");
  return json(200, told(google.put(calendar, id, readBody(visit), statusOf(visit))));
}

export function updateEvent(visit: Visit, calendarId: string, id: string): Answer {
  const calendar = find(visit, calendarId);
  if (!calendar.events.has(id)) throw notFound();
  return json(200, told(visit.google.put(calendar, id, readBody(visit), statusOf(visit))));
}

const statusOf = ({ body }: Visit) => (body["status"] === "tentative" ? "tentative" : "confirmed");

export function deleteEvent(visit: Visit, calendarId: string, id: string): Answer {
  const calendar = find(visit, calendarId);
  const event = calendar.events.get(id);
  if (!event) throw notFound();
  if (event.status === "cancelled") throw new Refused(410, "deleted", "Resource has been deleted");
  visit.google.put(calendar, id, event.body, "cancelled");
  return text(204, "");
}

export function freeBusy(visit: Visit): Answer {
  allow(visit, "freebusy");
  const { google, body } = visit;
  const [timeMin, timeMax] = [String(body["timeMin"]), String(body["timeMax"])];
  const busy = [...(google.calendars.get("primary")?.events.values() ?? [])]
    .filter((event) => event.status !== "cancelled" && event.body["transparency"] !== "transparent")
    .filter((event) => liesIn(event, timeMin, timeMax))
    .map(({ body }) => ({
      start: new Date(instantOf(body["start"])).toISOString(),
      end: new Date(instantOf(body["end"])).toISOString(),
    }));
  return json(200, { kind: "calendar#freeBusy", timeMin, timeMax, calendars: { primary: { busy } } });
}

import { isFromHere } from "../control/from-here.ts";
import { json, text, type Answer, type Call, type Dialect } from "../http/exchange.ts";
import { stopChannel } from "./channels.ts";
import { control } from "./control.ts";
import {
  deleteCalendar,
  deleteEvent,
  freeBusy,
  insertCalendar,
  insertEvent,
  listEvents,
  updateEvent,
  type Visit,
  watchEvents,
} from "./events.ts";
import { authorize, giveToken, revoke } from "./oauth.ts";
import { calendarPage } from "./pages.ts";
import { badRequest, notFound, quota, Refused, tooMany, unauthorized, unavailable } from "./refusals.ts";
import type { Fault, Google } from "./state.ts";

const api = "/calendar/v3";

/** Google's OAuth and Calendar API, for one person, on this machine. */
export function googleDialect(google: Google): Dialect {
  return async (call) => {
    if (call.path === "/control/google")
      return isFromHere(call)
        ? control(google, call)
        : json(403, { error: "Control answers programs on this machine only." });
    try {
      return open(google, call) ?? (call.path.startsWith(`${api}/`) ? visit(google, call) : undefined);
    } catch (refused) {
      if (refused instanceof Refused) return refused.answer;
      throw refused;
    }
  };
}

/** What needs no token. */
function open(google: Google, call: Call): Answer | null {
  switch (`${call.method} ${call.path}`) {
    case "GET /o/oauth2/v2/auth":
      return authorize(google, call);
    case "POST /token":
      return giveToken(google, call);
    case "POST /revoke":
      return revoke(google, call);
    case "GET /google":
      return text(200, calendarPage(google), "text/html; charset=utf-8");
    default:
      return null;
  }
}

function visit(google: Google, call: Call): Answer {
  const fault = google.faults.shift() ?? null;
  google.calls.push(`${call.method} ${call.path.slice(api.length)}`);
  if (fault === "hang") return { kind: "hang" };
  if (fault && fault !== "half-page" && fault !== "lost-answer") throw refusals[fault]();
  if (google.isTooMuch()) {
    google.refused += 1;
    throw quota();
  }
  const token = /^Bearer (.+)$/.exec(call.headers.authorization ?? "")?.[1] ?? "";
  const access = google.accessTokens.get(token);
  if (!access?.grant.live || access.expiresAt <= google.clock.now()) throw unauthorized();
  const given = route(call, { google, grant: access.grant, query: call.query, body: readJson(call) }, fault);
  // What was asked is done.
  return fault === "lost-answer" ? { kind: "cut" } : given;
}

const refusals: Record<Exclude<Fault, "half-page" | "hang" | "lost-answer">, () => Refused> = {
  quota,
  "too-many": tooMany,
  unavailable,
  unauthorized,
};

function route(call: Call, visit: Visit, fault: Fault | null): Answer {
  const [first, second, third, fourth] = call.path
    .slice(api.length + 1)
    .split("/")
    .map(decodeURIComponent);
  if (first === "freeBusy" && call.method === "POST") return freeBusy(visit);
  if (first === "channels" && second === "stop" && call.method === "POST") return stopChannel(visit);
  if (first !== "calendars") throw notFound();
  if (second === undefined && call.method === "POST") return insertCalendar(visit);
  if (second === undefined) throw notFound();
  if (third === undefined && call.method === "DELETE") return deleteCalendar(visit, second);
  if (third !== "events") throw notFound();
  if (fourth === undefined && call.method === "GET") return listEvents(visit, second, fault === "half-page");
  if (fourth === undefined && call.method === "POST") return insertEvent(visit, second);
  if (fourth === "watch" && call.method === "POST") return watchEvents(visit, second);
  if (fourth !== undefined && call.method === "PUT") return updateEvent(visit, second, fourth);
  if (fourth !== undefined && call.method === "DELETE") return deleteEvent(visit, second, fourth);
  throw notFound();
}

function readJson({ body }: Call): Record<string, unknown> {
  if (body === "") return {};
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch {
    throw badRequest("Parse Error");
  }
}

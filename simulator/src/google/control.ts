import { z } from "zod";
import { json, type Answer, type Call } from "../http/exchange.ts";
import type { Google } from "./state.ts";

// What happens at Google without Berth: somebody takes their consent back, moves an event by hand, or Google has a
// bad minute.

const faults = [
  "quota",
  "too-many",
  "unavailable",
  "unauthorized",
  "half-page",
  "hang",
  "lost-answer",
] as const;

const Change = z.strictObject({
  /** The person takes back what they allowed. */
  revokeAll: z.boolean().optional(),
  expireAccess: z.boolean().optional(),
  expireSyncTokens: z.boolean().optional(),
  opensChannels: z.boolean().optional(),
  forgetCalls: z.boolean().optional(),
  pageSize: z.number().int().positive().optional(),
  callsAMinute: z.number().int().positive().nullable().optional(),
  faults: z.array(z.enum(faults)).optional(),
  deleteCalendars: z.boolean().optional(),
  event: z
    .strictObject({
      calendarId: z.string(),
      id: z.string(),
      delete: z.boolean().optional(),
      summary: z.string().optional(),
      startsAt: z.iso.datetime().optional(),
      endsAt: z.iso.datetime().optional(),
    })
    .optional(),
});

export function control(google: Google, call: Call): Answer {
  if (call.method === "GET") return json(200, stateOf(google));
  const read = Change.safeParse(JSON.parse(call.body || "{}"));
  if (!read.success) return json(400, { error: read.error.issues[0]?.message });
  change(google, read.data);
  return json(200, stateOf(google));
}

function change(google: Google, wish: z.infer<typeof Change>): void {
  if (wish.revokeAll) for (const grant of google.refreshTokens.values()) grant.live = false;
  if (wish.expireAccess) for (const access of google.accessTokens.values()) access.expiresAt = 0;
  if (wish.expireSyncTokens) for (const calendar of google.calendars.values()) calendar.generation += 1;
  if (wish.forgetCalls) google.calls.length = 0;
  if (wish.pageSize !== undefined) google.pageSize = wish.pageSize;
  if (wish.callsAMinute !== undefined) google.callsAMinute = wish.callsAMinute;
  if (wish.opensChannels !== undefined) google.opensChannels = wish.opensChannels;
  google.faults.push(...(wish.faults ?? []));
  if (wish.deleteCalendars) {
    for (const id of google.calendars.keys()) if (id !== "primary") google.calendars.delete(id);
    google.channels.clear();
  }
  if (!wish.event) return;
  const { calendarId, id, summary, startsAt, endsAt } = wish.event;
  const calendar = google.calendars.get(calendarId);
  if (!calendar) return;
  const body = calendar.events.get(id)?.body ?? {};
  google.put(
    calendar,
    id,
    {
      ...body,
      ...(summary !== undefined && { summary }),
      ...(startsAt !== undefined && { start: { dateTime: startsAt } }),
      ...(endsAt !== undefined && { end: { dateTime: endsAt } }),
    },
    wish.event.delete ? "cancelled" : "confirmed",
  );
}

function stateOf(google: Google) {
  return {
    calls: google.calls,
    grants: [...google.refreshTokens.values()].filter(({ live }) => live).length,
    refused: google.refused,
    channels: [...google.channels.values()].map(({ id, calendarId, until, told }) => ({
      id,
      calendarId,
      until: new Date(until).toISOString(),
      told,
    })),
    calendars: [...google.calendars.values()].map(({ id, summary, events }) => ({
      id,
      summary,
      events: [...events.values()].map(({ id, status, body }) => ({ ...body, id, status })),
    })),
  };
}

import { DAY } from "../clock.ts";
import { json, text, type Answer } from "../http/exchange.ts";
import type { Visit } from "./events.ts";
import { badRequest, notFound, Refused } from "./refusals.ts";
import type { Channel, Google, GoogleCalendar } from "./state.ts";

// Push notifications as Google sends them: a call without a body whose headers say which channel, and that something
// changed, never what. A channel ends by itself.

const LASTS = 7 * DAY;
const PATIENCE_MS = 5_000;

export function openChannel({ google, body }: Visit, calendar: GoogleCalendar): Answer {
  const { id, type, address, token = "" } = body as Record<string, string | undefined>;
  if (type !== "web_hook" || !id || !/^[A-Za-z0-9\-_+/=]{1,64}$/.test(id))
    throw badRequest("Invalid channel");
  if (!google.opensChannels)
    throw new Refused(401, "push.webhookUrlUnauthorized", "Unauthorized WebHook callback channel");
  // The real one takes nothing but https; this one also what is on its own machine.
  if (!address || !/^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)[:/])/.test(address))
    throw new Refused(401, "push.webhookUrlNotHttps", "WebHook callback must be HTTPS");
  if (google.channels.has(id)) throw new Refused(400, "channelIdNotUnique", "Channel id not unique");
  const channel = {
    id,
    calendarId: calendar.id,
    resourceId: google.token("r_"),
    address,
    token,
    until: google.clock.now() + LASTS,
    told: 0,
  };
  google.channels.set(id, channel);
  tell(google, channel, "sync");
  const { resourceId, until } = channel;
  return json(200, {
    kind: "api#channel",
    id,
    resourceId,
    resourceUri: `https://www.googleapis.com/calendar/v3/calendars/${encodeURIComponent(calendar.id)}/events`,
    token,
    expiration: String(until),
  });
}

export function stopChannel({ google, body }: Visit): Answer {
  const channel = google.channels.get(String(body["id"]));
  if (channel?.resourceId !== body["resourceId"]) throw notFound();
  google.channels.delete(String(body["id"]));
  return text(204, "");
}

/** One that is not answered is lost: nothing depends on it. */
export function tell(google: Google, channel: Channel, state: "sync" | "exists"): void {
  if (channel.until <= google.clock.now()) return void google.channels.delete(channel.id);
  channel.told += 1;
  const headers = {
    "x-goog-channel-id": channel.id,
    "x-goog-channel-token": channel.token,
    "x-goog-channel-expiration": new Date(channel.until).toUTCString(),
    "x-goog-resource-id": channel.resourceId,
    "x-goog-resource-state": state,
    "x-goog-message-number": String(channel.told),
  };
  void fetch(channel.address, { method: "POST", headers, signal: AbortSignal.timeout(PATIENCE_MS) }).then(
    (answer) => answer.body?.cancel(),
    () => undefined,
  );
}

import { auth, calendar, type calendar_v3 } from "@googleapis/calendar";
import { ExponentialBackoff, handleWhen, retry } from "cockatiel";
import type { Config } from "../config.ts";
import { escapeHtml } from "../escape-html.ts";
import { GoogleFailure, readFailure } from "./failure.ts";

// The line to Google. It asks for what is needed and no more: a calendar of its own, which is all that a mirror needs,
// and, where somebody wishes for it, when they are busy and what stands in the calendars that they own.

const scope = (name: string) => `https://www.googleapis.com/auth/calendar.${name}`;

export const scopes = {
  mirror: scope("app.created"),
  busy: scope("freebusy"),
  events: scope("events.owned.readonly"),
} as const;

export interface Tokens {
  access: string;
  /** Given with the first consent, and not again. */
  refresh: string | null;
  expiresAt: Date;
  scopes: string[];
}

export interface GoogleEvent {
  id: string;
  etag: string;
  deleted: boolean;
  title: string;
  /** Null for a whole day. */
  startsAt: Date | null;
  endsAt: Date | null;
}

export interface EventToPut {
  id: string;
  title: string;
  description: string;
  place: string | null;
  startsAt: Date;
  endsAt: Date;
  zone: string;
  tentative: boolean;
  url: string;
}

/** Through which Google tells of changes: a random name, a secret that it says each time, and where it tells. */
export interface Channel {
  id: string;
  token: string;
  address: string;
}

export interface Line {
  createCalendar(name: string, zone: string): Promise<string>;
  deleteCalendar(id: string): Promise<void>;
  /** All pages of what changed since, or of all there is. */
  listChanges(calendarId: string, since: string | null): Promise<{ events: GoogleEvent[]; upTo: string }>;
  listOwn(from: Date, to: Date): Promise<GoogleEvent[]>;
  /** Says what the channel is called at Google, and when it ends. */
  openChannel(calendarId: string, channel: Channel): Promise<{ resource: string; until: Date }>;
  /** One that is over already is as good as closed. */
  closeChannel(id: string, resource: string): Promise<void>;
  /** Says what its etag is. However often it is called, there is one. */
  put(calendarId: string, event: EventToPut, isThere: boolean): Promise<string>;
  /** What is gone already is as good as removed. */
  remove(calendarId: string, eventId: string): Promise<void>;
  listBusy(from: Date, to: Date): Promise<{ startsAt: Date; endsAt: Date }[]>;
}

export interface Google {
  consentUrl(asked: { state: string; challenge: string; scopes: readonly string[] }): string;
  redeem(code: string, verifier: string): Promise<Tokens>;
  refresh(refreshToken: string): Promise<Tokens>;
  revoke(token: string): Promise<void>;
  open(accessToken: string): Line;
}

export interface GooglePatience {
  attempts: number;
  firstDelayMs: number;
  timeoutMs: number;
}

const usual: GooglePatience = { attempts: 4, firstDelayMs: 1_000, timeoutMs: 20_000 };
const PAGE = 2_500;
const MOST_PAGES = 100;

export const CALLBACK = "/api/google/connected";
export const CHANGED = "/api/google/changed";

/** Where Google can tell of changes: it speaks only to addresses with a certificate. Null where there is none. */
export function addressForChannels({
  PUBLIC_URL: at,
  GOOGLE_URL: other,
}: Pick<GoogleConfig, "PUBLIC_URL" | "GOOGLE_URL">): string | null {
  return at.startsWith("https:") || other ? new URL(CHANGED, at).href : null;
}

type GoogleConfig = Pick<Config, "GOOGLE_CLIENT_ID" | "GOOGLE_CLIENT_SECRET" | "GOOGLE_URL" | "PUBLIC_URL">;

/** Null where who runs this Berth has not made it known to Google. */
export function makeGoogle(config: GoogleConfig, patience: Partial<GooglePatience> = {}): Google | null {
  const { GOOGLE_CLIENT_ID: clientId, GOOGLE_CLIENT_SECRET: clientSecret, GOOGLE_URL: base } = config;
  if (!clientId || !clientSecret) return null;
  const settings = { ...usual, ...patience };
  const makeClient = () =>
    new auth.OAuth2({
      clientId,
      clientSecret,
      redirectUri: new URL(CALLBACK, config.PUBLIC_URL).href,
      transporterOptions: { timeout: settings.timeoutMs },
      ...(base && {
        endpoints: {
          oauth2AuthBaseUrl: `${base}/o/oauth2/v2/auth`,
          oauth2TokenUrl: `${base}/token`,
          oauth2RevokeUrl: `${base}/revoke`,
        },
      }),
    });
  const patiently = makePatience(settings);
  const askingOnce = makePatience(settings, ({ isLost }) => !isLost);
  return {
    consentUrl: ({ state, challenge, scopes }) =>
      makeClient().generateAuthUrl({
        // Without a fresh consent there is no refresh token.
        access_type: "offline",
        prompt: "consent",
        include_granted_scopes: true,
        scope: [...scopes],
        state,
        code_challenge: challenge,
        code_challenge_method: "S256" as never,
      }),
    redeem: (code, codeVerifier) =>
      speak(async () => toTokens((await makeClient().getToken({ code, codeVerifier })).tokens)),
    refresh: (refreshToken) =>
      patiently(async () => {
        const client = makeClient();
        client.setCredentials({ refresh_token: refreshToken });
        return toTokens((await client.refreshAccessToken()).credentials);
      }),
    revoke: (token) =>
      speak(async () => {
        await makeClient().revokeToken(token);
      }),
    open(accessToken) {
      const client = makeClient();
      client.setCredentials({ access_token: accessToken });
      const api = calendar({
        version: "v3",
        auth: client,
        ...(base && { rootUrl: `${base}/` }),
        // Patience is ours: the library's own knows nothing of Google's quotas.
        retry: false,
        timeout: settings.timeoutMs,
      });
      return makeLine(api, patiently, askingOnce);
    },
  };
}

type Patiently = <T>(ask: () => Promise<T>) => Promise<T>;

async function speak<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw readFailure(error);
  }
}

function makePatience(
  { attempts, firstDelayMs }: GooglePatience,
  mayRepeat: (failure: GoogleFailure) => boolean = () => true,
): Patiently {
  const passing = handleWhen(
    (error) =>
      error instanceof GoogleFailure &&
      mayRepeat(error) &&
      (error.kind === "quota" || error.kind === "flaky") &&
      (error.retryAfterMs ?? 0) <= 30_000,
  );
  const policy = retry(passing, {
    maxAttempts: attempts - 1,
    backoff: new ExponentialBackoff({ initialDelay: firstDelayMs, maxDelay: 32 * firstDelayMs }),
  });
  return (ask) => policy.execute(() => speak(ask));
}

function toTokens(given: {
  access_token?: string | null;
  refresh_token?: string | null;
  expiry_date?: number | null;
  scope?: string;
}): Tokens {
  if (!given.access_token) throw new GoogleFailure("flaky", "Google gave no access token");
  return {
    access: given.access_token,
    refresh: given.refresh_token ?? null,
    expiresAt: new Date(given.expiry_date ?? 0),
    scopes: given.scope?.split(" ") ?? [],
  };
}

function makeLine(api: calendar_v3.Calendar, patiently: Patiently, askingOnce: Patiently): Line {
  async function list(
    calendarId: string,
    asked: Partial<calendar_v3.Params$Resource$Events$List>,
  ): Promise<{ events: GoogleEvent[]; upTo: string | null }> {
    const events: GoogleEvent[] = [];
    let pageToken: string | undefined;
    for (let pages = 0; pages < MOST_PAGES; pages++) {
      const page = await patiently(async () => {
        const { data } = await api.events.list({
          ...asked,
          calendarId,
          maxResults: PAGE,
          ...(pageToken && { pageToken }),
        });
        // Half an answer is no list, and least of all an empty one.
        if (typeof data !== "object" || !Array.isArray(data.items))
          throw new GoogleFailure("flaky", "Google answered half a page");
        return data;
      });
      events.push(...(page.items ?? []).flatMap(toGoogleEvent));
      if (!page.nextPageToken) return { events, upTo: page.nextSyncToken ?? null };
      pageToken = page.nextPageToken;
    }
    throw new GoogleFailure("refused", "Google has more events than are read");
  }

  return {
    // Google takes no id for a calendar, and lists none to who may only make their own: whether one whose answer was lost
    // is there cannot be asked, so nobody asks for another in the same breath.
    createCalendar: (name, zone) =>
      askingOnce(async () => {
        const { data } = await api.calendars.insert({
          requestBody: { summary: name, timeZone: zone, description: "What is booked in Berth." },
        });
        if (!data.id) throw new GoogleFailure("flaky", "Google gave a calendar without an id");
        return data.id;
      }),
    deleteCalendar: (calendarId) =>
      patiently(async () => {
        await api.calendars.delete({ calendarId });
      }),
    async listChanges(calendarId, since) {
      const { events, upTo } = await list(calendarId, {
        showDeleted: true,
        ...(since !== null && { syncToken: since }),
      });
      if (upTo === null) throw new GoogleFailure("flaky", "Google gave no place to go on from");
      return { events, upTo };
    },
    listOwn: async (from, to) =>
      (
        await list("primary", {
          timeMin: from.toISOString(),
          timeMax: to.toISOString(),
          singleEvents: true,
        })
      ).events.filter(({ deleted }) => !deleted),
    openChannel: (calendarId, { id, token, address }) =>
      patiently(async () => {
        const requestBody = { id, token, address, type: "web_hook" };
        const { data } = await api.events.watch({ calendarId, requestBody });
        if (!data.resourceId || !data.expiration)
          throw new GoogleFailure("flaky", "Google opened a channel without a name or an end");
        return { resource: data.resourceId, until: new Date(Number(data.expiration)) };
      }),
    async closeChannel(id, resourceId) {
      try {
        await patiently(async () => {
          await api.channels.stop({ requestBody: { id, resourceId } });
        });
      } catch (error) {
        if (readFailure(error).kind !== "not-found") throw error;
      }
    },
    put: (calendarId, event, isThere) => put(api, patiently, calendarId, event, isThere),
    async remove(calendarId, eventId) {
      try {
        await patiently(async () => {
          await api.events.delete({ calendarId, eventId });
        });
      } catch (error) {
        const { kind } = readFailure(error);
        if (kind !== "gone" && kind !== "not-found") throw error;
      }
    },
    async listBusy(from, to) {
      const { data } = await patiently(() =>
        api.freebusy.query({
          requestBody: {
            timeMin: from.toISOString(),
            timeMax: to.toISOString(),
            items: [{ id: "primary" }],
          },
        }),
      );
      return (data.calendars?.["primary"]?.busy ?? []).flatMap(({ start, end }) =>
        start && end ? [{ startsAt: new Date(start), endsAt: new Date(end) }] : [],
      );
    },
  };
}

async function put(
  api: calendar_v3.Calendar,
  patiently: Patiently,
  calendarId: string,
  event: EventToPut,
  isThere: boolean,
): Promise<string> {
  const requestBody = toBody(event);
  const update = () =>
    patiently(async () => (await api.events.update({ calendarId, eventId: event.id, requestBody })).data);
  // An answer that was lost, or a deletion by hand, leaves the id taken: then it is there to be updated.
  const insert = () =>
    patiently(async () => (await api.events.insert({ calendarId, requestBody })).data).catch(
      (error: unknown) => (readFailure(error).kind === "taken" ? update() : Promise.reject(error as Error)),
    );
  const made = isThere
    ? await update().catch((error: unknown) =>
        readFailure(error).kind === "not-found" ? insert() : Promise.reject(error as Error),
      )
    : await insert();
  return made.etag ?? "";
}

function toBody(event: EventToPut): calendar_v3.Schema$Event {
  const { id, title, description, place, startsAt, endsAt, zone, tentative, url } = event;
  const at = (date: Date) => ({ dateTime: date.toISOString(), timeZone: zone });
  return {
    id,
    summary: title,
    // Google reads it as HTML: a name in it could be a link.
    description: escapeHtml(description),
    ...(place !== null && { location: place }),
    start: at(startsAt),
    end: at(endsAt),
    status: tentative ? "tentative" : "confirmed",
    // A GPU that is booked keeps nobody busy.
    transparency: "transparent",
    source: { title: "Berth", url },
    reminders: { useDefault: false },
  };
}

function toGoogleEvent(event: calendar_v3.Schema$Event): GoogleEvent[] {
  const { id, etag, status, summary, start, end } = event;
  if (!id) return [];
  const at = (value: calendar_v3.Schema$EventDateTime | undefined) =>
    value?.dateTime ? new Date(value.dateTime) : null;
  return [
    {
      id,
      etag: etag ?? "",
      deleted: status === "cancelled",
      title: summary ?? "",
      startsAt: at(start),
      endsAt: at(end),
    },
  ];
}

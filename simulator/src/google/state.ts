import { createHash } from "node:crypto";
import { DAY, HOUR, MINUTE, type Clock } from "../clock.ts";
import { tell } from "./channels.ts";

// One person at a Google of our own: what they allowed whom, and their calendars. It lives as long as the program.

export interface GoogleEvent {
  id: string;
  status: "confirmed" | "tentative" | "cancelled";
  etag: string;
  created: string;
  updated: string;
  /** Whatever else was written to it. */
  body: Record<string, unknown>;
  /** When it last changed, counted over the whole calendar. */
  seq: number;
}

export interface GoogleCalendar {
  id: string;
  summary: string;
  timeZone: string;
  events: Map<string, GoogleEvent>;
  seq: number;
  /** Sync tokens of another generation are no longer good. */
  generation: number;
}

/** Through which changes of a calendar are told to an address, until it ends. */
export interface Channel {
  id: string;
  calendarId: string;
  resourceId: string;
  address: string;
  token: string;
  until: number;
  told: number;
}

export interface Grant {
  scopes: readonly string[];
  live: boolean;
}

export interface Consent {
  scopes: readonly string[];
  redirectUri: string;
  challenge: string;
  madeAt: number;
}

/** What goes wrong with the next calls, in order. */
export type Fault =
  | "quota"
  | "too-many"
  | "unavailable"
  | "unauthorized"
  | "half-page"
  | "hang"
  | "lost-answer";

export class Google {
  readonly clock: Clock;
  readonly #seed: string;
  readonly codes = new Map<string, Consent>();
  readonly refreshTokens = new Map<string, Grant>();
  readonly accessTokens = new Map<string, { grant: Grant; expiresAt: number }>();
  readonly calendars = new Map<string, GoogleCalendar>();
  readonly channels = new Map<string, Channel>();
  /** False as where an address was never verified: no channel is opened. */
  opensChannels = true;
  readonly faults: Fault[] = [];
  /** How many calls came, by method and path. */
  readonly calls: string[] = [];
  pageSize = 250;
  /** So many calls a minute are answered; null for as many as come. */
  callsAMinute: number | null = null;
  refused = 0;
  readonly #lately: number[] = [];
  #made = 0;

  constructor(clock: Clock, seed: string) {
    this.clock = clock;
    this.#seed = `${seed} ${clock.now()}`;
    this.#fill(this.addCalendar("primary", "demo@example.com", "Europe/Berlin"));
  }

  /** Counts a call; whether it is one too many. */
  isTooMuch(): boolean {
    const now = this.clock.now();
    while ((this.#lately[0] ?? now) <= now - MINUTE) this.#lately.shift();
    if (this.callsAMinute === null) return false;
    if (this.#lately.length >= this.callsAMinute) return true;
    this.#lately.push(now);
    return false;
  }

  token(prefix: string): string {
    const noise = createHash("sha256").update(`${this.#seed} ${++this.#made}`);
    return `${prefix}${noise.digest("base64url")}`;
  }

  /** A person's calendar is never empty. */
  #fill(calendar: GoogleCalendar): void {
    const today = Math.floor(this.clock.now() / DAY) * DAY;
    const meetings: [string, number, number][] = [
      ["Stand-up", 1 * DAY + 9 * HOUR, 1],
      ["#compute fine-tune the ranking model", 2 * DAY + 13 * HOUR, 4],
      ["Lunch with the data team", 2 * DAY + 11 * HOUR, 1],
      ["#compute nightly evaluation", 3 * DAY + 20 * HOUR, 6],
    ];
    for (const [number, [summary, from, hours]] of meetings.entries()) {
      const at = (ms: number) => ({ dateTime: new Date(today + ms).toISOString() });
      this.put(
        calendar,
        `meeting${number}`.replace(/[^a-v0-9]/g, "0"),
        { summary, start: at(from), end: at(from + hours * HOUR) },
        "confirmed",
      );
    }
  }

  addCalendar(id: string, summary: string, timeZone: string): GoogleCalendar {
    const made = { id, summary, timeZone, events: new Map(), seq: 0, generation: 1 };
    this.calendars.set(id, made);
    return made;
  }

  now(): string {
    return new Date(this.clock.now()).toISOString();
  }

  put(
    calendar: GoogleCalendar,
    id: string,
    body: Record<string, unknown>,
    status: GoogleEvent["status"],
  ): GoogleEvent {
    const before = calendar.events.get(id);
    const seq = ++calendar.seq;
    const updated = this.now();
    const event = {
      id,
      status,
      etag: `"${calendar.generation}${seq}"`,
      created: before?.created ?? updated,
      updated,
      body,
      seq,
    };
    calendar.events.set(id, event);
    for (const channel of this.channels.values())
      if (channel.calendarId === calendar.id) tell(this, channel, "exists");
    return event;
  }
}

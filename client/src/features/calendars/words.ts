import type { CalendarFeedScope, GoogleCalendarState } from "#gql/graphql.ts";

export const scopeSays: Readonly<Record<CalendarFeedScope, string>> = {
  ACCOUNT: "All that the team booked",
  OWN: "What you booked",
  POOL: "One pool",
};

export const stateSays: Readonly<Record<GoogleCalendarState, string>> = {
  NOT_OFFERED: "Not offered",
  NOT_CONNECTED: "Not connected",
  CONNECTED: "Connected",
  RECONNECT: "Reconnect Calendar",
};

/** What Google's page led back with. */
export const arrivals: Readonly<Record<string, { tone: "good" | "warn" | "danger"; says: string }>> = {
  connected: {
    tone: "good",
    says: "Google Calendar is connected. What is booked is there within seconds, in a calendar named Berth.",
  },
  denied: { tone: "warn", says: "You did not allow it, so nothing was connected and nothing is kept." },
  over: {
    tone: "warn",
    says: "That way back from Google was used before, was opened in another session, or is older than a quarter of an hour. Begin again.",
  },
  "too-little": {
    tone: "warn",
    says: "Google was not allowed to let Berth make a calendar of its own, and without that nothing can be shown there.",
  },
  failed: { tone: "danger", says: "Google could not be asked just now. Try again in a moment." },
  "sign-in": { tone: "warn", says: "Sign in first, and then begin again." },
};

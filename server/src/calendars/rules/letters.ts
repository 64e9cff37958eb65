import type { CalendarEntry } from "./entries.ts";
import { writeFeed, writeInvitation } from "./ics.ts";
import { sayWindowIn } from "./zoned.ts";

// What Berth writes to whoever booked, or answers for the key that did. The letter brings the booking into their calendar, moves it there, or takes it out.

const confirmed = ["booked", "moved", "extended", "handed-back", "cancelled", "missed"] as const;
export type Confirmed = (typeof confirmed)[number];

export const isConfirmed = (what: string): what is Confirmed =>
  (confirmed as readonly string[]).includes(what);

const headings: Readonly<Record<Confirmed, string>> = {
  booked: "Booked",
  moved: "Moved",
  extended: "Extended",
  "handed-back": "Handed back in part",
  cancelled: "Cancelled",
  missed: "Not delivered",
};

export interface Reader {
  name: string;
  email: string;
  zone: string;
}

/** How it looks is the business of whoever sends it. */
interface Letter {
  subject: string;
  paragraphs: string[];
  button: { label: string; href: string };
  calendar: { method: "REQUEST" | "CANCEL" | "PUBLISH"; ics: string };
}

const MOST_TOLD = 12;

export function letterOf(
  what: Confirmed,
  entries: readonly CalendarEntry[],
  { name, email, zone }: Reader,
  { origin, mailFrom }: { origin: string; mailFrom: string },
): Letter {
  const [first] = entries;
  if (!first) throw new Error("a letter about nothing");
  const gone = entries.every(({ status }) => status === "cancelled");
  const rest = entries.length - 1;
  const subject = `${headings[what]}: ${first.title}${rest > 0 ? ` and ${rest} more` : ""}`;
  const paragraphs = [
    ...entries
      .slice(0, MOST_TOLD)
      .map((entry) => `${sayWindowIn(zone, entry)}. ${entry.linesIn(zone).join(" ")}`),
    ...(entries.length > MOST_TOLD ? [`And ${entries.length - MOST_TOLD} more, in the attached file.`] : []),
    gone
      ? "The attached file takes it out of your calendar."
      : "The attached file brings it into your calendar. Berth's own record is what counts: a change made in the calendar changes no booking.",
    "These letters can be switched off in Berth, under Settings, Calendars.",
  ];
  const button = { label: "See it in Berth", href: rest > 0 ? "/reservations" : first.path };
  // Several bookings are several invitations, which one letter cannot be: then it is a file to read.
  if (rest > 0)
    return {
      subject,
      paragraphs,
      button,
      calendar: { method: "PUBLISH", ics: writeFeed(entries, { name: "Berth", zone, origin }) },
    };
  const method = gone ? "CANCEL" : "REQUEST";
  const ics = writeInvitation(first, {
    method,
    zone,
    origin,
    organizer: readMailbox(mailFrom),
    attendee: { name, email },
  });
  return { subject, paragraphs, button, calendar: { method, ics } };
}

/** Somebody changed an event by hand, and wanted to be asked whether the booking follows. */
export function proposalLetter(
  wish: { kind: "cancel" } | { kind: "move"; startsAt: Date; endsAt: Date },
  entry: CalendarEntry,
  zone: string,
): Omit<Letter, "calendar"> {
  const did =
    wish.kind === "move"
      ? `You moved its event in your calendar to ${sayWindowIn(zone, wish)}.`
      : "You deleted its event in your calendar.";
  return {
    subject: `${wish.kind === "move" ? "Move" : "Cancel"} the booking? ${entry.title}`,
    paragraphs: [
      `${did} The booking itself stands as it did, ${sayWindowIn(zone, entry)}, until you say that it follows.`,
    ],
    button: { label: "Decide in Berth", href: "/settings/calendars" },
  };
}

/** "Berth <berth@example.com>", or an address alone. */
export function readMailbox(from: string): { name: string; email: string } {
  const [, name = "", email = ""] = /^\s*"?([^"<]*?)"?\s*<([^<>]+)>\s*$/.exec(from) ?? [];
  return email === "" ? { name: "Berth", email: from.trim() } : { name: name || "Berth", email };
}

import ical, {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalCalendarMethod,
  type ICalEventData,
  ICalEventStatus,
  ICalEventTransparency,
} from "ical-generator";
import { Temporal } from "temporal-polyfill";
import type { CalendarEntry } from "./entries.ts";
import { agreesAt, zoneBlockOf, type ZoneBlock } from "./zones.ts";

// Entries as a file of RFC 5545. A GPU that is booked keeps nobody busy, so all of them are transparent. Each says
// when it was changed and never when the file was made: the same entries are the same bytes.

const PRODUCT = { company: "Berth", product: "Berth", language: "EN" };
/** How long a reader may show what it has. */
const FRESH_SECONDS = 15 * 60;

export interface Written {
  /** In which wall clock times are written. */
  zone: string;
  /** Where the console is. */
  origin: string;
}

const uidOf = ({ id }: Pick<CalendarEntry, "id">) => `${id}@berth`;

/** A calendar that is subscribed to. */
export function writeFeed(
  entries: readonly CalendarEntry[],
  { name, zone, origin }: Written & { name: string },
): string {
  const block = zoneBlockOf(zone);
  const calendar = ical({
    prodId: PRODUCT,
    name,
    method: ICalCalendarMethod.PUBLISH,
    ttl: FRESH_SECONDS,
    // The calendar's own zone would make floating times of all that stands in UTC: only its entries have one.
    timezone: { name: null, generator: () => block?.text ?? null },
    x: [["X-WR-TIMEZONE", block?.id ?? "UTC"]],
    events: entries.map((entry) => toEvent(entry, block, origin)),
  });
  return calendar.toString();
}

export interface Invitation extends Written {
  method: "REQUEST" | "CANCEL";
  organizer: { name: string; email: string };
  attendee: { name: string; email: string };
}

/** What goes with a letter about one booking: a mail program puts it into its reader's calendar, or takes it out. */
export function writeInvitation(entry: CalendarEntry, invitation: Invitation): string {
  const { method, zone, origin, organizer, attendee } = invitation;
  const block = zoneBlockOf(zone);
  const status = method === "CANCEL" ? "cancelled" : entry.status;
  const calendar = ical({
    prodId: PRODUCT,
    method: method === "CANCEL" ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST,
    timezone: { name: null, generator: () => block?.text ?? null },
    events: [
      {
        ...toEvent({ ...entry, status }, block, origin),
        organizer,
        attendees: [
          {
            ...attendee,
            role: ICalAttendeeRole.REQ,
            // It was they who booked: there is nothing to ask them.
            status: ICalAttendeeStatus.ACCEPTED,
            rsvp: false,
          },
        ],
      },
    ],
  });
  return calendar.toString();
}

const statuses = {
  confirmed: ICalEventStatus.CONFIRMED,
  tentative: ICalEventStatus.TENTATIVE,
  cancelled: ICalEventStatus.CANCELLED,
};

function toEvent(entry: CalendarEntry, block: ZoneBlock | null, origin: string): ICalEventData {
  const url = new URL(entry.path, origin).href;
  const told = block && agreesAt(block, entry.startsAt) && agreesAt(block, entry.endsAt) ? block : null;
  const at = (date: Date) => {
    const instant = Temporal.Instant.fromEpochMilliseconds(date.getTime());
    return told ? instant.toZonedDateTimeISO(told.id) : date;
  };
  return {
    id: uidOf(entry),
    sequence: entry.sequence,
    stamp: entry.changedAt,
    created: entry.createdAt,
    lastModified: entry.changedAt,
    start: at(entry.startsAt),
    end: at(entry.endsAt),
    timezone: told?.id ?? null,
    summary: entry.title,
    description: [...entry.linesIn(told?.id ?? "UTC"), url].join("\n"),
    ...(entry.place && { location: entry.place }),
    url,
    status: statuses[entry.status],
    transparency: ICalEventTransparency.TRANSPARENT,
    categories: [{ name: "Berth" }],
  };
}

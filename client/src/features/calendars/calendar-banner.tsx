import Link from "next/link";
import type { CalendarStateQuery } from "#gql/graphql.ts";

/** Above every page while a calendar waits for its reader: a consent is gone, or an event was changed by hand. */
export function CalendarBanner({ google }: { google: CalendarStateQuery["calendarSettings"]["google"] }) {
  const said = saidOf(google);
  if (!said) return null;
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-warn/30 bg-warn-wash px-4 py-2 text-sm"
    >
      <span className="grow">{said.says}</span>
      <Link href="/settings/calendars" className="font-medium underline underline-offset-2">
        {said.link}
      </Link>
    </div>
  );
}

function saidOf({ state, proposals }: CalendarStateQuery["calendarSettings"]["google"]) {
  if (state === "RECONNECT")
    return {
      says: "Berth can no longer write to your Google Calendar. What is booked stays booked.",
      link: "Reconnect Calendar",
    };
  if (state === "CONNECTED" && proposals.length > 0)
    return {
      says: "You changed in Google Calendar what is booked. The booking stands as it did, until you say that it follows.",
      link: "Decide",
    };
  return null;
}

import Link from "next/link";

/** Above every page while a consent is gone: nothing else is affected. */
export function ReconnectBanner() {
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-warn/30 bg-warn-wash px-4 py-2 text-sm"
    >
      <span className="grow">
        Berth can no longer write to your Google Calendar. What is booked stays booked.
      </span>
      <Link href="/settings/calendars" className="font-medium underline underline-offset-2">
        Reconnect Calendar
      </Link>
    </div>
  );
}

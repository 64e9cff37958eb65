/** An instant as somebody in a zone reads it: "Sat, 24 Oct 2026, 23:00 UTC+2". */
export function sayIn(zone: string, instant: Date): string {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    // Each with its own: a night in which the clocks change has two.
    timeZoneName: "shortOffset",
  });
  return format.format(instant).replace("GMT", "UTC");
}

export function sayWindowIn(
  zone: string,
  { startsAt, endsAt }: { readonly startsAt: Date; readonly endsAt: Date },
): string {
  return `${sayIn(zone, startsAt)} to ${sayIn(zone, endsAt)}`;
}

import { Temporal } from "temporal-polyfill";

const FROM_HOUR = 22;
const UNTIL_HOUR = 7;

/** The nights between two instants, by the wall clock of a zone: from ten in the evening to seven in the morning. */
export function nightsBetween(from: Date, to: Date, zone: string): { startsAt: Date; endsAt: Date }[] {
  const nights: { startsAt: Date; endsAt: Date }[] = [];
  const first = Temporal.Instant.fromEpochMilliseconds(from.getTime()).toZonedDateTimeISO(zone);
  for (let day = first.toPlainDate().subtract({ days: 1 }); ; day = day.add({ days: 1 })) {
    const at = (date: Temporal.PlainDate, hour: number) =>
      new Date(date.toZonedDateTime({ timeZone: zone, plainTime: { hour } }).epochMilliseconds);
    const startsAt = at(day, FROM_HOUR);
    if (startsAt >= to) return nights;
    nights.push({ startsAt, endsAt: at(day.add({ days: 1 }), UNTIL_HOUR) });
  }
}

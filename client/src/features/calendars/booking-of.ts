const QUARTER_MS = 15 * 60_000;

/** Where a booking for an event begins: the quarters of an hour that hold it. */
export function bookingOf({
  startsAt,
  endsAt,
  gpuCount,
}: {
  startsAt: string;
  endsAt: string;
  gpuCount: number;
}): string {
  const start = Math.floor(Date.parse(startsAt) / QUARTER_MS) * QUARTER_MS;
  const end = Math.ceil(Date.parse(endsAt) / QUARTER_MS) * QUARTER_MS;
  const query = new URLSearchParams({
    startsAt: new Date(start).toISOString(),
    endsAt: new Date(end).toISOString(),
    gpus: String(gpuCount),
  });
  return `/reservations?${query.toString()}`;
}

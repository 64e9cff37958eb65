import { recordAll, type Writable, writable } from "../events/record.ts";
import type { Payload } from "../events/catalog.ts";
import type { Ctx } from "../platform/context.ts";
import type { Window } from "./rules/grid.ts";
import type { ReservationRow } from "./store/reservations.ts";

type What = Payload<"reservation.changed">["what"];

type Booking = Pick<ReservationRow, "id" | "accountId" | "gpus" | "startsAt" | "endsAt">;

/** Within the transaction of a change: what its account hears of it. */
export async function tell(
  ctx: Ctx,
  booking: Booking,
  what: What,
  detail: string | null = null,
): Promise<void> {
  await recordAll(ctx, [changed(booking, what, detail)]);
}

/** Within the transaction of a change: everybody hears that what is free of a pool is different in a window. */
export async function tellCapacity(ctx: Ctx, poolId: string, window: Window): Promise<void> {
  await recordAll(ctx, [capacityChanged(poolId, window)]);
}

/** What is told of a booking, by the statement that writes it. */
export function toldOfBooked(booking: Booking & { poolId: string }): Writable[] {
  return [capacityChanged(booking.poolId, booking), changed(booking, "booked", null)];
}

/** The same of a quote, of which its account hears nothing: it is answered with it. */
export function toldOfQuoted(quote: Window & { poolId: string }): Writable[] {
  return [capacityChanged(quote.poolId, quote)];
}

function changed(
  { id, accountId, gpus, startsAt, endsAt }: Booking,
  what: What,
  detail: string | null,
): Writable {
  const payload = { what, gpus, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), detail };
  return writable({ topic: "reservation.changed", subject: id, accountId, payload });
}

function capacityChanged(poolId: string, { startsAt, endsAt }: Window): Writable {
  const payload = { from: startsAt.toISOString(), to: endsAt.toISOString() };
  return writable({ topic: "capacity.changed", subject: poolId, payload });
}

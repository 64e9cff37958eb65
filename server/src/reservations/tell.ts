import { record } from "../events/record.ts";
import type { Payload } from "../events/catalog.ts";
import type { Ctx } from "../platform/context.ts";
import type { ReservationRow } from "./store/reservations.ts";

type What = Payload<"reservation.changed">["what"];

/** Within the transaction of a change: what its account hears of it. */
export async function tell(
  ctx: Ctx,
  {
    id,
    accountId,
    gpus,
    startsAt,
    endsAt,
  }: Pick<ReservationRow, "id" | "accountId" | "gpus" | "startsAt" | "endsAt">,
  what: What,
  detail: string | null = null,
): Promise<void> {
  const payload = { what, gpus, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), detail };
  await record(ctx, { topic: "reservation.changed", subject: id, accountId, payload });
}

/** Within the transaction of a change: everybody hears that what is free of a pool is different in a window. */
export async function tellCapacity(
  ctx: Ctx,
  poolId: string,
  { startsAt, endsAt }: { startsAt: Date; endsAt: Date },
): Promise<void> {
  const payload = { from: startsAt.toISOString(), to: endsAt.toISOString() };
  await record(ctx, { topic: "capacity.changed", subject: poolId, payload });
}

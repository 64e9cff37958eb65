import { capture } from "../credits/index.ts";
import type { Ctx } from "../platform/context.ts";
import { sayBooked } from "./rules/label.ts";
import { nextState } from "./rules/lifecycle.ts";
import { type Booked, moveReservation } from "./store/reservations.ts";
import { tell } from "./tell.ts";

/** Within a transaction, of a reservation that is locked: its first machine is ready, and all of it is paid for. */
export async function begin(ctx: Ctx, booked: Booked): Promise<void> {
  const { id, accountId, holdId, totalMicros: amount } = booked;
  if (holdId === null) throw new Error(`${id} has no credit set aside`);
  const state = nextState(booked.state, "begin");
  await moveReservation(ctx, id, booked.state, { state, readyAt: ctx.now(), chargedMicros: amount });
  await tell(ctx, booked, "active");
  // The hold stays open: what is added to the reservation goes through it.
  await capture(ctx, { accountId, holdId, amount, reference: `${id} began`, note: sayBooked(booked) });
}

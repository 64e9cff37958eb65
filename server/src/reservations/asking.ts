import { accountIdOf, planOf } from "../accounts/index.ts";
import type { Ctx } from "../platform/context.ts";
import type { Actor } from "../values/actor.ts";
import { actorId } from "../values/actor.ts";
import type { Action } from "../values/permission.ts";
import { planFor, planIncludes } from "../values/plan.ts";
import { NotAllowed, NotFound } from "../values/refusal.ts";
import { PlanNeeded } from "./refusals.ts";
import { type Booked, lockReservation } from "./store/reservations.ts";

/** The account that books. Booking ahead is a feature of a plan. */
export async function bookingAccountOf(ctx: Ctx): Promise<string> {
  const accountId = accountIdOf(ctx);
  if (!planIncludes(await planOf(ctx, accountId), "reservations"))
    throw new PlanNeeded(planFor("reservations"));
  return accountId;
}

/** Whose a reservation is: a person's wherever they are signed in, or a key's. */
export function userOf({ actor }: { actor: Actor }): string {
  return actor.kind === "person" ? actor.userId : actorId(actor);
}

/** Within a transaction: the account's own, and nobody else changes it. A member works on their own alone. */
export async function lockOwn(
  ctx: Ctx,
  id: string,
  action: Extract<Action, `reservations.${string}`>,
): Promise<Booked> {
  const booked = await lockReservation(ctx, id, accountIdOf(ctx));
  if (!booked || booked.state === "lapsed") throw new NotFound("reservation", id);
  const { actor } = ctx;
  if (actor.kind === "person" && actor.role === "member" && booked.createdBy !== actor.userId)
    throw new NotAllowed(action, "This is somebody else's reservation. An operator of the team may do this.");
  return booked;
}

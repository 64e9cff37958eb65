import type { Ctx } from "../platform/context.ts";
import { nightsBetween } from "./rules/nights.ts";
import { type ConnectionRow, findConnection } from "./store/connections.ts";

type Window = { startsAt: Date; endsAt: Date };

const HOUR_MS = 3_600_000;
const AHEAD_MS = 6 * 24 * HOUR_MS;

/** When who asks is busy, or asleep, as far as they wished that to be avoided. */
export async function listAvoided(ctx: Ctx): Promise<Window[]> {
  const connection = await findConnection(ctx);
  return connection ? avoidedBy(ctx, connection) : [];
}

export function avoidedBy(
  { now: clock }: Pick<Ctx, "now">,
  { avoidsMeetings, avoidsNights, busy, zone }: ConnectionRow,
): Window[] {
  const now = clock();
  return [
    ...(avoidsMeetings
      ? busy.map(({ startsAt, endsAt }) => ({ startsAt: new Date(startsAt), endsAt: new Date(endsAt) }))
      : []),
    ...(avoidsNights ? nightsBetween(now, new Date(now.getTime() + AHEAD_MS + HOUR_MS), zone) : []),
  ];
}

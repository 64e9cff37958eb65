import { InvalidInput } from "../../values/refusal.ts";
import { isOnGrid, type Window } from "./grid.ts";

// What may be booked at all, wherever it is asked. Each way of being wrong has a sentence of its own.

const GPUS_MAX = 64;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
export const LONGEST_MS = 30 * DAY_MS;
const AHEAD_MAX_DAYS = 365;

export function readGpus(gpus: number): number {
  if (Number.isInteger(gpus) && gpus >= 1 && gpus <= GPUS_MAX) return gpus;
  throw new InvalidInput("gpus", `Between 1 and ${GPUS_MAX} GPUs, in whole ones.`);
}

export function readWindow({ startsAt, endsAt }: Window, now: Date, horizonDays = AHEAD_MAX_DAYS): Window {
  if (endsAt <= startsAt) throw new InvalidInput("endsAt", "A reservation ends after it starts.");
  if (!isOnGrid(startsAt))
    throw new InvalidInput("startsAt", "A reservation starts on a quarter of an hour: :00, :15, :30 or :45.");
  if (!isOnGrid(endsAt))
    throw new InvalidInput("endsAt", "A reservation ends on a quarter of an hour: :00, :15, :30 or :45.");
  const lasts = endsAt.getTime() - startsAt.getTime();
  if (lasts < HOUR_MS) throw new InvalidInput("endsAt", "A reservation lasts an hour at least.");
  if (lasts > LONGEST_MS) throw new InvalidInput("endsAt", "A reservation lasts 30 days at most.");
  if (startsAt < now) throw new InvalidInput("startsAt", "This start is past.");
  if (startsAt.getTime() > now.getTime() + horizonDays * DAY_MS)
    throw new InvalidInput("startsAt", `This can be booked at most ${horizonDays} days ahead.`);
  return { startsAt, endsAt };
}

export function daysAhead(startsAt: Date, now: Date): number {
  return Math.max(0, Math.floor((startsAt.getTime() - now.getTime()) / DAY_MS));
}

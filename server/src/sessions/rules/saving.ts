import type { Reason } from "./lifecycle.ts";

// What becomes of what is on a machine's disk when its session ends: it goes with the machine, or a command of the user's
// is run before, for so many minutes at most. The machine is charged meanwhile as ever, so the saving before a planned end
// begins early enough to be over by it.

export const storagePolicies = ["discard", "save"] as const;
export type StoragePolicy = (typeof storagePolicies)[number];

/** How far the saving is; the last three are its ends, the last of which is Berth's doing. */
export const savingStates = ["saving", "saved", "failed", "cut-short"] as const;
export type SavingState = (typeof savingStates)[number];

export const SAVE_MINUTES_MAX = 30;
export const SAVE_MINUTES_USUAL = 10;

export interface Saving {
  /** So long it may take. */
  ms: number;
  isOver: boolean;
}

/** With these the machine is still there and answers; with all others there is nothing left to run a command on. */
const leaveTime: ReadonlySet<string> = new Set<Reason>([
  "asked-to-stop",
  "done",
  "idle",
  "reservation-over",
  "budget-spent",
  "time-is-up",
  "longest-time",
]);

export interface Ending {
  reason: string | null;
  stateSince: Date;
  longestUntil: Date | null;
  saving: Saving | null;
}

/** Whether a machine that runs is kept for what is being saved, in a session that is ending. */
export function isKeptToSave({ reason, stateSince, longestUntil, saving }: Ending, now: Date): boolean {
  if (!saving || saving.isOver || reason === null || !leaveTime.has(reason)) return false;
  const until = stateSince.getTime() + saving.ms;
  return now.getTime() < Math.min(until, longestUntil?.getTime() ?? until);
}

/** Whether there was something to be saved which was not over when its time was. */
export function isCutShort({ reason, saving }: Ending): boolean {
  return saving !== null && !saving.isOver && reason !== null && leaveTime.has(reason);
}

interface Row {
  readyAt: Date | null;
  saveMinutes: number | null;
  withoutSaving: boolean;
  saveState: SavingState | null;
}

export function savingOf({ readyAt, saveMinutes, withoutSaving, saveState }: Row): Saving | null {
  if (saveMinutes === null || withoutSaving || readyAt === null) return null;
  return { ms: saveMinutes * 60_000, isOver: saveState !== null && saveState !== "saving" };
}

import type { Ctx } from "../platform/context.ts";
import { type ReadOrder, readSaving, type StartOrder } from "./rules/order.ts";

// What is to be saved from a machine that is rented later. Such a command may hold a way in to where it saves to, so it is
// kept sealed, for the row that it is in.

export type SavingWish = Pick<StartOrder, "storagePolicy" | "saveCommand" | "saveMinutes">;

export interface KeptSaving {
  /** Null where nothing is saved. */
  saveMinutes: number | null;
  sealedSaving: string | null;
}

export function sealSaving({ seal }: Pick<Ctx, "seal">, id: string, wish: SavingWish): KeptSaving {
  const { saveCommand, saveMinutes } = readSaving(wish);
  return { saveMinutes, sealedSaving: saveCommand === null ? null : seal.close(saveCommand, about(id)) };
}

export function openSaving(
  { seal, log }: Pick<Ctx, "seal" | "log">,
  { id, saveMinutes, sealedSaving }: KeptSaving & { id: string },
): Pick<ReadOrder, "saveCommand" | "saveMinutes"> {
  const saveCommand = sealedSaving && seal.open(sealedSaving, about(id));
  if (saveCommand) return { saveCommand, saveMinutes };
  // A machine that saves nothing is better than none.
  if (sealedSaving) log.error({ id }, "what was to be saved was sealed under another secret");
  return { saveCommand: null, saveMinutes: null };
}

const about = (id: string) => `what saves ${id}`;

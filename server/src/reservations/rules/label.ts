import { InvalidInput } from "../../values/refusal.ts";

const CHARACTERS = 80;

/** What a person calls their booking, in one line; null for nothing. */
export function readLabel(text: string | null | undefined): string | null {
  const label = text?.trim() ?? "";
  if (label === "") return null;
  if (label.length <= CHARACTERS && !/[\p{Cc}\p{Cs}]/u.test(label)) return label;
  throw new InvalidInput("label", `A label has at most ${CHARACTERS} characters, in one line.`);
}

/** A reservation as the ledger says it, to a person. */
export function sayBooked({ gpus, label }: { gpus: number; label: string | null }): string {
  return `${gpus} GPU${gpus === 1 ? "" : "s"} booked ahead${label === null ? "" : `, “${label}”`}`;
}

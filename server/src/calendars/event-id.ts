import { createHash } from "node:crypto";

/** What Google calls the event of something: the same whenever it is asked for, in the letters that Google takes. */
export function eventIdOf(subject: string): string {
  return `berth${createHash("sha256").update(subject).digest("hex").slice(0, 40)}`;
}

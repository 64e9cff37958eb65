import { micros } from "#lib/money.ts";

/** What so many hours at most may cost, as the server holds it; null for what is no number of hours. */
export function heldFor(mostPerHour: string | null, hours: number): string | null {
  if (mostPerHour === null || !Number.isInteger(hours) || hours < 1 || hours > 12) return null;
  const amount = micros(mostPerHour) * BigInt(hours);
  const digits = amount.toString().padStart(7, "0");
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

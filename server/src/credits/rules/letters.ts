import { sayUsd, type Usd } from "../../values/money.ts";

/** That credit is about to expire, and what of it would roll over. */
export function expiryLetter(lot: {
  available: Usd;
  carried: Usd;
  expiresAt: Date;
  reason: string;
  days: number;
}) {
  const { available, carried, expiresAt, reason, days } = lot;
  const amount = sayUsd(available);
  const within = days === 1 ? "a day" : `${days} days`;
  return {
    subject: `${amount} of credit expires within ${within}`,
    paragraphs: [
      `${amount} of credit (“${reason}”) expires at the end of ${dayBefore(expiresAt)}, in UTC, unless it is used by then. What is set aside for something that runs or is booked does not expire.`,
      carried > 0n
        ? `As things stand, ${sayUsd(carried)} would roll over into a new lot.`
        : "None of it rolls over.",
    ],
    button: { label: "See the credit", href: "/credits" },
  };
}

/** A lot ends at 00:00, so its last day is the one before. */
function dayBefore(midnight: Date): string {
  return new Date(midnight.getTime() - 1).toISOString().slice(0, 10);
}

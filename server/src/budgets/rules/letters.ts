import { formatUsd, type Usd } from "../../values/money.ts";
import type { Measure } from "./budget.ts";

export interface Told {
  name: string;
  period: string;
  zone: string;
  threshold: number;
  spent: Usd;
  limit: Usd;
  top: readonly { id: string; what: string; consumer: string | null; spent: Usd }[];
  next: { threshold: number; at: Date | null } | null;
  periodEndsAt: Date;
  did: Measure | null;
  sessionsEnded: number;
}

/** What was crossed, what it was spent on, what comes next, and what can be done. */
export function crossingLetter(told: Told) {
  const { name, threshold, spent, limit, period } = told;
  return {
    subject: `${threshold} % of the budget “${name}” is spent`,
    paragraphs: [
      `${dollars(spent)} of the ${dollars(limit)} of the budget “${name}” for this ${period} ${threshold > 100 ? "and more " : ""}are spent. The ${period} ends at ${atZone(told.periodEndsAt, told.zone)}.`,
      causeOf(told),
      whatIsNext(told),
      whatWasDone(told),
    ],
    button: { label: "See the budget", href: "/budgets" },
  };
}

function causeOf({ top, spent }: Told): string {
  if (top.length === 0) return "Nothing that was charged is left to name.";
  const parts = top.map(
    (one) => `${one.what}${one.consumer ? ` for ${one.consumer}` : ""} (${one.id}) ${dollars(one.spent)}`,
  );
  const named = top.reduce((sum, one) => sum + one.spent, 0n);
  const rest = spent > named ? `, and ${dollars(spent - named)} on others` : "";
  return `Most of it went to: ${parts.join("; ")}${rest}.`;
}

function whatIsNext({ next, zone, period }: Told): string {
  if (!next) return "Every threshold of this budget is crossed now: it says nothing more in this period.";
  return next.at
    ? `As things run now, ${next.threshold} % is crossed at about ${atZone(next.at, zone)}.`
    : `As things run now, ${next.threshold} % is not crossed in this ${period}.`;
}

function whatWasDone({ did, sessionsEnded }: Told): string {
  const change = "To go on, raise the budget; to spend less, stop a session or shorten it.";
  switch (did) {
    case null:
      return `Nothing was stopped. ${change}`;
    case "block":
      return `Nothing new begins until the period ends. What runs goes on, and may be extended. ${change}`;
    case "drain":
      return `Nothing new begins and nothing is extended until the period ends. What runs keeps to its end. ${change}`;
    case "stop":
      return `Nothing new begins until the period ends, and ${sessionsEnded === 1 ? "one session is" : `${sessionsEnded} sessions are`} being ended. To go on, raise the budget.`;
  }
}

/** "$5.00": cents always, and what is smaller where there is any. */
export const dollars = (amount: Usd) => `$${formatUsd(amount).replace(/(\.\d{2}\d*?)0*$/, "$1")}`;

function atZone(instant: Date, zone: string): string {
  const text = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    dateStyle: "medium",
    timeStyle: "short",
  }).format(instant);
  return `${text} (${zone})`;
}

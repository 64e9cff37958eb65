import { divideRounded, sayUsd, type Usd } from "../../values/money.ts";
import type { Measure } from "./budget.ts";
import type { Forecast } from "./forecast.ts";

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
      `${sayUsd(spent)} of the ${sayUsd(limit)} of the budget “${name}” for this ${period} ${threshold > 100 ? "and more " : ""}are spent. The ${period} ends at ${atZone(told.periodEndsAt, told.zone)}.`,
      causeOf(told),
      whatIsNext(told),
      whatWasDone(told),
    ],
    button: { label: "See the budget", href: "/budgets" },
  };
}

/** What will be spent, of what that is made, on what it went so far, what comes next, and what can be done. */
export function forecastLetter(
  told: Omit<Told, "did" | "sessionsEnded"> & {
    amount: Usd;
    /** What runs, the dearest first. */
    charged: readonly { id: string; what: string; consumer: string | null; pricePerHour: Usd }[];
    /** Null where it was snoozed until the period was over. */
    forecast: Forecast | null;
  },
) {
  const { name, threshold, spent, amount, limit, period, periodEndsAt, zone, top, charged, forecast } = told;
  return {
    subject: `The budget “${name}” is on its way to ${threshold} %`,
    paragraphs: [
      `About ${sayUsd(toCents(amount))} of the ${sayUsd(limit)} of the budget “${name}” will be spent when the ${period} ends, at ${atZone(periodEndsAt, zone)}. ${madeOf(spent, forecast)}`,
      [top.length > 0 ? causeOf(told) : "", whatRuns(charged)].filter(Boolean).join(" "),
      whatIsNext(told),
      "Nothing was stopped. To spend less, stop a session, shorten it, or hand back a reservation; to go on, raise the budget.",
    ],
    button: { label: "See the budget", href: "/budgets" },
  };
}

/** What is unusual, against what, on what it goes, what comes next, and what can be done. */
export function burnLetter(
  told: Pick<Told, "name" | "period" | "zone" | "top" | "next"> &
    Pick<Parameters<typeof forecastLetter>[0], "charged"> & { lastHour: Usd; usual: Usd },
) {
  const { name, lastHour, usual, top, charged } = told;
  return {
    subject: `The budget “${name}” burns faster than usual`,
    paragraphs: [
      `${sayUsd(toCents(lastHour))} were spent of the budget “${name}” in the last hour, without what was booked or ordered ahead. Nineteen of twenty hours of the last days stayed at ${sayUsd(toCents(usual))} or below. This is told once a day.`,
      [top.length > 0 ? causeOf({ top, spent: lastHour }) : "", whatRuns(charged)].filter(Boolean).join(" "),
      whatIsNext(told),
      "If somebody means it, nothing needs to be done. If nobody does, stop what runs, and see who started it.",
    ],
    button: { label: "See the budget", href: "/budgets" },
  };
}

/** What a week of planned use will cost, against which line, why, when it is cheapest, and what can be done. */
export function planLetter(told: {
  name: string;
  said: string;
  expected: Usd;
  low80: Usd;
  high80: Usd;
  line: Usd;
  hours: number;
  windows: readonly { startsAt: Date; endsAt: Date; expected: Usd }[];
}) {
  const { name, said, expected, low80, high80, line, hours, windows } = told;
  const perHour = divideRounded(expected, BigInt(Math.max(1, Math.round(hours))));
  return {
    subject: `Seven days of “${name}” will cost about ${sayUsd(toCents(expected))}`,
    paragraphs: [
      `The next seven days of ${said} are foretold to cost about ${sayUsd(toCents(expected))}, with four chances in five between ${sayUsd(toCents(low80))} and ${sayUsd(toCents(high80))}. The line is at ${sayUsd(line)}.`,
      `An hour of it comes to about ${sayUsd(toCents(perHour))} at the prices that are foretold.`,
      windows.length === 0
        ? "No hours are foretold to be cheaper than others."
        : `The cheapest times to start: ${windows
            .map(({ startsAt, endsAt, expected }) => {
              const hours = Math.round((endsAt.getTime() - startsAt.getTime()) / 3_600_000);
              return `${atZone(startsAt, "UTC")} for ${hours} h, about ${sayUsd(toCents(expected))}`;
            })
            .join("; ")}.`,
      "To spend less, start in one of these, let a standing order look for them, or plan fewer hours. It is told again only after it was five per cent below the line.",
    ],
    button: { label: "See the plan", href: "/budgets" },
  };
}

function whatRuns(charged: Parameters<typeof forecastLetter>[0]["charged"]): string {
  if (charged.length === 0) return "Nothing that is charged by the hour runs now.";
  const named = charged.slice(0, 3).map(({ id, what, consumer, pricePerHour }) => {
    const rate = pricePerHour === 0n ? "coming up" : `at ${sayUsd(pricePerHour)} an hour`;
    return `${what}${consumer ? ` for ${consumer}` : ""} (${id}) ${rate}`;
  });
  const more = charged.length - named.length;
  return `Now run: ${named.join("; ")}${more > 0 ? `, and ${more} more` : ""}.`;
}

function madeOf(spent: Usd, forecast: Forecast | null): string {
  if (!forecast) return `${sayUsd(spent)} are spent.`;
  const parts = [
    [forecast.running, "for what runs and what waits to start, to its end"],
    [forecast.booked, "for reservations that begin in it"],
    [forecast.asUsual, "if it goes on as the last seven days did"],
  ] as const;
  const said = parts.filter(([amount]) => amount > 0n);
  return [`${sayUsd(spent)} are spent`, ...said.map(([amount, what]) => `${sayUsd(toCents(amount))} ${what}`)]
    .join("; ")
    .concat(".");
}

/** What is foretold is not known to the micro-dollar, and does not say so. */
const toCents = (amount: Usd): Usd => divideRounded(amount, 10_000n) * 10_000n;

function causeOf({ top, spent }: Pick<Told, "top" | "spent">): string {
  if (top.length === 0) return "Nothing that was charged is left to name.";
  const parts = top.map(
    (one) => `${one.what}${one.consumer ? ` for ${one.consumer}` : ""} (${one.id}) ${sayUsd(one.spent)}`,
  );
  const named = top.reduce((sum, one) => sum + one.spent, 0n);
  const rest = spent > named ? `, and ${sayUsd(spent - named)} on others` : "";
  return `Most of it went to: ${parts.join("; ")}${rest}.`;
}

function whatIsNext({ next, zone, period }: Pick<Told, "next" | "zone" | "period">): string {
  if (!next) return "Every threshold of this budget is crossed now: it says nothing more in this period.";
  return next.at
    ? `By what runs now, ${next.threshold} % is crossed at about ${atZone(next.at, zone)}.`
    : `What runs now does not cross ${next.threshold} % in this ${period} by itself.`;
}

function whatWasDone({ did, sessionsEnded }: Told): string {
  const change = "To go on, raise the budget; to spend less, stop a session or shorten it.";
  switch (did) {
    case null:
      return `Nothing was stopped. ${change}`;
    case "approve":
      return `Nothing new begins until the period ends, unless somebody approves of it. What runs goes on, and may be extended. ${change}`;
    case "block":
      return `Nothing new begins until the period ends. What runs goes on, and may be extended. ${change}`;
    case "drain":
      return `Nothing new begins and nothing is extended until the period ends. What runs keeps to its end. ${change}`;
    case "stop":
      return `Nothing new begins until the period ends, and ${sessionsEnded === 1 ? "one session is" : `${sessionsEnded} sessions are`} being ended. To go on, raise the budget.`;
  }
}

function atZone(instant: Date, zone: string): string {
  const text = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    dateStyle: "medium",
    timeStyle: "short",
  }).format(instant);
  return `${text} (${zone})`;
}

// How a booking is repeated, as it is chosen, and the rule of RFC 5545 that says the same.

export type Every = "once" | "day" | "workday" | "week" | "month" | "rule";

export interface Repeat {
  every: Every;
  times: number;
  /** Of one's own, where it is none of the others. */
  rule: string;
  zone: string;
  daylightSaving: "SAME_WALL_CLOCK" | "SAME_ELAPSED_TIME";
}

export const MOST_TIMES = 60;

export const repeats: readonly { value: Every; label: string }[] = [
  { value: "once", label: "Once" },
  { value: "day", label: "Every day" },
  { value: "workday", label: "Monday to Friday" },
  { value: "week", label: "Every week" },
  { value: "month", label: "Every month" },
  { value: "rule", label: "By a rule" },
];

export const daylightSavings = [
  {
    value: "SAME_WALL_CLOCK",
    label: "The time on the clock",
    hint: "Nine stays nine; twice a year they are 23 or 25 hours apart.",
  },
  {
    value: "SAME_ELAPSED_TIME",
    label: "The time in between",
    hint: "Always as far apart; nine becomes eight or ten.",
  },
] as const;

const frequencies: Record<Exclude<Every, "once" | "rule">, string> = {
  day: "FREQ=DAILY",
  workday: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
  week: "FREQ=WEEKLY",
  month: "FREQ=MONTHLY",
};

/** Null of what is booked once. */
export function ruleOf({ every, times, rule }: Pick<Repeat, "every" | "times" | "rule">): string | null {
  if (every === "once") return null;
  if (every === "rule") return rule.trim();
  return `${frequencies[every]};COUNT=${Math.min(Math.max(Math.trunc(times) || 1, 1), MOST_TIMES)}`;
}

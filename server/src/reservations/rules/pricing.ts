import type { Usd } from "../../values/money.ts";
import { QUARTERS_AN_HOUR, quartersIn } from "./grid.ts";
import { gpuQuarters, type Part } from "./parts.ts";

// What a reservation costs. A price is made for one GPU and one quarter of an hour, in whole
// micro-dollars and rounded down once, and everything else is a product of it: so lines add up to the
// total without a rest, and more hours never make an hour dearer, not by a micro-dollar either.
// Shares are in hundredths of a percent.

export const WHOLE_BP = 10_000n;
const LEAST_DISCOUNT_BP = 1_000;
const MOST_DISCOUNT_BP = 2_000;
/** At an hour the discount is the least, and from a week on the most. */
const FROM_QUARTERS = 4;
const TO_QUARTERS = 168 * 4;

/** From 10 % at an hour to 20 % at a week, in a straight line. */
export function durationDiscountBp(quarters: number): number {
  const within = Math.min(Math.max(quarters, FROM_QUARTERS), TO_QUARTERS) - FROM_QUARTERS;
  const range = MOST_DISCOUNT_BP - LEAST_DISCOUNT_BP;
  return LEAST_DISCOUNT_BP + Math.floor((within * range) / (TO_QUARTERS - FROM_QUARTERS));
}

export interface PoolRule {
  id: string;
  label: string;
  shareBp: number;
  minGpus: number;
  minHours: number;
  minDaysAhead: number;
}

/** A rule that applied when it was booked. Its terms stay, whatever the pool's rules become. */
export type StoredLine = PoolRule;

export interface Terms {
  basePerGpuHour: Usd;
  onDemandPerGpuHour: Usd;
  rules: readonly PoolRule[];
  daysAhead: number;
}

export type LineKind = "base" | "duration-discount" | "rule" | "best-of";

export interface Line {
  kind: LineKind;
  /** Of a rule. */
  ruleId: string | null;
  label: string;
  /** Of the base; null where it is none. */
  shareBp: number | null;
  amount: Usd;
}

export interface Price {
  lines: Line[];
  total: Usd;
  /** What an hour of a GPU comes to. */
  perGpuHour: Usd;
  /** What the same would cost by the hour, without a reservation. */
  onDemandTotal: Usd;
}

export function priceOf(parts: readonly Part[], terms: Terms): Price {
  const amount = gpuQuarters(parts);
  const quarters = parts.reduce((sum, part) => sum + quartersIn(part), 0);
  const lines: Line[] = [];
  let at = perQuarter(terms.basePerGpuHour, WHOLE_BP);
  const line = (
    kind: LineKind,
    label: string,
    to: Usd,
    shareBp: number | null,
    ruleId: string | null = null,
  ) => {
    lines.push({ kind, ruleId, label, shareBp, amount: kind === "base" ? to * amount : (to - at) * amount });
    at = to;
  };
  line("base", "Base price", at, null);
  let share = WHOLE_BP;
  const less = durationDiscountBp(quarters);
  share -= BigInt(less);
  line("duration-discount", "Discount for its length", perQuarter(terms.basePerGpuHour, share), -less);
  for (const rule of rulesFor(parts, quarters, terms)) {
    share += BigInt(rule.shareBp);
    line("rule", rule.label, perQuarter(terms.basePerGpuHour, share), rule.shareBp, rule.id);
  }
  const onDemand = perQuarter(terms.onDemandPerGpuHour, WHOLE_BP);
  if (at > onDemand) line("best-of", "Never more than by the hour", onDemand, null);
  return {
    lines,
    total: at * amount,
    perGpuHour: at * QUARTERS_AN_HOUR,
    onDemandTotal: onDemand * amount,
  };
}

function perQuarter(perGpuHour: Usd, shareBp: bigint): Usd {
  return shareBp <= 0n ? 0n : (perGpuHour * shareBp) / (WHOLE_BP * QUARTERS_AN_HOUR);
}

function rulesFor(parts: readonly Part[], quarters: number, { rules, daysAhead }: Terms): PoolRule[] {
  const gpus = Math.max(0, ...parts.map((part) => part.gpus));
  return rules.filter(
    (rule) => gpus >= rule.minGpus && quarters >= rule.minHours * 4 && daysAhead >= rule.minDaysAhead,
  );
}

/** A share of an amount, rounded down: what is kept of a payer is never more than was said. */
export function shareOf(amount: Usd, shareBp: number): Usd {
  return (amount * BigInt(shareBp)) / WHOLE_BP;
}

/** What cancelling costs at an instant. */
export function cancelCost(
  booked: { total: Usd; freeCancelUntil: Date; cancelShareBp: number },
  now: Date,
): Usd {
  return now < booked.freeCancelUntil ? 0n : shareOf(booked.total, booked.cancelShareBp);
}

/** What comes back, and what is kept, when parts become fewer. Dearer hours of what is left may eat it up. */
export function handBack(
  before: readonly Part[],
  after: readonly Part[],
  terms: Terms,
  keptShareBp: number,
): { back: Usd; kept: Usd } {
  const freed = priceOf(before, terms).total - priceOf(after, terms).total;
  if (freed <= 0n) return { back: 0n, kept: 0n };
  const kept = shareOf(freed, keptShareBp);
  return { back: freed - kept, kept };
}

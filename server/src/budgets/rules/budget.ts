import { type Usd, usd } from "../../values/money.ts";
import { InvalidInput } from "../../values/refusal.ts";
import { BudgetLimitOutOfRange, ThresholdOutOfRange } from "./out-of-range.ts";

export const scopes = ["account", "consumer", "gpu", "provider"] as const;
export type Scope = (typeof scopes)[number];

export const periods = ["day", "week", "month"] as const;
export type Period = (typeof periods)[number];

/** From the gentlest to the hardest: each does what those before it do, and more. */
export const measures = ["approve", "block", "drain", "stop"] as const;
export type Measure = (typeof measures)[number];

/** What a threshold is held against: what is spent, what will be by the period's end, or what is usual. */
export const bases = ["actual", "forecast", "anomaly"] as const;
export type Basis = (typeof bases)[number];

/** At so many percent of the limit, this is done. */
export interface Rung {
  measure: Measure;
  atPercent: number;
}

export interface Budget {
  name: string;
  scope: Scope;
  scopeValue: string | null;
  period: Period;
  zone: string;
  limit: Usd;
  /** Of what is spent, in percent of the limit. */
  thresholds: number[];
  /** Of what will be spent by the period's end, in percent of the limit. */
  forecastThresholds: number[];
  /** Tell of burn that no schedule explains. */
  watchesBurn: boolean;
  rungs: Rung[];
}

export interface BudgetInput {
  name: string;
  scope: Scope;
  scopeValue?: string | null | undefined;
  period: Period;
  timeZone: string;
  limit: Usd;
  thresholds?: readonly number[] | null | undefined;
  forecastThresholds?: readonly number[] | null | undefined;
  watchesBurn?: boolean | null | undefined;
  rungs?: readonly Rung[] | null | undefined;
}

const LIMIT_LEAST: Usd = 10_000n;
const LIMIT_MOST: Usd = usd(10_000_000);
const PERCENT_MOST = 1_000;
const USUAL = [50, 80, 100];
const THRESHOLDS_MOST = 10;
const NAME_CHARACTERS = 60;
const HOUR_MS = 3_600_000n;

export function readBudget(input: BudgetInput): Budget {
  const name = input.name.trim();
  if (name === "" || name.length > NAME_CHARACTERS || /\p{Cc}/u.test(name))
    throw new InvalidInput("name", `A name of 1 to ${NAME_CHARACTERS} characters.`);
  const scopeValue = input.scope === "account" ? null : (input.scopeValue?.trim() ?? "");
  if (scopeValue === "") throw new InvalidInput("scopeValue", `Say which ${input.scope} it is for.`);
  if (input.limit < LIMIT_LEAST || input.limit > LIMIT_MOST)
    throw new BudgetLimitOutOfRange(LIMIT_LEAST, LIMIT_MOST);
  const rungs = readRungs(input.rungs ?? []);
  return {
    name,
    scope: input.scope,
    scopeValue,
    period: input.period,
    zone: readZone(input.timeZone),
    limit: input.limit,
    thresholds: readThresholds(input.thresholds ?? USUAL, rungs),
    forecastThresholds: readForecastThresholds(input.forecastThresholds ?? USUAL),
    watchesBurn: input.watchesBurn ?? true,
    rungs,
  };
}

function readZone(zone: string): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    throw new InvalidInput("timeZone", "This is not the name of a time zone, such as Europe/Berlin.");
  }
}

/** What is done at a percentage is told of at that percentage, so each rung is a threshold too. */
function readThresholds(given: readonly number[], rungs: readonly Rung[]): number[] {
  const all = readPercents("thresholds", [...given, ...rungs.map(({ atPercent }) => atPercent)]);
  if (all.length === 0 || all.length > THRESHOLDS_MOST)
    throw new InvalidInput("thresholds", `A budget has 1 to ${THRESHOLDS_MOST} thresholds.`);
  return all;
}

/** There may be none: some want to hear only of what is spent. */
function readForecastThresholds(given: readonly number[]): number[] {
  const all = readPercents("forecastThresholds", given);
  if (all.length > THRESHOLDS_MOST)
    throw new InvalidInput("forecastThresholds", `A budget has ${THRESHOLDS_MOST} of them at most.`);
  return all;
}

function readPercents(field: "thresholds" | "forecastThresholds", given: readonly number[]): number[] {
  const all = [...new Set(given)];
  const odd = all.find((one) => !Number.isInteger(one) || one < 1 || one > PERCENT_MOST);
  if (odd !== undefined) throw new ThresholdOutOfRange(field, odd, PERCENT_MOST);
  return all.toSorted((a, b) => a - b);
}

function readRungs(given: readonly Rung[]): Rung[] {
  const rungs = given.toSorted((a, b) => measures.indexOf(a.measure) - measures.indexOf(b.measure));
  if (new Set(rungs.map(({ measure }) => measure)).size < rungs.length)
    throw new InvalidInput("rungs", "Each measure stands once on the ladder.");
  if (rungs.some(({ atPercent }, at) => atPercent < (rungs[at - 1]?.atPercent ?? 0)))
    throw new InvalidInput("rungs", "A harder measure is not taken before a gentler one.");
  return rungs;
}

/** Which thresholds a sum of spending has reached. Exactly at one is reached. */
export function reached(thresholds: readonly number[], spent: Usd, limit: Usd): number[] {
  return thresholds.filter((percent) => spent > 0n && spent * 100n >= limit * BigInt(percent));
}

/** The hardest measure that is due; null where it is only told of. */
export function measureDue(rungs: readonly Rung[], spent: Usd, limit: Usd): Measure | null {
  return rungs.findLast(({ atPercent }) => reached([atPercent], spent, limit).length > 0)?.measure ?? null;
}

/** So many points of the limit below its rung a measure is let go of: what wavers around it does not begin and end. */
const LET_GO_POINTS = 5;

/** The hardest measure that is due, or the harder one that is in force while what is spent is not well below it. */
export function measureKept(
  rungs: readonly Rung[],
  had: Measure | null,
  spent: Usd,
  limit: Usd,
): Measure | null {
  const due = measureDue(rungs, spent, limit);
  const rung = rungs.find(({ measure }) => measure === had);
  if (!rung || (due !== null && measures.indexOf(due) >= measures.indexOf(rung.measure))) return due;
  const letGoAt = Math.max(1, rung.atPercent - LET_GO_POINTS);
  return reached([letGoAt], spent, limit).length > 0 ? rung.measure : due;
}

/** Something that is charged for as it runs; without an end it goes on. */
export interface Burning {
  pricePerHour: Usd;
  endsAt: Date | null;
}

/** When the next threshold is crossed if what runs now goes on to its end; null if that does not do it in this period. */
export function nextCrossing(
  { thresholds, limit }: Pick<Budget, "thresholds" | "limit">,
  spent: Usd,
  running: readonly Burning[],
  now: Date,
  periodEndsAt: Date,
): { threshold: number; at: Date | null } | null {
  const threshold = thresholds.find((percent) => reached([percent], spent, limit).length === 0);
  if (threshold === undefined) return null;
  const last = periodEndsAt.getTime();
  const ends = running.map(({ endsAt }) => Math.min(endsAt?.getTime() ?? last, last));
  let missing = limit * BigInt(threshold) - spent * 100n;
  let from = now.getTime();
  // From one end to the next as much an hour as all that still runs costs together.
  for (const until of [...new Set(ends)].filter((end) => end > from).toSorted((a, b) => a - b)) {
    const perHour = running.reduce(
      (sum, { pricePerHour }, at) => ((ends[at] ?? 0) > from ? sum + pricePerHour : sum),
      0n,
    );
    const spends = (perHour * 100n * BigInt(until - from)) / HOUR_MS;
    if (perHour > 0n && spends >= missing)
      return { threshold, at: new Date(from + Number((missing * HOUR_MS) / (perHour * 100n))) };
    missing -= spends;
    from = until;
  }
  return { threshold, at: null };
}

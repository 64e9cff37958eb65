import { costOf, type Stretch } from "../sessions/index.ts";
import type { Usd } from "../values/money.ts";
import { type Cloud, clouds } from "./rules/clouds.ts";
import type { Step } from "./rules/match.ts";
import { costOfShare, type Share } from "./rules/reserved.ts";

// What the same hours would have cost elsewhere. The meter that makes a session's cost of its stretches
// makes this too, of the same stretches at the other price: each is cut where the other price changed.
// Everything is a sum from the beginning up to an instant, so that what lies between two instants is the
// difference, and days, months and the whole add up however they are cut.

const HOUR_MS = 3_600_000n;

/** Of "nothing" no machine ran: it was reserved, and paid for. */
export interface MeteredStretch extends Stretch {
  what: "everything" | "disk" | "nothing";
  /** Of a machine that was reserved: its price is a part of the reservation's. */
  share?: Share;
}

export interface Metered {
  sessionId: string;
  gpuCount: number;
  /** The most that it costs: what was held for it. Null of one that was reserved. */
  held: Usd | null;
  /** Of one that a standing order began: what an hour cost when the order was given. */
  askedPerHour?: Usd | null;
  stretches: readonly MeteredStretch[];
  courses: Readonly<Record<Cloud, readonly Step[]>>;
}

export interface Compared {
  /** What was paid for the hours that could be compared. */
  compared: Usd;
  /** What the same hours would have cost. */
  reference: Usd;
}

export interface Figures {
  paid: Usd;
  gpuMs: bigint;
  clouds: Record<Cloud, Compared>;
  /** What the hours that are compared would have cost more at the price when they were asked for. */
  timing: Record<Cloud, Usd>;
  /** What those that were reserved would have cost more without a reservation. */
  discount: Record<Cloud, Usd>;
}

export interface Rates {
  ratePerHour: Usd;
  /** What the part that is compared costs an hour, and would cost there. */
  clouds: Record<Cloud, Compared>;
}

// Written out: this is done some times for each of ten thousand sessions.
export const eachCloud = <Value>(of: (cloud: Cloud) => Value): Record<Cloud, Value> => ({
  aws: of("aws"),
  gcp: of("gcp"),
  azure: of("azure"),
});

export const nothing = (): Figures => ({
  paid: 0n,
  gpuMs: 0n,
  clouds: eachCloud(() => ({ compared: 0n, reference: 0n })),
  timing: eachCloud(() => 0n),
  discount: eachCloud(() => 0n),
});

/** From its beginning up to an instant. This is done each second for everything that runs and somebody looks at. */
export function figuresAt(session: Metered, now: Date): Figures {
  const { stretches, held } = session;
  const figures = nothing();
  const cost = costAt(stretches, now);
  const isPaid = held === null || cost < held;
  figures.paid = isPaid ? cost : held;
  // Hours that nobody is charged for are not counted as saved: what its provider is slow to end is no bargain.
  const at = isPaid ? now : paidUpTo(stretches, held);
  for (const stretch of stretches) {
    const ms = msUpTo(stretch, at);
    if (stretch.what === "disk" || ms === 0) continue;
    if (stretch.what === "everything") figures.gpuMs += BigInt(ms) * BigInt(gpusOf(session, stretch));
    const whole = costOfStretch(stretch, ms);
    for (const cloud of clouds) compare(figures, session, stretch, { cloud, ms, whole });
  }
  for (const cloud of clouds) {
    const there = figures.clouds[cloud];
    if (there.compared > figures.paid) there.compared = figures.paid;
  }
  return figures;
}

/** Cut where the other price changed; most stretches lie within one price, and are not cut at all. */
function compare(
  to: Figures,
  session: Metered,
  stretch: MeteredStretch,
  { cloud, ms, whole }: { cloud: Cloud; ms: number; whole: Usd },
): void {
  const { askedPerHour, courses } = session;
  const { what, share } = stretch;
  const ran = what === "everything";
  const start = stretch.from.getTime();
  for (const step of courses[cloud]) {
    const since = Math.max(0, step.from.getTime() - start);
    const until = step.until === null ? ms : Math.min(ms, step.until.getTime() - start);
    if (since >= until) continue;
    const within = (cost: (ms: number) => Usd) => cost(until) - (since === 0 ? 0n : cost(since));
    const paid = since === 0 && until === ms ? whole : within((ms) => costOfStretch(stretch, ms));
    to.clouds[cloud].compared += paid;
    if (askedPerHour != null) to.timing[cloud] += within((ms) => costOf(askedPerHour, ms)) - paid;
    if (share) to.discount[cloud] += (ran ? within((ms) => costOf(share.byTheHour, ms)) : 0n) - paid;
    if (!ran) continue;
    const there = step.price.pricePerGpuHour * BigInt(gpusOf(session, stretch));
    to.clouds[cloud].reference += costOf(there, until - since);
  }
}

/** What was spent up to an instant. */
function costAt(stretches: readonly MeteredStretch[], at: Date): Usd {
  let total = 0n;
  for (const stretch of stretches) total += costOfStretch(stretch, msUpTo(stretch, at));
  return total;
}

function costOfStretch({ pricePerHour, share }: MeteredStretch, ms: number): Usd {
  return share ? costOfShare(share, ms) : costOf(pricePerHour, ms);
}

/** Of a machine that was reserved no more than the reservation had. */
const gpusOf = ({ gpuCount }: Metered, { share }: MeteredStretch): number => share?.gpus ?? gpuCount;

/** Whether there is a machine of it at an instant. */
export const isRunning = ({ stretches }: Metered, at: Date): boolean =>
  stretches.some((stretch) => stretch.what !== "nothing" && isIn(stretch, at));

/** Whether something of it is charged at an instant, or will be. */
export const goesOn = ({ stretches }: Metered, at: Date): boolean =>
  stretches.some(({ until }) => until === null || until > at);

/** From its first charge until its last; until an instant where it runs on. */
export function spanOf({ stretches, held }: Metered, now: Date): { from: Date; until: Date } | null {
  const [first] = stretches;
  if (!first) return null;
  const last = stretches.reduce((latest, { until }) => {
    const end = until ?? now;
    return end > latest ? end : latest;
  }, first.from);
  const isPaid = held === null || costAt(stretches, last) < held;
  return { from: first.from, until: isPaid ? last : paidUpTo(stretches, held) };
}

/** When what was held for it was used up. */
function paidUpTo(stretches: readonly Stretch[], held: Usd): Date {
  let left = held;
  let last = new Date(0);
  for (const { from, until, pricePerHour } of stretches) {
    const ms = pricePerHour > 0n ? (left * HOUR_MS) / pricePerHour : null;
    const whole = until === null ? null : BigInt(until.getTime() - from.getTime());
    if (ms !== null && (whole === null || ms < whole)) return new Date(from.getTime() + Number(ms));
    left -= costOf(pricePerHour, Number(whole ?? 0n));
    last = until ?? from;
  }
  return last;
}

/** What an hour costs at an instant, here and there. `paid` is what it has cost by then, where that is known. */
export function ratesAt(session: Metered, at: Date, paid = costAt(session.stretches, at)): Rates {
  const { stretches, held, courses } = session;
  const rates: Rates = { ratePerHour: 0n, clouds: eachCloud(() => ({ compared: 0n, reference: 0n })) };
  if (held !== null && paid >= held) return rates;
  // Of what was reserved there may be two at a time: what runs, and what was paid for beside it.
  for (const stretch of stretches) {
    if (!isIn(stretch, at)) continue;
    rates.ratePerHour += stretch.pricePerHour;
    if (stretch.what === "disk") continue;
    for (const cloud of clouds) {
      const step = courses[cloud].find((one) => isIn(one, at));
      if (!step) continue;
      rates.clouds[cloud].compared += stretch.pricePerHour;
      if (stretch.what === "everything")
        rates.clouds[cloud].reference += step.price.pricePerGpuHour * BigInt(gpusOf(session, stretch));
    }
  }
  return rates;
}

export function add(to: Figures, more: Figures): void {
  to.paid += more.paid;
  to.gpuMs += more.gpuMs;
  for (const cloud of clouds) {
    to.clouds[cloud].compared += more.clouds[cloud].compared;
    to.clouds[cloud].reference += more.clouds[cloud].reference;
    to.timing[cloud] += more.timing[cloud];
    to.discount[cloud] += more.discount[cloud];
  }
}

export function between(session: Metered, from: Date | null, until: Date): Figures {
  if (from && from >= until) return nothing();
  const end = figuresAt(session, until);
  if (!from || !session.stretches.some((stretch) => stretch.from < from)) return end;
  const start = figuresAt(session, from);
  return {
    paid: end.paid - start.paid,
    gpuMs: end.gpuMs - start.gpuMs,
    clouds: eachCloud((cloud) => ({
      compared: end.clouds[cloud].compared - start.clouds[cloud].compared,
      reference: end.clouds[cloud].reference - start.clouds[cloud].reference,
    })),
    timing: eachCloud((cloud) => end.timing[cloud] - start.timing[cloud]),
    discount: eachCloud((cloud) => end.discount[cloud] - start.discount[cloud]),
  };
}

const isIn = ({ from, until }: { from: Date; until: Date | null }, at: Date): boolean =>
  from <= at && (until === null || at < until);

function earlier(until: Date | null, at: Date): Date {
  return until !== null && until < at ? until : at;
}

function msUpTo({ from, until }: Stretch, at: Date): number {
  return Math.max(0, earlier(until, at).getTime() - from.getTime());
}

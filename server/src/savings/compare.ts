import { costAt, costOf, type Stretch } from "../sessions/index.ts";
import type { Usd } from "../values/money.ts";
import { type Cloud, clouds } from "./rules/clouds.ts";
import type { Step } from "./rules/match.ts";

// What the same hours would have cost elsewhere. The meter that makes a session's cost of its stretches
// makes this too, of the same stretches at the other price: each is cut where the other price changed.
// Everything is a sum from the beginning up to an instant, so that what lies between two instants is the
// difference, and days, months and the whole add up however they are cut.

const HOUR_MS = 3_600_000n;

export interface Metered {
  sessionId: string;
  gpuCount: number;
  /** The most that it costs: what was held for it. */
  held: Usd;
  /** Of one that a standing order began: what an hour cost when the order was given. */
  askedPerHour?: Usd | null;
  stretches: readonly (Stretch & { what: "everything" | "disk" })[];
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
});

/** From its beginning up to an instant. */
export function figuresAt(session: Metered, now: Date): Figures {
  const { stretches, held, gpuCount } = session;
  const cost = costAt(stretches, now);
  const paid = cost < held ? cost : held;
  // Hours that nobody is charged for are not counted as saved: what its provider is slow to end is no bargain.
  const at = cost < held ? now : paidUpTo(stretches, held);
  let ms = 0;
  for (const stretch of stretches) if (stretch.what === "everything") ms += msUpTo(stretch, at);
  const there = eachCloud((cloud) => compareUpTo(session, cloud, at));
  return {
    paid,
    gpuMs: BigInt(ms) * BigInt(gpuCount),
    clouds: eachCloud((cloud) => {
      const { compared, reference } = there[cloud];
      return { compared: compared < paid ? compared : paid, reference };
    }),
    timing: eachCloud((cloud) => there[cloud].timing),
  };
}

/** Cut where the other price changed; most stretches lie within one price, and are not cut at all. */
function compareUpTo(
  { stretches, gpuCount, courses, askedPerHour }: Metered,
  cloud: Cloud,
  at: Date,
): Compared & { timing: Usd } {
  let compared = 0n;
  let reference = 0n;
  let timing = 0n;
  const gpus = BigInt(gpuCount);
  for (const { what, from, until, pricePerHour } of stretches) {
    if (what !== "everything") continue;
    const start = from.getTime();
    const end = earlier(until, at).getTime();
    for (const step of courses[cloud]) {
      const since = Math.max(start, step.from.getTime());
      const to = step.until === null ? end : Math.min(end, step.until.getTime());
      if (since >= to) continue;
      const cost = (perHour: Usd) =>
        costOf(perHour, to - start) - (since === start ? 0n : costOf(perHour, since - start));
      const paid = cost(pricePerHour);
      compared += paid;
      if (askedPerHour != null) timing += cost(askedPerHour) - paid;
      reference += costOf(step.price.pricePerGpuHour * gpus, to - since);
    }
  }
  return { compared, reference, timing };
}

/** From its first charge until its last; until an instant where it runs on. */
export function spanOf({ stretches, held }: Metered, now: Date): { from: Date; until: Date } | null {
  const [first] = stretches;
  if (!first) return null;
  const last = stretches.reduce((latest, { until }) => {
    const end = until ?? now;
    return end > latest ? end : latest;
  }, first.from);
  return { from: first.from, until: costAt(stretches, last) < held ? last : paidUpTo(stretches, held) };
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

/** What an hour costs at an instant, here and there. */
export function ratesAt({ stretches, held, gpuCount, courses }: Metered, at: Date): Rates {
  const isPaid = costAt(stretches, at) < held;
  const open = isPaid
    ? stretches.find(({ from, until }) => from <= at && (until === null || at < until))
    : undefined;
  const ratePerHour = open?.pricePerHour ?? 0n;
  return {
    ratePerHour,
    clouds: eachCloud((cloud) => {
      const step =
        open?.what === "everything"
          ? courses[cloud].find(({ from, until }) => from <= at && (until === null || at < until))
          : undefined;
      return step
        ? { compared: ratePerHour, reference: step.price.pricePerGpuHour * BigInt(gpuCount) }
        : { compared: 0n, reference: 0n };
    }),
  };
}

export function add(to: Figures, more: Figures): void {
  to.paid += more.paid;
  to.gpuMs += more.gpuMs;
  for (const cloud of clouds) {
    to.clouds[cloud].compared += more.clouds[cloud].compared;
    to.clouds[cloud].reference += more.clouds[cloud].reference;
    to.timing[cloud] += more.timing[cloud];
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
  };
}

function earlier(until: Date | null, at: Date): Date {
  return until !== null && until < at ? until : at;
}

function msUpTo({ from, until }: Stretch, at: Date): number {
  return Math.max(0, earlier(until, at).getTime() - from.getTime());
}

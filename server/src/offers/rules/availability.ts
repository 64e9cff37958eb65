// How likely a launch is to work, from what happened: launches that worked out of launches tried, of
// the last thirty days, a launch of last week counting half as much as one of today.
//
// A machine has few launches of its own, its GPU at the provider has more, the provider most. So each
// is judged by its own launches and as if a few more had gone the way they go one step up. Where no
// launch was tried at all nothing is known, and nothing is said.

export const REMEMBERED_DAYS = 30;
const HALVED_AFTER_DAYS = 7;
/** So many launches of its own weigh as much as all that is known one step up. */
const WEIGHT_FROM_ABOVE = 3;

export const bases = ["machine", "gpu", "provider"] as const;
export type Basis = (typeof bases)[number];

/** The launches of one day at one machine. */
export interface LaunchDay {
  providerId: string;
  gpuModel: string;
  machineId: string;
  daysAgo: number;
  tried: number;
  worked: number;
}

export interface Score {
  /** From 0 to 1, in hundredths. */
  score: number;
  /** Launches that were tried where it was looked at most closely. */
  samples: number;
}

export interface Scores {
  machines: ({ providerId: string; gpuModel: string; machineId: string } & Score)[];
  gpus: ({ providerId: string; gpuModel: string } & Score)[];
  providers: ({ providerId: string } & Score)[];
}

interface Sum {
  first: LaunchDay;
  tried: number;
  worked: number;
  samples: number;
}

export function scoreLaunches(days: readonly LaunchDay[]): Scores {
  const providers = sums(days, ofProvider);
  const gpus = sums(days, ofGpu);
  const machines = sums(days, ofMachine);
  const shares = new Map<string, number>();
  for (const [key, sum] of providers) shares.set(key, sum.worked / sum.tried);
  for (const [key, sum] of gpus) shares.set(key, blend(sum, shares.get(ofProvider(sum.first))));
  for (const [key, sum] of machines) shares.set(key, blend(sum, shares.get(ofGpu(sum.first))));
  const told = <T extends object>(sum: Map<string, Sum>, name: (first: LaunchDay) => T) =>
    [...sum].map(([key, { first, samples }]) => {
      const score = Math.round((shares.get(key) ?? 0) * 100) / 100;
      return { ...name(first), score, samples };
    });
  return {
    providers: told(providers, ({ providerId }) => ({ providerId })),
    gpus: told(gpus, ({ providerId, gpuModel }) => ({ providerId, gpuModel })),
    machines: told(machines, ({ providerId, gpuModel, machineId }) => ({ providerId, gpuModel, machineId })),
  };
}

function blend({ worked, tried }: Sum, above = 0): number {
  return (worked + WEIGHT_FROM_ABOVE * above) / (tried + WEIGHT_FROM_ABOVE);
}

const ofProvider = (day: LaunchDay) => JSON.stringify([day.providerId]);
const ofGpu = (day: LaunchDay) => JSON.stringify([day.providerId, day.gpuModel]);
const ofMachine = (day: LaunchDay) => JSON.stringify([day.providerId, day.gpuModel, day.machineId]);

function sums(days: readonly LaunchDay[], keyOf: (day: LaunchDay) => string): Map<string, Sum> {
  const found = new Map<string, Sum>();
  for (const day of days) {
    if (day.tried <= 0 || day.daysAgo >= REMEMBERED_DAYS) continue;
    const weight = 0.5 ** (Math.max(day.daysAgo, 0) / HALVED_AFTER_DAYS);
    const sum = found.get(keyOf(day)) ?? { first: day, tried: 0, worked: 0, samples: 0 };
    sum.tried += day.tried * weight;
    sum.worked += day.worked * weight;
    sum.samples += day.tried;
    found.set(keyOf(day), sum);
  }
  return found;
}

const MINUTE_MS = 60_000;
const FAILURES = 3;
const WITHIN_MS = 30 * MINUTE_MS;
const SUPPRESSED_MS = 30 * MINUTE_MS;

/** Failures that are older can no longer suppress anything. */
export const FAILURES_MATTER_MS = WITHIN_MS + SUPPRESSED_MS;

/** Until when a machine is left out after three failures in thirty minutes; null when it is not. */
export function suppressedUntil(failures: readonly Date[], now: Date): Date | null {
  const times = failures.map((at) => at.getTime()).toSorted((a, b) => b - a);
  for (const [at, last] of times.entries()) {
    const third = times[at + FAILURES - 1];
    if (third === undefined) return null;
    const until = last + SUPPRESSED_MS;
    if (last - third < WITHIN_MS && until > now.getTime()) return new Date(until);
  }
  return null;
}

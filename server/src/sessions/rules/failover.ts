import type { Usd } from "../../values/money.ts";

// Which machine to try next. The one that was clicked comes first; after it the same GPU for at most
// a fifth more, then as much memory for at most half more, then anything no smaller for at most
// twice as much: and never above what the user agreed to pay. Within a step the best is the one that
// costs least per start that works.

export interface Wanted {
  gpuModel: string | null;
  gpuCount: number;
  /** Of one GPU. */
  vramGb: number | null;
  /** What the first choice costs an hour, all in. */
  pricePerHour: Usd;
  /** The most that was agreed to. */
  capPerHour: Usd;
}

export interface Candidate {
  offerId: string;
  providerId: string;
  machineId: string;
  gpuModel: string;
  gpuCount: number;
  vramGb: number;
  /** All in: GPUs, storage, and what else the provider charges. */
  pricePerHour: Usd;
  /** How likely it starts, 0–1; null when nobody has tried. */
  availability: number | null;
}

/** Machines of providers that were tried and did not serve. */
export type Tried = ReadonlySet<string>;

export const machineKey = (of: { providerId: string; machineId: string }): string =>
  `${of.providerId} ${of.machineId}`;

/** Untried machines start about as often as not. */
const UNKNOWN_AVAILABILITY = 0.6;
const LEAST_AVAILABILITY = 0.05;

export function rank(wanted: Wanted, candidates: readonly Candidate[], tried: Tried): Candidate[] {
  return candidates
    .filter((one) => one.pricePerHour <= wanted.capPerHour && !tried.has(machineKey(one)))
    .flatMap((one) => {
      const step = stepOf(wanted, one);
      return step === null ? [] : [{ one, step, cost: costPerStart(one) }];
    })
    .toSorted((a, b) => a.step - b.step || a.cost - b.cost || (a.one.offerId < b.one.offerId ? -1 : 1))
    .map(({ one }) => one);
}

/** As providers differ in how they count it. */
const MEMORY_TOLERANCE = 0.07;
export const leastMemory = (vramGb: number): number => vramGb * (1 - MEMORY_TOLERANCE);

function stepOf(wanted: Wanted, one: Candidate): 1 | 2 | 3 | null {
  const within = (percent: bigint) => one.pricePerHour * 100n <= wanted.pricePerHour * percent;
  if (one.gpuCount !== wanted.gpuCount) return null;
  if (wanted.gpuModel === null || one.gpuModel === wanted.gpuModel) {
    if (within(120n)) return 1;
  }
  const memory = wanted.vramGb ?? one.vramGb;
  if (Math.abs(one.vramGb - memory) <= memory * MEMORY_TOLERANCE && within(150n)) return 2;
  if (one.vramGb >= leastMemory(memory) && within(200n)) return 3;
  return null;
}

function costPerStart({ pricePerHour, availability }: Candidate): number {
  return Number(pricePerHour) / Math.max(availability ?? UNKNOWN_AVAILABILITY, LEAST_AVAILABILITY);
}

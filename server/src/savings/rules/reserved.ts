import { divideRounded, type Usd } from "../../values/money.ts";

// What an hour of a reservation costs, and when that is final. A reservation is paid ahead and has one price for all of its
// hours, and until it is over that price moves: hours may be handed back, or added, and either changes what the others are
// discounted by, those that passed among them. So an hour of it costs its share of what was captured for the reservation,
// less what was refunded of it, by the GPUs and the time that it has: as that stands while it lasts, and for good once it is
// over and its machines are, too. Nothing can be captured or refunded of it then, and only then is it added up by day.
//
// The share is of all hours that it has, whether a machine ran in them or not: what was paid for and not used counts
// against it, put down to the machine that came last. What the pool kept of a part that was handed back is in the price of
// the hours that are left. What leaving cost before the start is no hour's price, and nothing here. Nor is an SLA credit: it
// is what Berth pays for a promise that it did not keep, value of its own that is spent like any other, and nobody saved by
// being let down.
//
// Each stretch is a piece of one line, from nothing to the whole price, and costs the line up to its end less the line up
// to its beginning. So pieces add up to what the ledger has exactly, however many they are.

/** A piece of a reservation. */
export interface Share {
  /** What all of the reservation comes to, for so many milliseconds of a GPU. */
  amount: Usd;
  gpuMs: bigint;
  /** So many of them lie before it. */
  before: bigint;
  gpus: number;
  /** What an hour of these GPUs costs in the pool without a reservation. */
  byTheHour: Usd;
}

export interface ReservedStretch {
  /** Of "nothing" no machine ran; it was paid for all the same. */
  what: "everything" | "nothing";
  from: Date;
  until: Date;
  pricePerHour: Usd;
  share: Share;
}

export interface Reserved {
  /** Captured for it less refunded of it. */
  amount: Usd;
  byTheHourPerGpu: Usd;
  parts: readonly { gpus: number; from: number; until: number }[];
}

export interface ReservedMachine {
  sessionId: string;
  gpuCount: number;
  /** When it ran, in order; the end of one that runs is null. */
  runs: readonly (readonly [from: number, until: number | null])[];
}

const HOUR_MS = 3_600_000n;

/** What so many milliseconds of it cost, from its beginning. */
export function costOfShare({ amount, gpuMs, before, gpus }: Share, ms: number): Usd {
  if (ms <= 0) return 0n;
  const upTo = (place: bigint) => divideRounded(amount * place, gpuMs);
  return upTo(before + BigInt(gpus) * BigInt(ms)) - upTo(before);
}

/**
 * Divides it among its machines. They have its GPUs in the order in which they came, up to as many as it has at a time:
 * what runs beyond that, or before and after it, is Berth's own affair. One that runs is taken to go on.
 */
export function shareOut(
  { amount, byTheHourPerGpu, parts }: Reserved,
  machines: readonly ReservedMachine[],
): Map<string, ReservedStretch[]> {
  const inOrder = machines.toSorted((a, b) => cameAt(a) - cameAt(b) || (a.sessionId < b.sessionId ? -1 : 1));
  const stretches = new Map(inOrder.map(({ sessionId }) => [sessionId, [] as ReservedStretch[]]));
  const gpuMs = parts.reduce((sum, part) => sum + BigInt(part.gpus) * BigInt(part.until - part.from), 0n);
  let before = 0n;
  const take = (machine: ReservedMachine, what: ReservedStretch["what"], gpus: number, at: Span) => {
    const count = BigInt(gpus);
    stretches.get(machine.sessionId)?.push({
      what,
      from: new Date(at.from),
      until: new Date(at.until),
      pricePerHour: divideRounded(amount * count * HOUR_MS, gpuMs),
      share: { amount, gpuMs, before, gpus, byTheHour: byTheHourPerGpu * count },
    });
    before += count * BigInt(at.until - at.from);
  };
  for (const part of parts)
    for (const at of cut(part, inOrder)) {
      let free = part.gpus;
      for (const machine of inOrder) {
        const gpus = ranAt(machine, at.from) ? Math.min(machine.gpuCount, free) : 0;
        if (gpus > 0) take(machine, "everything", gpus, at);
        free -= gpus;
      }
      const last = inOrder.findLast((machine) => cameAt(machine) <= at.from) ?? inOrder[0];
      if (free > 0 && last) take(last, "nothing", free, at);
    }
  return stretches;
}

interface Span {
  from: number;
  until: number;
}

/** Where a machine began or ended in it. */
function cut({ from, until }: Span, machines: readonly ReservedMachine[]): Span[] {
  const within = machines
    .flatMap(({ runs }) => runs.flat())
    .filter((edge) => edge !== null)
    .filter((edge) => from < edge && edge < until);
  const edges = [...new Set([from, ...within, until])].toSorted((a, b) => a - b);
  return edges.slice(1).map((edge, place) => ({ from: edges[place] ?? from, until: edge }));
}

const cameAt = ({ runs }: ReservedMachine): number => runs[0]?.[0] ?? Number.MAX_SAFE_INTEGER;

function ranAt({ runs }: ReservedMachine, at: number): boolean {
  return runs.some(([from, until]) => from <= at && (until === null || at < until));
}

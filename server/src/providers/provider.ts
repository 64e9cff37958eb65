import type { Usd } from "../values/money.ts";

/**
 * A cloud that rents GPUs. Each adapter speaks one cloud's own dialect and gives back what is said
 * here; nothing of the dialect passes this line.
 */
export interface Provider {
  readonly id: string;
  readonly name: string;
  /** False when Berth has no key for it: it is shown as not connected, and never asked. */
  readonly connected: boolean;
  /** All that is listed now, or a {@link ProviderFailure}. "Could not list" is never an empty list. */
  listOffers(signal: AbortSignal): Promise<Listing>;
}

export interface Listing {
  offers: ListedOffer[];
  /** Rows that were not of a known shape and were left out. */
  odd: number;
}

/** A machine as listed, in our words and units. */
export interface ListedOffer {
  /** What the provider is told to rent it. */
  externalId: string;
  machineId: string;
  kind: "on_demand" | "interruptible";
  gpuRawName: string;
  gpuCount: number;
  vramGb: number;
  /** The machine's GPUs for an hour, without storage. */
  pricePerHour: Usd;
  diskPricePerGbMonth: Usd;
  vcpus: number;
  ramGb: number;
  diskGb: number;
  region: string;
  country: string | null;
  reliability: number | null;
  cudaVersion: string | null;
  networkDownMbps: number | null;
  networkUpMbps: number | null;
  datacenter: boolean;
  verified: boolean;
  maxDurationHours: number | null;
}

/** All that can go wrong with a provider, as far as anybody must act on it differently. */
export type FailureKind =
  | "rate-limited"
  | "unauthorised"
  | "no-capacity"
  | "offer-gone"
  | "not-found"
  | "insufficient-credit"
  | "flaky"
  | "nonsense";

export class ProviderFailure extends Error {
  readonly kind: FailureKind;
  readonly provider: string;
  readonly retryAfterMs: number | undefined;

  constructor(
    provider: string,
    kind: FailureKind,
    message: string,
    options?: { retryAfterMs?: number; cause?: unknown },
  ) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.provider = provider;
    this.kind = kind;
    this.retryAfterMs = options?.retryAfterMs;
  }
}

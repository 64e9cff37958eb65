import type { Usd } from "../values/money.ts";
import type { Mark } from "./mark.ts";

// The contract between Berth and a cloud that rents GPUs. Each adapter speaks one cloud's own dialect
// and gives back what is said here; nothing of the dialect passes this line. provider.contract.ts
// holds every adapter to it.
//
// Reading is patient: an adapter keeps the distance between calls that its provider demands, tries
// again what failed in passing, and leaves a provider in peace that keeps failing. Acting is not:
// whatever changes something is asked once, and who asked decides what to do about a failure.
//
// Every call ends: with its answer, or with a ProviderFailure. A signal ends it early.

/** Where a cloud's offers are looked at. */
export interface Market {
  readonly id: string;
  readonly name: string;
  /** False when Berth has no key for it: it is shown as not connected, and never asked. */
  readonly connected: boolean;
  /**
   * All that is listed now, or a {@link ProviderFailure}. "Could not list" is never an empty list, and a cloud
   * that says it has nothing at all is not believed either.
   */
  listOffers(signal: AbortSignal): Promise<Listing>;
  /**
   * What others paid and asked before, where the provider tells it. Absent where it does not.
   * GPUs are named as the provider's offers name them; those it knows nothing of are left out.
   */
  readPrices?(range: PriceRange, signal: AbortSignal): Promise<PastPrices[]>;
  /** What all of its machines of each GPU are asked and paid for now. Absent where the provider does not tell. */
  readPricesNow?(signal: AbortSignal): Promise<PresentPrices[]>;
}

/** A cloud where machines are rented, through one account at it: whose key it was made with. */
export interface Provider extends Market {
  /** So long may a machine that was asked for be neither read nor listed, and come all the same. Absent where it is there at once. */
  readonly unseenMsMax?: number;
  /**
   * Rents a machine. Asked once, never again by itself, since no provider takes a key that makes two
   * requests one. It gives back how that ended and throws nothing: each end needs another hand.
   */
  create(order: Order, signal: AbortSignal): Promise<Creation>;
  /**
   * One instance as it is now, or null when the provider itself says that it has none of this id.
   * A provider errs: null is taken for gone only when {@link listInstances} does not show it either.
   */
  findInstance(externalId: string, signal: AbortSignal): Promise<Instance | null>;
  /**
   * Everything in the account, whoever made it, every page of it; or a failure. A list that could not
   * be read to its end, or with a row that could not even be told from others, is a failure too: what
   * is not in this list may be taken for gone.
   *
   * A list may run behind: an instance can be missing from it for a while after it was created.
   */
  listInstances(signal: AbortSignal): Promise<Instance[]>;
  /**
   * Asks for its end. "accepted" is no more than that: the machine is gone once it is neither read nor
   * listed. "gone" when the provider says that it has no such instance.
   */
  destroy(externalId: string, signal: AbortSignal): Promise<"accepted" | "gone">;
  /** Marks an instance anew. Absent where the carrier of the mark cannot be changed. */
  setMark?(externalId: string, mark: Mark, signal: AbortSignal): Promise<void>;
  /** Lets a key in. It may take a while to arrive, or never do; only a log-in proves it. Absent where keys come with the order alone. */
  attachKey?(externalId: string, publicKey: string, signal: AbortSignal): Promise<void>;
  /** Gives the GPUs back and keeps the disk, which goes on costing. Absent where there is no such thing. */
  stop?(externalId: string, signal: AbortSignal): Promise<void>;
  /** Asks for the GPUs again; others may have them, and then the instance is "waiting". */
  start?(externalId: string, signal: AbortSignal): Promise<void>;
  /** What the account has left; below zero when it owes. Absent where the provider does not tell. */
  readBalance?(signal: AbortSignal): Promise<Usd>;
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
  kind: OfferKind;
  gpuRawName: string;
  gpuCount: number;
  vramGb: number;
  /** The machine for an hour, without storage. */
  pricePerHour: Usd;
  /** What of that is for vCPUs and for RAM, where they are charged apart; zero where they come with the GPUs. */
  vcpuPricePerHour: Usd;
  ramPricePerHour: Usd;
  diskPricePerGbMonth: Usd;
  /** The least disk that is charged for: who wants a smaller one pays for this. */
  chargedDiskGbMin: number;
  /** What a gigabyte out of the machine and into it costs beside all else; null where the provider says nothing of it. */
  trafficUpPerGb: Usd | null;
  trafficDownPerGb: Usd | null;
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

export type OfferKind = "on_demand" | "interruptible";

/** What is wanted of an offer. */
export interface Order {
  /** The offer as it was listed. Its vCPUs and RAM are what a provider is asked for that lets one choose; its disk is the most there is. */
  offer: Pick<
    ListedOffer,
    "externalId" | "machineId" | "kind" | "gpuRawName" | "gpuCount" | "vcpus" | "ramGb" | "diskGb"
  >;
  diskGb: number;
  /** A container's image. Where whole machines are rented the system is the provider's, and `onStart` is where the image is started. */
  image: string;
  /** A shell script that runs once the machine is up. */
  onStart: string | null;
  env: Readonly<Record<string, string>>;
  /** TCP ports to be reached from outside, beside the one of SSH. */
  ports: readonly number[];
  /** In one line, as in authorized_keys. */
  publicKey: string;
  /**
   * The most that the machine may cost an hour, without storage, as in {@link ListedOffer.pricePerHour};
   * an interruptible bids just this. A provider that cannot be told it may charge more all the same:
   * {@link Instance.pricePerHour} or {@link Instance.allInPerHour} is what it does charge.
   */
  priceCapPerHour: Usd;
  mark: Mark;
}

/** How asking for a machine ended. */
export type Creation =
  /**
   * There is a machine. Its key must still be attached, unless it came with the order; and where a provider has no
   * place for environment and start script, whoever logs in first must see to both.
   */
  | { outcome: "created"; externalId: string; keyGiven: boolean; startGiven: boolean }
  /** There is a machine and it is of no use, as the provider itself said: it must be destroyed. */
  | { outcome: "unfit"; externalId: string; reason: string }
  /** There surely is no machine. */
  | { outcome: "refused"; failure: ProviderFailure }
  /** There may be one: look for its mark among the instances before anything else. */
  | { outcome: "unknown"; failure: ProviderFailure };

/** A rented machine, in our words and units. What the provider does not tell is null. */
export interface Instance {
  externalId: string;
  state: InstanceState;
  /** The provider's own words about the state. */
  detail: string | null;
  /** The label or name as it stands at the provider, and the mark in it, if it is one. */
  label: string | null;
  mark: Mark | null;
  machineId: string | null;
  kind: OfferKind;
  gpuRawName: string | null;
  gpuCount: number | null;
  /** The ways in, the better first. None until the provider knows them. */
  ssh: readonly SshAddress[];
  /** The ordered ports, as they are reached from outside. */
  ports: readonly PublishedPort[];
  /** As in {@link ListedOffer.pricePerHour}: what it costs while it runs, whatever it does now. */
  pricePerHour: Usd | null;
  diskPricePerHour: Usd | null;
  /** Machine and disk together. Some providers tell just this, and not how much of it is for which. */
  allInPerHour: Usd | null;
  billed: Billed;
  createdAt: Date | null;
  /** When the provider will end it by itself. */
  endsAt: Date | null;
}

export type InstanceState =
  /** Bought, and nothing of it is there yet. */
  | "provisioning"
  /** Its image is pulled, its system boots. */
  | "loading"
  /** The provider says it runs; whether one can log in is another matter. */
  | "running"
  | "stopping"
  /** It does nothing, and its disk is kept. Nobody asked for it? Then it was taken away. */
  | "stopped"
  /** Stopped, asked to start, and in a queue for GPUs that others have. */
  | "waiting"
  /** It will never run, or runs no more, and only its end helps. */
  | "failed"
  /** On its way out. */
  | "ending"
  /** The provider has lost sight of it, or said what nobody has seen yet. Neither running nor gone. */
  | "unknown";

export type Billed = "nothing" | "disk" | "everything" | "unknown";

export interface SshAddress {
  host: string;
  port: number;
  user: string;
}

export interface PublishedPort {
  inside: number;
  host: string;
  outside: number;
}

export interface PriceRange {
  gpuRawNames: readonly string[];
  /** Half-open: from the first instant up to the second. */
  from: Date;
  to: Date;
  stepSeconds: number;
}

/** What one GPU of a name cost for an hour, over time. */
export interface PastPrices {
  gpuRawName: string;
  points: PastPrice[];
}

export interface PastPrice {
  at: Date;
  /** What those paid who had rented, and what was asked for what was left. */
  rented: PriceSpread;
  available: PriceSpread;
}

export interface PriceSpread {
  gpus: number | null;
  p10: Usd | null;
  median: Usd | null;
  p90: Usd | null;
}

/** What one GPU of a name costs for an hour now, rented or not. */
export interface PresentPrices {
  gpuRawName: string;
  gpusRented: number | null;
  gpusAvailable: number | null;
  p10: Usd | null;
  p25: Usd | null;
  median: Usd | null;
  p75: Usd | null;
  p90: Usd | null;
}

/** All that can go wrong with a provider, as far as anybody must act on it differently. */
export type FailureKind =
  /** Asked too often: `retryAfterMs` says how long to wait. */
  | "rate-limited"
  /** The key is wrong, was revoked, or may not do this. */
  | "unauthorised"
  /** There is nothing left of this kind there; another place or later. */
  | "no-capacity"
  /** Just this offer can no longer be rented. */
  | "offer-gone"
  /** The provider knows no such thing. */
  | "not-found"
  | "insufficient-credit"
  /** Its own trouble, or the network's, that may pass. */
  | "flaky"
  /** One of us does not understand the other: an answer of no known shape, or an order called senseless. */
  | "nonsense";

// What these say is that nothing was done. After the two others it may have been.
const surelyNothing: ReadonlySet<FailureKind> = new Set([
  "rate-limited",
  "unauthorised",
  "no-capacity",
  "offer-gone",
  "not-found",
  "insufficient-credit",
]);

export class ProviderFailure extends Error {
  readonly kind: FailureKind;
  readonly provider: string;
  readonly retryAfterMs: number | undefined;
  /** Whether what was asked may have been done all the same. */
  readonly mayBeDone: boolean;

  constructor(
    provider: string,
    kind: FailureKind,
    message: string,
    options: { retryAfterMs?: number; mayBeDone?: boolean; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.provider = provider;
    this.kind = kind;
    this.retryAfterMs = options.retryAfterMs;
    this.mayBeDone = options.mayBeDone ?? !surelyNothing.has(kind);
  }
}

/** How a create that failed ended: for certain without a machine, or nobody knows. */
export function failedCreation(failure: ProviderFailure): Creation {
  return { outcome: failure.mayBeDone ? "unknown" : "refused", failure };
}

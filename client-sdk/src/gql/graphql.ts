/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** A job that may start at any time before its deadline allows. */
export type BestWindowsInput = {
  /** By then it is over. */
  deadlineAt: string;
  /** Fractions of an hour too. */
  durationHours: number;
  /** Now when left out; never before it. */
  earliestAt?: string | null | undefined;
  /** However it is written: “h100 sxm” is the H100 with that socket. */
  gpu: string;
  gpuCount?: number;
  /** Of not getting a machine, from 0 to 1: markets whose risk is known and higher are left out. */
  maxRisk?: number | null | undefined;
  providers?: Array<string | number> | null | undefined;
  /** Left out: each provider's whole market. */
  regions?: Array<string> | null | undefined;
};

/** To whom a provider sends the bill for a machine. */
export type BilledTo =
  /** To Berth: the account pays in credit. */
  | 'BERTH'
  /** To the team's own account there, whose key rented it: no credit is held or spent. */
  | 'OWN_ACCOUNT';

/** What is done when so much is spent, from the gentlest to the hardest. */
export type BudgetMeasure =
  /** What is new is kept, and begins once somebody who may change budgets has approved of it. */
  | 'APPROVE'
  /** Nothing new begins until the period ends. */
  | 'BLOCK'
  /** Also nothing is extended: what runs keeps to its end. */
  | 'DRAIN'
  /** Also what runs is ended. */
  | 'STOP';

/** How long a limit is for, in the days of the budget's own time zone. A week begins on Monday. */
export type BudgetPeriod =
  | 'DAY'
  | 'MONTH'
  | 'WEEK';

/** What a budget limits. */
export type BudgetScope =
  | 'ACCOUNT'
  | 'CONSUMER'
  | 'GPU'
  | 'PROVIDER';

export type CreateReservationInput = {
  /** What it was shown to cost: at another total nothing is booked. */
  expectedTotal: string;
  /** The quote whose place and price were kept. */
  quoteId?: string | number | null | undefined;
  /** Or what is wanted, at the price of this moment. */
  wanted?: QuoteReservationInput | null | undefined;
};

/** What happened to credit. */
export type CreditMovement =
  /** Spent, of what was set aside. */
  | 'CAPTURE'
  | 'EXPIRE'
  | 'GRANT'
  /** Set aside. */
  | 'HOLD'
  /** Given back, because the hold's time ran out. */
  | 'LAPSE'
  | 'PROMOTION'
  | 'PURCHASE'
  /** Given back, of what was spent. */
  | 'REFUND'
  /** Given back, of what was set aside. */
  | 'RELEASE'
  /** Carried from a lot that ended into the next. */
  | 'ROLL_OVER'
  | 'SLA'
  /** What was pending became available. */
  | 'TAKE_EFFECT';

/** Where credit comes from. */
export type CreditOrigin =
  /** It was given by those who run Berth. */
  | 'GRANT'
  /** It was given away. */
  | 'PROMOTION'
  /** It was paid for. */
  | 'PURCHASE'
  /** It was paid by Berth for a promise that it did not keep. */
  | 'SLA';

/** A variable of the machine's environment. */
export type EnvInput = {
  name: string;
  value: string;
};

/** What a look came to. */
export type FlexibleJobDecision =
  /** It had started; the look is for its regret alone. */
  | 'AFTER'
  | 'GIVE_UP'
  | 'START'
  | 'WAIT';

/** How far a standing order is. */
export type FlexibleJobState =
  /** Somebody cancelled it while it waited. */
  | 'CANCELLED'
  /** At its freeze time nothing would do. It cost nothing. */
  | 'GIVEN_UP'
  /** It has a machine, as a session or a reservation. */
  | 'STARTED'
  /** It is looked at each hour; its budget is set aside. */
  | 'WAITING';

/** A market, where its series is not named. */
export type ForecastMarket = {
  /** However it is written: “h100 sxm” is the H100 with that socket. */
  gpu: string;
  /** Left out: what is asked for machines that one may keep, as Berth sees it or, before it has seen a week of it, as the provider tells. */
  kind?: PriceKind | null | undefined;
  /** Left out: the cheapest that can be forecast. */
  provider?: string | number | null | undefined;
  /** Left out: a provider's whole market. */
  region?: string | null | undefined;
};

/** Whether forecasts of a market are worth more than its last price. */
export type ForecastVerdict =
  /** The last price was as good or better: go by that. */
  | 'NO_SKILL'
  /** Scored forecasts were nearer than the last price. */
  | 'PROVEN'
  /** Less than a week of history is known. */
  | 'SHORT_HISTORY'
  /** Too few are scored yet. */
  | 'UNPROVEN';

export type HandBackReservationInput = {
  /** What was shown to come back. */
  expectedBack: string;
  /** The next quarter of an hour, when left out. */
  from?: string | null | undefined;
  /** All of them, when left out. */
  gpus?: number | null | undefined;
  reservationId: string | number;
  /** Its end, when left out. */
  to?: string | null | undefined;
};

/** Whether a hold still freezes its price. */
export type HeldOfferState =
  | 'EXPIRED'
  | 'LIVE'
  | 'RELEASED'
  | 'TAKEN';

/** What is known of a machine at its provider. */
export type MachineState =
  /** It was asked for, and whether it came is not known yet. */
  | 'ASKED'
  /** Its end was asked for, and will be until it is proven gone. */
  | 'ENDING'
  /** It never came, or is proven gone. */
  | 'OVER'
  /** The provider has it. */
  | 'THERE';

/** What to look for. A list means “one of these”; what is left out does not matter, and what is not known of an offer is not found by asking for it. */
export type OfferFilter = {
  /** The disk that all-in prices are for, in this filter and in orders by such a price: diskGbMin when left out, 50 without either. */
  allInDiskGb?: number | null | undefined;
  /** The whole machine with the disk of allInDiskGb, divided by its GPUs. */
  allInPricePerGpuHourMax?: string | null | undefined;
  /** The whole machine, with the disk of allInDiskGb. */
  allInPricePerHourMax?: string | null | undefined;
  /** How likely a launch is to work, from 0 to 1; one of which nothing is known is not found. */
  availabilityMin?: number | null | undefined;
  /** Machines of private hosts: not in a data centre. */
  consumerOnly?: boolean | null | undefined;
  /** Two-letter codes, such as US, or English names. */
  countries?: Array<string> | null | undefined;
  /** The CUDA version that the driver allows: “12.4”. */
  cudaMin?: string | null | undefined;
  /** Machines in data centres. */
  datacenterOnly?: boolean | null | undefined;
  /** Disk that the machine has to give. */
  diskGbMin?: number | null | undefined;
  /** GPUs in the machine, exactly. */
  gpuCount?: number | null | undefined;
  /** GPUs in the machine, at most. */
  gpuCountMax?: number | null | undefined;
  /** GPUs in the machine, at least. */
  gpuCountMin?: number | null | undefined;
  /** However they are written: “rtx4090” is RTX 4090. One that nobody knows is refused. */
  gpuModels?: Array<string> | null | undefined;
  /** SXM, PCIe, NVL. */
  gpuSockets?: Array<string> | null | undefined;
  /** Also machines that are left out for half an hour because three launches failed in half an hour. */
  includeSuppressed?: boolean | null | undefined;
  kinds?: Array<OfferKind> | null | undefined;
  /** How long it may be kept, at least. */
  maxDurationHoursMin?: number | null | undefined;
  networkDownMbpsMin?: number | null | undefined;
  networkUpMbpsMin?: number | null | undefined;
  pricePerGpuHourMax?: string | null | undefined;
  pricePerGpuHourMin?: string | null | undefined;
  providers?: Array<string | number> | null | undefined;
  ramGbMin?: number | null | undefined;
  /** Parts of a region's name: “texas” also finds “Dallas, Texas”. */
  regions?: Array<string> | null | undefined;
  /** From 0 to 1. */
  reliabilityMin?: number | null | undefined;
  /** Memory of all GPUs together, give or take 7 %. */
  totalVramGbMin?: number | null | undefined;
  vcpusMin?: number | null | undefined;
  verifiedOnly?: boolean | null | undefined;
  /** Memory of one GPU, give or take 7 %. */
  vramGbMax?: number | null | undefined;
  /** Memory of one GPU, give or take 7 %: 24 also finds a card that reports 23.7. */
  vramGbMin?: number | null | undefined;
};

/** How long one may keep the machine. */
export type OfferKind =
  /** Until somebody bids more. */
  | 'INTERRUPTIBLE'
  /** Until it is stopped. */
  | 'ON_DEMAND';

/** One key of an order; earlier keys go first. */
export type OfferSort = {
  direction?: SortDirection;
  field: OfferSortField;
};

/** What offers may be ordered by. What is not known counts as less than anything known. */
export type OfferSortField =
  /** With the disk of the filter's allInDiskGb. */
  | 'ALL_IN_PRICE_PER_GPU_HOUR'
  /** With the disk of the filter's allInDiskGb. */
  | 'ALL_IN_PRICE_PER_HOUR'
  | 'AVAILABILITY'
  | 'COUNTRY'
  | 'DISK'
  | 'FIRST_SEEN_AT'
  | 'GPU_COUNT'
  | 'GPU_MODEL'
  | 'MAX_DURATION'
  | 'NETWORK_DOWN'
  | 'NETWORK_UP'
  | 'PRICE_CHANGED_AT'
  | 'PRICE_PER_GPU_HOUR'
  | 'PRICE_PER_HOUR'
  | 'PROVIDER'
  | 'RAM'
  | 'REGION'
  | 'RELIABILITY'
  | 'TOTAL_VRAM'
  | 'VCPUS'
  | 'VRAM';

/** Whether the provider still lists it. */
export type OfferState =
  | 'LISTED'
  | 'WITHDRAWN';

export type Plan =
  | 'STARTER'
  /** Books GPUs ahead of time. */
  | 'TEAM';

/** Which prices a series is made of. */
export type PriceKind =
  /** What is asked for free machines, as the provider itself says. */
  | 'AVAILABLE'
  /** What Berth sees asked for machines that may be taken away. */
  | 'INTERRUPTIBLE'
  /** What Berth sees asked for machines that one may keep. */
  | 'ON_DEMAND'
  /** What is paid for rented machines, as the provider itself says. */
  | 'RENTED';

export type PriceLineKind =
  /** What the hours cost at the pool's price. */
  | 'BASE'
  /** A reservation never costs more than the same hours without one. */
  | 'BEST_OF'
  /** 10 % at an hour to 20 % at a week. */
  | 'DURATION_DISCOUNT'
  /** A rule of the pool. */
  | 'RULE';

/** Which series. A list means “one of these”; what is left out does not matter. */
export type PriceSeriesFilter = {
  gpuModels?: Array<string> | null | undefined;
  /** SXM, PCIe, NVL. */
  gpuSockets?: Array<string> | null | undefined;
  kinds?: Array<PriceKind> | null | undefined;
  providers?: Array<string | number> | null | undefined;
  /** The series of these regions. Left out: those of each provider's whole market. */
  regions?: Array<string> | null | undefined;
};

/** Days and weeks are those of UTC; weeks begin on Monday. */
export type PriceStep =
  | 'DAY'
  | 'HOUR'
  | 'WEEK';

/** How a provider is doing. */
export type ProviderState =
  /** It answered well when it was last asked. */
  | 'CONNECTED'
  /** It fails now; its offers are those of its last good list. */
  | 'DOWN'
  /** Berth has no key for it. */
  | 'NOT_CONNECTED'
  /** Its last good list is old. */
  | 'STALE';

export type QuoteReservationInput = {
  /** Whom its cost is attributed to. */
  consumer?: string | null | undefined;
  diskGb?: number | null | undefined;
  endsAt: string;
  env?: Array<EnvInput> | null | undefined;
  /** In place of a pool: the cheapest that has it free. */
  gpuModel?: string | null | undefined;
  gpus: number;
  image?: string | null | undefined;
  label?: string | null | undefined;
  /** A shell script that runs once a machine is up. */
  onStart?: string | null | undefined;
  poolId?: string | number | null | undefined;
  /** TCP ports to be reached from outside, beside SSH. */
  ports?: Array<number> | null | undefined;
  /** Yours, for SSH. A machine's key can be reissued later. */
  publicKey?: string | null | undefined;
  region?: string | null | undefined;
  /** Run on each machine, to be over by the end of its time. What is handed back is saved from after that. */
  saveCommand?: string | null | undefined;
  /** 1 to 30, of the hours that are booked; 10 when left out. */
  saveMinutes?: number | null | undefined;
  /** On a quarter of an hour. */
  startsAt: string;
  /** To save is usual where a command is given, and to discard where none is. */
  storagePolicy?: StoragePolicy | null | undefined;
  /** How it is to be set up, where nothing else is said here; of the environment by variable. */
  templateId?: string | number | null | undefined;
};

export type ReservationState =
  /** A machine of it was ready, and it is paid for. */
  | 'ACTIVE'
  /** It was given up before it began. */
  | 'CANCELLED'
  /** Booked, with its credit set aside. */
  | 'CONFIRMED'
  /** It came to its end. */
  | 'FINISHED'
  /** A quote: its place and its price are kept for some minutes. */
  | 'HELD'
  /** A quote that was not booked in time. */
  | 'LAPSED'
  /** Berth could not deliver it. It cost nothing, and Berth paid. */
  | 'MISSED';

/** What a person may do in an account; each may all that the one below may. */
export type Role =
  /** Runs the team: members, invitations, keys. */
  | 'ADMIN'
  /** Works: rents, books, makes keys. */
  | 'MEMBER'
  /** Runs machines, also those of others. */
  | 'OPERATOR'
  /** Everything, and makes other owners. */
  | 'OWNER'
  /** Looks. */
  | 'VIEWER';

/** How a machine is to be set up; what is left out is left to the start. */
export type SaveSessionTemplateInput = {
  diskGb?: number | null | undefined;
  env?: Array<EnvInput> | null | undefined;
  idleMinutes?: number | null | undefined;
  image?: string | null | undefined;
  /** One that is there is replaced. */
  name: string;
  onStart?: string | null | undefined;
  ports?: Array<number> | null | undefined;
  /** A shell command that is run before the machine is ended. */
  saveCommand?: string | null | undefined;
  /** So long it may take: 1 to 30, usually 10. */
  saveMinutes?: number | null | undefined;
  storagePolicy?: StoragePolicy | null | undefined;
  /** What is not said here is as in this one. */
  templateId?: string | number | null | undefined;
};

/** How far the saving of what is on a disk is. */
export type SavingState =
  /** Nothing was heard of its end while there was time. */
  | 'CUT_SHORT'
  /** It ended otherwise, or was ended by the machine because its time was over. */
  | 'FAILED'
  /** It ended well. */
  | 'SAVED'
  /** The command runs. */
  | 'SAVING';

/** “6 h on 8 × H100 by Friday 18:00, at most $140”. */
export type ScheduleFlexibleJobInput = {
  /** It is set aside while the job waits. */
  budget: string;
  consumer?: string | null | undefined;
  deadlineAt: string;
  diskGb?: number | null | undefined;
  env?: Array<EnvInput> | null | undefined;
  /** However it is written. */
  gpu: string;
  gpuCount?: number;
  /** 1 to 12. */
  hours: number;
  /** End it when nothing has used its GPUs for so long. */
  idleMinutes?: number | null | undefined;
  image?: string | null | undefined;
  /** A shell script that runs once a machine is up. */
  onStart?: string | null | undefined;
  /** TCP ports to be reached from outside, beside SSH. */
  ports?: Array<number> | null | undefined;
  /** Left out, a pair is made that nobody sees: let your key in once it runs, by reissueSessionKey. */
  publicKey?: string | null | undefined;
  /** A country's code, or a part of a region's name. */
  region?: string | null | undefined;
  /** A shell command that is run before the machine is ended. */
  saveCommand?: string | null | undefined;
  /** So long it may take: 1 to 30, usually 10. */
  saveMinutes?: number | null | undefined;
  /** Left out, it is SAVE where a command is given, and otherwise DISCARD. */
  storagePolicy?: StoragePolicy | null | undefined;
  /** How it is to be set up, where nothing else is said here; of the environment by variable. */
  templateId?: string | number | null | undefined;
};

/** How far a session is. */
export type SessionState =
  /** No machine could be had. It cost nothing. */
  | 'FAILED'
  /** A machine was asked for, and comes up. */
  | 'PROVISIONING'
  /** It looks for a machine. */
  | 'REQUESTED'
  /** It is yours, and costs something from here on. */
  | 'RUNNING'
  /** It runs, and is being proved to be what was advertised. */
  | 'STARTING'
  /** Its machine is gone, and its price final. */
  | 'STOPPED'
  /** Its machine is being ended, until it is proven gone. */
  | 'STOPPING';

/** Upwards or downwards. */
export type SortDirection =
  | 'ASC'
  | 'DESC';

export type StartRequestState =
  /** It was approved of. */
  | 'BEGUN'
  | 'DECLINED'
  /** It was approved of, and could not begin. */
  | 'FAILED'
  /** Nobody decided in time. */
  | 'LAPSED'
  | 'PENDING';

/** What machine, for how long, and what is to run on it. */
export type StartSessionInput = {
  /** Whom the cost is put down to: an app, a person, a job. */
  consumer?: string | null | undefined;
  diskGb?: number | null | undefined;
  env?: Array<EnvInput> | null | undefined;
  /** Of an offer that was held: it is rented for the price that was frozen, or less. */
  heldOfferToken?: string | null | undefined;
  /** 1 to 12. */
  hours: number;
  /** End it when nothing has used its GPUs for so long. */
  idleMinutes?: number | null | undefined;
  image?: string | null | undefined;
  /** The most an hour may cost, all in: this much is held, and another machine is tried within it. Left out, it is what the offer costs. */
  maxPricePerHour?: string | null | undefined;
  /** A machine as it is listed; or send a wish. Where it cannot be had, others are tried within the cap: of its GPU first, then with as much memory, then with more. */
  offerId?: string | number | null | undefined;
  /** A shell script that runs once the machine is up. */
  onStart?: string | null | undefined;
  /** TCP ports to be reached from outside, beside SSH. */
  ports?: Array<number> | null | undefined;
  /** Yours, in one line. Left out, a pair is made for you. */
  publicKey?: string | null | undefined;
  /** Where its machine has to be, also when another is tried: part of a region's name, or a country's two letters. */
  region?: string | null | undefined;
  /** A shell command that is run before the machine is ended. */
  saveCommand?: string | null | undefined;
  /** So long it may take: 1 to 30, usually 10. */
  saveMinutes?: number | null | undefined;
  /** Left out, it is SAVE where a command is given, and otherwise DISCARD. */
  storagePolicy?: StoragePolicy | null | undefined;
  /** How it is to be set up, where nothing else is said here; of the environment by variable. */
  templateId?: string | number | null | undefined;
  wish?: WishInput | null | undefined;
};

/** What becomes of what is on a machine's disk when its session ends. */
export type StoragePolicy =
  /** It goes with the machine. */
  | 'DISCARD'
  /** A command is run before the machine is ended, if it still answers then. It is charged meanwhile as ever; before a planned end it begins early enough to be over by it. */
  | 'SAVE';

/** A machine that would do. The cheapest that is likely to start is taken. */
export type WishInput = {
  gpuCount?: number;
  gpuModel: string;
  /** Part of a region's name, or a country's two letters. */
  region?: string | null | undefined;
};

export type WhoAmIQueryVariables = Exact<{ [key: string]: never; }>;


export type WhoAmIQuery = { viewer: { role: Role | null, actions: Array<string>, user: { id: string, name: string, email: string } | null, accounts: Array<{ id: string, name: string }> }, account: { id: string, name: string, plan: Plan } };

export type ProvidersQueryVariables = Exact<{ [key: string]: never; }>;


export type ProvidersQuery = { providers: Array<{ id: string, name: string, state: ProviderState, offerCount: number, lastListedAt: string | null, lastError: string | null, lastErrorAt: string | null }> };

export type ActivityQueryVariables = Exact<{
  first?: number;
  after?: string | null | undefined;
}>;


export type ActivityQuery = { activity: { liveCursor: string, nodes: Array<{ id: string, at: string, topic: string, actorName: string, summary: string, subject: string | null }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } };

export type ActivityChangedSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type ActivityChangedSubscription = { activityChanged:
    | { __typename: 'ActivityHappened', cursor: string, entry: { id: string, at: string, topic: string, actorName: string, summary: string, subject: string | null } }
    | { __typename: 'ActivityStarted', cursor: string }
    | { __typename: 'Resync', cursor: string, reason: string }
   };

export type BudgetsQueryVariables = Exact<{ [key: string]: never; }>;


export type BudgetsQuery = { budgets: Array<{ id: string, name: string, scope: BudgetScope, scopeValue: string | null, period: BudgetPeriod, timeZone: string, limit: string, thresholds: Array<number>, measure: BudgetMeasure | null, rungs: Array<{ atPercent: number, measure: BudgetMeasure }>, standing: { spent: string, percent: number, periodStartsAt: string, periodEndsAt: string, next: { threshold: number, at: string | null } | null } }> };

export type FleetAuditQueryVariables = Exact<{ [key: string]: never; }>;


export type FleetAuditQuery = { fleetAudit: Array<{ providerId: string, believed: number, asked: number, ending: number, orphans: number, orphansLeft: number, destroyTriesMost: number, lookedAt: string | null }> };

export type StartRequestsQueryVariables = Exact<{ [key: string]: never; }>;


export type StartRequestsQuery = { startRequests: Array<{ id: string, said: string, consumer: string | null, most: string, askedBy: string, until: string, state: StartRequestState, decidedBy: string | null, because: string | null, begunId: string | null }> };

export type ApproveStartMutationVariables = Exact<{
  requestId: string | number;
}>;


export type ApproveStartMutation = { approveStart:
    | { __typename: 'AlreadyDecided', message: string }
    | { __typename: 'NotFound', id: string, message: string }
    | { __typename: 'StartRequest', said: string, state: StartRequestState, because: string | null, begunId: string | null }
   };

export type DeclineStartMutationVariables = Exact<{
  requestId: string | number;
}>;


export type DeclineStartMutation = { declineStart:
    | { __typename: 'AlreadyDecided', message: string }
    | { __typename: 'InvalidInput', field: string, message: string }
    | { __typename: 'NotFound', id: string, message: string }
    | { __typename: 'StartRequest', said: string }
   };

export type CreditsQueryVariables = Exact<{ [key: string]: never; }>;


export type CreditsQuery = { credits: { at: string, available: string, held: string, pending: string, expiringWithin7Days: string }, creditLots: { nodes: Array<{ id: string, origin: CreditOrigin, amount: string, available: string, held: string, pending: string, expiresAt: string, reason: string }> } };

export type OwnBillsTotalQueryVariables = Exact<{
  from?: string | null | undefined;
  to?: string | null | undefined;
}>;


export type OwnBillsTotalQuery = { ownBills: { total: string } };

export type StatementQueryVariables = Exact<{
  from?: string | null | undefined;
  to?: string | null | undefined;
  kinds?: Array<CreditMovement> | CreditMovement | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type StatementQuery = { statement: { liveCursor: string, opening: { available: string, held: string, pending: string }, closing: { available: string, held: string, pending: string }, nodes: Array<{ id: string, at: string, kind: CreditMovement, amount: string, note: string, subject: string | null, actorName: string, available: string, availableChange: string, heldChange: string, pendingChange: string }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } };

export type CreditsChangedSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type CreditsChangedSubscription = { creditsChanged:
    | { __typename: 'CreditsExpiring', cursor: string, amount: string, expiresAt: string, lotId: string | null }
    | { __typename: 'CreditsMoved', cursor: string, credits: { at: string, available: string, held: string, pending: string }, line: { id: string, at: string, kind: CreditMovement, amount: string, note: string, subject: string | null } }
    | { __typename: 'CreditsSnapshot', cursor: string, credits: { at: string, available: string, held: string, pending: string } }
    | { __typename: 'Resync', cursor: string, reason: string }
   };

export type SpendingNowQueryVariables = Exact<{ [key: string]: never; }>;


export type SpendingNowQuery = { activeSessionMetrics: { at: string, machines: number, ratePerHour: string, figures: { paid: string, gpuHours: number } }, credits: { available: string, held: string } };

export type SpendableQueryVariables = Exact<{ [key: string]: never; }>;


export type SpendableQuery = { credits: { available: string }, viewer: { leftToday: string | null } };

export type LeftTodayQueryVariables = Exact<{ [key: string]: never; }>;


export type LeftTodayQuery = { viewer: { leftToday: string | null } };

export type OfferPartsFragment = { id: string, gpuCount: number, kind: OfferKind, pricePerGpuHour: string, previousPricePerGpuHour: string | null, pricePerHour: string, allInPricePerHour: string, region: string, country: string | null, vcpus: number, ramGb: number, diskGb: number, reliability: number | null, verified: boolean, datacenter: boolean, cudaVersion: string | null, networkDownMbps: number | null, networkUpMbps: number | null, maxDurationHours: number | null, observedAt: string, state: OfferState, staleBecause: string | null, gpu: { model: string, socket: string | null, vramGb: number }, provider: { id: string, name: string }, availability: { score: number | null } };

export type OffersQueryVariables = Exact<{
  text?: string | null | undefined;
  filter?: OfferFilter | null | undefined;
  sort?: Array<OfferSort> | OfferSort | null | undefined;
  first?: number;
  after?: string | null | undefined;
  diskGb?: number;
}>;


export type OffersQuery = { offers: { totalCount: number, text: string | null, liveCursor: string, nodes: Array<{ id: string, gpuCount: number, kind: OfferKind, pricePerGpuHour: string, previousPricePerGpuHour: string | null, pricePerHour: string, allInPricePerHour: string, region: string, country: string | null, vcpus: number, ramGb: number, diskGb: number, reliability: number | null, verified: boolean, datacenter: boolean, cudaVersion: string | null, networkDownMbps: number | null, networkUpMbps: number | null, maxDurationHours: number | null, observedAt: string, state: OfferState, staleBecause: string | null, gpu: { model: string, socket: string | null, vramGb: number }, provider: { id: string, name: string }, availability: { score: number | null } }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } };

export type OfferQueryVariables = Exact<{
  id: string | number;
  diskGb?: number;
}>;


export type OfferQuery = { offer: { id: string, gpuCount: number, kind: OfferKind, pricePerGpuHour: string, previousPricePerGpuHour: string | null, pricePerHour: string, allInPricePerHour: string, region: string, country: string | null, vcpus: number, ramGb: number, diskGb: number, reliability: number | null, verified: boolean, datacenter: boolean, cudaVersion: string | null, networkDownMbps: number | null, networkUpMbps: number | null, maxDurationHours: number | null, observedAt: string, state: OfferState, staleBecause: string | null, gpu: { model: string, socket: string | null, vramGb: number }, provider: { id: string, name: string }, availability: { score: number | null } } | null };

export type WhyNoOffersQueryVariables = Exact<{
  text?: string | null | undefined;
  filter?: OfferFilter | null | undefined;
}>;


export type WhyNoOffersQuery = { offerSearchExplained: { listedCount: number, matchingCount: number, cheapestRelaxation: { says: string, text: string | null, offerCount: number, pricePerGpuHour: string } | null } };

export type OffersChangedSubscriptionVariables = Exact<{
  after?: string | null | undefined;
  text?: string | null | undefined;
  filter?: OfferFilter | null | undefined;
  diskGb?: number;
}>;


export type OffersChangedSubscription = { offersChanged:
    | { __typename: 'OffersDelta', cursor: string, at: string, totalCount: number, withdrawn: Array<string>, changed: Array<{ id: string, gpuCount: number, kind: OfferKind, pricePerGpuHour: string, previousPricePerGpuHour: string | null, pricePerHour: string, allInPricePerHour: string, region: string, country: string | null, vcpus: number, ramGb: number, diskGb: number, reliability: number | null, verified: boolean, datacenter: boolean, cudaVersion: string | null, networkDownMbps: number | null, networkUpMbps: number | null, maxDurationHours: number | null, observedAt: string, state: OfferState, staleBecause: string | null, gpu: { model: string, socket: string | null, vramGb: number }, provider: { id: string, name: string }, availability: { score: number | null } }> }
    | { __typename: 'OffersSnapshot', cursor: string, totalCount: number, offers: Array<{ id: string, gpuCount: number, kind: OfferKind, pricePerGpuHour: string, previousPricePerGpuHour: string | null, pricePerHour: string, allInPricePerHour: string, region: string, country: string | null, vcpus: number, ramGb: number, diskGb: number, reliability: number | null, verified: boolean, datacenter: boolean, cudaVersion: string | null, networkDownMbps: number | null, networkUpMbps: number | null, maxDurationHours: number | null, observedAt: string, state: OfferState, staleBecause: string | null, gpu: { model: string, socket: string | null, vramGb: number }, provider: { id: string, name: string }, availability: { score: number | null } }> }
    | { __typename: 'Resync', cursor: string, reason: string }
   };

export type OrderPartsFragment = { id: string, createdAt: string, gpuModel: string, gpuSocket: string | null, gpuCount: number, region: string | null, hours: number, deadlineAt: string, freezeAt: string, budget: string, capPerHour: string, consumer: string | null, state: FlexibleJobState, because: string, sessionId: string | null, reservationId: string | null, startedAt: string | null, startedPricePerHour: string | null, saveMinutes: number | null, setUp: { hasStartScript: boolean, envNames: Array<string>, ports: Array<number> } | null, looks: Array<{ at: string, pricePerHour: string | null, decision: FlexibleJobDecision, because: string }>, regret: { best: string, bestAt: string, regret: string, atOnce: string } | null };

export type OrdersQueryVariables = Exact<{
  first?: number;
}>;


export type OrdersQuery = { flexibleJobs: { nodes: Array<{ id: string, createdAt: string, gpuModel: string, gpuSocket: string | null, gpuCount: number, region: string | null, hours: number, deadlineAt: string, freezeAt: string, budget: string, capPerHour: string, consumer: string | null, state: FlexibleJobState, because: string, sessionId: string | null, reservationId: string | null, startedAt: string | null, startedPricePerHour: string | null, saveMinutes: number | null, setUp: { hasStartScript: boolean, envNames: Array<string>, ports: Array<number> } | null, looks: Array<{ at: string, pricePerHour: string | null, decision: FlexibleJobDecision, because: string }>, regret: { best: string, bestAt: string, regret: string, atOnce: string } | null }>, pageInfo: { hasNextPage: boolean } } };

export type ScheduleOrderMutationVariables = Exact<{
  input: ScheduleFlexibleJobInput;
  idempotencyKey: string;
}>;


export type ScheduleOrderMutation = { scheduleFlexibleJob:
    | { __typename: 'FlexibleJobScheduled', replayed: boolean, job: { id: string, createdAt: string, gpuModel: string, gpuSocket: string | null, gpuCount: number, region: string | null, hours: number, deadlineAt: string, freezeAt: string, budget: string, capPerHour: string, consumer: string | null, state: FlexibleJobState, because: string, sessionId: string | null, reservationId: string | null, startedAt: string | null, startedPricePerHour: string | null, saveMinutes: number | null, setUp: { hasStartScript: boolean, envNames: Array<string>, ports: Array<number> } | null, looks: Array<{ at: string, pricePerHour: string | null, decision: FlexibleJobDecision, because: string }>, regret: { best: string, bestAt: string, regret: string, atOnce: string } | null } }
    | { __typename: 'IdempotencyKeyInUse', retryAfterSeconds: number, message: string }
    | { __typename: 'IdempotencyKeyReused', message: string }
    | { __typename: 'InsufficientCredits', needed: string, available: string, message: string }
    | { __typename: 'InvalidInput', field: string, message: string }
    | { __typename: 'KeyCeilingReached', message: string }
    | { __typename: 'UnknownGpu', gpu: string, nearest: Array<string>, message: string }
   };

export type CancelOrderMutationVariables = Exact<{
  flexibleJobId: string | number;
}>;


export type CancelOrderMutation = { cancelFlexibleJob:
    | { __typename: 'FlexibleJob', id: string, createdAt: string, gpuModel: string, gpuSocket: string | null, gpuCount: number, region: string | null, hours: number, deadlineAt: string, freezeAt: string, budget: string, capPerHour: string, consumer: string | null, state: FlexibleJobState, because: string, sessionId: string | null, reservationId: string | null, startedAt: string | null, startedPricePerHour: string | null, saveMinutes: number | null, setUp: { hasStartScript: boolean, envNames: Array<string>, ports: Array<number> } | null, looks: Array<{ at: string, pricePerHour: string | null, decision: FlexibleJobDecision, because: string }>, regret: { best: string, bestAt: string, regret: string, atOnce: string } | null }
    | { __typename: 'NotAllowed', action: string, message: string }
    | { __typename: 'NotFound', id: string, message: string }
   };

export type PriceHistoryQueryVariables = Exact<{
  filter?: PriceSeriesFilter | null | undefined;
  from: string;
  to: string;
  step?: PriceStep;
}>;


export type PriceHistoryQuery = { priceHistory:
    | { __typename: 'InvalidInput', field: string, message: string }
    | { __typename: 'PriceHistory', from: string, to: string, step: PriceStep, series: Array<{ series: { id: string, gpuModel: string, gpuSocket: string | null, kind: PriceKind, providerId: string, region: string | null }, points: Array<{ at: string, low: string | null, median: string | null, high: string | null, count: number }> }> }
    | { __typename: 'TooManyPoints', asked: number, message: string, mostPoints: number }
    | { __typename: 'UnknownGpu', gpu: string, nearest: Array<string>, message: string }
   };

export type ForecastQueryVariables = Exact<{
  market?: ForecastMarket | null | undefined;
  seriesId?: string | number | null | undefined;
  hours?: number;
}>;


export type ForecastQuery = { forecast:
    | { __typename: 'Forecast', id: string, issuedAt: string, cutOffAt: string, isStale: boolean, model: string, at: Array<string>, median: Array<string>, naive: string, showsNaive: boolean, verdict: ForecastVerdict, verdictBecause: string, quantiles: Array<{ level: number, shown: Array<string> }>, series: { id: string, gpuModel: string, gpuSocket: string | null, kind: PriceKind, providerId: string, region: string | null } }
    | { __typename: 'InvalidInput', field: string, message: string }
    | { __typename: 'NotEnoughHistory', have: number, need: number, message: string }
    | { __typename: 'NotFound', id: string, message: string }
    | { __typename: 'UnknownGpu', gpu: string, nearest: Array<string>, message: string }
   };

export type BestWindowsQueryVariables = Exact<{
  input: BestWindowsInput;
  first?: number;
}>;


export type BestWindowsQuery = { bestWindows:
    | { __typename: 'BestWindows', startNow: { startsAt: string, endsAt: string, expected: string, low80: string, high80: string, saving: string, savingPercent: number, risk: number | null, offersNow: number, offerId: string | null, because: string, series: { id: string, gpuModel: string, kind: PriceKind, providerId: string, region: string | null } } | null, windows: Array<{ startsAt: string, endsAt: string, expected: string, low80: string, high80: string, saving: string, savingPercent: number, risk: number | null, offersNow: number, offerId: string | null, because: string, series: { id: string, gpuModel: string, kind: PriceKind, providerId: string, region: string | null } }> }
    | { __typename: 'InvalidInput', field: string, message: string }
    | { __typename: 'NotEnoughHistory', have: number, need: number, message: string }
    | { __typename: 'UnknownGpu', gpu: string, nearest: Array<string>, message: string }
   };

export type WindowPartsFragment = { startsAt: string, endsAt: string, expected: string, low80: string, high80: string, saving: string, savingPercent: number, risk: number | null, offersNow: number, offerId: string | null, because: string, series: { id: string, gpuModel: string, kind: PriceKind, providerId: string, region: string | null } };

type Refused_AlreadyDecided_Fragment = { __typename: 'AlreadyDecided', message: string };

type Refused_AlreadyMember_Fragment = { __typename: 'AlreadyMember', email: string, message: string };

type Refused_ApprovalRequired_Fragment = { __typename: 'ApprovalRequired', requestId: string, message: string, requestState: string, keptUntil: string };

type Refused_BeyondLongest_Fragment = { __typename: 'BeyondLongest', message: string, longest: string };

type Refused_BudgetLimitOutOfRange_Fragment = { __typename: 'BudgetLimitOutOfRange', field: string, least: string, most: string, message: string };

type Refused_ConsentNeeded_Fragment = { __typename: 'ConsentNeeded', message: string };

type Refused_ContradictingBudget_Fragment = { __typename: 'ContradictingBudget', field: string, budgetId: string, message: string };

type Refused_HeldOfferOver_Fragment = { __typename: 'HeldOfferOver', message: string, heldState: HeldOfferState };

type Refused_IdempotencyKeyInUse_Fragment = { __typename: 'IdempotencyKeyInUse', retryAfterSeconds: number, message: string };

type Refused_IdempotencyKeyReused_Fragment = { __typename: 'IdempotencyKeyReused', message: string };

type Refused_InsufficientCredits_Fragment = { __typename: 'InsufficientCredits', needed: string, available: string, message: string };

type Refused_InvalidInput_Fragment = { __typename: 'InvalidInput', field: string, message: string };

type Refused_KeyCeilingReached_Fragment = { __typename: 'KeyCeilingReached', message: string };

type Refused_LastOwner_Fragment = { __typename: 'LastOwner', message: string };

type Refused_NoSandbox_Fragment = { __typename: 'NoSandbox', message: string };

type Refused_NoSuchMachine_Fragment = { __typename: 'NoSuchMachine', message: string, cheapestPerHour: string | null };

type Refused_NotAllowed_Fragment = { __typename: 'NotAllowed', action: string, message: string };

type Refused_NotEnoughFree_Fragment = { __typename: 'NotEnoughFree', message: string, neededGpus: number, availableGpus: number, alternatives: Array<{ startsAt: string, endsAt: string }> };

type Refused_NotEnoughHistory_Fragment = { __typename: 'NotEnoughHistory', have: number, need: number, message: string };

type Refused_NotFound_Fragment = { __typename: 'NotFound', id: string, message: string };

type Refused_NotOffered_Fragment = { __typename: 'NotOffered', message: string };

type Refused_OccurrenceRefused_Fragment = { __typename: 'OccurrenceRefused', message: string, occurrenceStartsAt: string | null };

type Refused_OfferGone_Fragment = { __typename: 'OfferGone', offerId: string, message: string };

type Refused_PaymentNotOffered_Fragment = { __typename: 'PaymentNotOffered', message: string };

type Refused_PlanNeeded_Fragment = { __typename: 'PlanNeeded', feature: string, plan: string, message: string };

type Refused_PoolClosed_Fragment = { __typename: 'PoolClosed', message: string, closedBecause: string, closedUntil: string | null };

type Refused_PromisedAlready_Fragment = { __typename: 'PromisedAlready', message: string };

type Refused_QuoteOver_Fragment = { __typename: 'QuoteOver', quoteId: string, message: string };

type Refused_SearchNotUnderstood_Fragment = { __typename: 'SearchNotUnderstood', word: string, meant: Array<string>, message: string };

type Refused_SessionIsOver_Fragment = { __typename: 'SessionIsOver', message: string, sessionState: string };

type Refused_StartsBlocked_Fragment = { __typename: 'StartsBlocked', blockedBy: string, message: string, blockedUntil: string };

type Refused_ThresholdOutOfRange_Fragment = { __typename: 'ThresholdOutOfRange', field: string, message: string, mostPercent: number };

type Refused_TooLate_Fragment = { __typename: 'TooLate', message: string, reservationState: ReservationState };

type Refused_TooManyHeldOffers_Fragment = { __typename: 'TooManyHeldOffers', message: string };

type Refused_TooManyPoints_Fragment = { __typename: 'TooManyPoints', asked: number, message: string, mostPoints: number };

type Refused_TooManyQuotes_Fragment = { __typename: 'TooManyQuotes', message: string };

type Refused_TooManySessions_Fragment = { __typename: 'TooManySessions', message: string };

type Refused_TooManyWaits_Fragment = { __typename: 'TooManyWaits', message: string };

type Refused_TotalChanged_Fragment = { __typename: 'TotalChanged', expected: string, total: string, message: string };

type Refused_UnknownBudgetScope_Fragment = { __typename: 'UnknownBudgetScope', field: string, known: Array<string>, message: string };

type Refused_UnknownGpu_Fragment = { __typename: 'UnknownGpu', gpu: string, nearest: Array<string>, message: string };

export type RefusedFragment =
  | Refused_AlreadyDecided_Fragment
  | Refused_AlreadyMember_Fragment
  | Refused_ApprovalRequired_Fragment
  | Refused_BeyondLongest_Fragment
  | Refused_BudgetLimitOutOfRange_Fragment
  | Refused_ConsentNeeded_Fragment
  | Refused_ContradictingBudget_Fragment
  | Refused_HeldOfferOver_Fragment
  | Refused_IdempotencyKeyInUse_Fragment
  | Refused_IdempotencyKeyReused_Fragment
  | Refused_InsufficientCredits_Fragment
  | Refused_InvalidInput_Fragment
  | Refused_KeyCeilingReached_Fragment
  | Refused_LastOwner_Fragment
  | Refused_NoSandbox_Fragment
  | Refused_NoSuchMachine_Fragment
  | Refused_NotAllowed_Fragment
  | Refused_NotEnoughFree_Fragment
  | Refused_NotEnoughHistory_Fragment
  | Refused_NotFound_Fragment
  | Refused_NotOffered_Fragment
  | Refused_OccurrenceRefused_Fragment
  | Refused_OfferGone_Fragment
  | Refused_PaymentNotOffered_Fragment
  | Refused_PlanNeeded_Fragment
  | Refused_PoolClosed_Fragment
  | Refused_PromisedAlready_Fragment
  | Refused_QuoteOver_Fragment
  | Refused_SearchNotUnderstood_Fragment
  | Refused_SessionIsOver_Fragment
  | Refused_StartsBlocked_Fragment
  | Refused_ThresholdOutOfRange_Fragment
  | Refused_TooLate_Fragment
  | Refused_TooManyHeldOffers_Fragment
  | Refused_TooManyPoints_Fragment
  | Refused_TooManyQuotes_Fragment
  | Refused_TooManySessions_Fragment
  | Refused_TooManyWaits_Fragment
  | Refused_TotalChanged_Fragment
  | Refused_UnknownBudgetScope_Fragment
  | Refused_UnknownGpu_Fragment
;

export type ReservationPartsFragment = { id: string, state: ReservationState, startsAt: string, endsAt: string, gpus: number, label: string | null, consumer: string | null, perGpuHour: string, total: string, onDemandTotal: string, spent: string, credited: string, cancelCost: string | null, freeCancelUntil: string, heldUntil: string | null, readyAt: string | null, endedAt: string | null, reason: string | null, createdAt: string, parts: Array<{ startsAt: string, endsAt: string, gpus: number }>, pool: { id: string, name: string, gpuModel: string, region: string } };

export type PricedFragment = { total: string, perGpuHour: string, onDemandTotal: string, freeCancelUntil: string, laterCancelCost: string, lines: Array<{ kind: PriceLineKind, label: string, amount: string }>, pool: { id: string, name: string, gpuModel: string, region: string } };

export type PoolsQueryVariables = Exact<{
  gpuModel?: string | null | undefined;
  region?: string | null | undefined;
}>;


export type PoolsQuery = { pools: Array<{ id: string, name: string, gpuModel: string, region: string, gpus: number, pricePerGpuHour: string, onDemandPerGpuHour: string, isOpen: boolean, horizonDays: number }> };

export type ReservationPriceQueryVariables = Exact<{
  poolId?: string | number | null | undefined;
  gpuModel?: string | null | undefined;
  region?: string | null | undefined;
  gpus: number;
  startsAt: string;
  endsAt: string;
}>;


export type ReservationPriceQuery = { reservationPrice:
    | { __typename: 'InvalidInput', field: string, message: string }
    | { __typename: 'NotEnoughFree', message: string, neededGpus: number, availableGpus: number, alternatives: Array<{ startsAt: string, endsAt: string }> }
    | { __typename: 'NotFound', id: string, message: string }
    | { __typename: 'PoolClosed', message: string, closedBecause: string, closedUntil: string | null }
    | { __typename: 'ReservationPrice', total: string, perGpuHour: string, onDemandTotal: string, freeCancelUntil: string, laterCancelCost: string, lines: Array<{ kind: PriceLineKind, label: string, amount: string }>, pool: { id: string, name: string, gpuModel: string, region: string } }
   };

export type ReservationsQueryVariables = Exact<{
  states?: Array<ReservationState> | ReservationState | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type ReservationsQuery = { reservations: { liveCursor: string, nodes: Array<{ id: string, state: ReservationState, startsAt: string, endsAt: string, gpus: number, label: string | null, consumer: string | null, perGpuHour: string, total: string, onDemandTotal: string, spent: string, credited: string, cancelCost: string | null, freeCancelUntil: string, heldUntil: string | null, readyAt: string | null, endedAt: string | null, reason: string | null, createdAt: string, parts: Array<{ startsAt: string, endsAt: string, gpus: number }>, pool: { id: string, name: string, gpuModel: string, region: string } }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } };

export type ReservationQueryVariables = Exact<{
  id: string | number;
}>;


export type ReservationQuery = { reservation: { id: string, state: ReservationState, startsAt: string, endsAt: string, gpus: number, label: string | null, consumer: string | null, perGpuHour: string, total: string, onDemandTotal: string, spent: string, credited: string, cancelCost: string | null, freeCancelUntil: string, heldUntil: string | null, readyAt: string | null, endedAt: string | null, reason: string | null, createdAt: string, sessions: Array<{ id: string, state: SessionState, stateSince: string, createdAt: string, consumer: string | null, gpuModel: string, gpuCount: number, vramGb: number, diskGb: number, image: string, hours: number, idleMinutes: number | null, saveMinutes: number | null, pricePerHour: string, capPerHour: string, billedTo: BilledTo, held: string, cost: string, ratePerHour: string, readyAt: string | null, endsAt: string | null, endedAt: string | null, longestUntil: string | null, isEnding: boolean, reason: string | null, attempts: number, heardAt: string | null, sshCommand: string | null, saving: { state: SavingState, exitStatus: number | null } | null }>, parts: Array<{ startsAt: string, endsAt: string, gpus: number }>, pool: { id: string, name: string, gpuModel: string, region: string } } | null };

export type MovePriceQueryVariables = Exact<{
  reservationId: string | number;
  startsAt: string;
  endsAt: string;
}>;


export type MovePriceQuery = { movePrice:
    | { __typename: 'ChangePrice', total: string, difference: string }
    | { __typename: 'InvalidInput', field: string, message: string }
    | { __typename: 'NotFound', id: string, message: string }
    | { __typename: 'PoolClosed', message: string, closedBecause: string, closedUntil: string | null }
    | { __typename: 'TooLate', message: string, reservationState: ReservationState }
   };

export type HandBackPriceQueryVariables = Exact<{
  reservationId: string | number;
  gpus?: number | null | undefined;
  from?: string | null | undefined;
  to?: string | null | undefined;
}>;


export type HandBackPriceQuery = { handBackPrice:
    | { __typename: 'HandBackPrice', back: string, kept: string, left: Array<{ startsAt: string, endsAt: string, gpus: number }> }
    | { __typename: 'InvalidInput', field: string, message: string }
    | { __typename: 'NotFound', id: string, message: string }
    | { __typename: 'TooLate', message: string, reservationState: ReservationState }
   };

export type CreateReservationMutationVariables = Exact<{
  input: CreateReservationInput;
  idempotencyKey: string;
}>;


export type CreateReservationMutation = { createReservation:
    | { __typename: 'ApprovalRequired', requestId: string, message: string, requestState: string, keptUntil: string }
    | { __typename: 'IdempotencyKeyInUse', retryAfterSeconds: number, message: string }
    | { __typename: 'IdempotencyKeyReused', message: string }
    | { __typename: 'InsufficientCredits', needed: string, available: string, message: string }
    | { __typename: 'InvalidInput', field: string, message: string }
    | { __typename: 'KeyCeilingReached', message: string }
    | { __typename: 'NotEnoughFree', message: string, neededGpus: number, availableGpus: number, alternatives: Array<{ startsAt: string, endsAt: string }> }
    | { __typename: 'NotFound', id: string, message: string }
    | { __typename: 'PlanNeeded', feature: string, plan: string, message: string }
    | { __typename: 'PoolClosed', message: string, closedBecause: string, closedUntil: string | null }
    | { __typename: 'QuoteOver', quoteId: string, message: string }
    | { __typename: 'Reservation', id: string, state: ReservationState, startsAt: string, endsAt: string, gpus: number, label: string | null, consumer: string | null, perGpuHour: string, total: string, onDemandTotal: string, spent: string, credited: string, cancelCost: string | null, freeCancelUntil: string, heldUntil: string | null, readyAt: string | null, endedAt: string | null, reason: string | null, createdAt: string, parts: Array<{ startsAt: string, endsAt: string, gpus: number }>, pool: { id: string, name: string, gpuModel: string, region: string } }
    | { __typename: 'StartsBlocked', blockedBy: string, message: string, blockedUntil: string }
    | { __typename: 'TotalChanged', expected: string, total: string, message: string }
   };

export type MoveReservationMutationVariables = Exact<{
  reservationId: string | number;
  startsAt: string;
  endsAt: string;
  expectedTotal: string;
  idempotencyKey: string;
}>;


export type MoveReservationMutation = { moveReservation:
    | { __typename: 'IdempotencyKeyInUse', retryAfterSeconds: number, message: string }
    | { __typename: 'IdempotencyKeyReused', message: string }
    | { __typename: 'InsufficientCredits', needed: string, available: string, message: string }
    | { __typename: 'InvalidInput', field: string, message: string }
    | { __typename: 'KeyCeilingReached', message: string }
    | { __typename: 'NotAllowed', action: string, message: string }
    | { __typename: 'NotEnoughFree', message: string, neededGpus: number, availableGpus: number, alternatives: Array<{ startsAt: string, endsAt: string }> }
    | { __typename: 'NotFound', id: string, message: string }
    | { __typename: 'PoolClosed', message: string, closedBecause: string, closedUntil: string | null }
    | { __typename: 'Reservation', id: string, state: ReservationState, startsAt: string, endsAt: string, gpus: number, label: string | null, consumer: string | null, perGpuHour: string, total: string, onDemandTotal: string, spent: string, credited: string, cancelCost: string | null, freeCancelUntil: string, heldUntil: string | null, readyAt: string | null, endedAt: string | null, reason: string | null, createdAt: string, parts: Array<{ startsAt: string, endsAt: string, gpus: number }>, pool: { id: string, name: string, gpuModel: string, region: string } }
    | { __typename: 'StartsBlocked', blockedBy: string, message: string, blockedUntil: string }
    | { __typename: 'TooLate', message: string, reservationState: ReservationState }
    | { __typename: 'TotalChanged', expected: string, total: string, message: string }
   };

export type CancelReservationMutationVariables = Exact<{
  reservationId: string | number;
  expectedCost: string;
  idempotencyKey: string;
}>;


export type CancelReservationMutation = { cancelReservation:
    | { __typename: 'IdempotencyKeyInUse', retryAfterSeconds: number, message: string }
    | { __typename: 'IdempotencyKeyReused', message: string }
    | { __typename: 'InvalidInput', field: string, message: string }
    | { __typename: 'NotAllowed', action: string, message: string }
    | { __typename: 'NotFound', id: string, message: string }
    | { __typename: 'Reservation', id: string, state: ReservationState, startsAt: string, endsAt: string, gpus: number, label: string | null, consumer: string | null, perGpuHour: string, total: string, onDemandTotal: string, spent: string, credited: string, cancelCost: string | null, freeCancelUntil: string, heldUntil: string | null, readyAt: string | null, endedAt: string | null, reason: string | null, createdAt: string, parts: Array<{ startsAt: string, endsAt: string, gpus: number }>, pool: { id: string, name: string, gpuModel: string, region: string } }
    | { __typename: 'TooLate', message: string, reservationState: ReservationState }
    | { __typename: 'TotalChanged', expected: string, total: string, message: string }
   };

export type HandBackReservationMutationVariables = Exact<{
  input: HandBackReservationInput;
  idempotencyKey: string;
}>;


export type HandBackReservationMutation = { handBackReservation:
    | { __typename: 'IdempotencyKeyInUse', retryAfterSeconds: number, message: string }
    | { __typename: 'IdempotencyKeyReused', message: string }
    | { __typename: 'InvalidInput', field: string, message: string }
    | { __typename: 'NotAllowed', action: string, message: string }
    | { __typename: 'NotFound', id: string, message: string }
    | { __typename: 'Reservation', id: string, state: ReservationState, startsAt: string, endsAt: string, gpus: number, label: string | null, consumer: string | null, perGpuHour: string, total: string, onDemandTotal: string, spent: string, credited: string, cancelCost: string | null, freeCancelUntil: string, heldUntil: string | null, readyAt: string | null, endedAt: string | null, reason: string | null, createdAt: string, parts: Array<{ startsAt: string, endsAt: string, gpus: number }>, pool: { id: string, name: string, gpuModel: string, region: string } }
    | { __typename: 'TooLate', message: string, reservationState: ReservationState }
    | { __typename: 'TotalChanged', expected: string, total: string, message: string }
   };

export type ReservationChangedSubscriptionVariables = Exact<{
  after?: string | null | undefined;
  reservationId?: string | number | null | undefined;
}>;


export type ReservationChangedSubscription = { reservationChanged:
    | { __typename: 'ReservationsDelta', cursor: string, changed: Array<{ id: string, state: ReservationState, startsAt: string, endsAt: string, gpus: number, label: string | null, consumer: string | null, perGpuHour: string, total: string, onDemandTotal: string, spent: string, credited: string, cancelCost: string | null, freeCancelUntil: string, heldUntil: string | null, readyAt: string | null, endedAt: string | null, reason: string | null, createdAt: string, parts: Array<{ startsAt: string, endsAt: string, gpus: number }>, pool: { id: string, name: string, gpuModel: string, region: string } }> }
    | { __typename: 'ReservationsSnapshot', cursor: string, reservations: Array<{ id: string, state: ReservationState, startsAt: string, endsAt: string, gpus: number, label: string | null, consumer: string | null, perGpuHour: string, total: string, onDemandTotal: string, spent: string, credited: string, cancelCost: string | null, freeCancelUntil: string, heldUntil: string | null, readyAt: string | null, endedAt: string | null, reason: string | null, createdAt: string, parts: Array<{ startsAt: string, endsAt: string, gpus: number }>, pool: { id: string, name: string, gpuModel: string, region: string } }> }
    | { __typename: 'Resync', cursor: string, reason: string }
   };

export type ReservationNowQueryVariables = Exact<{
  id: string | number;
}>;


export type ReservationNowQuery = { reservation: { id: string, state: ReservationState, startsAt: string, endsAt: string, gpus: number, label: string | null, consumer: string | null, perGpuHour: string, total: string, onDemandTotal: string, spent: string, credited: string, cancelCost: string | null, freeCancelUntil: string, heldUntil: string | null, readyAt: string | null, endedAt: string | null, reason: string | null, createdAt: string, parts: Array<{ startsAt: string, endsAt: string, gpus: number }>, pool: { id: string, name: string, gpuModel: string, region: string } } | null };

export type QuoteReservationMutationVariables = Exact<{
  input: QuoteReservationInput;
  replaces?: string | number | null | undefined;
}>;


export type QuoteReservationMutation = { quoteReservation:
    | { __typename: 'InvalidInput', field: string, message: string }
    | { __typename: 'NotEnoughFree', message: string, neededGpus: number, availableGpus: number, alternatives: Array<{ startsAt: string, endsAt: string }> }
    | { __typename: 'NotFound', id: string, message: string }
    | { __typename: 'PlanNeeded', feature: string, plan: string, message: string }
    | { __typename: 'PoolClosed', message: string, closedBecause: string, closedUntil: string | null }
    | { __typename: 'Reservation', id: string, state: ReservationState, startsAt: string, endsAt: string, gpus: number, label: string | null, consumer: string | null, perGpuHour: string, total: string, onDemandTotal: string, spent: string, credited: string, cancelCost: string | null, freeCancelUntil: string, heldUntil: string | null, readyAt: string | null, endedAt: string | null, reason: string | null, createdAt: string, lines: Array<{ kind: PriceLineKind, label: string, amount: string }>, parts: Array<{ startsAt: string, endsAt: string, gpus: number }>, pool: { id: string, name: string, gpuModel: string, region: string } }
    | { __typename: 'TooManyQuotes', message: string }
   };

export type ExtensionPriceQueryVariables = Exact<{
  reservationId: string | number;
  endsAt: string;
}>;


export type ExtensionPriceQuery = { extensionPrice:
    | { __typename: 'ChangePrice', total: string, difference: string }
    | { __typename: 'InvalidInput', field: string, message: string }
    | { __typename: 'NotFound', id: string, message: string }
    | { __typename: 'TooLate', message: string, reservationState: ReservationState }
   };

export type ExtendReservationMutationVariables = Exact<{
  reservationId: string | number;
  endsAt: string;
  expectedTotal: string;
  idempotencyKey: string;
}>;


export type ExtendReservationMutation = { extendReservation:
    | { __typename: 'IdempotencyKeyInUse', retryAfterSeconds: number, message: string }
    | { __typename: 'IdempotencyKeyReused', message: string }
    | { __typename: 'InsufficientCredits', needed: string, available: string, message: string }
    | { __typename: 'InvalidInput', field: string, message: string }
    | { __typename: 'KeyCeilingReached', message: string }
    | { __typename: 'NotAllowed', action: string, message: string }
    | { __typename: 'NotEnoughFree', message: string, neededGpus: number, availableGpus: number, alternatives: Array<{ startsAt: string, endsAt: string }> }
    | { __typename: 'NotFound', id: string, message: string }
    | { __typename: 'PoolClosed', message: string, closedBecause: string, closedUntil: string | null }
    | { __typename: 'Reservation', id: string, state: ReservationState, startsAt: string, endsAt: string, gpus: number, label: string | null, consumer: string | null, perGpuHour: string, total: string, onDemandTotal: string, spent: string, credited: string, cancelCost: string | null, freeCancelUntil: string, heldUntil: string | null, readyAt: string | null, endedAt: string | null, reason: string | null, createdAt: string, parts: Array<{ startsAt: string, endsAt: string, gpus: number }>, pool: { id: string, name: string, gpuModel: string, region: string } }
    | { __typename: 'StartsBlocked', blockedBy: string, message: string, blockedUntil: string }
    | { __typename: 'TooLate', message: string, reservationState: ReservationState }
    | { __typename: 'TotalChanged', expected: string, total: string, message: string }
   };

export type SandboxQueryVariables = Exact<{ [key: string]: never; }>;


export type SandboxQuery = { sandbox: { now: string, aheadSeconds: number } | null };

export type MoveSandboxClockMutationVariables = Exact<{
  to: string;
}>;


export type MoveSandboxClockMutation = { moveSandboxClock:
    | { __typename: 'InvalidInput', field: string, message: string }
    | { __typename: 'NoSandbox', message: string }
    | { __typename: 'Sandbox', now: string, aheadSeconds: number }
   };

export type SessionPartsFragment = { id: string, state: SessionState, stateSince: string, createdAt: string, consumer: string | null, gpuModel: string, gpuCount: number, vramGb: number, diskGb: number, image: string, hours: number, idleMinutes: number | null, saveMinutes: number | null, pricePerHour: string, capPerHour: string, billedTo: BilledTo, held: string, cost: string, ratePerHour: string, readyAt: string | null, endsAt: string | null, endedAt: string | null, longestUntil: string | null, isEnding: boolean, reason: string | null, attempts: number, heardAt: string | null, sshCommand: string | null, saving: { state: SavingState, exitStatus: number | null } | null };

export type SessionDetailFragment = { sshConfig: string | null, publicKey: string, ports: Array<number>, id: string, state: SessionState, stateSince: string, createdAt: string, consumer: string | null, gpuModel: string, gpuCount: number, vramGb: number, diskGb: number, image: string, hours: number, idleMinutes: number | null, saveMinutes: number | null, pricePerHour: string, capPerHour: string, billedTo: BilledTo, held: string, cost: string, ratePerHour: string, readyAt: string | null, endsAt: string | null, endedAt: string | null, longestUntil: string | null, isEnding: boolean, reason: string | null, attempts: number, heardAt: string | null, sshCommand: string | null, vitals: { idleSeconds: number | null, uptimeSeconds: number | null, diskUsedGb: number | null, diskTotalGb: number | null, gpus: Array<{ name: string, utilisation: number | null, memoryUsedMb: number | null, memoryTotalMb: number | null, temperatureCelsius: number | null, powerWatts: number | null }> } | null, machines: Array<{ id: string, attempt: number, providerId: string, gpuModel: string | null, pricePerHour: string | null, state: MachineState, reason: string | null, detail: string | null, askedAt: string, overAt: string | null }>, events: Array<{ id: string, at: string, topic: string, actorName: string, summary: string }>, saving: { state: SavingState, exitStatus: number | null } | null };

export type SessionsQueryVariables = Exact<{
  alive?: boolean | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type SessionsQuery = { sessions: { liveCursor: string, nodes: Array<{ id: string, state: SessionState, stateSince: string, createdAt: string, consumer: string | null, gpuModel: string, gpuCount: number, vramGb: number, diskGb: number, image: string, hours: number, idleMinutes: number | null, saveMinutes: number | null, pricePerHour: string, capPerHour: string, billedTo: BilledTo, held: string, cost: string, ratePerHour: string, readyAt: string | null, endsAt: string | null, endedAt: string | null, longestUntil: string | null, isEnding: boolean, reason: string | null, attempts: number, heardAt: string | null, sshCommand: string | null, saving: { state: SavingState, exitStatus: number | null } | null }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } };

export type SessionQueryVariables = Exact<{
  id: string | number;
}>;


export type SessionQuery = { session: { sshConfig: string | null, publicKey: string, ports: Array<number>, id: string, state: SessionState, stateSince: string, createdAt: string, consumer: string | null, gpuModel: string, gpuCount: number, vramGb: number, diskGb: number, image: string, hours: number, idleMinutes: number | null, saveMinutes: number | null, pricePerHour: string, capPerHour: string, billedTo: BilledTo, held: string, cost: string, ratePerHour: string, readyAt: string | null, endsAt: string | null, endedAt: string | null, longestUntil: string | null, isEnding: boolean, reason: string | null, attempts: number, heardAt: string | null, sshCommand: string | null, vitals: { idleSeconds: number | null, uptimeSeconds: number | null, diskUsedGb: number | null, diskTotalGb: number | null, gpus: Array<{ name: string, utilisation: number | null, memoryUsedMb: number | null, memoryTotalMb: number | null, temperatureCelsius: number | null, powerWatts: number | null }> } | null, machines: Array<{ id: string, attempt: number, providerId: string, gpuModel: string | null, pricePerHour: string | null, state: MachineState, reason: string | null, detail: string | null, askedAt: string, overAt: string | null }>, events: Array<{ id: string, at: string, topic: string, actorName: string, summary: string }>, saving: { state: SavingState, exitStatus: number | null } | null } | null };

export type StartSessionMutationVariables = Exact<{
  input: StartSessionInput;
  idempotencyKey: string;
}>;


export type StartSessionMutation = { startSession:
    | { __typename: 'ApprovalRequired', requestId: string, message: string, requestState: string, keptUntil: string }
    | { __typename: 'IdempotencyKeyInUse', retryAfterSeconds: number, message: string }
    | { __typename: 'IdempotencyKeyReused', message: string }
    | { __typename: 'InsufficientCredits', needed: string, available: string, message: string }
    | { __typename: 'InvalidInput', field: string, message: string }
    | { __typename: 'KeyCeilingReached', message: string }
    | { __typename: 'NoSuchMachine', message: string, cheapestPerHour: string | null }
    | { __typename: 'NotFound', id: string, message: string }
    | { __typename: 'SessionStarted', replayed: boolean, privateKey: string | null, session: { id: string, state: SessionState, stateSince: string, createdAt: string, consumer: string | null, gpuModel: string, gpuCount: number, vramGb: number, diskGb: number, image: string, hours: number, idleMinutes: number | null, saveMinutes: number | null, pricePerHour: string, capPerHour: string, billedTo: BilledTo, held: string, cost: string, ratePerHour: string, readyAt: string | null, endsAt: string | null, endedAt: string | null, longestUntil: string | null, isEnding: boolean, reason: string | null, attempts: number, heardAt: string | null, sshCommand: string | null, saving: { state: SavingState, exitStatus: number | null } | null } }
    | { __typename: 'StartsBlocked', blockedBy: string, message: string, blockedUntil: string }
    | { __typename: 'TooManySessions', message: string }
   };

export type ExtendSessionMutationVariables = Exact<{
  sessionId: string | number;
  hours: number;
  idempotencyKey: string;
}>;


export type ExtendSessionMutation = { extendSession:
    | { __typename: 'BeyondLongest', message: string, longest: string }
    | { __typename: 'IdempotencyKeyInUse', retryAfterSeconds: number, message: string }
    | { __typename: 'IdempotencyKeyReused', message: string }
    | { __typename: 'InsufficientCredits', needed: string, available: string, message: string }
    | { __typename: 'InvalidInput', field: string, message: string }
    | { __typename: 'KeyCeilingReached', message: string }
    | { __typename: 'NotAllowed', action: string, message: string }
    | { __typename: 'NotFound', id: string, message: string }
    | { __typename: 'Session', id: string, state: SessionState, stateSince: string, createdAt: string, consumer: string | null, gpuModel: string, gpuCount: number, vramGb: number, diskGb: number, image: string, hours: number, idleMinutes: number | null, saveMinutes: number | null, pricePerHour: string, capPerHour: string, billedTo: BilledTo, held: string, cost: string, ratePerHour: string, readyAt: string | null, endsAt: string | null, endedAt: string | null, longestUntil: string | null, isEnding: boolean, reason: string | null, attempts: number, heardAt: string | null, sshCommand: string | null, saving: { state: SavingState, exitStatus: number | null } | null }
    | { __typename: 'SessionIsOver', message: string, sessionState: string }
    | { __typename: 'StartsBlocked', blockedBy: string, message: string, blockedUntil: string }
   };

export type StopSessionMutationVariables = Exact<{
  sessionId: string | number;
  withoutSaving?: boolean;
}>;


export type StopSessionMutation = { stopSession:
    | { __typename: 'NotAllowed', action: string, message: string }
    | { __typename: 'NotFound', id: string, message: string }
    | { __typename: 'Session', id: string, state: SessionState, stateSince: string, createdAt: string, consumer: string | null, gpuModel: string, gpuCount: number, vramGb: number, diskGb: number, image: string, hours: number, idleMinutes: number | null, saveMinutes: number | null, pricePerHour: string, capPerHour: string, billedTo: BilledTo, held: string, cost: string, ratePerHour: string, readyAt: string | null, endsAt: string | null, endedAt: string | null, longestUntil: string | null, isEnding: boolean, reason: string | null, attempts: number, heardAt: string | null, sshCommand: string | null, saving: { state: SavingState, exitStatus: number | null } | null }
   };

export type DoneSessionMutationVariables = Exact<{
  sessionId: string | number;
}>;


export type DoneSessionMutation = { doneSession:
    | { __typename: 'NotAllowed', action: string, message: string }
    | { __typename: 'NotFound', id: string, message: string }
    | { __typename: 'Session', id: string, state: SessionState, stateSince: string, createdAt: string, consumer: string | null, gpuModel: string, gpuCount: number, vramGb: number, diskGb: number, image: string, hours: number, idleMinutes: number | null, saveMinutes: number | null, pricePerHour: string, capPerHour: string, billedTo: BilledTo, held: string, cost: string, ratePerHour: string, readyAt: string | null, endsAt: string | null, endedAt: string | null, longestUntil: string | null, isEnding: boolean, reason: string | null, attempts: number, heardAt: string | null, sshCommand: string | null, saving: { state: SavingState, exitStatus: number | null } | null }
   };

export type ReissueSessionKeyMutationVariables = Exact<{
  sessionId: string | number;
  publicKey?: string | null | undefined;
}>;


export type ReissueSessionKeyMutation = { reissueSessionKey:
    | { __typename: 'InvalidInput', field: string, message: string }
    | { __typename: 'NotAllowed', action: string, message: string }
    | { __typename: 'NotFound', id: string, message: string }
    | { __typename: 'SessionIsOver', message: string, sessionState: string }
    | { __typename: 'SessionRekeyed', privateKey: string | null, session: { id: string, state: SessionState, stateSince: string, createdAt: string, consumer: string | null, gpuModel: string, gpuCount: number, vramGb: number, diskGb: number, image: string, hours: number, idleMinutes: number | null, saveMinutes: number | null, pricePerHour: string, capPerHour: string, billedTo: BilledTo, held: string, cost: string, ratePerHour: string, readyAt: string | null, endsAt: string | null, endedAt: string | null, longestUntil: string | null, isEnding: boolean, reason: string | null, attempts: number, heardAt: string | null, sshCommand: string | null, saving: { state: SavingState, exitStatus: number | null } | null } }
   };

export type SessionChangedSubscriptionVariables = Exact<{
  after?: string | null | undefined;
  sessionId?: string | number | null | undefined;
}>;


export type SessionChangedSubscription = { sessionChanged:
    | { __typename: 'Resync', cursor: string, reason: string }
    | { __typename: 'SessionsDelta', cursor: string, changed: Array<{ id: string, state: SessionState, stateSince: string, createdAt: string, consumer: string | null, gpuModel: string, gpuCount: number, vramGb: number, diskGb: number, image: string, hours: number, idleMinutes: number | null, saveMinutes: number | null, pricePerHour: string, capPerHour: string, billedTo: BilledTo, held: string, cost: string, ratePerHour: string, readyAt: string | null, endsAt: string | null, endedAt: string | null, longestUntil: string | null, isEnding: boolean, reason: string | null, attempts: number, heardAt: string | null, sshCommand: string | null, saving: { state: SavingState, exitStatus: number | null } | null }> }
    | { __typename: 'SessionsSnapshot', cursor: string, sessions: Array<{ id: string, state: SessionState, stateSince: string, createdAt: string, consumer: string | null, gpuModel: string, gpuCount: number, vramGb: number, diskGb: number, image: string, hours: number, idleMinutes: number | null, saveMinutes: number | null, pricePerHour: string, capPerHour: string, billedTo: BilledTo, held: string, cost: string, ratePerHour: string, readyAt: string | null, endsAt: string | null, endedAt: string | null, longestUntil: string | null, isEnding: boolean, reason: string | null, attempts: number, heardAt: string | null, sshCommand: string | null, saving: { state: SavingState, exitStatus: number | null } | null }> }
   };

export type CostTicksSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type CostTicksSubscription = { costTicks: { at: string, cost: string, ratePerHour: string, sessions: Array<{ sessionId: string, cost: string, ratePerHour: string }> } };

export type SessionVitalsSubscriptionVariables = Exact<{
  sessionId?: string | number | null | undefined;
  after?: string | null | undefined;
}>;


export type SessionVitalsSubscription = { sessionVitals:
    | { __typename: 'Resync', cursor: string }
    | { __typename: 'SessionVitalsDelta', cursor: string, changed: Array<{ sessionId: string, heardAt: string | null, vitals: { idleSeconds: number | null, gpus: Array<{ name: string, utilisation: number | null, memoryUsedMb: number | null, memoryTotalMb: number | null, temperatureCelsius: number | null }> } | null }> }
    | { __typename: 'SessionVitalsSnapshot', cursor: string, machines: Array<{ sessionId: string, heardAt: string | null, vitals: { idleSeconds: number | null, gpus: Array<{ name: string, utilisation: number | null, memoryUsedMb: number | null, memoryTotalMb: number | null, temperatureCelsius: number | null }> } | null }> }
   };

export type SessionNowQueryVariables = Exact<{
  id: string | number;
}>;


export type SessionNowQuery = { session: { id: string, state: SessionState, stateSince: string, createdAt: string, consumer: string | null, gpuModel: string, gpuCount: number, vramGb: number, diskGb: number, image: string, hours: number, idleMinutes: number | null, saveMinutes: number | null, pricePerHour: string, capPerHour: string, billedTo: BilledTo, held: string, cost: string, ratePerHour: string, readyAt: string | null, endsAt: string | null, endedAt: string | null, longestUntil: string | null, isEnding: boolean, reason: string | null, attempts: number, heardAt: string | null, sshCommand: string | null, saving: { state: SavingState, exitStatus: number | null } | null } | null };

export type TemplatePartsFragment = { id: string, name: string, image: string | null, diskGb: number | null, ports: Array<number>, idleMinutes: number | null, storagePolicy: StoragePolicy | null, saveCommand: string | null, saveMinutes: number | null, envNames: Array<string>, onStart: string | null, savedBy: string, savedAt: string };

export type SessionTemplatesQueryVariables = Exact<{ [key: string]: never; }>;


export type SessionTemplatesQuery = { sessionTemplates: Array<{ id: string, name: string, image: string | null, diskGb: number | null, ports: Array<number>, idleMinutes: number | null, storagePolicy: StoragePolicy | null, saveCommand: string | null, saveMinutes: number | null, envNames: Array<string>, onStart: string | null, savedBy: string, savedAt: string }> };

export type SaveSessionTemplateMutationVariables = Exact<{
  input: SaveSessionTemplateInput;
}>;


export type SaveSessionTemplateMutation = { saveSessionTemplate:
    | { __typename: 'InvalidInput', field: string, message: string }
    | { __typename: 'NotFound', id: string, message: string }
    | { __typename: 'SessionTemplate', id: string, name: string, image: string | null, diskGb: number | null, ports: Array<number>, idleMinutes: number | null, storagePolicy: StoragePolicy | null, saveCommand: string | null, saveMinutes: number | null, envNames: Array<string>, onStart: string | null, savedBy: string, savedAt: string }
   };

export type RemoveSessionTemplateMutationVariables = Exact<{
  templateId: string | number;
}>;


export type RemoveSessionTemplateMutation = { removeSessionTemplate:
    | { __typename: 'NotFound', id: string, message: string }
    | { __typename: 'SessionTemplate', id: string, name: string, image: string | null, diskGb: number | null, ports: Array<number>, idleMinutes: number | null, storagePolicy: StoragePolicy | null, saveCommand: string | null, saveMinutes: number | null, envNames: Array<string>, onStart: string | null, savedBy: string, savedAt: string }
   };

export type BilledToQueryVariables = Exact<{
  offerId: string | number;
}>;


export type BilledToQuery = { billedTo: BilledTo | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const OfferPartsFragmentDoc = new TypedDocumentString(`
    fragment OfferParts on Offer {
  id
  gpu {
    model
    socket
    vramGb
  }
  gpuCount
  kind
  pricePerGpuHour
  previousPricePerGpuHour
  pricePerHour
  allInPricePerHour(diskGb: $diskGb)
  provider {
    id
    name
  }
  region
  country
  vcpus
  ramGb
  diskGb
  reliability
  availability {
    score
  }
  verified
  datacenter
  cudaVersion
  networkDownMbps
  networkUpMbps
  maxDurationHours
  observedAt
  state
  staleBecause
}
    `, {"fragmentName":"OfferParts"}) as unknown as TypedDocumentString<OfferPartsFragment, unknown>;
export const OrderPartsFragmentDoc = new TypedDocumentString(`
    fragment OrderParts on FlexibleJob {
  id
  createdAt
  gpuModel
  gpuSocket
  gpuCount
  region
  hours
  deadlineAt
  freezeAt
  budget
  capPerHour
  consumer
  state
  because
  sessionId
  reservationId
  startedAt
  startedPricePerHour
  saveMinutes
  setUp {
    hasStartScript
    envNames
    ports
  }
  looks {
    at
    pricePerHour
    decision
    because
  }
  regret {
    best
    bestAt
    regret
    atOnce
  }
}
    `, {"fragmentName":"OrderParts"}) as unknown as TypedDocumentString<OrderPartsFragment, unknown>;
export const WindowPartsFragmentDoc = new TypedDocumentString(`
    fragment WindowParts on PriceWindow {
  startsAt
  endsAt
  expected
  low80
  high80
  saving
  savingPercent
  risk
  offersNow
  offerId
  because
  series {
    id
    gpuModel
    kind
    providerId
    region
  }
}
    `, {"fragmentName":"WindowParts"}) as unknown as TypedDocumentString<WindowPartsFragment, unknown>;
export const RefusedFragmentDoc = new TypedDocumentString(`
    fragment Refused on Refusal {
  __typename
  message
  ... on AlreadyMember {
    email
  }
  ... on ApprovalRequired {
    requestId
    requestState: state
    keptUntil: until
  }
  ... on BeyondLongest {
    longest: longestUntil
  }
  ... on BudgetLimitOutOfRange {
    field
    least
    most
  }
  ... on ContradictingBudget {
    field
    budgetId
  }
  ... on HeldOfferOver {
    heldState: state
  }
  ... on IdempotencyKeyInUse {
    retryAfterSeconds
  }
  ... on InsufficientCredits {
    needed
    available
  }
  ... on InvalidInput {
    field
  }
  ... on NoSuchMachine {
    cheapestPerHour: pricePerHour
  }
  ... on NotAllowed {
    action
  }
  ... on NotEnoughFree {
    neededGpus: needed
    availableGpus: available
    alternatives {
      startsAt
      endsAt
    }
  }
  ... on NotEnoughHistory {
    have
    need
  }
  ... on NotFound {
    id
  }
  ... on OccurrenceRefused {
    occurrenceStartsAt: startsAt
  }
  ... on OfferGone {
    offerId
  }
  ... on PlanNeeded {
    feature
    plan
  }
  ... on PoolClosed {
    closedBecause: reason
    closedUntil: until
  }
  ... on QuoteOver {
    quoteId
  }
  ... on SearchNotUnderstood {
    word
    meant
  }
  ... on SessionIsOver {
    sessionState: state
  }
  ... on StartsBlocked {
    blockedBy
    blockedUntil: until
  }
  ... on ThresholdOutOfRange {
    field
    mostPercent: most
  }
  ... on TooLate {
    reservationState: state
  }
  ... on TooManyPoints {
    asked
    mostPoints: most
  }
  ... on TotalChanged {
    expected
    total
  }
  ... on UnknownBudgetScope {
    field
    known
  }
  ... on UnknownGpu {
    gpu
    nearest
  }
}
    `, {"fragmentName":"Refused"}) as unknown as TypedDocumentString<RefusedFragment, unknown>;
export const ReservationPartsFragmentDoc = new TypedDocumentString(`
    fragment ReservationParts on Reservation {
  id
  state
  startsAt
  endsAt
  gpus
  parts {
    startsAt
    endsAt
    gpus
  }
  pool {
    id
    name
    gpuModel
    region
  }
  label
  consumer
  perGpuHour
  total
  onDemandTotal
  spent
  credited
  cancelCost
  freeCancelUntil
  heldUntil
  readyAt
  endedAt
  reason
  createdAt
}
    `, {"fragmentName":"ReservationParts"}) as unknown as TypedDocumentString<ReservationPartsFragment, unknown>;
export const PricedFragmentDoc = new TypedDocumentString(`
    fragment Priced on ReservationPrice {
  total
  perGpuHour
  onDemandTotal
  freeCancelUntil
  laterCancelCost
  lines {
    kind
    label
    amount
  }
  pool {
    id
    name
    gpuModel
    region
  }
}
    `, {"fragmentName":"Priced"}) as unknown as TypedDocumentString<PricedFragment, unknown>;
export const SessionPartsFragmentDoc = new TypedDocumentString(`
    fragment SessionParts on Session {
  id
  state
  stateSince
  createdAt
  consumer
  gpuModel
  gpuCount
  vramGb
  diskGb
  image
  hours
  idleMinutes
  saveMinutes
  saving {
    state
    exitStatus
  }
  pricePerHour
  capPerHour
  billedTo
  held
  cost
  ratePerHour
  readyAt
  endsAt
  endedAt
  longestUntil
  isEnding
  reason
  attempts
  heardAt
  sshCommand
}
    `, {"fragmentName":"SessionParts"}) as unknown as TypedDocumentString<SessionPartsFragment, unknown>;
export const SessionDetailFragmentDoc = new TypedDocumentString(`
    fragment SessionDetail on Session {
  ...SessionParts
  sshConfig
  publicKey
  ports
  vitals {
    idleSeconds
    uptimeSeconds
    diskUsedGb
    diskTotalGb
    gpus {
      name
      utilisation
      memoryUsedMb
      memoryTotalMb
      temperatureCelsius
      powerWatts
    }
  }
  machines {
    id
    attempt
    providerId
    gpuModel
    pricePerHour
    state
    reason
    detail
    askedAt
    overAt
  }
  events {
    id
    at
    topic
    actorName
    summary
  }
}
    fragment SessionParts on Session {
  id
  state
  stateSince
  createdAt
  consumer
  gpuModel
  gpuCount
  vramGb
  diskGb
  image
  hours
  idleMinutes
  saveMinutes
  saving {
    state
    exitStatus
  }
  pricePerHour
  capPerHour
  billedTo
  held
  cost
  ratePerHour
  readyAt
  endsAt
  endedAt
  longestUntil
  isEnding
  reason
  attempts
  heardAt
  sshCommand
}`, {"fragmentName":"SessionDetail"}) as unknown as TypedDocumentString<SessionDetailFragment, unknown>;
export const TemplatePartsFragmentDoc = new TypedDocumentString(`
    fragment TemplateParts on SessionTemplate {
  id
  name
  image
  diskGb
  ports
  idleMinutes
  storagePolicy
  saveCommand
  saveMinutes
  envNames
  onStart
  savedBy
  savedAt
}
    `, {"fragmentName":"TemplateParts"}) as unknown as TypedDocumentString<TemplatePartsFragment, unknown>;
export const WhoAmIDocument = new TypedDocumentString(`
    query WhoAmI {
  viewer {
    role
    actions
    user {
      id
      name
      email
    }
    accounts {
      id
      name
    }
  }
  account {
    id
    name
    plan
  }
}
    `) as unknown as TypedDocumentString<WhoAmIQuery, WhoAmIQueryVariables>;
export const ProvidersDocument = new TypedDocumentString(`
    query Providers {
  providers {
    id
    name
    state
    offerCount
    lastListedAt
    lastError
    lastErrorAt
  }
}
    `) as unknown as TypedDocumentString<ProvidersQuery, ProvidersQueryVariables>;
export const ActivityDocument = new TypedDocumentString(`
    query Activity($first: Int! = 50, $after: String) {
  activity(first: $first, after: $after) {
    liveCursor
    nodes {
      id
      at
      topic
      actorName
      summary
      subject
    }
    pageInfo {
      endCursor
      hasNextPage
    }
  }
}
    `) as unknown as TypedDocumentString<ActivityQuery, ActivityQueryVariables>;
export const ActivityChangedDocument = new TypedDocumentString(`
    subscription ActivityChanged($after: Cursor) {
  activityChanged(after: $after) {
    __typename
    ... on ActivityHappened {
      cursor
      entry {
        id
        at
        topic
        actorName
        summary
        subject
      }
    }
    ... on ActivityStarted {
      cursor
    }
    ... on Resync {
      cursor
      reason
    }
  }
}
    `) as unknown as TypedDocumentString<ActivityChangedSubscription, ActivityChangedSubscriptionVariables>;
export const BudgetsDocument = new TypedDocumentString(`
    query Budgets {
  budgets {
    id
    name
    scope
    scopeValue
    period
    timeZone
    limit
    thresholds
    measure
    rungs {
      atPercent
      measure
    }
    standing {
      spent
      percent
      periodStartsAt
      periodEndsAt
      next {
        threshold
        at
      }
    }
  }
}
    `) as unknown as TypedDocumentString<BudgetsQuery, BudgetsQueryVariables>;
export const FleetAuditDocument = new TypedDocumentString(`
    query FleetAudit {
  fleetAudit {
    providerId
    believed
    asked
    ending
    orphans
    orphansLeft
    destroyTriesMost
    lookedAt
  }
}
    `) as unknown as TypedDocumentString<FleetAuditQuery, FleetAuditQueryVariables>;
export const StartRequestsDocument = new TypedDocumentString(`
    """What took approval, the newest first."""
query StartRequests {
  startRequests {
    id
    said
    consumer
    most
    askedBy
    until
    state
    decidedBy
    because
    begunId
  }
}
    `) as unknown as TypedDocumentString<StartRequestsQuery, StartRequestsQueryVariables>;
export const ApproveStartDocument = new TypedDocumentString(`
    mutation ApproveStart($requestId: ID!) {
  approveStart(requestId: $requestId) {
    __typename
    ... on StartRequest {
      said
      state
      because
      begunId
    }
    ...Refused
  }
}
    fragment Refused on Refusal {
  __typename
  message
  ... on AlreadyMember {
    email
  }
  ... on ApprovalRequired {
    requestId
    requestState: state
    keptUntil: until
  }
  ... on BeyondLongest {
    longest: longestUntil
  }
  ... on BudgetLimitOutOfRange {
    field
    least
    most
  }
  ... on ContradictingBudget {
    field
    budgetId
  }
  ... on HeldOfferOver {
    heldState: state
  }
  ... on IdempotencyKeyInUse {
    retryAfterSeconds
  }
  ... on InsufficientCredits {
    needed
    available
  }
  ... on InvalidInput {
    field
  }
  ... on NoSuchMachine {
    cheapestPerHour: pricePerHour
  }
  ... on NotAllowed {
    action
  }
  ... on NotEnoughFree {
    neededGpus: needed
    availableGpus: available
    alternatives {
      startsAt
      endsAt
    }
  }
  ... on NotEnoughHistory {
    have
    need
  }
  ... on NotFound {
    id
  }
  ... on OccurrenceRefused {
    occurrenceStartsAt: startsAt
  }
  ... on OfferGone {
    offerId
  }
  ... on PlanNeeded {
    feature
    plan
  }
  ... on PoolClosed {
    closedBecause: reason
    closedUntil: until
  }
  ... on QuoteOver {
    quoteId
  }
  ... on SearchNotUnderstood {
    word
    meant
  }
  ... on SessionIsOver {
    sessionState: state
  }
  ... on StartsBlocked {
    blockedBy
    blockedUntil: until
  }
  ... on ThresholdOutOfRange {
    field
    mostPercent: most
  }
  ... on TooLate {
    reservationState: state
  }
  ... on TooManyPoints {
    asked
    mostPoints: most
  }
  ... on TotalChanged {
    expected
    total
  }
  ... on UnknownBudgetScope {
    field
    known
  }
  ... on UnknownGpu {
    gpu
    nearest
  }
}`) as unknown as TypedDocumentString<ApproveStartMutation, ApproveStartMutationVariables>;
export const DeclineStartDocument = new TypedDocumentString(`
    mutation DeclineStart($requestId: ID!) {
  declineStart(requestId: $requestId) {
    __typename
    ... on StartRequest {
      said
    }
    ...Refused
  }
}
    fragment Refused on Refusal {
  __typename
  message
  ... on AlreadyMember {
    email
  }
  ... on ApprovalRequired {
    requestId
    requestState: state
    keptUntil: until
  }
  ... on BeyondLongest {
    longest: longestUntil
  }
  ... on BudgetLimitOutOfRange {
    field
    least
    most
  }
  ... on ContradictingBudget {
    field
    budgetId
  }
  ... on HeldOfferOver {
    heldState: state
  }
  ... on IdempotencyKeyInUse {
    retryAfterSeconds
  }
  ... on InsufficientCredits {
    needed
    available
  }
  ... on InvalidInput {
    field
  }
  ... on NoSuchMachine {
    cheapestPerHour: pricePerHour
  }
  ... on NotAllowed {
    action
  }
  ... on NotEnoughFree {
    neededGpus: needed
    availableGpus: available
    alternatives {
      startsAt
      endsAt
    }
  }
  ... on NotEnoughHistory {
    have
    need
  }
  ... on NotFound {
    id
  }
  ... on OccurrenceRefused {
    occurrenceStartsAt: startsAt
  }
  ... on OfferGone {
    offerId
  }
  ... on PlanNeeded {
    feature
    plan
  }
  ... on PoolClosed {
    closedBecause: reason
    closedUntil: until
  }
  ... on QuoteOver {
    quoteId
  }
  ... on SearchNotUnderstood {
    word
    meant
  }
  ... on SessionIsOver {
    sessionState: state
  }
  ... on StartsBlocked {
    blockedBy
    blockedUntil: until
  }
  ... on ThresholdOutOfRange {
    field
    mostPercent: most
  }
  ... on TooLate {
    reservationState: state
  }
  ... on TooManyPoints {
    asked
    mostPoints: most
  }
  ... on TotalChanged {
    expected
    total
  }
  ... on UnknownBudgetScope {
    field
    known
  }
  ... on UnknownGpu {
    gpu
    nearest
  }
}`) as unknown as TypedDocumentString<DeclineStartMutation, DeclineStartMutationVariables>;
export const CreditsDocument = new TypedDocumentString(`
    query Credits {
  credits {
    at
    available
    held
    pending
    expiringWithin7Days
  }
  creditLots(first: 100, open: true) {
    nodes {
      id
      origin
      amount
      available
      held
      pending
      expiresAt
      reason
    }
  }
}
    `) as unknown as TypedDocumentString<CreditsQuery, CreditsQueryVariables>;
export const OwnBillsTotalDocument = new TypedDocumentString(`
    query OwnBillsTotal($from: DateTime, $to: DateTime) {
  ownBills(from: $from, to: $to, first: 1) {
    total
  }
}
    `) as unknown as TypedDocumentString<OwnBillsTotalQuery, OwnBillsTotalQueryVariables>;
export const StatementDocument = new TypedDocumentString(`
    query Statement($from: DateTime, $to: DateTime, $kinds: [CreditMovement!], $first: Int! = 50, $after: String) {
  statement(from: $from, to: $to, kinds: $kinds, first: $first, after: $after) {
    liveCursor
    opening {
      available
      held
      pending
    }
    closing {
      available
      held
      pending
    }
    nodes {
      id
      at
      kind
      amount
      note
      subject
      actorName
      available
      availableChange
      heldChange
      pendingChange
    }
    pageInfo {
      endCursor
      hasNextPage
    }
  }
}
    `) as unknown as TypedDocumentString<StatementQuery, StatementQueryVariables>;
export const CreditsChangedDocument = new TypedDocumentString(`
    subscription CreditsChanged($after: Cursor) {
  creditsChanged(after: $after) {
    __typename
    ... on CreditsSnapshot {
      cursor
      credits {
        at
        available
        held
        pending
      }
    }
    ... on CreditsMoved {
      cursor
      credits {
        at
        available
        held
        pending
      }
      line {
        id
        at
        kind
        amount
        note
        subject
      }
    }
    ... on CreditsExpiring {
      cursor
      amount
      expiresAt
      lotId
    }
    ... on Resync {
      cursor
      reason
    }
  }
}
    `) as unknown as TypedDocumentString<CreditsChangedSubscription, CreditsChangedSubscriptionVariables>;
export const SpendingNowDocument = new TypedDocumentString(`
    query SpendingNow {
  activeSessionMetrics {
    at
    machines
    ratePerHour
    figures {
      paid
      gpuHours
    }
  }
  credits {
    available
    held
  }
}
    `) as unknown as TypedDocumentString<SpendingNowQuery, SpendingNowQueryVariables>;
export const SpendableDocument = new TypedDocumentString(`
    query Spendable {
  credits {
    available
  }
  viewer {
    leftToday
  }
}
    `) as unknown as TypedDocumentString<SpendableQuery, SpendableQueryVariables>;
export const LeftTodayDocument = new TypedDocumentString(`
    query LeftToday {
  viewer {
    leftToday
  }
}
    `) as unknown as TypedDocumentString<LeftTodayQuery, LeftTodayQueryVariables>;
export const OffersDocument = new TypedDocumentString(`
    query Offers($text: String, $filter: OfferFilter, $sort: [OfferSort!], $first: Int! = 50, $after: String, $diskGb: Int! = 50) {
  offers(text: $text, filter: $filter, sort: $sort, first: $first, after: $after) {
    totalCount
    text
    liveCursor
    nodes {
      ...OfferParts
    }
    pageInfo {
      endCursor
      hasNextPage
    }
  }
}
    fragment OfferParts on Offer {
  id
  gpu {
    model
    socket
    vramGb
  }
  gpuCount
  kind
  pricePerGpuHour
  previousPricePerGpuHour
  pricePerHour
  allInPricePerHour(diskGb: $diskGb)
  provider {
    id
    name
  }
  region
  country
  vcpus
  ramGb
  diskGb
  reliability
  availability {
    score
  }
  verified
  datacenter
  cudaVersion
  networkDownMbps
  networkUpMbps
  maxDurationHours
  observedAt
  state
  staleBecause
}`) as unknown as TypedDocumentString<OffersQuery, OffersQueryVariables>;
export const OfferDocument = new TypedDocumentString(`
    query Offer($id: ID!, $diskGb: Int! = 50) {
  offer(id: $id) {
    ...OfferParts
  }
}
    fragment OfferParts on Offer {
  id
  gpu {
    model
    socket
    vramGb
  }
  gpuCount
  kind
  pricePerGpuHour
  previousPricePerGpuHour
  pricePerHour
  allInPricePerHour(diskGb: $diskGb)
  provider {
    id
    name
  }
  region
  country
  vcpus
  ramGb
  diskGb
  reliability
  availability {
    score
  }
  verified
  datacenter
  cudaVersion
  networkDownMbps
  networkUpMbps
  maxDurationHours
  observedAt
  state
  staleBecause
}`) as unknown as TypedDocumentString<OfferQuery, OfferQueryVariables>;
export const WhyNoOffersDocument = new TypedDocumentString(`
    query WhyNoOffers($text: String, $filter: OfferFilter) {
  offerSearchExplained(text: $text, filter: $filter) {
    listedCount
    matchingCount
    cheapestRelaxation {
      says
      text
      offerCount
      pricePerGpuHour
    }
  }
}
    `) as unknown as TypedDocumentString<WhyNoOffersQuery, WhyNoOffersQueryVariables>;
export const OffersChangedDocument = new TypedDocumentString(`
    subscription OffersChanged($after: Cursor, $text: String, $filter: OfferFilter, $diskGb: Int! = 50) {
  offersChanged(after: $after, text: $text, filter: $filter) {
    __typename
    ... on OffersSnapshot {
      cursor
      totalCount
      offers {
        ...OfferParts
      }
    }
    ... on OffersDelta {
      cursor
      at
      totalCount
      withdrawn
      changed {
        ...OfferParts
      }
    }
    ... on Resync {
      cursor
      reason
    }
  }
}
    fragment OfferParts on Offer {
  id
  gpu {
    model
    socket
    vramGb
  }
  gpuCount
  kind
  pricePerGpuHour
  previousPricePerGpuHour
  pricePerHour
  allInPricePerHour(diskGb: $diskGb)
  provider {
    id
    name
  }
  region
  country
  vcpus
  ramGb
  diskGb
  reliability
  availability {
    score
  }
  verified
  datacenter
  cudaVersion
  networkDownMbps
  networkUpMbps
  maxDurationHours
  observedAt
  state
  staleBecause
}`) as unknown as TypedDocumentString<OffersChangedSubscription, OffersChangedSubscriptionVariables>;
export const OrdersDocument = new TypedDocumentString(`
    query Orders($first: Int! = 50) {
  flexibleJobs(first: $first) {
    nodes {
      ...OrderParts
    }
    pageInfo {
      hasNextPage
    }
  }
}
    fragment OrderParts on FlexibleJob {
  id
  createdAt
  gpuModel
  gpuSocket
  gpuCount
  region
  hours
  deadlineAt
  freezeAt
  budget
  capPerHour
  consumer
  state
  because
  sessionId
  reservationId
  startedAt
  startedPricePerHour
  saveMinutes
  setUp {
    hasStartScript
    envNames
    ports
  }
  looks {
    at
    pricePerHour
    decision
    because
  }
  regret {
    best
    bestAt
    regret
    atOnce
  }
}`) as unknown as TypedDocumentString<OrdersQuery, OrdersQueryVariables>;
export const ScheduleOrderDocument = new TypedDocumentString(`
    mutation ScheduleOrder($input: ScheduleFlexibleJobInput!, $idempotencyKey: String!) {
  scheduleFlexibleJob(input: $input, idempotencyKey: $idempotencyKey) {
    __typename
    ... on FlexibleJobScheduled {
      replayed
      job {
        ...OrderParts
      }
    }
    ...Refused
  }
}
    fragment OrderParts on FlexibleJob {
  id
  createdAt
  gpuModel
  gpuSocket
  gpuCount
  region
  hours
  deadlineAt
  freezeAt
  budget
  capPerHour
  consumer
  state
  because
  sessionId
  reservationId
  startedAt
  startedPricePerHour
  saveMinutes
  setUp {
    hasStartScript
    envNames
    ports
  }
  looks {
    at
    pricePerHour
    decision
    because
  }
  regret {
    best
    bestAt
    regret
    atOnce
  }
}
fragment Refused on Refusal {
  __typename
  message
  ... on AlreadyMember {
    email
  }
  ... on ApprovalRequired {
    requestId
    requestState: state
    keptUntil: until
  }
  ... on BeyondLongest {
    longest: longestUntil
  }
  ... on BudgetLimitOutOfRange {
    field
    least
    most
  }
  ... on ContradictingBudget {
    field
    budgetId
  }
  ... on HeldOfferOver {
    heldState: state
  }
  ... on IdempotencyKeyInUse {
    retryAfterSeconds
  }
  ... on InsufficientCredits {
    needed
    available
  }
  ... on InvalidInput {
    field
  }
  ... on NoSuchMachine {
    cheapestPerHour: pricePerHour
  }
  ... on NotAllowed {
    action
  }
  ... on NotEnoughFree {
    neededGpus: needed
    availableGpus: available
    alternatives {
      startsAt
      endsAt
    }
  }
  ... on NotEnoughHistory {
    have
    need
  }
  ... on NotFound {
    id
  }
  ... on OccurrenceRefused {
    occurrenceStartsAt: startsAt
  }
  ... on OfferGone {
    offerId
  }
  ... on PlanNeeded {
    feature
    plan
  }
  ... on PoolClosed {
    closedBecause: reason
    closedUntil: until
  }
  ... on QuoteOver {
    quoteId
  }
  ... on SearchNotUnderstood {
    word
    meant
  }
  ... on SessionIsOver {
    sessionState: state
  }
  ... on StartsBlocked {
    blockedBy
    blockedUntil: until
  }
  ... on ThresholdOutOfRange {
    field
    mostPercent: most
  }
  ... on TooLate {
    reservationState: state
  }
  ... on TooManyPoints {
    asked
    mostPoints: most
  }
  ... on TotalChanged {
    expected
    total
  }
  ... on UnknownBudgetScope {
    field
    known
  }
  ... on UnknownGpu {
    gpu
    nearest
  }
}`) as unknown as TypedDocumentString<ScheduleOrderMutation, ScheduleOrderMutationVariables>;
export const CancelOrderDocument = new TypedDocumentString(`
    mutation CancelOrder($flexibleJobId: ID!) {
  cancelFlexibleJob(flexibleJobId: $flexibleJobId) {
    __typename
    ...OrderParts
    ...Refused
  }
}
    fragment OrderParts on FlexibleJob {
  id
  createdAt
  gpuModel
  gpuSocket
  gpuCount
  region
  hours
  deadlineAt
  freezeAt
  budget
  capPerHour
  consumer
  state
  because
  sessionId
  reservationId
  startedAt
  startedPricePerHour
  saveMinutes
  setUp {
    hasStartScript
    envNames
    ports
  }
  looks {
    at
    pricePerHour
    decision
    because
  }
  regret {
    best
    bestAt
    regret
    atOnce
  }
}
fragment Refused on Refusal {
  __typename
  message
  ... on AlreadyMember {
    email
  }
  ... on ApprovalRequired {
    requestId
    requestState: state
    keptUntil: until
  }
  ... on BeyondLongest {
    longest: longestUntil
  }
  ... on BudgetLimitOutOfRange {
    field
    least
    most
  }
  ... on ContradictingBudget {
    field
    budgetId
  }
  ... on HeldOfferOver {
    heldState: state
  }
  ... on IdempotencyKeyInUse {
    retryAfterSeconds
  }
  ... on InsufficientCredits {
    needed
    available
  }
  ... on InvalidInput {
    field
  }
  ... on NoSuchMachine {
    cheapestPerHour: pricePerHour
  }
  ... on NotAllowed {
    action
  }
  ... on NotEnoughFree {
    neededGpus: needed
    availableGpus: available
    alternatives {
      startsAt
      endsAt
    }
  }
  ... on NotEnoughHistory {
    have
    need
  }
  ... on NotFound {
    id
  }
  ... on OccurrenceRefused {
    occurrenceStartsAt: startsAt
  }
  ... on OfferGone {
    offerId
  }
  ... on PlanNeeded {
    feature
    plan
  }
  ... on PoolClosed {
    closedBecause: reason
    closedUntil: until
  }
  ... on QuoteOver {
    quoteId
  }
  ... on SearchNotUnderstood {
    word
    meant
  }
  ... on SessionIsOver {
    sessionState: state
  }
  ... on StartsBlocked {
    blockedBy
    blockedUntil: until
  }
  ... on ThresholdOutOfRange {
    field
    mostPercent: most
  }
  ... on TooLate {
    reservationState: state
  }
  ... on TooManyPoints {
    asked
    mostPoints: most
  }
  ... on TotalChanged {
    expected
    total
  }
  ... on UnknownBudgetScope {
    field
    known
  }
  ... on UnknownGpu {
    gpu
    nearest
  }
}`) as unknown as TypedDocumentString<CancelOrderMutation, CancelOrderMutationVariables>;
export const PriceHistoryDocument = new TypedDocumentString(`
    query PriceHistory($filter: PriceSeriesFilter, $from: DateTime!, $to: DateTime!, $step: PriceStep! = HOUR) {
  priceHistory(filter: $filter, from: $from, to: $to, step: $step) {
    __typename
    ... on PriceHistory {
      from
      to
      step
      series {
        series {
          id
          gpuModel
          gpuSocket
          kind
          providerId
          region
        }
        points {
          at
          low
          median
          high
          count
        }
      }
    }
    ...Refused
  }
}
    fragment Refused on Refusal {
  __typename
  message
  ... on AlreadyMember {
    email
  }
  ... on ApprovalRequired {
    requestId
    requestState: state
    keptUntil: until
  }
  ... on BeyondLongest {
    longest: longestUntil
  }
  ... on BudgetLimitOutOfRange {
    field
    least
    most
  }
  ... on ContradictingBudget {
    field
    budgetId
  }
  ... on HeldOfferOver {
    heldState: state
  }
  ... on IdempotencyKeyInUse {
    retryAfterSeconds
  }
  ... on InsufficientCredits {
    needed
    available
  }
  ... on InvalidInput {
    field
  }
  ... on NoSuchMachine {
    cheapestPerHour: pricePerHour
  }
  ... on NotAllowed {
    action
  }
  ... on NotEnoughFree {
    neededGpus: needed
    availableGpus: available
    alternatives {
      startsAt
      endsAt
    }
  }
  ... on NotEnoughHistory {
    have
    need
  }
  ... on NotFound {
    id
  }
  ... on OccurrenceRefused {
    occurrenceStartsAt: startsAt
  }
  ... on OfferGone {
    offerId
  }
  ... on PlanNeeded {
    feature
    plan
  }
  ... on PoolClosed {
    closedBecause: reason
    closedUntil: until
  }
  ... on QuoteOver {
    quoteId
  }
  ... on SearchNotUnderstood {
    word
    meant
  }
  ... on SessionIsOver {
    sessionState: state
  }
  ... on StartsBlocked {
    blockedBy
    blockedUntil: until
  }
  ... on ThresholdOutOfRange {
    field
    mostPercent: most
  }
  ... on TooLate {
    reservationState: state
  }
  ... on TooManyPoints {
    asked
    mostPoints: most
  }
  ... on TotalChanged {
    expected
    total
  }
  ... on UnknownBudgetScope {
    field
    known
  }
  ... on UnknownGpu {
    gpu
    nearest
  }
}`) as unknown as TypedDocumentString<PriceHistoryQuery, PriceHistoryQueryVariables>;
export const ForecastDocument = new TypedDocumentString(`
    query Forecast($market: ForecastMarket, $seriesId: ID, $hours: Int! = 168) {
  forecast(market: $market, seriesId: $seriesId, hours: $hours) {
    __typename
    ... on Forecast {
      id
      issuedAt
      cutOffAt
      isStale
      model
      at
      median
      quantiles {
        level
        shown
      }
      naive
      showsNaive
      verdict
      verdictBecause
      series {
        id
        gpuModel
        gpuSocket
        kind
        providerId
        region
      }
    }
    ...Refused
  }
}
    fragment Refused on Refusal {
  __typename
  message
  ... on AlreadyMember {
    email
  }
  ... on ApprovalRequired {
    requestId
    requestState: state
    keptUntil: until
  }
  ... on BeyondLongest {
    longest: longestUntil
  }
  ... on BudgetLimitOutOfRange {
    field
    least
    most
  }
  ... on ContradictingBudget {
    field
    budgetId
  }
  ... on HeldOfferOver {
    heldState: state
  }
  ... on IdempotencyKeyInUse {
    retryAfterSeconds
  }
  ... on InsufficientCredits {
    needed
    available
  }
  ... on InvalidInput {
    field
  }
  ... on NoSuchMachine {
    cheapestPerHour: pricePerHour
  }
  ... on NotAllowed {
    action
  }
  ... on NotEnoughFree {
    neededGpus: needed
    availableGpus: available
    alternatives {
      startsAt
      endsAt
    }
  }
  ... on NotEnoughHistory {
    have
    need
  }
  ... on NotFound {
    id
  }
  ... on OccurrenceRefused {
    occurrenceStartsAt: startsAt
  }
  ... on OfferGone {
    offerId
  }
  ... on PlanNeeded {
    feature
    plan
  }
  ... on PoolClosed {
    closedBecause: reason
    closedUntil: until
  }
  ... on QuoteOver {
    quoteId
  }
  ... on SearchNotUnderstood {
    word
    meant
  }
  ... on SessionIsOver {
    sessionState: state
  }
  ... on StartsBlocked {
    blockedBy
    blockedUntil: until
  }
  ... on ThresholdOutOfRange {
    field
    mostPercent: most
  }
  ... on TooLate {
    reservationState: state
  }
  ... on TooManyPoints {
    asked
    mostPoints: most
  }
  ... on TotalChanged {
    expected
    total
  }
  ... on UnknownBudgetScope {
    field
    known
  }
  ... on UnknownGpu {
    gpu
    nearest
  }
}`) as unknown as TypedDocumentString<ForecastQuery, ForecastQueryVariables>;
export const BestWindowsDocument = new TypedDocumentString(`
    query BestWindows($input: BestWindowsInput!, $first: Int! = 5) {
  bestWindows(input: $input, first: $first) {
    __typename
    ... on BestWindows {
      startNow {
        ...WindowParts
      }
      windows {
        ...WindowParts
      }
    }
    ...Refused
  }
}
    fragment WindowParts on PriceWindow {
  startsAt
  endsAt
  expected
  low80
  high80
  saving
  savingPercent
  risk
  offersNow
  offerId
  because
  series {
    id
    gpuModel
    kind
    providerId
    region
  }
}
fragment Refused on Refusal {
  __typename
  message
  ... on AlreadyMember {
    email
  }
  ... on ApprovalRequired {
    requestId
    requestState: state
    keptUntil: until
  }
  ... on BeyondLongest {
    longest: longestUntil
  }
  ... on BudgetLimitOutOfRange {
    field
    least
    most
  }
  ... on ContradictingBudget {
    field
    budgetId
  }
  ... on HeldOfferOver {
    heldState: state
  }
  ... on IdempotencyKeyInUse {
    retryAfterSeconds
  }
  ... on InsufficientCredits {
    needed
    available
  }
  ... on InvalidInput {
    field
  }
  ... on NoSuchMachine {
    cheapestPerHour: pricePerHour
  }
  ... on NotAllowed {
    action
  }
  ... on NotEnoughFree {
    neededGpus: needed
    availableGpus: available
    alternatives {
      startsAt
      endsAt
    }
  }
  ... on NotEnoughHistory {
    have
    need
  }
  ... on NotFound {
    id
  }
  ... on OccurrenceRefused {
    occurrenceStartsAt: startsAt
  }
  ... on OfferGone {
    offerId
  }
  ... on PlanNeeded {
    feature
    plan
  }
  ... on PoolClosed {
    closedBecause: reason
    closedUntil: until
  }
  ... on QuoteOver {
    quoteId
  }
  ... on SearchNotUnderstood {
    word
    meant
  }
  ... on SessionIsOver {
    sessionState: state
  }
  ... on StartsBlocked {
    blockedBy
    blockedUntil: until
  }
  ... on ThresholdOutOfRange {
    field
    mostPercent: most
  }
  ... on TooLate {
    reservationState: state
  }
  ... on TooManyPoints {
    asked
    mostPoints: most
  }
  ... on TotalChanged {
    expected
    total
  }
  ... on UnknownBudgetScope {
    field
    known
  }
  ... on UnknownGpu {
    gpu
    nearest
  }
}`) as unknown as TypedDocumentString<BestWindowsQuery, BestWindowsQueryVariables>;
export const PoolsDocument = new TypedDocumentString(`
    query Pools($gpuModel: String, $region: String) {
  pools(gpuModel: $gpuModel, region: $region) {
    id
    name
    gpuModel
    region
    gpus
    pricePerGpuHour
    onDemandPerGpuHour
    isOpen
    horizonDays
  }
}
    `) as unknown as TypedDocumentString<PoolsQuery, PoolsQueryVariables>;
export const ReservationPriceDocument = new TypedDocumentString(`
    query ReservationPrice($poolId: ID, $gpuModel: String, $region: String, $gpus: Int!, $startsAt: DateTime!, $endsAt: DateTime!) {
  reservationPrice(
    poolId: $poolId
    gpuModel: $gpuModel
    region: $region
    gpus: $gpus
    startsAt: $startsAt
    endsAt: $endsAt
  ) {
    __typename
    ...Priced
    ...Refused
  }
}
    fragment Refused on Refusal {
  __typename
  message
  ... on AlreadyMember {
    email
  }
  ... on ApprovalRequired {
    requestId
    requestState: state
    keptUntil: until
  }
  ... on BeyondLongest {
    longest: longestUntil
  }
  ... on BudgetLimitOutOfRange {
    field
    least
    most
  }
  ... on ContradictingBudget {
    field
    budgetId
  }
  ... on HeldOfferOver {
    heldState: state
  }
  ... on IdempotencyKeyInUse {
    retryAfterSeconds
  }
  ... on InsufficientCredits {
    needed
    available
  }
  ... on InvalidInput {
    field
  }
  ... on NoSuchMachine {
    cheapestPerHour: pricePerHour
  }
  ... on NotAllowed {
    action
  }
  ... on NotEnoughFree {
    neededGpus: needed
    availableGpus: available
    alternatives {
      startsAt
      endsAt
    }
  }
  ... on NotEnoughHistory {
    have
    need
  }
  ... on NotFound {
    id
  }
  ... on OccurrenceRefused {
    occurrenceStartsAt: startsAt
  }
  ... on OfferGone {
    offerId
  }
  ... on PlanNeeded {
    feature
    plan
  }
  ... on PoolClosed {
    closedBecause: reason
    closedUntil: until
  }
  ... on QuoteOver {
    quoteId
  }
  ... on SearchNotUnderstood {
    word
    meant
  }
  ... on SessionIsOver {
    sessionState: state
  }
  ... on StartsBlocked {
    blockedBy
    blockedUntil: until
  }
  ... on ThresholdOutOfRange {
    field
    mostPercent: most
  }
  ... on TooLate {
    reservationState: state
  }
  ... on TooManyPoints {
    asked
    mostPoints: most
  }
  ... on TotalChanged {
    expected
    total
  }
  ... on UnknownBudgetScope {
    field
    known
  }
  ... on UnknownGpu {
    gpu
    nearest
  }
}
fragment Priced on ReservationPrice {
  total
  perGpuHour
  onDemandTotal
  freeCancelUntil
  laterCancelCost
  lines {
    kind
    label
    amount
  }
  pool {
    id
    name
    gpuModel
    region
  }
}`) as unknown as TypedDocumentString<ReservationPriceQuery, ReservationPriceQueryVariables>;
export const ReservationsDocument = new TypedDocumentString(`
    query Reservations($states: [ReservationState!], $first: Int! = 50, $after: String) {
  reservations(states: $states, first: $first, after: $after) {
    liveCursor
    nodes {
      ...ReservationParts
    }
    pageInfo {
      endCursor
      hasNextPage
    }
  }
}
    fragment ReservationParts on Reservation {
  id
  state
  startsAt
  endsAt
  gpus
  parts {
    startsAt
    endsAt
    gpus
  }
  pool {
    id
    name
    gpuModel
    region
  }
  label
  consumer
  perGpuHour
  total
  onDemandTotal
  spent
  credited
  cancelCost
  freeCancelUntil
  heldUntil
  readyAt
  endedAt
  reason
  createdAt
}`) as unknown as TypedDocumentString<ReservationsQuery, ReservationsQueryVariables>;
export const ReservationDocument = new TypedDocumentString(`
    query Reservation($id: ID!) {
  reservation(id: $id) {
    ...ReservationParts
    sessions {
      ...SessionParts
    }
  }
}
    fragment ReservationParts on Reservation {
  id
  state
  startsAt
  endsAt
  gpus
  parts {
    startsAt
    endsAt
    gpus
  }
  pool {
    id
    name
    gpuModel
    region
  }
  label
  consumer
  perGpuHour
  total
  onDemandTotal
  spent
  credited
  cancelCost
  freeCancelUntil
  heldUntil
  readyAt
  endedAt
  reason
  createdAt
}
fragment SessionParts on Session {
  id
  state
  stateSince
  createdAt
  consumer
  gpuModel
  gpuCount
  vramGb
  diskGb
  image
  hours
  idleMinutes
  saveMinutes
  saving {
    state
    exitStatus
  }
  pricePerHour
  capPerHour
  billedTo
  held
  cost
  ratePerHour
  readyAt
  endsAt
  endedAt
  longestUntil
  isEnding
  reason
  attempts
  heardAt
  sshCommand
}`) as unknown as TypedDocumentString<ReservationQuery, ReservationQueryVariables>;
export const MovePriceDocument = new TypedDocumentString(`
    query MovePrice($reservationId: ID!, $startsAt: DateTime!, $endsAt: DateTime!) {
  movePrice(reservationId: $reservationId, startsAt: $startsAt, endsAt: $endsAt) {
    __typename
    ... on ChangePrice {
      total
      difference
    }
    ...Refused
  }
}
    fragment Refused on Refusal {
  __typename
  message
  ... on AlreadyMember {
    email
  }
  ... on ApprovalRequired {
    requestId
    requestState: state
    keptUntil: until
  }
  ... on BeyondLongest {
    longest: longestUntil
  }
  ... on BudgetLimitOutOfRange {
    field
    least
    most
  }
  ... on ContradictingBudget {
    field
    budgetId
  }
  ... on HeldOfferOver {
    heldState: state
  }
  ... on IdempotencyKeyInUse {
    retryAfterSeconds
  }
  ... on InsufficientCredits {
    needed
    available
  }
  ... on InvalidInput {
    field
  }
  ... on NoSuchMachine {
    cheapestPerHour: pricePerHour
  }
  ... on NotAllowed {
    action
  }
  ... on NotEnoughFree {
    neededGpus: needed
    availableGpus: available
    alternatives {
      startsAt
      endsAt
    }
  }
  ... on NotEnoughHistory {
    have
    need
  }
  ... on NotFound {
    id
  }
  ... on OccurrenceRefused {
    occurrenceStartsAt: startsAt
  }
  ... on OfferGone {
    offerId
  }
  ... on PlanNeeded {
    feature
    plan
  }
  ... on PoolClosed {
    closedBecause: reason
    closedUntil: until
  }
  ... on QuoteOver {
    quoteId
  }
  ... on SearchNotUnderstood {
    word
    meant
  }
  ... on SessionIsOver {
    sessionState: state
  }
  ... on StartsBlocked {
    blockedBy
    blockedUntil: until
  }
  ... on ThresholdOutOfRange {
    field
    mostPercent: most
  }
  ... on TooLate {
    reservationState: state
  }
  ... on TooManyPoints {
    asked
    mostPoints: most
  }
  ... on TotalChanged {
    expected
    total
  }
  ... on UnknownBudgetScope {
    field
    known
  }
  ... on UnknownGpu {
    gpu
    nearest
  }
}`) as unknown as TypedDocumentString<MovePriceQuery, MovePriceQueryVariables>;
export const HandBackPriceDocument = new TypedDocumentString(`
    query HandBackPrice($reservationId: ID!, $gpus: Int, $from: DateTime, $to: DateTime) {
  handBackPrice(reservationId: $reservationId, gpus: $gpus, from: $from, to: $to) {
    __typename
    ... on HandBackPrice {
      back
      kept
      left {
        startsAt
        endsAt
        gpus
      }
    }
    ...Refused
  }
}
    fragment Refused on Refusal {
  __typename
  message
  ... on AlreadyMember {
    email
  }
  ... on ApprovalRequired {
    requestId
    requestState: state
    keptUntil: until
  }
  ... on BeyondLongest {
    longest: longestUntil
  }
  ... on BudgetLimitOutOfRange {
    field
    least
    most
  }
  ... on ContradictingBudget {
    field
    budgetId
  }
  ... on HeldOfferOver {
    heldState: state
  }
  ... on IdempotencyKeyInUse {
    retryAfterSeconds
  }
  ... on InsufficientCredits {
    needed
    available
  }
  ... on InvalidInput {
    field
  }
  ... on NoSuchMachine {
    cheapestPerHour: pricePerHour
  }
  ... on NotAllowed {
    action
  }
  ... on NotEnoughFree {
    neededGpus: needed
    availableGpus: available
    alternatives {
      startsAt
      endsAt
    }
  }
  ... on NotEnoughHistory {
    have
    need
  }
  ... on NotFound {
    id
  }
  ... on OccurrenceRefused {
    occurrenceStartsAt: startsAt
  }
  ... on OfferGone {
    offerId
  }
  ... on PlanNeeded {
    feature
    plan
  }
  ... on PoolClosed {
    closedBecause: reason
    closedUntil: until
  }
  ... on QuoteOver {
    quoteId
  }
  ... on SearchNotUnderstood {
    word
    meant
  }
  ... on SessionIsOver {
    sessionState: state
  }
  ... on StartsBlocked {
    blockedBy
    blockedUntil: until
  }
  ... on ThresholdOutOfRange {
    field
    mostPercent: most
  }
  ... on TooLate {
    reservationState: state
  }
  ... on TooManyPoints {
    asked
    mostPoints: most
  }
  ... on TotalChanged {
    expected
    total
  }
  ... on UnknownBudgetScope {
    field
    known
  }
  ... on UnknownGpu {
    gpu
    nearest
  }
}`) as unknown as TypedDocumentString<HandBackPriceQuery, HandBackPriceQueryVariables>;
export const CreateReservationDocument = new TypedDocumentString(`
    mutation CreateReservation($input: CreateReservationInput!, $idempotencyKey: String!) {
  createReservation(input: $input, idempotencyKey: $idempotencyKey) {
    __typename
    ...ReservationParts
    ...Refused
  }
}
    fragment Refused on Refusal {
  __typename
  message
  ... on AlreadyMember {
    email
  }
  ... on ApprovalRequired {
    requestId
    requestState: state
    keptUntil: until
  }
  ... on BeyondLongest {
    longest: longestUntil
  }
  ... on BudgetLimitOutOfRange {
    field
    least
    most
  }
  ... on ContradictingBudget {
    field
    budgetId
  }
  ... on HeldOfferOver {
    heldState: state
  }
  ... on IdempotencyKeyInUse {
    retryAfterSeconds
  }
  ... on InsufficientCredits {
    needed
    available
  }
  ... on InvalidInput {
    field
  }
  ... on NoSuchMachine {
    cheapestPerHour: pricePerHour
  }
  ... on NotAllowed {
    action
  }
  ... on NotEnoughFree {
    neededGpus: needed
    availableGpus: available
    alternatives {
      startsAt
      endsAt
    }
  }
  ... on NotEnoughHistory {
    have
    need
  }
  ... on NotFound {
    id
  }
  ... on OccurrenceRefused {
    occurrenceStartsAt: startsAt
  }
  ... on OfferGone {
    offerId
  }
  ... on PlanNeeded {
    feature
    plan
  }
  ... on PoolClosed {
    closedBecause: reason
    closedUntil: until
  }
  ... on QuoteOver {
    quoteId
  }
  ... on SearchNotUnderstood {
    word
    meant
  }
  ... on SessionIsOver {
    sessionState: state
  }
  ... on StartsBlocked {
    blockedBy
    blockedUntil: until
  }
  ... on ThresholdOutOfRange {
    field
    mostPercent: most
  }
  ... on TooLate {
    reservationState: state
  }
  ... on TooManyPoints {
    asked
    mostPoints: most
  }
  ... on TotalChanged {
    expected
    total
  }
  ... on UnknownBudgetScope {
    field
    known
  }
  ... on UnknownGpu {
    gpu
    nearest
  }
}
fragment ReservationParts on Reservation {
  id
  state
  startsAt
  endsAt
  gpus
  parts {
    startsAt
    endsAt
    gpus
  }
  pool {
    id
    name
    gpuModel
    region
  }
  label
  consumer
  perGpuHour
  total
  onDemandTotal
  spent
  credited
  cancelCost
  freeCancelUntil
  heldUntil
  readyAt
  endedAt
  reason
  createdAt
}`) as unknown as TypedDocumentString<CreateReservationMutation, CreateReservationMutationVariables>;
export const MoveReservationDocument = new TypedDocumentString(`
    mutation MoveReservation($reservationId: ID!, $startsAt: DateTime!, $endsAt: DateTime!, $expectedTotal: Usd!, $idempotencyKey: String!) {
  moveReservation(
    reservationId: $reservationId
    startsAt: $startsAt
    endsAt: $endsAt
    expectedTotal: $expectedTotal
    idempotencyKey: $idempotencyKey
  ) {
    __typename
    ...ReservationParts
    ...Refused
  }
}
    fragment Refused on Refusal {
  __typename
  message
  ... on AlreadyMember {
    email
  }
  ... on ApprovalRequired {
    requestId
    requestState: state
    keptUntil: until
  }
  ... on BeyondLongest {
    longest: longestUntil
  }
  ... on BudgetLimitOutOfRange {
    field
    least
    most
  }
  ... on ContradictingBudget {
    field
    budgetId
  }
  ... on HeldOfferOver {
    heldState: state
  }
  ... on IdempotencyKeyInUse {
    retryAfterSeconds
  }
  ... on InsufficientCredits {
    needed
    available
  }
  ... on InvalidInput {
    field
  }
  ... on NoSuchMachine {
    cheapestPerHour: pricePerHour
  }
  ... on NotAllowed {
    action
  }
  ... on NotEnoughFree {
    neededGpus: needed
    availableGpus: available
    alternatives {
      startsAt
      endsAt
    }
  }
  ... on NotEnoughHistory {
    have
    need
  }
  ... on NotFound {
    id
  }
  ... on OccurrenceRefused {
    occurrenceStartsAt: startsAt
  }
  ... on OfferGone {
    offerId
  }
  ... on PlanNeeded {
    feature
    plan
  }
  ... on PoolClosed {
    closedBecause: reason
    closedUntil: until
  }
  ... on QuoteOver {
    quoteId
  }
  ... on SearchNotUnderstood {
    word
    meant
  }
  ... on SessionIsOver {
    sessionState: state
  }
  ... on StartsBlocked {
    blockedBy
    blockedUntil: until
  }
  ... on ThresholdOutOfRange {
    field
    mostPercent: most
  }
  ... on TooLate {
    reservationState: state
  }
  ... on TooManyPoints {
    asked
    mostPoints: most
  }
  ... on TotalChanged {
    expected
    total
  }
  ... on UnknownBudgetScope {
    field
    known
  }
  ... on UnknownGpu {
    gpu
    nearest
  }
}
fragment ReservationParts on Reservation {
  id
  state
  startsAt
  endsAt
  gpus
  parts {
    startsAt
    endsAt
    gpus
  }
  pool {
    id
    name
    gpuModel
    region
  }
  label
  consumer
  perGpuHour
  total
  onDemandTotal
  spent
  credited
  cancelCost
  freeCancelUntil
  heldUntil
  readyAt
  endedAt
  reason
  createdAt
}`) as unknown as TypedDocumentString<MoveReservationMutation, MoveReservationMutationVariables>;
export const CancelReservationDocument = new TypedDocumentString(`
    mutation CancelReservation($reservationId: ID!, $expectedCost: Usd!, $idempotencyKey: String!) {
  cancelReservation(
    reservationId: $reservationId
    expectedCost: $expectedCost
    idempotencyKey: $idempotencyKey
  ) {
    __typename
    ...ReservationParts
    ...Refused
  }
}
    fragment Refused on Refusal {
  __typename
  message
  ... on AlreadyMember {
    email
  }
  ... on ApprovalRequired {
    requestId
    requestState: state
    keptUntil: until
  }
  ... on BeyondLongest {
    longest: longestUntil
  }
  ... on BudgetLimitOutOfRange {
    field
    least
    most
  }
  ... on ContradictingBudget {
    field
    budgetId
  }
  ... on HeldOfferOver {
    heldState: state
  }
  ... on IdempotencyKeyInUse {
    retryAfterSeconds
  }
  ... on InsufficientCredits {
    needed
    available
  }
  ... on InvalidInput {
    field
  }
  ... on NoSuchMachine {
    cheapestPerHour: pricePerHour
  }
  ... on NotAllowed {
    action
  }
  ... on NotEnoughFree {
    neededGpus: needed
    availableGpus: available
    alternatives {
      startsAt
      endsAt
    }
  }
  ... on NotEnoughHistory {
    have
    need
  }
  ... on NotFound {
    id
  }
  ... on OccurrenceRefused {
    occurrenceStartsAt: startsAt
  }
  ... on OfferGone {
    offerId
  }
  ... on PlanNeeded {
    feature
    plan
  }
  ... on PoolClosed {
    closedBecause: reason
    closedUntil: until
  }
  ... on QuoteOver {
    quoteId
  }
  ... on SearchNotUnderstood {
    word
    meant
  }
  ... on SessionIsOver {
    sessionState: state
  }
  ... on StartsBlocked {
    blockedBy
    blockedUntil: until
  }
  ... on ThresholdOutOfRange {
    field
    mostPercent: most
  }
  ... on TooLate {
    reservationState: state
  }
  ... on TooManyPoints {
    asked
    mostPoints: most
  }
  ... on TotalChanged {
    expected
    total
  }
  ... on UnknownBudgetScope {
    field
    known
  }
  ... on UnknownGpu {
    gpu
    nearest
  }
}
fragment ReservationParts on Reservation {
  id
  state
  startsAt
  endsAt
  gpus
  parts {
    startsAt
    endsAt
    gpus
  }
  pool {
    id
    name
    gpuModel
    region
  }
  label
  consumer
  perGpuHour
  total
  onDemandTotal
  spent
  credited
  cancelCost
  freeCancelUntil
  heldUntil
  readyAt
  endedAt
  reason
  createdAt
}`) as unknown as TypedDocumentString<CancelReservationMutation, CancelReservationMutationVariables>;
export const HandBackReservationDocument = new TypedDocumentString(`
    mutation HandBackReservation($input: HandBackReservationInput!, $idempotencyKey: String!) {
  handBackReservation(input: $input, idempotencyKey: $idempotencyKey) {
    __typename
    ...ReservationParts
    ...Refused
  }
}
    fragment Refused on Refusal {
  __typename
  message
  ... on AlreadyMember {
    email
  }
  ... on ApprovalRequired {
    requestId
    requestState: state
    keptUntil: until
  }
  ... on BeyondLongest {
    longest: longestUntil
  }
  ... on BudgetLimitOutOfRange {
    field
    least
    most
  }
  ... on ContradictingBudget {
    field
    budgetId
  }
  ... on HeldOfferOver {
    heldState: state
  }
  ... on IdempotencyKeyInUse {
    retryAfterSeconds
  }
  ... on InsufficientCredits {
    needed
    available
  }
  ... on InvalidInput {
    field
  }
  ... on NoSuchMachine {
    cheapestPerHour: pricePerHour
  }
  ... on NotAllowed {
    action
  }
  ... on NotEnoughFree {
    neededGpus: needed
    availableGpus: available
    alternatives {
      startsAt
      endsAt
    }
  }
  ... on NotEnoughHistory {
    have
    need
  }
  ... on NotFound {
    id
  }
  ... on OccurrenceRefused {
    occurrenceStartsAt: startsAt
  }
  ... on OfferGone {
    offerId
  }
  ... on PlanNeeded {
    feature
    plan
  }
  ... on PoolClosed {
    closedBecause: reason
    closedUntil: until
  }
  ... on QuoteOver {
    quoteId
  }
  ... on SearchNotUnderstood {
    word
    meant
  }
  ... on SessionIsOver {
    sessionState: state
  }
  ... on StartsBlocked {
    blockedBy
    blockedUntil: until
  }
  ... on ThresholdOutOfRange {
    field
    mostPercent: most
  }
  ... on TooLate {
    reservationState: state
  }
  ... on TooManyPoints {
    asked
    mostPoints: most
  }
  ... on TotalChanged {
    expected
    total
  }
  ... on UnknownBudgetScope {
    field
    known
  }
  ... on UnknownGpu {
    gpu
    nearest
  }
}
fragment ReservationParts on Reservation {
  id
  state
  startsAt
  endsAt
  gpus
  parts {
    startsAt
    endsAt
    gpus
  }
  pool {
    id
    name
    gpuModel
    region
  }
  label
  consumer
  perGpuHour
  total
  onDemandTotal
  spent
  credited
  cancelCost
  freeCancelUntil
  heldUntil
  readyAt
  endedAt
  reason
  createdAt
}`) as unknown as TypedDocumentString<HandBackReservationMutation, HandBackReservationMutationVariables>;
export const ReservationChangedDocument = new TypedDocumentString(`
    subscription ReservationChanged($after: Cursor, $reservationId: ID) {
  reservationChanged(after: $after, reservationId: $reservationId) {
    __typename
    ... on ReservationsSnapshot {
      cursor
      reservations {
        ...ReservationParts
      }
    }
    ... on ReservationsDelta {
      cursor
      changed {
        ...ReservationParts
      }
    }
    ... on Resync {
      cursor
      reason
    }
  }
}
    fragment ReservationParts on Reservation {
  id
  state
  startsAt
  endsAt
  gpus
  parts {
    startsAt
    endsAt
    gpus
  }
  pool {
    id
    name
    gpuModel
    region
  }
  label
  consumer
  perGpuHour
  total
  onDemandTotal
  spent
  credited
  cancelCost
  freeCancelUntil
  heldUntil
  readyAt
  endedAt
  reason
  createdAt
}`) as unknown as TypedDocumentString<ReservationChangedSubscription, ReservationChangedSubscriptionVariables>;
export const ReservationNowDocument = new TypedDocumentString(`
    query ReservationNow($id: ID!) {
  reservation(id: $id) {
    ...ReservationParts
  }
}
    fragment ReservationParts on Reservation {
  id
  state
  startsAt
  endsAt
  gpus
  parts {
    startsAt
    endsAt
    gpus
  }
  pool {
    id
    name
    gpuModel
    region
  }
  label
  consumer
  perGpuHour
  total
  onDemandTotal
  spent
  credited
  cancelCost
  freeCancelUntil
  heldUntil
  readyAt
  endedAt
  reason
  createdAt
}`) as unknown as TypedDocumentString<ReservationNowQuery, ReservationNowQueryVariables>;
export const QuoteReservationDocument = new TypedDocumentString(`
    mutation QuoteReservation($input: QuoteReservationInput!, $replaces: ID) {
  quoteReservation(input: $input, replaces: $replaces) {
    __typename
    ... on Reservation {
      ...ReservationParts
      lines {
        kind
        label
        amount
      }
    }
    ...Refused
  }
}
    fragment Refused on Refusal {
  __typename
  message
  ... on AlreadyMember {
    email
  }
  ... on ApprovalRequired {
    requestId
    requestState: state
    keptUntil: until
  }
  ... on BeyondLongest {
    longest: longestUntil
  }
  ... on BudgetLimitOutOfRange {
    field
    least
    most
  }
  ... on ContradictingBudget {
    field
    budgetId
  }
  ... on HeldOfferOver {
    heldState: state
  }
  ... on IdempotencyKeyInUse {
    retryAfterSeconds
  }
  ... on InsufficientCredits {
    needed
    available
  }
  ... on InvalidInput {
    field
  }
  ... on NoSuchMachine {
    cheapestPerHour: pricePerHour
  }
  ... on NotAllowed {
    action
  }
  ... on NotEnoughFree {
    neededGpus: needed
    availableGpus: available
    alternatives {
      startsAt
      endsAt
    }
  }
  ... on NotEnoughHistory {
    have
    need
  }
  ... on NotFound {
    id
  }
  ... on OccurrenceRefused {
    occurrenceStartsAt: startsAt
  }
  ... on OfferGone {
    offerId
  }
  ... on PlanNeeded {
    feature
    plan
  }
  ... on PoolClosed {
    closedBecause: reason
    closedUntil: until
  }
  ... on QuoteOver {
    quoteId
  }
  ... on SearchNotUnderstood {
    word
    meant
  }
  ... on SessionIsOver {
    sessionState: state
  }
  ... on StartsBlocked {
    blockedBy
    blockedUntil: until
  }
  ... on ThresholdOutOfRange {
    field
    mostPercent: most
  }
  ... on TooLate {
    reservationState: state
  }
  ... on TooManyPoints {
    asked
    mostPoints: most
  }
  ... on TotalChanged {
    expected
    total
  }
  ... on UnknownBudgetScope {
    field
    known
  }
  ... on UnknownGpu {
    gpu
    nearest
  }
}
fragment ReservationParts on Reservation {
  id
  state
  startsAt
  endsAt
  gpus
  parts {
    startsAt
    endsAt
    gpus
  }
  pool {
    id
    name
    gpuModel
    region
  }
  label
  consumer
  perGpuHour
  total
  onDemandTotal
  spent
  credited
  cancelCost
  freeCancelUntil
  heldUntil
  readyAt
  endedAt
  reason
  createdAt
}`) as unknown as TypedDocumentString<QuoteReservationMutation, QuoteReservationMutationVariables>;
export const ExtensionPriceDocument = new TypedDocumentString(`
    query ExtensionPrice($reservationId: ID!, $endsAt: DateTime!) {
  extensionPrice(reservationId: $reservationId, endsAt: $endsAt) {
    __typename
    ... on ChangePrice {
      total
      difference
    }
    ...Refused
  }
}
    fragment Refused on Refusal {
  __typename
  message
  ... on AlreadyMember {
    email
  }
  ... on ApprovalRequired {
    requestId
    requestState: state
    keptUntil: until
  }
  ... on BeyondLongest {
    longest: longestUntil
  }
  ... on BudgetLimitOutOfRange {
    field
    least
    most
  }
  ... on ContradictingBudget {
    field
    budgetId
  }
  ... on HeldOfferOver {
    heldState: state
  }
  ... on IdempotencyKeyInUse {
    retryAfterSeconds
  }
  ... on InsufficientCredits {
    needed
    available
  }
  ... on InvalidInput {
    field
  }
  ... on NoSuchMachine {
    cheapestPerHour: pricePerHour
  }
  ... on NotAllowed {
    action
  }
  ... on NotEnoughFree {
    neededGpus: needed
    availableGpus: available
    alternatives {
      startsAt
      endsAt
    }
  }
  ... on NotEnoughHistory {
    have
    need
  }
  ... on NotFound {
    id
  }
  ... on OccurrenceRefused {
    occurrenceStartsAt: startsAt
  }
  ... on OfferGone {
    offerId
  }
  ... on PlanNeeded {
    feature
    plan
  }
  ... on PoolClosed {
    closedBecause: reason
    closedUntil: until
  }
  ... on QuoteOver {
    quoteId
  }
  ... on SearchNotUnderstood {
    word
    meant
  }
  ... on SessionIsOver {
    sessionState: state
  }
  ... on StartsBlocked {
    blockedBy
    blockedUntil: until
  }
  ... on ThresholdOutOfRange {
    field
    mostPercent: most
  }
  ... on TooLate {
    reservationState: state
  }
  ... on TooManyPoints {
    asked
    mostPoints: most
  }
  ... on TotalChanged {
    expected
    total
  }
  ... on UnknownBudgetScope {
    field
    known
  }
  ... on UnknownGpu {
    gpu
    nearest
  }
}`) as unknown as TypedDocumentString<ExtensionPriceQuery, ExtensionPriceQueryVariables>;
export const ExtendReservationDocument = new TypedDocumentString(`
    mutation ExtendReservation($reservationId: ID!, $endsAt: DateTime!, $expectedTotal: Usd!, $idempotencyKey: String!) {
  extendReservation(
    reservationId: $reservationId
    endsAt: $endsAt
    expectedTotal: $expectedTotal
    idempotencyKey: $idempotencyKey
  ) {
    __typename
    ...ReservationParts
    ...Refused
  }
}
    fragment Refused on Refusal {
  __typename
  message
  ... on AlreadyMember {
    email
  }
  ... on ApprovalRequired {
    requestId
    requestState: state
    keptUntil: until
  }
  ... on BeyondLongest {
    longest: longestUntil
  }
  ... on BudgetLimitOutOfRange {
    field
    least
    most
  }
  ... on ContradictingBudget {
    field
    budgetId
  }
  ... on HeldOfferOver {
    heldState: state
  }
  ... on IdempotencyKeyInUse {
    retryAfterSeconds
  }
  ... on InsufficientCredits {
    needed
    available
  }
  ... on InvalidInput {
    field
  }
  ... on NoSuchMachine {
    cheapestPerHour: pricePerHour
  }
  ... on NotAllowed {
    action
  }
  ... on NotEnoughFree {
    neededGpus: needed
    availableGpus: available
    alternatives {
      startsAt
      endsAt
    }
  }
  ... on NotEnoughHistory {
    have
    need
  }
  ... on NotFound {
    id
  }
  ... on OccurrenceRefused {
    occurrenceStartsAt: startsAt
  }
  ... on OfferGone {
    offerId
  }
  ... on PlanNeeded {
    feature
    plan
  }
  ... on PoolClosed {
    closedBecause: reason
    closedUntil: until
  }
  ... on QuoteOver {
    quoteId
  }
  ... on SearchNotUnderstood {
    word
    meant
  }
  ... on SessionIsOver {
    sessionState: state
  }
  ... on StartsBlocked {
    blockedBy
    blockedUntil: until
  }
  ... on ThresholdOutOfRange {
    field
    mostPercent: most
  }
  ... on TooLate {
    reservationState: state
  }
  ... on TooManyPoints {
    asked
    mostPoints: most
  }
  ... on TotalChanged {
    expected
    total
  }
  ... on UnknownBudgetScope {
    field
    known
  }
  ... on UnknownGpu {
    gpu
    nearest
  }
}
fragment ReservationParts on Reservation {
  id
  state
  startsAt
  endsAt
  gpus
  parts {
    startsAt
    endsAt
    gpus
  }
  pool {
    id
    name
    gpuModel
    region
  }
  label
  consumer
  perGpuHour
  total
  onDemandTotal
  spent
  credited
  cancelCost
  freeCancelUntil
  heldUntil
  readyAt
  endedAt
  reason
  createdAt
}`) as unknown as TypedDocumentString<ExtendReservationMutation, ExtendReservationMutationVariables>;
export const SandboxDocument = new TypedDocumentString(`
    query Sandbox {
  sandbox {
    now
    aheadSeconds
  }
}
    `) as unknown as TypedDocumentString<SandboxQuery, SandboxQueryVariables>;
export const MoveSandboxClockDocument = new TypedDocumentString(`
    mutation MoveSandboxClock($to: DateTime!) {
  moveSandboxClock(to: $to) {
    __typename
    ... on Sandbox {
      now
      aheadSeconds
    }
    ...Refused
  }
}
    fragment Refused on Refusal {
  __typename
  message
  ... on AlreadyMember {
    email
  }
  ... on ApprovalRequired {
    requestId
    requestState: state
    keptUntil: until
  }
  ... on BeyondLongest {
    longest: longestUntil
  }
  ... on BudgetLimitOutOfRange {
    field
    least
    most
  }
  ... on ContradictingBudget {
    field
    budgetId
  }
  ... on HeldOfferOver {
    heldState: state
  }
  ... on IdempotencyKeyInUse {
    retryAfterSeconds
  }
  ... on InsufficientCredits {
    needed
    available
  }
  ... on InvalidInput {
    field
  }
  ... on NoSuchMachine {
    cheapestPerHour: pricePerHour
  }
  ... on NotAllowed {
    action
  }
  ... on NotEnoughFree {
    neededGpus: needed
    availableGpus: available
    alternatives {
      startsAt
      endsAt
    }
  }
  ... on NotEnoughHistory {
    have
    need
  }
  ... on NotFound {
    id
  }
  ... on OccurrenceRefused {
    occurrenceStartsAt: startsAt
  }
  ... on OfferGone {
    offerId
  }
  ... on PlanNeeded {
    feature
    plan
  }
  ... on PoolClosed {
    closedBecause: reason
    closedUntil: until
  }
  ... on QuoteOver {
    quoteId
  }
  ... on SearchNotUnderstood {
    word
    meant
  }
  ... on SessionIsOver {
    sessionState: state
  }
  ... on StartsBlocked {
    blockedBy
    blockedUntil: until
  }
  ... on ThresholdOutOfRange {
    field
    mostPercent: most
  }
  ... on TooLate {
    reservationState: state
  }
  ... on TooManyPoints {
    asked
    mostPoints: most
  }
  ... on TotalChanged {
    expected
    total
  }
  ... on UnknownBudgetScope {
    field
    known
  }
  ... on UnknownGpu {
    gpu
    nearest
  }
}`) as unknown as TypedDocumentString<MoveSandboxClockMutation, MoveSandboxClockMutationVariables>;
export const SessionsDocument = new TypedDocumentString(`
    query Sessions($alive: Boolean, $first: Int! = 50, $after: String) {
  sessions(alive: $alive, first: $first, after: $after) {
    liveCursor
    nodes {
      ...SessionParts
    }
    pageInfo {
      endCursor
      hasNextPage
    }
  }
}
    fragment SessionParts on Session {
  id
  state
  stateSince
  createdAt
  consumer
  gpuModel
  gpuCount
  vramGb
  diskGb
  image
  hours
  idleMinutes
  saveMinutes
  saving {
    state
    exitStatus
  }
  pricePerHour
  capPerHour
  billedTo
  held
  cost
  ratePerHour
  readyAt
  endsAt
  endedAt
  longestUntil
  isEnding
  reason
  attempts
  heardAt
  sshCommand
}`) as unknown as TypedDocumentString<SessionsQuery, SessionsQueryVariables>;
export const SessionDocument = new TypedDocumentString(`
    query Session($id: ID!) {
  session(id: $id) {
    ...SessionDetail
  }
}
    fragment SessionParts on Session {
  id
  state
  stateSince
  createdAt
  consumer
  gpuModel
  gpuCount
  vramGb
  diskGb
  image
  hours
  idleMinutes
  saveMinutes
  saving {
    state
    exitStatus
  }
  pricePerHour
  capPerHour
  billedTo
  held
  cost
  ratePerHour
  readyAt
  endsAt
  endedAt
  longestUntil
  isEnding
  reason
  attempts
  heardAt
  sshCommand
}
fragment SessionDetail on Session {
  ...SessionParts
  sshConfig
  publicKey
  ports
  vitals {
    idleSeconds
    uptimeSeconds
    diskUsedGb
    diskTotalGb
    gpus {
      name
      utilisation
      memoryUsedMb
      memoryTotalMb
      temperatureCelsius
      powerWatts
    }
  }
  machines {
    id
    attempt
    providerId
    gpuModel
    pricePerHour
    state
    reason
    detail
    askedAt
    overAt
  }
  events {
    id
    at
    topic
    actorName
    summary
  }
}`) as unknown as TypedDocumentString<SessionQuery, SessionQueryVariables>;
export const StartSessionDocument = new TypedDocumentString(`
    mutation StartSession($input: StartSessionInput!, $idempotencyKey: String!) {
  startSession(input: $input, idempotencyKey: $idempotencyKey) {
    __typename
    ... on SessionStarted {
      replayed
      privateKey
      session {
        ...SessionParts
      }
    }
    ...Refused
  }
}
    fragment Refused on Refusal {
  __typename
  message
  ... on AlreadyMember {
    email
  }
  ... on ApprovalRequired {
    requestId
    requestState: state
    keptUntil: until
  }
  ... on BeyondLongest {
    longest: longestUntil
  }
  ... on BudgetLimitOutOfRange {
    field
    least
    most
  }
  ... on ContradictingBudget {
    field
    budgetId
  }
  ... on HeldOfferOver {
    heldState: state
  }
  ... on IdempotencyKeyInUse {
    retryAfterSeconds
  }
  ... on InsufficientCredits {
    needed
    available
  }
  ... on InvalidInput {
    field
  }
  ... on NoSuchMachine {
    cheapestPerHour: pricePerHour
  }
  ... on NotAllowed {
    action
  }
  ... on NotEnoughFree {
    neededGpus: needed
    availableGpus: available
    alternatives {
      startsAt
      endsAt
    }
  }
  ... on NotEnoughHistory {
    have
    need
  }
  ... on NotFound {
    id
  }
  ... on OccurrenceRefused {
    occurrenceStartsAt: startsAt
  }
  ... on OfferGone {
    offerId
  }
  ... on PlanNeeded {
    feature
    plan
  }
  ... on PoolClosed {
    closedBecause: reason
    closedUntil: until
  }
  ... on QuoteOver {
    quoteId
  }
  ... on SearchNotUnderstood {
    word
    meant
  }
  ... on SessionIsOver {
    sessionState: state
  }
  ... on StartsBlocked {
    blockedBy
    blockedUntil: until
  }
  ... on ThresholdOutOfRange {
    field
    mostPercent: most
  }
  ... on TooLate {
    reservationState: state
  }
  ... on TooManyPoints {
    asked
    mostPoints: most
  }
  ... on TotalChanged {
    expected
    total
  }
  ... on UnknownBudgetScope {
    field
    known
  }
  ... on UnknownGpu {
    gpu
    nearest
  }
}
fragment SessionParts on Session {
  id
  state
  stateSince
  createdAt
  consumer
  gpuModel
  gpuCount
  vramGb
  diskGb
  image
  hours
  idleMinutes
  saveMinutes
  saving {
    state
    exitStatus
  }
  pricePerHour
  capPerHour
  billedTo
  held
  cost
  ratePerHour
  readyAt
  endsAt
  endedAt
  longestUntil
  isEnding
  reason
  attempts
  heardAt
  sshCommand
}`) as unknown as TypedDocumentString<StartSessionMutation, StartSessionMutationVariables>;
export const ExtendSessionDocument = new TypedDocumentString(`
    mutation ExtendSession($sessionId: ID!, $hours: Int!, $idempotencyKey: String!) {
  extendSession(
    sessionId: $sessionId
    hours: $hours
    idempotencyKey: $idempotencyKey
  ) {
    __typename
    ... on Session {
      ...SessionParts
    }
    ...Refused
  }
}
    fragment Refused on Refusal {
  __typename
  message
  ... on AlreadyMember {
    email
  }
  ... on ApprovalRequired {
    requestId
    requestState: state
    keptUntil: until
  }
  ... on BeyondLongest {
    longest: longestUntil
  }
  ... on BudgetLimitOutOfRange {
    field
    least
    most
  }
  ... on ContradictingBudget {
    field
    budgetId
  }
  ... on HeldOfferOver {
    heldState: state
  }
  ... on IdempotencyKeyInUse {
    retryAfterSeconds
  }
  ... on InsufficientCredits {
    needed
    available
  }
  ... on InvalidInput {
    field
  }
  ... on NoSuchMachine {
    cheapestPerHour: pricePerHour
  }
  ... on NotAllowed {
    action
  }
  ... on NotEnoughFree {
    neededGpus: needed
    availableGpus: available
    alternatives {
      startsAt
      endsAt
    }
  }
  ... on NotEnoughHistory {
    have
    need
  }
  ... on NotFound {
    id
  }
  ... on OccurrenceRefused {
    occurrenceStartsAt: startsAt
  }
  ... on OfferGone {
    offerId
  }
  ... on PlanNeeded {
    feature
    plan
  }
  ... on PoolClosed {
    closedBecause: reason
    closedUntil: until
  }
  ... on QuoteOver {
    quoteId
  }
  ... on SearchNotUnderstood {
    word
    meant
  }
  ... on SessionIsOver {
    sessionState: state
  }
  ... on StartsBlocked {
    blockedBy
    blockedUntil: until
  }
  ... on ThresholdOutOfRange {
    field
    mostPercent: most
  }
  ... on TooLate {
    reservationState: state
  }
  ... on TooManyPoints {
    asked
    mostPoints: most
  }
  ... on TotalChanged {
    expected
    total
  }
  ... on UnknownBudgetScope {
    field
    known
  }
  ... on UnknownGpu {
    gpu
    nearest
  }
}
fragment SessionParts on Session {
  id
  state
  stateSince
  createdAt
  consumer
  gpuModel
  gpuCount
  vramGb
  diskGb
  image
  hours
  idleMinutes
  saveMinutes
  saving {
    state
    exitStatus
  }
  pricePerHour
  capPerHour
  billedTo
  held
  cost
  ratePerHour
  readyAt
  endsAt
  endedAt
  longestUntil
  isEnding
  reason
  attempts
  heardAt
  sshCommand
}`) as unknown as TypedDocumentString<ExtendSessionMutation, ExtendSessionMutationVariables>;
export const StopSessionDocument = new TypedDocumentString(`
    mutation StopSession($sessionId: ID!, $withoutSaving: Boolean! = false) {
  stopSession(sessionId: $sessionId, withoutSaving: $withoutSaving) {
    __typename
    ... on Session {
      ...SessionParts
    }
    ...Refused
  }
}
    fragment Refused on Refusal {
  __typename
  message
  ... on AlreadyMember {
    email
  }
  ... on ApprovalRequired {
    requestId
    requestState: state
    keptUntil: until
  }
  ... on BeyondLongest {
    longest: longestUntil
  }
  ... on BudgetLimitOutOfRange {
    field
    least
    most
  }
  ... on ContradictingBudget {
    field
    budgetId
  }
  ... on HeldOfferOver {
    heldState: state
  }
  ... on IdempotencyKeyInUse {
    retryAfterSeconds
  }
  ... on InsufficientCredits {
    needed
    available
  }
  ... on InvalidInput {
    field
  }
  ... on NoSuchMachine {
    cheapestPerHour: pricePerHour
  }
  ... on NotAllowed {
    action
  }
  ... on NotEnoughFree {
    neededGpus: needed
    availableGpus: available
    alternatives {
      startsAt
      endsAt
    }
  }
  ... on NotEnoughHistory {
    have
    need
  }
  ... on NotFound {
    id
  }
  ... on OccurrenceRefused {
    occurrenceStartsAt: startsAt
  }
  ... on OfferGone {
    offerId
  }
  ... on PlanNeeded {
    feature
    plan
  }
  ... on PoolClosed {
    closedBecause: reason
    closedUntil: until
  }
  ... on QuoteOver {
    quoteId
  }
  ... on SearchNotUnderstood {
    word
    meant
  }
  ... on SessionIsOver {
    sessionState: state
  }
  ... on StartsBlocked {
    blockedBy
    blockedUntil: until
  }
  ... on ThresholdOutOfRange {
    field
    mostPercent: most
  }
  ... on TooLate {
    reservationState: state
  }
  ... on TooManyPoints {
    asked
    mostPoints: most
  }
  ... on TotalChanged {
    expected
    total
  }
  ... on UnknownBudgetScope {
    field
    known
  }
  ... on UnknownGpu {
    gpu
    nearest
  }
}
fragment SessionParts on Session {
  id
  state
  stateSince
  createdAt
  consumer
  gpuModel
  gpuCount
  vramGb
  diskGb
  image
  hours
  idleMinutes
  saveMinutes
  saving {
    state
    exitStatus
  }
  pricePerHour
  capPerHour
  billedTo
  held
  cost
  ratePerHour
  readyAt
  endsAt
  endedAt
  longestUntil
  isEnding
  reason
  attempts
  heardAt
  sshCommand
}`) as unknown as TypedDocumentString<StopSessionMutation, StopSessionMutationVariables>;
export const DoneSessionDocument = new TypedDocumentString(`
    mutation DoneSession($sessionId: ID!) {
  doneSession(sessionId: $sessionId) {
    __typename
    ... on Session {
      ...SessionParts
    }
    ...Refused
  }
}
    fragment Refused on Refusal {
  __typename
  message
  ... on AlreadyMember {
    email
  }
  ... on ApprovalRequired {
    requestId
    requestState: state
    keptUntil: until
  }
  ... on BeyondLongest {
    longest: longestUntil
  }
  ... on BudgetLimitOutOfRange {
    field
    least
    most
  }
  ... on ContradictingBudget {
    field
    budgetId
  }
  ... on HeldOfferOver {
    heldState: state
  }
  ... on IdempotencyKeyInUse {
    retryAfterSeconds
  }
  ... on InsufficientCredits {
    needed
    available
  }
  ... on InvalidInput {
    field
  }
  ... on NoSuchMachine {
    cheapestPerHour: pricePerHour
  }
  ... on NotAllowed {
    action
  }
  ... on NotEnoughFree {
    neededGpus: needed
    availableGpus: available
    alternatives {
      startsAt
      endsAt
    }
  }
  ... on NotEnoughHistory {
    have
    need
  }
  ... on NotFound {
    id
  }
  ... on OccurrenceRefused {
    occurrenceStartsAt: startsAt
  }
  ... on OfferGone {
    offerId
  }
  ... on PlanNeeded {
    feature
    plan
  }
  ... on PoolClosed {
    closedBecause: reason
    closedUntil: until
  }
  ... on QuoteOver {
    quoteId
  }
  ... on SearchNotUnderstood {
    word
    meant
  }
  ... on SessionIsOver {
    sessionState: state
  }
  ... on StartsBlocked {
    blockedBy
    blockedUntil: until
  }
  ... on ThresholdOutOfRange {
    field
    mostPercent: most
  }
  ... on TooLate {
    reservationState: state
  }
  ... on TooManyPoints {
    asked
    mostPoints: most
  }
  ... on TotalChanged {
    expected
    total
  }
  ... on UnknownBudgetScope {
    field
    known
  }
  ... on UnknownGpu {
    gpu
    nearest
  }
}
fragment SessionParts on Session {
  id
  state
  stateSince
  createdAt
  consumer
  gpuModel
  gpuCount
  vramGb
  diskGb
  image
  hours
  idleMinutes
  saveMinutes
  saving {
    state
    exitStatus
  }
  pricePerHour
  capPerHour
  billedTo
  held
  cost
  ratePerHour
  readyAt
  endsAt
  endedAt
  longestUntil
  isEnding
  reason
  attempts
  heardAt
  sshCommand
}`) as unknown as TypedDocumentString<DoneSessionMutation, DoneSessionMutationVariables>;
export const ReissueSessionKeyDocument = new TypedDocumentString(`
    mutation ReissueSessionKey($sessionId: ID!, $publicKey: String) {
  reissueSessionKey(sessionId: $sessionId, publicKey: $publicKey) {
    __typename
    ... on SessionRekeyed {
      privateKey
      session {
        ...SessionParts
      }
    }
    ...Refused
  }
}
    fragment Refused on Refusal {
  __typename
  message
  ... on AlreadyMember {
    email
  }
  ... on ApprovalRequired {
    requestId
    requestState: state
    keptUntil: until
  }
  ... on BeyondLongest {
    longest: longestUntil
  }
  ... on BudgetLimitOutOfRange {
    field
    least
    most
  }
  ... on ContradictingBudget {
    field
    budgetId
  }
  ... on HeldOfferOver {
    heldState: state
  }
  ... on IdempotencyKeyInUse {
    retryAfterSeconds
  }
  ... on InsufficientCredits {
    needed
    available
  }
  ... on InvalidInput {
    field
  }
  ... on NoSuchMachine {
    cheapestPerHour: pricePerHour
  }
  ... on NotAllowed {
    action
  }
  ... on NotEnoughFree {
    neededGpus: needed
    availableGpus: available
    alternatives {
      startsAt
      endsAt
    }
  }
  ... on NotEnoughHistory {
    have
    need
  }
  ... on NotFound {
    id
  }
  ... on OccurrenceRefused {
    occurrenceStartsAt: startsAt
  }
  ... on OfferGone {
    offerId
  }
  ... on PlanNeeded {
    feature
    plan
  }
  ... on PoolClosed {
    closedBecause: reason
    closedUntil: until
  }
  ... on QuoteOver {
    quoteId
  }
  ... on SearchNotUnderstood {
    word
    meant
  }
  ... on SessionIsOver {
    sessionState: state
  }
  ... on StartsBlocked {
    blockedBy
    blockedUntil: until
  }
  ... on ThresholdOutOfRange {
    field
    mostPercent: most
  }
  ... on TooLate {
    reservationState: state
  }
  ... on TooManyPoints {
    asked
    mostPoints: most
  }
  ... on TotalChanged {
    expected
    total
  }
  ... on UnknownBudgetScope {
    field
    known
  }
  ... on UnknownGpu {
    gpu
    nearest
  }
}
fragment SessionParts on Session {
  id
  state
  stateSince
  createdAt
  consumer
  gpuModel
  gpuCount
  vramGb
  diskGb
  image
  hours
  idleMinutes
  saveMinutes
  saving {
    state
    exitStatus
  }
  pricePerHour
  capPerHour
  billedTo
  held
  cost
  ratePerHour
  readyAt
  endsAt
  endedAt
  longestUntil
  isEnding
  reason
  attempts
  heardAt
  sshCommand
}`) as unknown as TypedDocumentString<ReissueSessionKeyMutation, ReissueSessionKeyMutationVariables>;
export const SessionChangedDocument = new TypedDocumentString(`
    subscription SessionChanged($after: Cursor, $sessionId: ID) {
  sessionChanged(after: $after, sessionId: $sessionId) {
    __typename
    ... on SessionsSnapshot {
      cursor
      sessions {
        ...SessionParts
      }
    }
    ... on SessionsDelta {
      cursor
      changed {
        ...SessionParts
      }
    }
    ... on Resync {
      cursor
      reason
    }
  }
}
    fragment SessionParts on Session {
  id
  state
  stateSince
  createdAt
  consumer
  gpuModel
  gpuCount
  vramGb
  diskGb
  image
  hours
  idleMinutes
  saveMinutes
  saving {
    state
    exitStatus
  }
  pricePerHour
  capPerHour
  billedTo
  held
  cost
  ratePerHour
  readyAt
  endsAt
  endedAt
  longestUntil
  isEnding
  reason
  attempts
  heardAt
  sshCommand
}`) as unknown as TypedDocumentString<SessionChangedSubscription, SessionChangedSubscriptionVariables>;
export const CostTicksDocument = new TypedDocumentString(`
    subscription CostTicks {
  costTicks {
    at
    cost
    ratePerHour
    sessions {
      sessionId
      cost
      ratePerHour
    }
  }
}
    `) as unknown as TypedDocumentString<CostTicksSubscription, CostTicksSubscriptionVariables>;
export const SessionVitalsDocument = new TypedDocumentString(`
    subscription SessionVitals($sessionId: ID, $after: Cursor) {
  sessionVitals(sessionId: $sessionId, after: $after) {
    __typename
    ... on SessionVitalsSnapshot {
      cursor
      machines {
        sessionId
        heardAt
        vitals {
          idleSeconds
          gpus {
            name
            utilisation
            memoryUsedMb
            memoryTotalMb
            temperatureCelsius
          }
        }
      }
    }
    ... on SessionVitalsDelta {
      cursor
      changed {
        sessionId
        heardAt
        vitals {
          idleSeconds
          gpus {
            name
            utilisation
            memoryUsedMb
            memoryTotalMb
            temperatureCelsius
          }
        }
      }
    }
    ... on Resync {
      cursor
    }
  }
}
    `) as unknown as TypedDocumentString<SessionVitalsSubscription, SessionVitalsSubscriptionVariables>;
export const SessionNowDocument = new TypedDocumentString(`
    query SessionNow($id: ID!) {
  session(id: $id) {
    ...SessionParts
  }
}
    fragment SessionParts on Session {
  id
  state
  stateSince
  createdAt
  consumer
  gpuModel
  gpuCount
  vramGb
  diskGb
  image
  hours
  idleMinutes
  saveMinutes
  saving {
    state
    exitStatus
  }
  pricePerHour
  capPerHour
  billedTo
  held
  cost
  ratePerHour
  readyAt
  endsAt
  endedAt
  longestUntil
  isEnding
  reason
  attempts
  heardAt
  sshCommand
}`) as unknown as TypedDocumentString<SessionNowQuery, SessionNowQueryVariables>;
export const SessionTemplatesDocument = new TypedDocumentString(`
    query SessionTemplates {
  sessionTemplates {
    ...TemplateParts
  }
}
    fragment TemplateParts on SessionTemplate {
  id
  name
  image
  diskGb
  ports
  idleMinutes
  storagePolicy
  saveCommand
  saveMinutes
  envNames
  onStart
  savedBy
  savedAt
}`) as unknown as TypedDocumentString<SessionTemplatesQuery, SessionTemplatesQueryVariables>;
export const SaveSessionTemplateDocument = new TypedDocumentString(`
    mutation SaveSessionTemplate($input: SaveSessionTemplateInput!) {
  saveSessionTemplate(input: $input) {
    __typename
    ...TemplateParts
    ...Refused
  }
}
    fragment Refused on Refusal {
  __typename
  message
  ... on AlreadyMember {
    email
  }
  ... on ApprovalRequired {
    requestId
    requestState: state
    keptUntil: until
  }
  ... on BeyondLongest {
    longest: longestUntil
  }
  ... on BudgetLimitOutOfRange {
    field
    least
    most
  }
  ... on ContradictingBudget {
    field
    budgetId
  }
  ... on HeldOfferOver {
    heldState: state
  }
  ... on IdempotencyKeyInUse {
    retryAfterSeconds
  }
  ... on InsufficientCredits {
    needed
    available
  }
  ... on InvalidInput {
    field
  }
  ... on NoSuchMachine {
    cheapestPerHour: pricePerHour
  }
  ... on NotAllowed {
    action
  }
  ... on NotEnoughFree {
    neededGpus: needed
    availableGpus: available
    alternatives {
      startsAt
      endsAt
    }
  }
  ... on NotEnoughHistory {
    have
    need
  }
  ... on NotFound {
    id
  }
  ... on OccurrenceRefused {
    occurrenceStartsAt: startsAt
  }
  ... on OfferGone {
    offerId
  }
  ... on PlanNeeded {
    feature
    plan
  }
  ... on PoolClosed {
    closedBecause: reason
    closedUntil: until
  }
  ... on QuoteOver {
    quoteId
  }
  ... on SearchNotUnderstood {
    word
    meant
  }
  ... on SessionIsOver {
    sessionState: state
  }
  ... on StartsBlocked {
    blockedBy
    blockedUntil: until
  }
  ... on ThresholdOutOfRange {
    field
    mostPercent: most
  }
  ... on TooLate {
    reservationState: state
  }
  ... on TooManyPoints {
    asked
    mostPoints: most
  }
  ... on TotalChanged {
    expected
    total
  }
  ... on UnknownBudgetScope {
    field
    known
  }
  ... on UnknownGpu {
    gpu
    nearest
  }
}
fragment TemplateParts on SessionTemplate {
  id
  name
  image
  diskGb
  ports
  idleMinutes
  storagePolicy
  saveCommand
  saveMinutes
  envNames
  onStart
  savedBy
  savedAt
}`) as unknown as TypedDocumentString<SaveSessionTemplateMutation, SaveSessionTemplateMutationVariables>;
export const RemoveSessionTemplateDocument = new TypedDocumentString(`
    mutation RemoveSessionTemplate($templateId: ID!) {
  removeSessionTemplate(templateId: $templateId) {
    __typename
    ...TemplateParts
    ...Refused
  }
}
    fragment Refused on Refusal {
  __typename
  message
  ... on AlreadyMember {
    email
  }
  ... on ApprovalRequired {
    requestId
    requestState: state
    keptUntil: until
  }
  ... on BeyondLongest {
    longest: longestUntil
  }
  ... on BudgetLimitOutOfRange {
    field
    least
    most
  }
  ... on ContradictingBudget {
    field
    budgetId
  }
  ... on HeldOfferOver {
    heldState: state
  }
  ... on IdempotencyKeyInUse {
    retryAfterSeconds
  }
  ... on InsufficientCredits {
    needed
    available
  }
  ... on InvalidInput {
    field
  }
  ... on NoSuchMachine {
    cheapestPerHour: pricePerHour
  }
  ... on NotAllowed {
    action
  }
  ... on NotEnoughFree {
    neededGpus: needed
    availableGpus: available
    alternatives {
      startsAt
      endsAt
    }
  }
  ... on NotEnoughHistory {
    have
    need
  }
  ... on NotFound {
    id
  }
  ... on OccurrenceRefused {
    occurrenceStartsAt: startsAt
  }
  ... on OfferGone {
    offerId
  }
  ... on PlanNeeded {
    feature
    plan
  }
  ... on PoolClosed {
    closedBecause: reason
    closedUntil: until
  }
  ... on QuoteOver {
    quoteId
  }
  ... on SearchNotUnderstood {
    word
    meant
  }
  ... on SessionIsOver {
    sessionState: state
  }
  ... on StartsBlocked {
    blockedBy
    blockedUntil: until
  }
  ... on ThresholdOutOfRange {
    field
    mostPercent: most
  }
  ... on TooLate {
    reservationState: state
  }
  ... on TooManyPoints {
    asked
    mostPoints: most
  }
  ... on TotalChanged {
    expected
    total
  }
  ... on UnknownBudgetScope {
    field
    known
  }
  ... on UnknownGpu {
    gpu
    nearest
  }
}
fragment TemplateParts on SessionTemplate {
  id
  name
  image
  diskGb
  ports
  idleMinutes
  storagePolicy
  saveCommand
  saveMinutes
  envNames
  onStart
  savedBy
  savedAt
}`) as unknown as TypedDocumentString<RemoveSessionTemplateMutation, RemoveSessionTemplateMutationVariables>;
export const BilledToDocument = new TypedDocumentString(`
    query BilledTo($offerId: ID!) {
  billedTo(offerId: $offerId)
}
    `) as unknown as TypedDocumentString<BilledToQuery, BilledToQueryVariables>;
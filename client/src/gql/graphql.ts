/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
export type AfterEnd =
  /** The pool is closed, or some of its GPUs are away. */
  | 'CLOSED'
  /** Its GPUs are free for an hour from the end on. */
  | 'FREE'
  /** Somebody else has them. */
  | 'SOMEBODY';

/** How long what can wait is gathered: to the full hour, or to eight in the morning. */
export type AlertDigest =
  | 'DAY'
  | 'HOUR';

/** What somebody may want to be told of. */
export type AlertKind =
  /** Nothing is heard from a machine's agent. */
  | 'AGENT_SILENT'
  /** Somebody wants to begin something that takes approval. */
  | 'APPROVAL_ASKED'
  /** What took approval was decided on. */
  | 'APPROVAL_DECIDED'
  /** A threshold of a budget is reached. */
  | 'BUDGET_CROSSED'
  /** By the end of its period so much of a budget will be spent. */
  | 'BUDGET_FORESEEN'
  /** More is spent than usual, and nothing that was booked or ordered ahead explains it. */
  | 'BUDGET_UNUSUAL'
  /** Credit is about to expire. */
  | 'CREDITS_EXPIRING'
  /** A market's price left the band of its forecast. */
  | 'FORECAST_CHANGED'
  /** A standing order could not be started in time. */
  | 'JOB_GIVEN_UP'
  /** A standing order found its hour and started. */
  | 'JOB_STARTED'
  /** A machine was found that no session has any more. It is being ended, and is not charged. */
  | 'ORPHAN_FOUND'
  /** Little is left in the team’s own account at a provider that it rents at with its own key. Without credit nothing more can be rented there, and what runs may be ended. */
  | 'OWN_BALANCE_LOW'
  /** Seven days of planned use are foretold to cost more than their line. */
  | 'PLANNED_USE_DEAR'
  /** A watched price is there. */
  | 'PRICE_REACHED'
  /** Little is left in Berth’s own account at a provider. Without credit nothing more can be rented there, and what runs may be ended. */
  | 'PROVIDER_BALANCE_LOW'
  /** A provider's offers could not be listed. */
  | 'PROVIDER_FAILED'
  /** The end of a reservation is near. */
  | 'RESERVATION_ENDING'
  /** The machines of a reservation could not be had. */
  | 'RESERVATION_MISSED'
  /** A machine of a reservation was lost, and another is being rented. */
  | 'RESERVATION_SHORT'
  /** The first machine of a reservation is there. */
  | 'RESERVATION_STARTED'
  /** The machines of a reservation are being rented, so that they are there when it starts. */
  | 'RESERVATION_STARTING'
  /** A machine is proven gone, and charged for no more. */
  | 'SESSION_ENDED'
  /** No machine could be had, or one was lost. */
  | 'SESSION_FAILED'
  /** A machine is proven to work, and is charged for. */
  | 'SESSION_RUNNING'
  /** GPUs that were waited for are booked, or were waited for in vain. */
  | 'WAITLIST_SERVED';

/** How a channel tells. */
export type AlertMeans =
  /** A letter to somebody in the account. */
  | 'EMAIL'
  /** The bell of the console, which every account has. */
  | 'IN_APP'
  /** A message by an incoming webhook of Slack. */
  | 'SLACK'
  /** A signed call to a program. */
  | 'WEBHOOK';

export type AlertQuietHoursInput = {
  /** The minute of the day, from 0 to 1439. */
  fromMinute: number;
  untilMinute: number;
};

/** What became of an alert. */
export type AlertState =
  /** Its receiver took it. */
  | 'DELIVERED'
  /** It was refused for good, or not taken for three days. It can be sent again. */
  | 'GIVEN_UP'
  /** It is yet to be delivered, or tried again. */
  | 'WAITING';

/** How closely it could be looked at. */
export type AvailabilityBasis =
  /** Launches of this GPU at the provider. */
  | 'GPU'
  /** Launches at this very machine. */
  | 'MACHINE'
  /** Launches at the provider. */
  | 'PROVIDER';

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

/** What a threshold is held against. */
export type BudgetBasis =
  /** What is spent. */
  | 'ACTUAL'
  /** What is usual: it has no threshold, its period is a day, and what was spent and foreseen are the last hour and what hours usually cost at most. */
  | 'ANOMALY'
  /** What will be spent by the end of the period. */
  | 'FORECAST';

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

/** At so many percent of the limit, this is done. */
export type BudgetRungInput = {
  atPercent: number;
  measure: BudgetMeasure;
};

/** What a budget limits. */
export type BudgetScope =
  | 'ACCOUNT'
  | 'CONSUMER'
  | 'GPU'
  | 'PROVIDER';

/** What is done about an event that somebody moved or deleted by hand. */
export type CalendarByHand =
  /** The viewer is asked whether the booking shall follow. It never does by itself. */
  | 'ASK'
  /** It is put back. */
  | 'PUT_BACK';

/** What stands in a feed. */
export type CalendarFeedScope =
  /** All that the account booked, and its standing orders. */
  | 'ACCOUNT'
  /** What its reader booked. */
  | 'OWN'
  /** What the account booked of one pool, and when that is closed. */
  | 'POOL';

/** Whose bookings are mirrored. */
export type CalendarMirrors =
  | 'ACCOUNT'
  | 'OWN';

export type CalendarProposalKind =
  | 'CANCEL'
  | 'MOVE';

export type CalendarWindowsInput = {
  gpu: string;
  gpuCount?: number;
  hours: number;
};

/** What is left out stays; null takes quiet hours or the digest away. */
export type ChangeAlertChannelInput = {
  channelId: string | number;
  digest?: AlertDigest | null | undefined;
  /** For a webhook: events that it is told as they are, whether or not they are of a kind. */
  events?: Array<EventTopic> | null | undefined;
  kinds?: Array<AlertKind> | null | undefined;
  name?: string | null | undefined;
  /** Paused, it is told of nothing. */
  paused?: boolean | null | undefined;
  perMinute?: number | null | undefined;
  quiet?: AlertQuietHoursInput | null | undefined;
  /** For a webhook: what to ask of each event, such as `{ id session { id state cost } }`, fields of ActivityEntry. It is asked with the rights of who chose it. */
  selection?: string | null | undefined;
  timeZone?: string | null | undefined;
};

/** What is left out stays as it is. */
export type ChangeBudgetInput = {
  budgetId: string | number;
  forecastThresholds?: Array<number> | null | undefined;
  limit?: string | null | undefined;
  name?: string | null | undefined;
  rungs?: Array<BudgetRungInput> | null | undefined;
  thresholds?: Array<number> | null | undefined;
  watchesBurn?: boolean | null | undefined;
};

/** What is left out stays. */
export type ChangeCalendarSettingsInput = {
  confirms?: boolean | null | undefined;
  timeZone?: string | null | undefined;
};

/** What is left out stays; null takes the rule or the windows away. */
export type ChangeGoogleCalendarInput = {
  avoidsMeetings?: boolean | null | undefined;
  avoidsNights?: boolean | null | undefined;
  byHand?: CalendarByHand | null | undefined;
  compute?: ComputeRuleInput | null | undefined;
  mirrors?: CalendarMirrors | null | undefined;
  windows?: CalendarWindowsInput | null | undefined;
};

export type ChangePoolInput = {
  backing?: PoolBacking | null | undefined;
  buyCapPerGpuHour?: string | null | undefined;
  cancelShareBp?: number | null | undefined;
  freeCancelHours?: number | null | undefined;
  giveUpMinutes?: number | null | undefined;
  /** Not fewer than are promised. */
  gpus?: number | null | undefined;
  handBackShareBp?: number | null | undefined;
  horizonDays?: number | null | undefined;
  /** Of a committed pool: its machines, by their providers' ids. */
  hosts?: Array<string> | null | undefined;
  isOpen?: boolean | null | undefined;
  leadMinutes?: number | null | undefined;
  /** Over the median of the market; with null, the price is fixed. Left out, a new pool's is, and another's stays. */
  marginBp?: number | null | undefined;
  name?: string | null | undefined;
  pricePerGpuHour?: string | null | undefined;
  /** Where machines are rented; anywhere when left out. */
  providers?: Array<string> | null | undefined;
  rules?: Array<PoolRuleInput> | null | undefined;
};

export type ClosePoolInput = {
  endsAt: string;
  /** Of maintenance: how many are away; all, when left out. */
  gpus?: number | null | undefined;
  kind: ClosureKind;
  poolId: string | number;
  reason: string;
  startsAt: string;
};

export type ClosureKind =
  /** No new bookings are taken for that time. */
  | 'BLACKOUT'
  /** Some of its GPUs are away. */
  | 'MAINTENANCE';

/** Whose prices others are compared with. */
export type Cloud =
  | 'AWS'
  | 'AZURE'
  | 'GCP';

export type ComputeBy =
  /** One whole word of an event's title, such as #compute. */
  | 'TAG'
  /** The whole title. */
  | 'TITLE';

export type ComputeRuleInput = {
  by: ComputeBy;
  gpu: string;
  gpuCount?: number;
  text: string;
};

/** What Google is asked for beside a calendar of Berth's own. */
export type ConnectGoogleCalendarInput = {
  /** When the viewer is busy. */
  readBusy?: boolean;
  /** What stands in calendars that the viewer owns. */
  readEvents?: boolean;
  /** Such as Europe/Berlin. */
  timeZone?: string | null | undefined;
};

export type CreateAlertChannelInput = {
  /** https:// for a webhook, https://hooks.slack.com/ for Slack, or the confirmed mail address of a member. */
  address: string;
  digest?: AlertDigest | null | undefined;
  /** For a webhook: events that it is told as they are, whether or not they are of a kind. */
  events?: Array<EventTopic> | null | undefined;
  kinds: Array<AlertKind>;
  means: NewAlertMeans;
  name: string;
  /** The most that are sent in a minute. */
  perMinute?: number | null | undefined;
  quiet?: AlertQuietHoursInput | null | undefined;
  /** For a webhook: what to ask of each event, such as `{ id session { id state cost } }`, fields of ActivityEntry. It is asked with the rights of who chose it. */
  selection?: string | null | undefined;
  /** Such as Europe/Berlin; UTC when left out. */
  timeZone?: string | null | undefined;
};

export type CreateApiKeyInput = {
  /** The consumers that it may act for and see, and no others; left out, all of the account. */
  consumers?: Array<string> | null | undefined;
  /** Left out, it lives until it is revoked. */
  expiresInDays?: number | null | undefined;
  name: string;
  /** `read`, and one for each domain that it may write to, such as `accounts:write`. */
  scopes: Array<string>;
  /** The most it may spend on one day, in UTC. */
  spendCeilingPerDay?: string | null | undefined;
};

export type CreateBudgetInput = {
  /** Of what will be spent by the end of the period, in percent; 50, 80 and 100 when left out, and none when empty. */
  forecastThresholds?: Array<number> | null | undefined;
  limit: string;
  name: string;
  period: BudgetPeriod;
  /** Left out, it only tells. */
  rungs?: Array<BudgetRungInput> | null | undefined;
  scope?: BudgetScope;
  /** Which consumer, GPU or provider. */
  scopeValue?: string | null | undefined;
  /** In percent; 50, 80 and 100 when left out. */
  thresholds?: Array<number> | null | undefined;
  /** In which its days begin, such as Europe/Berlin. */
  timeZone?: string;
  /** Tell, once a day, of burn that no schedule explains. */
  watchesBurn?: boolean;
};

export type CreateCalendarFeedInput = {
  name: string;
  /** Of a feed of a pool. */
  poolId?: string | number | null | undefined;
  scope: CalendarFeedScope;
  /** Such as Europe/Berlin. */
  timeZone: string;
  /** Also when this machine is cheapest. */
  windows?: CalendarWindowsInput | null | undefined;
};

export type CreatePlannedUseInput = {
  /** Such as H100. */
  gpu: string;
  gpuCount?: number;
  hoursPerDay: number;
  /** What seven days of it should cost at most. */
  line: string;
  name: string;
  region?: string | null | undefined;
};

export type CreatePoolInput = {
  backing?: PoolBacking;
  /** The most that Berth pays for an hour of a GPU. */
  buyCapPerGpuHour: string;
  cancelShareBp?: number | null | undefined;
  freeCancelHours?: number | null | undefined;
  giveUpMinutes?: number | null | undefined;
  gpuModel: string;
  gpus: number;
  handBackShareBp?: number | null | undefined;
  horizonDays?: number | null | undefined;
  /** Of a committed pool: its machines, by their providers' ids. */
  hosts?: Array<string> | null | undefined;
  leadMinutes?: number | null | undefined;
  /** Over the median of the market; with null, the price is fixed. Left out, a new pool's is, and another's stays. */
  marginBp?: number | null | undefined;
  name: string;
  /** The price by the hour; the least of it where there is a margin. */
  pricePerGpuHour: string;
  /** Where machines are rented; anywhere when left out. */
  providers?: Array<string> | null | undefined;
  region: string;
  rules?: Array<PoolRuleInput> | null | undefined;
};

/** A machine, and the price to be told of. */
export type CreatePriceWatchInput = {
  /** A two-letter code; left out is anywhere. */
  country?: string | null | undefined;
  /** However it is written: “h100 sxm” is the H100 with that socket. */
  gpu: string;
  /** GPUs in the machine, at least. */
  gpuCount?: number;
  kind?: OfferKind;
  /** For a GPU and an hour, without storage. */
  pricePerGpuHour: string;
};

export type CreateReservationInput = {
  /** What it was shown to cost: at another total nothing is booked. */
  expectedTotal: string;
  /** The quote whose place and price were kept. */
  quoteId?: string | number | null | undefined;
  /** Or what is wanted, at the price of this moment. */
  wanted?: QuoteReservationInput | null | undefined;
};

export type CreateReservationSeriesInput = {
  consumer?: string | null | undefined;
  daylightSaving: DaylightSaving;
  diskGb?: number | null | undefined;
  env?: Array<EnvInput> | null | undefined;
  /** What all of them were shown to cost together. */
  expectedTotal: string;
  gpus: number;
  image?: string | null | undefined;
  label?: string | null | undefined;
  /** How long each is. */
  minutes: number;
  /** A shell script that runs once a machine is up. */
  onStart?: string | null | undefined;
  poolId: string | number;
  ports?: Array<number> | null | undefined;
  publicKey?: string | null | undefined;
  /** As in iCalendar, such as FREQ=WEEKLY;BYDAY=MO,WE;COUNT=8. */
  rule: string;
  saveCommand?: string | null | undefined;
  saveMinutes?: number | null | undefined;
  /** The first start on the wall clock there, such as 2026-12-01T09:00. */
  startsAtLocal: string;
  storagePolicy?: StoragePolicy | null | undefined;
  /** How all of them are to be set up, where nothing else is said here. */
  templateId?: string | number | null | undefined;
  /** Such as Europe/Berlin. */
  zone: string;
};

export type CreateWallLinkInput = {
  cloud?: Cloud;
  name: string;
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

/** What stays the same where clocks are changed. */
export type DaylightSaving =
  | 'SAME_ELAPSED_TIME'
  | 'SAME_WALL_CLOCK';

/** A variable of the machine's environment. */
export type EnvInput = {
  name: string;
  value: string;
};

/** Everything that can happen and that a webhook can tell as it is. */
export type EventTopic =
  /** “account.created”, of the account. */
  | 'ACCOUNT_CREATED'
  /** “account.plan-changed”, of the account. */
  | 'ACCOUNT_PLAN_CHANGED'
  /** “account.renamed”, of the account. */
  | 'ACCOUNT_RENAMED'
  /** “alert-channel.changed”, of the account. */
  | 'ALERT_CHANNEL_CHANGED'
  /** “alert.given-up”, of the account. */
  | 'ALERT_GIVEN_UP'
  /** “api-key.created”, of the account. */
  | 'API_KEY_CREATED'
  /** “api-key.revoked”, of the account. */
  | 'API_KEY_REVOKED'
  /** “api-key.rotated”, of the account. */
  | 'API_KEY_ROTATED'
  /** “budget.acknowledged”, of the account. */
  | 'BUDGET_ACKNOWLEDGED'
  /** “budget.changed”, of the account. */
  | 'BUDGET_CHANGED'
  /** “budget.created”, of the account. */
  | 'BUDGET_CREATED'
  /** “budget.crossed”, of the account. */
  | 'BUDGET_CROSSED'
  /** “budget.foreseen”, of the account. */
  | 'BUDGET_FORESEEN'
  /** “budget.removed”, of the account. */
  | 'BUDGET_REMOVED'
  /** “budget.snoozed”, of the account. */
  | 'BUDGET_SNOOZED'
  /** “budget.unusual”, of the account. */
  | 'BUDGET_UNUSUAL'
  /** “calendar.changed”, of the account. */
  | 'CALENDAR_CHANGED'
  /** “calendar-feed.changed”, of the account. */
  | 'CALENDAR_FEED_CHANGED'
  /** “capacity.changed”, of the market: everybody’s. */
  | 'CAPACITY_CHANGED'
  /** “credits.added”, of the account. */
  | 'CREDITS_ADDED'
  /** “credits.captured”, of the account. */
  | 'CREDITS_CAPTURED'
  /** “credits.expired”, of the account. */
  | 'CREDITS_EXPIRED'
  /** “credits.expiring”, of the account. */
  | 'CREDITS_EXPIRING'
  /** “credits.held”, of the account. */
  | 'CREDITS_HELD'
  /** “credits.refunded”, of the account. */
  | 'CREDITS_REFUNDED'
  /** “credits.released”, of the account. */
  | 'CREDITS_RELEASED'
  /** “credits.rolled-over”, of the account. */
  | 'CREDITS_ROLLED_OVER'
  /** “credits.took-effect”, of the account. */
  | 'CREDITS_TOOK_EFFECT'
  /** “flexible-job.changed”, of the account. */
  | 'FLEXIBLE_JOB_CHANGED'
  /** “forecasts.issued”, of the market: everybody’s. */
  | 'FORECASTS_ISSUED'
  /** “forecasts.replayed”, of the market: everybody’s. */
  | 'FORECASTS_REPLAYED'
  /** “forecasts.scored”, of the market: everybody’s. */
  | 'FORECASTS_SCORED'
  /** “forecast.changed-course”, of the market: everybody’s. */
  | 'FORECAST_CHANGED_COURSE'
  /** “forecast.drifted”, of the market: everybody’s. */
  | 'FORECAST_DRIFTED'
  /** “invitation.cancelled”, of the account. */
  | 'INVITATION_CANCELLED'
  /** “member.invited”, of the account. */
  | 'MEMBER_INVITED'
  /** “member.joined”, of the account. */
  | 'MEMBER_JOINED'
  /** “member.left”, of the account. */
  | 'MEMBER_LEFT'
  /** “member.role-changed”, of the account. */
  | 'MEMBER_ROLE_CHANGED'
  /** “offers.changed”, of the market: everybody’s. */
  | 'OFFERS_CHANGED'
  /** “offer.held”, of the account. */
  | 'OFFER_HELD'
  /** “offer.hold-ended”, of the account. */
  | 'OFFER_HOLD_ENDED'
  /** “own-bill.came-to”, of the account. */
  | 'OWN_BILL_CAME_TO'
  /** “own-bill.planned”, of the account. */
  | 'OWN_BILL_PLANNED'
  /** “planned-use.changed”, of the account. */
  | 'PLANNED_USE_CHANGED'
  /** “planned-use.dear”, of the account. */
  | 'PLANNED_USE_DEAR'
  /** “price-watch.created”, of the account. */
  | 'PRICE_WATCH_CREATED'
  /** “price-watch.fired”, of the account. */
  | 'PRICE_WATCH_FIRED'
  /** “price-watch.rearmed”, of the account. */
  | 'PRICE_WATCH_REARMED'
  /** “price-watch.removed”, of the account. */
  | 'PRICE_WATCH_REMOVED'
  /** “provider.balance-low”, of the account. */
  | 'PROVIDER_BALANCE_LOW'
  /** “provider.failed”, of the market: everybody’s. */
  | 'PROVIDER_FAILED'
  /** “provider-key.balance-low”, of the account. */
  | 'PROVIDER_KEY_BALANCE_LOW'
  /** “provider-key.removed”, of the account. */
  | 'PROVIDER_KEY_REMOVED'
  /** “provider-key.set”, of the account. */
  | 'PROVIDER_KEY_SET'
  /** “reservation.changed”, of the account. */
  | 'RESERVATION_CHANGED'
  /** “reservation.credited”, of the account. */
  | 'RESERVATION_CREDITED'
  /** “reservation.reminded”, of the account. */
  | 'RESERVATION_REMINDED'
  /** “sandbox.moved”, of the account. */
  | 'SANDBOX_MOVED'
  /** “session.attempt”, of the account. */
  | 'SESSION_ATTEMPT'
  /** “session.changed”, of the account. */
  | 'SESSION_CHANGED'
  /** “session.charged”, of the account. */
  | 'SESSION_CHARGED'
  /** “session.end-asked”, of the account. */
  | 'SESSION_END_ASKED'
  /** “session.extended”, of the account. */
  | 'SESSION_EXTENDED'
  /** “session.longer-allowed”, of the account. */
  | 'SESSION_LONGER_ALLOWED'
  /** “session.orphaned”, of the account. */
  | 'SESSION_ORPHANED'
  /** “session.rekeyed”, of the account. */
  | 'SESSION_REKEYED'
  /** “session.saving”, of the account. */
  | 'SESSION_SAVING'
  /** “session.silent”, of the account. */
  | 'SESSION_SILENT'
  /** “session-template.removed”, of the account. */
  | 'SESSION_TEMPLATE_REMOVED'
  /** “session-template.saved”, of the account. */
  | 'SESSION_TEMPLATE_SAVED'
  /** “sign-in.created”, of the account. */
  | 'SIGN_IN_CREATED'
  /** “sign-in.ended”, of the account. */
  | 'SIGN_IN_ENDED'
  /** “start-request.changed”, of the account. */
  | 'START_REQUEST_CHANGED'
  /** “waitlist.changed”, of the account. */
  | 'WAITLIST_CHANGED'
  /** “wall-link.changed”, of the account. */
  | 'WALL_LINK_CHANGED';

/** What is in question about a machine. */
export type FleetDoubt =
  /** It is believed to be there and was not listed. Missed twice, it is gone. */
  | 'MISSED'
  /** It bears our mark and no session knows it. It is being ended. */
  | 'ORPHAN'
  /** It was asked for, and the provider never said what came of it. */
  | 'UNANSWERED'
  /** It was asked to go more than once, and is still there. */
  | 'UNDYING';

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

/** How near the median was. */
export type ForecastBand =
  /** At most 5 % off. */
  | 'EXCELLENT'
  /** At most 20 % off. */
  | 'FAIR'
  /** At most 10 % off. */
  | 'GOOD'
  /** More than that. */
  | 'POOR';

/** What happened to forecasts of a market. */
export type ForecastEvent =
  /** Prices are where they were not thought to be, for six hours on end. */
  | 'CHANGED_COURSE'
  /** The bands hold much less than they say. */
  | 'DRIFTED'
  /** New ones were made. */
  | 'ISSUED'
  /** Past ones were made afterwards. */
  | 'REPLAYED';

/** Of which markets. What is left out does not matter. */
export type ForecastScoreFilter = {
  gpuModels?: Array<string> | null | undefined;
  kinds?: Array<PriceKind> | null | undefined;
  providers?: Array<string | number> | null | undefined;
  seriesIds?: Array<string | number> | null | undefined;
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

export type GoogleCalendarState =
  /** What is booked is mirrored there. */
  | 'CONNECTED'
  /** The viewer has connected none. */
  | 'NOT_CONNECTED'
  /** Who runs this Berth has not made it known to Google. */
  | 'NOT_OFFERED'
  /** The consent was taken back or ran out: connect it again. */
  | 'RECONNECT';

export type GrantCreditsInput = {
  /** The account the viewer works in, when left out. */
  accountId?: string | number | null | undefined;
  amount: string;
  /** Now, when left out. */
  effectiveAt?: string | null | undefined;
  /** It ends with this day, in UTC; thirty days after it takes effect when left out. */
  expiresAt?: string | null | undefined;
  origin?: GrantOrigin | null | undefined;
  /** Between 0, which is spent first, and 1000; 100 when left out. */
  priority?: number | null | undefined;
  /** Why. It stays in the account's ledger. */
  reason: string;
  /** Nothing rolls over when left out. */
  rollover?: RolloverInput | null | undefined;
};

/** What credit is given as. */
export type GrantOrigin =
  | 'GRANT'
  | 'PROMOTION';

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

export type HoldOfferInput = {
  /** From 1 to 15. */
  minutes: number;
  offerId: string | number;
};

export type JoinWaitlistInput = {
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
  /** The most that it may cost. */
  mostTotal: string;
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

/** How a channel that is made tells. */
export type NewAlertMeans =
  | 'EMAIL'
  | 'SLACK'
  | 'WEBHOOK';

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

/** Where a pool's machines come from. */
export type PoolBacking =
  /** They are rented from providers shortly before a reservation starts. */
  | 'BOUGHT_AT_START'
  /** They are machines that are committed to it. */
  | 'COMMITTED';

export type PoolRuleInput = {
  label: string;
  minDaysAhead?: number;
  minGpus?: number;
  minHours?: number;
  /** In hundredths of a percent of the base; a discount is below zero. */
  shareBp: number;
};

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

/** What a part of a price is for. */
export type PricePart =
  /** Storage. */
  | 'DISK'
  /** The machine, with all that the provider does not charge apart. */
  | 'GPUS'
  /** RAM, where it is charged apart. */
  | 'RAM'
  /** vCPUs, where they are charged apart. */
  | 'VCPUS';

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

/** What happened to a watch. */
export type PriceWatchEvent =
  | 'CREATED'
  | 'FIRED'
  | 'REARMED'
  | 'REMOVED';

/** Whether a watch waits for its price. */
export type PriceWatchState =
  /** It waits, and will tell once. */
  | 'ARMED'
  /** It has told. It waits again once the price is 2 % above, or nothing is left. */
  | 'FIRED';

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

export type RolloverInput = {
  max: string;
  min: string;
};

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

/** Of UTC; weeks begin on Monday. */
export type SavingsBucket =
  | 'DAY'
  | 'MONTH'
  | 'WEEK';

/** By what less was spent. */
export type SavingsPartKind =
  | 'HAND_BACK'
  | 'IDLE_STOP'
  | 'RATE'
  | 'RESERVATION_DISCOUNT'
  | 'TIMING';

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

/** A budget that need not be there. */
export type SimulateBudgetInput = {
  limit: string;
  period: BudgetPeriod;
  rungs: Array<BudgetRungInput>;
  scope?: BudgetScope;
  /** Which consumer, GPU or provider. */
  scopeValue?: string | null | undefined;
  timeZone?: string;
};

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

export type StartTopUpInput = {
  /** In whole cents, between 5 and 10000 dollars. */
  amount: string;
};

/** What becomes of what is on a machine's disk when its session ends. */
export type StoragePolicy =
  /** It goes with the machine. */
  | 'DISCARD'
  /** A command is run before the machine is ended, if it still answers then. It is charged meanwhile as ever; before a planned end it begins early enough to be over by it. */
  | 'SAVE';

export type WaitState =
  /** It became free, and was booked. */
  | 'BOOKED'
  /** It was not free until its start. */
  | 'LAPSED'
  /** Nobody waits for it any more. */
  | 'LEFT'
  | 'WAITING';

/** A machine that would do. The cheapest that is likely to start is taken. */
export type WishInput = {
  gpuCount?: number;
  gpuModel: string;
  /** Part of a region's name, or a country's two letters. */
  region?: string | null | undefined;
};

export type ActivityPageQueryVariables = Exact<{
  first: number;
}>;


export type ActivityPageQuery = { __typename: 'Query', activity: (
    { __typename: 'ActivityConnection' }
    & { ' $fragmentRefs'?: { 'ActivityTable_ConnectionFragment': ActivityTable_ConnectionFragment } }
  ) };

export type CreditsPageQueryVariables = Exact<{
  first: number;
}>;


export type CreditsPageQuery = { __typename: 'Query', viewer: { __typename: 'Viewer', actions: Array<string> }, credits: (
    { __typename: 'Credits', isForSale: boolean }
    & { ' $fragmentRefs'?: { 'BalanceSplit_CreditsFragment': BalanceSplit_CreditsFragment } }
  ), statement: (
    { __typename: 'StatementLineConnection' }
    & { ' $fragmentRefs'?: { 'LedgerTable_ConnectionFragment': LedgerTable_ConnectionFragment } }
  ), ownBills: (
    { __typename: 'OwnBillConnection' }
    & { ' $fragmentRefs'?: { 'OwnBills_ConnectionFragment': OwnBills_ConnectionFragment } }
  ) };

export type ConsoleLayoutQueryVariables = Exact<{ [key: string]: never; }>;


export type ConsoleLayoutQuery = { __typename: 'Query', viewer: (
    { __typename: 'Viewer' }
    & { ' $fragmentRefs'?: { 'Shell_ViewerFragment': Shell_ViewerFragment } }
  ), account: (
    { __typename: 'Account' }
    & { ' $fragmentRefs'?: { 'Shell_AccountFragment': Shell_AccountFragment } }
  ), sandbox: { __typename: 'Sandbox', aheadSeconds: number } | null };

export type ActivityTable_EntryFragment = { __typename: 'ActivityEntry', id: string, at: string, actorName: string, summary: string, topic: string, subject: string | null } & { ' $fragmentName'?: 'ActivityTable_EntryFragment' };

export type ActivityTable_ConnectionFragment = { __typename: 'ActivityConnection', liveCursor: string, pageInfo: { __typename: 'PageInfo', endCursor: string | null, hasNextPage: boolean }, nodes: Array<(
    { __typename: 'ActivityEntry' }
    & { ' $fragmentRefs'?: { 'ActivityTable_EntryFragment': ActivityTable_EntryFragment } }
  )> } & { ' $fragmentName'?: 'ActivityTable_ConnectionFragment' };

export type MoreActivityQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type MoreActivityQuery = { __typename: 'Query', activity: (
    { __typename: 'ActivityConnection' }
    & { ' $fragmentRefs'?: { 'ActivityTable_ConnectionFragment': ActivityTable_ConnectionFragment } }
  ) };

export type ActivityTailSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type ActivityTailSubscription = { activityChanged:
    | { __typename: 'ActivityHappened', cursor: string, entry: (
        { __typename: 'ActivityEntry' }
        & { ' $fragmentRefs'?: { 'ActivityTable_EntryFragment': ActivityTable_EntryFragment } }
      ) }
    | { __typename: 'ActivityStarted', cursor: string }
    | { __typename: 'Resync', cursor: string }
   };

export type ActivityWatchSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type ActivityWatchSubscription = { activityChanged:
    | { __typename: 'ActivityHappened', cursor: string }
    | { __typename: 'ActivityStarted', cursor: string }
    | { __typename: 'Resync', cursor: string }
   };

export type ChannelCard_ChannelFragment = { __typename: 'AlertChannel', id: string, means: AlertMeans, name: string, leadsTo: string, kinds: Array<AlertKind>, events: Array<EventTopic>, selection: string | null, digest: AlertDigest | null, timeZone: string, perMinute: number, pausedAt: string | null, createdBy: string, quiet: { __typename: 'AlertQuietHours', fromMinute: number, untilMinute: number } | null, standing: { __typename: 'AlertChannelStanding', waiting: number, givenUp: number, lastDeliveredAt: string | null } } & { ' $fragmentName'?: 'ChannelCard_ChannelFragment' };

export type DeliveryRow_AlertFragment = { __typename: 'Alert', id: string, channelId: string, kind: AlertKind | null, title: string, cursor: string | null, selectionMissing: string | null, path: string, happenedAt: string, state: AlertState, attempts: number, nextTryAt: string | null, tries: Array<{ __typename: 'AlertTry', at: string, tookMs: number, said: string }> } & { ' $fragmentName'?: 'DeliveryRow_AlertFragment' };

export type AlertsPageQueryVariables = Exact<{ [key: string]: never; }>;


export type AlertsPageQuery = { __typename: 'Query', alertEvents: Array<{ __typename: 'AlertEventInfo', event: EventTopic, topic: string, ofMarket: boolean }>, viewer: { __typename: 'Viewer', actions: Array<string>, user: { __typename: 'User', id: string, email: string } | null }, alertKinds: Array<{ __typename: 'AlertKindInfo', kind: AlertKind, label: string, says: string, urgent: boolean }>, alertChannels: Array<(
    { __typename: 'AlertChannel', id: string }
    & { ' $fragmentRefs'?: { 'ChannelCard_ChannelFragment': ChannelCard_ChannelFragment } }
  )>, alerts: { __typename: 'AlertConnection', nodes: Array<(
      { __typename: 'Alert', id: string }
      & { ' $fragmentRefs'?: { 'DeliveryRow_AlertFragment': DeliveryRow_AlertFragment } }
    )>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } };

export type MoreAlertsQueryVariables = Exact<{
  after: string;
}>;


export type MoreAlertsQuery = { __typename: 'Query', alerts: { __typename: 'AlertConnection', nodes: Array<(
      { __typename: 'Alert', id: string }
      & { ' $fragmentRefs'?: { 'DeliveryRow_AlertFragment': DeliveryRow_AlertFragment } }
    )>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } };

export type BellQueryVariables = Exact<{ [key: string]: never; }>;


export type BellQuery = { __typename: 'Query', notifications: { __typename: 'NotificationConnection', unseen: number, nodes: Array<{ __typename: 'Alert', id: string, kind: AlertKind | null, title: string, path: string, happenedAt: string }> } };

export type SeeNotificationsMutationVariables = Exact<{
  upTo: string | number;
}>;


export type SeeNotificationsMutation = { __typename: 'Mutation', seeNotifications:
    | { __typename: 'NotFound', message: string }
    | { __typename: 'NotificationConnection', unseen: number }
   };

export type AlertTicksSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type AlertTicksSubscription = { alertTicks: { __typename: 'AlertsMoved', latestNotificationId: string | null } };

export type CreateAlertChannelMutationVariables = Exact<{
  input: CreateAlertChannelInput;
}>;


export type CreateAlertChannelMutation = { __typename: 'Mutation', createAlertChannel:
    | { __typename: 'AlertChannelWithSecret', secret: string | null, channel: { __typename: 'AlertChannel', id: string } }
    | { __typename: 'InvalidInput', field: string, message: string }
   };

export type ChangeAlertChannelMutationVariables = Exact<{
  input: ChangeAlertChannelInput;
}>;


export type ChangeAlertChannelMutation = { __typename: 'Mutation', changeAlertChannel:
    | { __typename: 'AlertChannel', id: string }
    | { __typename: 'InvalidInput', field: string, message: string }
    | { __typename: 'NotFound', message: string }
   };

export type RemoveAlertChannelMutationVariables = Exact<{
  channelId: string | number;
}>;


export type RemoveAlertChannelMutation = { __typename: 'Mutation', removeAlertChannel:
    | { __typename: 'AlertChannel', id: string }
    | { __typename: 'InvalidInput', message: string }
    | { __typename: 'NotFound', message: string }
   };

export type RenewAlertSecretMutationVariables = Exact<{
  channelId: string | number;
}>;


export type RenewAlertSecretMutation = { __typename: 'Mutation', renewAlertSecret:
    | { __typename: 'AlertChannelWithSecret', secret: string | null }
    | { __typename: 'InvalidInput', message: string }
    | { __typename: 'NotFound', message: string }
   };

export type SendTestAlertMutationVariables = Exact<{
  channelId: string | number;
}>;


export type SendTestAlertMutation = { __typename: 'Mutation', sendTestAlert:
    | { __typename: 'Alert', id: string }
    | { __typename: 'InvalidInput', message: string }
    | { __typename: 'NotFound', message: string }
   };

export type SendAlertAgainMutationVariables = Exact<{
  alertId: string | number;
}>;


export type SendAlertAgainMutation = { __typename: 'Mutation', sendAlertAgain:
    | { __typename: 'Alert', id: string }
    | { __typename: 'InvalidInput', message: string }
    | { __typename: 'NotFound', message: string }
   };

export type ReplayAlertsMutationVariables = Exact<{
  channelId: string | number;
  after: string;
}>;


export type ReplayAlertsMutation = { __typename: 'Mutation', replayAlerts:
    | { __typename: 'AlertsReplayed', sent: number, more: boolean }
    | { __typename: 'InvalidInput', message: string }
    | { __typename: 'NotFound', message: string }
   };

export type BudgetCard_BudgetFragment = { __typename: 'Budget', id: string, name: string, scope: BudgetScope, scopeValue: string | null, period: BudgetPeriod, timeZone: string, limit: string, thresholds: Array<number>, forecastThresholds: Array<number>, watchesBurn: boolean, measure: BudgetMeasure | null, snoozedUntil: string | null, createdBy: string, rungs: Array<{ __typename: 'BudgetRung', measure: BudgetMeasure, atPercent: number }>, crossings: Array<{ __typename: 'BudgetCrossing', threshold: number, basis: BudgetBasis, at: string, periodStartsAt: string, toldAt: string | null, acknowledgedAt: string | null, acknowledgedBy: string | null }>, standing: { __typename: 'BudgetStanding', periodStartsAt: string, periodEndsAt: string, spent: string, percent: number, top: Array<{ __typename: 'BudgetSpender', id: string, what: string, consumer: string | null, spent: string }>, running: Array<{ __typename: 'BudgetRunning', sessionId: string, what: string, consumer: string | null, pricePerHour: string }>, next: { __typename: 'BudgetNextCrossing', threshold: number, at: string | null } | null, forecast: { __typename: 'BudgetForecast', amount: string, percent: number, running: string, booked: string, asUsual: string } } } & { ' $fragmentName'?: 'BudgetCard_BudgetFragment' };

export type StartRequests_RequestFragment = { __typename: 'StartRequest', id: string, said: string, consumer: string | null, most: string, budgetId: string, askedBy: string, askedAt: string, until: string, state: StartRequestState, decidedBy: string | null, decidedAt: string | null, because: string | null, begunId: string | null } & { ' $fragmentName'?: 'StartRequests_RequestFragment' };

export type PlannedUses_PlanFragment = { __typename: 'PlannedUse', id: string, name: string, gpu: string, region: string | null, gpuCount: number, hoursPerDay: number, line: string, lookedAt: string | null, expected: string | null, low80: string | null, high80: string | null, problem: string | null, overSince: string | null, windows: Array<{ __typename: 'PlannedUseWindow', startsAt: string, endsAt: string, expected: string }> } & { ' $fragmentName'?: 'PlannedUses_PlanFragment' };

export type BudgetsPageQueryVariables = Exact<{ [key: string]: never; }>;


export type BudgetsPageQuery = { __typename: 'Query', viewer: { __typename: 'Viewer', actions: Array<string> }, budgets: Array<(
    { __typename: 'Budget', id: string }
    & { ' $fragmentRefs'?: { 'BudgetCard_BudgetFragment': BudgetCard_BudgetFragment } }
  )>, startRequests: Array<(
    { __typename: 'StartRequest', id: string }
    & { ' $fragmentRefs'?: { 'StartRequests_RequestFragment': StartRequests_RequestFragment } }
  )>, plannedUses: Array<(
    { __typename: 'PlannedUse', id: string }
    & { ' $fragmentRefs'?: { 'PlannedUses_PlanFragment': PlannedUses_PlanFragment } }
  )> };

export type BudgetsTailSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type BudgetsTailSubscription = { budgetChanged:
    | { __typename: 'BudgetsSnapshot', cursor: string, budgets: Array<(
        { __typename: 'Budget', id: string }
        & { ' $fragmentRefs'?: { 'BudgetCard_BudgetFragment': BudgetCard_BudgetFragment } }
      )>, startRequests: Array<(
        { __typename: 'StartRequest', id: string }
        & { ' $fragmentRefs'?: { 'StartRequests_RequestFragment': StartRequests_RequestFragment } }
      )>, plannedUses: Array<(
        { __typename: 'PlannedUse', id: string }
        & { ' $fragmentRefs'?: { 'PlannedUses_PlanFragment': PlannedUses_PlanFragment } }
      )> }
    | { __typename: 'Resync', cursor: string }
   };

export type CreateBudgetMutationVariables = Exact<{
  input: CreateBudgetInput;
}>;


export type CreateBudgetMutation = { __typename: 'Mutation', createBudget:
    | { __typename: 'Budget', id: string }
    | { __typename: 'BudgetLimitOutOfRange', field: string, message: string }
    | { __typename: 'ContradictingBudget', field: string, message: string }
    | { __typename: 'InvalidInput', field: string, message: string }
    | { __typename: 'ThresholdOutOfRange', field: string, message: string }
    | { __typename: 'UnknownBudgetScope', field: string, message: string }
   };

export type ChangeBudgetMutationVariables = Exact<{
  input: ChangeBudgetInput;
}>;


export type ChangeBudgetMutation = { __typename: 'Mutation', changeBudget:
    | { __typename: 'Budget', id: string }
    | { __typename: 'BudgetLimitOutOfRange', field: string, message: string }
    | { __typename: 'ContradictingBudget', field: string, message: string }
    | { __typename: 'InvalidInput', field: string, message: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'ThresholdOutOfRange', field: string, message: string }
   };

export type RemoveBudgetMutationVariables = Exact<{
  budgetId: string | number;
}>;


export type RemoveBudgetMutation = { __typename: 'Mutation', removeBudget:
    | { __typename: 'Budget', id: string }
    | { __typename: 'NotFound', message: string }
   };

export type SimulateBudgetQueryVariables = Exact<{
  input: SimulateBudgetInput;
}>;


export type SimulateBudgetQuery = { __typename: 'Query', simulateBudget: Array<{ __typename: 'BudgetSimulatedRung', measure: BudgetMeasure, atPercent: number, reachedAt: string | null, kept: (
      { __typename: 'BudgetTouched' }
      & { ' $fragmentRefs'?: { 'Touched_ThingsFragment': Touched_ThingsFragment } }
    ), extended: (
      { __typename: 'BudgetTouched' }
      & { ' $fragmentRefs'?: { 'Touched_ThingsFragment': Touched_ThingsFragment } }
    ), ended: (
      { __typename: 'BudgetTouched' }
      & { ' $fragmentRefs'?: { 'Touched_ThingsFragment': Touched_ThingsFragment } }
    ) }> };

export type Touched_ThingsFragment = { __typename: 'BudgetTouched', count: number, some: Array<{ __typename: 'BudgetTouchedThing', id: string, what: string, consumer: string | null }> } & { ' $fragmentName'?: 'Touched_ThingsFragment' };

export type SnoozeBudgetMutationVariables = Exact<{
  budgetId: string | number;
  until?: string | null | undefined;
}>;


export type SnoozeBudgetMutation = { __typename: 'Mutation', snoozeBudget:
    | { __typename: 'Budget', id: string }
    | { __typename: 'InvalidInput', field: string, message: string }
    | { __typename: 'NotFound', message: string }
   };

export type AcknowledgeBudgetMutationVariables = Exact<{
  budgetId: string | number;
}>;


export type AcknowledgeBudgetMutation = { __typename: 'Mutation', acknowledgeBudget:
    | { __typename: 'Budget', id: string }
    | { __typename: 'NotFound', message: string }
   };

export type ApproveStartMutationVariables = Exact<{
  requestId: string | number;
}>;


export type ApproveStartMutation = { __typename: 'Mutation', approveStart:
    | { __typename: 'AlreadyDecided', message: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'StartRequest', id: string, state: StartRequestState, because: string | null, begunId: string | null }
   };

export type DeclineStartMutationVariables = Exact<{
  requestId: string | number;
  because?: string | null | undefined;
}>;


export type DeclineStartMutation = { __typename: 'Mutation', declineStart:
    | { __typename: 'AlreadyDecided', message: string }
    | { __typename: 'InvalidInput', field: string, message: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'StartRequest', id: string }
   };

export type CreatePlannedUseMutationVariables = Exact<{
  input: CreatePlannedUseInput;
}>;


export type CreatePlannedUseMutation = { __typename: 'Mutation', createPlannedUse:
    | { __typename: 'BudgetLimitOutOfRange', field: string, message: string }
    | { __typename: 'InvalidInput', field: string, message: string }
    | { __typename: 'PlannedUse', id: string }
   };

export type RemovePlannedUseMutationVariables = Exact<{
  plannedUseId: string | number;
}>;


export type RemovePlannedUseMutation = { __typename: 'Mutation', removePlannedUse:
    | { __typename: 'NotFound', message: string }
    | { __typename: 'PlannedUse', id: string }
   };

export type CalendarsPageQueryVariables = Exact<{ [key: string]: never; }>;


export type CalendarsPageQuery = { __typename: 'Query', calendarSettings: { __typename: 'CalendarSettings', timeZone: string, confirms: boolean, feeds: Array<(
      { __typename: 'CalendarFeed' }
      & { ' $fragmentRefs'?: { 'FeedList_FeedFragment': FeedList_FeedFragment } }
    )>, google: (
      { __typename: 'GoogleCalendar' }
      & { ' $fragmentRefs'?: { 'GooglePanel_GoogleFragment': GooglePanel_GoogleFragment } }
    ) }, pools: Array<{ __typename: 'Pool', id: string, name: string }> };

export type CalendarStateQueryVariables = Exact<{ [key: string]: never; }>;


export type CalendarStateQuery = { __typename: 'Query', calendarSettings: { __typename: 'CalendarSettings', google: { __typename: 'GoogleCalendar', state: GoogleCalendarState, proposals: Array<{ __typename: 'CalendarProposal', id: string }> } } };

export type OwnComputeEventsQueryVariables = Exact<{ [key: string]: never; }>;


export type OwnComputeEventsQuery = { __typename: 'Query', computeEvents: Array<(
    { __typename: 'ComputeEvent' }
    & { ' $fragmentRefs'?: { 'ComputeEvents_EventFragment': ComputeEvents_EventFragment } }
  )> };

export type ComputeEvents_EventFragment = { __typename: 'ComputeEvent', id: string, title: string, startsAt: string, endsAt: string, gpu: string, gpuCount: number, expected: string | null, atPricesNow: string | null, cheaper: { __typename: 'CheaperStart', startsAt: string, expected: string, saving: string } | null } & { ' $fragmentName'?: 'ComputeEvents_EventFragment' };

export type FeedList_FeedFragment = { __typename: 'CalendarFeed', id: string, name: string, scope: CalendarFeedScope, poolId: string | null, timeZone: string, createdAt: string, rotatedAt: string | null, lastReadAt: string | null, windows: { __typename: 'CalendarWindows', gpu: string, gpuCount: number, hours: number } | null } & { ' $fragmentName'?: 'FeedList_FeedFragment' };

export type GooglePanel_GoogleFragment = { __typename: 'GoogleCalendar', state: GoogleCalendarState, connectedAt: string | null, syncedAt: string | null, problem: string | null, mirrored: number, waiting: number, mirrors: CalendarMirrors, byHand: CalendarByHand, avoidsMeetings: boolean, avoidsNights: boolean, mayReadBusy: boolean, mayReadEvents: boolean, compute: { __typename: 'ComputeRuleType', by: ComputeBy, text: string, gpu: string, gpuCount: number } | null, windows: { __typename: 'CalendarWindows', gpu: string, gpuCount: number, hours: number } | null, proposals: Array<{ __typename: 'CalendarProposal', id: string, reservationId: string, kind: CalendarProposalKind, startsAt: string | null, endsAt: string | null }> } & { ' $fragmentName'?: 'GooglePanel_GoogleFragment' };

export type ChangeCalendarSettingsMutationVariables = Exact<{
  input: ChangeCalendarSettingsInput;
}>;


export type ChangeCalendarSettingsMutation = { __typename: 'Mutation', changeCalendarSettings:
    | { __typename: 'CalendarSettings' }
    | { __typename: 'InvalidInput', message: string }
   };

export type CreateCalendarFeedMutationVariables = Exact<{
  input: CreateCalendarFeedInput;
}>;


export type CreateCalendarFeedMutation = { __typename: 'Mutation', createCalendarFeed:
    | { __typename: 'CalendarFeedWithAddress', address: string }
    | { __typename: 'InvalidInput', message: string, field: string }
    | { __typename: 'NotFound', message: string }
   };

export type RotateCalendarFeedMutationVariables = Exact<{
  feedId: string | number;
}>;


export type RotateCalendarFeedMutation = { __typename: 'Mutation', rotateCalendarFeed:
    | { __typename: 'CalendarFeedWithAddress', address: string }
    | { __typename: 'NotFound', message: string }
   };

export type RevokeCalendarFeedMutationVariables = Exact<{
  feedId: string | number;
}>;


export type RevokeCalendarFeedMutation = { __typename: 'Mutation', revokeCalendarFeed:
    | { __typename: 'CalendarFeed' }
    | { __typename: 'NotFound', message: string }
   };

export type ConnectGoogleCalendarMutationVariables = Exact<{
  input: ConnectGoogleCalendarInput;
}>;


export type ConnectGoogleCalendarMutation = { __typename: 'Mutation', connectGoogleCalendar:
    | { __typename: 'GoogleConsent', url: string }
    | { __typename: 'InvalidInput', message: string }
    | { __typename: 'NotOffered', message: string }
   };

export type DisconnectGoogleCalendarMutationVariables = Exact<{ [key: string]: never; }>;


export type DisconnectGoogleCalendarMutation = { __typename: 'Mutation', disconnectGoogleCalendar:
    | { __typename: 'GoogleCalendar' }
    | { __typename: 'NotFound', message: string }
   };

export type ChangeGoogleCalendarMutationVariables = Exact<{
  input: ChangeGoogleCalendarInput;
}>;


export type ChangeGoogleCalendarMutation = { __typename: 'Mutation', changeGoogleCalendar:
    | { __typename: 'ConsentNeeded', message: string, readBusy: boolean, readEvents: boolean }
    | { __typename: 'GoogleCalendar' }
    | { __typename: 'InvalidInput', message: string, field: string }
    | { __typename: 'NotFound', message: string }
   };

export type DismissCalendarProposalMutationVariables = Exact<{
  proposalId: string | number;
}>;


export type DismissCalendarProposalMutation = { __typename: 'Mutation', dismissCalendarProposal:
    | { __typename: 'CalendarProposal' }
    | { __typename: 'NotFound', message: string }
   };

export type BalanceSplit_CreditsFragment = { __typename: 'Credits', available: string, held: string, pending: string, expiringWithin7Days: string } & { ' $fragmentName'?: 'BalanceSplit_CreditsFragment' };

export type LotList_LotFragment = { __typename: 'CreditLot', id: string, origin: CreditOrigin, reason: string, amount: string, pending: string, available: string, held: string, spent: string, expired: string, rolled: string, rollsOver: string, effectiveAt: string, expiresAt: string } & { ' $fragmentName'?: 'LotList_LotFragment' };

export type BurnDown_PointFragment = { __typename: 'CreditsPoint', at: string, available: string, held: string } & { ' $fragmentName'?: 'BurnDown_PointFragment' };

export type LedgerTable_LineFragment = { __typename: 'StatementLine', id: string, at: string, kind: CreditMovement, amount: string, note: string, actorName: string, subject: string | null, availableChange: string, heldChange: string, pendingChange: string, available: string, held: string } & { ' $fragmentName'?: 'LedgerTable_LineFragment' };

export type LedgerTable_ConnectionFragment = { __typename: 'StatementLineConnection', liveCursor: string, pageInfo: { __typename: 'PageInfo', endCursor: string | null, hasNextPage: boolean }, nodes: Array<(
    { __typename: 'StatementLine' }
    & { ' $fragmentRefs'?: { 'LedgerTable_LineFragment': LedgerTable_LineFragment } }
  )> } & { ' $fragmentName'?: 'LedgerTable_ConnectionFragment' };

export type OwnBills_BillFragment = { __typename: 'OwnBill', purpose: string, amount: string, beganAt: string, billedUntil: string, closedAt: string | null, providerName: string | null, session: { __typename: 'Session', id: string, gpuModel: string, gpuCount: number, consumer: string | null } | null } & { ' $fragmentName'?: 'OwnBills_BillFragment' };

export type OwnBills_ConnectionFragment = { __typename: 'OwnBillConnection', total: string, pageInfo: { __typename: 'PageInfo', endCursor: string | null, hasNextPage: boolean }, nodes: Array<(
    { __typename: 'OwnBill' }
    & { ' $fragmentRefs'?: { 'OwnBills_BillFragment': OwnBills_BillFragment } }
  )> } & { ' $fragmentName'?: 'OwnBills_ConnectionFragment' };

export type MoreOwnBillsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type MoreOwnBillsQuery = { __typename: 'Query', ownBills: (
    { __typename: 'OwnBillConnection' }
    & { ' $fragmentRefs'?: { 'OwnBills_ConnectionFragment': OwnBills_ConnectionFragment } }
  ) };

export type MoreLedgerQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  kinds?: Array<CreditMovement> | CreditMovement | null | undefined;
}>;


export type MoreLedgerQuery = { __typename: 'Query', statement: (
    { __typename: 'StatementLineConnection' }
    & { ' $fragmentRefs'?: { 'LedgerTable_ConnectionFragment': LedgerTable_ConnectionFragment } }
  ) };

export type CreditsAroundQueryVariables = Exact<{
  from: string;
  to: string;
}>;


export type CreditsAroundQuery = { __typename: 'Query', creditLots: { __typename: 'CreditLotConnection', nodes: Array<(
      { __typename: 'CreditLot' }
      & { ' $fragmentRefs'?: { 'LotList_LotFragment': LotList_LotFragment } }
    )> }, creditsCourse: Array<(
    { __typename: 'CreditsPoint' }
    & { ' $fragmentRefs'?: { 'BurnDown_PointFragment': BurnDown_PointFragment } }
  )> };

export type CreditsTailSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type CreditsTailSubscription = { creditsChanged:
    | { __typename: 'CreditsExpiring', cursor: string }
    | { __typename: 'CreditsMoved', cursor: string, line: (
        { __typename: 'StatementLine' }
        & { ' $fragmentRefs'?: { 'LedgerTable_LineFragment': LedgerTable_LineFragment } }
      ), credits: (
        { __typename: 'Credits' }
        & { ' $fragmentRefs'?: { 'BalanceSplit_CreditsFragment': BalanceSplit_CreditsFragment } }
      ) }
    | { __typename: 'CreditsSnapshot', cursor: string, credits: (
        { __typename: 'Credits' }
        & { ' $fragmentRefs'?: { 'BalanceSplit_CreditsFragment': BalanceSplit_CreditsFragment } }
      ) }
    | { __typename: 'Resync', cursor: string }
   };

export type GrantCreditsMutationVariables = Exact<{
  input: GrantCreditsInput;
  idempotencyKey: string;
}>;


export type GrantCreditsMutation = { __typename: 'Mutation', grantCredits:
    | { __typename: 'CreditLot', id: string, amount: string }
    | { __typename: 'IdempotencyKeyInUse', message: string }
    | { __typename: 'IdempotencyKeyReused', message: string }
    | { __typename: 'InvalidInput', field: string, message: string }
    | { __typename: 'NotFound', message: string }
   };

export type StartTopUpMutationVariables = Exact<{
  input: StartTopUpInput;
  idempotencyKey: string;
}>;


export type StartTopUpMutation = { __typename: 'Mutation', startTopUp:
    | { __typename: 'IdempotencyKeyInUse', message: string }
    | { __typename: 'IdempotencyKeyReused', message: string }
    | { __typename: 'InvalidInput', field: string, message: string }
    | { __typename: 'PaymentNotOffered', message: string }
    | { __typename: 'TopUp', id: string, url: string | null }
   };

export type ExplorerReaderQueryVariables = Exact<{ [key: string]: never; }>;


export type ExplorerReaderQuery = { __typename: 'Query', viewer: { __typename: 'Viewer', user: { __typename: 'User', id: string } | null }, account: { __typename: 'Account', id: string } };

export type FleetView_StateFragment = { __typename: 'FleetState', providers: Array<{ __typename: 'FleetAuditProvider', providerId: string, providerName: string, sweptAt: string | null, balance: string | null, balanceLowSince: string | null, listed: number, ours: number, halted: boolean, problem: string | null, problemSince: string | null, believed: number, asked: number, ending: number, orphans: number, orphansLeft: number, destroyTriesMost: number, ownKeys: number, ownKeysFailing: number, onOwnKeys: number }>, differences: Array<{ __typename: 'FleetDifference', machineId: string, providerId: string, providerName: string, externalId: string | null, sessionId: string | null, doubt: FleetDoubt, since: string, destroyTries: number }> } & { ' $fragmentName'?: 'FleetView_StateFragment' };

export type FleetPageQueryVariables = Exact<{ [key: string]: never; }>;


export type FleetPageQuery = { __typename: 'Query', viewer: { __typename: 'Viewer', actions: Array<string> } };

export type FleetQueryVariables = Exact<{ [key: string]: never; }>;


export type FleetQuery = { __typename: 'Query', fleet: (
    { __typename: 'FleetState' }
    & { ' $fragmentRefs'?: { 'FleetView_StateFragment': FleetView_StateFragment } }
  ) };

export type FleetTailSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type FleetTailSubscription = { fleetAuditChanged:
    | { __typename: 'FleetAuditDelta', cursor: string, changed: Array<{ __typename: 'FleetAuditProvider', providerId: string, providerName: string, sweptAt: string | null, balance: string | null, balanceLowSince: string | null, listed: number, ours: number, halted: boolean, problem: string | null, problemSince: string | null, believed: number, asked: number, ending: number, orphans: number, orphansLeft: number, destroyTriesMost: number, ownKeys: number, ownKeysFailing: number, onOwnKeys: number }>, differences: Array<{ __typename: 'FleetDifference', machineId: string, providerId: string, providerName: string, externalId: string | null, sessionId: string | null, doubt: FleetDoubt, since: string, destroyTries: number }> }
    | { __typename: 'FleetAuditSnapshot', cursor: string, providers: Array<{ __typename: 'FleetAuditProvider', providerId: string, providerName: string, sweptAt: string | null, balance: string | null, balanceLowSince: string | null, listed: number, ours: number, halted: boolean, problem: string | null, problemSince: string | null, believed: number, asked: number, ending: number, orphans: number, orphansLeft: number, destroyTriesMost: number, ownKeys: number, ownKeysFailing: number, onOwnKeys: number }>, differences: Array<{ __typename: 'FleetDifference', machineId: string, providerId: string, providerName: string, externalId: string | null, sessionId: string | null, doubt: FleetDoubt, since: string, destroyTries: number }> }
    | { __typename: 'Resync', cursor: string }
   };

export type MarketPicker_SeriesFragment = { __typename: 'PriceSeries', id: string, providerId: string, gpuModel: string, gpuSocket: string | null, region: string | null, kind: PriceKind } & { ' $fragmentName'?: 'MarketPicker_SeriesFragment' };

export type ForecastMarketsQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type ForecastMarketsQuery = { __typename: 'Query', priceSeries: { __typename: 'PriceSeriesConnection', nodes: Array<(
      { __typename: 'PriceSeries' }
      & { ' $fragmentRefs'?: { 'MarketPicker_SeriesFragment': MarketPicker_SeriesFragment } }
    )>, pageInfo: { __typename: 'PageInfo', endCursor: string | null, hasNextPage: boolean } } };

export type ForecastProvidersQueryVariables = Exact<{ [key: string]: never; }>;


export type ForecastProvidersQuery = { __typename: 'Query', providers: Array<{ __typename: 'Provider', id: string, name: string }> };

export type ForecastScoreFiguresFragment = { __typename: 'ForecastScore', hours: number, forecasts: number, mape: number | null, naiveMape: number | null, band: ForecastBand | null, skill: number | null, coverage80: number | null, coverage95: number | null, width80: number | null, width95: number | null } & { ' $fragmentName'?: 'ForecastScoreFiguresFragment' };

export type ForecastChart_ForecastFragment = { __typename: 'Forecast', id: string, issuedAt: string, cutOffAt: string, model: string, replayed: boolean, naive: string, at: Array<string>, median: Array<string>, quantiles: Array<{ __typename: 'ForecastQuantile', level: number, prices: Array<string>, shown: Array<string> }> } & { ' $fragmentName'?: 'ForecastChart_ForecastFragment' };

export type ForecastPageQueryVariables = Exact<{
  seriesId: string | number;
  pastAt: string;
  from: string;
  to: string;
}>;


export type ForecastPageQuery = { __typename: 'Query', forecast:
    | (
      { __typename: 'Forecast', isStale: boolean, historyHours: number, verdict: ForecastVerdict, verdictBecause: string, showsNaive: boolean, notes: Array<{ __typename: 'ForecastNote', kind: string, count: number, text: string }>, record: (
        { __typename: 'ForecastScore' }
        & { ' $fragmentRefs'?: { 'ForecastScoreFiguresFragment': ForecastScoreFiguresFragment } }
      ), replayedRecord: (
        { __typename: 'ForecastScore' }
        & { ' $fragmentRefs'?: { 'ForecastScoreFiguresFragment': ForecastScoreFiguresFragment } }
      ) }
      & { ' $fragmentRefs'?: { 'ForecastChart_ForecastFragment': ForecastChart_ForecastFragment } }
    )
    | { __typename: 'InvalidInput', message: string }
    | { __typename: 'NotEnoughHistory', message: string, have: number, need: number }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'UnknownGpu', message: string }
  , past:
    | (
      { __typename: 'Forecast' }
      & { ' $fragmentRefs'?: { 'ForecastChart_ForecastFragment': ForecastChart_ForecastFragment } }
    )
    | { __typename: 'InvalidInput' }
    | { __typename: 'NotEnoughHistory' }
    | { __typename: 'NotFound' }
    | { __typename: 'UnknownGpu' }
  , priceHistory:
    | { __typename: 'InvalidInput' }
    | { __typename: 'PriceHistory', series: Array<{ __typename: 'PricedSeries', points: Array<{ __typename: 'PricePoint', at: string, median: string | null }> }> }
    | { __typename: 'TooManyPoints' }
    | { __typename: 'UnknownGpu' }
   };

export type ForecastTailSubscriptionVariables = Exact<{
  seriesIds?: Array<string | number> | string | number | null | undefined;
  after?: string | null | undefined;
}>;


export type ForecastTailSubscription = { forecastChanged:
    | { __typename: 'ForecastHappened', cursor: string, event: ForecastEvent, at: string, summary: string }
    | { __typename: 'ForecastsSnapshot', cursor: string }
    | { __typename: 'Resync', cursor: string }
   };

export type ForecastScorecardQueryVariables = Exact<{
  days: number;
  replayed: boolean;
  filter?: ForecastScoreFilter | null | undefined;
}>;


export type ForecastScorecardQuery = { __typename: 'Query', forecastScores: { __typename: 'ForecastScorecard', since: string, replayed: boolean, series: number, overall: (
      { __typename: 'ForecastScore', pinball: number | null, reliability: Array<{ __typename: 'ForecastReliability', level: number, below: number, atMost: number }> }
      & { ' $fragmentRefs'?: { 'ForecastScoreFiguresFragment': ForecastScoreFiguresFragment } }
    ), byGpu: Array<{ __typename: 'ForecastScoreLine', name: string, score: (
        { __typename: 'ForecastScore' }
        & { ' $fragmentRefs'?: { 'ForecastScoreFiguresFragment': ForecastScoreFiguresFragment } }
      ) }>, byProvider: Array<{ __typename: 'ForecastScoreLine', name: string, score: (
        { __typename: 'ForecastScore' }
        & { ' $fragmentRefs'?: { 'ForecastScoreFiguresFragment': ForecastScoreFiguresFragment } }
      ) }>, byKind: Array<{ __typename: 'ForecastScoreLine', name: string, score: (
        { __typename: 'ForecastScore' }
        & { ' $fragmentRefs'?: { 'ForecastScoreFiguresFragment': ForecastScoreFiguresFragment } }
      ) }>, byHorizon: Array<{ __typename: 'ForecastHorizonScore', day: number, score: (
        { __typename: 'ForecastScore' }
        & { ' $fragmentRefs'?: { 'ForecastScoreFiguresFragment': ForecastScoreFiguresFragment } }
      ) }> } };

export type ForecastDefaultQueryVariables = Exact<{ [key: string]: never; }>;


export type ForecastDefaultQuery = { __typename: 'Query', forecast:
    | { __typename: 'Forecast', id: string, series: { __typename: 'PriceSeries', id: string } }
    | { __typename: 'InvalidInput' }
    | { __typename: 'NotEnoughHistory' }
    | { __typename: 'NotFound' }
    | { __typename: 'UnknownGpu' }
   };

export type BestWindowFragment = { __typename: 'PriceWindow', startsAt: string, endsAt: string, expected: string, low80: string, high80: string, saving: string, savingPercent: number, risk: number | null, offersNow: number, offerId: string | null, because: string, series: { __typename: 'PriceSeries', id: string, providerId: string, region: string | null } } & { ' $fragmentName'?: 'BestWindowFragment' };

export type BestWindowsQueryVariables = Exact<{
  input: BestWindowsInput;
}>;


export type BestWindowsQuery = { __typename: 'Query', bestWindows:
    | { __typename: 'BestWindows', windows: Array<(
        { __typename: 'PriceWindow' }
        & { ' $fragmentRefs'?: { 'BestWindowFragment': BestWindowFragment } }
      )>, startNow: (
        { __typename: 'PriceWindow' }
        & { ' $fragmentRefs'?: { 'BestWindowFragment': BestWindowFragment } }
      ) | null }
    | { __typename: 'InvalidInput', message: string }
    | { __typename: 'NotEnoughHistory', message: string }
    | { __typename: 'UnknownGpu', message: string }
   };

export type StandingOrder_JobFragment = { __typename: 'FlexibleJob', id: string, createdAt: string, gpuModel: string, gpuSocket: string | null, gpuCount: number, region: string | null, hours: number, deadlineAt: string, freezeAt: string, budget: string, consumer: string | null, state: FlexibleJobState, because: string, sessionId: string | null, reservationId: string | null, saveMinutes: number | null, startedAt: string | null, startedPricePerHour: string | null, lookedAt: string | null, setUp: { __typename: 'MachineSetUp', hasStartScript: boolean, envNames: Array<string>, ports: Array<number> } | null, looks: Array<{ __typename: 'FlexibleJobLook', at: string, pricePerHour: string | null, decision: FlexibleJobDecision, because: string }>, regret: { __typename: 'FlexibleJobRegret', bestPerHour: string, bestAt: string, atOnce: string, best: string, did: string, regret: string } | null } & { ' $fragmentName'?: 'StandingOrder_JobFragment' };

export type StandingOrdersQueryVariables = Exact<{ [key: string]: never; }>;


export type StandingOrdersQuery = { __typename: 'Query', flexibleJobs: { __typename: 'FlexibleJobConnection', liveCursor: string, nodes: Array<(
      { __typename: 'FlexibleJob' }
      & { ' $fragmentRefs'?: { 'StandingOrder_JobFragment': StandingOrder_JobFragment } }
    )> } };

export type StandingOrdersTailSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type StandingOrdersTailSubscription = { flexibleJobChanged:
    | { __typename: 'FlexibleJobsDelta', cursor: string }
    | { __typename: 'FlexibleJobsSnapshot', cursor: string }
    | { __typename: 'Resync', cursor: string }
   };

export type ScheduleFlexibleJobMutationVariables = Exact<{
  input: ScheduleFlexibleJobInput;
  idempotencyKey: string;
}>;


export type ScheduleFlexibleJobMutation = { __typename: 'Mutation', scheduleFlexibleJob:
    | { __typename: 'FlexibleJobScheduled', job: (
        { __typename: 'FlexibleJob' }
        & { ' $fragmentRefs'?: { 'StandingOrder_JobFragment': StandingOrder_JobFragment } }
      ) }
    | { __typename: 'IdempotencyKeyInUse', message: string }
    | { __typename: 'IdempotencyKeyReused', message: string }
    | { __typename: 'InsufficientCredits', message: string }
    | { __typename: 'InvalidInput', field: string, message: string }
    | { __typename: 'KeyCeilingReached', message: string }
    | { __typename: 'UnknownGpu', message: string }
   };

export type CancelFlexibleJobMutationVariables = Exact<{
  flexibleJobId: string | number;
}>;


export type CancelFlexibleJobMutation = { __typename: 'Mutation', cancelFlexibleJob:
    | (
      { __typename: 'FlexibleJob' }
      & { ' $fragmentRefs'?: { 'StandingOrder_JobFragment': StandingOrder_JobFragment } }
    )
    | { __typename: 'NotAllowed', message: string }
    | { __typename: 'NotFound', message: string }
   };

export type ForecastPoolsQueryVariables = Exact<{
  gpuModel: string;
}>;


export type ForecastPoolsQuery = { __typename: 'Query', pools: Array<{ __typename: 'Pool', id: string, isOpen: boolean }> };

export type OfferRow_OfferFragment = { __typename: 'Offer', id: string, kind: OfferKind, gpuCount: number, region: string, country: string | null, pricePerGpuHour: string, previousPricePerGpuHour: string | null, priceChangedAt: string, pricePerHour: string, allInPricePerHour: string, reliability: number | null, suppressedUntil: string | null, verified: boolean, datacenter: boolean, vcpus: number, ramGb: number, diskGb: number, cudaVersion: string | null, networkDownMbps: number | null, networkUpMbps: number | null, maxDurationHours: number | null, firstSeenAt: string, observedAt: string, gpu: { __typename: 'Gpu', model: string, rawName: string, socket: string | null, vramGb: number }, provider: { __typename: 'Provider', id: string, name: string, lastListedAt: string | null }, availability: { __typename: 'Availability', score: number | null, sampleCount: number, basis: AvailabilityBasis | null, unknownBecause: string | null } } & { ' $fragmentName'?: 'OfferRow_OfferFragment' };

export type OffersMarket_ConnectionFragment = { __typename: 'OfferConnection', text: string | null, totalCount: number, liveCursor: string, pageInfo: { __typename: 'PageInfo', endCursor: string | null, hasNextPage: boolean }, nodes: Array<(
    { __typename: 'Offer' }
    & { ' $fragmentRefs'?: { 'OfferRow_OfferFragment': OfferRow_OfferFragment } }
  )> } & { ' $fragmentName'?: 'OffersMarket_ConnectionFragment' };

export type OffersListQueryVariables = Exact<{
  filter?: OfferFilter | null | undefined;
  sort?: Array<OfferSort> | OfferSort | null | undefined;
  first: number;
  after?: string | null | undefined;
  diskGb: number;
}>;


export type OffersListQuery = { __typename: 'Query', offers: (
    { __typename: 'OfferConnection' }
    & { ' $fragmentRefs'?: { 'OffersMarket_ConnectionFragment': OffersMarket_ConnectionFragment } }
  ) };

export type OffersAroundQueryVariables = Exact<{
  filter?: OfferFilter | null | undefined;
}>;


export type OffersAroundQuery = (
  { __typename: 'Query' }
  & { ' $fragmentRefs'?: { 'OfferFilters_QueryFragment': OfferFilters_QueryFragment;'SupplyLadder_QueryFragment': SupplyLadder_QueryFragment;'ProviderStrip_QueryFragment': ProviderStrip_QueryFragment } }
);

export type OfferFilters_QueryFragment = { __typename: 'Query', around: { __typename: 'OfferConnection', facets: { __typename: 'OfferFacets', gpuModels: Array<{ __typename: 'Facet', value: string, count: number }>, gpuSockets: Array<{ __typename: 'Facet', value: string, count: number }>, countries: Array<{ __typename: 'Facet', value: string, count: number }>, providers: Array<{ __typename: 'Facet', value: string, count: number }> } }, providers: Array<{ __typename: 'Provider', id: string, name: string }> } & { ' $fragmentName'?: 'OfferFilters_QueryFragment' };

export type SupplyLadder_QueryFragment = { __typename: 'Query', supply: { __typename: 'OfferConnection', totalCount: number, nodes: Array<{ __typename: 'Offer', id: string, pricePerGpuHour: string, gpuCount: number }> } } & { ' $fragmentName'?: 'SupplyLadder_QueryFragment' };

export type ProviderStrip_QueryFragment = { __typename: 'Query', providers: Array<{ __typename: 'Provider', id: string, name: string, state: ProviderState, offerCount: number, lastListedAt: string | null, lastError: string | null, lastErrorAt: string | null }> } & { ' $fragmentName'?: 'ProviderStrip_QueryFragment' };

export type ProviderTicksSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type ProviderTicksSubscription = { providerTicks: Array<{ __typename: 'Provider', id: string, name: string, state: ProviderState, offerCount: number, lastListedAt: string | null, lastError: string | null, lastErrorAt: string | null }> };

export type OffersTailSubscriptionVariables = Exact<{
  filter?: OfferFilter | null | undefined;
  diskGb: number;
  after?: string | null | undefined;
}>;


export type OffersTailSubscription = { offersChanged:
    | { __typename: 'OffersDelta', cursor: string, totalCount: number, withdrawn: Array<string>, changed: Array<(
        { __typename: 'Offer' }
        & { ' $fragmentRefs'?: { 'OfferRow_OfferFragment': OfferRow_OfferFragment } }
      )> }
    | { __typename: 'OffersSnapshot', cursor: string }
    | { __typename: 'Resync', cursor: string }
   };

export type OfferSheetQueryVariables = Exact<{
  id: string | number;
  diskGb: number;
}>;


export type OfferSheetQuery = { __typename: 'Query', offer: { __typename: 'Offer', id: string, state: OfferState, kind: OfferKind, gpuCount: number, region: string, country: string | null, datacenter: boolean, verified: boolean, reliability: number | null, pricePerGpuHour: string, previousPricePerGpuHour: string | null, priceChangedAt: string, pricePerHour: string, diskPricePerGbMonth: string, trafficUpPerGb: string | null, trafficDownPerGb: string | null, suppressedUntil: string | null, confidence: number, staleBecause: string | null, vcpus: number, ramGb: number, diskGb: number, cudaVersion: string | null, networkDownMbps: number | null, networkUpMbps: number | null, maxDurationHours: number | null, firstSeenAt: string, observedAt: string, gpu: { __typename: 'Gpu', model: string, rawName: string, socket: string | null, vramGb: number }, provider: { __typename: 'Provider', id: string, name: string }, allIn: { __typename: 'AllInPrice', pricePerHour: string, pricePerGpuHour: string, parts: Array<{ __typename: 'AllInPricePart', of: PricePart, pricePerHour: string }> }, availability: { __typename: 'Availability', score: number | null, sampleCount: number, basis: AvailabilityBasis | null, unknownBecause: string | null } } | null };

export type OfferComparisonQueryVariables = Exact<{
  diskGb: number;
  first: string | number;
  second: string | number;
  third: string | number;
  fourth: string | number;
  hasSecond: boolean;
  hasThird: boolean;
  hasFourth: boolean;
}>;


export type OfferComparisonQuery = { __typename: 'Query', first: (
    { __typename: 'Offer' }
    & { ' $fragmentRefs'?: { 'ComparedOffer_OfferFragment': ComparedOffer_OfferFragment } }
  ) | null, second?: (
    { __typename: 'Offer' }
    & { ' $fragmentRefs'?: { 'ComparedOffer_OfferFragment': ComparedOffer_OfferFragment } }
  ) | null, third?: (
    { __typename: 'Offer' }
    & { ' $fragmentRefs'?: { 'ComparedOffer_OfferFragment': ComparedOffer_OfferFragment } }
  ) | null, fourth?: (
    { __typename: 'Offer' }
    & { ' $fragmentRefs'?: { 'ComparedOffer_OfferFragment': ComparedOffer_OfferFragment } }
  ) | null };

export type ComparedOffer_OfferFragment = (
  { __typename: 'Offer', state: OfferState, diskPricePerGbMonth: string }
  & { ' $fragmentRefs'?: { 'OfferRow_OfferFragment': OfferRow_OfferFragment } }
) & { ' $fragmentName'?: 'ComparedOffer_OfferFragment' };

export type OfferSearchFragment = { __typename: 'OfferSearch', text: string, filter: { __typename: 'OfferTerms', allInDiskGb: number | null, availabilityMin: number | null, includeSuppressed: boolean | null, allInPricePerGpuHourMax: string | null, allInPricePerHourMax: string | null, consumerOnly: boolean | null, countries: Array<string> | null, cudaMin: string | null, datacenterOnly: boolean | null, diskGbMin: number | null, gpuCount: number | null, gpuCountMax: number | null, gpuCountMin: number | null, gpuModels: Array<string> | null, gpuSockets: Array<string> | null, kinds: Array<OfferKind> | null, maxDurationHoursMin: number | null, networkDownMbpsMin: number | null, networkUpMbpsMin: number | null, pricePerGpuHourMax: string | null, pricePerGpuHourMin: string | null, providers: Array<string> | null, ramGbMin: number | null, regions: Array<string> | null, reliabilityMin: number | null, totalVramGbMin: number | null, vcpusMin: number | null, verifiedOnly: boolean | null, vramGbMax: number | null, vramGbMin: number | null }, sort: Array<{ __typename: 'OfferSortTerm', field: OfferSortField, direction: SortDirection }> } & { ' $fragmentName'?: 'OfferSearchFragment' };

export type ReadSearchLineQueryVariables = Exact<{
  text: string;
}>;


export type ReadSearchLineQuery = { __typename: 'Query', parseOfferSearch:
    | { __typename: 'InvalidInput', message: string }
    | (
      { __typename: 'OfferSearch' }
      & { ' $fragmentRefs'?: { 'OfferSearchFragment': OfferSearchFragment } }
    )
    | { __typename: 'SearchNotUnderstood', message: string, word: string, meant: Array<string> }
    | { __typename: 'UnknownGpu', message: string, gpu: string, nearest: Array<string> }
   };

export type MarketTrendsQueryVariables = Exact<{
  gpuModels: Array<string> | string;
  after?: string | null | undefined;
}>;


export type MarketTrendsQuery = { __typename: 'Query', priceSeries: { __typename: 'PriceSeriesConnection', nodes: Array<(
      { __typename: 'PriceSeries' }
      & { ' $fragmentRefs'?: { 'MarketTrendFragment': MarketTrendFragment } }
    )>, pageInfo: { __typename: 'PageInfo', endCursor: string | null, hasNextPage: boolean } } };

export type MarketTrendFragment = { __typename: 'PriceSeries', id: string, providerId: string, gpuModel: string, gpuSocket: string | null, kind: PriceKind, sparkline: { __typename: 'Sparkline', from: string, to: string, stepHours: number, at: Array<string>, medians: Array<string>, changePercent: number | null }, forecast: { __typename: 'ForecastLine', cutOffAt: string, stepHours: number, medians: Array<string>, low: Array<string>, high: Array<string>, changePercent: number, verdict: ForecastVerdict, showsNaive: boolean } | null } & { ' $fragmentName'?: 'MarketTrendFragment' };

export type MarketHistoryQueryVariables = Exact<{
  filter: PriceSeriesFilter;
  from: string;
  to: string;
  step: PriceStep;
}>;


export type MarketHistoryQuery = { __typename: 'Query', priceHistory:
    | { __typename: 'InvalidInput', message: string }
    | { __typename: 'PriceHistory', series: Array<{ __typename: 'PricedSeries', series: { __typename: 'PriceSeries', id: string, kind: PriceKind }, points: Array<{ __typename: 'PricePoint', at: string, low: string | null, median: string | null, high: string | null, count: number }> }> }
    | { __typename: 'TooManyPoints', message: string }
    | { __typename: 'UnknownGpu', message: string }
   };

export type ExplainSearchQueryVariables = Exact<{
  filter?: OfferFilter | null | undefined;
}>;


export type ExplainSearchQuery = { __typename: 'Query', offerSearchExplained: { __typename: 'OfferSearchExplained', listedCount: number, constraints: Array<{ __typename: 'SearchConstraint', word: string, removedCount: number }>, relaxations: Array<{ __typename: 'SearchRelaxation', says: string, offerCount: number, pricePerGpuHour: string, text: string | null }> } };

export type HeldPriceFragment = { __typename: 'HeldOffer', id: string, pricePerHour: string, expiresAt: string, offer: { __typename: 'Offer', id: string } } & { ' $fragmentName'?: 'HeldPriceFragment' };

export type HeldOffersQueryVariables = Exact<{ [key: string]: never; }>;


export type HeldOffersQuery = { __typename: 'Query', heldOffers: Array<(
    { __typename: 'HeldOffer' }
    & { ' $fragmentRefs'?: { 'HeldPriceFragment': HeldPriceFragment } }
  )> };

export type HoldOfferMutationVariables = Exact<{
  input: HoldOfferInput;
  idempotencyKey: string;
}>;


export type HoldOfferMutation = { __typename: 'Mutation', holdOffer:
    | { __typename: 'IdempotencyKeyInUse', message: string }
    | { __typename: 'IdempotencyKeyReused', message: string }
    | { __typename: 'InvalidInput', message: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'OfferGone', message: string }
    | { __typename: 'OfferHeld', token: string, heldOffer: (
        { __typename: 'HeldOffer' }
        & { ' $fragmentRefs'?: { 'HeldPriceFragment': HeldPriceFragment } }
      ) }
    | { __typename: 'TooManyHeldOffers', message: string }
   };

export type ReleaseHeldOfferMutationVariables = Exact<{
  heldOfferId: string | number;
}>;


export type ReleaseHeldOfferMutation = { __typename: 'Mutation', releaseHeldOffer:
    | { __typename: 'HeldOffer', id: string, state: HeldOfferState }
    | { __typename: 'HeldOfferOver', message: string }
    | { __typename: 'NotFound', message: string }
   };

export type PriceWatch_WatchFragment = { __typename: 'PriceWatch', id: string, gpuModel: string, gpuSocket: string | null, gpuCount: number, kind: OfferKind, country: string | null, pricePerGpuHour: string, state: PriceWatchState, firedAt: string | null, firedPricePerGpuHour: string | null } & { ' $fragmentName'?: 'PriceWatch_WatchFragment' };

export type PriceWatchesQueryVariables = Exact<{ [key: string]: never; }>;


export type PriceWatchesQuery = { __typename: 'Query', priceWatches: Array<(
    { __typename: 'PriceWatch' }
    & { ' $fragmentRefs'?: { 'PriceWatch_WatchFragment': PriceWatch_WatchFragment } }
  )> };

export type CreatePriceWatchMutationVariables = Exact<{
  input: CreatePriceWatchInput;
}>;


export type CreatePriceWatchMutation = { __typename: 'Mutation', createPriceWatch:
    | { __typename: 'InvalidInput', field: string, message: string }
    | { __typename: 'PriceWatch', id: string }
    | { __typename: 'UnknownGpu', message: string }
   };

export type RemovePriceWatchMutationVariables = Exact<{
  priceWatchId: string | number;
}>;


export type RemovePriceWatchMutation = { __typename: 'Mutation', removePriceWatch:
    | { __typename: 'NotFound', message: string }
    | { __typename: 'PriceWatch', id: string }
   };

export type PriceWatchTailSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type PriceWatchTailSubscription = { priceWatchChanged:
    | { __typename: 'PriceWatchHappened', cursor: string, event: PriceWatchEvent, wish: string, pricePerGpuHour: string | null }
    | { __typename: 'PriceWatchesStarted', cursor: string }
    | { __typename: 'Resync', cursor: string }
   };

export type PoolRow_PoolFragment = { __typename: 'Pool', id: string, name: string, gpuModel: string, region: string, gpus: number, isOpen: boolean, backing: PoolBacking, pricePerGpuHour: string, horizonDays: number, leadMinutes: number, giveUpMinutes: number, freeCancelHours: number, cancelShareBp: number, handBackShareBp: number, rules: Array<{ __typename: 'PoolRule', id: string, label: string, shareBp: number }> } & { ' $fragmentName'?: 'PoolRow_PoolFragment' };

export type Closure_ClosureFragment = { __typename: 'PoolClosure', id: string, kind: ClosureKind, gpus: number, startsAt: string, endsAt: string, reason: string } & { ' $fragmentName'?: 'Closure_ClosureFragment' };

export type PoolsOfOperatorsQueryVariables = Exact<{ [key: string]: never; }>;


export type PoolsOfOperatorsQuery = { __typename: 'Query', pools: Array<(
    { __typename: 'Pool' }
    & { ' $fragmentRefs'?: { 'PoolRow_PoolFragment': PoolRow_PoolFragment } }
  )> };

export type PoolSettingsQueryVariables = Exact<{
  poolId: string | number;
}>;


export type PoolSettingsQuery = { __typename: 'Query', poolSettings: { __typename: 'PoolSettings', leastPerGpuHour: string, marginBp: number | null, providers: Array<string>, hosts: Array<string>, buyCapPerGpuHour: string, closures: Array<(
      { __typename: 'PoolClosure' }
      & { ' $fragmentRefs'?: { 'Closure_ClosureFragment': Closure_ClosureFragment } }
    )> } | null };

export type CreatePoolMutationVariables = Exact<{
  input: CreatePoolInput;
}>;


export type CreatePoolMutation = { __typename: 'Mutation', createPool:
    | { __typename: 'InvalidInput', message: string, field: string }
    | { __typename: 'Pool', id: string }
   };

export type InTheWay_RefusalFragment = { __typename: 'PromisedAlready', message: string, inTheWay: Array<{ __typename: 'ReservationInTheWay', id: string, gpus: number, startsAt: string, endsAt: string }> } & { ' $fragmentName'?: 'InTheWay_RefusalFragment' };

export type ChangePoolMutationVariables = Exact<{
  poolId: string | number;
  input: ChangePoolInput;
}>;


export type ChangePoolMutation = { __typename: 'Mutation', changePool:
    | { __typename: 'InvalidInput', message: string, field: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'Pool', id: string, isOpen: boolean }
    | (
      { __typename: 'PromisedAlready', message: string }
      & { ' $fragmentRefs'?: { 'InTheWay_RefusalFragment': InTheWay_RefusalFragment } }
    )
   };

export type ClosePoolMutationVariables = Exact<{
  input: ClosePoolInput;
}>;


export type ClosePoolMutation = { __typename: 'Mutation', closePool:
    | { __typename: 'InvalidInput', message: string, field: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'PoolClosure', id: string }
    | (
      { __typename: 'PromisedAlready', message: string }
      & { ' $fragmentRefs'?: { 'InTheWay_RefusalFragment': InTheWay_RefusalFragment } }
    )
   };

export type OpenPoolMutationVariables = Exact<{
  closureId: string | number;
}>;


export type OpenPoolMutation = { __typename: 'Mutation', openPool:
    | { __typename: 'NotFound', message: string }
    | { __typename: 'PoolClosure', id: string }
   };

export type PoolChoice_PoolFragment = { __typename: 'Pool', id: string, name: string, gpuModel: string, region: string, gpus: number, isOpen: boolean, pricePerGpuHour: string, horizonDays: number, freeCancelHours: number, cancelShareBp: number } & { ' $fragmentName'?: 'PoolChoice_PoolFragment' };

export type ReservationCard_ReservationFragment = { __typename: 'Reservation', id: string, state: ReservationState, label: string | null, consumer: string | null, gpus: number, startsAt: string, endsAt: string, total: string, shortSince: string | null, parts: Array<{ __typename: 'ReservationPart', gpus: number, startsAt: string, endsAt: string }>, pool: { __typename: 'Pool', id: string, name: string, gpuModel: string } } & { ' $fragmentName'?: 'ReservationCard_ReservationFragment' };

export type PriceLines_LineFragment = { __typename: 'PriceLine', kind: PriceLineKind, label: string, shareBp: number | null, amount: string } & { ' $fragmentName'?: 'PriceLines_LineFragment' };

export type ReservationsPageQueryVariables = Exact<{
  from: string;
  to: string;
}>;


export type ReservationsPageQuery = { __typename: 'Query', account: { __typename: 'Account', id: string, plan: Plan }, viewer: { __typename: 'Viewer', actions: Array<string> }, credits: { __typename: 'Credits', available: string }, pools: Array<(
    { __typename: 'Pool' }
    & { ' $fragmentRefs'?: { 'PoolChoice_PoolFragment': PoolChoice_PoolFragment } }
  )>, reservationsBetween: Array<(
    { __typename: 'Reservation' }
    & { ' $fragmentRefs'?: { 'ReservationCard_ReservationFragment': ReservationCard_ReservationFragment } }
  )> };

export type ReservationsInWindowQueryVariables = Exact<{
  from: string;
  to: string;
}>;


export type ReservationsInWindowQuery = { __typename: 'Query', credits: { __typename: 'Credits', available: string }, reservationsBetween: Array<(
    { __typename: 'Reservation' }
    & { ' $fragmentRefs'?: { 'ReservationCard_ReservationFragment': ReservationCard_ReservationFragment } }
  )> };

export type AvailabilityTailSubscriptionVariables = Exact<{
  from: string;
  to: string;
  stepMinutes: number;
  after?: string | null | undefined;
}>;


export type AvailabilityTailSubscription = { availabilityChanged:
    | { __typename: 'AvailabilityUpdate', cursor: string, availability: { __typename: 'FreeCapacity', from: string, stepMinutes: number, pools: Array<{ __typename: 'PoolAvailability', free: Array<number>, pool: { __typename: 'Pool', id: string }, closures: Array<{ __typename: 'PoolClosure', id: string, kind: ClosureKind, gpus: number, startsAt: string, endsAt: string, reason: string }> }> } }
    | { __typename: 'Resync', cursor: string }
   };

export type ReservationsTailSubscriptionVariables = Exact<{
  reservationId?: string | number | null | undefined;
  after?: string | null | undefined;
}>;


export type ReservationsTailSubscription = { reservationChanged:
    | { __typename: 'ReservationsDelta', cursor: string }
    | { __typename: 'ReservationsSnapshot', cursor: string }
    | { __typename: 'Resync', cursor: string }
   };

export type ReservationPriceQueryVariables = Exact<{
  poolId: string | number;
  gpus: number;
  startsAt: string;
  endsAt: string;
}>;


export type ReservationPriceQuery = { __typename: 'Query', reservationPrice:
    | { __typename: 'InvalidInput', message: string, field: string }
    | { __typename: 'NotEnoughFree', available: number, message: string, alternatives: Array<{ __typename: 'TimeWindow', startsAt: string, endsAt: string }> }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'PoolClosed', message: string }
    | { __typename: 'ReservationPrice', total: string, perGpuHour: string, onDemandTotal: string, freeCancelUntil: string, laterCancelCost: string, lines: Array<(
        { __typename: 'PriceLine' }
        & { ' $fragmentRefs'?: { 'PriceLines_LineFragment': PriceLines_LineFragment } }
      )> }
   };

export type QuoteReservationMutationVariables = Exact<{
  input: QuoteReservationInput;
  replaces?: string | number | null | undefined;
}>;


export type QuoteReservationMutation = { __typename: 'Mutation', quoteReservation:
    | { __typename: 'InvalidInput', message: string, field: string }
    | { __typename: 'NotEnoughFree', message: string, alternatives: Array<{ __typename: 'TimeWindow', startsAt: string, endsAt: string }> }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'PlanNeeded', message: string }
    | { __typename: 'PoolClosed', message: string }
    | { __typename: 'Reservation', id: string, heldUntil: string | null, total: string, perGpuHour: string, onDemandTotal: string, freeCancelUntil: string, cancelCost: string | null, startsAt: string, endsAt: string, gpus: number, lines: Array<(
        { __typename: 'PriceLine' }
        & { ' $fragmentRefs'?: { 'PriceLines_LineFragment': PriceLines_LineFragment } }
      )>, pool: { __typename: 'Pool', id: string, name: string, cancelShareBp: number } }
    | { __typename: 'TooManyQuotes', message: string }
   };

export type ReleaseQuoteMutationVariables = Exact<{
  quoteId: string | number;
}>;


export type ReleaseQuoteMutation = { __typename: 'Mutation', releaseQuote:
    | { __typename: 'NotFound', message: string }
    | { __typename: 'Reservation', id: string, state: ReservationState }
   };

export type CreateReservationMutationVariables = Exact<{
  input: CreateReservationInput;
  idempotencyKey: string;
}>;


export type CreateReservationMutation = { __typename: 'Mutation', createReservation:
    | { __typename: 'ApprovalRequired', message: string }
    | { __typename: 'IdempotencyKeyInUse', message: string }
    | { __typename: 'IdempotencyKeyReused', message: string }
    | { __typename: 'InsufficientCredits', message: string }
    | { __typename: 'InvalidInput', message: string }
    | { __typename: 'KeyCeilingReached', message: string }
    | { __typename: 'NotEnoughFree', message: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'PlanNeeded', message: string }
    | { __typename: 'PoolClosed', message: string }
    | { __typename: 'QuoteOver', message: string }
    | { __typename: 'Reservation', id: string, state: ReservationState }
    | { __typename: 'StartsBlocked', message: string }
    | { __typename: 'TotalChanged', message: string }
   };

export type ReservationView_ReservationFragment = (
  { __typename: 'Reservation', seriesId: string | null, perGpuHour: string, onDemandTotal: string, spent: string, credited: string, freeCancelUntil: string, cancelCost: string | null, readyAt: string | null, endedAt: string | null, reason: string | null, createdAt: string, image: string, diskGb: number, saveMinutes: number | null, setUp: { __typename: 'MachineSetUp', hasStartScript: boolean, envNames: Array<string>, ports: Array<number> } | null, ending: { __typename: 'ReservationEnding', endsAt: string, next: AfterEnd, extension: { __typename: 'ReservationExtension', endsAt: string, total: string, difference: string } | null, alternatives: Array<{ __typename: 'ReservationAlternative', startsAt: string, endsAt: string, pool: { __typename: 'Pool', id: string, name: string } }> } | null, lines: Array<(
    { __typename: 'PriceLine' }
    & { ' $fragmentRefs'?: { 'PriceLines_LineFragment': PriceLines_LineFragment } }
  )>, pool: { __typename: 'Pool', id: string, region: string, cancelShareBp: number, handBackShareBp: number, leadMinutes: number }, sessions: Array<{ __typename: 'Session', id: string, state: SessionState, gpuCount: number, gpuModel: string, endsAt: string | null }> }
  & { ' $fragmentRefs'?: { 'ReservationCard_ReservationFragment': ReservationCard_ReservationFragment } }
) & { ' $fragmentName'?: 'ReservationView_ReservationFragment' };

export type ReservationPageQueryVariables = Exact<{
  id: string | number;
}>;


export type ReservationPageQuery = { __typename: 'Query', reservation: (
    { __typename: 'Reservation' }
    & { ' $fragmentRefs'?: { 'ReservationView_ReservationFragment': ReservationView_ReservationFragment } }
  ) | null, credits: { __typename: 'Credits', available: string }, viewer: { __typename: 'Viewer', actions: Array<string> } };

export type ExtensionPriceQueryVariables = Exact<{
  reservationId: string | number;
  endsAt: string;
}>;


export type ExtensionPriceQuery = { __typename: 'Query', extensionPrice:
    | { __typename: 'ChangePrice', total: string, difference: string, freeCancelUntil: string, laterCancelCost: string | null }
    | { __typename: 'InvalidInput', message: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'TooLate', message: string }
   };

export type MovePriceQueryVariables = Exact<{
  reservationId: string | number;
  startsAt: string;
  endsAt: string;
}>;


export type MovePriceQuery = { __typename: 'Query', movePrice:
    | { __typename: 'ChangePrice', total: string, difference: string, freeCancelUntil: string, laterCancelCost: string | null }
    | { __typename: 'InvalidInput', message: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'PoolClosed', message: string }
    | { __typename: 'TooLate', message: string }
   };

export type HandBackPriceQueryVariables = Exact<{
  reservationId: string | number;
  from?: string | null | undefined;
  to?: string | null | undefined;
  gpus?: number | null | undefined;
}>;


export type HandBackPriceQuery = { __typename: 'Query', handBackPrice:
    | { __typename: 'HandBackPrice', back: string, kept: string, freeCancelUntil: string, laterCancelCost: string | null }
    | { __typename: 'InvalidInput', message: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'TooLate', message: string }
   };

export type ExtendReservationMutationVariables = Exact<{
  reservationId: string | number;
  endsAt: string;
  expectedTotal: string;
  idempotencyKey: string;
}>;


export type ExtendReservationMutation = { __typename: 'Mutation', extendReservation:
    | { __typename: 'IdempotencyKeyInUse', message: string }
    | { __typename: 'IdempotencyKeyReused', message: string }
    | { __typename: 'InsufficientCredits', message: string }
    | { __typename: 'InvalidInput', message: string }
    | { __typename: 'KeyCeilingReached', message: string }
    | { __typename: 'NotAllowed', message: string }
    | { __typename: 'NotEnoughFree', message: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'PoolClosed', message: string }
    | { __typename: 'Reservation', id: string }
    | { __typename: 'StartsBlocked', message: string }
    | { __typename: 'TooLate', message: string }
    | { __typename: 'TotalChanged', message: string }
   };

export type MoveReservationMutationVariables = Exact<{
  reservationId: string | number;
  startsAt: string;
  endsAt: string;
  expectedTotal: string;
  idempotencyKey: string;
}>;


export type MoveReservationMutation = { __typename: 'Mutation', moveReservation:
    | { __typename: 'IdempotencyKeyInUse', message: string }
    | { __typename: 'IdempotencyKeyReused', message: string }
    | { __typename: 'InsufficientCredits', message: string }
    | { __typename: 'InvalidInput', message: string }
    | { __typename: 'KeyCeilingReached', message: string }
    | { __typename: 'NotAllowed', message: string }
    | { __typename: 'NotEnoughFree', message: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'PoolClosed', message: string }
    | { __typename: 'Reservation', id: string }
    | { __typename: 'StartsBlocked', message: string }
    | { __typename: 'TooLate', message: string }
    | { __typename: 'TotalChanged', message: string }
   };

export type HandBackReservationMutationVariables = Exact<{
  input: HandBackReservationInput;
  idempotencyKey: string;
}>;


export type HandBackReservationMutation = { __typename: 'Mutation', handBackReservation:
    | { __typename: 'IdempotencyKeyInUse', message: string }
    | { __typename: 'IdempotencyKeyReused', message: string }
    | { __typename: 'InvalidInput', message: string }
    | { __typename: 'NotAllowed', message: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'Reservation', id: string }
    | { __typename: 'TooLate', message: string }
    | { __typename: 'TotalChanged', message: string }
   };

export type CancelReservationMutationVariables = Exact<{
  reservationId: string | number;
  expectedCost: string;
  idempotencyKey: string;
}>;


export type CancelReservationMutation = { __typename: 'Mutation', cancelReservation:
    | { __typename: 'IdempotencyKeyInUse', message: string }
    | { __typename: 'IdempotencyKeyReused', message: string }
    | { __typename: 'InvalidInput', message: string }
    | { __typename: 'NotAllowed', message: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'Reservation', id: string }
    | { __typename: 'TooLate', message: string }
    | { __typename: 'TotalChanged', message: string }
   };

export type SeriesPriceQueryVariables = Exact<{
  poolId: string | number;
  gpus: number;
  rule: string;
  zone: string;
  startsAtLocal: string;
  minutes: number;
  daylightSaving: DaylightSaving;
}>;


export type SeriesPriceQuery = { __typename: 'Query', reservationSeriesPrice:
    | { __typename: 'InvalidInput', message: string, field: string }
    | { __typename: 'PricedRecurrence', total: string | null, occurrences: Array<{ __typename: 'PricedOccurrence', startsAt: string, endsAt: string, total: string | null, refused: string | null }> }
   };

export type CreateReservationSeriesMutationVariables = Exact<{
  input: CreateReservationSeriesInput;
  idempotencyKey: string;
}>;


export type CreateReservationSeriesMutation = { __typename: 'Mutation', createReservationSeries:
    | { __typename: 'IdempotencyKeyInUse', message: string }
    | { __typename: 'IdempotencyKeyReused', message: string }
    | { __typename: 'InsufficientCredits', message: string }
    | { __typename: 'InvalidInput', message: string }
    | { __typename: 'KeyCeilingReached', message: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'OccurrenceRefused', message: string }
    | { __typename: 'PlanNeeded', message: string }
    | { __typename: 'ReservationSeries', id: string }
    | { __typename: 'StartsBlocked', message: string }
    | { __typename: 'TotalChanged', message: string }
   };

export type SeriesPanel_ReservationFragment = { __typename: 'Reservation', id: string, state: ReservationState, startsAt: string, endsAt: string, total: string, cancelCost: string | null } & { ' $fragmentName'?: 'SeriesPanel_ReservationFragment' };

export type ReservationSeriesQueryVariables = Exact<{
  id: string | number;
}>;


export type ReservationSeriesQuery = { __typename: 'Query', reservationSeries: { __typename: 'ReservationSeries', id: string, reservations: Array<(
      { __typename: 'Reservation' }
      & { ' $fragmentRefs'?: { 'SeriesPanel_ReservationFragment': SeriesPanel_ReservationFragment } }
    )> } | null };

export type CancelReservationSeriesMutationVariables = Exact<{
  seriesId: string | number;
  from: string;
  expectedCost: string;
  idempotencyKey: string;
}>;


export type CancelReservationSeriesMutation = { __typename: 'Mutation', cancelReservationSeries:
    | { __typename: 'IdempotencyKeyInUse', message: string }
    | { __typename: 'IdempotencyKeyReused', message: string }
    | { __typename: 'InvalidInput', message: string }
    | { __typename: 'NotAllowed', message: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'ReservationSeries', id: string }
    | { __typename: 'TooLate', message: string }
    | { __typename: 'TotalChanged', message: string }
   };

export type Waitlist_WaitFragment = { __typename: 'Wait', id: string, state: WaitState, reservationId: string | null, poolId: string | null, gpuModel: string | null, gpus: number, startsAt: string, endsAt: string, mostTotal: string } & { ' $fragmentName'?: 'Waitlist_WaitFragment' };

export type WaitlistTailSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type WaitlistTailSubscription = { waitlistChanged:
    | { __typename: 'Resync', cursor: string }
    | { __typename: 'WaitlistDelta', cursor: string, changed: Array<(
        { __typename: 'Wait' }
        & { ' $fragmentRefs'?: { 'Waitlist_WaitFragment': Waitlist_WaitFragment } }
      )> }
    | { __typename: 'WaitlistSnapshot', cursor: string, waits: Array<(
        { __typename: 'Wait' }
        & { ' $fragmentRefs'?: { 'Waitlist_WaitFragment': Waitlist_WaitFragment } }
      )> }
   };

export type JoinWaitlistMutationVariables = Exact<{
  input: JoinWaitlistInput;
  idempotencyKey: string;
}>;


export type JoinWaitlistMutation = { __typename: 'Mutation', joinWaitlist:
    | { __typename: 'IdempotencyKeyInUse', message: string }
    | { __typename: 'IdempotencyKeyReused', message: string }
    | { __typename: 'InvalidInput', message: string, field: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'PlanNeeded', message: string }
    | { __typename: 'TooManyWaits', message: string }
    | { __typename: 'Wait', id: string }
   };

export type LeaveWaitlistMutationVariables = Exact<{
  waitId: string | number;
}>;


export type LeaveWaitlistMutation = { __typename: 'Mutation', leaveWaitlist:
    | { __typename: 'NotFound', message: string }
    | { __typename: 'Wait', id: string, state: WaitState }
   };

export type SavingsFigures_FiguresFragment = { __typename: 'SavingsFigures', paid: string, gpuHours: number, clouds: Array<{ __typename: 'CloudComparison', cloud: Cloud, compared: string, reference: string, saved: string }> } & { ' $fragmentName'?: 'SavingsFigures_FiguresFragment' };

export type EconomyWidget_MonthFragment = { __typename: 'SavingsProjection', until: string, soFar: (
    { __typename: 'SavingsFigures' }
    & { ' $fragmentRefs'?: { 'SavingsFigures_FiguresFragment': SavingsFigures_FiguresFragment } }
  ), clouds: Array<{ __typename: 'CloudProjection', cloud: Cloud, low: string, expected: string, high: string }> } & { ' $fragmentName'?: 'EconomyWidget_MonthFragment' };

export type SavingsMatches_MatchFragment = { __typename: 'SavingsMatch', cloud: Cloud, gpuModel: string, gpuSocket: string | null, vramGb: number, isInterruptible: boolean, noMatch: string | null, nearestBecause: string | null, prices: Array<{ __typename: 'ReferencePriceType', sku: string, region: string, pricing: string, gpusInNode: number, pricePerNodeHour: string, pricePerGpuHour: string, from: string, until: string | null, source: string, readOn: string }> } & { ' $fragmentName'?: 'SavingsMatches_MatchFragment' };

export type EconomyWidgetQueryVariables = Exact<{
  month: string;
}>;


export type EconomyWidgetQuery = { __typename: 'Query', savingsProjection: (
    { __typename: 'SavingsProjection' }
    & { ' $fragmentRefs'?: { 'EconomyWidget_MonthFragment': EconomyWidget_MonthFragment } }
  ), activeSessionMetrics: { __typename: 'ActiveSessionMetrics', machines: number, everRan: boolean, ratePerHour: string }, savings: { __typename: 'SavingsType', matches: Array<(
      { __typename: 'SavingsMatch' }
      & { ' $fragmentRefs'?: { 'SavingsMatches_MatchFragment': SavingsMatches_MatchFragment } }
    )> } };

export type SavingsPeriodQueryVariables = Exact<{
  from?: string | null | undefined;
  bucket: SavingsBucket;
  month: string;
}>;


export type SavingsPeriodQuery = { __typename: 'Query', viewer: { __typename: 'Viewer', actions: Array<string> }, before: { __typename: 'SavingsType', from: string, sessions: number, total: (
      { __typename: 'SavingsFigures' }
      & { ' $fragmentRefs'?: { 'SavingsFigures_FiguresFragment': SavingsFigures_FiguresFragment } }
    ) }, savingsProjection: (
    { __typename: 'SavingsProjection' }
    & { ' $fragmentRefs'?: { 'EconomyWidget_MonthFragment': EconomyWidget_MonthFragment } }
  ), activeSessionMetrics: { __typename: 'ActiveSessionMetrics', machines: number, everRan: boolean, ratePerHour: string }, savings: { __typename: 'SavingsType', from: string, until: string, sessions: number, total: (
      { __typename: 'SavingsFigures' }
      & { ' $fragmentRefs'?: { 'SavingsFigures_FiguresFragment': SavingsFigures_FiguresFragment } }
    ), history: Array<{ __typename: 'SavingsPeriod', from: string, until: string, figures: (
        { __typename: 'SavingsFigures' }
        & { ' $fragmentRefs'?: { 'SavingsFigures_FiguresFragment': SavingsFigures_FiguresFragment } }
      ) }>, byConsumer: Array<{ __typename: 'SavingsGroup', name: string, figures: (
        { __typename: 'SavingsFigures' }
        & { ' $fragmentRefs'?: { 'SavingsFigures_FiguresFragment': SavingsFigures_FiguresFragment } }
      ) }>, byGpu: Array<{ __typename: 'SavingsGroup', name: string, figures: (
        { __typename: 'SavingsFigures' }
        & { ' $fragmentRefs'?: { 'SavingsFigures_FiguresFragment': SavingsFigures_FiguresFragment } }
      ) }>, byProvider: Array<{ __typename: 'SavingsGroup', name: string, figures: (
        { __typename: 'SavingsFigures' }
        & { ' $fragmentRefs'?: { 'SavingsFigures_FiguresFragment': SavingsFigures_FiguresFragment } }
      ) }>, waterfalls: Array<{ __typename: 'SavingsWaterfall', cloud: Cloud, parts: Array<{ __typename: 'SavingsPart', kind: SavingsPartKind, amount: string, isCounted: boolean, because: string }> }>, matches: Array<(
      { __typename: 'SavingsMatch' }
      & { ' $fragmentRefs'?: { 'SavingsMatches_MatchFragment': SavingsMatches_MatchFragment } }
    )> } };

export type SavingsTailSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type SavingsTailSubscription = { savingsTicks: { __typename: 'SavingsTick', at: string, since: string, paid: string, ratePerHour: string, clouds: Array<{ __typename: 'CloudTick', cloud: Cloud, compared: string, reference: string, saved: string, comparedPerHour: string, referencePerHour: string, savedPerHour: string }>, sessions: Array<{ __typename: 'SessionSavings', sessionId: string, paid: string, ratePerHour: string, clouds: Array<{ __typename: 'CloudTick', cloud: Cloud, referencePerHour: string, savedPerHour: string }> }> } };

export type WallLinksQueryVariables = Exact<{ [key: string]: never; }>;


export type WallLinksQuery = { __typename: 'Query', wallLinks: Array<{ __typename: 'WallLink', id: string, name: string, cloud: Cloud, createdBy: string, createdAt: string, readAt: string | null }> };

export type CreateWallLinkMutationVariables = Exact<{
  input: CreateWallLinkInput;
}>;


export type CreateWallLinkMutation = { __typename: 'Mutation', createWallLink:
    | { __typename: 'InvalidInput', field: string, message: string }
    | { __typename: 'WallLinkCreated', path: string }
   };

export type RevokeWallLinkMutationVariables = Exact<{
  linkId: string | number;
}>;


export type RevokeWallLinkMutation = { __typename: 'Mutation', revokeWallLink:
    | { __typename: 'NotFound', message: string }
    | { __typename: 'WallLink', id: string }
   };

export type SessionsView_SessionFragment = { __typename: 'Session', id: string, state: SessionState, stateSince: string, createdAt: string, consumer: string | null, gpuModel: string, gpuCount: number, pricePerHour: string, hours: number, billedTo: BilledTo, held: string, cost: string, ratePerHour: string, endsAt: string | null, endedAt: string | null, isEnding: boolean, reason: string | null, attempts: number, heardAt: string | null, machines: Array<{ __typename: 'Machine', id: string, gpuModel: string | null }> } & { ' $fragmentName'?: 'SessionsView_SessionFragment' };

export type SessionView_SessionFragment = (
  { __typename: 'Session', vramGb: number, image: string, diskGb: number, capPerHour: string, readyAt: string | null, longestUntil: string | null, idleMinutes: number | null, saveMinutes: number | null, sshCommand: string | null, sshConfig: string | null, saving: { __typename: 'SessionSaving', state: SavingState, exitStatus: number | null } | null, vitals: { __typename: 'Vitals', diskUsedGb: number | null, diskTotalGb: number | null, gpus: Array<{ __typename: 'GpuVitals', name: string }> } | null, machines: Array<{ __typename: 'Machine', id: string, attempt: number, providerName: string, gpuModel: string | null, pricePerHour: string | null, state: MachineState, reason: string | null, detail: string | null, askedAt: string }>, events: Array<{ __typename: 'SessionEvent', id: string, at: string, actorName: string, summary: string }> }
  & { ' $fragmentRefs'?: { 'SessionsView_SessionFragment': SessionsView_SessionFragment } }
) & { ' $fragmentName'?: 'SessionView_SessionFragment' };

export type SessionsPageQueryVariables = Exact<{ [key: string]: never; }>;


export type SessionsPageQuery = { __typename: 'Query', viewer: { __typename: 'Viewer', actions: Array<string> }, sessions: { __typename: 'SessionConnection', liveCursor: string, nodes: Array<(
      { __typename: 'Session' }
      & { ' $fragmentRefs'?: { 'SessionsView_SessionFragment': SessionsView_SessionFragment } }
    )> } };

export type SessionPageQueryVariables = Exact<{
  id: string | number;
}>;


export type SessionPageQuery = { __typename: 'Query', session: (
    { __typename: 'Session' }
    & { ' $fragmentRefs'?: { 'SessionView_SessionFragment': SessionView_SessionFragment } }
  ) | null };

export type MachineLifeQueryVariables = Exact<{
  id: string | number;
  minutes: number;
}>;


export type MachineLifeQuery = { __typename: 'Query', session: { __typename: 'Session', id: string, vitalsHistory: Array<{ __typename: 'VitalsMinute', beganAt: string, beats: number, gpus: Array<{ __typename: 'GpuMinute', utilisation: number | null, memoryUsedMb: number | null, memoryTotalMb: number | null, temperatureCelsius: number | null, powerWatts: number | null }> }> } | null };

export type MachineBeatsSubscriptionVariables = Exact<{
  sessionId: string | number;
  after?: string | null | undefined;
}>;


export type MachineBeatsSubscription = { sessionVitals:
    | { __typename: 'Resync', cursor: string }
    | { __typename: 'SessionVitalsDelta', cursor: string, changed: Array<{ __typename: 'MachineVitals', sessionId: string, heardAt: string | null, vitals: { __typename: 'Vitals', gpus: Array<{ __typename: 'GpuVitals', utilisation: number | null, memoryUsedMb: number | null, memoryTotalMb: number | null, temperatureCelsius: number | null, powerWatts: number | null }> } | null }> }
    | { __typename: 'SessionVitalsSnapshot', cursor: string }
   };

export type ReissueSessionKeyMutationVariables = Exact<{
  sessionId: string | number;
  publicKey?: string | null | undefined;
}>;


export type ReissueSessionKeyMutation = { __typename: 'Mutation', reissueSessionKey:
    | { __typename: 'InvalidInput', field: string, message: string }
    | { __typename: 'NotAllowed', message: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'SessionIsOver', message: string }
    | { __typename: 'SessionRekeyed', privateKey: string | null, session: { __typename: 'Session', id: string } }
   };

export type RentTemplateFragment = { __typename: 'SessionTemplate', id: string, name: string, image: string | null, diskGb: number | null, ports: Array<number>, idleMinutes: number | null, envNames: Array<string>, onStart: string | null, saveCommand: string | null, saveMinutes: number | null } & { ' $fragmentName'?: 'RentTemplateFragment' };

export type RentPageQueryVariables = Exact<{
  offerId: string | number;
  diskGb: number;
}>;


export type RentPageQuery = { __typename: 'Query', billedTo: BilledTo | null, offer: { __typename: 'Offer', id: string, kind: OfferKind, gpuCount: number, region: string, country: string | null, diskGb: number, gpu: { __typename: 'Gpu', model: string }, provider: { __typename: 'Provider', id: string, name: string }, allIn: { __typename: 'AllInPrice', pricePerHour: string } } | null, credits: { __typename: 'Credits', available: string } };

export type RentPriceQueryVariables = Exact<{
  offerId: string | number;
  diskGb: number;
}>;


export type RentPriceQuery = { __typename: 'Query', offer: { __typename: 'Offer', id: string, allIn: { __typename: 'AllInPrice', pricePerHour: string } } | null };

export type RentHoldsQueryVariables = Exact<{ [key: string]: never; }>;


export type RentHoldsQuery = { __typename: 'Query', heldOffers: Array<{ __typename: 'HeldOffer', id: string, pricePerHour: string, expiresAt: string, offer: { __typename: 'Offer', id: string } }> };

export type RentTemplatesQueryVariables = Exact<{ [key: string]: never; }>;


export type RentTemplatesQuery = { __typename: 'Query', sessionTemplates: Array<(
    { __typename: 'SessionTemplate' }
    & { ' $fragmentRefs'?: { 'RentTemplateFragment': RentTemplateFragment } }
  )> };

export type SaveSessionTemplateMutationVariables = Exact<{
  input: SaveSessionTemplateInput;
}>;


export type SaveSessionTemplateMutation = { __typename: 'Mutation', saveSessionTemplate:
    | { __typename: 'InvalidInput', field: string, message: string }
    | { __typename: 'NotFound', message: string }
    | (
      { __typename: 'SessionTemplate' }
      & { ' $fragmentRefs'?: { 'RentTemplateFragment': RentTemplateFragment } }
    )
   };

export type RemoveSessionTemplateMutationVariables = Exact<{
  templateId: string | number;
}>;


export type RemoveSessionTemplateMutation = { __typename: 'Mutation', removeSessionTemplate:
    | { __typename: 'NotFound', message: string }
    | { __typename: 'SessionTemplate', id: string }
   };

export type SessionsTailSubscriptionVariables = Exact<{
  after?: string | null | undefined;
  sessionId?: string | number | null | undefined;
}>;


export type SessionsTailSubscription = { sessionChanged:
    | { __typename: 'Resync', cursor: string }
    | { __typename: 'SessionsDelta', cursor: string }
    | { __typename: 'SessionsSnapshot', cursor: string }
   };

export type SessionCostsSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type SessionCostsSubscription = { costTicks: { __typename: 'CostTick', at: string, cost: string, ratePerHour: string, sessions: Array<{ __typename: 'SessionCost', sessionId: string, cost: string, ratePerHour: string }> } };

export type StartSessionMutationVariables = Exact<{
  input: StartSessionInput;
  idempotencyKey: string;
}>;


export type StartSessionMutation = { __typename: 'Mutation', startSession:
    | { __typename: 'ApprovalRequired', message: string }
    | { __typename: 'IdempotencyKeyInUse', message: string }
    | { __typename: 'IdempotencyKeyReused', message: string }
    | { __typename: 'InsufficientCredits', message: string }
    | { __typename: 'InvalidInput', field: string, message: string }
    | { __typename: 'KeyCeilingReached', message: string }
    | { __typename: 'NoSuchMachine', message: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'SessionStarted', privateKey: string | null, session: { __typename: 'Session', id: string } }
    | { __typename: 'StartsBlocked', message: string }
    | { __typename: 'TooManySessions', message: string }
   };

export type StopSessionMutationVariables = Exact<{
  sessionId: string | number;
  withoutSaving: boolean;
}>;


export type StopSessionMutation = { __typename: 'Mutation', stopSession:
    | { __typename: 'NotAllowed', message: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'Session', id: string, isEnding: boolean }
   };

export type ExtendSessionMutationVariables = Exact<{
  sessionId: string | number;
  hours: number;
  idempotencyKey: string;
}>;


export type ExtendSessionMutation = { __typename: 'Mutation', extendSession:
    | { __typename: 'BeyondLongest', message: string }
    | { __typename: 'IdempotencyKeyInUse', message: string }
    | { __typename: 'IdempotencyKeyReused', message: string }
    | { __typename: 'InsufficientCredits', message: string }
    | { __typename: 'InvalidInput', message: string }
    | { __typename: 'KeyCeilingReached', message: string }
    | { __typename: 'NotAllowed', message: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'Session', id: string, endsAt: string | null }
    | { __typename: 'SessionIsOver', message: string }
    | { __typename: 'StartsBlocked', message: string }
   };

export type SettingsViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type SettingsViewerQuery = { __typename: 'Query', viewer: { __typename: 'Viewer', actions: Array<string> } };

export type SettingsProfileQueryVariables = Exact<{ [key: string]: never; }>;


export type SettingsProfileQuery = { __typename: 'Query', viewer: (
    { __typename: 'Viewer' }
    & { ' $fragmentRefs'?: { 'ProfileCard_ViewerFragment': ProfileCard_ViewerFragment;'OwnInvitations_ViewerFragment': OwnInvitations_ViewerFragment;'SignIns_ViewerFragment': SignIns_ViewerFragment } }
  ) };

export type ProfileCard_ViewerFragment = { __typename: 'Viewer', role: Role | null, user: { __typename: 'User', id: string, name: string, email: string } | null } & { ' $fragmentName'?: 'ProfileCard_ViewerFragment' };

export type OwnInvitations_ViewerFragment = { __typename: 'Viewer', invitations: Array<{ __typename: 'Invitation', id: string, accountName: string, role: Role, expiresAt: string }> } & { ' $fragmentName'?: 'OwnInvitations_ViewerFragment' };

export type SignIns_ViewerFragment = { __typename: 'Viewer', signIns: Array<(
    { __typename: 'SignIn' }
    & { ' $fragmentRefs'?: { 'SignIns_SignInFragment': SignIns_SignInFragment } }
  )> } & { ' $fragmentName'?: 'SignIns_ViewerFragment' };

export type SignIns_SignInFragment = { __typename: 'SignIn', id: string, current: boolean, userAgent: string | null, ipAddress: string | null, createdAt: string, lastSeenAt: string, expiresAt: string } & { ' $fragmentName'?: 'SignIns_SignInFragment' };

export type SettingsAccountQueryVariables = Exact<{
  mayReadInvitations: boolean;
}>;


export type SettingsAccountQuery = { __typename: 'Query', viewer: { __typename: 'Viewer', user: { __typename: 'User', id: string } | null }, account: (
    { __typename: 'Account', id: string }
    & { ' $fragmentRefs'?: { 'AccountName_AccountFragment': AccountName_AccountFragment;'Members_AccountFragment': Members_AccountFragment } }
  ) & { ' $fragmentRefs'?: { 'Invitations_AccountFragment': Invitations_AccountFragment } } };

export type AccountName_AccountFragment = { __typename: 'Account', id: string, name: string, createdAt: string } & { ' $fragmentName'?: 'AccountName_AccountFragment' };

export type Members_AccountFragment = { __typename: 'Account', id: string, name: string, members: Array<(
    { __typename: 'Member' }
    & { ' $fragmentRefs'?: { 'Members_MemberFragment': Members_MemberFragment } }
  )> } & { ' $fragmentName'?: 'Members_AccountFragment' };

export type Members_MemberFragment = { __typename: 'Member', id: string, role: Role, joinedAt: string, user: { __typename: 'User', id: string, name: string, email: string } } & { ' $fragmentName'?: 'Members_MemberFragment' };

export type Invitations_AccountFragment = { __typename: 'Account', id: string, invitations: Array<(
    { __typename: 'Invitation' }
    & { ' $fragmentRefs'?: { 'Invitations_InvitationFragment': Invitations_InvitationFragment } }
  )> } & { ' $fragmentName'?: 'Invitations_AccountFragment' };

export type Invitations_InvitationFragment = { __typename: 'Invitation', id: string, email: string, role: Role, createdAt: string, expiresAt: string } & { ' $fragmentName'?: 'Invitations_InvitationFragment' };

export type SettingsKeysQueryVariables = Exact<{ [key: string]: never; }>;


export type SettingsKeysQuery = { __typename: 'Query', account: (
    { __typename: 'Account', id: string }
    & { ' $fragmentRefs'?: { 'ApiKeys_AccountFragment': ApiKeys_AccountFragment } }
  ) };

export type ApiKeys_AccountFragment = { __typename: 'Account', id: string, apiKeys: Array<(
    { __typename: 'ApiKey' }
    & { ' $fragmentRefs'?: { 'ApiKeys_ApiKeyFragment': ApiKeys_ApiKeyFragment } }
  )> } & { ' $fragmentName'?: 'ApiKeys_AccountFragment' };

export type ApiKeys_ApiKeyFragment = { __typename: 'ApiKey', id: string, name: string, hint: string, scopes: Array<string>, spendCeilingPerDay: string | null, createdAt: string, expiresAt: string | null, lastUsedAt: string | null, consumers: Array<string> | null, oldUntil: string | null, revokedAt: string | null, createdBy: { __typename: 'User', id: string, name: string } | null } & { ' $fragmentName'?: 'ApiKeys_ApiKeyFragment' };

export type SettingsProvidersQueryVariables = Exact<{ [key: string]: never; }>;


export type SettingsProvidersQuery = { __typename: 'Query', account: (
    { __typename: 'Account', id: string }
    & { ' $fragmentRefs'?: { 'ProviderKeys_AccountFragment': ProviderKeys_AccountFragment } }
  ), providers: Array<{ __typename: 'Provider', id: string, state: ProviderState }> };

export type ProviderKeys_AccountFragment = { __typename: 'Account', id: string, providerKeys: Array<(
    { __typename: 'ProviderKey' }
    & { ' $fragmentRefs'?: { 'ProviderKeys_ProviderKeyFragment': ProviderKeys_ProviderKeyFragment } }
  )> } & { ' $fragmentName'?: 'ProviderKeys_AccountFragment' };

export type ProviderKeys_ProviderKeyFragment = { __typename: 'ProviderKey', providerId: string, providerName: string, connected: boolean, hint: string | null, setAt: string | null, workedAt: string | null, notTried: string | null, machines: number, setBy: { __typename: 'User', id: string, name: string } | null, lastLook: { __typename: 'ProviderKeyLook', at: string | null, listed: number, ours: number, problem: string | null } | null } & { ' $fragmentName'?: 'ProviderKeys_ProviderKeyFragment' };

export type SetProviderKeyMutationVariables = Exact<{
  providerId: string | number;
  key: string;
}>;


export type SetProviderKeyMutation = { __typename: 'Mutation', setProviderKey:
    | { __typename: 'InvalidInput', message: string, field: string }
    | { __typename: 'NotFound', message: string }
    | (
      { __typename: 'ProviderKey' }
      & { ' $fragmentRefs'?: { 'ProviderKeys_ProviderKeyFragment': ProviderKeys_ProviderKeyFragment } }
    )
   };

export type RemoveProviderKeyMutationVariables = Exact<{
  providerId: string | number;
}>;


export type RemoveProviderKeyMutation = { __typename: 'Mutation', removeProviderKey:
    | { __typename: 'NotFound', message: string }
    | (
      { __typename: 'ProviderKey' }
      & { ' $fragmentRefs'?: { 'ProviderKeys_ProviderKeyFragment': ProviderKeys_ProviderKeyFragment } }
    )
   };

export type RevokeSignInMutationVariables = Exact<{
  signInId: string | number;
}>;


export type RevokeSignInMutation = { __typename: 'Mutation', revokeSignIn:
    | { __typename: 'NotFound', message: string }
    | { __typename: 'SignIn', id: string }
   };

export type AcceptInvitationMutationVariables = Exact<{
  invitationId: string | number;
}>;


export type AcceptInvitationMutation = { __typename: 'Mutation', acceptInvitation:
    | { __typename: 'Account', id: string, name: string }
    | { __typename: 'NotFound', message: string }
   };

export type RenameAccountMutationVariables = Exact<{
  name: string;
}>;


export type RenameAccountMutation = { __typename: 'Mutation', renameAccount:
    | { __typename: 'Account', id: string, name: string }
    | { __typename: 'InvalidInput', message: string, field: string }
   };

export type CreateAccountMutationVariables = Exact<{
  name: string;
}>;


export type CreateAccountMutation = { __typename: 'Mutation', createAccount:
    | { __typename: 'Account', id: string, name: string }
    | { __typename: 'InvalidInput', message: string, field: string }
   };

export type EnterAccountMutationVariables = Exact<{
  accountId: string | number;
}>;


export type EnterAccountMutation = { __typename: 'Mutation', switchAccount:
    | { __typename: 'Account', id: string }
    | { __typename: 'NotFound', message: string }
   };

export type ChangeMemberRoleMutationVariables = Exact<{
  memberId: string | number;
  role: Role;
}>;


export type ChangeMemberRoleMutation = { __typename: 'Mutation', changeMemberRole:
    | { __typename: 'LastOwner', message: string }
    | (
      { __typename: 'Member' }
      & { ' $fragmentRefs'?: { 'Members_MemberFragment': Members_MemberFragment } }
    )
    | { __typename: 'NotAllowed', message: string }
    | { __typename: 'NotFound', message: string }
   };

export type RemoveMemberMutationVariables = Exact<{
  memberId: string | number;
}>;


export type RemoveMemberMutation = { __typename: 'Mutation', removeMember:
    | { __typename: 'LastOwner', message: string }
    | { __typename: 'Member', id: string }
    | { __typename: 'NotAllowed', message: string }
    | { __typename: 'NotFound', message: string }
   };

export type InviteMemberMutationVariables = Exact<{
  email: string;
  role: Role;
}>;


export type InviteMemberMutation = { __typename: 'Mutation', inviteMember:
    | { __typename: 'AlreadyMember', message: string }
    | { __typename: 'InvalidInput', message: string, field: string }
    | { __typename: 'Invitation', id: string }
    | { __typename: 'NotAllowed', message: string }
   };

export type CancelInvitationMutationVariables = Exact<{
  invitationId: string | number;
}>;


export type CancelInvitationMutation = { __typename: 'Mutation', cancelInvitation:
    | { __typename: 'Invitation', id: string }
    | { __typename: 'NotFound', message: string }
   };

export type CreateApiKeyMutationVariables = Exact<{
  input: CreateApiKeyInput;
}>;


export type CreateApiKeyMutation = { __typename: 'Mutation', createApiKey:
    | { __typename: 'ApiKeyCreated', secret: string, apiKey: (
        { __typename: 'ApiKey' }
        & { ' $fragmentRefs'?: { 'ApiKeys_ApiKeyFragment': ApiKeys_ApiKeyFragment } }
      ) }
    | { __typename: 'InvalidInput', message: string, field: string }
    | { __typename: 'NotAllowed', message: string }
   };

export type KeyUsageQueryVariables = Exact<{
  apiKeyId?: string | number | null | undefined;
  days: number;
}>;


export type KeyUsageQuery = { __typename: 'Query', apiKeyUsage: { __typename: 'ApiKeyUsage', requests: number, points: number, refused: number, days: Array<{ __typename: 'ApiKeyUsageDay', day: string, requests: number, points: number, refused: number }>, operations: Array<{ __typename: 'ApiKeyUsageOperation', operation: string, requests: number, points: number, refused: number }>, keys: Array<{ __typename: 'ApiKeyUsageKey', id: string, name: string, requests: number, points: number, refused: number }> } };

export type RotateApiKeyMutationVariables = Exact<{
  apiKeyId: string | number;
  oldValidUntil: string;
}>;


export type RotateApiKeyMutation = { __typename: 'Mutation', rotateApiKey:
    | { __typename: 'ApiKeyCreated', secret: string, apiKey: (
        { __typename: 'ApiKey' }
        & { ' $fragmentRefs'?: { 'ApiKeys_ApiKeyFragment': ApiKeys_ApiKeyFragment } }
      ) }
    | { __typename: 'InvalidInput', message: string, field: string }
    | { __typename: 'NotAllowed', message: string }
    | { __typename: 'NotFound', message: string }
   };

export type RevokeApiKeyMutationVariables = Exact<{
  apiKeyId: string | number;
}>;


export type RevokeApiKeyMutation = { __typename: 'Mutation', revokeApiKey:
    | (
      { __typename: 'ApiKey' }
      & { ' $fragmentRefs'?: { 'ApiKeys_ApiKeyFragment': ApiKeys_ApiKeyFragment } }
    )
    | { __typename: 'NotFound', message: string }
   };

export type Shell_ViewerFragment = (
  { __typename: 'Viewer', role: Role | null, actions: Array<string>, user: { __typename: 'User', id: string, name: string, email: string } | null }
  & { ' $fragmentRefs'?: { 'AccountSwitcher_ViewerFragment': AccountSwitcher_ViewerFragment } }
) & { ' $fragmentName'?: 'Shell_ViewerFragment' };

export type Shell_AccountFragment = (
  { __typename: 'Account', id: string }
  & { ' $fragmentRefs'?: { 'AccountSwitcher_AccountFragment': AccountSwitcher_AccountFragment } }
) & { ' $fragmentName'?: 'Shell_AccountFragment' };

export type AccountSwitcher_ViewerFragment = { __typename: 'Viewer', accounts: Array<{ __typename: 'Account', id: string, name: string }> } & { ' $fragmentName'?: 'AccountSwitcher_ViewerFragment' };

export type AccountSwitcher_AccountFragment = { __typename: 'Account', id: string, name: string } & { ' $fragmentName'?: 'AccountSwitcher_AccountFragment' };

export type SwitchAccountMutationVariables = Exact<{
  accountId: string | number;
}>;


export type SwitchAccountMutation = { __typename: 'Mutation', switchAccount:
    | { __typename: 'Account', id: string }
    | { __typename: 'NotFound', message: string }
   };

export type PaletteGpusQueryVariables = Exact<{ [key: string]: never; }>;


export type PaletteGpusQuery = { __typename: 'Query', offers: { __typename: 'OfferConnection', facets: { __typename: 'OfferFacets', gpuModels: Array<{ __typename: 'Facet', value: string, count: number }> } } };

import {
  type Confirming,
  mirrorCalendars,
  type Mirroring,
  readEventsForCalendars,
} from "./calendars/index.ts";
import { evaluateBudgets, lookAtPlannedUse, watchBurn } from "./budgets/index.ts";
import { deliverMails, forgetExpired, forgetUsage } from "./accounts/index.ts";
import { deliverAlerts, readEventsForAlerts, type ReadSelected, type Senders } from "./alerts/index.ts";
import { checkLedger, lapseHolds, settleDueCredits } from "./credits/index.ts";
import { forgetMarketEvents } from "./events/forget.ts";
import { checkSeals, sealEvents } from "./events/seals.ts";
import { forecastLoops, type ForecastWork, forgetForecasts } from "./forecasts/index.ts";
import {
  closeHours,
  expireHeldOffers,
  forgetLaunches,
  forgetOffers,
  keepPartitions,
  pollPace,
  pollProvider,
  readToldPrices,
  scoreOffers,
} from "./offers/index.ts";
import type { Config } from "./platform/config.ts";
import type { Ctx } from "./platform/context.ts";
import type { Sql } from "./platform/db/database.ts";
import { forgetReplies } from "./platform/idempotency/idempotency.ts";
import type { Jobs } from "./platform/jobs/jobs.ts";
import type { Loop } from "./platform/loops/loops.ts";
import type { MailTransport } from "./platform/mail.ts";
import type { Sandbox } from "./platform/sandbox.ts";
import type { Market } from "./providers/provider.ts";
import { checkPools, deliverReservations, lapseQuotes, promoteWaiting } from "./reservations/index.ts";
import { sandboxLoops } from "./sandbox/index.ts";
import { addUpSavings, checkSavings } from "./savings/index.ts";
import { findRentedOffers, forgetMinutes, sessionLoops, type SessionWork } from "./sessions/index.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

// The pulse of the product: everything that happens by itself, and how often. Loops are ticks,
// once across all processes; jobs are tried again until done, or done by the calendar.

export interface Scheduled {
  config: Config;
  ctx: Ctx;
  sql: Sql;
  providers: readonly Market[];
  transport: MailTransport;
  senders: Senders;
  confirming: Confirming;
  /** Null where no Google Calendar is offered. */
  mirroring: Mirroring | null;
  /** What a webhook's own selection says of an event. */
  readSelected: ReadSelected;
  /** Null where anything is real. */
  sandbox: Sandbox | null;
  sessions: SessionWork;
  forecasts: ForecastWork;
}

export function loops(scheduled: Scheduled): Loop[] {
  const { config, ctx, providers, transport, sandbox, sessions, forecasts } = scheduled;
  const polls: Loop[] = providers.map((provider) => ({
    name: `poll ${provider.id}`,
    ...pollPace(provider.id, config.POLL_SECONDS),
    limitMs: 2 * MINUTE,
    run: async (signal: AbortSignal) => void (await pollProvider(ctx, provider, signal)),
  }));
  const told: Loop[] = providers.map((provider) => ({
    name: `read prices of ${provider.id}`,
    everyMs: 60 * MINUTE,
    afterFailureMs: 10 * MINUTE,
    limitMs: 5 * MINUTE,
    run: async (signal: AbortSignal) => void (await readToldPrices(ctx, provider, signal)),
  }));
  const letters: Loop = {
    name: "deliver mails",
    everyMs: 2 * SECOND,
    limitMs: 2 * MINUTE,
    run: async (signal) => void (await deliverMails(ctx, transport, ctx.seal, signal)),
  };
  const dueCredits: Loop = {
    name: "settle due credits",
    everyMs: MINUTE,
    limitMs: 5 * MINUTE,
    run: async (signal) => void (await settleDueCredits(ctx, signal)),
  };
  const lapsing: Loop = {
    name: "lapse holds",
    everyMs: 15 * SECOND,
    limitMs: 2 * MINUTE,
    run: async (signal) => void (await lapseHolds(ctx, signal)),
  };
  const scores: Loop = {
    name: "score offers",
    everyMs: MINUTE,
    limitMs: 2 * MINUTE,
    run: (signal) => scoreOffers(ctx, signal),
  };
  const holds: Loop = {
    name: "expire held offers",
    everyMs: 15 * SECOND,
    limitMs: 2 * MINUTE,
    run: async (signal) => void (await expireHeldOffers(ctx, signal)),
  };
  const quotes: Loop = {
    name: "lapse quotes",
    everyMs: 5 * SECOND,
    limitMs: MINUTE,
    run: async (signal) => void (await lapseQuotes(ctx, null, signal)),
  };
  const waiting: Loop = {
    name: "book for those who wait",
    everyMs: 5 * SECOND,
    limitMs: MINUTE,
    run: async (signal) => void (await promoteWaiting(ctx, signal)),
  };
  const deliveries: Loop = {
    name: "deliver reservations",
    everyMs: 2 * SECOND,
    limitMs: 2 * MINUTE,
    run: (signal) => deliverReservations(ctx, signal),
  };
  const sums: Loop = {
    name: "add up savings",
    everyMs: 5 * SECOND,
    limitMs: 2 * MINUTE,
    run: async (signal) => void (await addUpSavings(ctx, signal)),
  };
  return [
    ...polls,
    ...told,
    sums,
    scores,
    holds,
    letters,
    dueCredits,
    lapsing,
    quotes,
    deliveries,
    waiting,
    ...budgetLoops(scheduled),
    ...alertLoops(scheduled),
    ...calendarLoops(scheduled),
    ...sessionLoops(sessions),
    ...sandboxLoops(ctx, sandbox),
    ...forecastLoops(forecasts),
  ];
}

function budgetLoops({ ctx }: Scheduled): Loop[] {
  return [
    {
      name: "evaluate budgets",
      everyMs: SECOND,
      limitMs: 2 * MINUTE,
      run: async (signal) => void (await evaluateBudgets(ctx, signal)),
    },
    {
      name: "watch burn",
      everyMs: 5 * MINUTE,
      limitMs: 2 * MINUTE,
      run: async (signal) => void (await watchBurn(ctx, signal)),
    },
    {
      name: "look at planned use",
      everyMs: MINUTE,
      limitMs: 2 * MINUTE,
      run: (signal) => lookAtPlannedUse(ctx, signal),
    },
  ];
}

function alertLoops({ ctx, sql, senders, readSelected }: Scheduled): Loop[] {
  return [
    {
      name: "read events for alerts",
      everyMs: SECOND,
      limitMs: 2 * MINUTE,
      run: async (signal) => void (await readEventsForAlerts(ctx, sql, signal)),
    },
    {
      name: "deliver alerts",
      everyMs: SECOND,
      limitMs: 2 * MINUTE,
      run: async (signal) => void (await deliverAlerts(ctx, senders, signal, readSelected)),
    },
  ];
}

function calendarLoops({ ctx, sql, confirming, mirroring }: Scheduled): Loop[] {
  return [
    {
      name: "read events for calendars",
      everyMs: SECOND,
      limitMs: 2 * MINUTE,
      run: async (signal) => void (await readEventsForCalendars(ctx, sql, confirming, signal)),
    },
    ...(mirroring
      ? [
          {
            name: "mirror calendars",
            everyMs: 2 * SECOND,
            limitMs: 10 * MINUTE,
            run: async (signal: AbortSignal) => void (await mirrorCalendars(ctx, mirroring, signal)),
          },
        ]
      : []),
  ];
}

export function jobs({ ctx, sql }: Scheduled): Jobs {
  return {
    tasks: {
      checkLedger: () => checkLedger(ctx),
      checkPools: () => checkPools(ctx),
      checkSavings: () => checkSavings(ctx),
      checkSeals: () => checkSeals(sql, ctx.log),
      forgetForecasts: () => forgetForecasts(ctx),
      forgetExpired: () => forgetExpired(ctx),
      forgetUsage: () => forgetUsage(ctx),
      forgetLaunches: () => forgetLaunches(ctx),
      forgetOffers: async () => void (await forgetOffers(ctx, findRentedOffers)),
      forgetMinutes: () => forgetMinutes(ctx),
      forgetMarketEvents: () => forgetMarketEvents(sql),
      forgetReplies: () => forgetReplies(ctx),
      closeHours: async () => void (await closeHours(ctx)),
      keepPartitions: () => keepPartitions(ctx),
      sealEvents: () => sealEvents(sql, ctx.log),
    },
    crontab: [
      "5 * * * * closeHours",
      "11 4 * * * forgetLaunches",
      "31 4 * * * forgetOffers",
      "37 4 * * * forgetForecasts",
      "19 4 * * * forgetMinutes",
      "17 * * * * forgetMarketEvents",
      "23 * * * * forgetReplies",
      "29 * * * * keepPartitions",
      "41 * * * * forgetExpired",
      "53 2 * * * forgetUsage",
      "23 3 * * * checkLedger",
      "43 3 * * * checkPools",
      "3 4 * * * checkSavings",
      "47 * * * * sealEvents",
      "7 5 * * * checkSeals",
    ].join("\n"),
  };
}

import type { Usd } from "../../values/money.ts";
import type { MeteredSession } from "../read-metered.ts";
import type { MonthProjection, Savings } from "../read-savings.ts";
import type { Waterfalls } from "../read-waterfalls.ts";
import { type Cloud, clouds } from "../rules/clouds.ts";
import { add, type Figures, figuresAt, isRunning, nothing, type Rates, ratesAt } from "../compare.ts";
import type { ReferenceRow } from "../store/metered.ts";
import type {
  ActiveSessionMetrics,
  CloudTick,
  SavingsFigures,
  SavingsPart,
  SavingsProjection,
  SavingsType,
  SavingsWaterfall,
} from "./types.ts";

function toFigures({ paid, gpuMs, clouds: at }: Figures): SavingsFigures {
  return {
    paid,
    gpuHours: Number(gpuMs) / 3_600_000,
    clouds: clouds.map((cloud) => ({ cloud, ...at[cloud], saved: at[cloud].reference - at[cloud].compared })),
  };
}

export function toSavings(savings: Savings): SavingsType {
  const { from, until, sessions, total, history, byConsumer, byGpu, byProvider, matches } = savings;
  const groups = (all: Savings["byGpu"]) =>
    all.map(({ name, figures }) => ({ name, figures: toFigures(figures) }));
  return {
    from,
    until,
    sessions,
    total: toFigures(total),
    history: history.map((one) => ({ ...one, figures: toFigures(one.figures) })),
    byConsumer: groups(byConsumer),
    byGpu: groups(byGpu),
    byProvider: groups(byProvider),
    waterfalls: clouds.map((cloud) => toWaterfall(cloud, savings.waterfalls)),
    matches: matches.map(({ card, kind, cloud, course, nearestBecause, noMatch }) => ({
      cloud,
      gpuModel: card.model,
      gpuSocket: card.socket,
      vramGb: card.vramGb,
      isInterruptible: kind === "interruptible",
      noMatch,
      nearestBecause,
      prices: course
        .filter((step) => step.from < until && (step.until === null || step.until > from))
        .map((step) => ({ ...(step.price as ReferenceRow), from: step.from, until: step.until })),
    })),
  };
}

function toWaterfall(cloud: Cloud, { clouds: at, ...besides }: Waterfalls): SavingsWaterfall {
  const part = (kind: SavingsPart["kind"], amount: Usd, because: string, isCounted = false): SavingsPart => ({
    kind,
    amount,
    because,
    isCounted,
  });
  return {
    cloud,
    parts: [
      part(
        "rate",
        at[cloud].rate,
        "The same hours at the other price, less what they cost here when they were asked for.",
        true,
      ),
      part(
        "timing",
        at[cloud].timing,
        "Of sessions that a standing order began: the price when it was given, less the price it began at.",
        true,
      ),
      part(
        "reservation-discount",
        at[cloud].discount,
        "Of hours that were reserved: what those that ran would have cost here by the hour, less what was paid for all of them.",
        true,
      ),
      part(
        "idle-stop",
        besides.idleStop,
        "Of sessions that were ended because they were idle: the hours until their end, at their price, as far as it was held for them.",
      ),
      part("hand-back", besides.handBack, "What the ledger gave back of reservations that were handed back."),
    ],
  };
}

export function toProjection({ until, soFar, clouds: at }: MonthProjection): SavingsProjection {
  return {
    until,
    soFar: toFigures(soFar),
    clouds: clouds.flatMap((cloud) => {
      const projection = at[cloud];
      return projection ? [{ cloud, ...projection }] : [];
    }),
  };
}

export function toCloudTicks(figures: Figures, rates: Rates): CloudTick[] {
  return clouds.map((cloud) => {
    const { compared, reference } = figures.clouds[cloud];
    const { compared: comparedPerHour, reference: referencePerHour } = rates.clouds[cloud];
    return {
      cloud,
      compared,
      reference,
      saved: reference - compared,
      comparedPerHour,
      referencePerHour,
      savedPerHour: referencePerHour - comparedPerHour,
    };
  });
}

export function toMetrics(
  sessions: readonly MeteredSession[],
  at: Date,
): Omit<ActiveSessionMetrics, "everRan"> {
  const total = nothing();
  let ratePerHour = 0n;
  let machines = 0;
  for (const session of sessions) {
    if (!isRunning(session, at)) continue;
    machines += 1;
    add(total, figuresAt(session, at));
    ratePerHour += ratesAt(session, at).ratePerHour;
  }
  return { at, machines, ratePerHour, figures: toFigures(total) };
}

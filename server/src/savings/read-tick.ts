import type { Ctx } from "../platform/context.ts";
import {
  add,
  between,
  eachCloud,
  type Figures,
  figuresAt,
  goesOn,
  nothing,
  type Rates,
  ratesAt,
} from "./compare.ts";
import { readBooks } from "./read-books.ts";
import type { MeteredSession } from "./read-metered.ts";
import { clouds } from "./rules/clouds.ts";
import { nextOf, startOf } from "./rules/periods.ts";

// What a second changes is only what is billed at that second. The rest of the month is added up when
// something happens, and a second that passes costs arithmetic on the sessions that run.

export interface Facts {
  since: Date;
  until: Date;
  before: Figures;
  running: MeteredSession[];
}

export interface TickOf {
  at: Date;
  since: Date;
  total: Figures;
  rates: Rates;
  sessions: { sessionId: string; figures: Figures; rates: Rates }[];
}

export async function readFacts(ctx: Ctx, accountId: string, now: Date): Promise<Facts> {
  const since = startOf("month", now);
  const until = nextOf("month", since);
  const { days, parts } = await readBooks(ctx, accountId, since, until);
  const before = nothing();
  const running: MeteredSession[] = [];
  for (const { figures } of days) add(before, figures);
  for (const { session } of parts) {
    if (goesOn(session, now)) running.push(session);
    else add(before, between(session, since, until));
  }
  return { since, until, before, running };
}

export function tickOf({ since, before, running }: Facts, at: Date): TickOf {
  const total = nothing();
  add(total, before);
  const rates: Rates = { ratePerHour: 0n, clouds: eachCloud(() => ({ compared: 0n, reference: 0n })) };
  const sessions = running
    .filter((session) => began(session, at))
    .map((session) => {
      const figures = figuresAt(session, at);
      // Of one that began this month both are the same, and this is done every second.
      const ofMonth = session.stretches.every(({ from }) => from >= since);
      add(total, ofMonth ? figures : between(session, since, at));
      const own = ratesAt(session, at, figures.paid);
      rates.ratePerHour += own.ratePerHour;
      for (const cloud of clouds) {
        rates.clouds[cloud].compared += own.clouds[cloud].compared;
        rates.clouds[cloud].reference += own.clouds[cloud].reference;
      }
      return { sessionId: session.sessionId, figures, rates: own };
    });
  return { at, since, total, rates, sessions };
}

/** A machine of a reservation may be there before the hours that it is paid for. */
const began = ({ stretches }: MeteredSession, at: Date): boolean => stretches.some(({ from }) => from <= at);

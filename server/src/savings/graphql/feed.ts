import type { Topic } from "../../events/catalog.ts";
import type { GraphContext } from "../../graphql/context.ts";
import type { Feed } from "../../graphql/feed.ts";
import { accountOf } from "../../sessions/index.ts";
import { type MeteredSession, readMeteredSessions } from "../read-metered.ts";
import {
  add,
  between,
  eachCloud,
  type Figures,
  figuresAt,
  nothing,
  type Rates,
  ratesAt,
} from "../compare.ts";
import { nextOf, startOf } from "../rules/periods.ts";
import { toCloudTicks } from "./to-savings.ts";
import { SavingsTick } from "./types.ts";

// What a second changes is only what is billed at that second. The rest of the month is added up when
// something happens, and a second that passes costs arithmetic on the sessions that run.
interface Facts {
  since: Date;
  until: Date;
  before: Figures;
  running: MeteredSession[];
}
const known = new WeakMap<object, Promise<Facts>>();

export const savingsFeed: Feed = {
  sharing: "account",
  action: "savings.read",
  topics: ["session.changed", "session.charged", "session.extended"] satisfies Topic[],
  everyMs: 1_000,

  async start(ctx, args) {
    const now = ctx.now();
    let facts = known.get(args);
    if (!facts || (await facts).until <= now) {
      facts = readFacts(ctx, now);
      known.set(args, facts);
      facts.catch(() => known.delete(args));
    }
    return toTick(await facts, now);
  },

  async updates(ctx, args) {
    known.delete(args);
    return [await savingsFeed.start(ctx, args, { xid: 0n, id: 0n })];
  },
};

async function readFacts(ctx: GraphContext, now: Date): Promise<Facts> {
  const since = startOf("month", now);
  const until = nextOf("month", since);
  const sessions = await readMeteredSessions(ctx, accountOf(ctx), since, until);
  const before = nothing();
  const running: MeteredSession[] = [];
  for (const session of sessions) {
    if (session.stretches.some((stretch) => stretch.until === null)) running.push(session);
    else add(before, between(session, since, until));
  }
  return { since, until, before, running };
}

function toTick({ since, before, running }: Facts, at: Date): SavingsTick {
  const total = nothing();
  add(total, before);
  const rates: Rates = { ratePerHour: 0n, clouds: eachCloud(() => ({ compared: 0n, reference: 0n })) };
  const sessions = running.map((session) => {
    add(total, between(session, since, at));
    const own = ratesAt(session, at);
    rates.ratePerHour += own.ratePerHour;
    eachCloud((cloud) => {
      rates.clouds[cloud].compared += own.clouds[cloud].compared;
      rates.clouds[cloud].reference += own.clouds[cloud].reference;
    });
    const figures = figuresAt(session, at);
    return {
      sessionId: session.sessionId,
      paid: figures.paid,
      ratePerHour: own.ratePerHour,
      clouds: toCloudTicks(figures, own),
    };
  });
  return Object.assign(new SavingsTick(), {
    at,
    since,
    paid: total.paid,
    ratePerHour: rates.ratePerHour,
    clouds: toCloudTicks(total, rates),
    sessions,
  });
}

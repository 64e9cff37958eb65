import type { Topic } from "../../events/catalog.ts";
import type { Feed } from "../../graphql/feed.ts";
import { accountOf } from "../../sessions/index.ts";
import { type Facts, readFacts, tickOf } from "../read-tick.ts";
import { toCloudTicks } from "./to-savings.ts";
import { SavingsTick } from "./types.ts";

const known = new WeakMap<object, Promise<Facts>>();

export const savingsFeed: Feed = {
  sharing: "account",
  action: "savings.read",
  topics: ["session.changed", "session.charged", "session.extended", "reservation.changed"] satisfies Topic[],
  everyMs: 1_000,

  async start(ctx, args) {
    const now = ctx.now();
    let facts = known.get(args);
    if (!facts || (await facts).until <= now) {
      facts = readFacts(ctx, accountOf(ctx), now);
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

function toTick(facts: Facts, now: Date): SavingsTick {
  const { at, since, total, rates, sessions } = tickOf(facts, now);
  return Object.assign(new SavingsTick(), {
    at,
    since,
    paid: total.paid,
    ratePerHour: rates.ratePerHour,
    clouds: toCloudTicks(total, rates),
    sessions: sessions.map(({ sessionId, figures, rates: own }) => ({
      sessionId,
      paid: figures.paid,
      ratePerHour: own.ratePerHour,
      clouds: toCloudTicks(figures, own),
    })),
  });
}

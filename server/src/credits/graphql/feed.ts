import type { Payload, Topic } from "../../events/catalog.ts";
import type { Happened } from "../../events/replay.ts";
import { accountIdOf } from "../../accounts/index.ts";
import type { GraphContext } from "../../graphql/context.ts";
import type { Feed } from "../../graphql/feed.ts";
import { parseUsd } from "../../values/money.ts";
import { readStanding, readTransactions } from "../store/reading.ts";
import { CreditsExpiring, CreditsMoved, CreditsSnapshot, toLine } from "./types.ts";

type Movement = Exclude<Extract<Topic, `credits.${string}`>, "credits.expiring">;

const movements = [
  "credits.added",
  "credits.took-effect",
  "credits.held",
  "credits.captured",
  "credits.released",
  "credits.refunded",
  "credits.rolled-over",
  "credits.expired",
] as const satisfies Movement[];

/** Money leaves nothing out: each transaction is told by itself, in order, with how things stand. */
export const creditsFeed: Feed = {
  sharing: "account",
  action: "credits.read",
  topics: [...movements, "credits.expiring"],

  async start(ctx, _args, at) {
    return new CreditsSnapshot(at, await readStanding(ctx, accountIdOf(ctx), null));
  },

  async updates(ctx, _args, events) {
    const moved = await linesOf(ctx, events);
    const credits = await readStanding(ctx, accountIdOf(ctx), null);
    return events.flatMap<object>(({ position, topic, subject, payload }) => {
      if (topic === "credits.expiring") {
        const { amount, expiresAt } = payload as Payload<"credits.expiring">;
        return [new CreditsExpiring(position, subject, parseUsd(amount), new Date(expiresAt))];
      }
      const line = moved.get((payload as Payload<Movement>).seq);
      return line ? [new CreditsMoved(position, toLine(line), credits)] : [];
    });
  },
};

async function linesOf(ctx: GraphContext, events: readonly Happened[]) {
  const seqs = events
    .filter(({ topic }) => topic !== "credits.expiring")
    .map(({ payload }) => (payload as Payload<Movement>).seq);
  const lines = await readTransactions(ctx, accountIdOf(ctx), seqs);
  return new Map(lines.map((line) => [line.seq.toString(), line]));
}

import { listLeadsOf } from "../accounts/index.ts";
import { readAfter } from "../events/replay.ts";
import { summaryOf } from "../events/summary.ts";
import { announce } from "../events/announce.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import type { Sql } from "../platform/db/database.ts";
import { described, type Kind, kindOf, say } from "./rules/kinds.ts";
import { TRIED_FOR_MS, tellFrom } from "./rules/timing.ts";
import { type ChannelRow, ensureBells, listWanting } from "./store/channels.ts";
import { moveCursor, takeCursor } from "./store/cursor.ts";
import { insertDeliveries, type NewDelivery } from "./store/deliveries.ts";

// Events become deliveries by what each account's channels want to be told of. One transaction reads on from the
// stored place, writes the deliveries and moves the place, so that a kill at any instant leaves all of a page or
// nothing of it; the place is one locked row, so one process reads at a time; and should a page ever be read twice, a
// delivery's key, the channel and the event, lets it be written once.

const PAGE = 500;

/** Says how many deliveries were made. */
export async function readEvents(ctx: Ctx, sql: Sql, signal?: AbortSignal): Promise<number> {
  let made = 0;
  for (let more = true; more && !signal?.aborted;) {
    const page = await inTransaction(ctx, (ctx) => readPage(ctx, sql));
    made += page.made;
    more = page.more;
  }
  return made;
}

async function readPage(ctx: Ctx, sql: Sql): Promise<{ made: number; more: boolean }> {
  const from = await takeCursor(ctx);
  if (!from) return { made: 0, more: false };
  const { events, upTo, full } = await readAfter(sql, from, PAGE);
  if (events.length === 0) return { made: 0, more: false };
  const founded = events.flatMap(({ topic, accountId }) =>
    topic === "account.created" && accountId !== null ? [accountId] : [],
  );
  await ensureBells(ctx, founded);
  const told = events.flatMap((event) => {
    const kind = kindOf(event);
    return kind ? [{ event, kind }] : [];
  });
  const accounts = [...new Set(told.flatMap(({ event }) => event.accountId ?? []))];
  const market = [...new Set(told.flatMap(({ event, kind }) => (event.accountId === null ? [kind] : [])))];
  const channels = told.length > 0 ? await listWanting(ctx, accounts, market) : [];
  const byLetter = told.filter(({ kind }) => described[kind].leadsGetALetter);
  const leads = await listLeadsOf(
    ctx,
    byLetter.flatMap(({ event }) => event.accountId ?? []),
  );
  const rows = told.flatMap(({ event, kind }) =>
    channels
      .filter((channel) => wants(channel, event.accountId, kind) && !hasLetter(channel, kind, leads))
      .map((channel) => toDelivery(ctx, channel, event, kind)),
  );
  const made = await insertDeliveries(ctx, rows);
  await moveCursor(ctx, upTo);
  for (const accountId of new Set(made.map((row) => row.accountId))) announce(ctx, "alerts.moved", accountId);
  return { made: made.length, more: full };
}

function wants(channel: ChannelRow, accountId: string | null, kind: Kind): boolean {
  return channel.kinds.includes(kind) && (accountId === null || accountId === channel.accountId);
}

/** Whoever answers for the account gets a letter of its own of this, and no second one through a channel. */
function hasLetter(
  { means, accountId, shown }: ChannelRow,
  kind: Kind,
  leads: ReadonlyMap<string, ReadonlySet<string>>,
): boolean {
  return means === "email" && !!described[kind].leadsGetALetter && !!leads.get(accountId)?.has(shown);
}

function toDelivery(
  ctx: Ctx,
  channel: ChannelRow,
  event: Awaited<ReturnType<typeof readAfter>>["events"][number],
  kind: Kind,
): NewDelivery {
  const now = ctx.now();
  const here = channel.means === "in-app";
  const nextTryAt = here ? now : tellFrom(channel, now, described[kind].urgent ?? false);
  return {
    id: ctx.newId("alr"),
    channelId: channel.id,
    accountId: channel.accountId,
    eventId: event.position.id,
    kind,
    topic: event.topic,
    subject: event.subject,
    payload: event.payload,
    said: say(kind, event, summaryOf(event)),
    happenedAt: event.at,
    // What the console tells is told by being there.
    state: here ? "delivered" : "waiting",
    endedAt: here ? now : null,
    nextTryAt,
    triedUntil: new Date(nextTryAt.getTime() + TRIED_FOR_MS),
  };
}

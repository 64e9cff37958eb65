import { listLeadsOf } from "../accounts/index.ts";
import { type Happened, readAfter } from "../events/replay.ts";
import { summaryOf } from "../events/summary.ts";
import { announce } from "../events/announce.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import type { Sql } from "../platform/db/database.ts";
import { described, isUrgent, type Kind, kindOf, say, sayEvent } from "./rules/kinds.ts";
import { TRIED_FOR_MS, tellFrom } from "./rules/timing.ts";
import { topics } from "./topics.ts";
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
  const told = events.filter(({ topic }) => topics.includes(topic));
  const accounts = [...new Set(told.flatMap(({ accountId }) => accountId ?? []))];
  const ofMarket = told.filter(({ accountId }) => accountId === null);
  const market = {
    kinds: [...new Set(ofMarket.flatMap((event) => kindOf(event) ?? []))],
    topics: [...new Set(ofMarket.map(({ topic }) => topic))],
  };
  const channels = told.length > 0 ? await listWanting(ctx, accounts, market) : [];
  const byLetter = told.filter((event) => leadsGetALetter(kindOf(event)));
  const leads = await listLeadsOf(
    ctx,
    byLetter.flatMap(({ accountId }) => accountId ?? []),
  );
  const rows = told.flatMap((event) =>
    channels
      .filter((channel) => wants(channel, event) && !hasLetter(channel, kindOf(event), leads))
      .map((channel) => toDelivery(ctx, channel, event)),
  );
  const made = await insertDeliveries(ctx, rows);
  await moveCursor(ctx, upTo);
  for (const accountId of new Set(made.map((row) => row.accountId))) announce(ctx, "alerts.moved", accountId);
  return { made: made.length, more: full };
}

export function wants(channel: ChannelRow, event: Happened): boolean {
  if (event.accountId !== null && event.accountId !== channel.accountId) return false;
  const kind = kindOf(event);
  return (kind !== null && channel.kinds.includes(kind)) || channel.topics.includes(event.topic);
}

/** Whoever answers for the account gets a letter of its own of this, and no second one through a channel. */
function hasLetter(
  { means, accountId, shown }: ChannelRow,
  kind: Kind | null,
  leads: ReadonlyMap<string, ReadonlySet<string>>,
): boolean {
  return means === "email" && leadsGetALetter(kind) && !!leads.get(accountId)?.has(shown);
}

const leadsGetALetter = (kind: Kind | null): boolean => kind !== null && !!described[kind].leadsGetALetter;

export function toDelivery(ctx: Ctx, channel: ChannelRow, event: Happened): NewDelivery {
  const found = kindOf(event);
  // Of a kind that the channel did not choose, it is told as an event.
  const kind = found !== null && channel.kinds.includes(found) ? found : null;
  const now = ctx.now();
  const here = channel.means === "in-app";
  const nextTryAt = here ? now : tellFrom(channel, now, isUrgent(kind));
  return {
    id: ctx.newId("alr"),
    channelId: channel.id,
    accountId: channel.accountId,
    eventId: event.position.id,
    eventXid: event.position.xid,
    kind,
    topic: event.topic,
    subject: event.subject,
    payload: event.payload,
    said: kind ? say(kind, event, summaryOf(event)) : sayEvent(event.actorName, summaryOf(event)),
    happenedAt: event.at,
    // What the console tells is told by being there.
    state: here ? "delivered" : "waiting",
    endedAt: here ? now : null,
    nextTryAt,
    triedUntil: new Date(nextTryAt.getTime() + TRIED_FOR_MS),
  };
}

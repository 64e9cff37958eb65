import { accountIdOf } from "../accounts/index.ts";
import { announce } from "../events/announce.ts";
import { isOfAccount, type Topic } from "../events/catalog.ts";
import { type Happened, readBetween } from "../events/replay.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import type { Sql } from "../platform/db/database.ts";
import { compare, isAfter, type Position } from "../values/cursor.ts";
import { InvalidInput, NotFound } from "../values/refusal.ts";
import { toDelivery, wants } from "./read-events.ts";
import { TRIED_FOR_MS } from "./rules/timing.ts";
import { topics } from "./topics.ts";
import { type ChannelRow, findChannel, lockChannel, updateChannel } from "./store/channels.ts";
import { sendAnew } from "./store/deliveries.ts";

const MOST_SENT = 1_000;
const PAGE = 500;
/** So many pages are looked through at once, whether or not the channel wants what is on them. */
const MOST_PAGES = 20;

export interface Replayed {
  channel: ChannelRow;
  sent: number;
  /** Everything up to here was sent again: to go on, replay after it. */
  upTo: Position;
  more: boolean;
}

/**
 * Sends a webhook all that it wants of what happened after a place, what it was sent before and what it was not: while
 * it was paused, or before there was such a channel. What it was sent before keeps its id.
 */
export async function replay(
  ctx: Ctx,
  sql: Sql,
  asked: { channelId: string; after: Position; head: Position },
): Promise<Replayed> {
  const before = await findChannel(ctx, asked.channelId);
  if (!before) throw new NotFound("alert channel", asked.channelId);
  if (before.means !== "webhook")
    throw new InvalidInput("channelId", "Only a webhook is sent things again: people have read them.");
  if (before.pausedAt) throw new InvalidInput("channelId", "This channel is paused.");
  if (isAfter(asked.after, asked.head))
    throw new InvalidInput("after", "This cursor is ahead of all events.");
  const { events, upTo, more } = await readWanted(sql, before, asked.after, asked.head);
  return inTransaction(ctx, async (ctx) => {
    const channel = await lockChannel(ctx, asked.channelId);
    if (!channel) throw new NotFound("alert channel", asked.channelId);
    const now = ctx.now();
    const rows = events.map((event) => ({
      ...toDelivery(ctx, channel, event),
      nextTryAt: now,
      triedUntil: new Date(now.getTime() + TRIED_FOR_MS),
    }));
    const sent = await sendAnew(ctx, rows);
    const woken = await updateChannel(ctx, channel.id, { sendsFrom: now, failures: 0 });
    announce(ctx, "alerts.moved", accountIdOf(ctx));
    return { channel: woken, sent, upTo, more };
  });
}

async function readWanted(
  sql: Sql,
  channel: ChannelRow,
  after: Position,
  head: Position,
): Promise<{ events: Happened[]; upTo: Position; more: boolean }> {
  const asked = channel.kinds.length > 0 ? topics : channel.topics;
  const own = asked.filter(isOfAccount);
  const market = asked.filter((topic) => !isOfAccount(topic));
  const found: Happened[] = [];
  let at = after;
  for (let page = 0; page < MOST_PAGES; page++) {
    const parts = await Promise.all([
      readPart(sql, channel.accountId, own, at, head),
      readPart(sql, null, market, at, head),
    ]);
    // Of two lists that end at different places, only what stands before the nearer end is whole.
    const upTo = parts.map(({ upTo }) => upTo).toSorted(compare)[0] ?? head;
    const here = parts
      .flatMap(({ events }) => events)
      .filter((event) => !isAfter(event.position, upTo) && wants(channel, event))
      .toSorted((a, b) => compare(a.position, b.position));
    const room = MOST_SENT - found.length;
    found.push(...here.slice(0, room));
    if (here.length > room) return { events: found, upTo: found.at(-1)?.position ?? at, more: true };
    at = upTo;
    if (compare(at, head) === 0) return { events: found, upTo: head, more: false };
  }
  return { events: found, upTo: at, more: true };
}

async function readPart(
  sql: Sql,
  accountId: string | null,
  topics: readonly Topic[],
  after: Position,
  upTo: Position,
): Promise<{ events: Happened[]; upTo: Position }> {
  if (topics.length === 0) return { events: [], upTo };
  const events = await readBetween(sql, { accountId, topics, after, upTo, limit: PAGE });
  return { events, upTo: events.length === PAGE ? (events.at(-1)?.position ?? upTo) : upTo };
}

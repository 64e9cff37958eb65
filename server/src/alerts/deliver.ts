import { actingFor, isConfirmedAddress } from "../accounts/index.ts";
import { announce } from "../events/announce.ts";
import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import type { Alert, Message, Outcome, Sender, Target } from "./channels/channel.ts";
import type { Actor } from "../values/actor.ts";
import { encodeCursor, type Position } from "../values/cursor.ts";
import type { Means } from "./rules/channel.ts";
import { isUrgent } from "./rules/kinds.ts";
import type { Selected } from "./rules/selected.ts";
import { tellFrom, waitAfter } from "./rules/timing.ts";
import { type ChannelRow, findAnyChannel, lockAnyChannel, updateChannel } from "./store/channels.ts";
import {
  deleteEndedBefore,
  deleteMarketEndedBefore,
  type DeliveryRow,
  keepSelected,
  markDelivered,
  markFailed,
  putBack,
  takeDue,
} from "./store/deliveries.ts";
import type { Try } from "./store/tables.ts";
import { openTarget } from "./target.ts";

// The outbox. Lanes work side by side, each with what is due of one channel, so that one whose receiver never answers
// holds up a lane and no other channel. A channel whose receiver fails rests for a while, ever longer; what waits for
// it waits with it. What a webhook is told of one subject goes in the order in which it happened: each waits until what
// is before it has arrived or is given up. Each delivery is tried with growing patience for three days, and then left
// to people.

const LANES = 6;
const AT_ONCE = 10;
/** A slow receiver's lane is free after that, and one more patience, for other channels. */
const LINE_LASTS_MS = 10_000;
const REST_MOST_MS = 10 * 60_000;
const DAY_MS = 24 * 3_600_000;
const KEPT_MS = 60 * DAY_MS;

export type Senders = Readonly<Record<Exclude<Means, "in-app">, Sender>>;

/** Reads what a selection says of an event, with somebody's rights. */
export type ReadSelected = (actor: Actor, selection: string, event: Position) => Promise<Selected>;

const readsNothing: ReadSelected = async () => ({ event: null, missing: "Selections are not read here." });

/** Says how many were delivered. */
export async function deliverAlerts(
  ctx: Ctx,
  senders: Senders,
  signal?: AbortSignal,
  readSelected: ReadSelected = readsNothing,
): Promise<number> {
  const work: Work = { senders, readSelected };
  const lanes = Array.from({ length: LANES }, () => workLane(ctx, work, signal));
  const counts = await Promise.all(lanes);
  await deleteEndedBefore(ctx, new Date(ctx.now().getTime() - KEPT_MS));
  await deleteMarketEndedBefore(ctx, new Date(ctx.now().getTime() - DAY_MS));
  return counts.reduce((sum, count) => sum + count, 0);
}

interface Work {
  senders: Senders;
  readSelected: ReadSelected;
}

async function workLane(ctx: Ctx, work: Work, signal?: AbortSignal): Promise<number> {
  let sum = 0;
  while (!signal?.aborted) {
    const taken = await takeDue(ctx, AT_ONCE);
    if (!taken) return sum;
    const [first] = taken;
    if (first) sum += await deliverBatch(ctx, work, first.channelId, taken);
  }
  return sum;
}

async function deliverBatch(
  ctx: Ctx,
  { senders, readSelected }: Work,
  channelId: string,
  taken: readonly DeliveryRow[],
): Promise<number> {
  const channel = await findAnyChannel(ctx, channelId);
  if (!channel || channel.means === "in-app") return 0;
  const sender = senders[channel.means];
  const target = openTarget(ctx, channel);
  const ready = await Promise.all(taken.map((row) => withSelected(ctx, readSelected, channel, row)));
  const lines = channel.digest
    ? [[ready]]
    : [...Map.groupBy(ready, ({ subject, id }) => subject ?? id).values()].map((rows) =>
        rows.map((row) => [row]),
      );
  const begunAt = ctx.now().getTime();
  const results = await Promise.all(
    lines.map((line) => sendLine(ctx, line, begunAt, (rows) => send(ctx, sender, channel, target, rows))),
  );
  const sent = results.flatMap(({ sent }) => sent);
  const arrived = sent.filter(({ outcome }) => outcome.delivered);
  await markDelivered(ctx, new Map(arrived.flatMap(({ rows, one }) => rows.map(({ id }) => [id, one]))));
  for (const { sent, unsent } of results) {
    let dueAt = ctx.now();
    for (const { rows, outcome, one } of sent)
      if (!outcome.delivered) dueAt = await giveBack(ctx, channel, rows, outcome, one);
    await putBack(ctx, unsent, dueAt);
  }
  // Where all is well, and was before, there is nothing to write of the channel.
  if (arrived.length < sent.length || channel.failures > 0)
    await rest(
      ctx,
      channelId,
      sent.map(({ outcome }) => outcome),
    );
  announce(ctx, "alerts.moved", channel.accountId);
  return sent.reduce((sum, { rows, outcome }) => sum + (outcome.delivered ? rows.length : 0), 0);
}

interface Sent {
  rows: readonly DeliveryRow[];
  outcome: Outcome;
  one: Try;
}

/** What is of one subject, one after the other: nothing goes before what happened earlier has arrived. */
async function sendLine(
  ctx: Ctx,
  line: readonly (readonly DeliveryRow[])[],
  begunAt: number,
  send: (rows: readonly DeliveryRow[]) => Promise<Outcome>,
): Promise<{ sent: Sent[]; unsent: DeliveryRow[] }> {
  const sent: Sent[] = [];
  for (const rows of line) {
    const begun = ctx.now().getTime();
    if (begun - begunAt >= LINE_LASTS_MS) break;
    const outcome = await send(rows);
    const ms = ctx.now().getTime() - begun;
    sent.push({ rows, outcome, one: { at: ctx.now().toISOString(), ms, said: outcome.said } });
    if (!outcome.delivered && !outcome.forGood) break;
  }
  return { sent, unsent: line.slice(sent.length).flat() };
}

/** What was selected when it was first tried is kept with it, so that each try says the same. */
async function withSelected(
  ctx: Ctx,
  readSelected: ReadSelected,
  { id, accountId, selection, selectedBy }: ChannelRow,
  row: DeliveryRow,
): Promise<DeliveryRow> {
  const event = placeOf(row);
  if (row.selected || selection === null || selectedBy === null || !event) return row;
  const actor = await actingFor(ctx, accountId, selectedBy, `webhook ${id}`);
  const selected: Selected = actor
    ? await readSelected(actor, selection, event)
    : { event: null, missing: "Who chose this selection is no longer in the account, or their key is gone." };
  return { ...row, selected: await keepSelected(ctx, row.id, selected) };
}

function placeOf({ eventXid, eventId }: DeliveryRow): Position | null {
  return eventXid === null || eventId === null ? null : { xid: eventXid, id: eventId };
}

async function send(
  ctx: Ctx,
  sender: Sender,
  channel: ChannelRow,
  target: Target | null,
  rows: readonly DeliveryRow[],
): Promise<Outcome> {
  if (!target)
    return { delivered: false, said: "sealed under another secret", forGood: true, retryAfterMs: null };
  // Asked each time: who has left the account since, or has another address, gets nothing more of it.
  if (channel.means === "email" && !(await isConfirmedAddress(ctx, channel.accountId, target.address)))
    return {
      delivered: false,
      said: "nobody in this account has this address any more",
      forGood: true,
      retryAfterMs: null,
    };
  const alerts = rows.map(toAlert) as [Alert, ...Alert[]];
  const message: Message = {
    channelId: channel.id,
    channelName: channel.name,
    target,
    alerts,
    now: ctx.now(),
  };
  return sender.send(message);
}

function toAlert(row: DeliveryRow): Alert {
  const { id, kind, topic, subject, payload, said, happenedAt, selected, attempts } = row;
  const place = placeOf(row);
  const cursor = place && encodeCursor(place);
  return { id, kind, topic, subject, payload, said, happenedAt, cursor, selected, attempt: attempts };
}

/** Says when the last of them is tried next. */
async function giveBack(
  ctx: Ctx,
  channel: ChannelRow,
  rows: readonly DeliveryRow[],
  outcome: Outcome & { delivered: false },
  one: Try,
): Promise<Date> {
  let dueAt = ctx.now();
  for (const row of rows) {
    const wait = Math.max(waitAfter(row.attempts), outcome.retryAfterMs ?? 0);
    const next = tellFrom(
      { ...channel, digest: null },
      new Date(ctx.now().getTime() + wait),
      isUrgent(row.kind),
    );
    dueAt = next;
    const over = outcome.forGood || next >= row.triedUntil;
    await inTransaction(ctx, async (ctx) => {
      if (!(await markFailed(ctx, row, one, over ? null : next))) return;
      if (over) await tellGivenUp(ctx, channel, row, outcome.said);
    });
  }
  return dueAt;
}

async function tellGivenUp(ctx: Ctx, channel: ChannelRow, row: DeliveryRow, why: string): Promise<void> {
  // To tell that telling of it was given up would never end.
  if (row.topic === "alert.given-up") return;
  await record(ctx, {
    topic: "alert.given-up",
    subject: row.id,
    accountId: channel.accountId,
    payload: { name: channel.name, title: row.said.title, why },
  });
  ctx.log.warn({ alert: row.id, channel: channel.id, attempts: row.attempts, why }, "an alert was given up");
}

/** A receiver that answers is well; one that does not is left in peace for a while. */
async function rest(ctx: Ctx, channelId: string, outcomes: readonly Outcome[]): Promise<void> {
  const passing = outcomes.flatMap((one) => (one.delivered || one.forGood ? [] : [one]));
  const well = passing.length < outcomes.length;
  await inTransaction(ctx, async (ctx) => {
    const channel = await lockAnyChannel(ctx, channelId);
    if (!channel) return;
    if (well && passing.length === 0) {
      if (channel.failures > 0) await updateChannel(ctx, channelId, { failures: 0 });
      return;
    }
    const failures = well ? 1 : channel.failures + 1;
    const asked = Math.max(0, ...passing.map(({ retryAfterMs }) => retryAfterMs ?? 0));
    const wait = Math.max(asked, well ? 0 : Math.min(waitAfter(failures), REST_MOST_MS));
    const until = new Date(ctx.now().getTime() + wait);
    const sendsFrom = until > channel.sendsFrom ? until : channel.sendsFrom;
    await updateChannel(ctx, channelId, { failures, sendsFrom });
  });
}

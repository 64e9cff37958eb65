import { announce } from "../events/announce.ts";
import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import type { Alert, Message, Outcome, Sender, Target } from "./channels/channel.ts";
import type { Means } from "./rules/channel.ts";
import { tellFrom, waitAfter } from "./rules/timing.ts";
import { type ChannelRow, findAnyChannel, lockAnyChannel, updateChannel } from "./store/channels.ts";
import {
  deleteEndedBefore,
  type DeliveryRow,
  markDelivered,
  markFailed,
  takeDue,
} from "./store/deliveries.ts";
import type { Try } from "./store/tables.ts";
import { openTarget } from "./target.ts";

// The outbox. Lanes work side by side, each with what is due of one channel, so that one whose receiver never answers
// holds up a lane and no other channel. A channel whose receiver fails rests for a while, ever longer; what waits for
// it waits with it. Each delivery is tried with growing patience for three days, and then left to people.

const LANES = 6;
const AT_ONCE = 10;
const REST_MOST_MS = 10 * 60_000;
const KEPT_MS = 60 * 24 * 3_600_000;

export type Senders = Readonly<Record<Exclude<Means, "in-app">, Sender>>;

/** Says how many were delivered. */
export async function deliverAlerts(ctx: Ctx, senders: Senders, signal?: AbortSignal): Promise<number> {
  const lanes = Array.from({ length: LANES }, () => workLane(ctx, senders, signal));
  const counts = await Promise.all(lanes);
  await deleteEndedBefore(ctx, new Date(ctx.now().getTime() - KEPT_MS));
  return counts.reduce((sum, count) => sum + count, 0);
}

async function workLane(ctx: Ctx, senders: Senders, signal?: AbortSignal): Promise<number> {
  let sum = 0;
  while (!signal?.aborted) {
    const taken = await takeDue(ctx, AT_ONCE);
    const [first] = taken;
    if (!first) return sum;
    sum += await deliverBatch(ctx, senders, first.channelId, taken);
  }
  return sum;
}

async function deliverBatch(
  ctx: Ctx,
  senders: Senders,
  channelId: string,
  taken: readonly DeliveryRow[],
): Promise<number> {
  const channel = await findAnyChannel(ctx, channelId);
  if (!channel || channel.means === "in-app") return 0;
  const sender = senders[channel.means];
  const target = openTarget(ctx, channel);
  const messages = channel.digest ? [taken] : taken.map((row) => [row]);
  const sent = await Promise.all(
    messages.map(async (rows) => {
      const begun = ctx.now().getTime();
      const outcome = await send(ctx, sender, channel, target, rows);
      const ms = ctx.now().getTime() - begun;
      return { rows, outcome, one: { at: ctx.now().toISOString(), ms, said: outcome.said } };
    }),
  );
  for (const { rows, outcome, one } of sent) {
    const ids = rows.map(({ id }) => id);
    if (outcome.delivered) await markDelivered(ctx, ids, one);
    else await giveBack(ctx, channel, rows, outcome, one);
  }
  await rest(
    ctx,
    channelId,
    sent.map(({ outcome }) => outcome),
  );
  announce(ctx, "alerts.moved", channel.accountId);
  return sent.reduce((sum, { rows, outcome }) => sum + (outcome.delivered ? rows.length : 0), 0);
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

function toAlert({ id, kind, topic, subject, payload, said, happenedAt, attempts }: DeliveryRow): Alert {
  return { id, kind, topic, subject, payload, said, happenedAt, attempt: attempts };
}

async function giveBack(
  ctx: Ctx,
  channel: ChannelRow,
  rows: readonly DeliveryRow[],
  outcome: Outcome & { delivered: false },
  one: Try,
): Promise<void> {
  for (const row of rows) {
    const wait = Math.max(waitAfter(row.attempts), outcome.retryAfterMs ?? 0);
    const next = tellFrom({ ...channel, digest: null }, new Date(ctx.now().getTime() + wait), false);
    const over = outcome.forGood || next >= row.triedUntil;
    await inTransaction(ctx, async (ctx) => {
      if (!(await markFailed(ctx, row, one, over ? null : next))) return;
      if (over) await tellGivenUp(ctx, channel, row, outcome.said);
    });
  }
}

async function tellGivenUp(ctx: Ctx, channel: ChannelRow, row: DeliveryRow, why: string): Promise<void> {
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

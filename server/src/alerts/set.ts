import { accountIdOf, isConfirmedAddress } from "../accounts/index.ts";
import { record } from "../events/record.ts";
import type { Topic } from "../events/catalog.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { type Actor, actorName } from "../values/actor.ts";
import { InvalidInput, NotFound } from "../values/refusal.ts";
import type { Target } from "./channels/channel.ts";
import { newSecret } from "./channels/webhook.ts";
import { type ChannelInput, type Means, readChannel, readWebAddress } from "./rules/channel.ts";
import {
  type ChannelRow,
  deleteChannel,
  insertChannel,
  listChannels,
  lockChannel,
  lockChannelsOfAccount,
  updateChannel,
} from "./store/channels.ts";
import { openTarget, sealTarget } from "./target.ts";
import { readTopics } from "./topics.ts";

const MOST_CHANNELS = 20;
/** For so long an old secret signs, too, so that whoever takes the calls can learn the new one. */
const OVERLAP_MS = 24 * 3_600_000;
const MOST_OLD_SECRETS = 5;

export type CreateChannel = ChannelInput & {
  means: Exclude<Means, "in-app">;
  /** Whether who runs this Berth lets webhooks lead into its own network. */
  anyHost: boolean;
} & Selecting;

interface Selecting {
  /** Events that a webhook is told as they are. */
  topics?: readonly Topic[] | null | undefined;
  /** Fields of an event, in GraphQL. */
  selection?: string | null | undefined;
  /** Reads a selection, and says by which field of the input it cannot be used. */
  readSelection?: ReadSelection | undefined;
}

/** The selection as it will be asked, or why it cannot be. */
export type ReadSelection = (selection: string) => { selection: string } | { refused: string };

/** A webhook's secret is told this once. */
export async function createChannel(
  ctx: Ctx,
  { means, anyHost, topics, selection, readSelection, ...input }: CreateChannel,
): Promise<{ channel: ChannelRow; secret: string | null }> {
  const read = {
    ...readChannel(means, input),
    topics: readTopics(means, topics ?? []),
    ...readChosen(ctx, means, { selection, readSelection }),
  };
  const { address, shown } = await readAddress(ctx, means, input.address, anyHost);
  const secret = means === "webhook" ? newSecret(ctx.random) : null;
  const channel = await inTransaction(ctx, async (ctx) => {
    await lockChannelsOfAccount(ctx);
    if ((await listChannels(ctx)).length >= MOST_CHANNELS)
      throw new InvalidInput(
        "name",
        `An account has at most ${MOST_CHANNELS} alert channels. Remove one first.`,
      );
    const id = ctx.newId("chn");
    const target: Target = { address, secrets: secret ? [{ value: secret, until: null }] : [] };
    const row = await insertChannel(ctx, {
      ...read,
      id,
      means,
      shown,
      sealed: sealTarget(ctx, id, target),
      accountId: accountIdOf(ctx),
      createdBy: actorName(ctx.actor),
      createdAt: ctx.now(),
      sendsFrom: ctx.now(),
    });
    await note(ctx, row, "created");
    return row;
  });
  return { channel, secret };
}

async function readAddress(
  ctx: Ctx,
  means: CreateChannel["means"],
  given: string | null | undefined,
  anyHost: boolean,
): Promise<{ address: string; shown: string }> {
  if (means !== "email") {
    const url = readWebAddress(means, given, anyHost);
    // What stands behind the host may be a secret, and is one of Slack's.
    return { address: url.href, shown: url.host };
  }
  const address = given?.trim().toLowerCase() ?? "";
  // Mail goes only to who said that the address is theirs: nobody is made to get a stranger's alerts.
  if (!(await isConfirmedAddress(ctx, accountIdOf(ctx), address)))
    throw new InvalidInput("address", "The confirmed address of somebody in this account.");
  return { address, shown: address };
}

/** Who chose a selection lends it their rights, as they are whenever it is read. */
function readChosen(
  { actor }: Ctx,
  means: Means,
  { selection, readSelection }: Selecting,
): { selection: string | null; selectedBy: string | null } {
  if (selection == null || selection.trim() === "") return { selection: null, selectedBy: null };
  if (means !== "webhook")
    throw new InvalidInput("selection", "Only a webhook takes a selection: people are told in words.");
  const read = readSelection?.(selection);
  if (!read || "refused" in read)
    throw new InvalidInput("selection", read?.refused ?? "A selection cannot be read here.");
  return { selection: read.selection, selectedBy: ownerOf(actor) };
}

function ownerOf(actor: Actor): string {
  if (actor.kind === "person") return actor.userId;
  if (actor.kind === "key") return actor.keyId;
  throw new Error(`${actor.kind} has no rights to lend`);
}

/** What is left out stays. */
export type ChannelChange = {
  [K in Exclude<keyof ChannelInput, "address">]?: ChannelInput[K] | null | undefined;
} & Selecting & { paused?: boolean | null | undefined };

/** Where it leads stays: another address is another channel. */
export async function changeChannel(ctx: Ctx, id: string, change: ChannelChange): Promise<ChannelRow> {
  return inTransaction(ctx, async (ctx) => {
    const before = await lockChannel(ctx, id);
    if (!before) throw new NotFound("alert channel", id);
    const read = readChannel(before.means, {
      name: change.name ?? before.name,
      kinds: change.kinds ?? before.kinds,
      quiet: change.quiet === undefined ? before.quiet : change.quiet,
      digest: change.digest === undefined ? before.digest : change.digest,
      timeZone: change.timeZone ?? before.zone,
      perMinute: change.perMinute ?? before.perMinute,
    });
    const pausedAt =
      change.paused == null ? before.pausedAt : change.paused ? (before.pausedAt ?? ctx.now()) : null;
    // Whoever lets it send again wants to see at once whether it works.
    const woken = before.pausedAt && !pausedAt ? { sendsFrom: ctx.now(), failures: 0 } : {};
    const chosen = change.selection === undefined ? {} : readChosen(ctx, before.means, change);
    const topics = readTopics(before.means, change.topics ?? before.topics);
    const row = await updateChannel(ctx, id, { ...read, topics, ...chosen, pausedAt, ...woken });
    await note(ctx, row, "changed");
    return row;
  });
}

/** What it has not told by then it never tells. */
export async function removeChannel(ctx: Ctx, id: string): Promise<ChannelRow> {
  return inTransaction(ctx, async (ctx) => {
    const row = await lockChannel(ctx, id);
    if (!row) throw new NotFound("alert channel", id);
    if (row.means === "in-app")
      throw new InvalidInput("channelId", "The console's own channel stays. Choose what it tells instead.");
    await deleteChannel(ctx, id);
    await note(ctx, row, "removed");
    return row;
  });
}

/** For a day the old secret signs beside the new one, which is told this once. */
export async function renewSecret(ctx: Ctx, id: string): Promise<{ channel: ChannelRow; secret: string }> {
  return inTransaction(ctx, async (ctx) => {
    const before = await lockChannel(ctx, id);
    if (!before) throw new NotFound("alert channel", id);
    const target = before.means === "webhook" ? openTarget(ctx, before) : null;
    if (!target) throw new InvalidInput("channelId", "Only a webhook has a secret.");
    const secret = newSecret(ctx.random);
    const now = ctx.now();
    const untilTomorrow = new Date(now.getTime() + OVERLAP_MS).toISOString();
    // Each that was replaced has its own day, also where its successor is replaced within it.
    const old = target.secrets
      .map(({ value, until }) => ({ value, until: until ?? untilTomorrow }))
      .filter(({ until }) => new Date(until) > now);
    const secrets = [{ value: secret, until: null }, ...old.slice(0, MOST_OLD_SECRETS)];
    const channel = await updateChannel(ctx, id, { sealed: sealTarget(ctx, id, { ...target, secrets }) });
    await note(ctx, channel, "new-secret");
    return { channel, secret };
  });
}

type What = "created" | "changed" | "removed" | "new-secret" | "unsubscribed";

export async function note(ctx: Ctx, { id, accountId, name }: ChannelRow, what: What): Promise<void> {
  await record(ctx, { topic: "alert-channel.changed", subject: id, accountId, payload: { name, what } });
}

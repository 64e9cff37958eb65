import { accountIdOf, personOf } from "../accounts/index.ts";
import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { findPool } from "../reservations/index.ts";
import { InvalidInput, NotFound } from "../values/refusal.ts";
import { makeFeedToken } from "./feed-token.ts";
import { type FeedScope, readFeedName, readWindowsWish, readZone, type WindowsWish } from "./rules/feed.ts";
import { deleteFeed, type FeedRow, insertFeed, listFeeds, lockFeedsOf, updateFeed } from "./store/feeds.ts";

const MOST_FEEDS = 20;

export interface CreateFeed {
  name: string;
  scope: FeedScope;
  poolId?: string | null | undefined;
  timeZone: string;
  windows?: WindowsWish | null | undefined;
}

/** Its token is told this once: it is all that a reader needs. */
export async function createFeed(ctx: Ctx, input: CreateFeed): Promise<{ feed: FeedRow; token: string }> {
  const name = readFeedName(input.name);
  const zone = readZone(input.timeZone);
  const windows = input.windows ? readWindowsWish(input.windows) : null;
  const poolId = input.scope === "pool" ? (input.poolId ?? null) : null;
  if (input.scope === "pool" && poolId === null)
    throw new InvalidInput("poolId", "Say which pool's calendar it is.");
  const { token, hash: tokenHash } = makeFeedToken(ctx.random);
  return inTransaction(ctx, async (ctx) => {
    if (poolId !== null && !(await findPool(ctx, poolId))) throw new NotFound("pool", poolId);
    await lockFeedsOf(ctx);
    if ((await listFeeds(ctx)).length >= MOST_FEEDS)
      throw new InvalidInput(
        "name",
        `A person has at most ${MOST_FEEDS} feeds of an account. Revoke one first.`,
      );
    const feed = await insertFeed(ctx, {
      id: ctx.newId("cfe"),
      accountId: accountIdOf(ctx),
      userId: personOf(ctx).userId,
      name,
      scope: input.scope,
      poolId,
      tokenHash,
      zone,
      windowsGpu: windows?.gpu ?? null,
      windowsGpuCount: windows?.gpuCount ?? null,
      windowsHours: windows?.hours ?? null,
      createdAt: ctx.now(),
    });
    await note(ctx, feed, "created");
    return { feed, token };
  });
}

/** From this moment nobody reads at the old address. */
export async function rotateFeed(ctx: Ctx, feedId: string): Promise<{ feed: FeedRow; token: string }> {
  const { token, hash: tokenHash } = makeFeedToken(ctx.random);
  return inTransaction(ctx, async (ctx) => {
    const feed = await updateFeed(ctx, feedId, { tokenHash, rotatedAt: ctx.now() });
    if (!feed) throw new NotFound("calendar feed", feedId);
    await note(ctx, feed, "rotated");
    return { feed, token };
  });
}

export async function revokeFeed(ctx: Ctx, feedId: string): Promise<FeedRow> {
  return inTransaction(ctx, async (ctx) => {
    const feed = await deleteFeed(ctx, feedId);
    if (!feed) throw new NotFound("calendar feed", feedId);
    await note(ctx, feed, "revoked");
    return feed;
  });
}

async function note(ctx: Ctx, { id, name }: FeedRow, what: "created" | "rotated" | "revoked"): Promise<void> {
  const accountId = accountIdOf(ctx);
  await record(ctx, { topic: "calendar-feed.changed", subject: id, accountId, payload: { name, what } });
}

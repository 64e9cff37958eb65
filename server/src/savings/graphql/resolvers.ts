import { Arg, Ctx, ID, Mutation, Query, Resolver, Root, Subscription } from "type-graphql";
import { Access } from "../../graphql/access.ts";
import type { GraphContext } from "../../graphql/context.ts";
import { FedBy, onlyThroughTheHub } from "../../graphql/feed.ts";
import { answer, InvalidInputType, NotFoundType, orBadInput, resultUnion } from "../../graphql/refusals.ts";
import { DateTime } from "../../graphql/scalars.ts";
import { accountOf } from "../../sessions/index.ts";
import { readOpen } from "../read-books.ts";
import { projectMonth, readSavings } from "../read-savings.ts";
import type { Bucket } from "../rules/periods.ts";
import { hasRun, listReferencePrices } from "../store/metered.ts";
import { listWallLinks } from "../store/wall-links.ts";
import { createWallLink, revokeWallLink } from "../wall-links.ts";
import { savingsFeed } from "./feed.ts";
import { toMetrics, toProjection, toSavings } from "./to-savings.ts";
import {
  ActiveSessionMetrics,
  CreateWallLinkInput,
  ReferencePriceType,
  SavingsBucketEnum,
  SavingsProjection,
  SavingsTick,
  SavingsType,
  WallLinkCreated,
  WallLinkType,
} from "./types.ts";

const CreateWallLinkResult = resultUnion("CreateWallLinkResult", WallLinkCreated, InvalidInputType);
const RevokeWallLinkResult = resultUnion("RevokeWallLinkResult", WallLinkType, NotFoundType);

@Resolver()
class SavingsResolver {
  @Access("savings.read", "account")
  @Query(() => SavingsType, {
    description: "From metered hours only, at the prices that were in force at each.",
  })
  async savings(
    @Ctx() ctx: GraphContext,
    @Arg("from", () => DateTime, { nullable: true, description: "Left out, from the first charge." })
    from: Date | null,
    @Arg("until", () => DateTime, { nullable: true, description: "Left out, until now." })
    until: Date | null,
    @Arg("bucket", () => SavingsBucketEnum, { defaultValue: "day" }) bucket: Bucket,
  ): Promise<SavingsType> {
    const asked = { from: from ?? null, until: until ?? null, bucket };
    return toSavings(await orBadInput(readSavings(ctx, accountOf(ctx), asked)));
  }

  @Access("savings.read", "account")
  @Query(() => SavingsProjection, { description: "This month of UTC, and where it leads." })
  async savingsProjection(@Ctx() ctx: GraphContext): Promise<SavingsProjection> {
    return toProjection(await projectMonth(ctx, accountOf(ctx)));
  }

  @Access("savings.read", "account")
  @Query(() => ActiveSessionMetrics, {
    description: "The machines that run, what they cost, and the same elsewhere.",
  })
  async activeSessionMetrics(@Ctx() ctx: GraphContext): Promise<ActiveSessionMetrics> {
    const now = ctx.now();
    const [sessions, everRan] = await Promise.all([
      readOpen(ctx, accountOf(ctx)),
      hasRun(ctx, accountOf(ctx)),
    ]);
    return { ...toMetrics(sessions, now), everRan };
  }

  @Access("savings.read", "account")
  @Query(() => [ReferencePriceType], { description: "All that others are compared with, with its sources." })
  referencePrices(@Ctx() ctx: GraphContext): Promise<ReferencePriceType[]> {
    return listReferencePrices(ctx);
  }

  @Access("savings.share", "account")
  @Query(() => [WallLinkType], { description: "The oldest first. There are 20 at most." })
  wallLinks(@Ctx() ctx: GraphContext): Promise<WallLinkType[]> {
    return listWallLinks(ctx);
  }

  @Access("savings.share")
  @Mutation(() => CreateWallLinkResult)
  createWallLink(
    @Ctx() ctx: GraphContext,
    @Arg("input", () => CreateWallLinkInput) input: CreateWallLinkInput,
  ) {
    return answer(createWallLink(ctx, input).then(({ link, token }) => ({ link, path: `/wall/${token}` })));
  }

  @Access("savings.share")
  @Mutation(() => RevokeWallLinkResult, { description: "From this moment nobody reads at its address." })
  revokeWallLink(@Ctx() ctx: GraphContext, @Arg("linkId", () => ID) linkId: string) {
    return answer(revokeWallLink(ctx, linkId));
  }

  @FedBy(savingsFeed)
  @Subscription(() => SavingsTick, {
    subscribe: onlyThroughTheHub,
    description: "What the month has saved, every second, from the function that settles the ledger.",
  })
  savingsTicks(@Root() tick: SavingsTick): SavingsTick {
    return tick;
  }
}

export const savingsResolvers = [SavingsResolver] as const;

import { Arg, Ctx, ID, Mutation, Query, Resolver } from "type-graphql";
import { Access } from "../../graphql/access.ts";
import type { GraphContext } from "../../graphql/context.ts";
import { answer, InvalidInputType, NotFoundType, resultUnion } from "../../graphql/refusals.ts";
import { feedAddress } from "../feed-route.ts";
import { createFeed, revokeFeed, rotateFeed } from "../feeds.ts";
import { changeSettings } from "../settings.ts";
import { type FeedRow, listFeeds } from "../store/feeds.ts";
import { readSettings } from "../store/settings.ts";
import { GoogleCalendarResolver } from "./google.ts";
import {
  CalendarFeedType,
  CalendarFeedWithAddress,
  CalendarSettings,
  ChangeCalendarSettingsInput,
  CreateCalendarFeedInput,
  toFeed,
  toSettings,
} from "./types.ts";

const CreateCalendarFeedResult = resultUnion(
  "CreateCalendarFeedResult",
  CalendarFeedWithAddress,
  NotFoundType,
  InvalidInputType,
);
const RotateCalendarFeedResult = resultUnion(
  "RotateCalendarFeedResult",
  CalendarFeedWithAddress,
  NotFoundType,
);
const RevokeCalendarFeedResult = resultUnion("RevokeCalendarFeedResult", CalendarFeedType, NotFoundType);
const ChangeCalendarSettingsResult = resultUnion(
  "ChangeCalendarSettingsResult",
  CalendarSettings,
  InvalidInputType,
);

@Resolver()
class CalendarResolver {
  @Access("calendars.read")
  @Query(() => CalendarSettings, { description: "The viewer's calendars of this account." })
  async calendarSettings(@Ctx() ctx: GraphContext): Promise<CalendarSettings> {
    return toSettings(await readSettings(ctx), await listFeeds(ctx));
  }

  @Access("calendars.write")
  @Mutation(() => ChangeCalendarSettingsResult)
  changeCalendarSettings(
    @Ctx() ctx: GraphContext,
    @Arg("input", () => ChangeCalendarSettingsInput) { timeZone, confirms }: ChangeCalendarSettingsInput,
  ) {
    const changed = changeSettings(ctx, { timeZone, confirms });
    return answer(changed.then(async (row) => toSettings(row, await listFeeds(ctx))));
  }

  @Access("calendars.write")
  @Mutation(() => CreateCalendarFeedResult)
  createCalendarFeed(
    @Ctx() ctx: GraphContext,
    @Arg("input", () => CreateCalendarFeedInput) input: CreateCalendarFeedInput,
  ) {
    const { name, scope, poolId, timeZone, windows } = input;
    return answer(
      createFeed(ctx, { name, scope, poolId, timeZone, windows }).then((made) => withAddress(ctx, made)),
    );
  }

  @Access("calendars.write")
  @Mutation(() => RotateCalendarFeedResult, {
    description: "Gives it a new address. From then on nobody reads at the old one.",
  })
  rotateCalendarFeed(@Ctx() ctx: GraphContext, @Arg("feedId", () => ID) feedId: string) {
    return answer(rotateFeed(ctx, feedId).then((made) => withAddress(ctx, made)));
  }

  @Access("calendars.write")
  @Mutation(() => RevokeCalendarFeedResult, { description: "From then on nobody reads at its address." })
  revokeCalendarFeed(@Ctx() ctx: GraphContext, @Arg("feedId", () => ID) feedId: string) {
    return answer(revokeFeed(ctx, feedId).then(toFeed));
  }
}

function withAddress(
  { publicUrl }: GraphContext,
  { feed, token }: { feed: FeedRow; token: string },
): CalendarFeedWithAddress {
  return { feed: toFeed(feed), address: feedAddress(publicUrl, token) };
}

export const calendarResolvers = [CalendarResolver, GoogleCalendarResolver] as const;

import { Arg, Ctx, ID, Int, Query, Resolver, Root, Subscription } from "type-graphql";
import { type Happened, readEnds } from "../../events/replay.ts";
import { summaryOf } from "../../events/summary.ts";
import { Access } from "../../graphql/access.ts";
import type { GraphContext } from "../../graphql/context.ts";
import { FedBy, type Feed, onlyThroughTheHub, Resync } from "../../graphql/feed.ts";
import { pageSize, Page, wrongCursor } from "../../graphql/paging.ts";
import { CursorScalar } from "../../graphql/scalars.ts";
import { decodeCursor, encodeCursor, type Position } from "../../values/cursor.ts";
import { activityTopics, findEvent, listActivity } from "../store/activity.ts";
import {
  ActivityConnection,
  ActivityEntryType,
  ActivityHappened,
  ActivityStarted,
  ActivityUpdate,
} from "./types.ts";

/** Leaves nothing out: each thing that happened is told by itself, in order. */
const activityFeed: Feed = {
  sharing: "account",
  action: "activity.read",
  topics: activityTopics,
  async start(_ctx, _args, at) {
    return new ActivityStarted(at);
  },
  async updates(_ctx, _args, events) {
    return events.map((event) => new ActivityHappened(event.position, toEntry(event)));
  },
};

@Resolver()
export class ActivityResolver {
  @Access("activity.read", "account")
  @Query(() => ActivityConnection, { description: "What happened in the account, the newest first." })
  async activity(
    @Ctx() ctx: GraphContext,
    @Arg("first", () => Int, { defaultValue: 50 }) first: number,
    @Arg("after", () => String, { nullable: true }) after: string | null,
  ): Promise<ActivityConnection> {
    const size = pageSize(first);
    const before = after == null ? null : readPlace(after);
    const { head } = await readEnds(ctx.sql);
    const found = await listActivity(ctx, { upTo: head, before, limit: size + 1 });
    const page = new Page(found.map(toEntry), size, after, (entry) => entry.id);
    return Object.assign(page, { liveCursor: head });
  }

  @Access("activity.read", "account")
  @Query(() => ActivityEntryType, {
    nullable: true,
    description: "One thing that happened, in the account or on the market, by the id of its entry.",
  })
  async event(@Ctx() ctx: GraphContext, @Arg("id", () => ID) id: string): Promise<ActivityEntryType | null> {
    const place = decodeCursor(id);
    const found = place && (await findEvent(ctx, place));
    return found ? toEntry(found) : null;
  }

  @FedBy(activityFeed)
  @Subscription(() => ActivityUpdate, {
    subscribe: onlyThroughTheHub,
    description: "What happens in the account from now on, or since the cursor.",
  })
  activityChanged(
    @Root() update: ActivityStarted | ActivityHappened | Resync,
    @Arg("after", () => CursorScalar, { nullable: true }) _after: Position | null,
  ): typeof ActivityUpdate {
    return update;
  }
}

function readPlace(cursor: string): Position {
  const place = decodeCursor(cursor);
  if (place) return place;
  throw wrongCursor();
}

function toEntry(event: Happened): ActivityEntryType {
  const { position, at, topic, actorName, subject } = event;
  return { id: encodeCursor(position), at, topic, actorName, subject, summary: summaryOf(event) };
}

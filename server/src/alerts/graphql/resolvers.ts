import DataLoader from "dataloader";
import {
  Arg,
  Ctx,
  FieldResolver,
  ID,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
} from "type-graphql";
import { personOf } from "../../accounts/index.ts";
import { Access } from "../../graphql/access.ts";
import { type GraphContext, loader } from "../../graphql/context.ts";
import { FedBy, type Feed, onlyThroughTheHub } from "../../graphql/feed.ts";
import { pageSize, Page, idBehind } from "../../graphql/paging.ts";
import { answer, InvalidInputType, NotFoundType, resultUnion } from "../../graphql/refusals.ts";
import { CursorScalar } from "../../graphql/scalars.ts";
import type { Position } from "../../values/cursor.ts";
import { replay } from "../replay.ts";
import { see, sendAgain, sendTest } from "../send-again.ts";
import { changeChannel, createChannel, removeChannel, renewSecret } from "../set.ts";
import { listChannels } from "../store/channels.ts";
import {
  countUnseen,
  findSeen,
  listDeliveries,
  listNotifications,
  readStandings,
  type Standing,
} from "../store/deliveries.ts";
import type { DeliveryState } from "../store/tables.ts";
import {
  AlertChannelStanding,
  AlertChannelType,
  AlertChannelWithSecret,
  AlertConnection,
  AlertEventInfo,
  AlertKindInfo,
  AlertsMoved,
  AlertsReplayed,
  AlertStateEnum,
  AlertType,
  ChangeAlertChannelInput,
  CreateAlertChannelInput,
  eventInfos,
  kindInfosFor,
  NotificationConnection,
  toAlert,
  toChannel,
} from "./types.ts";

const CreateAlertChannelResult = resultUnion(
  "CreateAlertChannelResult",
  AlertChannelWithSecret,
  InvalidInputType,
);
const ChangeAlertChannelResult = resultUnion(
  "ChangeAlertChannelResult",
  AlertChannelType,
  NotFoundType,
  InvalidInputType,
);
const RemoveAlertChannelResult = resultUnion(
  "RemoveAlertChannelResult",
  AlertChannelType,
  NotFoundType,
  InvalidInputType,
);
const RenewAlertSecretResult = resultUnion(
  "RenewAlertSecretResult",
  AlertChannelWithSecret,
  NotFoundType,
  InvalidInputType,
);
const ReplayAlertsResult = resultUnion("ReplayAlertsResult", AlertsReplayed, NotFoundType, InvalidInputType);
const SendTestAlertResult = resultUnion("SendTestAlertResult", AlertType, NotFoundType, InvalidInputType);
const SendAlertAgainResult = resultUnion("SendAlertAgainResult", AlertType, NotFoundType, InvalidInputType);
const SeeNotificationsResult = resultUnion("SeeNotificationsResult", NotificationConnection, NotFoundType);

const latest = async (ctx: GraphContext) => {
  const [row] = await listNotifications(ctx, { before: null, limit: 1 });
  return Object.assign(new AlertsMoved(), { latestNotificationId: row?.id ?? null });
};

/** Only says that there is something to ask for: how much somebody has seen is theirs alone. */
const alertsFeed: Feed = {
  sharing: "account",
  action: "alerts.read",
  topics: [],
  announced: "alerts.moved",
  start: latest,
  updates: async () => [],
};

async function readNotifications(
  ctx: GraphContext,
  first: number,
  after: string | null,
): Promise<NotificationConnection> {
  const size = pageSize(first);
  const rows = await listNotifications(ctx, { before: idBehind(after, "alr"), limit: size + 1 });
  const unseen = await countUnseen(ctx, await findSeen(ctx, personOf(ctx).userId));
  const { nodes, edges, pageInfo } = new Page(rows.map(toAlert), size, after, ({ id }) => id);
  return { nodes, edges, pageInfo, unseen };
}

@Resolver(() => AlertChannelType)
class AlertChannelResolver {
  @Access("alerts.read", "account")
  @Query(() => [AlertKindInfo], {
    description: "All there is to be told of; what only those who run this Berth are told, to them.",
  })
  alertKinds(@Ctx() ctx: GraphContext): AlertKindInfo[] {
    return kindInfosFor(ctx.actor.kind === "person" && ctx.actor.runsBerth);
  }

  @Access("alerts.read", "account")
  @Query(() => [AlertEventInfo], { description: "All events that a webhook can tell as they are." })
  alertEvents(): readonly AlertEventInfo[] {
    return eventInfos;
  }

  @Access("alerts.read", "account")
  @Query(() => [AlertChannelType], {
    description: "The account's channels, the console's own first. There are 20 at most.",
  })
  async alertChannels(@Ctx() ctx: GraphContext): Promise<AlertChannelType[]> {
    return (await listChannels(ctx)).map(toChannel);
  }

  @Access("alerts.write")
  @Mutation(() => CreateAlertChannelResult)
  createAlertChannel(
    @Ctx() ctx: GraphContext,
    @Arg("input", () => CreateAlertChannelInput) input: CreateAlertChannelInput,
  ) {
    const { events: topics, ...wanted } = input;
    const { webhooksToPrivate: anyHost, readSelection } = ctx;
    const made = createChannel(ctx, { ...wanted, topics, anyHost, readSelection });
    return answer(made.then(({ channel, secret }) => ({ channel: toChannel(channel), secret })));
  }

  @Access("alerts.write")
  @Mutation(() => ChangeAlertChannelResult, { description: "Where it leads stays." })
  changeAlertChannel(
    @Ctx() ctx: GraphContext,
    @Arg("input", () => ChangeAlertChannelInput) input: ChangeAlertChannelInput,
  ) {
    const { channelId, events: topics, ...change } = input;
    const { readSelection } = ctx;
    return answer(changeChannel(ctx, channelId, { ...change, topics, readSelection }).then(toChannel));
  }

  @Access("alerts.write")
  @Mutation(() => RemoveAlertChannelResult, { description: "What it has not told by then it never tells." })
  removeAlertChannel(@Ctx() ctx: GraphContext, @Arg("channelId", () => ID) channelId: string) {
    return answer(removeChannel(ctx, channelId).then(toChannel));
  }

  @Access("alerts.write")
  @Mutation(() => RenewAlertSecretResult, {
    description: "For a day the old secret signs beside the new one.",
  })
  renewAlertSecret(@Ctx() ctx: GraphContext, @Arg("channelId", () => ID) channelId: string) {
    const renewed = renewSecret(ctx, channelId);
    return answer(renewed.then(({ channel, secret }) => ({ channel: toChannel(channel), secret })));
  }

  @Access("alerts.write")
  @Mutation(() => SendTestAlertResult, { description: "Goes the way of every alert, at once." })
  sendTestAlert(@Ctx() ctx: GraphContext, @Arg("channelId", () => ID) channelId: string) {
    return answer(sendTest(ctx, channelId).then(toAlert));
  }

  @FieldResolver(() => AlertChannelStanding)
  async standing(@Root() { id }: AlertChannelType, @Ctx() ctx: GraphContext): Promise<AlertChannelStanding> {
    return (await loader(ctx, standings).load(id)) ?? { waiting: 0, givenUp: 0, lastDeliveredAt: null };
  }
}

function standings(ctx: GraphContext): DataLoader<string, Standing | undefined> {
  return new DataLoader(async (ids) => {
    const found = await readStandings(ctx, ids);
    return ids.map((id) => found.get(id));
  });
}

@Resolver()
class AlertResolver {
  @Access("alerts.read", "account")
  @Query(() => AlertConnection, { description: "What was sent and what was not, the newest first." })
  async alerts(
    @Ctx() ctx: GraphContext,
    @Arg("channelId", () => ID, { nullable: true }) channelId: string | null,
    @Arg("state", () => AlertStateEnum, { nullable: true }) state: DeliveryState | null,
    @Arg("first", () => Int, { defaultValue: 50 }) first: number,
    @Arg("after", () => String, { nullable: true }) after: string | null,
  ): Promise<AlertConnection> {
    const size = pageSize(first);
    const rows = await listDeliveries(ctx, {
      channelId: channelId ?? null,
      state: state ?? null,
      before: idBehind(after, "alr"),
      limit: size + 1,
    });
    return new Page(rows.map(toAlert), size, after, ({ id }) => id);
  }

  @Access("alerts.write")
  @Mutation(() => ReplayAlertsResult, {
    description:
      "Sends a webhook everything that it wants of what happened after a cursor, at most 1,000 events at once: what it was sent before under the same id, and what it was not.",
  })
  async replayAlerts(
    @Ctx() ctx: GraphContext,
    @Arg("channelId", () => ID) channelId: string,
    @Arg("after", () => CursorScalar, {
      description: "The last that your program has, by any webhook or frame.",
    })
    after: Position,
  ) {
    const replayed = replay(ctx, ctx.sql, { channelId, after, head: await ctx.head() });
    return answer(
      replayed.then(({ channel, sent, upTo: cursor, more }) =>
        Object.assign(new AlertsReplayed(), { channel: toChannel(channel), sent, cursor, more }),
      ),
    );
  }

  @Access("alerts.write")
  @Mutation(() => SendAlertAgainResult, {
    description:
      "What was given up is tried again, at once. A webhook is sent also what it took, under the same id.",
  })
  sendAlertAgain(@Ctx() ctx: GraphContext, @Arg("alertId", () => ID) alertId: string) {
    return answer(sendAgain(ctx, alertId).then(toAlert));
  }

  @Access("notifications.read")
  @Query(() => NotificationConnection, { description: "What the bell told, the newest first." })
  notifications(
    @Ctx() ctx: GraphContext,
    @Arg("first", () => Int, { defaultValue: 20 }) first: number,
    @Arg("after", () => String, { nullable: true }) after: string | null,
  ): Promise<NotificationConnection> {
    return readNotifications(ctx, first, after ?? null);
  }

  @Access("notifications.read")
  @Mutation(() => SeeNotificationsResult, { description: "This one and all before it are seen." })
  seeNotifications(@Ctx() ctx: GraphContext, @Arg("upTo", () => ID) upTo: string) {
    return answer(see(ctx, upTo).then(() => readNotifications(ctx, 20, null)));
  }

  @FedBy(alertsFeed)
  @Subscription(() => AlertsMoved, {
    subscribe: onlyThroughTheHub,
    description: "Says when alerts came or were delivered.",
  })
  alertTicks(@Root() update: AlertsMoved): AlertsMoved {
    return update;
  }
}

export const alertResolvers = [AlertChannelResolver, AlertResolver] as const;

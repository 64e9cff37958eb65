import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { type Edge, PageInfo } from "../../graphql/paging.ts";
import type { Topic } from "../../events/catalog.ts";
import { CursorScalar, DateTime } from "../../graphql/scalars.ts";
import type { Position } from "../../values/cursor.ts";
import type { Digest, Means, QuietHours } from "../rules/channel.ts";
import { described, type Kind, kinds } from "../rules/kinds.ts";
import { marketTopics, topics } from "../topics.ts";
import type { ChannelRow } from "../store/channels.ts";
import type { DeliveryRow } from "../store/deliveries.ts";
import type { DeliveryState } from "../store/tables.ts";

const named = (name: string) => name.toUpperCase().replaceAll("-", "_");

const AlertKindEnum: Record<string, Kind> = Object.fromEntries(kinds.map((kind) => [named(kind), kind]));
registerEnumType(AlertKindEnum, {
  name: "AlertKind",
  description: "What somebody may want to be told of.",
  valuesConfig: Object.fromEntries(kinds.map((kind) => [named(kind), { description: described[kind].says }])),
});

const nameOf = (topic: Topic) => topic.toUpperCase().replaceAll(/[.-]/g, "_");
const EventTopicEnum: Record<string, Topic> = Object.fromEntries(
  topics.map((topic) => [nameOf(topic), topic]),
);
registerEnumType(EventTopicEnum, {
  name: "EventTopic",
  description: "Everything that can happen and that a webhook can tell as it is.",
  valuesConfig: Object.fromEntries(
    topics.map((topic) => [
      nameOf(topic),
      {
        description: marketTopics.includes(topic)
          ? `“${topic}”, of the market: everybody’s.`
          : `“${topic}”, of the account.`,
      },
    ]),
  ),
});

const AlertMeansEnum = { IN_APP: "in-app", WEBHOOK: "webhook", SLACK: "slack", EMAIL: "email" } as const;
registerEnumType(AlertMeansEnum, {
  name: "AlertMeans",
  description: "How a channel tells.",
  valuesConfig: {
    IN_APP: { description: "The bell of the console, which every account has." },
    WEBHOOK: { description: "A signed call to a program." },
    SLACK: { description: "A message by an incoming webhook of Slack." },
    EMAIL: { description: "A letter to somebody in the account." },
  },
});

const NewAlertMeansEnum = { WEBHOOK: "webhook", SLACK: "slack", EMAIL: "email" } as const;
registerEnumType(NewAlertMeansEnum, {
  name: "NewAlertMeans",
  description: "How a channel that is made tells.",
});

const AlertDigestEnum = { HOUR: "hour", DAY: "day" } as const;
registerEnumType(AlertDigestEnum, {
  name: "AlertDigest",
  description: "How long what can wait is gathered: to the full hour, or to eight in the morning.",
});

const AlertStateEnum = { WAITING: "waiting", DELIVERED: "delivered", GIVEN_UP: "given-up" } as const;
registerEnumType(AlertStateEnum, {
  name: "AlertState",
  description: "What became of an alert.",
  valuesConfig: {
    WAITING: { description: "It is yet to be delivered, or tried again." },
    DELIVERED: { description: "Its receiver took it." },
    GIVEN_UP: { description: "It was refused for good, or not taken for three days. It can be sent again." },
  },
});

@ObjectType("AlertKindInfo", { description: "A kind of alert, in words." })
export class AlertKindInfo {
  @Field(() => AlertKindEnum)
  kind: Kind;

  @Field(() => String)
  label: string;

  @Field(() => String)
  says: string;

  @Field(() => Boolean, { description: "Told at once also in quiet hours, and gathered with nothing." })
  urgent: boolean;
}

export const kindInfosFor = (runsBerth: boolean): AlertKindInfo[] =>
  kinds
    .filter((kind) => runsBerth || !described[kind].operators)
    .map((kind) => {
      const { label, says, urgent = false } = described[kind];
      return { kind, label, says, urgent };
    });

@ObjectType({ description: "An event that a webhook can tell as it is." })
export class AlertEventInfo {
  @Field(() => EventTopicEnum)
  event: Topic;

  @Field(() => String, { description: "As it stands in what is sent." })
  topic: string;

  @Field(() => Boolean, { description: "Not of the account, but of the market: everybody’s, and many." })
  ofMarket: boolean;
}

export const eventInfos: readonly AlertEventInfo[] = topics.map((topic) => ({
  event: topic,
  topic,
  ofMarket: marketTopics.includes(topic),
}));

@ObjectType({ description: "In which what can wait waits. From after until goes past midnight." })
class AlertQuietHours implements QuietHours {
  @Field(() => Int, { description: "The minute of the day, from 0 to 1439." })
  fromMinute: number;

  @Field(() => Int)
  untilMinute: number;
}

@InputType()
export class AlertQuietHoursInput implements QuietHours {
  @Field(() => Int, { description: "The minute of the day, from 0 to 1439." })
  fromMinute: number;

  @Field(() => Int)
  untilMinute: number;
}

@ObjectType("AlertChannel", { description: "A way to tell the account of something, and of what." })
export class AlertChannelType {
  @Field(() => ID)
  id: string;

  @Field(() => AlertMeansEnum)
  means: Means;

  @Field(() => String)
  name: string;

  @Field(() => String, { description: "A host, or an address of mail. What else of an address is a secret." })
  leadsTo: string;

  @Field(() => [AlertKindEnum])
  kinds: Kind[];

  @Field(() => [EventTopicEnum], {
    description: "Events that a webhook tells as they are, whether or not they are of a kind.",
  })
  events: Topic[];

  @Field(() => String, {
    nullable: true,
    description: "What a webhook asks of each event, in GraphQL; its answer is sent as `event`.",
  })
  selection: string | null;

  @Field(() => AlertQuietHours, { nullable: true })
  quiet: QuietHours | null;

  @Field(() => AlertDigestEnum, { nullable: true, description: "Null: each by itself, at once." })
  digest: Digest | null;

  @Field(() => String, { description: "In which its hours are." })
  timeZone: string;

  @Field(() => Int)
  perMinute: number;

  @Field(() => DateTime, { nullable: true })
  pausedAt: Date | null;

  @Field(() => String)
  createdBy: string;

  @Field(() => DateTime)
  createdAt: Date;
}

export function toChannel({ shown, zone, topics: events, ...row }: ChannelRow): AlertChannelType {
  const { id, means, name, kinds, selection, quiet, digest, perMinute, pausedAt, createdBy, createdAt } = row;
  return {
    id,
    means,
    name,
    leadsTo: shown,
    kinds,
    events,
    selection,
    quiet,
    digest,
    timeZone: zone,
    perMinute,
    pausedAt,
    createdBy,
    createdAt,
  };
}

@ObjectType({ description: "How a channel does." })
export class AlertChannelStanding {
  @Field(() => Int)
  waiting: number;

  @Field(() => Int)
  givenUp: number;

  @Field(() => DateTime, { nullable: true })
  lastDeliveredAt: Date | null;
}

@ObjectType({ description: "A channel whose secret is shown, this once." })
export class AlertChannelWithSecret {
  @Field(() => AlertChannelType)
  channel: AlertChannelType;

  @Field(() => String, {
    nullable: true,
    description: "What a webhook is signed with. It is not shown again.",
  })
  secret: string | null;
}

@ObjectType({ description: "One try to deliver." })
export class AlertTry {
  @Field(() => DateTime)
  at: Date;

  @Field(() => Int)
  tookMs: number;

  @Field(() => String, { description: "What came of it." })
  said: string;
}

@ObjectType("Alert", { description: "Something that happened, told through one channel." })
export class AlertType {
  @Field(() => ID, { description: "The same in every try: who hears it twice knows by it." })
  id: string;

  @Field(() => ID)
  channelId: string;

  @Field(() => AlertKindEnum, {
    nullable: true,
    description: "Null for a test, and for what is told as an event.",
  })
  kind: Kind | null;

  @Field(() => String, { nullable: true, description: "The id of what it is about." })
  subject: string | null;

  @Field(() => String)
  title: string;

  @Field(() => [String], { description: "The cause, what comes next, and what to do." })
  paragraphs: string[];

  @Field(() => CursorScalar, {
    nullable: true,
    description: "The place of the event: what came after it can be sent again. Null for a test.",
  })
  cursor: Position | null;

  @Field(() => String, {
    nullable: true,
    description: "Why the channel’s selection gave nothing, where it did.",
  })
  selectionMissing: string | null;

  @Field(() => String, { description: "The page of the console that shows it." })
  path: string;

  @Field(() => DateTime)
  happenedAt: Date;

  @Field(() => AlertStateEnum)
  state: DeliveryState;

  @Field(() => Int)
  attempts: number;

  @Field(() => DateTime, { nullable: true, description: "While it waits: when it is tried next." })
  nextTryAt: Date | null;

  @Field(() => [AlertTry], { description: "The latest ten, the oldest first." })
  tries: AlertTry[];
}

export function toAlert(row: DeliveryRow): AlertType {
  const { id, channelId, kind, subject, said, happenedAt, state, attempts, nextTryAt, tries } = row;
  const { eventXid, eventId, selected } = row;
  return {
    id,
    channelId,
    kind,
    subject,
    ...said,
    cursor: eventXid === null || eventId === null ? null : { xid: eventXid, id: eventId },
    selectionMissing: selected && "missing" in selected ? selected.missing : null,
    happenedAt,
    state,
    attempts,
    nextTryAt: state === "waiting" ? nextTryAt : null,
    tries: tries.map(({ at, ms, said }) => ({ at: new Date(at), tookMs: ms, said })),
  };
}

@ObjectType()
class AlertEdge implements Edge<AlertType> {
  @Field(() => String)
  cursor: string;

  @Field(() => AlertType)
  node: AlertType;
}

@ObjectType()
export class AlertConnection {
  @Field(() => [AlertEdge])
  edges: AlertEdge[];

  @Field(() => [AlertType])
  nodes: AlertType[];

  @Field(() => PageInfo)
  pageInfo: PageInfo;
}

@ObjectType()
class NotificationEdge implements Edge<AlertType> {
  @Field(() => String)
  cursor: string;

  @Field(() => AlertType)
  node: AlertType;
}

@ObjectType({ description: "What the console's bell told the viewer's account." })
export class NotificationConnection {
  @Field(() => [NotificationEdge])
  edges: NotificationEdge[];

  @Field(() => [AlertType])
  nodes: AlertType[];

  @Field(() => PageInfo)
  pageInfo: PageInfo;

  @Field(() => Int, { description: "Those after the last that the viewer has seen." })
  unseen: number;
}

@ObjectType({ description: "Alerts came, or were delivered: whoever shows them asks again." })
export class AlertsMoved {
  @Field(() => ID, { nullable: true, description: "Of the latest notification." })
  latestNotificationId: string | null;
}

@ObjectType({ description: "What of the past is being sent again." })
export class AlertsReplayed {
  @Field(() => AlertChannelType)
  channel: AlertChannelType;

  @Field(() => Int, { description: "How many events are on their way, at the channel’s rate." })
  sent: number;

  @Field(() => CursorScalar, { description: "Everything up to here is: to go on, replay after it." })
  cursor: Position;

  @Field(() => Boolean, { description: "There is more after that." })
  more: boolean;
}

@InputType()
export class CreateAlertChannelInput {
  @Field(() => NewAlertMeansEnum)
  means: Exclude<Means, "in-app">;

  @Field(() => String)
  name: string;

  @Field(() => String, {
    description:
      "https:// for a webhook, https://hooks.slack.com/ for Slack, or the confirmed mail address of a member.",
  })
  address: string;

  @Field(() => [AlertKindEnum])
  kinds: Kind[];

  @Field(() => [EventTopicEnum], {
    nullable: true,
    description: "For a webhook: events that it is told as they are, whether or not they are of a kind.",
  })
  events?: Topic[] | null;

  @Field(() => String, {
    nullable: true,
    description:
      "For a webhook: what to ask of each event, such as `{ id session { id state cost } }`, fields of ActivityEntry. It is asked with the rights of who chose it.",
  })
  selection?: string | null;

  @Field(() => AlertQuietHoursInput, { nullable: true })
  quiet?: AlertQuietHoursInput | null;

  @Field(() => AlertDigestEnum, { nullable: true })
  digest?: Digest | null;

  @Field(() => String, { nullable: true, description: "Such as Europe/Berlin; UTC when left out." })
  timeZone?: string | null;

  @Field(() => Int, { nullable: true, description: "The most that are sent in a minute." })
  perMinute?: number | null;
}

@InputType({ description: "What is left out stays; null takes quiet hours or the digest away." })
export class ChangeAlertChannelInput {
  @Field(() => ID)
  channelId: string;

  @Field(() => String, { nullable: true })
  name?: string | null;

  @Field(() => [AlertKindEnum], { nullable: true })
  kinds?: Kind[] | null;

  @Field(() => [EventTopicEnum], {
    nullable: true,
    description: "For a webhook: events that it is told as they are, whether or not they are of a kind.",
  })
  events?: Topic[] | null;

  @Field(() => String, {
    nullable: true,
    description:
      "For a webhook: what to ask of each event, such as `{ id session { id state cost } }`, fields of ActivityEntry. It is asked with the rights of who chose it.",
  })
  selection?: string | null;

  @Field(() => AlertQuietHoursInput, { nullable: true })
  quiet?: AlertQuietHoursInput | null;

  @Field(() => AlertDigestEnum, { nullable: true })
  digest?: Digest | null;

  @Field(() => String, { nullable: true })
  timeZone?: string | null;

  @Field(() => Int, { nullable: true })
  perMinute?: number | null;

  @Field(() => Boolean, { nullable: true, description: "Paused, it is told of nothing." })
  paused?: boolean | null;
}

export { AlertStateEnum };

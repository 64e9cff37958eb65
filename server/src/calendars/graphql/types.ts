import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { DateTime } from "../../graphql/scalars.ts";
import type { FeedScope, WindowsWish } from "../rules/feed.ts";
import type { FeedRow } from "../store/feeds.ts";
import type { SettingsRow } from "../store/settings.ts";

const CalendarFeedScopeEnum = { ACCOUNT: "account", OWN: "own", POOL: "pool" } as const;
registerEnumType(CalendarFeedScopeEnum, {
  name: "CalendarFeedScope",
  description: "What stands in a feed.",
  valuesConfig: {
    ACCOUNT: { description: "All that the account booked, and its standing orders." },
    OWN: { description: "What its reader booked." },
    POOL: { description: "What the account booked of one pool, and when that is closed." },
  },
});

@ObjectType({ description: "A machine whose cheapest windows are wished for." })
export class CalendarWindows implements WindowsWish {
  @Field(() => String)
  gpu: string;

  @Field(() => Int)
  gpuCount: number;

  @Field(() => Int)
  hours: number;
}

@InputType()
export class CalendarWindowsInput implements WindowsWish {
  @Field(() => String)
  gpu: string;

  @Field(() => Int, { defaultValue: 1 })
  gpuCount: number;

  @Field(() => Int)
  hours: number;
}

@ObjectType("CalendarFeed", {
  description: "A calendar of the viewer's that programs read at a secret address.",
})
export class CalendarFeedType {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  name: string;

  @Field(() => CalendarFeedScopeEnum)
  scope: FeedScope;

  @Field(() => ID, { nullable: true })
  poolId: string | null;

  @Field(() => String, { description: "In whose wall clock its times are written." })
  timeZone: string;

  @Field(() => CalendarWindows, { nullable: true })
  windows: WindowsWish | null;

  @Field(() => DateTime)
  createdAt: Date;

  @Field(() => DateTime, { nullable: true, description: "When it was given the address that it has." })
  rotatedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: "To the minute." })
  lastReadAt: Date | null;
}

export function toFeed(row: FeedRow): CalendarFeedType {
  const { id, name, scope, poolId, zone, createdAt, rotatedAt, lastReadAt } = row;
  const { windowsGpu: gpu, windowsGpuCount: gpuCount, windowsHours: hours } = row;
  const windows = gpu !== null && gpuCount !== null && hours !== null ? { gpu, gpuCount, hours } : null;
  return { id, name, scope, poolId, timeZone: zone, windows, createdAt, rotatedAt, lastReadAt };
}

@ObjectType({ description: "A feed whose address is shown, this once." })
export class CalendarFeedWithAddress {
  @Field(() => CalendarFeedType)
  feed: CalendarFeedType;

  @Field(() => String, { description: "Whoever has it can read. It is not shown again." })
  address: string;
}

@ObjectType({ description: "How the viewer wants this account's calendar told." })
export class CalendarSettings {
  @Field(() => String)
  timeZone: string;

  @Field(() => Boolean, {
    description:
      "Whether each booking of theirs is confirmed by a letter that brings it into their calendar.",
  })
  confirms: boolean;

  @Field(() => [CalendarFeedType], { description: "The viewer's feeds, the oldest first." })
  feeds: CalendarFeedType[];
}

export function toSettings({ zone, confirms }: SettingsRow, feeds: readonly FeedRow[]): CalendarSettings {
  return { timeZone: zone, confirms, feeds: feeds.map(toFeed) };
}

@InputType()
export class CreateCalendarFeedInput {
  @Field(() => String)
  name: string;

  @Field(() => CalendarFeedScopeEnum)
  scope: FeedScope;

  @Field(() => ID, { nullable: true, description: "Of a feed of a pool." })
  poolId?: string | null;

  @Field(() => String, { description: "Such as Europe/Berlin." })
  timeZone: string;

  @Field(() => CalendarWindowsInput, { nullable: true, description: "Also when this machine is cheapest." })
  windows?: CalendarWindowsInput | null;
}

@InputType({ description: "What is left out stays." })
export class ChangeCalendarSettingsInput {
  @Field(() => String, { nullable: true })
  timeZone?: string | null;

  @Field(() => Boolean, { nullable: true })
  confirms?: boolean | null;
}

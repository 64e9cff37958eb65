import { Extensions, Field, ObjectType } from "type-graphql";
import type { AnnouncedTopic } from "../events/announce.ts";
import type { Topic } from "../events/catalog.ts";
import type { Happened } from "../events/replay.ts";
import type { Action } from "../values/permission.ts";
import type { Position } from "../values/cursor.ts";
import { CursorScalar } from "./scalars.ts";
import type { GraphContext } from "./context.ts";

/** What came after a place, and the place that it leads to. */
export interface Told {
  updates: object[];
  place: Position;
  /** There is more than was read at once. */
  more: boolean;
}

/**
 * What a subscription field is made of. The hub does the rest: who may hear it, sharing one
 * execution among equal subscribers, resuming after a cursor, and readers that cannot keep up.
 */
export interface Feed<Args = Record<string, unknown>> {
  sharing: "market" | "account";
  action: Action;
  topics: readonly Topic[];
  /** For what is only announced: at each announcement every reader is told how things stand. */
  announced?: AnnouncedTopic;
  /**
   * For what is announced and of which nothing may be left out: what came after a place, up to another or to now. Places
   * are then of the feed's own reckoning, and what `start` answers bears its own as `cursor`.
   */
  since?(ctx: GraphContext, args: Args, after: Position, upTo: Position | null): Promise<Told>;
  /** For what changes by time alone: every reader is told how things stand, so often. */
  everyMs?: number;
  /** What a reader without a cursor sees first: how things stand at this place. */
  start(ctx: GraphContext, args: Args, at: Position): Promise<object>;
  /**
   * For a feed whose every frame tells the whole: that whole, read anew, for whoever comes back with a place. Places are
   * then of the feed's own reckoning, and who has this one already is not told it again.
   */
  resume?(ctx: GraphContext, args: Args): Promise<{ cursor: Position }>;
  /**
   * Turns events into updates, in order. A feed of state may tell many events as one; a feed that
   * must not leave anything out tells each.
   */
  updates(ctx: GraphContext, args: Args, events: readonly Happened[]): Promise<object[]>;
}

/** Declares the feed behind a subscription field. */
export function FedBy<Args>(feed: Feed<Args>): MethodDecorator {
  const extensions = Extensions({ feed, action: feed.action, sharing: feed.sharing });
  return (target, key, descriptor) => extensions(target, String(key), descriptor);
}

/** Given to type-graphql, which wants a source: only the hub runs subscriptions. */
export function onlyThroughTheHub(): never {
  throw new Error("subscriptions are run by the hub");
}

@ObjectType({ description: "The cursor is older than what is kept: load anew, and go on from this one." })
export class Resync {
  @Field(() => CursorScalar)
  cursor: Position;

  @Field(() => String)
  reason: string;

  constructor(cursor: Position, reason: string) {
    this.cursor = cursor;
    this.reason = reason;
  }
}

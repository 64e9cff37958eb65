import { createUnionType, Field, ObjectType, Arg, ID, Int, Resolver, Root, Subscription } from "type-graphql";
import { accountIdOf } from "../../accounts/index.ts";
import type { Payload, Topic } from "../../events/catalog.ts";
import type { Happened } from "../../events/replay.ts";
import type { GraphContext } from "../../graphql/context.ts";
import { type Feed, FedBy, onlyThroughTheHub, Resync } from "../../graphql/feed.ts";
import { orBadInput } from "../../graphql/refusals.ts";
import { CursorScalar, DateTime } from "../../graphql/scalars.ts";
import type { Position } from "../../values/cursor.ts";
import { type AskAvailability, type Availability, readAvailability } from "../availability.ts";
import { listReservations, readReservations } from "../store/reservations.ts";
import { listWaits, readWaits } from "../store/waits.ts";
import { WaitType } from "./later.ts";
import { AvailabilityType } from "./pool-types.ts";
import { ReservationType } from "./types.ts";

const topics = [
  "reservation.changed",
  "reservation.credited",
  "reservation.reminded",
] as const satisfies readonly Topic[];
const MOST = 200;

@ObjectType({ description: "What is booked and not yet over." })
export class ReservationsSnapshot {
  @Field(() => CursorScalar)
  cursor: Position;

  @Field(() => [ReservationType])
  reservations: ReservationType[];
}

@ObjectType({ description: "Reservations that changed, as they are now." })
export class ReservationsDelta {
  @Field(() => CursorScalar)
  cursor: Position;

  @Field(() => [ReservationType])
  changed: ReservationType[];
}

const ReservationsUpdate = createUnionType({
  name: "ReservationsUpdate",
  types: () => [ReservationsSnapshot, ReservationsDelta, Resync] as const,
});

@ObjectType({ description: "What the account waits for, the longest first." })
export class WaitlistSnapshot {
  @Field(() => CursorScalar)
  cursor: Position;

  @Field(() => [WaitType])
  waits: WaitType[];
}

@ObjectType({ description: "Waits that began or ended, as they are now." })
export class WaitlistDelta {
  @Field(() => CursorScalar)
  cursor: Position;

  @Field(() => [WaitType])
  changed: WaitType[];
}

const WaitlistUpdate = createUnionType({
  name: "WaitlistUpdate",
  types: () => [WaitlistSnapshot, WaitlistDelta, Resync] as const,
});

@ObjectType({ description: "What is free in the window, at this place in the order of events." })
export class AvailabilityUpdate {
  @Field(() => CursorScalar)
  cursor: Position;

  @Field(() => AvailabilityType)
  availability: AvailabilityType;
}

const AvailabilityChange = createUnionType({
  name: "AvailabilityChange",
  types: () => [AvailabilityUpdate, Resync] as const,
});

/** Reservations are state: a reader that was away is told how each stands now. */
const reservationsFeed: Feed<{ reservationId?: string | null }> = {
  sharing: "account",
  action: "reservations.read",
  topics,

  async start(ctx, { reservationId }, at) {
    const accountId = accountIdOf(ctx);
    const reservations = reservationId
      ? await readReservations(ctx, accountId, [reservationId])
      : await listReservations(ctx, accountId, {
          states: ["confirmed", "active"],
          after: null,
          limit: MOST,
        });
    return Object.assign(new ReservationsSnapshot(), { cursor: at, reservations });
  },

  async updates(ctx, { reservationId }, events) {
    const last = events.at(-1);
    const ids = new Set(events.flatMap(({ subject }) => subject ?? []));
    const wanted = reservationId ? [...ids].filter((id) => id === reservationId) : [...ids];
    if (!last || wanted.length === 0) return [];
    const changed = await readReservations(ctx, accountIdOf(ctx), wanted);
    return [Object.assign(new ReservationsDelta(), { cursor: last.position, changed })];
  },
};

/** What is waited for is state: who was away is told how each wait stands now, and what was booked of it. */
const waitlistFeed: Feed = {
  sharing: "account",
  action: "reservations.read",
  topics: ["waitlist.changed"],

  async start(ctx, _args, at) {
    const waits = await listWaits(ctx, accountIdOf(ctx));
    return Object.assign(new WaitlistSnapshot(), { cursor: at, waits });
  },

  async updates(ctx, _args, events) {
    const last = events.at(-1);
    if (!last) return [];
    const ids = [...new Set(events.flatMap(({ subject }) => subject ?? []))];
    const changed = await readWaits(ctx, accountIdOf(ctx), ids);
    return [Object.assign(new WaitlistDelta(), { cursor: last.position, changed })];
  },
};

/** What is free is state, too: many bookings that touch the window are told as how it stands after them. */
const availabilityFeed: Feed<AskAvailability> = {
  sharing: "market",
  action: "pools.read",
  topics: ["capacity.changed"],

  async start(ctx, args, at) {
    return toUpdate(at, await read(ctx, args));
  },

  async updates(ctx, args, events) {
    const touching = events.filter((event) => touches(event, args));
    const last = touching.at(-1);
    return last ? [toUpdate(last.position, await read(ctx, args))] : [];
  },
};

const read = (ctx: GraphContext, args: AskAvailability) => orBadInput(readAvailability(ctx, args));

function touches({ subject, payload }: Happened, { poolId, from, to }: AskAvailability): boolean {
  const changed = payload as Payload<"capacity.changed">;
  if (poolId != null && poolId !== subject) return false;
  return new Date(changed.from) < to && new Date(changed.to) > from;
}

function toUpdate(cursor: Position, availability: Availability): AvailabilityUpdate {
  return Object.assign(new AvailabilityUpdate(), { cursor, availability });
}

@Resolver()
export class ReservationFeeds {
  @FedBy(reservationsFeed)
  @Subscription(() => ReservationsUpdate, {
    subscribe: onlyThroughTheHub,
    description: "Starts with a snapshot, or with what came after the cursor.",
  })
  reservationChanged(
    @Root() update: ReservationsSnapshot | ReservationsDelta | Resync,
    @Arg("reservationId", () => ID, { nullable: true }) _reservationId: string | null,
    @Arg("after", () => CursorScalar, { nullable: true }) _after: Position | null,
  ): typeof ReservationsUpdate {
    return update;
  }

  @FedBy(waitlistFeed)
  @Subscription(() => WaitlistUpdate, {
    subscribe: onlyThroughTheHub,
    description: "Starts with a snapshot, or with what came after the cursor.",
  })
  waitlistChanged(
    @Root() update: WaitlistSnapshot | WaitlistDelta | Resync,
    @Arg("after", () => CursorScalar, { nullable: true }) _after: Position | null,
  ): typeof WaitlistUpdate {
    return update;
  }

  @FedBy(availabilityFeed)
  @Subscription(() => AvailabilityChange, {
    subscribe: onlyThroughTheHub,
    description: "What is free in a window, anew whenever something in it was booked or given back.",
  })
  availabilityChanged(
    @Root() update: AvailabilityUpdate | Resync,
    @Arg("from", () => DateTime) _from: Date,
    @Arg("to", () => DateTime) _to: Date,
    @Arg("stepMinutes", () => Int, { defaultValue: 60 }) _stepMinutes: number,
    @Arg("poolId", () => ID, { nullable: true }) _poolId: string | null,
    @Arg("gpuModel", () => String, { nullable: true }) _gpuModel: string | null,
    @Arg("region", () => String, { nullable: true }) _region: string | null,
    @Arg("after", () => CursorScalar, { nullable: true }) _after: Position | null,
  ): typeof AvailabilityChange {
    return update;
  }
}

import DataLoader from "dataloader";
import { GraphQLError } from "graphql";
import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from "type-graphql";
import { accountIdOf } from "../../accounts/index.ts";
import { Access } from "../../graphql/access.ts";
import { type GraphContext, loader } from "../../graphql/context.ts";
import { pageSize, Page, wrongCursor } from "../../graphql/paging.ts";
import { answer, InvalidInputType, NotFoundType, resultUnion } from "../../graphql/refusals.ts";
import { DateTime, UsdScalar } from "../../graphql/scalars.ts";
import { MachineSetUp, SessionType, setUpOf, toSession } from "../../sessions/graphql/index.ts";
import { readSessions } from "../../sessions/index.ts";
import type { Usd } from "../../values/money.ts";
import { NotFound } from "../../values/refusal.ts";
import { costOfCancelling } from "../cancel.ts";
import { priceExtension, priceMove } from "../change.ts";
import { type Ending, readEnding } from "../ending.ts";
import { priceHandBack, termsOfBooked } from "../hand-back.ts";
import { priceReservation } from "../price.ts";
import type { ReservationState } from "../rules/lifecycle.ts";
import { type Line, priceOf } from "../rules/pricing.ts";
import {
  type Booked,
  findReservation,
  listBetween,
  listReservations,
  readSessionsOf,
} from "../store/reservations.ts";
import { PoolType } from "./pool-types.ts";
import { poolsLoader } from "./pools-loader.ts";
import {
  ChangePriceType,
  HandBackPriceType,
  NotEnoughFreeType,
  PoolClosedType,
  PriceLineType,
  ReservationConnection,
  ReservationEndingType,
  ReservationPriceType,
  ReservationStateEnum,
  ReservationType,
  TooLateType,
} from "./types.ts";

const CALENDAR_DAYS = 62;
const DAY_MS = 24 * 3_600_000;

const PricedReservation = resultUnion(
  "PricedReservation",
  ReservationPriceType,
  NotEnoughFreeType,
  PoolClosedType,
  NotFoundType,
  InvalidInputType,
);
const PricedExtension = resultUnion(
  "PricedExtension",
  ChangePriceType,
  TooLateType,
  NotFoundType,
  InvalidInputType,
);
const PricedMove = resultUnion(
  "PricedMove",
  ChangePriceType,
  PoolClosedType,
  TooLateType,
  NotFoundType,
  InvalidInputType,
);
const PricedHandBack = resultUnion(
  "PricedHandBack",
  HandBackPriceType,
  TooLateType,
  NotFoundType,
  InvalidInputType,
);

@Resolver()
class ReservationsResolver {
  @Access("reservations.read", "account")
  @Query(() => ReservationConnection, { description: "The account's bookings, the latest start first." })
  async reservations(
    @Ctx() ctx: GraphContext,
    @Arg("states", () => [ReservationStateEnum], { nullable: true }) states: ReservationState[] | null,
    @Arg("first", () => Int, { defaultValue: 50 }) first: number,
    @Arg("after", () => String, { nullable: true }) after: string | null,
  ): Promise<ReservationConnection> {
    const size = pageSize(first);
    const place = after == null ? null : readPlace(after);
    const liveCursor = await ctx.head();
    const rows = await listReservations(ctx, accountIdOf(ctx), { states, after: place, limit: size + 1 });
    return Object.assign(new Page(rows, size, after, writePlace), { liveCursor });
  }

  @Access("reservations.read", "account")
  @Query(() => [ReservationType], { description: "The account's bookings that touch a window." })
  reservationsBetween(
    @Ctx() ctx: GraphContext,
    @Arg("from", () => DateTime) from: Date,
    @Arg("to", () => DateTime) to: Date,
  ): Promise<ReservationType[]> {
    if (to <= from || to.getTime() - from.getTime() > CALENDAR_DAYS * DAY_MS) {
      throw new GraphQLError(`to is after from, by at most ${CALENDAR_DAYS} days`, {
        extensions: { code: "BAD_USER_INPUT" },
      });
    }
    return listBetween(ctx, accountIdOf(ctx), { startsAt: from, endsAt: to });
  }

  @Access("reservations.read", "account")
  @Query(() => ReservationType, { nullable: true })
  async reservation(
    @Ctx() ctx: GraphContext,
    @Arg("id", () => ID) id: string,
  ): Promise<ReservationType | null> {
    return (await findReservation(ctx, accountIdOf(ctx), id)) ?? null;
  }

  @Access("reservations.read", "account")
  @Query(() => PricedReservation, {
    description: "What a reservation would cost now. Nothing is kept: for that, ask for a quote.",
  })
  reservationPrice(
    @Ctx() ctx: GraphContext,
    @Arg("gpus", () => Int) gpus: number,
    @Arg("startsAt", () => DateTime) startsAt: Date,
    @Arg("endsAt", () => DateTime) endsAt: Date,
    @Arg("poolId", () => ID, { nullable: true }) poolId: string | null,
    @Arg("gpuModel", () => String, { nullable: true }) gpuModel: string | null,
    @Arg("region", () => String, { nullable: true }) region: string | null,
  ) {
    return answer(priceReservation(ctx, { poolId, gpuModel, region, gpus, startsAt, endsAt }));
  }

  @Access("reservations.read", "account")
  @Query(() => PricedExtension, { description: "What a later end would come to." })
  extensionPrice(
    @Ctx() ctx: GraphContext,
    @Arg("reservationId", () => ID) id: string,
    @Arg("endsAt", () => DateTime) endsAt: Date,
  ) {
    return answer(ownOf(ctx, id).then((booked) => priceExtension(booked, endsAt, ctx.now())));
  }

  @Access("reservations.read", "account")
  @Query(() => PricedMove, { description: "What another time would come to." })
  movePrice(
    @Ctx() ctx: GraphContext,
    @Arg("reservationId", () => ID) id: string,
    @Arg("startsAt", () => DateTime) startsAt: Date,
    @Arg("endsAt", () => DateTime) endsAt: Date,
  ) {
    return answer(ownOf(ctx, id).then((booked) => priceMove(ctx, booked, { startsAt, endsAt })));
  }

  @Access("reservations.read", "account")
  @Query(() => PricedHandBack, { description: "What handing some of it back would give." })
  handBackPrice(
    @Ctx() ctx: GraphContext,
    @Arg("reservationId", () => ID) id: string,
    @Arg("from", () => DateTime, { nullable: true }) from: Date | null,
    @Arg("to", () => DateTime, { nullable: true }) to: Date | null,
    @Arg("gpus", () => Int, { nullable: true }) gpus: number | null,
  ) {
    return answer(ownOf(ctx, id).then((booked) => priceHandBack(booked, { from, to, gpus }, ctx.now())));
  }
}

async function ownOf(ctx: GraphContext, id: string): Promise<Booked> {
  const booked = await findReservation(ctx, accountIdOf(ctx), id);
  if (!booked) throw new NotFound("reservation", id);
  return booked;
}

@Resolver(() => ReservationType)
class ReservationFields {
  @FieldResolver(() => PoolType)
  async pool(@Root() { poolId }: Booked, @Ctx() ctx: GraphContext): Promise<PoolType> {
    return loader(ctx, poolsLoader).load(poolId);
  }

  @FieldResolver(() => [PriceLineType], { description: "How its price is made, as it is now." })
  lines(@Root() booked: Booked): Line[] {
    return priceOf(booked.parts, termsOfBooked(booked)).lines;
  }

  @FieldResolver(() => UsdScalar, { description: "What it costs, with what was kept of parts handed back." })
  total(@Root() { totalMicros }: Booked): Usd {
    return totalMicros;
  }

  @FieldResolver(() => UsdScalar)
  perGpuHour(@Root() booked: Booked): Usd {
    return priceOf(booked.parts, termsOfBooked(booked)).perGpuHour;
  }

  @FieldResolver(() => UsdScalar, { description: "What the same hours would cost without a reservation." })
  onDemandTotal(@Root() booked: Booked): Usd {
    return priceOf(booked.parts, termsOfBooked(booked)).onDemandTotal;
  }

  @FieldResolver(() => UsdScalar, { description: "What was spent on it, less what came back." })
  spent(@Root() { chargedMicros, refundedMicros }: Booked): Usd {
    return chargedMicros - refundedMicros;
  }

  @FieldResolver(() => UsdScalar, { description: "What Berth paid because it was late." })
  credited(@Root() { creditedMicros }: Booked): Usd {
    return creditedMicros;
  }

  @FieldResolver(() => UsdScalar, {
    nullable: true,
    description: "What cancelling costs at this moment; null where it can no longer be cancelled.",
  })
  cancelCost(@Root() booked: Booked, @Ctx() ctx: GraphContext): Usd | null {
    return costOfCancelling(booked, ctx.now());
  }

  @FieldResolver(() => ReservationEndingType, {
    nullable: true,
    description: "What can be had when it ends: within the last hour, and null before.",
  })
  ending(@Root() booked: Booked, @Ctx() ctx: GraphContext): Promise<Ending | null> {
    return readEnding(ctx, booked);
  }

  @FieldResolver(() => MachineSetUp, {
    nullable: true,
    description: "How its machines are set up as they come up; null where nothing was said of it.",
  })
  setUp(@Root() booked: Booked, @Ctx() ctx: GraphContext): MachineSetUp | null {
    return setUpOf(ctx, booked);
  }

  @FieldResolver(() => [SessionType], { description: "The machines that it was given, the newest first." })
  async sessions(@Root() { id, accountId }: Booked, @Ctx() ctx: GraphContext): Promise<SessionType[]> {
    const ids = await loader(ctx, sessionIdsLoader).load(id);
    const rows = await readSessions(ctx, accountId, ids);
    return rows.map(toSession).toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
  }
}

export const reservationResolvers = [ReservationsResolver, ReservationFields] as const;

function sessionIdsLoader(ctx: GraphContext): DataLoader<string, string[]> {
  return new DataLoader(async (ids) => {
    const rows = await readSessionsOf(ctx, ids);
    return ids.map((id) => rows.filter((row) => row.reservationId === id).map(({ sessionId }) => sessionId));
  });
}

function writePlace({ startsAt, id }: ReservationType): string {
  return Buffer.from(`r1.${startsAt.getTime()}.${id}`).toString("base64url");
}

function readPlace(cursor: string): { startsAt: Date; id: string } {
  const match = /^r1\.(\d{1,14})\.(res_[0-9a-z]{26})$/.exec(
    Buffer.from(cursor.slice(0, 80), "base64url").toString("latin1"),
  );
  if (match?.[1] && match[2]) return { startsAt: new Date(Number(match[1])), id: match[2] };
  throw wrongCursor();
}

import { Authorized, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { ActivityEntryType } from "../../accounts/graphql/index.ts";
import { accountIdOf } from "../../accounts/index.ts";
import type { GraphContext } from "../../graphql/context.ts";
import { findReservation } from "../store/reservations.ts";
import { ReservationType } from "./types.ts";

@Resolver(() => ActivityEntryType)
export class ActivityReservation {
  @Authorized("reservations.read")
  @FieldResolver(() => ReservationType, {
    nullable: true,
    description: "The reservation that it is about, as it is now.",
  })
  async reservation(
    @Root() { subject }: ActivityEntryType,
    @Ctx() ctx: GraphContext,
  ): Promise<ReservationType | null> {
    if (!subject?.startsWith("res_")) return null;
    return (await findReservation(ctx, accountIdOf(ctx), subject)) ?? null;
  }
}

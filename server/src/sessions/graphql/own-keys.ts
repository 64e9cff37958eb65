import DataLoader from "dataloader";
import { Arg, Ctx, Field, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root } from "type-graphql";
import { listOwnKeys } from "../../accounts/index.ts";
import { ProviderKeyType } from "../../accounts/graphql/index.ts";
import { findRentable } from "../../offers/index.ts";
import { Access } from "../../graphql/access.ts";
import { type GraphContext, loader } from "../../graphql/context.ts";
import { DateTime, UsdScalar } from "../../graphql/scalars.ts";
import type { Usd } from "../../values/money.ts";
import { accountOf } from "../account-of.ts";
import { listSweepsOf } from "../store/fleet.ts";
import { countOnOwnKeys } from "../store/machines.ts";
import type { BilledTo } from "../whose-key.ts";
import { BilledToEnum } from "./types.ts";

@ObjectType({ description: "The last look at all that stands in a team's own account at a provider." })
class ProviderKeyLook {
  @Field(() => DateTime, { nullable: true, description: "When all of it was read last." })
  at: Date | null;

  @Field(() => Int, { description: "Machines that stood there then, whoever made them." })
  listed: number;

  @Field(() => Int, { description: "Of these, rented by Berth. The others are never touched." })
  ours: number;

  @Field(() => String, { nullable: true, description: "Why it cannot be read, as long as it cannot." })
  problem: string | null;

  @Field(() => UsdScalar, { nullable: true, description: "What is left there; null where it does not tell." })
  balance: Usd | null;
}

type Keyed = ProviderKeyType & { keyId: string | null };

@Resolver(() => ProviderKeyType)
class OwnKeysResolver {
  @Access("sessions.read", "account")
  @Query(() => BilledToEnum, {
    nullable: true,
    description: "To whom a machine would be billed that is rented now; null where it is listed no more.",
  })
  async billedTo(
    @Ctx() ctx: GraphContext,
    @Arg("offerId", () => ID) offerId: string,
  ): Promise<BilledTo | null> {
    const offer = await findRentable(ctx, offerId, 1);
    if (!offer) return null;
    const own = await listOwnKeys(ctx, accountOf(ctx));
    return own.some(({ providerId }) => providerId === offer.providerId) ? "own-account" : "berth";
  }

  @FieldResolver(() => ProviderKeyLook, {
    nullable: true,
    description: "Null before the first look with it.",
  })
  async lastLook(@Root() { keyId }: Keyed, @Ctx() ctx: GraphContext): Promise<ProviderKeyLook | null> {
    return keyId === null ? null : loader(ctx, looksLoader).load(keyId);
  }

  @FieldResolver(() => Int, {
    description:
      "Machines on the team's own bill there that are not proven gone, rented with this key or one before it.",
  })
  async machines(@Root() { providerId }: Keyed, @Ctx() ctx: GraphContext): Promise<number> {
    return loader(ctx, countsLoader).load(providerId);
  }
}

function looksLoader(ctx: GraphContext): DataLoader<string, ProviderKeyLook | null> {
  return new DataLoader(async (ids) => {
    const looks = new Map((await listSweepsOf(ctx, ids)).map((look) => [look.placeId, look]));
    return ids.map((id) => {
      const look = looks.get(id);
      return look ? { ...look, at: look.sweptAt } : null;
    });
  });
}

function countsLoader(ctx: GraphContext): DataLoader<string, number> {
  return new DataLoader(async (ids) => {
    const counts = await countOnOwnKeys(ctx, accountOf(ctx));
    return ids.map((id) => counts.get(id) ?? 0);
  });
}

export const ownKeyResolvers = [OwnKeysResolver] as const;

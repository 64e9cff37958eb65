import DataLoader from "dataloader";
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access.ts";
import { type GraphContext, loader } from "../../graphql/context.ts";
import { answer, InvalidInputType, NotFoundType, orBadInput, resultUnion } from "../../graphql/refusals.ts";
import { DateTime, UsdScalar } from "../../graphql/scalars.ts";
import type { Usd } from "../../values/money.ts";
import { type Availability, readAvailability } from "../availability.ts";
import { changePool, closePool, createPool, openPool } from "../pools.ts";
import type { PoolRule } from "../rules/pricing.ts";
import { termsOf } from "../rules/terms.ts";
import {
  findPool,
  type FreeOfPool,
  listClosures,
  listPools,
  listRulesOf,
  type PoolRow,
} from "../store/pools.ts";
import { understandModel } from "../understand-model.ts";
import {
  AvailabilityType,
  ChangePoolInput,
  ClosePoolInput,
  CreatePoolInput,
  PoolAvailabilityType,
  PoolClosureType,
  PoolRuleType,
  PoolSettingsType,
  PoolType,
  PromisedAlreadyType,
} from "./pool-types.ts";
import { poolsLoader } from "./pools-loader.ts";

const CreatePoolResult = resultUnion("CreatePoolResult", PoolType, InvalidInputType);
const ChangePoolResult = resultUnion(
  "ChangePoolResult",
  PoolType,
  NotFoundType,
  InvalidInputType,
  PromisedAlreadyType,
);
const ClosePoolResult = resultUnion(
  "ClosePoolResult",
  PoolClosureType,
  NotFoundType,
  InvalidInputType,
  PromisedAlreadyType,
);
const OpenPoolResult = resultUnion("OpenPoolResult", PoolClosureType, NotFoundType);

@Resolver()
class PoolsResolver {
  @Access("pools.read", "account")
  @Query(() => [PoolType], { description: "What may be booked ahead." })
  async pools(
    @Ctx() ctx: GraphContext,
    @Arg("gpuModel", () => String, { nullable: true }) gpuModel: string | null,
    @Arg("region", () => String, { nullable: true }) region: string | null,
  ): Promise<PoolType[]> {
    return listPools(ctx, await understandModel(ctx, { gpuModel, region }));
  }

  @Access("pools.read", "account")
  @Query(() => PoolType, { nullable: true })
  async pool(@Ctx() ctx: GraphContext, @Arg("id", () => ID) id: string): Promise<PoolType | null> {
    return (await findPool(ctx, id)) ?? null;
  }

  @Access("pools.change", "account")
  @Query(() => PoolSettingsType, {
    nullable: true,
    description: "For those who run this Berth: how a pool is backed and priced, and when it is closed.",
  })
  async poolSettings(
    @Ctx() ctx: GraphContext,
    @Arg("poolId", () => ID) poolId: string,
  ): Promise<PoolSettingsType | null> {
    const pool = await findPool(ctx, poolId);
    if (!pool) return null;
    const closures = await listClosures(ctx, [poolId], { startsAt: ctx.now(), endsAt: null });
    return { ...pool, pool, leastPerGpuHour: pool.pricePerGpuHour, closures };
  }

  @Access("pools.read", "account")
  @Query(() => AvailabilityType, {
    description: "How many GPUs are free, step by step: of one pool, or of all with a GPU.",
  })
  availability(
    @Ctx() ctx: GraphContext,
    @Arg("from", () => DateTime) from: Date,
    @Arg("to", () => DateTime) to: Date,
    @Arg("stepMinutes", () => Int, { defaultValue: 60 }) stepMinutes: number,
    @Arg("poolId", () => ID, { nullable: true }) poolId: string | null,
    @Arg("gpuModel", () => String, { nullable: true }) gpuModel: string | null,
    @Arg("region", () => String, { nullable: true }) region: string | null,
  ): Promise<Availability> {
    return orBadInput(readAvailability(ctx, { poolId, gpuModel, region, from, to, stepMinutes }));
  }

  @Access("pools.change")
  @Mutation(() => CreatePoolResult, { description: "For those who run this Berth: what may be promised." })
  createPool(@Ctx() ctx: GraphContext, @Arg("input", () => CreatePoolInput) input: CreatePoolInput) {
    return answer(createPool(ctx, input));
  }

  @Access("pools.change")
  @Mutation(() => ChangePoolResult, {
    description: "For those who run this Berth. Fewer GPUs than are promised are refused.",
  })
  changePool(
    @Ctx() ctx: GraphContext,
    @Arg("poolId", () => ID) poolId: string,
    @Arg("input", () => ChangePoolInput) input: ChangePoolInput,
  ) {
    return answer(changePool(ctx, poolId, input));
  }

  @Access("pools.change")
  @Mutation(() => ClosePoolResult, {
    description: "For those who run this Berth: maintenance, or a blackout.",
  })
  closePool(@Ctx() ctx: GraphContext, @Arg("input", () => ClosePoolInput) input: ClosePoolInput) {
    return answer(closePool(ctx, input));
  }

  @Access("pools.change")
  @Mutation(() => OpenPoolResult, { description: "For those who run this Berth: ends a closure." })
  openPool(@Ctx() ctx: GraphContext, @Arg("closureId", () => ID) closureId: string) {
    return answer(openPool(ctx, closureId));
  }
}

@Resolver(() => PoolType)
class PoolFields {
  @FieldResolver(() => UsdScalar, { description: "What an hour of a GPU costs now, before any discount." })
  pricePerGpuHour(@Root() pool: PoolRow): Usd {
    return termsOf(pool, [], 0).basePerGpuHour;
  }

  @FieldResolver(() => UsdScalar, { description: "What an hour of a GPU costs now without a reservation." })
  onDemandPerGpuHour(@Root() pool: PoolRow): Usd {
    return termsOf(pool, [], 0).onDemandPerGpuHour;
  }

  @FieldResolver(() => [PoolRuleType])
  rules(@Root() pool: PoolRow, @Ctx() ctx: GraphContext): Promise<PoolRule[]> {
    return loader(ctx, rulesLoader).load(pool.id);
  }
}

@Resolver(() => PoolAvailabilityType)
class PoolAvailabilityFields {
  @FieldResolver(() => PoolType)
  async pool(@Root() { poolId }: FreeOfPool, @Ctx() ctx: GraphContext): Promise<PoolType> {
    return loader(ctx, poolsLoader).load(poolId);
  }
}

export const poolResolvers = [PoolsResolver, PoolFields, PoolAvailabilityFields] as const;

function rulesLoader(ctx: GraphContext): DataLoader<string, PoolRule[]> {
  return new DataLoader(async (ids) => {
    const rules = await listRulesOf(ctx, ids);
    return ids.map((id) => rules.get(id) ?? []);
  });
}

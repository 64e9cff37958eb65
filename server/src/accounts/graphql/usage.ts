import { GraphQLError } from "graphql";
import { Arg, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from "type-graphql";
import { Access } from "../../graphql/access.ts";
import type { GraphContext } from "../../graphql/context.ts";
import { DateTime } from "../../graphql/scalars.ts";
import { readUsage, type Usage } from "../store/usage.ts";

const DAY_MS = 24 * 3_600_000;
const MOST_DAYS = 90;

@ObjectType()
class ApiKeyUsageDay {
  @Field(() => String, { description: "In UTC, such as 2026-11-20." })
  day: string;

  @Field(() => Int)
  requests: number;

  @Field(() => Int)
  points: number;

  @Field(() => Int)
  refused: number;
}

@ObjectType()
class ApiKeyUsageOperation {
  @Field(() => String, { description: "The operation’s name, or its first field." })
  operation: string;

  @Field(() => Int)
  requests: number;

  @Field(() => Int)
  points: number;

  @Field(() => Int)
  refused: number;
}

@ObjectType()
class ApiKeyUsageKey {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  name: string;

  @Field(() => Int)
  requests: number;

  @Field(() => Int)
  points: number;

  @Field(() => Int)
  refused: number;
}

@ObjectType({ description: "What keys asked for. It is counted, not billed, and some seconds behind." })
class ApiKeyUsage {
  @Field(() => Int)
  requests: number;

  @Field(() => Int, { description: "What they cost, in points." })
  points: number;

  @Field(() => Int, {
    description: "Of the requests, those that were not run, or were answered with an error.",
  })
  refused: number;

  @Field(() => [ApiKeyUsageDay], { description: "Days on which there was anything, the oldest first." })
  days: ApiKeyUsageDay[];

  @Field(() => [ApiKeyUsageOperation], { description: "The fifty dearest." })
  operations: ApiKeyUsageOperation[];

  @Field(() => [ApiKeyUsageKey], { description: "The dearest first." })
  keys: ApiKeyUsageKey[];
}

@ObjectType({ description: "How much may be asked, as of this answer." })
class RateLimit {
  @Field(() => Int, { description: "Points that may be spent in a minute." })
  limit: number;

  @Field(() => Int, { description: "Points left at this moment, this operation paid." })
  remaining: number;

  @Field(() => DateTime, { description: "When all of them are there again, if nothing more is asked." })
  resetsAt: Date;

  @Field(() => Int, { description: "What this operation cost, in points." })
  requested: number;
}

@Resolver()
export class UsageResolver {
  @Access("apiKeys.read", "account")
  @Query(() => ApiKeyUsage, { description: "What one key, or all of the account, asked for lately." })
  async apiKeyUsage(
    @Ctx() ctx: GraphContext,
    @Arg("apiKeyId", () => ID, { nullable: true }) apiKeyId: string | null,
    @Arg("days", () => Int, { defaultValue: 30 }) days: number,
  ): Promise<ApiKeyUsage> {
    if (days < 1 || days > MOST_DAYS)
      throw new GraphQLError(`days is between 1 and ${MOST_DAYS}`, {
        extensions: { code: "BAD_USER_INPUT" },
      });
    const since = new Date(ctx.now().getTime() - (days - 1) * DAY_MS).toISOString().slice(0, 10);
    return withSums(await readUsage(ctx, { apiKeyId: apiKeyId ?? null, since }));
  }

  @Access("viewer.read")
  @Query(() => RateLimit, { description: "What is left of the points that may be spent in a minute." })
  rateLimit(@Ctx() { cost, now }: GraphContext): RateLimit {
    if (!cost) throw new Error("an operation came by without being counted");
    const { limit, remaining, requested } = cost;
    const resetsAt = new Date(now().getTime() + Math.ceil(((limit - remaining) / limit) * 60_000));
    return { limit, remaining, resetsAt, requested };
  }
}

function withSums(usage: Usage): ApiKeyUsage {
  const sum = (of: "requests" | "points" | "refused") => usage.days.reduce((sum, day) => sum + day[of], 0);
  return { requests: sum("requests"), points: sum("points"), refused: sum("refused"), ...usage };
}

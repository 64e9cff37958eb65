import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { accountOf } from "../../sessions/index.ts";
import { Access } from "../../graphql/access.ts";
import type { GraphContext } from "../../graphql/context.ts";
import { answer, InvalidInputType, resultUnion } from "../../graphql/refusals.ts";
import { DateTime } from "../../graphql/scalars.ts";
import { moveClock } from "../move-clock.ts";
import { NoSandboxType, SandboxType, toSandbox } from "./types.ts";

const MoveSandboxClockResult = resultUnion(
  "MoveSandboxClockResult",
  SandboxType,
  NoSandboxType,
  InvalidInputType,
);

@Resolver()
class SandboxResolver {
  @Access("sandbox.read")
  @Query(() => SandboxType, { nullable: true, description: "Null where anything is real." })
  sandbox(@Ctx() { sandbox }: GraphContext): SandboxType | null {
    return sandbox && toSandbox(sandbox.clock);
  }

  @Access("sandbox.move")
  @Mutation(() => MoveSandboxClockResult, {
    description:
      "Moves the time of the whole sandbox on to an hour, and its markets with it; never back. Asked again with the same hour, it moves nothing further.",
  })
  moveSandboxClock(@Ctx() ctx: GraphContext, @Arg("to", () => DateTime) to: Date) {
    const { sandbox } = ctx;
    return answer(
      moveClock(ctx, { sandbox, accountId: accountOf(ctx), to }).then(
        () => sandbox && toSandbox(sandbox.clock),
      ),
    );
  }
}

export const sandboxResolvers = [SandboxResolver] as const;

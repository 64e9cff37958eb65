import { Arg, Ctx, Int, Query, Resolver } from "type-graphql";
import { Access } from "../../graphql/access.ts";
import type { GraphContext } from "../../graphql/context.ts";
import { answer } from "../../graphql/refusals.ts";
import { costForecast } from "../cost-forecast.ts";
import { findBestWindows } from "../find-best-windows.ts";
import { BestWindowsAnswer, BestWindowsInput, CostForecastAnswer, CostForecastInput } from "./plan-types.ts";
import { toForecast } from "./to-forecast.ts";

@Resolver()
export class PlanResolver {
  // What is to come depends on the hour, so an answer is nobody else's a minute later.
  @Access("forecasts.read")
  @Query(() => CostForecastAnswer, { description: "What a plan will cost, and how sure that is." })
  costForecast(@Ctx() ctx: GraphContext, @Arg("input", () => CostForecastInput) input: CostForecastInput) {
    return answer(
      costForecast(ctx, input).then(({ read, ...cost }) => ({ ...cost, forecast: toForecast(read) })),
    );
  }

  @Access("forecasts.read")
  @Query(() => BestWindowsAnswer, {
    description: "When to start a job so that it is cheapest, against starting at once.",
  })
  bestWindows(
    @Ctx() ctx: GraphContext,
    @Arg("input", () => BestWindowsInput) input: BestWindowsInput,
    @Arg("first", () => Int, { defaultValue: 5, description: "At most ten." }) first: number,
  ) {
    const { gpu, gpuCount, durationHours, regions, providers, maxRisk } = input;
    const { earliestAt: earliest, deadlineAt: deadline } = input;
    return answer(
      findBestWindows(ctx, {
        gpu,
        gpuCount,
        durationHours,
        regions,
        providers,
        maxRisk,
        earliest,
        deadline,
        first,
      }),
    );
  }
}

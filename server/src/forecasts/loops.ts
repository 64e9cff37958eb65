import type { Ctx } from "../platform/context.ts";
import type { Loop } from "../platform/loops/loops.ts";
import { advanceFlexibleJobs } from "./advance-flexible-jobs.ts";
import type { Forecaster } from "./forecaster.ts";
import { makeForecasts } from "./make.ts";
import { pricePools } from "./price-pools.ts";
import { replayForecasts } from "./replay.ts";
import { scoreForecasts } from "./score.ts";

export interface ForecastWork {
  ctx: Ctx;
  forecaster: Forecaster;
  /** How many days back forecasts are made afterwards of a series that has none. */
  replayDays: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Each asks what should be there and is not, so that it costs one small question when nothing is. */
export function forecastLoops({ ctx, forecaster, replayDays }: ForecastWork): Loop[] {
  return [
    {
      name: "make forecasts",
      everyMs: 10 * SECOND,
      limitMs: 10 * MINUTE,
      run: async (signal) => void (await makeForecasts(ctx, forecaster, signal)),
    },
    {
      name: "advance flexible jobs",
      everyMs: 20 * SECOND,
      limitMs: 5 * MINUTE,
      run: (signal) => advanceFlexibleJobs(ctx, signal),
    },
    {
      name: "price pools",
      everyMs: 5 * MINUTE,
      limitMs: MINUTE,
      run: (signal) => pricePools(ctx, signal),
    },
    {
      name: "replay forecasts",
      everyMs: 15 * SECOND,
      limitMs: 30 * MINUTE,
      run: async (signal) => void (await replayForecasts(ctx, forecaster, replayDays, signal)),
    },
    {
      name: "score forecasts",
      everyMs: 20 * SECOND,
      limitMs: 10 * MINUTE,
      run: async (signal) => void (await scoreForecasts(ctx, signal)),
    },
  ];
}

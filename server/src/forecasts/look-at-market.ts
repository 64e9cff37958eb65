import { listRentable, readLowToMedian, type Rentable } from "../offers/index.ts";
import type { Ctx } from "../platform/context.ts";
import { HOUR_MS, hourOf } from "../values/hour.ts";
import { type Usd, usd } from "../values/money.ts";
import { findMarket, pickBest, readForecasts } from "./read-forecast.ts";
import { usualPrice } from "./rules/usual-price.ts";
import type { Look } from "./rules/wait-or-start.ts";
import { gpuOf } from "./schedule-flexible-job.ts";
import { type JobRow, readLooks } from "./store/flexible-jobs.ts";

const ANY_PRICE = usd(100_000);
const WEEK_MS = 168 * HOUR_MS;

export interface SeenMarket {
  /** Null where nothing that would do is listed. */
  cheapest: Rentable | null;
  /** What a machine like it asks at the last price of its market, all in; null where that is not known. */
  marketPerHour: Usd | null;
  forecast: Look["forecast"];
}

/** What a standing order goes by: the cheapest machine that would do, and the forecast of the market that it is in. */
export async function lookAtMarket(ctx: Ctx, job: JobRow): Promise<SeenMarket> {
  const cheapest = await findCheapest(ctx, job);
  const best = cheapest && (await readFor(ctx, job, cheapest));
  if (!best) return { cheapest, marketPerHour: null, forecast: null };
  const { series, curve, row, showsNaive } = best;
  const besidesGpus = cheapest.allInPerHour - cheapest.pricePerHour;
  const marketPerHour = row.lastPrice * BigInt(job.gpuCount) + besidesGpus;
  const earlier = await readEarlier(ctx, job.id);
  const low = earlier.length > 0 ? null : await readLowToMedian(ctx, series.number, weekBefore(ctx.now()));
  return {
    cheapest,
    marketPerHour,
    forecast: {
      curve,
      cutOff: row.cutOff,
      lastPrice: Number(row.lastPrice),
      usualPrice: usualPrice(Number(marketPerHour), earlier, low),
      memoryHours: row.memoryHours,
      showsNaive,
    },
  };
}

async function findCheapest(
  ctx: Ctx,
  { gpuModel, gpuSocket, gpuCount, diskGb, region }: JobRow,
): Promise<Rentable | null> {
  const offers = await listRentable(ctx, {
    gpuCount,
    gpuModel,
    gpuSocket,
    kind: "on_demand",
    diskGb,
    capPerHour: ANY_PRICE,
    providers: null,
    region,
  });
  return offers.toSorted((a, b) => Number(a.allInPerHour - b.allInPerHour))[0] ?? null;
}

async function readFor(ctx: Ctx, job: JobRow, { providerId }: Rentable) {
  const series = await findMarket(ctx, { gpu: gpuOf(job), providers: [providerId] });
  const best = pickBest([...(await readForecasts(ctx, series)).values()]);
  return best && !best.isStale ? best : null;
}

/** The looks of the hours before. */
async function readEarlier(ctx: Ctx, jobId: string): Promise<{ price: number; market: number }[]> {
  const looks = await readLooks(ctx, [jobId]);
  return looks.flatMap(({ hour, pricePerHour: price, marketPerHour: market }) =>
    price === null || market === null || hour >= hourOf(ctx.now())
      ? []
      : { price: Number(price), market: Number(market) },
  );
}

const weekBefore = (now: Date) => new Date(now.getTime() - WEEK_MS);

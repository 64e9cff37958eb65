import { listRentable, type Rentable, type SeriesRow } from "../offers/index.ts";
import type { Ctx } from "../platform/context.ts";
import { HOUR_MS } from "../values/hour.ts";
import { type Usd, usd } from "../values/money.ts";
import { InvalidInput } from "../values/refusal.ts";
import { toUsd } from "./make.ts";
import { countHours, findMarket, pickBest, type ReadForecast, readForecasts } from "./read-forecast.ts";
import { NotEnoughHistory } from "./refusals.ts";
import { bestWindows, type WindowOf } from "./rules/best-windows.ts";
import { type Against, savedPercent, whyThen } from "./rules/why-then.ts";

export interface AskWindows {
  gpu: string;
  gpuCount: number;
  durationHours: number;
  earliest?: Date | null | undefined;
  deadline: Date;
  regions?: readonly string[] | null | undefined;
  providers?: readonly string[] | null | undefined;
  /** Of not getting a machine, or of losing it, from 0 to 1. */
  maxRisk?: number | null | undefined;
  /** When it may not run, such as in somebody's meetings. */
  avoid?: readonly { startsAt: Date; endsAt: Date }[] | undefined;
  first: number;
}

export interface PriceWindow {
  startsAt: Date;
  endsAt: Date;
  series: SeriesRow;
  forecastId: string;
  expected: Usd;
  low80: Usd;
  high80: Usd;
  saving: Usd;
  savingPercent: number;
  /** Null where nothing is known. */
  risk: number | null;
  /** Machines that would do, listed at this moment. */
  offersNow: number;
  /** The cheapest of them. */
  offerId: string | null;
  because: string;
}

export interface FoundWindows {
  windows: PriceWindow[];
  startNow: PriceWindow | null;
}

const MOST_HOURS = 168;
const ANY_PRICE = usd(100_000);
const USUAL_DISK_GB = 50;

interface Candidate {
  read: ReadForecast;
  /** The cheapest first. */
  rentable: Rentable[];
  risk: number | null;
}

/** When a job of some hours is cheapest to start, in which of a GPU's markets, and against starting at once. */
export async function findBestWindows(ctx: Ctx, asked: AskWindows): Promise<FoundWindows> {
  const now = ctx.now();
  refuseOdd(asked, now);
  const candidates = await findCandidates(ctx, asked);
  const { best, first } = bestWindows(
    candidates.map((market) => ({
      market,
      curve: market.read.curve,
      cutOff: market.read.row.cutOff,
      memoryHours: market.read.row.memoryHours,
      naive: Number(market.read.row.lastPrice),
      showsNaive: market.read.showsNaive,
      listedNow: pricePerGpu(market.rentable[0]),
    })),
    {
      now,
      hours: asked.durationHours,
      earliest: asked.earliest ?? now,
      deadline: asked.deadline,
      avoid: asked.avoid ?? [],
      most: asked.first,
    },
  );
  const [cheapest] = best;
  if (!first) return { windows: [], startNow: null };
  const against = { now, first, cheapest: cheapest ?? first };
  const told = (window: WindowOf<Candidate>) => toWindow(window, asked.gpuCount, against);
  return { windows: best.map(told), startNow: told(first) };
}

function pricePerGpu(cheapest: Rentable | undefined): number | null {
  return cheapest ? Number(cheapest.allInPerHour) / cheapest.gpuCount : null;
}

function refuseOdd(
  { gpuCount, durationHours, deadline, earliest, maxRisk, first }: AskWindows,
  now: Date,
): void {
  if (!Number.isInteger(gpuCount) || gpuCount < 1 || gpuCount > 1_024)
    throw new InvalidInput("gpuCount", "Between 1 and 1024 GPUs.");
  if (!(durationHours > 0 && durationHours <= MOST_HOURS))
    throw new InvalidInput("durationHours", `More than none, and at most ${MOST_HOURS} hours.`);
  const from = Math.max(now.getTime(), earliest?.getTime() ?? 0);
  if (deadline.getTime() - from < durationHours * HOUR_MS)
    throw new InvalidInput(
      "deadline",
      "Between the earliest start and the deadline there is not so much time.",
    );
  if (maxRisk != null && !(maxRisk >= 0 && maxRisk <= 1))
    throw new InvalidInput("maxRisk", "A risk is from 0 to 1.");
  if (!Number.isInteger(first) || first < 1 || first > 10)
    throw new InvalidInput("first", "One to ten windows.");
}

/** The best forecast of each provider and region that is still seen, with what is to be had there at this moment. */
async function findCandidates(ctx: Ctx, asked: AskWindows): Promise<Candidate[]> {
  const { gpu, regions, providers, gpuCount, maxRisk } = asked;
  const series = await findMarket(ctx, { gpu, regions, providers });
  const forecasts = await readForecasts(ctx, series);
  if (forecasts.size === 0) throw new NotEnoughHistory(await countHours(ctx, series));
  const placeOf = ({ series: { providerId, gpuSocket, region } }: ReadForecast) =>
    JSON.stringify([providerId, gpuSocket, region]);
  const best = [...Map.groupBy(forecasts.values(), placeOf).values()]
    .flatMap((same) => pickBest(same) ?? [])
    .filter(({ isStale }) => !isStale);
  const listed = await listRentable(ctx, {
    gpuModel: series[0]?.gpuModel ?? gpu,
    gpuCount,
    kind: "on_demand",
    diskGb: USUAL_DISK_GB,
    capPerHour: ANY_PRICE,
    providers: null,
  });
  const rentable = listed.toSorted((a, b) => Number(a.allInPerHour - b.allInPerHour));
  return best
    .map((read) => {
      const { series } = read;
      const there = rentable.filter(
        ({ gpuModel, gpuSocket, providerId, region }) =>
          gpuModel === series.gpuModel &&
          // Where a series names no socket, any will do.
          (series.gpuSocket === null || gpuSocket === series.gpuSocket) &&
          providerId === series.providerId &&
          (series.region === null || region === series.region),
      );
      const known = there.flatMap(({ availability }) => (availability === null ? [] : [availability]));
      return { read, rentable: there, risk: known.length === 0 ? null : 1 - Math.max(...known) };
    })
    .filter(({ risk }) => maxRisk == null || risk === null || risk <= maxRisk);
}

function toWindow(window: WindowOf<Candidate>, gpuCount: number, against: Against): PriceWindow {
  const { read, rentable, risk } = window.market;
  const all = (price: number) => toUsd(price * gpuCount);
  return {
    startsAt: window.startsAt,
    endsAt: window.endsAt,
    series: read.series,
    forecastId: read.row.id,
    expected: all(window.expected),
    low80: all(window.low80),
    high80: all(window.high80),
    saving: all(Math.max(0, against.first.expected - window.expected)),
    savingPercent: Number(Math.max(0, savedPercent(window, against.first)).toFixed(2)),
    risk,
    offersNow: rentable.length,
    offerId: rentable[0]?.id ?? null,
    because: whyThen(window, against),
  };
}

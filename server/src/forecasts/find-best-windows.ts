import { listRentable, type Rentable, type SeriesRow } from "../offers/index.ts";
import type { Ctx } from "../platform/context.ts";
import { HOUR_MS } from "../values/hour.ts";
import { type Usd, usd } from "../values/money.ts";
import { InvalidInput } from "../values/refusal.ts";
import { toUsd } from "./make.ts";
import { countHours, findMarket, pickBest, type ReadForecast, readForecasts } from "./read-forecast.ts";
import { NotEnoughHistory } from "./refusals.ts";
import { bestWindows, type WindowOf } from "./rules/best-windows.ts";

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
  const { gpuCount } = asked;
  const told = (window: WindowOf<Candidate>) => {
    const isCheapest = window.startsAt.getTime() === best[0]?.startsAt.getTime();
    return toWindow(window, first, { gpuCount, isCheapest });
  };
  return { windows: best.map(told), startNow: first ? told(first) : null };
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
  const rentable = await listRentable(ctx, {
    gpuModel: series[0]?.gpuModel ?? gpu,
    gpuCount,
    kind: "on_demand",
    diskGb: USUAL_DISK_GB,
    capPerHour: ANY_PRICE,
    providers: null,
  });
  return best
    .map((read) => {
      const { series } = read;
      const there = rentable.filter(
        ({ gpuModel, providerId, region }) =>
          gpuModel === series.gpuModel &&
          providerId === series.providerId &&
          (series.region === null || region === series.region),
      );
      const known = there.flatMap(({ availability }) => (availability === null ? [] : [availability]));
      return { read, rentable: there, risk: known.length === 0 ? null : 1 - Math.max(...known) };
    })
    .filter(({ risk }) => maxRisk == null || risk === null || risk <= maxRisk);
}

function toWindow(
  window: WindowOf<Candidate>,
  first: WindowOf<Candidate> | null,
  { gpuCount, isCheapest }: { gpuCount: number; isCheapest: boolean },
): PriceWindow {
  const { read, rentable, risk } = window.market;
  const all = (price: number) => toUsd(price * gpuCount);
  const saved = first ? first.expected - window.expected : 0;
  const savingPercent = first && first.expected > 0 ? (saved / first.expected) * 100 : 0;
  return {
    startsAt: window.startsAt,
    endsAt: window.endsAt,
    series: read.series,
    forecastId: read.row.id,
    expected: all(window.expected),
    low80: all(window.low80),
    high80: all(window.high80),
    saving: all(Math.max(0, saved)),
    savingPercent: Number(Math.max(0, savingPercent).toFixed(2)),
    risk,
    offersNow: rentable.length,
    offerId: rentable[0]?.id ?? null,
    because: becauseOf(window, first, isCheapest, savingPercent),
  };
}

function becauseOf(
  window: WindowOf<Candidate>,
  first: WindowOf<Candidate> | null,
  isCheapest: boolean,
  savingPercent: number,
): string {
  if (window.showsNaive)
    return "Forecasts of this market are no better than its last price, so waiting saves nothing that can be counted on.";
  if (first && window.startsAt.getTime() === first.startsAt.getTime())
    return isCheapest ? "No later start is foretold to be cheaper than this." : "This is to start at once.";
  if (savingPercent < 0.05) return "As cheap as starting at once.";
  return `The median is ${savingPercent.toFixed(1)} % below starting at once.`;
}

import { randomFor, type Random } from "../random.ts";
import { micros } from "../money.ts";
import { HOUR } from "../clock.ts";
import { ratioAt, type PriceHistory, type PriceSeries } from "./history.ts";
import { models, soldElsewhere, type GpuModel } from "./models.ts";

/**
 * How prices form. A GPU model has a level, which follows a recorded series. A machine asks a lasting multiple of
 * its model's level, and its host looks at the price now and then and moves it part of the way: a change of level
 * therefore spreads over the machines in small steps, as it does where every host sets a price alone.
 */
export interface Walks {
  startedAt: number;
  /** Hours of the recorded series that go by in one hour of the clock. */
  marketSpeed: number;
  /** Where each model walks, and from which hour on; by the model's key. */
  paths: ReadonlyMap<string, { series: PriceSeries; startHour: number }>;
}

const CENT = micros(0.01);

/** A look moves a price by at most 3 %. */
const STEP_MAX = 0.03;

/** Each model starts at an hour of its own, so that two on the same series do not move together. */
export function planWalks(
  seed: string,
  startedAt: number,
  marketSpeed: number,
  history: PriceHistory,
): Walks {
  const paths = [...models, ...soldElsewhere].map((model) => {
    const series = history.get(model.series);
    if (!series) throw new Error(`No recorded series is called ${model.series}.`);
    return [
      model.key,
      { series, startHour: randomFor(`${seed}/walk/${model.key}`).integer(0, series.ratios.length) },
    ] as const;
  });
  return { startedAt, marketSpeed, paths: new Map(paths) };
}

/** Micro-dollars per GPU-hour at which a model's market stands at that time. */
export function levelAt(walks: Walks, model: GpuModel, at: number): number {
  const path = walks.paths.get(model.key);
  if (!path) throw new Error(`${model.key} has no series to walk along.`);
  const hour = path.startHour + ((at - walks.startedAt) / HOUR) * walks.marketSpeed;
  return micros(model.level * ratioAt(path.series, hour));
}

/** Hosts type round numbers: tenths of a cent for cheap cards, whole cents for dear ones. */
export function roundPrice(price: number): number {
  const tick = tickOf(price);
  return Math.max(tick, Math.round(price / tick) * tick);
}

/** A list is written in whole cents. */
export function roundToCents(price: number): number {
  return Math.max(1, Math.round(price / CENT)) * CENT;
}

/** The next revision of a price on a list: the same, or a cent nearer to where its market stands. */
export function reviseListPrice(price: number, target: number): number {
  const cents = roundToCents(target) / CENT - price / CENT;
  return price + Math.sign(cents) * CENT;
}

function tickOf(price: number): number {
  if (price < micros(0.2)) return micros(0.001);
  if (price < micros(1)) return micros(0.002);
  return price < micros(3) ? micros(0.005) : micros(0.01);
}

/** The price after one look: a small step towards what the host thinks right, with a little whim in it. */
export function nextPrice(price: number, target: number, random: Random): number {
  const wanted = Math.log(target / price) + random.normal(0, 0.008);
  const step = Math.min(STEP_MAX, Math.max(-STEP_MAX, wanted));
  const next = roundPrice(price * Math.exp(step));
  if (next !== price || Math.abs(wanted) < STEP_MAX / 3) return next;
  return roundPrice(price + Math.sign(wanted) * tickOf(price));
}

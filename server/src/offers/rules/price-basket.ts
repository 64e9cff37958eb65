import type { Usd } from "../../values/money.ts";

/**
 * The basket: what an hour of a market cost, told so that the figure moves when prices move and stays when only the
 * choice does.
 *
 * The obvious figure, a percentile of what is listed, is wrong in a market whose machines are rented: the cheap ones
 * go first, so a busy evening looks like a price rise though nobody changed a price, and a quiet morning like a fall.
 * The basket therefore follows machines and not listings. It holds every machine (and size of slice) that was seen,
 * at the price it asked last, and goes from one hour to the next in four steps:
 *
 * 1. **Match.** Of machines seen in both hours the change of price is known. The mean of the middle half of these
 *    changes, in logarithms, is the hour's movement: one host who types a hundred times his price moves nobody else.
 *    Few witnesses prove little, so the movement of n machines is believed by n / (n + 1).
 * 2. **Impute.** A machine that is not to be seen (rented, most likely) still has a price, only nobody can read it.
 *    It is taken to have moved with the others. So it neither lifts the figure by leaving nor holds it back while away.
 * 3. **Re-anchor, slowly.** A machine that stays away fades: its weight goes from one to nothing in a week of observed
 *    hours. One that is new gains its full weight in a day. So the basket becomes what the market has become, without a
 *    step at any hour. Only where there is no basket yet do all begin with full weight.
 * 4. **Read.** Low, median and high are the weighted 10th, 50th and 90th percentiles of the basket, interpolated between
 *    machines, so that a weight that changes a little moves them a little.
 *
 * What follows: a host that relists under new ids changes nothing, because a machine is known by the machine. A market of
 * one machine is that machine's price, and a gap while it is away: where nobody is to be seen there is no figure. A
 * provider that could not be listed for an hour has no such hour: nothing is told, nothing moves, nothing fades.
 *
 * Prices are counted here as whole micro-dollars in a `number`, which holds them exactly; what is not whole are weights,
 * ratios and percentiles, which are statistics and no amounts that anybody pays.
 */
export interface Item {
  /** Which machine, and how large a slice of it. */
  key: string;
  region: string;
  /** Micro-dollars for a GPU and an hour; imputed while it is not seen. */
  price: number;
  weight: number;
  seen: boolean;
}

/** A machine as it was seen in an hour, at its last price in it. */
export type Sighting = Pick<Item, "key" | "region" | "price">;

export interface Point {
  low: Usd;
  median: Usd;
  high: Usd;
  /** Machines that were really seen in the hour. */
  count: number;
}

const HOURS_TO_ENTER = 24;
const HOURS_TO_FADE = 168;

/** The basket an hour later, from what was seen in that hour. */
export function nextBasket(basket: readonly Item[], sightings: readonly Sighting[]): Item[] {
  const before = new Map(basket.map((item) => [item.key, item]));
  const movement = Math.exp(movementOf(before, sightings));
  const seen = new Set(sightings.map(({ key }) => key));
  const entering = basket.length === 0 ? 1 : 1 / HOURS_TO_ENTER;
  const present = sightings.map((sighting) => ({
    ...sighting,
    weight: Math.min((before.get(sighting.key)?.weight ?? 0) + entering, 1),
    seen: true,
  }));
  const away = basket
    .filter(({ key }) => !seen.has(key))
    .map((item) => ({
      ...item,
      price: item.price * movement,
      weight: item.weight - 1 / HOURS_TO_FADE,
      seen: false,
    }));
  // Fractions of hours add up to almost nothing rather than to nothing.
  return [...present, ...away.filter(({ weight }) => weight > 1e-9)];
}

/** What is told of an hour; null where nobody was to be seen. */
export function pointOf(basket: readonly Item[]): Point | null {
  const seen = new Set(basket.filter((item) => item.seen).map(({ key }) => machineOf(key)));
  if (seen.size === 0) return null;
  const at = percentilesOf(basket);
  return { low: at(0.1), median: at(0.5), high: at(0.9), count: seen.size };
}

/** A machine's own name may hold anything but the size of the slice, which comes first. */
export function keyOfSlice(machineId: string, gpuCount: number): string {
  return `${gpuCount} ${machineId}`;
}

function machineOf(key: string): string {
  return key.slice(key.indexOf(" ") + 1);
}

function movementOf(before: ReadonlyMap<string, Item>, sightings: readonly Sighting[]): number {
  const changes = sightings.flatMap(({ key, price }) => {
    const known = before.get(key);
    return known?.seen ? [Math.log(price / known.price)] : [];
  });
  return (meanOfMiddleHalf(changes) * changes.length) / (changes.length + 1);
}

/** Each value covers an equal stretch from 0 to 1; what lies between a quarter and three quarters counts. */
function meanOfMiddleHalf(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const width = 1 / values.length;
  let sum = 0;
  for (const [at, value] of values.toSorted((a, b) => a - b).entries()) {
    const covered = Math.min((at + 1) * width, 0.75) - Math.max(at * width, 0.25);
    if (covered > 0) sum += value * covered;
  }
  return sum / 0.5;
}

/** Each machine stands in the middle of its weight; between two, the price is in proportion. */
function percentilesOf(basket: readonly Item[]): (share: number) => Usd {
  const sorted = basket.toSorted((a, b) => a.price - b.price || (a.key < b.key ? -1 : 1));
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  let passed = 0;
  const places = sorted.map(({ price, weight }) => {
    passed += weight;
    return { share: (passed - weight / 2) / total, price };
  });
  return (share) => {
    const above = places.findIndex((place) => place.share >= share);
    const upper = places[above === -1 ? places.length - 1 : above];
    const lower = above > 0 ? places[above - 1] : upper;
    if (!upper || !lower) throw new RangeError("an empty basket has no percentiles");
    const width = upper.share - lower.share;
    const along = width > 0 && above !== -1 ? (share - lower.share) / width : 0;
    const price = above === -1 ? upper.price : lower.price + (upper.price - lower.price) * along;
    return BigInt(Math.max(Math.round(price), 1));
  };
}

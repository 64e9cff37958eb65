import { betweenStops, LEVELS, MEDIAN, STOPS } from "./levels.ts";
import { GROWTH, type Misses } from "./misses.ts";

/**
 * How far above and below the blend the price may be: the quantiles of what the series' own blend missed by, poured
 * together with what others of its GPU missed by. Own misses count by how much evidence they are, so those of far hours
 * in a short history hardly do, and there the others speak. Few pieces of evidence say little about the tails, so
 * bands are wider the fewer there are. Where prices keep on, far more is known of such prices in general (spread.ts)
 * than one series can tell, and the bands are drawn towards that.
 */
export interface Bands {
  /** By level, then by hour ahead: to be added to the logarithm of the price. */
  offsets: Float64Array[];
  /** The standard deviation, by hour ahead. */
  deviation: Float64Array;
  /** By what the mean price is above the blend's, by hour ahead: rare and high prices count in it. */
  lift: Float64Array;
}

/** Others count as so many pieces of evidence together. */
const PIECES_OF_OTHERS = 8;
const MOST_OTHERS = 12;
/** Misses of the past hold too much where prices are usual: of bands that said 80, they held 88. */
const INNER = 0.75;

/** What is known in general counts so much where it holds, and the misses of the series and its group the rest. */
const TRUSTED = 0.8;

/** In the units of misses, but for the lift. */
interface Spread {
  quantiles: number[];
  deviation: number;
  lift: number;
}

/** What is known of such prices in general (spread.ts), by level and stop; and from 0 to 1 how far it holds here. */
export interface Expected {
  spread: readonly Float64Array[];
  holds: number;
}

/** `others`: the most alike first. */
export function drawBands(own: Misses, others: readonly Misses[], expected: Expected): Bands {
  const near = others.slice(0, MOST_OTHERS);
  const spreads: Spread[] = [];
  for (const [stop, ahead] of STOPS.entries()) {
    const before = spreads.at(-1) ?? { quantiles: LEVELS.map(() => 0), deviation: 0, lift: 1 };
    const grown = (ahead / (STOPS[stop - 1] ?? ahead)) ** GROWTH;
    spreads.push(spreadAt(stop, own, near) ?? scale(before, grown));
  }
  const share = TRUSTED * expected.holds;
  const atStops = spreads.map(({ quantiles }, stop) => {
    const offsets = LEVELS.map((_, level) => {
      const isInner = level > 1 && level < LEVELS.length - 2;
      const missed = (quantiles[level] ?? 0) * own.unit * (isInner ? INNER : 1);
      const offset = missed + ((expected.spread[level]?.[stop] ?? missed) - missed) * share;
      if (level === MEDIAN) return 0;
      return level < MEDIAN ? Math.min(offset, 0) : Math.max(offset, 0);
    });
    // What is known in general was learned level by level, so one may lie beyond the next. In order they are, taken
    // together, never further from the truth than they were.
    return offsets.toSorted((a, b) => a - b);
  });
  return {
    offsets: LEVELS.map((_, level) => betweenStops(atStops.map((offsets) => offsets[level] ?? 0))),
    deviation: betweenStops(spreads.map(({ deviation }) => deviation * own.unit)),
    lift: betweenStops(spreads.map(({ lift }) => lift)),
  };
}

function scale({ quantiles, deviation, lift }: Spread, by: number): Spread {
  return { quantiles: quantiles.map((value) => value * by), deviation: deviation * by, lift };
}

function spreadAt(stop: number, own: Misses, others: readonly Misses[]): Spread | null {
  const poured: { value: number; weight: number }[] = [];
  let pieces = 0;
  const pour = (misses: Misses, count: number) => {
    const grains = misses.grains[stop];
    if (!grains || count <= 0) return;
    pieces += count;
    for (const value of grains) poured.push({ value, weight: count / grains.length });
  };
  pour(own, own.pieces[stop] ?? 0);
  for (const other of others) {
    pour(other, (PIECES_OF_OTHERS / others.length) * Math.min(other.pieces[stop] ?? 0, 1));
  }
  if (poured.length === 0) return null;
  poured.sort((a, b) => a.value - b.value);
  const squares = poured.reduce((sum, { value, weight }) => sum + weight * value * value, 0);
  const prices = poured.reduce((sum, { value, weight }) => sum + weight * Math.exp(value * own.unit), 0);
  const spread = {
    quantiles: quantilesOf(poured, pieces),
    deviation: Math.sqrt(squares / pieces),
    lift: prices / pieces,
  };
  return scale(spread, 1 + 1.5 / (pieces + 1));
}

/** Each value stands in the middle of its weight; between two, the quantile is in proportion. */
function quantilesOf(sorted: readonly { value: number; weight: number }[], total: number): number[] {
  const quantiles: number[] = [];
  let next = 0;
  let place = 0;
  let before = { share: 0, value: sorted[0]?.value ?? 0 };
  for (const { value, weight } of sorted) {
    const share = (place + weight / 2) / total;
    for (let level = LEVELS[next]; level !== undefined && level <= share; level = LEVELS[++next]) {
      const along = share > before.share ? (level - before.share) / (share - before.share) : 1;
      quantiles.push(before.value + (value - before.value) * along);
    }
    place += weight;
    before = { share, value };
  }
  while (quantiles.length < LEVELS.length) quantiles.push(before.value);
  return quantiles;
}

/**
 * Seeded chance. Every machine, contract and mood draws from a stream of its own, named after it, so that what
 * happens to one never shifts the luck of another: the same seed and the same calls give the same answers.
 */
export interface Random {
  /** In [0, 1). */
  next(): number;
  between(low: number, high: number): number;
  /** A whole number, both ends included. */
  integer(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  weighted<T>(items: readonly T[], weight: (item: T) => number): T;
  normal(mean: number, deviation: number): number;
  /** A right-skewed positive number around `median`; `spread` is the deviation of its logarithm. */
  logNormal(median: number, spread: number): number;
  /** The wait until the next of something that happens every `mean` on average. */
  exponential(mean: number): number;
}

/** FNV-1a over the name, started from four places, fills the four words of the generator. */
function words(name: string): [number, number, number, number] {
  return [0x811c9dc5, 0x9e3779b9, 0x85ebca6b, 0xc2b2ae35].map((start) => {
    let hash = start;
    for (let index = 0; index < name.length; index++) {
      hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
    }
    return hash >>> 0;
  }) as [number, number, number, number];
}

/** The small fast counter generator (sfc32): 128 bits of state, four adds and two shifts a draw. */
function drawFrom(name: string): () => number {
  let [a, b, c, counter] = words(name);
  const draw = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  // Names that differ in one letter start close together; a dozen rounds take them apart.
  for (let round = 0; round < 12; round++) draw();
  return draw;
}

export function randomFor(name: string): Random {
  const next = drawFrom(name);

  const normal = (mean: number, deviation: number): number =>
    mean + deviation * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());

  const pick = <T>(items: readonly T[]): T => {
    const item = items[Math.floor(next() * items.length)];
    if (item === undefined) throw new Error("Nothing to pick from.");
    return item;
  };

  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    integer: (low, high) => low + Math.floor((high - low + 1) * next()),
    chance: (probability) => next() < probability,
    pick,
    weighted: (items, weight) => {
      let left = next() * items.reduce((sum, item) => sum + weight(item), 0);
      for (const item of items) {
        left -= weight(item);
        if (left < 0) return item;
      }
      return pick(items);
    },
    normal,
    logNormal: (median, spread) => median * Math.exp(normal(0, spread)),
    exponential: (mean) => -mean * Math.log(1 - next()),
  };
}

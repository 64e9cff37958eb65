import { makeHourlySeries } from "../../server/src/forecasts/rules/hourly-series.ts";
import { makePricePath, type PricePath } from "../../server/src/forecasts/rules/price-path.ts";
import { readSeries } from "./price-data.ts";

// Weights that are the same for all series, from what many of them did: the quantile of what came is a sum of signs.
// Least errors, those above counted by the level and those below by the rest: least squares, taken again and again with
// samples counted the less the further off they were. Every series counts alike, whatever its prices are, and those
// that never move do not count.

export interface Sample {
  signs: Float64Array;
  came: number;
  /** What a miss of one is in this series. */
  unit: number;
}

/** What is to be seen at an hour, and how far from what was foretold the price came so many hours later. */
export interface Asked {
  signs: number;
  readSigns: (path: PricePath, at: number, signs: Float64Array) => void;
  came: (path: PricePath, at: number, ahead: number) => number;
}

const EVERY_HOURS = 7;
const FIRST_HOUR = 48;
const ROUNDS = 20;
/** Misses are counted in units of a series' usual one; a hundredth of that is none. */
const NONE = 0.02;
const RIDGE = 1e-4;

/** Only administered prices: those of order books do not keep on. */
export function readPaths(files: readonly string[]): PricePath[] {
  return files.flatMap((file) =>
    [...readSeries(file).values()]
      .filter(({ marketClass }) => marketClass === "cloud_spot")
      .flatMap(({ points }) => {
        const prices = makeHourlySeries(points, points.at(-1)?.hour ?? 0)?.prices;
        return prices ? [makePricePath(prices)] : [];
      }),
  );
}

export function samplesOf(paths: readonly PricePath[], ahead: number, asked: Asked): Sample[] {
  const samples: Sample[] = [];
  for (const path of paths) {
    const own: { signs: Float64Array; came: number }[] = [];
    let moved = 0;
    for (let at = FIRST_HOUR; at + ahead < path.logs.length; at += EVERY_HOURS) {
      const signs = new Float64Array(asked.signs);
      asked.readSigns(path, at, signs);
      own.push({ signs, came: asked.came(path, at, ahead) });
      moved += Math.abs((path.logs[at + ahead] ?? 0) - (path.logs[at] ?? 0));
    }
    const unit = moved / own.length;
    if (unit > 1e-6) for (const one of own) samples.push({ ...one, unit });
  }
  return samples;
}

export function fitLevel(samples: readonly Sample[], level: number): Float64Array {
  const size = samples[0]?.signs.length ?? 0;
  let weights: Float64Array = new Float64Array(size);
  for (let round = 0; round < ROUNDS; round++) {
    const rows = Array.from({ length: size }, () => new Float64Array(size + 1));
    for (const { signs, came, unit } of samples) {
      const off = round === 0 ? 1 : Math.abs(came - dot(weights, signs)) / unit;
      const counts = 1 / Math.max(off, NONE) / unit ** 2;
      const pull = counts * came + (2 * level - 1) / unit;
      for (const [row, sums] of rows.entries()) {
        const sign = signs[row] ?? 0;
        if (sign === 0) continue;
        for (let column = 0; column < size; column++)
          sums[column] = (sums[column] ?? 0) + counts * sign * (signs[column] ?? 0);
        sums[size] = (sums[size] ?? 0) + pull * sign;
      }
    }
    for (const [row, sums] of rows.entries()) sums[row] = (sums[row] ?? 0) * (1 + RIDGE);
    weights = solve(rows);
  }
  return weights;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}

/** Elimination with the largest pivot; the last column is what is asked for. */
function solve(rows: Float64Array[]): Float64Array {
  const size = rows.length;
  for (let at = 0; at < size; at++) {
    const largest = rows.slice(at).reduce((a, b) => (Math.abs(b[at] ?? 0) > Math.abs(a[at] ?? 0) ? b : a));
    const found = rows.indexOf(largest);
    [rows[at], rows[found]] = [largest, rows[at] ?? largest];
    for (const [other, row] of rows.entries()) {
      if (other === at) continue;
      const by = (row[at] ?? 0) / (largest[at] ?? 1);
      if (by !== 0)
        for (let column = at; column <= size; column++)
          row[column] = (row[column] ?? 0) - by * (largest[column] ?? 0);
    }
  }
  return Float64Array.from(rows, (row, at) => (row[size] ?? 0) / (row[at] ?? 1));
}

export function showWeights(name: string, about: string, rows: readonly Float64Array[]): void {
  console.log(`/** ${about} */`);
  console.log(`export const ${name}: readonly (readonly number[])[] = [`);
  for (const row of rows)
    console.log(`  [${Array.from(row, (weight) => Number(weight.toFixed(2))).join(", ")}],`);
  console.log("];");
}

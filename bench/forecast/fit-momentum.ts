import { KNOTS, readSigns, SIGNS } from "../../server/src/forecasts/rules/momentum.ts";
import { makeHourlySeries } from "../../server/src/forecasts/rules/hourly-series.ts";
import { makePricePath, type PricePath } from "../../server/src/forecasts/rules/price-path.ts";
import { readSeries } from "./price-data.ts";

// The weights in momentum-weights.ts, from administered prices of many series. Least absolute errors, because it is
// the median that is forecast: least squares, taken again and again with samples counted the less the further off
// they were. Every series counts alike, whatever its prices are, and those that never move do not count.
//
//   node bench/forecast/fit-momentum.ts extra-cpu-spot.csv.gz

const EVERY_HOURS = 7;
const FIRST_HOUR = 48;
const ROUNDS = 12;
/** Misses are counted in units of a series' usual one; a thousandth of that is none. */
const NONE = 0.02;
const RIDGE = 1e-4;

interface Sample {
  signs: Float64Array;
  moved: number;
  /** What a miss of one is in this series. */
  unit: number;
}

/** Only administered prices: those of order books do not keep on. */
function readPaths(files: readonly string[]): PricePath[] {
  return files.flatMap((file) =>
    [...readSeries(file).values()]
      .filter(({ marketClass }) => marketClass === "cloud_spot")
      .flatMap(({ points }) => {
        const prices = makeHourlySeries(points, points.at(-1)?.hour ?? 0)?.prices;
        return prices ? [makePricePath(prices)] : [];
      }),
  );
}

function samplesOf(paths: readonly PricePath[], knot: number): Sample[] {
  const samples: Sample[] = [];
  for (const path of paths) {
    const own: { signs: Float64Array; moved: number }[] = [];
    for (let at = FIRST_HOUR; at + knot < path.logs.length; at += EVERY_HOURS) {
      const signs = new Float64Array(SIGNS);
      readSigns(path, at, signs);
      own.push({ signs, moved: (path.logs[at + knot] ?? 0) - (path.logs[at] ?? 0) });
    }
    const unit = own.reduce((sum, { moved }) => sum + Math.abs(moved), 0) / own.length;
    if (unit > 1e-6) for (const one of own) samples.push({ ...one, unit });
  }
  return samples;
}

function fit(samples: readonly Sample[]): Float64Array {
  let weights: Float64Array = new Float64Array(SIGNS);
  for (let round = 0; round < ROUNDS; round++) {
    const squares = Array.from({ length: SIGNS }, () => new Float64Array(SIGNS + 1));
    for (const { signs, moved, unit } of samples) {
      const off = round === 0 ? 1 : Math.abs(moved - dot(weights, signs)) / unit;
      const counts = 1 / Math.max(off, NONE) / unit ** 2;
      for (const [row, sums] of squares.entries()) {
        const by = counts * (signs[row] ?? 0);
        if (by === 0) continue;
        for (let column = 0; column < SIGNS; column++)
          sums[column] = (sums[column] ?? 0) + by * (signs[column] ?? 0);
        sums[SIGNS] = (sums[SIGNS] ?? 0) + by * moved;
      }
    }
    for (const [row, sums] of squares.entries()) sums[row] = (sums[row] ?? 0) * (1 + RIDGE);
    weights = solve(squares);
  }
  return weights;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < SIGNS; at++) sum += (a[at] ?? 0) * (b[at] ?? 0);
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

const paths = readPaths(process.argv.slice(2));
console.log(
  "/** By hour ahead (KNOTS), what each sign weighs (readSigns). Made by bench/forecast/fit-momentum.ts. */",
);
console.log("export const MOMENTUM_WEIGHTS: readonly (readonly number[])[] = [");
for (const knot of KNOTS) {
  const weights = fit(samplesOf(paths, knot));
  console.log(`  [${Array.from(weights, (weight) => Number(weight.toFixed(2))).join(", ")}],`);
}
console.log("];");

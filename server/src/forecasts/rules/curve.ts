import { HORIZON, LEVELS } from "./levels.ts";

// A forecast's numbers, as they are kept: for each hour ahead nine quantiles, the mean, and the bounds that a
// picture keeps within. They are kept as they come, row by row, in whole micro-dollars of 32 bits: a GPU-hour of
// more than four thousand dollars is not forecast.

const MOST_MICROS = 0xff_ff_ff_ff;
const ROWS = LEVELS.length + 3;

/** In micro-dollars. */
export interface Curve {
  /** By level, then by hour. */
  quantiles: readonly (readonly number[])[];
  mean: readonly number[];
  /** A picture shows nothing beyond these: three standard deviations around the mean. */
  least: readonly number[];
  most: readonly number[];
}

/** As the engine tells it: hour by hour, and for each the quantiles. */
export interface HourByHour {
  quantiles: readonly (readonly number[])[];
  shown: readonly (readonly number[])[];
  mean: readonly number[];
}

export function toCurve({ quantiles, shown, mean }: HourByHour): Curve {
  return {
    quantiles: LEVELS.map((_, level) => quantiles.map((hour) => hour[level] ?? 0)),
    mean,
    least: shown.map((hour) => hour[0] ?? 0),
    most: shown.map((hour) => hour.at(-1) ?? 0),
  };
}

export function packCurve({ quantiles, mean, least, most }: Curve): Uint8Array {
  const rows = [...quantiles, mean, least, most];
  if (rows.length !== ROWS || rows.some((row) => row.length !== HORIZON))
    throw new RangeError("a forecast is of nine quantiles and 168 hours");
  const view = new DataView(new ArrayBuffer(ROWS * HORIZON * 4));
  for (const [at, price] of rows.flat().entries()) {
    if (!(price >= 0)) throw new RangeError(`a forecast of ${price} is none`);
    view.setUint32(at * 4, Math.min(Math.round(price), MOST_MICROS), true);
  }
  return new Uint8Array(view.buffer);
}

export function unpackCurve(bytes: Uint8Array): Curve {
  if (bytes.byteLength !== ROWS * HORIZON * 4) throw new RangeError("these bytes are no forecast");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const row = (number: number) =>
    Array.from({ length: HORIZON }, (_, hour) => view.getUint32((number * HORIZON + hour) * 4, true));
  return {
    quantiles: LEVELS.map((_, level) => row(level)),
    mean: row(LEVELS.length),
    least: row(LEVELS.length + 1),
    most: row(LEVELS.length + 2),
  };
}

/** One of the nine quantiles. */
export function atLevel({ quantiles }: Curve, level: (typeof LEVELS)[number]): readonly number[] {
  const row = quantiles[LEVELS.indexOf(level)];
  if (!row) throw new Error("a curve has nine quantiles");
  return row;
}

/** A price as a picture shows it. */
export function shownWithin({ least, most }: Curve, prices: readonly number[]): number[] {
  return prices.map((price, hour) => Math.min(Math.max(price, least[hour] ?? 0), most[hour] ?? price));
}

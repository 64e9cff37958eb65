import { type HourlySeries, makeHourlySeries, type Note, type PricePoint } from "./hourly-series.ts";
import { HORIZON, LEVELS, MEDIAN } from "./levels.ts";

/** Under this nothing is forecast. */
export const HOURS_NEEDED = 50;

export interface SeriesInput {
  seriesId: string;
  /** Series of one group are of the same GPU and lend each other their errors. */
  group: string;
  /** In any order; hourly samples or changes. */
  history: readonly PricePoint[];
}

export interface Forecast {
  type: "Forecast";
  seriesId: string;
  /** What made it, in a word or two; it is stored beside the forecast. */
  model: string;
  /** The hour of the last price that was used; the first forecast hour is the next one. */
  origin: number;
  /** For every hour a price for every one of LEVELS: never falling, never negative. */
  quantiles: number[][];
  /** The same, no further than three standard deviations from the median: what a chart draws. */
  shown: number[][];
  mean: number[];
  /** The last price, which is what a forecast has to beat. */
  naive: number;
  /** How many hours an error keeps its sign, so that sums of hours have honest intervals. */
  memoryHours: number;
  /** The share of the last price's error that the method saved in the history itself; negative: it would have been worse. */
  skillExpected: number;
  notes: Note[];
}

export interface TooLittleHistory {
  type: "TooLittleHistory";
  seriesId: string;
  message: string;
  have: number;
  need: number;
}

/** Forecasts of one series alone. A whole market at once is better: see forecastMarket. */
export function forecastSeries(input: SeriesInput, origin: number): Forecast | TooLittleHistory {
  const [forecast] = forecastMarket([input], origin);
  if (!forecast) throw new RangeError("one series has one forecast");
  return forecast;
}

/** Forecasts of many series from what was known at the origin, in the order of the series. */
export function forecastMarket(
  inputs: readonly SeriesInput[],
  origin: number,
): (Forecast | TooLittleHistory)[] {
  return inputs.map(({ seriesId, history }) => {
    const series = makeHourlySeries(history, origin);
    if (!series || series.known < HOURS_NEEDED) {
      return {
        type: "TooLittleHistory",
        seriesId,
        message: `Need at least ${HOURS_NEEDED} hours of price history`,
        have: series?.known ?? 0,
        need: HOURS_NEEDED,
      };
    }
    return repeatLast(seriesId, series);
  });
}

/** The last price, with the errors that it made over so many hours before. */
function repeatLast(seriesId: string, { start, prices, notes }: HourlySeries): Forecast {
  const naive = prices.at(-1) ?? 0;
  const quantiles: number[][] = [];
  const shown: number[][] = [];
  for (let ahead = 1; ahead <= HORIZON; ahead++) {
    const reach = Math.min(ahead, Math.floor(prices.length / 2));
    const errors = Array.from({ length: prices.length - reach }, (_, at) =>
      Math.log((prices[at + reach] ?? 1) / (prices[at] ?? 1)),
    ).toSorted((a, b) => a - b);
    const deviation = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);
    const row = LEVELS.map((level, at) => {
      const error = errors[Math.min(Math.floor(level * errors.length), errors.length - 1)] ?? 0;
      return naive * Math.exp(at === MEDIAN ? 0 : at < MEDIAN ? Math.min(error, 0) : Math.max(error, 0));
    });
    quantiles.push(row);
    shown.push(
      row.map((price) => clamp(price, naive * Math.exp(-3 * deviation), naive * Math.exp(3 * deviation))),
    );
  }
  const mean = quantiles.map((row) => row[MEDIAN] ?? naive);
  return {
    type: "Forecast",
    seriesId,
    model: "last price",
    origin: start + prices.length - 1,
    quantiles,
    shown,
    mean,
    naive,
    memoryHours: HORIZON,
    skillExpected: 0,
    notes,
  };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

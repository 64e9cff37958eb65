import { forecastMarket, type Forecast, type SeriesInput, type TooLittleHistory } from "./rules/engine.ts";

/** What makes forecasts of a market, somewhere where it holds nobody up. */
export interface Forecaster {
  forecast(inputs: readonly SeriesInput[], origin: number): Promise<(Forecast | TooLittleHistory)[]>;
  /** A series that had too little history is not read again until it has another hour. */
  isTooShort(series: number, lastHour: Date): boolean;
  noteTooShort(series: number, lastHour: Date): void;
  stop(): Promise<void>;
}

type Calculate = Forecaster["forecast"];

/** In this thread, group by group, so that requests come in between. */
const inThisThread: Calculate = async (inputs, origin) => {
  const made = new Map<string, Forecast | TooLittleHistory>();
  for (const [, group] of Map.groupBy(inputs, (input) => input.group)) {
    for (const one of forecastMarket(group, origin)) made.set(one.seriesId, one);
    await new Promise(setImmediate);
  }
  return inputs.flatMap(({ seriesId }) => made.get(seriesId) ?? []);
};

export function makeForecaster(
  calculate: Calculate = inThisThread,
  stop: () => Promise<void> = async () => {},
): Forecaster {
  const tooShort = new Map<number, number>();
  return {
    forecast: calculate,
    isTooShort: (series, lastHour) => tooShort.get(series) === lastHour.getTime(),
    noteTooShort: (series, lastHour) => void tooShort.set(series, lastHour.getTime()),
    stop,
  };
}

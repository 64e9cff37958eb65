import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { Tinypool } from "tinypool";
import work, { type Known, type Made, type Work } from "./forecast-worker.ts";

/** What failed afterwards may yet be foretold now, and the other way round. */
type MadeWhen = "now" | "afterwards";

/** What makes forecasts of a market, somewhere where it holds nobody up. */
export interface Forecaster {
  forecast(inputs: readonly Known[], origin: number): Promise<Made[]>;
  /** A series that had too little history, or failed, is not read again until it has another hour. */
  isPutOff(series: number, lastHour: Date, when?: MadeWhen): boolean;
  putOff(series: number, lastHour: Date, when?: MadeWhen): void;
  stop(): Promise<void>;
}

/** In this thread: for a market of a few series, and for tests. */
export function makeForecaster(
  calculate: (work: Work) => Made[] | Promise<Made[]> = work,
  stop: () => Promise<void> = async () => {},
): Forecaster {
  const putOff = new Map<string, number>();
  return {
    forecast: async (inputs, origin) => {
      // Group by group, because only those of a group know of each other, and so that requests come in between.
      const made = new Map<string, Made>();
      for (const series of Map.groupBy(inputs, ({ group }) => group).values()) {
        for (const one of await calculate({ series, origin })) made.set(one.seriesId, one);
        await new Promise(setImmediate);
      }
      return inputs.flatMap(({ seriesId }) => made.get(seriesId) ?? []);
    },
    isPutOff: (series, lastHour, when = "now") => putOff.get(`${series} ${when}`) === lastHour.getTime(),
    putOff: (series, lastHour, when = "now") => void putOff.set(`${series} ${when}`, lastHour.getTime()),
    stop,
  };
}

const MOST_THREADS = 2;
const IDLE_MS = 30_000;

/** In threads that start when there is work and end some time after it. */
export function makeThreadedForecaster(): Forecaster {
  const pool = new Tinypool({
    filename: findWorker(),
    runtime: "worker_threads",
    minThreads: 0,
    maxThreads: Math.max(1, Math.min(MOST_THREADS, availableParallelism() - 1)),
    idleTimeout: IDLE_MS,
  });
  return makeForecaster(
    (some) => pool.run(some) as Promise<Made[]>,
    () => pool.destroy(),
  );
}

/** Beside this file as it was written; and once built, where the programs are, which parts of them may lie below. */
function findWorker(): string {
  const places = ["./forecast-worker.ts", "./forecast-worker.js", "../forecast-worker.js"];
  const found = places
    .map((place) => new URL(place, import.meta.url))
    .find((url) => existsSync(fileURLToPath(url)));
  if (!found) throw new Error("the forecasts' worker is not where it should be");
  return found.href;
}

import { forecastMarket } from "../../server/src/forecasts/rules/engine.ts";
import { makeHourlySeries } from "../../server/src/forecasts/rules/hourly-series.ts";
import { HORIZON } from "../../server/src/forecasts/rules/levels.ts";
import { median } from "../numbers.ts";
import { round, showSection } from "../table.ts";
import { BASELINES } from "./baselines.ts";
import { forestAt } from "./forest.ts";
import { type Foretold, type Measure, type Measured, measure, MEASURES, meanOf, sum } from "./measures.ts";
import {
  actualsAfter,
  historyAt,
  marketAt,
  type Origin,
  readOrigins,
  readSeries,
  type Series,
} from "./price-data.ts";
import { makeForecasts, startByOrder } from "./standing-order.ts";
import { JOB_HOURS, planOnce, type Saved, savedBy, savedOnPrice } from "./timing.ts";

// Forecasts of many weeks that have passed, from nothing but what was known before each, held against what came and
// against simpler ways. Means are taken over the origins of a series and then over series, so that each counts alike.

interface Options {
  file: string;
  origins?: string | undefined;
  /** One of so many origins of each series, for a first look. */
  sample: number;
  /** The forest is slow, and is asked at one of so many origins. */
  forestSample: number;
  /** Standing orders make a forecast every hour, so they are tried at no more than so many origins of a class. */
  orders: number;
}

const ENGINE = "berth";
const FOREST = "random forest";

interface Result {
  series: Series;
  measured: Measured;
  saved: Saved[];
  ms: number;
}

type Results = Map<string, Result[]>;

export function runForecastBench({ file, origins: named, sample, forestSample, orders }: Options): void {
  const all = readSeries(file);
  const origins = every(readOrigins(all, file, named), sample);
  const forest = new Set(every(origins, forestSample));
  const results: Results = new Map();
  for (const origin of origins) {
    const { series, at } = origin;
    const actual = actualsAfter(series, at, HORIZON);
    const history = makeHourlySeries(historyAt(series, at), at)?.prices;
    if (!actual || !history) continue;
    const note = (name: string, said: Foretold, ms: number) => {
      const saved = JOB_HOURS.map((hours) => savedBy(planOnce(said.mean, hours), actual, hours));
      const result = { series, measured: measure(said, actual, history), saved, ms };
      results.set(name, [...(results.get(name) ?? []), result]);
    };
    const engine = askEngine(all.values(), origin);
    if (!engine) continue;
    note(ENGINE, engine.said, engine.ms);
    for (const [name, foretell] of BASELINES) note(name, ...timed(() => foretell(history)));
    if (forest.has(origin)) note(FOREST, ...timed(() => forestAt(history, at)));
  }
  show(results);
  showOrders([...all.values()], origins, orders);
}

function showOrders(all: readonly Series[], origins: readonly Origin[], most: number): void {
  if (most === 0) return;
  const forecastAt = makeForecasts(all);
  const lines = [...Map.groupBy(origins, ({ series }) => series.marketClass)].map(([name, some]) => {
    const tried = every(some, Math.ceil(some.length / most))
      .filter(({ series, at }) => actualsAfter(series, at, HORIZON))
      .toSorted((a, b) =>
        a.series.group < b.series.group ? -1 : a.series.group > b.series.group ? 1 : a.at - b.at,
      );
    const bySeries = Map.groupBy(tried, ({ series }) => series);
    // Series by series, so that what was forecast for one job serves the others.
    const outcomes = [...bySeries.values()].map((own) =>
      own.map((origin) => {
        const actual = actualsAfter(origin.series, origin.at, HORIZON) ?? new Float64Array(HORIZON);
        return JOB_HOURS.map((hours) => {
          const start = startByOrder(origin, actual, hours, forecastAt);
          return { summed: savedBy(start, actual, hours), kept: savedOnPrice(start, actual, hours) };
        });
      }),
    );
    const shares = JOB_HOURS.flatMap((_, job) =>
      (["summed", "kept"] as const).map((paid) =>
        shareOf(outcomes.map((own) => own.flatMap((one) => one[job]?.[paid] ?? []))),
      ),
    );
    return [name, ...shares.map(round), String(tried.length)];
  });
  const columns = ["", ...JOB_HOURS.flatMap((hours) => [`T${hours}`, `T${hours} kept`]), "orders"];
  showSection({ title: "Decided hour by hour (kept: all hours at the price of the start)", columns, lines });
}

function every(origins: readonly Origin[], nth: number): Origin[] {
  return origins.filter((_, at) => at % nth === 0);
}

function timed<T>(run: () => T): [T, number] {
  const began = performance.now();
  const made = run();
  return [made, performance.now() - began];
}

/** As the product asks: for all of a group at once, so the time is that of all, shared. */
function askEngine(all: Iterable<Series>, origin: Origin): { said: Foretold; ms: number } | null {
  const inputs = marketAt(all, origin);
  const [made, ms] = timed(() => forecastMarket(inputs, origin.at));
  const said = made.find(({ seriesId }) => seriesId === origin.series.id);
  return said?.type === "Forecast" ? { said, ms: ms / inputs.length } : null;
}

const CORE = ["market", "cloud_spot"];

function show(results: Results): void {
  const classes = [...new Set([...results.values()].flat().map(({ series }) => series.marketClass))];
  const parts = [
    { name: "core (market + cloud_spot)", isIn: (one: string) => CORE.includes(one) },
    ...classes.map((name) => ({ name, isIn: (one: string) => one === name })),
  ];
  for (const { name, isIn } of parts) {
    const lines = [...results].map(([method, some]) => {
      const inPart = some.filter(({ series }) => isIn(series.marketClass));
      return [method, ...figures(inPart)];
    });
    const columns = ["", ...MEASURES, ...JOB_HOURS.map((hours) => `T${hours}`), "ms", "mape med.", "series"];
    showSection({ title: name, columns, lines });
  }
}

function figures(results: readonly Result[]): string[] {
  const bySeries = [...Map.groupBy(results, ({ series }) => series.id).values()];
  const mean = (name: Measure) =>
    meanOf(bySeries.map((some) => meanOf(some.map(({ measured }) => measured[name]))));
  const medianOf = (name: Measure) =>
    median(bySeries.map((some) => meanOf(some.map(({ measured }) => measured[name]))));
  return [
    ...MEASURES.map((name) => round(mean(name))),
    ...JOB_HOURS.map((_, job) => round(shareSaved(bySeries, job))),
    round(median(results.map(({ ms }) => ms))),
    round(medianOf("mape")),
    String(bySeries.length),
  ];
}

/** Of what the oracle saves, in percent: sums of what each series saves on average, so that quiet ones count little. */
function shareSaved(bySeries: readonly Result[][], job: number): number {
  return shareOf(bySeries.map((some) => some.map(({ saved }) => saved[job] ?? { saved: 0, possible: 0 })));
}

function shareOf(bySeries: readonly (readonly Saved[])[]): number {
  const of = (part: keyof Saved) => sum(bySeries.map((some) => meanOf(some.map((one) => one[part]))));
  return (of("saved") / of("possible")) * 100;
}

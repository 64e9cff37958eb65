import { afterAll, beforeAll, expect, test } from "vitest";
import { makeWorld, type World } from "../testing/world.ts";
import { HOUR_MS } from "../values/hour.ts";
import { type HourPrice, pricesOf } from "../values/price-runs.ts";
import { importPrices } from "./import-prices.ts";
import { PRICE_COLUMNS } from "./rules/price-rows.ts";
import { readPriceRuns } from "./store/active-series.ts";

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world?.close());

const START = Date.parse("2026-03-11T00:00:00Z");
const at = (hour: number) => new Date(START + hour * HOUR_MS);
const known = (hours: readonly (readonly [hour: number, dollars: number])[]): HourPrice[] =>
  hours.map(([hour, dollars]) => ({ hour: START / HOUR_MS + hour, price: dollars * 1e6 }));

/** Prices that stand still over a gap, change beside none, are the same again, and end in an hour of their own. */
const moving = [
  [0, 2],
  [1, 2],
  [3, 2],
  [4, 2],
  [5, 2.5],
  [6, 2],
  [7, 2],
  [8, 3_999.999999],
] as const;
const still = [
  [2, 1],
  [3, 1],
] as const;

test("what is read of many series in runs is every hour of each that is known, and its price", async () => {
  const row =
    (gpu: string) =>
    ([hour, dollars]: readonly [number, number]) =>
      `${at(hour).toISOString()},elsewhere,${gpu},,on_demand,,${dollars},,3\n`;
  const text = [`${PRICE_COLUMNS}\n`, ...moving.map(row("H100 SXM")), ...still.map(row("L40S"))].join("");
  const file = {
    name: "prices.csv",
    async *open() {
      yield Buffer.from(text);
    },
  };
  await importPrices(world.ctx(), file, { source: "a collector of prices", licence: "MIT" });
  const rows = await world.database.sql<{ number: number; gpu: string }[]>`
    select number, gpu_model as gpu from price_series where provider_id = 'elsewhere' order by gpu_model`;
  expect(rows.map(({ gpu }) => gpu)).toEqual(["H100", "L40S"]);
  const [h100 = 0, l40s = 0] = rows.map(({ number }) => number);
  const read = async (from: number, to: number) => {
    const runs = await readPriceRuns(world.ctx(), [h100, l40s, 999_999], at(from), at(to));
    return new Map([...runs].map(([number, one]) => [number, pricesOf(one)]));
  };
  expect(await read(-10, 10)).toEqual(
    new Map([
      [h100, known(moving)],
      [l40s, known(still)],
    ]),
  );
  expect(await read(4, 8)).toEqual(new Map([[h100, known(moving.slice(3, -1))]]));
});

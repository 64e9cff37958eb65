import { afterAll, expect, test } from "vitest";
import { makeForecaster, makeThreadedForecaster } from "./forecaster.ts";
import type { SeriesInput } from "./rules/engine.ts";

const START = 490_000;

function market(size: number, hours = 300): SeriesInput[] {
  return Array.from({ length: size }, (_, series) => ({
    seriesId: `series ${series}`,
    group: `GPU ${series % 3}`,
    history: Array.from({ length: series === 1 ? 20 : hours }, (_, at) => ({
      hour: START + at,
      price: Math.round(2e6 * 1.01 ** (Math.floor((at + series) / 5) % 7)),
    })),
  }));
}

const threaded = makeThreadedForecaster();
afterAll(() => threaded.stop());

test("a forecast is the same in whatever thread it is made, in the order it was asked for", async () => {
  const inputs = market(7);
  const made = await threaded.forecast(inputs, START + 299);
  expect(made.map(({ seriesId }) => seriesId)).toEqual(inputs.map(({ seriesId }) => seriesId));
  expect(made[1]).toMatchObject({ type: "TooLittleHistory", have: 20, need: 50 });
  const here = await makeForecaster().forecast(inputs, START + 299);
  expect(made.map((one) => ("curve" in one ? { ...one, curve: [...one.curve] } : one))).toEqual(
    here.map((one) => ("curve" in one ? { ...one, curve: [...one.curve] } : one)),
  );
});

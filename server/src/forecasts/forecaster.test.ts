import { afterAll, expect, test } from "vitest";
import { makeForecaster, makeThreadedForecaster } from "./forecaster.ts";
import type { Known } from "./forecast-worker.ts";

const START = 490_000;

function market(size: number, hours = 300): Known[] {
  return Array.from({ length: size }, (_, series) => {
    const known = Array.from({ length: series === 1 ? 20 : hours }, (_, at) => START + at);
    const priceAt = (hour: number) => Math.round(2e6 * 1.01 ** (Math.floor((hour + series) / 5) % 7));
    return {
      seriesId: `series ${series}`,
      group: `GPU ${series % 3}`,
      runs: Float64Array.from(known.flatMap((hour) => [hour, hour, priceAt(hour)])),
    };
  });
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

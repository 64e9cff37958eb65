import { expect, test } from "vitest";
import { models } from "./models.ts";
import { parsePriceHistory, ratioAt, readPriceHistory } from "./history.ts";
import { sure } from "../testing/sure.ts";

test("between two rows the price stays what it was", () => {
  const series = sure(parsePriceHistory("series_id,hour,usd_per_gpu_hour\na,0,2\na,2,4\na,5,4\n").get("a"));
  expect([...series.ratios]).toEqual([0.5, 0.5, 1, 1, 1, 1]);
});

test("a walk turns round at both ends, so no hour follows another it never followed", () => {
  const series = sure(parsePriceHistory("series_id,hour,usd_per_gpu_hour\na,0,1\na,1,2\na,2,3\n").get("a"));
  const walk = Array.from({ length: 9 }, (_, hour) => ratioAt(series, hour) * 2);
  expect(walk).toEqual([1, 2, 3, 2, 1, 2, 3, 2, 1]);
});

test("a row that makes no sense is refused with the row", () => {
  expect(() => parsePriceHistory("series_id,hour,usd_per_gpu_hour\na,0,free\n")).toThrow("a,0,free");
});

test("every model's series is on record, and only series whose licence is stated", () => {
  const history = readPriceHistory();
  expect(models.filter((model) => !history.has(model.series))).toEqual([]);
  for (const id of history.keys()) expect(id).toMatch(/^(vast26|prime25|aws20|runpod26)-/);
});

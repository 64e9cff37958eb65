import { expect, test } from "vitest";
import { usd } from "../../values/money.ts";
import { OddRow, rowReader } from "./price-rows.ts";

const bounds = { from: new Date("2025-01-01T00:00:00Z"), to: new Date("2026-11-20T09:00:00Z") };
const read = (...lines: string[]) => lines.map(rowReader(bounds)).at(-1);
const GOOD = "2026-03-11T05:00:00Z,vast,Tesla V100,,on_demand,1.5,2,2.5,9";

test("a row is read into our words and units", () => {
  expect(read(GOOD)).toEqual({
    providerId: "vast",
    gpuModel: "V100",
    gpuSocket: null,
    region: null,
    kind: "on_demand",
    hour: new Date("2026-03-11T05:00:00Z"),
    low: 1_500_000n,
    median: usd(2),
    high: 2_500_000n,
    count: 9,
  });
  expect(read('2026-03-11T05:00Z,a-1,H100 SXM,"Texas, ""US""",rented,,2,,')).toMatchObject({
    gpuSocket: "SXM",
    region: 'Texas, "US"',
    low: usd(2),
    high: usd(2),
    count: 0,
  });
});

test.each([
  ["2026-03-11T05:00:00Z,vast,H100", "3 fields"],
  [GOOD.replace("05:00:00Z", "05:30:00Z"), "whole one"],
  [GOOD.replace("2026-03-11", "2026-02-31"), "whole one"],
  [GOOD.replace("05:00:00Z", "05:00:00+02:00"), "whole one"],
  [GOOD.replace("2026-03", "2019-03"), "older history"],
  [GOOD.replace("2026-03", "2026-12"), "not over yet"],
  [GOOD.replace("vast", "Vast.ai"), "provider"],
  [GOOD.replace("Tesla V100", ""), "GPU"],
  [GOOD.replace("on_demand", "spot"), "kind"],
  [GOOD.replace(",2,", ",NaN,"), "median"],
  [GOOD.replace(",2,", ",-2,"), "median"],
  [GOOD.replace(",2,", ",2.1234567,"), "six places"],
  [GOOD.replace(",2,", ",10001,"), "10000"],
  [GOOD.replace(",1.5,", ",2.1,"), "order"],
  [GOOD.replace(",9", ",9.5"), "count"],
  [GOOD.replace("vast", '"vast'), "quotes"],
])("%s is refused with its reason", (line, reason) => {
  expect(() => read(line)).toThrow(OddRow);
  expect(() => read(line)).toThrow(reason);
});

test("a row that is there twice, or comes before another of its series, is refused", () => {
  const earlier = GOOD.replace("T05", "T04");
  expect(() => read(GOOD, GOOD)).toThrow("twice");
  expect(() => read(GOOD, earlier)).toThrow("ascend");
  expect(read(GOOD, earlier.replace("vast", "other"))).toMatchObject({ providerId: "other" });
});

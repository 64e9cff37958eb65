import { expect, test } from "vitest";
import { type Foretold, howItDid, inWords, pointsOf, rowsOf } from "./course.ts";
import { courseCsv } from "./course-csv.ts";

const hour = (at: number) => `2026-11-20T${String(at).padStart(2, "0")}:00:00.000Z`;
const usd = (amount: number) => amount.toFixed(6);

/** Hours after its cut-off, each at so much, with bands of a tenth and two tenths. */
function foretold(cutOff: number, naive: number, medians: readonly number[]): Foretold {
  const prices = (by: number) => medians.map((median) => usd(median + by));
  const quantile = (level: number, by: number) => ({ level, prices: prices(by), shown: prices(by) });
  return {
    cutOffAt: hour(cutOff),
    naive: usd(naive),
    at: medians.map((_, ahead) => hour(cutOff + 1 + ahead)),
    median: prices(0),
    quantiles: [quantile(0.025, -0.2), quantile(0.1, -0.1), quantile(0.9, 0.1), quantile(0.975, 0.2)],
  };
}

const known = [2, 2, 2.05, 2.15].map((price, at) => ({ at: hour(at), median: usd(price) }));
const rows = rowsOf(known, foretold(1, 2, [2, 2, 2]), foretold(3, 2.15, [2.1, 2.1]));

test("an hour that is over stands beside what was foretold of it, one to come beside what is foretold now", () => {
  expect(rows.map(({ at, source, actual, median }) => [at, source, actual, median])).toEqual([
    [hour(0), null, "2.000000", null],
    [hour(1), null, "2.000000", null],
    [hour(2), "past", "2.050000", "2.000000"],
    [hour(3), "past", "2.150000", "2.000000"],
    [hour(4), "present", null, "2.100000"],
    [hour(5), "present", null, "2.100000"],
  ]);
});

test("how the past forecast did is counted in the hours that are over", () => {
  expect(howItDid(rows)).toMatchObject({ hours: 2, in80: 1, in95: 2 });
  expect(howItDid(rowsOf(known, null, null))).toBeNull();
});

test("the chart draws bands where something is foretold, and a gap is a gap", () => {
  const points = pointsOf(rows, "UTC");
  expect(points.map(({ actual, band80, pastBand80 }) => [actual, band80, pastBand80])).toEqual([
    [2, null, null],
    [2, null, null],
    [2.05, null, [1.9, 2.1]],
    [2.15, null, [1.9, 2.1]],
    [null, [2, 2.2], null],
    [null, [2, 2.2], null],
  ]);
  expect(rowsOf([{ at: hour(0), median: null }], null, null)).toEqual([]);
});

test("the words say what the picture shows, and the file has the same rows", () => {
  const words = inWords("H100 at Vast.ai", rows);
  expect(words).toContain("H100 at Vast.ai asks $2.15");
  expect(words).toContain("In seven days at $2.10, between $2.00 and $2.20.");
  expect(words).toContain("1 of 2 hours lay in its 80 % band");
  const lines = courseCsv(rows).trim().split("\r\n");
  expect(lines).toHaveLength(1 + rows.length);
  expect(lines[3]).toBe(
    `"${hour(2)}","2.050000","past","1.800000","1.900000","2.000000","2.100000","2.200000","2.000000"`,
  );
});

test("only the picture ends at three standard deviations; the file, the table and the count go by the quantiles", () => {
  const said = foretold(1, 2, [2, 2]);
  const clipped = said.quantiles.map(({ level, prices }) => ({ level, prices, shown: said.median }));
  const rows = rowsOf(known, { ...said, quantiles: clipped }, null);
  expect(pointsOf(rows, "UTC")[2]).toMatchObject({ pastBand80: [2, 2], pastBand95: [2, 2] });
  expect(rows[2]).toMatchObject({
    low95: "1.800000",
    low80: "1.900000",
    high80: "2.100000",
    high95: "2.200000",
  });
  expect(courseCsv(rows)).toContain('"1.800000","1.900000","2.000000","2.100000","2.200000"');
  expect(howItDid(rows)).toMatchObject({ hours: 2, in80: 1, in95: 2 });
});

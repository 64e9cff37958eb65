import { expect, test } from "vitest";
import { askedOf, type HistoryRow, historyCsv, inWords, pointsOf } from "./history.ts";

const row = (day: number, paid: string, reference: string): HistoryRow =>
  ({
    from: `2026-11-0${day}T00:00:00.000Z`,
    until: `2026-11-0${day + 1}T00:00:00.000Z`,
    figures: {
      paid,
      gpuHours: 1.5,
      clouds: [{ cloud: "AWS", compared: paid, reference, saved: "1.000000" }],
    },
  }) as unknown as HistoryRow;

test("a single day has a width", () => {
  const points = pointsOf([row(1, "1.000000", "2.000000")], "AWS", ({ from }) => from);
  expect(points.map(({ x, part, whole }) => [new Date(x).getUTCDate(), part, whole])).toEqual([
    [1, 1, 2],
    [2, 1, 2],
  ]);
  expect(pointsOf([], "AWS", () => "")).toEqual([]);
});

test("a cloud without a match draws nothing, and says so in words", () => {
  const rows = [row(1, "1.000000", "2.345678")];
  expect(pointsOf(rows, "GCP", () => "")[0]).toMatchObject({ part: 0, whole: 0 });
  expect(inWords(rows, "AWS")).toBe(
    "The hours that can be compared would have cost $2.34 at AWS and cost $1.00 here.",
  );
});

test("the file has every amount to the last digit", () => {
  const [head, first] = historyCsv([row(1, "1.234567", "2.345678")]).split("\r\n");
  expect(head).toContain('"aws_reference_usd"');
  expect(first).toContain('"1.5000","1.234567","1.234567","2.345678"');
});

test("a month lies within thirty-one days, and everything begins with the first charge", () => {
  const now = Date.parse("2026-10-31T12:00:00Z");
  expect(askedOf("DAY", now)).toEqual({
    bucket: "DAY",
    from: "2026-10-01T00:00:00.000Z",
    month: "2026-10-01T00:00:00.000Z",
  });
  expect(askedOf("MONTH", now).from).toBeNull();
});

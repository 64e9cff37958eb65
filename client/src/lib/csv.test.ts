import { expect, test } from "vitest";
import { csv, csvField } from "./csv.ts";

test("every field is quoted, and quotes inside are doubled", () => {
  expect(
    csv([
      ["GPU", 'the "fast" one'],
      ["H100, 80 GB", "two\nlines"],
    ]),
  ).toBe('"GPU","the ""fast"" one"\r\n"H100, 80 GB","two\nlines"\r\n');
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("http://x")'])(
  "what a spreadsheet would run is made a text: %j",
  (formula) => {
    expect(csvField(formula).startsWith(`"'`)).toBe(true);
  },
);

test("a formula's sign inside a text harms nobody and stays", () => {
  expect(csvField("A100=fast")).toBe('"A100=fast"');
  expect(csvField("")).toBe('""');
});

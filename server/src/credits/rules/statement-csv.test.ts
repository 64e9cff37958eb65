import { expect, test } from "vitest";
import { balanceRow, csvField, csvHead, csvRow } from "./statement-csv.ts";

test("what a person wrote stays one field, and is never a formula", () => {
  expect(csvField("plain")).toBe("plain");
  expect(csvField('a "b", c\r\nd')).toBe('"a ""b"", c\r\nd"');
  for (const formula of ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
    expect(csvField(formula)).toBe(`'${formula}`);
  expect(csvField('=cmd|"x"')).toBe(`"'=cmd|""x"""`);
});

test("an amount below zero stays a number", () => {
  expect(csvField("-0.000001")).toBe("-0.000001");
});

test("every row has as many fields as the head", () => {
  const nothing = { available: 0n, held: 0n, pending: -1n };
  const row = csvRow(balanceRow("opening", "", nothing, nothing));
  expect(row).toBe(",opening,,,,0.000000,0.000000,-0.000001,0.000000,0.000000,-0.000001,\r\n");
  expect(row.split(",")).toHaveLength(csvHead().split(",").length);
});

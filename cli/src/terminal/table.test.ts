import { expect, test } from "vitest";
import { type Column, facts, table } from "./table.ts";

interface Row {
  id: string;
  gpu: string;
  price: string;
}
const columns: Column<Row>[] = [
  { name: "OFFER", cell: ({ id }) => id },
  { name: "GPU", cell: ({ gpu }) => gpu, spare: 1 },
  { name: "$/H", cell: ({ price }) => price, right: true },
];
const rows: Row[] = [
  { id: "off_01k9zq3m5t7v8w9x0y1z2a3b4c", gpu: "8 × H100 SXM in a very long name", price: "$2.10" },
  { id: "off_01k9zq3m5t7v8w9x0y1z2a3b4d", gpu: "RTX 4090", price: "$0.4" },
];

test.each([20, 40, 59, 60, 80, 200])("no line is longer than a terminal of %i columns", (width) => {
  for (const line of table(rows, columns, width).split("\n")) expect(line.length).toBeLessThanOrEqual(width);
});

test("forty columns still say which offer it is, and what it costs", () => {
  const text = table(rows, [columns[0], columns[2], columns[1]] as Column<Row>[], 40);
  for (const { id, price } of rows) {
    expect(text).toContain(id);
    expect(text).toContain(price);
  }
});

test("where there is no room the sparest column goes, and no other", () => {
  const [head] = table(rows, columns, 62).split("\n");
  expect(head).toContain("OFFER");
  expect(head).not.toContain("GPU");
  expect(head).toContain("$/H");
});

test("what a provider wrote steers no terminal", () => {
  const text = table([{ id: "a\u001b[31mb\u0007\nc\u202e", gpu: "\u009b2J", price: "\t" }], columns, 80);
  expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(text.split("\n")).toHaveLength(2);
  expect(facts([["name", "a\u001b]0;title\u0007b"]], 80)).toBe("name  ab");
});

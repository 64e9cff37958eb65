import { afterAll, beforeAll, expect, test } from "vitest";
import { makeWorld, type World } from "../testing/world.ts";
import { HOUR_MS } from "../values/hour.ts";
import { importPrices, ImportRefused } from "./import-prices.ts";
import { PRICE_COLUMNS } from "./rules/price-rows.ts";

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world?.close());

const provenance = { source: "a collector of prices", licence: "MIT" };
const START = Date.parse("2026-03-11T00:00:00Z");
const row = (hour: number, dollars: number | string, gpu = "H100 SXM") =>
  `${new Date(START + hour * HOUR_MS).toISOString()},elsewhere,${gpu},,on_demand,,${dollars},,3`;
const file = (...lines: string[]) => bytes([PRICE_COLUMNS, ...lines].map((line) => `${line}\n`).join(""));

/** In pieces that end in the middle of lines and of characters. */
function bytes(text: string | Uint8Array, piece = 7) {
  return {
    name: "prices.csv",
    async *open() {
      const all = Buffer.from(text);
      for (let at = 0; at < all.length; at += piece) yield all.subarray(at, at + piece);
    },
  };
}

const load = (from: ReturnType<typeof bytes>, by = provenance) => importPrices(world.ctx(), from, by);
async function stored(): Promise<number> {
  const [row] = await world.database.sql<{ count: number }[]>`
    select count(*)::int as count from price_points where source = 'imported'`;
  return row?.count ?? 0;
}
async function faultsOf(from: ReturnType<typeof bytes>): Promise<readonly string[]> {
  const refused = await load(from).catch((error: unknown) => error);
  if (refused instanceof ImportRefused) return refused.faults;
  throw new Error("it was not refused", { cause: refused });
}

test("a file with odd rows is refused with the number and the reason of each, and nothing of it is there", async () => {
  const faults = await faultsOf(file(row(0, 2), row(1, -1), row(2, 2), "what is this", row(1, 2)));
  expect(faults).toEqual([
    expect.stringContaining("line 3: median"),
    expect.stringContaining("line 5: it has 1 fields"),
    expect.stringContaining("line 6: the hours of a series ascend"),
  ]);
  expect(await stored()).toBe(0);
});

test("what is no such file at all is refused for what it is", async () => {
  expect(await faultsOf(bytes(""))).toEqual(["it has no rows"]);
  expect(await faultsOf(file())).toEqual(["it has no rows"]);
  expect(await faultsOf(bytes("hour;price\n1;2\n"))).toEqual([`line 1: the columns are ${PRICE_COLUMNS}`]);
  expect(await faultsOf(bytes(Buffer.from([...Buffer.from(`${PRICE_COLUMNS}\n`), 0xff, 0xfe])))).toEqual([
    expect.stringContaining("line 2"),
  ]);
  expect(await faultsOf(bytes(`${PRICE_COLUMNS}\n${"x".repeat(20_000)}`, 1_000))).toEqual([
    "line 2: it is longer than 10000 bytes",
  ]);
  expect(await faultsOf(file(...Array.from({ length: 1_000 }, () => "?")))).toHaveLength(21);
});

test("figures without a licence are not taken", async () => {
  await expect(load(file(row(0, 2)), { source: "somewhere", licence: " " })).rejects.toMatchObject({
    type: "InvalidInput",
    field: "licence",
  });
});

test("a file is imported once, with where it is from, and a corrected one takes its place", async () => {
  expect(await load(file(row(0, 2), row(1, "2.5")))).toEqual({ points: 2 });
  expect(await load(file(row(0, 2), row(1, "2.5")))).toBeNull();
  expect(await load(file(row(0, 2), row(1, "2.75")))).toEqual({ points: 2 });
  const points = await world.database.sql`
    select median::text, count from price_points where source = 'imported' order by hour`;
  expect(points).toEqual([
    { median: "2000000", count: 3 },
    { median: "2750000", count: 3 },
  ]);
  const imports = await world.database.sql`select source, licence, points from price_imports order by id`;
  expect(imports).toEqual([
    { ...provenance, points: 2 },
    { ...provenance, points: 2 },
  ]);
});

test("a file that changes between being checked and being read is not taken for the one that was checked", async () => {
  let opened = 0;
  const before = await stored();
  const changing = { name: "moving.csv", open: () => file(row(5, opened++ === 0 ? 2 : 3)).open() };
  await expect(load(changing)).rejects.toThrow("it changed while it was read");
  expect(await stored()).toBe(before);
});

test("a file of more rows than one transaction takes is there whole", async () => {
  const lines = 56_000;
  const long = {
    name: "long.csv",
    async *open() {
      yield Buffer.from(`${PRICE_COLUMNS}\n`);
      for (let at = 0; at < lines; at++)
        yield Buffer.from(`${row(at % 4_000, 2, `GPU ${Math.floor(at / 4_000)}`)}\n`);
    },
  };
  const before = await stored();
  expect(await load(long)).toEqual({ points: lines });
  expect(await stored()).toBe(before + lines);
});

import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listed } from "../testing/listed.ts";
import { list } from "../testing/market.ts";
import { makeWorld, type World } from "../testing/world.ts";
import { allInPrice } from "./rules/all-in-price.ts";
import { matches, type OfferFilter } from "./rules/filter.ts";
import { normalizeSort, readCursor, type SortKey, sortFields, writeCursor } from "./rules/sort.ts";
import type { OfferRow } from "./store/offer-rows.ts";
import { countFacet, countOffers, searchOffers } from "./store/search.ts";

let world: World;
let all: OfferRow[];
const gpus = ["RTX 4090", "H100 SXM", "A100 PCIE", "L40S"];
const countries = ["US", "DE", null];

beforeAll(async () => {
  world = await makeWorld();
  await list(
    world,
    Array.from({ length: 120 }, (_, at) =>
      listed(String(at), {
        gpuRawName: gpus[at % 4] ?? "",
        country: countries[at % 3] ?? null,
        kind: at % 5 ? "on_demand" : "interruptible",
        gpuCount: 2 ** (at % 4),
        vramGb: [24, 79.6, 40, 22.5][at % 4] ?? 0,
        pricePerHour: BigInt(500_000 + (at % 17) * 250_000),
        diskPricePerGbMonth: BigInt([150_000, 99_999, 0, 36_000][at % 4] ?? 0),
        chargedDiskGbMin: [0, 8, 100][at % 3] ?? 0,
        reliability: at % 7 ? 0.9 + (at % 10) / 100 : null,
        region: ["Texas", "Frankfurt, Hesse", "unknown", "Québec", "Dallas, Texas"][at % 5] ?? "",
        cudaVersion: ["12.8", "12", "11.10", null, "12.0", "n/a", "12.10.1"][at % 7] ?? null,
        networkDownMbps: at % 6 ? (at % 6) * 200 : null,
        networkUpMbps: at % 8 ? (at % 8) * 100.5 : null,
        diskGb: (at % 9) * 64,
        vcpus: 4 * (1 + (at % 5)),
        ramGb: 15.9 * (1 + (at % 6)),
        maxDurationHours: at % 4 ? (at % 11) * 12.5 : null,
        verified: at % 2 === 0,
        datacenter: at % 6 === 0,
      }),
    ),
  );
  await list(world, [listed("1"), listed("2", { country: "DE" })], { id: "other", name: "Another cloud" });
  await world.database.sql`
    update offers set availability = case when external_id::int % 4 > 0 then external_id::int % 4 / 4.0 end,
      suppressed_until = case when external_id::int % 10 = 9 then now() end`;
  all = await searchOffers(world.ctx(), {
    filter: { includeSuppressed: true },
    sort: [{ field: "price_per_gpu_hour", descending: false }],
    limit: 1_000,
  });
});
afterAll(() => world?.close());

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const dollars = maybe(fc.bigInt({ min: 0n, max: 5_000_000n }));
const constraints = {
  gpuModels: maybe(fc.subarray(["RTX 4090", "H100", "A100", "L40S", "B200"])),
  gpuSockets: maybe(fc.subarray(["SXM", "PCIe", "NVL"])),
  gpuCount: maybe(fc.constantFrom(0, 1, 2, 4, 8)),
  gpuCountMin: maybe(fc.integer({ min: 0, max: 9 })),
  gpuCountMax: maybe(fc.integer({ min: 0, max: 9 })),
  vramGbMin: maybe(fc.constantFrom(0, 22.5, 24, 40, 80, 81)),
  vramGbMax: maybe(fc.constantFrom(20, 21.03, 22.5, 24, 80)),
  totalVramGbMin: maybe(fc.constantFrom(0, 48, 96, 160, 320, 640, 700)),
  providers: maybe(fc.subarray(["vast", "other", "nobody"])),
  kinds: maybe(fc.subarray(["on_demand", "interruptible"] as const)),
  countries: maybe(fc.subarray(["US", "DE", "FR"])),
  regions: maybe(fc.subarray(["texas", "HESSE", "québec", "QUÉBEC", "%", ", ", ""])),
  pricePerGpuHourMin: dollars,
  pricePerGpuHourMax: dollars,
  allInPricePerHourMax: dollars,
  allInPricePerGpuHourMax: dollars,
  allInDiskGb: maybe(fc.constantFrom(0, 1, 50, 720, 100_000)),
  reliabilityMin: maybe(fc.constantFrom(0, 0.9, 0.95, 1)),
  availabilityMin: maybe(fc.constantFrom(0, 0.5, 0.75, 1)),
  includeSuppressed: maybe(fc.boolean()),
  cudaMin: maybe(fc.constantFrom("11.10", "11.9", "12", "12.0", "12.8", "12.9", "12.10.1", "12.10.2")),
  networkDownMbpsMin: maybe(fc.constantFrom(0, 200, 599.9, 1_000)),
  networkUpMbpsMin: maybe(fc.constantFrom(0, 100.5, 402, 403)),
  diskGbMin: maybe(fc.constantFrom(0, 63.5, 64, 300)),
  vcpusMin: maybe(fc.constantFrom(0, 8, 17)),
  ramGbMin: maybe(fc.constantFrom(0, 15.9, 31.8, 96)),
  maxDurationHoursMin: maybe(fc.constantFrom(0, 24, 100)),
  verifiedOnly: maybe(fc.boolean()),
  datacenterOnly: maybe(fc.boolean()),
  consumerOnly: maybe(fc.boolean()),
} satisfies { [name in keyof OfferFilter]-?: fc.Arbitrary<unknown> };

/** Some of the constraints: all together would hardly ever find anything. */
const filters = fc
  .tuple(fc.subarray(Object.keys(constraints), { maxLength: 5 }), fc.record(constraints))
  .map(([names, all]) => Object.fromEntries(names.map((name) => [name, all[name as keyof typeof all]])))
  .map((filter): OfferFilter => filter);

test("a filter finds the same offers in memory and in the database", async () => {
  await fc.assert(
    fc.asyncProperty(filters, async (filter) => {
      const found = await searchOffers(world.ctx(), {
        filter,
        sort: [{ field: "vram", descending: true }],
        limit: 1_000,
      });
      const expected = all.filter((offer) => matches(offer, filter)).map((offer) => offer.id);
      expect(found.map((offer) => offer.id).toSorted()).toEqual(expected.toSorted());
      expect(await countOffers(world.ctx(), filter)).toBe(expected.length);
    }),
    { numRuns: 250 },
  );
});

test("every constraint finds some of the offers and leaves out others", () => {
  for (const [name, values] of Object.entries(constraints)) {
    if (name === "allInDiskGb") continue;
    const counts = fc
      .sample<unknown>(values as fc.Arbitrary<unknown>, { numRuns: 60, seed: 1 })
      .map((value) => all.filter((offer) => matches(offer, { [name]: value })).length);
    expect(
      counts.some((count) => count > 0 && count < all.length),
      name,
    ).toBe(true);
  }
});

test("a card of 24 GB that reports 24,564 MB is found by “at least 24 GB”, one of 22 GB is not", () => {
  const [offer] = all as [OfferRow];
  const reports = (megabytes: number) => ({ ...offer, vramGb: Number((megabytes / 1024).toFixed(1)) });
  for (const megabytes of [24_564, 24_576, 23_028])
    expect(matches(reports(megabytes), { vramGbMin: 24 }), String(megabytes)).toBe(true);
  expect(matches(reports(22_528), { vramGbMin: 24 })).toBe(false);
  expect(matches(reports(24_564), { vramGbMax: 24 })).toBe(true);
});

test("pages put together are the whole list, in any order, each offer once", async () => {
  const sorts = fc
    .uniqueArray(fc.record({ field: fc.constantFrom(...sortFields), descending: fc.boolean() }), {
      minLength: 1,
      maxLength: 3,
      selector: ({ field }) => field,
    })
    .map((keys): readonly SortKey[] => keys);
  const disks = fc.constantFrom(0, 50, 1_000);
  await fc.assert(
    fc.asyncProperty(sorts, fc.integer({ min: 7, max: 50 }), disks, async (keys, limit, diskGb) => {
      const sort = normalizeSort(keys, diskGb);
      const filter = { includeSuppressed: true };
      const whole = await searchOffers(world.ctx(), { filter, sort, limit: 1_000 });
      const paged: OfferRow[] = [];
      for (let after: string | null = null; ;) {
        const page: OfferRow[] = await searchOffers(world.ctx(), { filter, sort, after, limit });
        paged.push(...page);
        const last = page.at(-1);
        if (page.length < limit || !last) break;
        after = writeCursor(sort, last);
      }
      expect(paged.map((offer) => offer.id)).toEqual(whole.map((offer) => offer.id));
    }),
    { numRuns: 30 },
  );
});

test("all-in prices order a list as they are told, for the disk that is asked for", async () => {
  for (const diskGb of [0, 50, 1_000]) {
    for (const field of ["all_in_price_per_hour", "all_in_price_per_gpu_hour"] as const) {
      const sort = normalizeSort([{ field, descending: false }], diskGb);
      const rows = await searchOffers(world.ctx(), { sort, limit: 1_000 });
      const prices = rows.map((row) => {
        const { pricePerHour, pricePerGpuHour } = allInPrice(row, diskGb);
        return field === "all_in_price_per_hour" ? pricePerHour : pricePerGpuHour;
      });
      expect(prices).toEqual(prices.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
    }
  }
});

test("a cursor of another order, or of nobody, is not taken for one", () => {
  const sort: SortKey[] = [{ field: "gpu_count", descending: false }];
  const cursor = writeCursor(sort, all[0] as OfferRow);
  expect(readCursor(sort, cursor)).toMatchObject({ id: all[0]?.id });
  expect(readCursor([{ field: "gpu_count", descending: true }], cursor)).toBeNull();
  const allIn = (diskGb: number) =>
    normalizeSort([{ field: "all_in_price_per_hour", descending: false }], diskGb);
  expect(readCursor(allIn(100), writeCursor(allIn(50), all[0] as OfferRow))).toBeNull();
  for (const text of [
    "",
    "x",
    "e30",
    Buffer.from('["0","off_1","; drop table offers"]').toString("base64url"),
  ]) {
    expect(readCursor(sort, text), text).toBeNull();
  }
});

test("a facet counts what would be found, leaving its own part of the filter aside", async () => {
  const counted = await countFacet(world.ctx(), "gpuModels", {
    gpuModels: ["H100"],
    countries: ["US"],
    includeSuppressed: true,
  });
  expect(Object.fromEntries(counted.map(({ value, count }) => [value, count]))).toEqual({
    "RTX 4090": 11,
    H100: 10,
    A100: 10,
    L40S: 10,
  });
});

import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listed } from "../testing/listed.ts";
import { list } from "../testing/market.ts";
import { makeWorld, type World } from "../testing/world.ts";
import { matches, type OfferFilter } from "./rules/filter.ts";
import { readCursor, type SortKey, sortFields, writeCursor } from "./rules/sort.ts";
import { countFacet, countOffers, type OfferRow, searchOffers } from "./store/search.ts";

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
        reliability: at % 7 ? 0.9 + (at % 10) / 100 : null,
        verified: at % 2 === 0,
        datacenter: at % 6 === 0,
      }),
    ),
  );
  all = await searchOffers(world.ctx(), {
    sort: [{ field: "price_per_gpu_hour", descending: false }],
    limit: 1_000,
  });
});
afterAll(() => world?.close());

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const filters: fc.Arbitrary<OfferFilter> = fc.record({
  gpuModels: maybe(fc.subarray(["RTX 4090", "H100", "A100", "L40S", "B200"])),
  providers: maybe(fc.subarray(["vast", "nobody"])),
  kinds: maybe(fc.subarray(["on_demand", "interruptible"] as const)),
  countries: maybe(fc.subarray(["US", "DE", "FR"])),
  gpuCountMin: maybe(fc.integer({ min: 0, max: 9 })),
  gpuCountMax: maybe(fc.integer({ min: 0, max: 9 })),
  vramGbMin: maybe(fc.constantFrom(0, 22.5, 24, 40, 80, 81)),
  pricePerGpuHourMax: maybe(fc.bigInt({ min: 0n, max: 5_000_000n })),
  reliabilityMin: maybe(fc.constantFrom(0, 0.9, 0.95, 1)),
  verifiedOnly: maybe(fc.boolean()),
  datacenterOnly: maybe(fc.boolean()),
}) as fc.Arbitrary<OfferFilter>;

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
    { numRuns: 60 },
  );
});

test("pages put together are the whole list, in any order, each offer once", async () => {
  const sorts = fc
    .uniqueArray(fc.record({ field: fc.constantFrom(...sortFields), descending: fc.boolean() }), {
      minLength: 1,
      maxLength: 3,
      selector: ({ field }) => field,
    })
    .map((keys): readonly SortKey[] => keys);
  await fc.assert(
    fc.asyncProperty(sorts, fc.integer({ min: 7, max: 50 }), async (sort, limit) => {
      const whole = await searchOffers(world.ctx(), { sort, limit: 1_000 });
      const paged: OfferRow[] = [];
      for (let after: string | null = null; ;) {
        const page: OfferRow[] = await searchOffers(world.ctx(), { sort, after, limit });
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

test("a cursor of another order, or of nobody, is not taken for one", () => {
  const sort: SortKey[] = [{ field: "gpu_count", descending: false }];
  const cursor = writeCursor(sort, all[0] as OfferRow);
  expect(readCursor(sort, cursor)).toMatchObject({ id: all[0]?.id });
  expect(readCursor([{ field: "gpu_count", descending: true }], cursor)).toBeNull();
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
  const counted = await countFacet(world.ctx(), "gpuModels", { gpuModels: ["H100"], countries: ["US"] });
  expect(Object.fromEntries(counted.map(({ value, count }) => [value, count]))).toEqual({
    "RTX 4090": 10,
    H100: 10,
    A100: 10,
    L40S: 10,
  });
});

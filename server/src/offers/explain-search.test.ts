import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listed } from "../testing/listed.ts";
import { list } from "../testing/market.ts";
import { makeWorld, type World } from "../testing/world.ts";
import { usd } from "../values/money.ts";
import { explainSearch } from "./explain-search.ts";
import { matches, type OfferFilter } from "./rules/filter.ts";
import { constraintsOf, without } from "./rules/relax.ts";
import { BY_PRICE } from "./rules/sort.ts";
import type { OfferRow } from "./store/offer-rows.ts";
import { searchOffers } from "./store/search.ts";

let world: World;
let all: OfferRow[];
beforeAll(async () => {
  world = await makeWorld();
  const h100 = (id: string, perGpu: bigint, facts = {}) =>
    listed(id, { gpuRawName: "H100 SXM", gpuCount: 8, vramGb: 80, pricePerHour: perGpu * 8n, ...facts });
  await list(world, [
    h100("1", 2_606_000n),
    h100("2", 2_609_999n),
    h100("3", 2_610_000n),
    h100("4", 2_700_000n),
    h100("5", 1_900_000n, { country: "DE", region: "Hesse" }),
    h100("6", 2_000_000n, { reliability: 0.954 }),
    h100("7", 1_500_000n, { reliability: null, country: "DE", region: "Hesse" }),
    listed("8", { gpuRawName: "A100 SXM4", gpuCount: 8, vramGb: 80, pricePerHour: usd(8) }),
    listed("9", { country: null, verified: false, maxDurationHours: null, cudaVersion: "12.1" }),
  ]);
  all = await searchOffers(world.ctx(), { sort: BY_PRICE, limit: 100 });
});
afterAll(() => world?.close());

const explain = (filter: OfferFilter) => explainSearch(world.ctx(), { filter });

test("says what each constraint keeps out, and the cheapest that would bring some back", async () => {
  const filter: OfferFilter = {
    gpuModels: ["H100"],
    gpuCount: 8,
    pricePerGpuHourMax: 2_500_000n,
    countries: ["US"],
    reliabilityMin: 0.98,
  };
  const { listedCount, matchingCount, constraints, relaxations } = await explain(filter);
  expect([listedCount, matchingCount]).toEqual([9, 0]);
  expect(
    Object.fromEntries(constraints.map((one) => [one.word, [one.removedCount, one.aloneCount]])),
  ).toEqual({
    "<2.50/gpu": [4, 4],
    h100: [2, 1],
    "region:us": [3, 1],
    "reliability>0.98": [2, 1],
    x8: [1, 0],
    "not suppressed": [0, 0],
  });
  expect(relaxations.map(({ says, offerCount }) => `${says}: ${offerCount}`)).toEqual([
    "also take A100: 1",
    "also take DE: 1",
    "lower reliability to 0.95: 1",
    "raise price to $2.61/GPU: 3",
  ]);
});

test("a search that nothing single could save says so", async () => {
  const { relaxations } = await explain({ gpuModels: ["RTX 4090"], gpuCount: 8, countries: ["FR"] });
  expect(relaxations).toEqual([]);
});

test("what an offer does not tell is not asked for any more, instead of guessed", async () => {
  const { relaxations } = await explain({ gpuModels: ["RTX 4090"], countries: ["FR"] });
  expect(relaxations.map(({ says }) => says)).toEqual(["do not ask for a country"]);
});

test("machines that are left out after failures are named as a reason", async () => {
  await world.database.sql`update offers set suppressed_until = now() where external_id = '9'`;
  const { constraints, relaxations } = await explain({ gpuModels: ["RTX 4090"] });
  await world.database.sql`update offers set suppressed_until = null`;
  expect(constraints.find(({ name }) => name === "includeSuppressed")?.aloneCount).toBe(1);
  expect(relaxations.map(({ says }) => says)).toContain("take machines where launches failed lately");
});

test("the counts are those of the filter itself, and every relaxation brings what it says", async () => {
  const some = <T>(...values: T[]) => fc.constantFrom(...values);
  const constraints = {
    gpuModels: some(["H100"], ["A100", "RTX 4090"]),
    gpuCount: some(1, 4, 8),
    gpuCountMax: some(1, 4),
    vramGbMin: some(24, 80, 96),
    totalVramGbMin: some(100, 700),
    countries: some(["US"], ["DE"], ["FR"]),
    regions: some(["hesse"], ["nowhere"]),
    pricePerGpuHourMax: some(1_000_000n, 2_000_000n, 2_500_000n),
    allInPricePerHourMax: some(8_000_000n, 16_000_000n),
    allInDiskGb: some(10, 1_000),
    reliabilityMin: some(0.95, 0.99, 1),
    cudaMin: some("12.4", "13"),
    maxDurationHoursMin: some(24, 100),
    diskGbMin: some(500, 501),
    verifiedOnly: some(true),
    datacenterOnly: some(true),
  };
  const filters = fc
    .tuple(fc.subarray(Object.keys(constraints), { minLength: 1, maxLength: 3 }), fc.record(constraints))
    .map(([names, all]): OfferFilter =>
      Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name))),
    );
  let brought = 0;
  await fc.assert(
    fc.asyncProperty(filters, async (filter) => {
      const found = all.filter((offer) => matches(offer, filter));
      const { matchingCount, constraints, relaxations } = await explain(filter);
      expect(matchingCount).toBe(found.length);
      for (const { name, aloneCount } of constraints)
        expect(aloneCount, name).toBe(
          all.filter((offer) => matches(offer, without(filter, name))).length - found.length,
        );
      for (const { filter: relaxed, offerCount, says } of relaxations) {
        brought += 1;
        expect(offerCount, says).toBeGreaterThan(0);
        expect(all.filter((offer) => matches(offer, relaxed)).length, says).toBe(found.length + offerCount);
      }
      const saving = constraints.filter(({ aloneCount }) => aloneCount > 0).map(({ name }) => name);
      expect(relaxations.map(({ name }) => name).toSorted()).toEqual(saving.toSorted());
      expect(constraints.map(({ name }) => name).toSorted()).toEqual(constraintsOf(filter).toSorted());
    }),
    { numRuns: 150 },
  );
  expect(brought).toBeGreaterThan(50);
});

import { expect, test } from "vitest";
import type { OfferSearchFragment } from "#gql/graphql.ts";
import {
  addressOf,
  anyOffer,
  comparedIn,
  diskOf,
  keyOf,
  limitsOf,
  narrow,
  searchOf,
  sortOf,
  type OfferSearch,
} from "./search.ts";

const narrowed: OfferSearch = {
  filter: {
    gpuModels: ["H100", "A100"],
    countries: ["US", "SE"],
    providers: ["vast"],
    kinds: ["ON_DEMAND"],
    gpuCountMin: 4,
    vramGbMin: 80,
    pricePerGpuHourMax: "2.500000",
    reliabilityMin: 0.98,
    verifiedOnly: true,
  },
  sort: [
    { id: "price", desc: false },
    { id: "reliability", desc: true },
  ],
};

const nothing = {
  __typename: "OfferTerms",
  allInDiskGb: null,
  gpuModels: null,
  verifiedOnly: null,
} as unknown as OfferSearchFragment["filter"];

test("what a line leaves out is not looked for, and its usual order is the cheapest first", () => {
  expect(searchOf({ __typename: "OfferSearch", text: "", filter: nothing, sort: [] })).toEqual(anyOffer);
});

test("the usual order is not said", () => {
  expect(sortOf(anyOffer)).toEqual([]);
});

test("an order is read back as it is asked for", () => {
  const terms = sortOf(narrowed).map(({ field, direction }) => ({
    __typename: "OfferSortTerm" as const,
    field,
    direction: direction ?? "ASC",
  }));
  const read = searchOf({ __typename: "OfferSearch", text: "", filter: nothing, sort: terms });
  expect(read.sort).toEqual(narrowed.sort);
});

test("the youngest price is the one that changed last", () => {
  const by = (desc: boolean) => sortOf({ filter: {}, sort: [{ id: "priceAge", desc }] });
  expect(by(false)).toEqual([{ field: "PRICE_CHANGED_AT", direction: "DESC" }]);
  expect(by(true)).toEqual([{ field: "PRICE_CHANGED_AT", direction: "ASC" }]);
});

test("two searches that say the same are known by the same, in whatever order they say it", () => {
  const again = { ...narrowed, filter: Object.fromEntries(Object.entries(narrowed.filter).toReversed()) };
  expect(keyOf(again)).toBe(keyOf(narrowed));
  expect(keyOf(narrow(narrowed, { gpuCountMin: 8 }))).not.toBe(keyOf(narrowed));
});

test("an empty choice, a switch that is off and a limit taken away all look for nothing", () => {
  expect(narrow(narrowed, { gpuModels: [], verifiedOnly: false, vramGbMin: null }).filter).toEqual({
    countries: ["US", "SE"],
    providers: ["vast"],
    kinds: ["ON_DEMAND"],
    gpuCountMin: 4,
    pricePerGpuHourMax: "2.500000",
    reliabilityMin: 0.98,
  });
});

test("all-in prices are for the disk that is named, else for the one asked for, else for 50 GB", () => {
  expect(diskOf(anyOffer)).toBe(50);
  expect(diskOf(narrow(anyOffer, { diskGbMin: 200.5 }))).toBe(201);
  expect(diskOf(narrow(anyOffer, { diskGbMin: 200, allInDiskGb: 10 }))).toBe(10);
});

test("every limit can be taken away by itself", () => {
  const limits = limitsOf(narrowed, (id) => id.toUpperCase());
  expect(limits.map(({ label }) => label)).toEqual([
    "H100",
    "A100",
    "United States",
    "Sweden",
    "VAST",
    "on-demand",
    "at least 4 GPUs",
    "80 GB VRAM or more",
    "up to $2.50 per GPU-hour",
    "98 % reliable or more",
    "verified",
  ]);
  expect(limits[0]?.without.filter.gpuModels).toEqual(["A100"]);

  let left = narrowed;
  for (let [limit] = limits; limit; [limit] = limitsOf(left, String)) left = limit.without;
  expect(left).toEqual({ filter: {}, sort: narrowed.sort });
});

test("an address holds the line as it is written, and gives it back", () => {
  const line = 'h100,a100 x8 <2.50/gpu region:us region:"new york" reliability>0.98 sort:-vram,price';
  expect(addressOf(line)).toContain("q=h100,a100+x8+");
  expect(new URLSearchParams(addressOf(line)).get("q")).toBe(line);
  expect(addressOf("")).toBe("");
});

test("an address chooses four offers to compare at most, each once, and nothing that is no id", () => {
  const chosen = (address: string): string[] => comparedIn(new URLSearchParams(address));
  expect(chosen("compare=off_1,off_2")).toEqual(["off_1", "off_2"]);
  expect(chosen("compare=off_1,off_1,,<b>,off_2,off_3,off_4,off_5")).toEqual([
    "off_1",
    "off_2",
    "off_3",
    "off_4",
  ]);
  expect(chosen("")).toEqual([]);
});

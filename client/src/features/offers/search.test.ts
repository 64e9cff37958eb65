import { expect, test } from "vitest";
import {
  addressOf,
  anyOffer,
  comparedIn,
  filterOf,
  limitsOf,
  searchIn,
  sortOf,
  type OfferSearch,
} from "./search.ts";

const read = (address: string): OfferSearch => searchIn(new URLSearchParams(address));

const narrow: OfferSearch = {
  gpus: ["H100 SXM", "A100 SXM4"],
  countries: ["US", "SE"],
  providers: ["vast"],
  kind: "ON_DEMAND",
  countMin: 4,
  countMax: 8,
  vramMin: 80,
  priceMax: "2.500000",
  reliabilityMin: 0.98,
  verified: true,
  datacenter: true,
  sort: [
    { id: "price", desc: false },
    { id: "reliability", desc: true },
  ],
  diskGb: 200,
};

test("an address holds the whole search and gives it back", () => {
  expect(read(addressOf(narrow))).toEqual(narrow);
  expect(addressOf(narrow)).toContain("price=2.5");
});

test("looking for anything has an empty address", () => {
  expect(addressOf(anyOffer)).toBe("");
  expect(read("")).toEqual(anyOffer);
});

test("what makes no sense in an address is left out", () => {
  const address =
    "kind=stolen&min=0&max=-3&vram=lots&price=cheap&reliability=7&sort=mood,-price,price&disk=1e9&gpu=&verified=yes";
  expect(read(address)).toEqual({ ...anyOffer, sort: [{ id: "price", desc: true }] });
});

test("a price of nothing is no limit", () => {
  expect(read("price=0").priceMax).toBeNull();
});

test("a choice made twice is one choice", () => {
  expect(read("gpu=H100&gpu=H100").gpus).toEqual(["H100"]);
});

test("the filter asks for what was chosen and nothing else", () => {
  expect(filterOf(anyOffer)).toEqual({});
  expect(filterOf(narrow)).toEqual({
    gpuModels: ["H100 SXM", "A100 SXM4"],
    countries: ["US", "SE"],
    providers: ["vast"],
    kinds: ["ON_DEMAND"],
    gpuCountMin: 4,
    gpuCountMax: 8,
    vramGbMin: 80,
    pricePerGpuHourMax: "2.500000",
    reliabilityMin: 0.98,
    verifiedOnly: true,
    datacenterOnly: true,
  });
});

test("the order asks in the order chosen", () => {
  expect(sortOf(narrow)).toEqual([
    { field: "PRICE_PER_GPU_HOUR", direction: "ASC" },
    { field: "RELIABILITY", direction: "DESC" },
  ]);
});

test("the youngest price is the one that changed last", () => {
  expect(sortOf(read("sort=priceAge"))).toEqual([{ field: "PRICE_CHANGED_AT", direction: "DESC" }]);
  expect(sortOf(read("sort=-priceAge"))).toEqual([{ field: "PRICE_CHANGED_AT", direction: "ASC" }]);
});

test("every limit can be taken away by itself", () => {
  const limits = limitsOf(narrow, (id) => id.toUpperCase());
  expect(limits.map(({ label }) => label)).toEqual([
    "H100 SXM",
    "A100 SXM4",
    "United States",
    "Sweden",
    "VAST",
    "on-demand",
    "at least 4 GPUs",
    "at most 8 GPUs",
    "80 GB VRAM or more",
    "up to $2.50 per GPU-hour",
    "98 % reliable or more",
    "verified",
    "datacentre",
  ]);
  expect(limits[0]?.without.gpus).toEqual(["A100 SXM4"]);

  let left = narrow;
  for (let [limit] = limits; limit; [limit] = limitsOf(left, String)) left = limit.without;
  expect(left).toEqual({ ...anyOffer, sort: narrow.sort, diskGb: 200 });
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

import { expect, test } from "vitest";
import { usd } from "../../values/money.ts";
import { courseOf, matchCard, type ReferencePrice } from "./match.ts";

const price = (facts: Partial<ReferencePrice>): ReferencePrice => ({
  cloud: "aws",
  sku: "p5.48xlarge",
  region: "us-east-1",
  pricing: "on_demand",
  gpuModel: "H100",
  gpuSocket: "SXM",
  vramGb: 80,
  pricePerGpuHour: usd(7),
  from: new Date("2025-06-05T00:00:00Z"),
  until: null,
  ...facts,
});

test("a name that begins with another is another GPU", () => {
  const known = [price({ gpuModel: "A100", vramGb: 40 }), price({ gpuModel: "L40S", vramGb: 48 })];
  expect(matchCard({ model: "A10", socket: "PCIe", vramGb: 24 }, "aws", known)).toHaveProperty("noMatch");
  expect(matchCard({ model: "L4", socket: "PCIe", vramGb: 24 }, "aws", known)).toHaveProperty("noMatch");
});

test("form factor and memory are of the match, and what is not told is not guessed", () => {
  const known = [price({})];
  const card = { model: "H100", socket: "SXM", vramGb: 79.6 };
  expect(matchCard(card, "aws", known)).toMatchObject({ card: { vramGb: 80 }, nearestBecause: null });
  expect(matchCard(card, "gcp", known)).toHaveProperty("noMatch");
  expect(matchCard({ ...card, socket: "PCIe" }, "aws", known)).toHaveProperty("noMatch");
  expect(matchCard({ ...card, socket: null }, "aws", known)).toHaveProperty("noMatch");
  expect(matchCard({ ...card, vramGb: 94 }, "aws", known)).toHaveProperty("noMatch");
});

test("an RTX card has no counterpart", () => {
  expect(matchCard({ model: "RTX 4090", socket: null, vramGb: 24 }, "aws", [price({})])).toEqual({
    noMatch: "The RTX 4090 is for desks; no large cloud rents it.",
  });
});

test("another than the same is taken only where that is declared, with its reason", () => {
  const known = [
    price({ gpuModel: "A10G", gpuSocket: "PCIe", vramGb: 24 }),
    price({ cloud: "azure", gpuModel: "A10G", gpuSocket: "PCIe", vramGb: 24 }),
  ];
  const card = { model: "A10", socket: "PCIe", vramGb: 22.5 };
  expect(matchCard(card, "aws", known)).toEqual({
    card: { model: "A10G", socket: "PCIe", vramGb: 24 },
    nearestBecause: "AWS rents the A10 as A10G: the same chip with the same 24 GB.",
  });
  expect(matchCard(card, "azure", known)).toHaveProperty("noMatch");
  expect(matchCard({ ...card, vramGb: 48 }, "aws", known)).toHaveProperty("noMatch");
});

test("at each hour the price in force counts, the cheapest of several, and none before the first", () => {
  const change = new Date("2026-01-01T00:00:00Z");
  const known = [
    price({ until: change }),
    price({ from: change, pricePerGpuHour: usd(6) }),
    price({ from: change, pricePerGpuHour: usd(5), region: "us-west-2" }),
    price({ pricing: "spot", pricePerGpuHour: usd(1) }),
  ];
  const match = matchCard({ model: "H100", socket: "SXM", vramGb: 80 }, "aws", known);
  if ("noMatch" in match) throw new Error(match.noMatch);
  const course = courseOf(match, "aws", "on_demand", known);
  expect(course.map(({ from, until, price: { pricePerGpuHour } }) => [from, until, pricePerGpuHour])).toEqual(
    [
      [new Date("2025-06-05T00:00:00Z"), change, usd(7)],
      [change, null, usd(5)],
    ],
  );
});

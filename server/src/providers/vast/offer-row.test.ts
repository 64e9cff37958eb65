import { afterAll, beforeAll, expect, test } from "vitest";
import { makeLog } from "../../platform/log.ts";
import { metrics } from "../../platform/metrics.ts";
import { HurriedClock } from "../../testing/hurried-clock.ts";
import { type Simulator, startSimulator } from "../../testing/simulator.ts";
import { type FailureKind, ProviderFailure } from "../provider.ts";
import { readOfferRow } from "./offer-row.ts";
import { makeVast } from "./vast.ts";

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator?.stop());

const vast = (apiKey = simulator.apiKey) =>
  makeVast({
    url: simulator.url,
    apiKey,
    clock: new HurriedClock(),
    log: makeLog("silent"),
    patience: { firstDelayMs: 1 },
  });
const listOffers = (apiKey?: string) => vast(apiKey).listOffers(new AbortController().signal);

test("the whole market is listed, in our words and units", async () => {
  const { offers, odd } = await listOffers();
  expect(odd).toBe(0);
  expect(offers.length).toBeGreaterThan(400);
  for (const offer of offers) {
    expect(offer.pricePerHour).toBeGreaterThan(0n);
    // Memory comes in megabytes and is told in gigabytes.
    expect(offer.vramGb).toBeGreaterThan(3);
    expect(offer.vramGb).toBeLessThan(400);
    expect(offer.country === null || /^[A-Z]{2}$/.test(offer.country)).toBe(true);
    expect(offer.region).not.toBe("");
  }
  const kinds = new Set(offers.map(({ kind }) => kind));
  expect([...kinds].toSorted()).toEqual(["interruptible", "on_demand"]);
});

const failures: [mood: string, kind: FailureKind, options?: object][] = [
  ["too-many-requests", "rate-limited"],
  ["html-body", "nonsense"],
  ["truncated-json", "nonsense"],
  ["huge-garbage", "nonsense"],
  ["unauthorised", "unauthorised"],
  ["ok-with-error", "flaky"],
];
test.each(failures)("T34: %s is a failure of kind %s, never an empty list", async (mood, kind) => {
  await simulator.strike(mood, 3);
  const failure = await listOffers().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ProviderFailure);
  expect((failure as ProviderFailure).kind).toBe(kind);
  await simulator.strike(mood, 0);
});

test("a wrong key is said to be one", async () => {
  await expect(listOffers("wrong")).rejects.toMatchObject({ kind: "unauthorised" });
});

test("one failure that passes is not noticed: reading is tried again", async () => {
  await simulator.strike("server-error", 1);
  expect((await listOffers()).offers.length).toBeGreaterThan(400);
});

test("T34: prices that make no sense are left out and counted, the rest is listed", async () => {
  const count = async () => (await metrics.oddRows.get()).values[0]?.value ?? 0;
  const before = await count();
  await simulator.strike("senseless-prices", 1, { kind: "negative", share: 0.2 });
  const { offers, odd } = await listOffers();
  expect(odd).toBeGreaterThan(0);
  expect((await count()) - before).toBe(odd);
  expect(offers.every((offer) => offer.pricePerHour > 0n)).toBe(true);
});

test("a provider that hangs is given up", async () => {
  await simulator.strike("hung-connection", 3);
  const giveUp = AbortSignal.timeout(300);
  await expect(vast().listOffers(giveUp)).rejects.toThrow();
  await simulator.strike("hung-connection", 0);
});

// Shapes as the provider's documents and field logs show them.
const row = {
  id: 123,
  machine_id: 77,
  gpu_name: "RTX 4090",
  num_gpus: 2,
  gpu_ram: 24564,
  dph_base: 0.8,
  storage_cost: 0.15,
};

test("fields that may be missing may be missing", () => {
  expect(readOfferRow(row)).toMatchObject([
    {
      externalId: "123",
      kind: "on_demand",
      vramGb: 24,
      pricePerHour: 800_000n,
      region: "unknown",
      country: null,
    },
  ]);
  expect(readOfferRow({ ...row, cpu_cores: null, reliability2: null, geolocation: null })).toHaveLength(1);
});

test("places are read as they are written", () => {
  const place = (geolocation: string) => {
    const [offer] = readOfferRow({ ...row, geolocation }) ?? [];
    return [offer?.region, offer?.country];
  };
  expect(place("Texas, US")).toEqual(["Texas", "US"]);
  expect(place(", US")).toEqual(["US", "US"]);
  expect(place("Sweden, SE")).toEqual(["Sweden", "SE"]);
  expect(place("Texas, Texas")).toEqual(["Texas", null]);
});

test("a reliability over one is one, and memory told in gigabytes is taken as such", () => {
  expect(readOfferRow({ ...row, reliability2: 1.33, gpu_ram: 24 })).toMatchObject([
    { reliability: 1, vramGb: 24 },
  ]);
});

test("RAM is the share that the rented cores come with", () => {
  const [offer] = readOfferRow({ ...row, cpu_ram: 131_072, cpu_cores: 64, cpu_cores_effective: 16 }) ?? [];
  expect(offer).toMatchObject({ ramGb: 32, vcpus: 16 });
});

test("a row without an id, a price or a GPU is odd, not guessed at", () => {
  for (const wrong of [
    { id: null },
    { dph_base: -1 },
    { dph_base: Number.NaN },
    { dph_base: "0.8" },
    { num_gpus: 0 },
    { gpu_name: "" },
  ]) {
    expect(readOfferRow({ ...row, ...wrong }), JSON.stringify(wrong)).toBeNull();
  }
  expect(readOfferRow("not a row")).toBeNull();
});

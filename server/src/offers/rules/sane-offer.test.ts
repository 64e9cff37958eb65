import { expect, test } from "vitest";
import { listed } from "../../testing/listed.ts";
import { usd } from "../../values/money.ts";
import { isSane } from "./sane-offer.ts";

test("an offer as they are is sane, also where little is known of it", () => {
  expect(isSane(listed("1"))).toBe(true);
  const little = {
    reliability: null,
    networkDownMbps: null,
    networkUpMbps: null,
    maxDurationHours: null,
    ramGb: 0,
  };
  expect(isSane(listed("1", little))).toBe(true);
});

test("what is absurd is not", () => {
  const absurd: Parameters<typeof listed>[1][] = [
    { pricePerHour: -1n },
    { pricePerHour: 0n },
    { pricePerHour: usd(1_001) },
    { diskPricePerGbMonth: -1n },
    { vcpuPricePerHour: usd(2) },
    { ramPricePerHour: -1n },
    { gpuCount: 0 },
    { gpuCount: -8 },
    { gpuCount: 1.5 },
    { gpuCount: 1_000_000 },
    { vramGb: Number.NaN },
    { vramGb: 0 },
    { vramGb: 24_564 },
    { vcpus: Number.POSITIVE_INFINITY },
    { ramGb: -1 },
    { diskGb: Number.NaN },
    { networkDownMbps: -5 },
    { maxDurationHours: Number.NaN },
    { reliability: 1.33 },
    { gpuRawName: " " },
  ];
  for (const facts of absurd)
    expect(isSane(listed("1", facts)), JSON.stringify(Object.keys(facts ?? {}))).toBe(false);
});

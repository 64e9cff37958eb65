import { expect, test } from "vitest";
import { readOfferRow } from "./offer-row.ts";

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

test("CUDA is told to one place, as it is spoken of", () => {
  const cuda = (cuda_max_good: unknown) => readOfferRow({ ...row, cuda_max_good })?.[0]?.cudaVersion;
  expect([cuda(12.8), cuda(13), cuda("12.4"), cuda(null), cuda(undefined)]).toEqual([
    "12.8",
    "13.0",
    "12.4",
    null,
    null,
  ]);
});

test("on demand and interruptible are two products of one row", () => {
  expect(readOfferRow({ ...row, min_bid: 0.31 })).toMatchObject([
    { kind: "on_demand", externalId: "123", pricePerHour: 800_000n },
    { kind: "interruptible", externalId: "123", pricePerHour: 310_000n },
  ]);
  for (const min_bid of [null, 0, -1, 1e9]) expect(readOfferRow({ ...row, min_bid })).toHaveLength(1);
});

test("whose machine was checked and which was not, or no longer, is told apart", () => {
  const verified = (verification: unknown) => readOfferRow({ ...row, verification })?.[0]?.verified;
  expect(["verified", "unverified", "deverified", null, undefined].map(verified)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});

test("a host in a datacentre is told by any of the words for it", () => {
  const datacenter = (hosting_type: unknown) => readOfferRow({ ...row, hosting_type })?.[0]?.datacenter;
  expect([1, "secure_cloud", "datacenter", 0, "community", null].map(datacenter)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});

test("a reliability over one is one, and memory told in gigabytes is taken as such", () => {
  expect(readOfferRow({ ...row, reliability2: 1.33, gpu_ram: 24 })).toMatchObject([
    { reliability: 1, vramGb: 24 },
  ]);
});

test("RAM is the share that the rented cores come with, or the rented GPUs; never the whole machine's unasked", () => {
  const size = (told: object) => {
    const [offer] = readOfferRow({ ...row, cpu_ram: 131_072, ...told }) ?? [];
    return [offer?.ramGb, offer?.vcpus];
  };
  expect(size({ cpu_cores: 64, cpu_cores_effective: 16 })).toEqual([32, 16]);
  expect(size({ cpu_cores: 64, cpu_cores_effective: 16, gpu_frac: 0.125 })).toEqual([32, 16]);
  expect(size({ cpu_cores: 64, cpu_cores_effective: 64, gpu_frac: 1 })).toEqual([128, 64]);
  expect(size({ cpu_cores: null, cpu_cores_effective: 16, gpu_frac: 0.125 })).toEqual([16, 16]);
  expect(size({ cpu_cores: 0, cpu_cores_effective: 16, gpu_frac: 0.125 })).toEqual([16, 16]);
  expect(size({ cpu_cores: 64, gpu_frac: 0.125 })).toEqual([16, 8]);
  expect(size({ cpu_cores: null, cpu_cores_effective: 16 })).toEqual([0, 16]);
  expect(size({ cpu_cores: 64 })).toEqual([0, 0]);
});

test("what a host charges for traffic is told, and what it does not say is not zero", () => {
  const traffic = (costs: object) => {
    const [offer] = readOfferRow({ ...row, ...costs }) ?? [];
    return [offer?.trafficUpPerGb, offer?.trafficDownPerGb];
  };
  expect(traffic({ inet_up_cost: 0.09, inet_down_cost: 0 })).toEqual([90_000n, 0n]);
  expect(traffic({})).toEqual([null, null]);
  expect(traffic({ inet_up_cost: -1, inet_down_cost: null })).toEqual([null, null]);
});

test("a disk is no larger than what can be ordered of it", () => {
  const disk = (disk_space: unknown) => readOfferRow({ ...row, disk_space })?.[0]?.diskGb;
  expect([disk(99.6), disk(100), disk(0.9), disk(-1), disk(null)]).toEqual([99, 100, 0, 0, 0]);
});

test("a row without an id, a price, a disk's price or a GPU is odd, not guessed at", () => {
  for (const wrong of [
    { id: null },
    { dph_base: -1 },
    { dph_base: Number.NaN },
    { dph_base: "0.8" },
    { storage_cost: null },
    { storage_cost: undefined, dph_total: 0.85 },
    { storage_cost: -0.15 },
    { num_gpus: 0 },
    { gpu_name: "" },
  ]) {
    expect(readOfferRow({ ...row, ...wrong }), JSON.stringify(wrong)).toBeNull();
  }
  expect(readOfferRow("not a row")).toBeNull();
});

import type { ListedOffer } from "../providers/provider.ts";
import { usd } from "../values/money.ts";

/** An offer as a provider lists it; a test names only what it is about. */
export function listed(externalId: string, facts: Partial<ListedOffer> = {}): ListedOffer {
  return {
    externalId,
    machineId: `m${externalId}`,
    kind: "on_demand",
    gpuRawName: "RTX 4090",
    gpuCount: 1,
    vramGb: 24,
    pricePerHour: usd(1),
    vcpuPricePerHour: 0n,
    ramPricePerHour: 0n,
    diskPricePerGbMonth: 150_000n,
    chargedDiskGbMin: 0,
    trafficUpPerGb: null,
    trafficDownPerGb: null,
    vcpus: 16,
    ramGb: 64,
    diskGb: 500,
    region: "Texas",
    country: "US",
    reliability: 0.99,
    cudaVersion: "12.8",
    networkDownMbps: 900,
    networkUpMbps: 800,
    datacenter: false,
    verified: true,
    maxDurationHours: 72,
    ...facts,
  };
}

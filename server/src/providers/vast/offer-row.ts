import { z } from "zod";
import { type Usd, usdFromNumber } from "../../values/money.ts";
import type { ListedOffer } from "../provider.ts";

// One row of a Vast.ai search. Only what is used is looked at, and only as strictly as it is used:
// a field that may be missing in the wild may be missing here.

/** It rents none smaller. */
const DISK_GB_MIN = 8;

const positive = z.number().positive();
const optional = z.number().nullish();

const row = z.object({
  id: z.union([z.number().int().positive(), z.string().min(1)]),
  machine_id: z.union([z.number().int(), z.string()]),
  gpu_name: z.string().min(1).max(120),
  num_gpus: z.number().int().min(1).max(64),
  // Megabytes for one GPU. Old rows say it in gigabytes.
  gpu_ram: positive.max(10_000_000),
  // How much of the machine's GPUs these are.
  gpu_frac: optional,
  dph_base: positive.max(10_000),
  min_bid: optional,
  // A month of a GB. What a disk costs is not told by the totals either, which are of a disk whose size is not in them.
  storage_cost: z.number().min(0).max(1_000),
  cpu_cores: optional,
  cpu_cores_effective: optional,
  cpu_ram: optional,
  disk_space: optional,
  geolocation: z.string().max(200).nullish(),
  reliability2: optional,
  reliability: optional,
  cuda_max_good: z.union([z.number(), z.string().max(20)]).nullish(),
  inet_down: optional,
  inet_up: optional,
  inet_up_cost: optional,
  inet_down_cost: optional,
  hosting_type: z.union([z.number(), z.string()]).nullish(),
  verification: z.string().max(40).nullish(),
  duration: optional,
});

type Row = z.infer<typeof row>;

/** On demand and interruptible are two products of one row. Null for a row of no known shape. */
export function readOfferRow(value: unknown): ListedOffer[] | null {
  const parsed = row.safeParse(value);
  if (!parsed.success) return null;
  const ask = parsed.data;
  const common = describe(ask);
  const offers: ListedOffer[] = [{ ...common, kind: "on_demand", pricePerHour: usdFromNumber(ask.dph_base) }];
  if (ask.min_bid != null && ask.min_bid > 0 && ask.min_bid <= 10_000) {
    offers.push({ ...common, kind: "interruptible", pricePerHour: usdFromNumber(ask.min_bid) });
  }
  return offers;
}

function describe(ask: Row): Omit<ListedOffer, "kind" | "pricePerHour"> {
  const { region, country } = readPlace(ask.geolocation);
  return {
    externalId: String(ask.id),
    machineId: String(ask.machine_id),
    gpuRawName: ask.gpu_name,
    gpuCount: ask.num_gpus,
    vcpuPricePerHour: 0n,
    ramPricePerHour: 0n,
    vramGb: round(ask.gpu_ram > 1_000 ? ask.gpu_ram / 1024 : ask.gpu_ram, 1),
    diskPricePerGbMonth: usdFromNumber(ask.storage_cost),
    chargedDiskGbMin: DISK_GB_MIN,
    trafficUpPerGb: priceOf(ask.inet_up_cost),
    trafficDownPerGb: priceOf(ask.inet_down_cost),
    ...readShare(ask),
    // An order is of whole gigabytes.
    diskGb: Math.floor(Math.max(ask.disk_space ?? 0, 0)),
    region,
    country,
    reliability: share(ask.reliability2 ?? ask.reliability),
    cudaVersion:
      typeof ask.cuda_max_good === "number" ? ask.cuda_max_good.toFixed(1) : (ask.cuda_max_good ?? null),
    networkDownMbps: atLeastZero(ask.inet_down),
    networkUpMbps: atLeastZero(ask.inet_up),
    datacenter:
      ask.hosting_type === 1 || ask.hosting_type === "datacenter" || ask.hosting_type === "secure_cloud",
    verified: ask.verification === "verified",
    maxDurationHours: ask.duration == null || ask.duration <= 0 ? null : round(ask.duration / 3600, 1),
  };
}

function priceOf(dollars: number | null | undefined): Usd | null {
  return dollars == null || dollars < 0 ? null : usdFromNumber(dollars);
}

/**
 * What is told of RAM is the whole machine's, and what one gets of it goes by the cores, or by the GPUs where those
 * are not told. Zero where neither says how much that is.
 */
function readShare(ask: Row): Pick<ListedOffer, "vcpus" | "ramGb"> {
  const cores = Math.max(ask.cpu_cores ?? 0, 0);
  const ofGpus = share(ask.gpu_frac) ?? 0;
  const vcpus = Math.max(ask.cpu_cores_effective ?? cores * ofGpus, 0);
  const ofCores = cores > 0 && vcpus > 0 ? Math.min(vcpus / cores, 1) : ofGpus;
  return { vcpus: Math.floor(vcpus), ramGb: round(((ask.cpu_ram ?? 0) / 1024) * ofCores, 1) };
}

// "Texas, US", ", US", "US", null.
function readPlace(text: string | null | undefined): { region: string; country: string | null } {
  const parts = (text ?? "").split(",").map((part) => part.trim());
  const last = parts.at(-1) ?? "";
  const country = /^[A-Za-z]{2}$/.test(last) ? last.toUpperCase() : null;
  const named = parts.filter((part, at) => part !== "" && !(country && at === parts.length - 1));
  const region = [...new Set(named)].join(", ");
  return { region: region || country || "unknown", country };
}

function share(value: number | null | undefined): number | null {
  return value == null ? null : Math.min(Math.max(value, 0), 1);
}

function atLeastZero(value: number | null | undefined): number | null {
  return value == null ? null : Math.max(value, 0);
}

function round(value: number, places: number): number {
  return Number(value.toFixed(places));
}

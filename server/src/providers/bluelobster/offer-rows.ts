import { z } from "zod";
import type { Usd } from "../../values/money.ts";
import type { ListedOffer } from "../provider.ts";
import { vramGbOf } from "./vram.ts";

// A type of machine, and where one can be launched now: an offer for each such place.

const cents = z.number().int().positive().max(1_000_000);
const loose = z.string().max(200).nullish().catch(null);

const region = z.looseObject({
  name: z.string().min(1).max(64),
  description: loose,
  location: z.looseObject({ city: loose, state: loose, country: loose }).nullish().catch(null),
});

const row = z.looseObject({
  id: loose,
  instance_type: z.looseObject({
    name: loose,
    gpu_description: loose,
    price_cents_per_hour: cents,
    specs: z.looseObject({
      vcpus: z.number().nonnegative(),
      memory_gib: z.number().nonnegative(),
      storage_gib: z.number().nonnegative(),
      gpus: z.number().int().min(0).max(64),
      gpu_model: z.union([z.string(), z.array(z.string())]).nullish(),
    }),
  }),
  regions_with_capacity_available: z.array(region),
});

type Row = z.infer<typeof row>;

/** Null for a row of no known shape, or of a card whose memory nobody knows. */
export function readTypeRow(value: unknown): ListedOffer[] | null {
  const parsed = row.safeParse(value);
  if (!parsed.success) return null;
  const { id, instance_type: type, regions_with_capacity_available: regions } = parsed.data;
  const name = type.name || id;
  if (!name) return null;
  // Machines without a GPU are known, and not what is looked for.
  if (type.specs.gpus === 0) return [];
  const gpuRawName = cardOf(type);
  const vramGb = gpuRawName === null ? null : vramGbOf(gpuRawName);
  if (gpuRawName === null || vramGb === null) return null;
  return regions.map((place) => ({
    externalId: offerId(name, place.name),
    machineId: offerId(name, place.name),
    kind: "on_demand",
    gpuRawName,
    gpuCount: type.specs.gpus,
    vramGb,
    pricePerHour: usdFromCents(type.price_cents_per_hour),
    // All that goes with the GPUs comes with them.
    vcpuPricePerHour: 0n,
    ramPricePerHour: 0n,
    diskPricePerGbMonth: 0n,
    chargedDiskGbMin: 0,
    trafficUpPerGb: null,
    trafficDownPerGb: null,
    vcpus: Math.floor(type.specs.vcpus),
    ramGb: type.specs.memory_gib,
    diskGb: type.specs.storage_gib,
    region: place.location?.state || place.location?.city || place.description || place.name,
    country: countryOf(place.location?.country),
    reliability: null,
    cudaVersion: null,
    networkDownMbps: null,
    networkUpMbps: null,
    // Its machines are its own, and stand in its own halls.
    datacenter: true,
    verified: true,
    maxDurationHours: null,
  }));
}

/** A type in a region: which of its machines that is, nobody but the provider knows. */
export function offerId(type: string, region: string): string {
  return `${type}@${region}`;
}

export function readOfferId(externalId: string): { type: string; region: string } {
  const [type = "", region = ""] = externalId.split("@");
  return { type, region };
}

export function usdFromCents(cents: number): Usd {
  return BigInt(cents) * 10_000n;
}

/** "A4000", ["A4000"], or only "1x A4000" in the description. */
function cardOf({ gpu_description: description, specs }: Row["instance_type"]): string | null {
  const model = Array.isArray(specs.gpu_model) ? specs.gpu_model[0] : specs.gpu_model;
  const name = model?.trim() || description?.replace(/^\s*\d+\s*x\s*/i, "").trim();
  return name && name !== "N/A" ? name.slice(0, 120) : null;
}

function countryOf(country: string | null | undefined): string | null {
  const text = country?.trim() ?? "";
  if (/^(usa|united states( of america)?)$/i.test(text)) return "US";
  return /^[a-z]{2}$/i.test(text) ? text.toUpperCase() : null;
}

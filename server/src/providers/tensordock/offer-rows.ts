import { z } from "zod";
import { countryCode } from "../../values/country.ts";
import { type Usd, usdFromNumber } from "../../values/money.ts";
import type { ListedOffer } from "../provider.ts";
import type { NodeFacts, Nodes } from "./nodes.ts";

/**
 * Locations as offers. TensorDock rents no machines of fixed size: it says what a card costs at a location, what a
 * vCPU, a GB of RAM and a GB of storage cost beside it, and how much of each one machine can have. So that a price
 * can be shown and then charged, an offer is of one certain machine: for each GPU
 *
 *   - 8 vCPUs;
 *   - RAM of at least the GPU's own memory, in steps of 16 GB, which is a multiple of every step it asks for;
 *
 * and of 1, 2, 4 or 8 GPUs, as many as the location has together. Where the location has not enough of the rest the
 * machine gets what there is, down to 2 vCPUs and 16 GB for each GPU; below that there is no offer. Storage is what
 * the customer wants of it, at least 100 GB, and priced as such.
 */
const COUNTS = [1, 2, 4, 8];
const VCPUS_PER_GPU = 8;
const VCPUS_PER_GPU_MIN = 2;
const RAM_STEP_GB = 16;
export const DISK_GB_MIN = 100;
const HOURS_A_MONTH = 720;

const price = z.number().positive().max(1_000);
const rate = z.number().min(0).max(10);
const count = z.number().min(0).max(1_000_000);

const gpu = z.looseObject({
  v0Name: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,79}$/i),
  displayName: z.string().min(1).max(120).nullish().catch(null),
  max_count: z.number().int().min(0).max(64),
  price_per_hr: price,
  resources: z.looseObject({ max_vcpus: count, max_ram_gb: count, max_storage_gb: count }),
  pricing: z.looseObject({ per_vcpu_hr: rate, per_gb_ram_hr: rate, per_gb_storage_hr: rate }),
});

const text = z.string().max(120).nullish().catch(null);

const location = z.looseObject({
  id: z.string().regex(/^[\w-]{1,64}$/),
  city: text,
  stateprovince: text,
  country: text,
  tier: z.number().nullish().catch(null),
  gpus: z.array(z.unknown()),
});

type Gpu = z.infer<typeof gpu>;
type Location = z.infer<typeof location>;

/** A location with what is known of it, and its cards, whatever is in them. */
export interface Place {
  id: string;
  region: string;
  country: string | null;
  datacenter: boolean;
  cards: readonly unknown[];
}

/** Null for a row of no known shape. */
export function readLocation(value: unknown): Place | null {
  const parsed = location.safeParse(value);
  if (!parsed.success) return null;
  const place = parsed.data;
  return {
    id: place.id,
    region: regionOf(place),
    country: countryCode(place.country),
    datacenter: tierOf(place) >= 2,
    cards: place.gpus,
  };
}

/** City and state, where they are two: "Texas, Texas" is one place. */
function regionOf({ city, stateprovince, country }: Location): string {
  const names = [city, stateprovince].map((name) => name?.trim() ?? "").filter(Boolean);
  return [...new Set(names)].join(", ") || country?.trim() || "unknown";
}

/** There are three, and now and then a fourth is told. It says how good a house is, not how reliable a machine. */
function tierOf({ tier }: Location): number {
  return Math.min(Math.max(tier ?? 1, 1), 3);
}

/** What a card at a location is offered as. Null for a row of no known shape; a card that is all rented out is none. */
export function readCard(place: Place, value: unknown, nodes: Pick<Nodes, "of">): ListedOffer[] | null {
  const parsed = gpu.safeParse(value);
  if (!parsed.success) return null;
  const card = parsed.data;
  const vramGb = vramOf(card);
  if (vramGb === null) return null;
  const counts = COUNTS.filter((gpus) => gpus <= card.max_count);
  const facts = nodes.of(place.id, card.v0Name);
  return counts.flatMap((gpus) => offerOf(place, card, vramGb, gpus, facts) ?? []);
}

/** The end of a name tells it: "h100-sxm5-80gb", "NVIDIA GeForce RTX 3090 PCIe 24GB". */
function vramOf({ v0Name, displayName }: Gpu): number | null {
  for (const name of [v0Name, displayName ?? ""]) {
    const [, digits] = /(\d{1,3})\s?gb$/i.exec(name.trim()) ?? [];
    if (digits && Number(digits) > 0) return Number(digits);
  }
  return null;
}

function offerOf(
  place: Place,
  card: Gpu,
  vramGb: number,
  gpus: number,
  facts: NodeFacts,
): ListedOffer | null {
  const { resources, pricing } = card;
  const vcpus = evenAtMost(Math.min(VCPUS_PER_GPU * gpus, resources.max_vcpus));
  const wantedRam = Math.ceil(vramGb / RAM_STEP_GB) * RAM_STEP_GB * gpus;
  const ramGb = Math.floor(Math.min(wantedRam, resources.max_ram_gb) / RAM_STEP_GB) * RAM_STEP_GB;
  if (vcpus < VCPUS_PER_GPU_MIN * gpus || ramGb < RAM_STEP_GB * gpus) return null;
  if (resources.max_storage_gb < DISK_GB_MIN) return null;
  const vcpuPricePerHour = usdFromNumber(pricing.per_vcpu_hr * vcpus);
  const ramPricePerHour = usdFromNumber(pricing.per_gb_ram_hr * ramGb);
  const gpuPrice = usdFromNumber(card.price_per_hr * gpus);
  return {
    externalId: writeOfferId({ location: place.id, v0Name: card.v0Name, gpus }),
    // The node is the provider's choice, so what failed once there is left alone as a whole.
    machineId: `${place.id}/${card.v0Name}`,
    kind: "on_demand",
    gpuRawName: card.displayName?.trim() || card.v0Name,
    gpuCount: gpus,
    vramGb,
    pricePerHour: gpuPrice + vcpuPricePerHour + ramPricePerHour,
    vcpuPricePerHour,
    ramPricePerHour,
    diskPricePerGbMonth: storagePerMonth(pricing.per_gb_storage_hr),
    chargedDiskGbMin: DISK_GB_MIN,
    trafficUpPerGb: null,
    trafficDownPerGb: null,
    vcpus,
    ramGb,
    diskGb: Math.floor(resources.max_storage_gb),
    region: place.region,
    country: place.country,
    ...facts,
    cudaVersion: null,
    datacenter: place.datacenter,
    // It takes in no host that it has not looked at.
    verified: true,
    maxDurationHours: null,
  };
}

function storagePerMonth(perGbHour: number): Usd {
  return usdFromNumber(perGbHour * HOURS_A_MONTH);
}

function evenAtMost(vcpus: number): number {
  return Math.floor(vcpus / 2) * 2;
}

export interface OfferId {
  location: string;
  v0Name: string;
  gpus: number;
}

function writeOfferId({ location, v0Name, gpus }: OfferId): string {
  return `${location}/${v0Name}/${gpus}`;
}

/** Null for what no offer of ours was ever called. */
export function readOfferId(text: string): OfferId | null {
  const [, location, v0Name, gpus] = /^([\w-]{1,64})\/([a-z0-9][\w.-]{1,79})\/([1248])$/i.exec(text) ?? [];
  return location && v0Name && gpus ? { location, v0Name, gpus: Number(gpus) } : null;
}

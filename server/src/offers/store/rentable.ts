import { and, asc, eq, inArray, isNull, lte, or, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import type { Usd } from "../../values/money.ts";
import { type AllInPrices, allInPrice } from "../rules/all-in-price.ts";
import { type OfferKind } from "../rules/filter.ts";
import { offers, providers } from "./tables.ts";

/** An offer as whoever rents it must know it. */
export interface Rentable {
  id: string;
  providerId: string;
  externalId: string;
  machineId: string;
  kind: OfferKind;
  gpuModel: string;
  gpuRawName: string;
  gpuCount: number;
  vramGb: number;
  cudaVersion: string | null;
  vcpus: number;
  ramGb: number;
  /** The most there is. */
  diskGb: number;
  region: string;
  country: string | null;
  /** Without storage, as the provider lists it. */
  pricePerHour: Usd;
  vcpuPricePerHour: Usd;
  ramPricePerHour: Usd;
  diskPerHour: Usd;
  allInPerHour: Usd;
  /** How likely it starts, 0–1; null while nobody knows. */
  availability: number | null;
}

const columns = {
  id: offers.id,
  providerId: offers.providerId,
  externalId: offers.externalId,
  machineId: offers.machineId,
  kind: offers.kind,
  gpuModel: offers.gpuModel,
  gpuRawName: offers.gpuRawName,
  gpuCount: offers.gpuCount,
  vramGb: offers.vramGb,
  cudaVersion: offers.cudaVersion,
  vcpus: offers.vcpus,
  ramGb: offers.ramGb,
  diskGb: offers.diskGb,
  region: offers.region,
  country: offers.country,
  pricePerHour: offers.pricePerHour,
  vcpuPricePerHour: offers.vcpuPricePerHour,
  ramPricePerHour: offers.ramPricePerHour,
  diskPricePerGbMonth: offers.diskPricePerGbMonth,
  chargedDiskGbMin: offers.chargedDiskGbMin,
  availability: offers.availability,
};

// The cheapest few hundred are all that a choice can be made of: anything dearer is not chosen.
const MOST = 300;

/** What may be rented now for so much at most: listed, of a provider that answers, with room for the disk. */
export async function listRentable(
  { db, now }: Ctx,
  wanted: {
    gpuCount: number;
    kind: OfferKind;
    diskGb: number;
    capPerHour: Usd;
    /** Null for any that would do. */
    gpuModel?: string | null;
    /** Null for any that Berth has a key for. */
    providers: readonly string[] | null;
  },
): Promise<Rentable[]> {
  if (wanted.providers?.length === 0) return [];
  const rows = await db
    .select(columns)
    .from(offers)
    .innerJoin(providers, eq(providers.id, offers.providerId))
    .where(
      and(
        eq(offers.state, "listed"),
        eq(offers.missed, 0),
        eq(providers.connected, true),
        // One that failed again and again a moment ago is left in peace for a while.
        or(isNull(offers.suppressedUntil), lte(offers.suppressedUntil, now())),
        eq(offers.gpuCount, wanted.gpuCount),
        eq(offers.kind, wanted.kind),
        wanted.gpuModel == null ? undefined : eq(offers.gpuModel, wanted.gpuModel),
        lte(offers.pricePerHour, wanted.capPerHour),
        sql`${offers.diskGb} >= ${wanted.diskGb}`,
        wanted.providers === null ? undefined : inArray(offers.providerId, [...wanted.providers]),
      ),
    )
    .orderBy(asc(offers.pricePerHour), asc(offers.id))
    .limit(MOST);
  return rows
    .map((row) => priced(row, wanted.diskGb))
    .filter(({ allInPerHour }) => allInPerHour <= wanted.capPerHour);
}

/** One that is listed, whoever asks: offers are everybody's. `frozen`: prices that stand instead of the listed. */
export async function findRentable(
  { db }: Ctx,
  id: string,
  diskGb: number,
  frozen: { pricePerHour?: Usd; diskPricePerGbMonth?: Usd } = {},
): Promise<Rentable | undefined> {
  const [row] = await db
    .select(columns)
    .from(offers)
    .where(and(eq(offers.id, id), eq(offers.state, "listed")));
  return row && priced({ ...row, ...frozen }, diskGb);
}

type Row = Omit<Rentable, "diskPerHour" | "allInPerHour"> & AllInPrices;

function priced(row: Row, diskGb: number): Rentable {
  const { diskPricePerGbMonth: _, chargedDiskGbMin: _least, ...offer } = row;
  const { pricePerHour, parts } = allInPrice(row, diskGb);
  const disk = parts.find(({ of }) => of === "disk")?.pricePerHour ?? 0n;
  return { ...offer, diskPerHour: disk, allInPerHour: pricePerHour };
}

import { and, asc, desc, eq, gt, gte, inArray, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import type { Usd } from "../../values/money.ts";
import { type AllInPrices, allInPrice } from "../rules/all-in-price.ts";
import { type OfferKind } from "../rules/filter.ts";
import { RENTABLE_FOR_MS } from "../rules/freshness.ts";
import { countryOf } from "../rules/place.ts";
import { allInPerHour } from "./all-in.ts";
import { isInRegion } from "./filter.ts";
import { offers, providers } from "./tables.ts";

/** An offer as whoever rents it must know it. */
export interface Rentable {
  id: string;
  providerId: string;
  externalId: string;
  machineId: string;
  kind: OfferKind;
  gpuModel: string;
  gpuSocket: string | null;
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
  gpuSocket: offers.gpuSocket,
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

export interface WantedMachine {
  gpuCount: number;
  kind: OfferKind;
  diskGb: number;
  capPerHour: Usd;
  /** Null for any that Berth has a key for. */
  providers: readonly string[] | null;
  gpuModel?: string | null;
  gpuSocket?: string | null;
  /** Part of a region's name, or a country's letters. */
  region?: string | null;
  /** The computers that it may be, by their provider's ids; none named for any. */
  machines?: readonly string[];
  /** What would do in its place, where that is not to be had: so much memory on each GPU. */
  insteadOf?: { offerId: string; gpuModel: string; vramGbMin: number };
}

const MOST = 300;

/**
 * What may be rented now for so much at most, its disk included: seen a moment ago, of a provider that is connected. Of
 * a market that has more than anybody chooses from, the cheapest; but what is wanted itself goes before what would
 * do in its place, for of a dear GPU hundreds of others are cheaper.
 */
export async function listRentable({ db, now }: Ctx, wanted: WantedMachine): Promise<Rentable[]> {
  const { insteadOf, machines = [] } = wanted;
  if (wanted.providers?.length === 0) return [];
  const allIn = allInPerHour(wanted.diskGb);
  const rows = await db
    .select(columns)
    .from(offers)
    .innerJoin(providers, eq(providers.id, offers.providerId))
    .where(
      and(
        eq(offers.state, "listed"),
        eq(offers.missed, 0),
        eq(providers.connected, true),
        gt(providers.lastListedAt, new Date(now().getTime() - RENTABLE_FOR_MS)),
        // One that failed again and again a moment ago is left in peace for a while.
        or(isNull(offers.suppressedUntil), lte(offers.suppressedUntil, now())),
        eq(offers.gpuCount, wanted.gpuCount),
        eq(offers.kind, wanted.kind),
        wanted.gpuModel == null ? undefined : eq(offers.gpuModel, wanted.gpuModel),
        wanted.gpuSocket == null ? undefined : eq(offers.gpuSocket, wanted.gpuSocket),
        insteadOf && or(eq(offers.gpuModel, insteadOf.gpuModel), gte(offers.vramGb, insteadOf.vramGbMin)),
        lte(allIn, wanted.capPerHour),
        sql`${offers.diskGb} >= ${wanted.diskGb}`,
        wanted.providers === null ? undefined : inArray(offers.providerId, [...wanted.providers]),
        machines.length === 0 ? undefined : inArray(offers.machineId, [...machines]),
        wanted.region ? isIn(wanted.region) : undefined,
      ),
    )
    .orderBy(
      ...(insteadOf
        ? [desc(eq(offers.id, insteadOf.offerId)), desc(eq(offers.gpuModel, insteadOf.gpuModel))]
        : []),
      asc(allIn),
      asc(offers.id),
    )
    .limit(MOST);
  return rows.map((row) => priced(row, wanted.diskGb));
}

/** Whether a market was seen lately. Right after a start, and while no provider answers, that nothing is listed says nothing. */
export async function isMarketSeen({ db, now }: Ctx): Promise<boolean> {
  const since = now().getTime() - RENTABLE_FOR_MS;
  const rows = await db
    .select({ lastListedAt: providers.lastListedAt })
    .from(providers)
    .where(eq(providers.connected, true));
  return rows.length === 0 || rows.some(({ lastListedAt: at }) => at !== null && at.getTime() > since);
}

/** The same question that rules/place.ts asks. */
function isIn(place: string): SQL | undefined {
  const letters = countryOf(place.trim());
  if (letters === null) return isInRegion([place.trim()]);
  return or(eq(offers.country, letters), sql`${offers.region} ~* ${`\\y${letters}\\y`}`);
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

import { getTableColumns, type SQL, sql } from "drizzle-orm";
import type { Db } from "../../platform/db/database.ts";
import { runPrepared } from "../../platform/db/prepared.ts";
import type { ProviderRow } from "./poll.ts";
import { offers } from "./tables.ts";

// Offers are what is asked for most, fifty at a time. The builder takes longer to write such a
// statement and to read its rows than the database takes to answer it; so what it would write is
// written here once, and rows are read by hand.

type Columns = typeof offers.$inferSelect;
export type OfferRow = Columns & { provider: ProviderRow };

/** As the driver hands them over: instants and large numbers are text. */
type Raw = {
  [K in keyof Columns]: Columns[K] extends Date | bigint
    ? string
    : Columns[K] extends Date | bigint | null
      ? string | null
      : Columns[K];
} & {
  providerName: string;
  providerConnected: boolean;
  providerLastListedAt: string | null;
  providerLastErrorAt: string | null;
  providerLastError: string | null;
};

const selected = [
  ...Object.entries(getTableColumns(offers)).map(([name, column]) => `offers.${column.name} as "${name}"`),
  'providers.name as "providerName"',
  'providers.connected as "providerConnected"',
  'providers.last_listed_at as "providerLastListedAt"',
  'providers.last_error_at as "providerLastErrorAt"',
  'providers.last_error as "providerLastError"',
];
const SELECT = sql.raw(
  `select ${selected.join(", ")} from offers join providers on providers.id = offers.provider_id `,
);

/** `rest` is what stands behind the tables: which rows, in which order, how many. */
export async function selectOffers(db: Db, rest: SQL): Promise<OfferRow[]> {
  const rows = await runPrepared<Raw>(db, sql`${SELECT}${rest}`);
  // Rows of one page share their providers, and most of the instants at which they were read.
  const known = { providers: new Map<string, ProviderRow>(), instants: new Map<string, Date>() };
  return rows.map((row) => toRow(row, known));
}

type Known = { providers: Map<string, ProviderRow>; instants: Map<string, Date> };

function toRow(raw: Raw, known: Known): OfferRow {
  return {
    id: raw.id,
    providerId: raw.providerId,
    externalId: raw.externalId,
    machineId: raw.machineId,
    kind: raw.kind,
    gpuModel: raw.gpuModel,
    gpuSocket: raw.gpuSocket,
    gpuRawName: raw.gpuRawName,
    gpuCount: raw.gpuCount,
    vramGb: raw.vramGb,
    pricePerGpuHour: BigInt(raw.pricePerGpuHour),
    pricePerHour: BigInt(raw.pricePerHour),
    previousPricePerGpuHour:
      raw.previousPricePerGpuHour === null ? null : BigInt(raw.previousPricePerGpuHour),
    vcpuPricePerHour: BigInt(raw.vcpuPricePerHour),
    ramPricePerHour: BigInt(raw.ramPricePerHour),
    diskPricePerGbMonth: BigInt(raw.diskPricePerGbMonth),
    vcpus: raw.vcpus,
    ramGb: raw.ramGb,
    diskGb: raw.diskGb,
    region: raw.region,
    country: raw.country,
    reliability: raw.reliability,
    cudaVersion: raw.cudaVersion,
    networkDownMbps: raw.networkDownMbps,
    networkUpMbps: raw.networkUpMbps,
    datacenter: raw.datacenter,
    verified: raw.verified,
    maxDurationHours: raw.maxDurationHours,
    state: raw.state,
    firstSeenAt: toInstant(raw.firstSeenAt, known),
    observedAt: toInstant(raw.observedAt, known),
    priceChangedAt: toInstant(raw.priceChangedAt, known),
    missed: raw.missed,
    availability: raw.availability,
    availabilitySamples: raw.availabilitySamples,
    availabilityBasis: raw.availabilityBasis,
    suppressedUntil: raw.suppressedUntil === null ? null : toInstant(raw.suppressedUntil, known),
    provider: toProvider(raw, known),
  };
}

function toProvider(raw: Raw, known: Known): ProviderRow {
  let provider = known.providers.get(raw.providerId);
  if (!provider) {
    provider = {
      id: raw.providerId,
      name: raw.providerName,
      connected: raw.providerConnected,
      lastListedAt: raw.providerLastListedAt === null ? null : toInstant(raw.providerLastListedAt, known),
      lastErrorAt: raw.providerLastErrorAt === null ? null : toInstant(raw.providerLastErrorAt, known),
      lastError: raw.providerLastError,
    };
    known.providers.set(raw.providerId, provider);
  }
  return provider;
}

function toInstant(text: string, { instants }: Known): Date {
  let instant = instants.get(text);
  if (!instant) {
    instant = new Date(text);
    instants.set(text, instant);
  }
  return instant;
}

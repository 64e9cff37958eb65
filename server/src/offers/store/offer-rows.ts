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

/** The columns of an offer, in the order in which they are selected and read. */
const order = [
  "id",
  "providerId",
  "externalId",
  "machineId",
  "kind",
  "gpuModel",
  "gpuSocket",
  "gpuRawName",
  "gpuCount",
  "vramGb",
  "pricePerGpuHour",
  "pricePerHour",
  "previousPricePerGpuHour",
  "vcpuPricePerHour",
  "ramPricePerHour",
  "diskPricePerGbMonth",
  "chargedDiskGbMin",
  "trafficUpPerGb",
  "trafficDownPerGb",
  "vcpus",
  "ramGb",
  "diskGb",
  "region",
  "country",
  "reliability",
  "cudaVersion",
  "networkDownMbps",
  "networkUpMbps",
  "datacenter",
  "verified",
  "maxDurationHours",
  "state",
  "firstSeenAt",
  "observedAt",
  "priceChangedAt",
  "missed",
  "availability",
  "availabilitySamples",
  "availabilityBasis",
  "suppressedUntil",
] as const satisfies readonly (keyof Columns)[];

/** As the driver hands them over: instants and large numbers are text. */
type Raw<T> = T extends Date | bigint ? string : T;
type RawOf<Names extends readonly (keyof Columns)[]> = {
  readonly [K in keyof Names]: Raw<Columns[Names[K]]>;
};
type RawProvider = readonly [
  name: string,
  connected: boolean,
  lastListedAt: string | null,
  lastErrorAt: string | null,
  lastError: string | null,
];
type RawRow = readonly [...RawOf<typeof order>, ...RawProvider];

export type OfferColumn = (typeof order)[number] | "provider";

const columns = getTableColumns(offers);
const ofProvider = ["name", "connected", "last_listed_at", "last_error_at", "last_error"];

type Only = ReadonlySet<OfferColumn> | null;

function selection(only: Only): string {
  const isRead = (name: OfferColumn) => only === null || only.has(name);
  const joined = isRead("provider");
  const selected = [
    ...order.map((name) => {
      const read = isRead(name) || (joined && name === "providerId");
      return read ? `offers.${columns[name].name}` : "null";
    }),
    ...ofProvider.map((name) => (joined ? `providers.${name}` : "null")),
  ];
  const join = joined ? "join providers on providers.id = offers.provider_id " : "";
  return `select ${selected.join(", ")} from offers ${join}`;
}

const EVERYTHING = sql.raw(selection(null));
/** Of columns that are asked for again and again. */
const selections = new WeakMap<object, SQL>();

function selectionOf(only: Only): SQL {
  if (only === null) return EVERYTHING;
  let known = selections.get(only);
  if (!known) {
    known = sql.raw(selection(only));
    selections.set(only, known);
  }
  return known;
}

/**
 * `rest` is what stands behind the tables: which rows, in which order, how many. Of columns that are not read a row has
 * null, whatever its type says: whoever names those that are has to know what is told from them.
 */
export async function selectOffers(db: Db, rest: SQL, only: Only = null): Promise<OfferRow[]> {
  const rows = await runPrepared<RawRow>(db, sql`${selectionOf(only)}${rest}`);
  // Rows of one page share their providers, and most of the instants at which they were read.
  const known = { providers: new Map<string, ProviderRow>(), instants: new Map<string, Date>() };
  return rows.map((row) => toRow(row, known));
}

type Known = { providers: Map<string, ProviderRow>; instants: Map<string, Date> };

function toRow(raw: RawRow, known: Known): OfferRow {
  const [
    id,
    providerId,
    externalId,
    machineId,
    kind,
    gpuModel,
    gpuSocket,
    gpuRawName,
    gpuCount,
    vramGb,
    pricePerGpuHour,
    pricePerHour,
    previousPricePerGpuHour,
    vcpuPricePerHour,
    ramPricePerHour,
    diskPricePerGbMonth,
    chargedDiskGbMin,
    trafficUpPerGb,
    trafficDownPerGb,
    vcpus,
    ramGb,
    diskGb,
    region,
    country,
    reliability,
    cudaVersion,
    networkDownMbps,
    networkUpMbps,
    datacenter,
    verified,
    maxDurationHours,
    state,
    firstSeenAt,
    observedAt,
    priceChangedAt,
    missed,
    availability,
    availabilitySamples,
    availabilityBasis,
    suppressedUntil,
    providerName,
    connected,
    lastListedAt,
    lastErrorAt,
    lastError,
  ] = raw;
  return {
    id,
    providerId,
    externalId,
    machineId,
    kind,
    gpuModel,
    gpuSocket,
    gpuRawName,
    gpuCount,
    vramGb,
    pricePerGpuHour: toMicros(pricePerGpuHour),
    pricePerHour: toMicros(pricePerHour),
    previousPricePerGpuHour: toMicros(previousPricePerGpuHour),
    vcpuPricePerHour: toMicros(vcpuPricePerHour),
    ramPricePerHour: toMicros(ramPricePerHour),
    diskPricePerGbMonth: toMicros(diskPricePerGbMonth),
    chargedDiskGbMin,
    trafficUpPerGb: toMicros(trafficUpPerGb),
    trafficDownPerGb: toMicros(trafficDownPerGb),
    vcpus,
    ramGb,
    diskGb,
    region,
    country,
    reliability,
    cudaVersion,
    networkDownMbps,
    networkUpMbps,
    datacenter,
    verified,
    maxDurationHours,
    state,
    firstSeenAt: toInstant(firstSeenAt, known),
    observedAt: toInstant(observedAt, known),
    priceChangedAt: toInstant(priceChangedAt, known),
    missed,
    availability,
    availabilitySamples,
    availabilityBasis,
    suppressedUntil: toInstant(suppressedUntil, known),
    provider:
      known.providers.get(providerId) ??
      toProvider([providerName, connected, lastListedAt, lastErrorAt, lastError], providerId, known),
  };
}

function toProvider(raw: RawProvider, id: string, known: Known): ProviderRow {
  const [name, connected, lastListedAt, lastErrorAt, lastError] = raw;
  const provider = {
    id,
    name,
    connected,
    lastListedAt: toInstant(lastListedAt, known),
    lastErrorAt: toInstant(lastErrorAt, known),
    lastError,
  };
  known.providers.set(id, provider);
  return provider;
}

function toMicros<T extends string | null>(text: T): T extends string ? bigint : bigint | null;
function toMicros(text: string | null): bigint | null {
  return text === null ? null : BigInt(text);
}

function toInstant<T extends string | null>(text: T, known: Known): T extends string ? Date : Date | null;
function toInstant(text: string | null, { instants }: Known): Date | null {
  if (text === null) return null;
  let instant = instants.get(text);
  if (!instant) {
    instant = new Date(text);
    instants.set(text, instant);
  }
  return instant;
}

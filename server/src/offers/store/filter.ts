import { and, eq, gte, inArray, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import { fixed } from "../../platform/db/prepared.ts";
import { diskOf, inSmallLetters, leastVram, mostVram, type OfferFilter } from "../rules/filter.ts";
import { readVersion, VERSION } from "../rules/version.ts";
import { allInPerGpuHour, allInPerHour } from "./all-in.ts";
import { offers } from "./tables.ts";

const isListed = fixed(sql`${offers.state} = 'listed'`);
const isNotSuppressed = fixed(isNull(offers.suppressedUntil));

/** The same question that rules/filter.ts asks of offers in memory. */
export function whereMatches(filter: OfferFilter | null | undefined): SQL | undefined {
  // Written out, so that a prepared statement may use the indexes of what is listed.
  return and(isListed, ...conditionsOf(filter ?? {}));
}

/** Also of an offer of which what is asked is not known. */
export function whereMatchesNot(filter: OfferFilter): SQL {
  return sql`not coalesce(${and(...conditionsOf(filter)) ?? sql`true`}, false)`;
}

/** What a filter asks for beyond that an offer is listed. */
export function conditionsOf(filter: OfferFilter): (SQL | undefined)[] {
  return [
    given(filter.gpuModels, (models) => inArray(offers.gpuModel, [...models])),
    given(filter.gpuSockets, (sockets) => inArray(offers.gpuSocket, [...sockets])),
    given(filter.gpuCount, (count) => eq(offers.gpuCount, count)),
    given(filter.gpuCountMin, (least) => gte(offers.gpuCount, least)),
    given(filter.gpuCountMax, (most) => lte(offers.gpuCount, most)),
    given(filter.vramGbMin, (least) => gte(offers.vramGb, leastVram(least))),
    given(filter.vramGbMax, (most) => lte(offers.vramGb, mostVram(most))),
    given(
      filter.totalVramGbMin,
      (least) => sql`${offers.gpuCount} * ${offers.vramGb} >= ${leastVram(least)}::double precision`,
    ),
    given(filter.providers, (ids) => inArray(offers.providerId, [...ids])),
    given(filter.kinds, (kinds) => inArray(offers.kind, [...kinds])),
    given(filter.countries, (countries) => inArray(offers.country, [...countries])),
    given(filter.regions, isInRegion),
    given(filter.pricePerGpuHourMin, (least) => gte(offers.pricePerGpuHour, least)),
    given(filter.pricePerGpuHourMax, (most) => lte(offers.pricePerGpuHour, most)),
    given(filter.allInPricePerHourMax, (most) => lte(allInPerHour(diskOf(filter)), most)),
    given(filter.allInPricePerGpuHourMax, (most) => lte(allInPerGpuHour(diskOf(filter)), most)),
    given(filter.reliabilityMin, (least) => gte(offers.reliability, least)),
    given(filter.availabilityMin, (least) => gte(offers.availability, least)),
    filter.includeSuppressed ? undefined : isNotSuppressed,
    given(filter.cudaMin, isAtLeastCuda),
    given(filter.networkDownMbpsMin, (least) => gte(offers.networkDownMbps, least)),
    given(filter.networkUpMbpsMin, (least) => gte(offers.networkUpMbps, least)),
    given(filter.diskGbMin, (least) => gte(offers.diskGb, least)),
    given(filter.vcpusMin, (least) => gte(offers.vcpus, least)),
    given(filter.ramGbMin, (least) => gte(offers.ramGb, least)),
    given(filter.maxDurationHoursMin, (least) => gte(offers.maxDurationHours, least)),
    filter.verifiedOnly ? eq(offers.verified, true) : undefined,
    filter.datacenterOnly ? eq(offers.datacenter, true) : undefined,
    filter.consumerOnly ? eq(offers.datacenter, false) : undefined,
  ];
}

// In the collation "C" only the letters of ASCII have a small form, as in rules/filter.ts.
export function isInRegion(parts: readonly string[]): SQL {
  const region = sql`lower(${offers.region} collate "C")`;
  return or(...parts.map((part) => sql`strpos(${region}, ${inSmallLetters(part)}) > 0`)) ?? sql`false`;
}

// Arrays are compared number by number, and a longer one that begins the same is the later one.
function isAtLeastCuda(least: string): SQL {
  return sql`case when ${offers.cudaVersion} ~ ${VERSION}
    then string_to_array(${offers.cudaVersion}, '.')::int[] >= ${`{${readVersion(least).join(",")}}`}::int[] else false end`;
}

function given<T>(value: T | null | undefined, condition: (value: T) => SQL): SQL | undefined {
  return value == null ? undefined : condition(value);
}

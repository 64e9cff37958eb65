import { and, eq, gte, inArray, lte, type SQL } from "drizzle-orm";
import { type OfferFilter, VRAM_TOLERANCE } from "../rules/filter.ts";
import { offers } from "./tables.ts";

/** The same question that rules/filter.ts asks of offers in memory. */
export function whereMatches(filter: OfferFilter | null | undefined): SQL | undefined {
  const parts: (SQL | undefined)[] = [eq(offers.state, "listed")];
  if (filter) {
    parts.push(
      given(filter.gpuModels, (models) => inArray(offers.gpuModel, [...models])),
      given(filter.providers, (ids) => inArray(offers.providerId, [...ids])),
      given(filter.kinds, (kinds) => inArray(offers.kind, [...kinds])),
      given(filter.countries, (countries) => inArray(offers.country, [...countries])),
      given(filter.gpuCountMin, (least) => gte(offers.gpuCount, least)),
      given(filter.gpuCountMax, (most) => lte(offers.gpuCount, most)),
      given(filter.vramGbMin, (least) => gte(offers.vramGb, least * (1 - VRAM_TOLERANCE))),
      given(filter.pricePerGpuHourMax, (most) => lte(offers.pricePerGpuHour, most)),
      given(filter.reliabilityMin, (least) => gte(offers.reliability, least)),
      filter.verifiedOnly ? eq(offers.verified, true) : undefined,
      filter.datacenterOnly ? eq(offers.datacenter, true) : undefined,
    );
  }
  return and(...parts);
}

function given<T>(value: T | null | undefined, condition: (value: T) => SQL): SQL | undefined {
  return value == null ? undefined : condition(value);
}

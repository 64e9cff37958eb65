import type { FieldNode, GraphQLResolveInfo } from "graphql";
import { fieldsAsked } from "../../graphql/asked.ts";
import type { SortField, SortKey } from "../rules/sort.ts";
import type { OfferColumn } from "../store/offer-rows.ts";

// An offer has forty columns, and most questions are about ten of them: to read the others takes longer than to find
// the rows. So it is said here which columns each field is told from, and each order. A field that is not here is told
// from all of them. columns.test.ts asks for each by itself and for all together, and finds no difference.

const seen = ["observedAt", "state", "missed", "provider"] as const;
const allIn = [
  "gpuCount",
  "pricePerHour",
  "vcpuPricePerHour",
  "ramPricePerHour",
  "diskPricePerGbMonth",
  "chargedDiskGbMin",
] as const;

export const columnsOfField: ReadonlyMap<string, readonly OfferColumn[]> = new Map(
  Object.entries({
    __typename: [],
    id: [],
    provider: ["provider"],
    gpu: ["gpuModel", "vramGb", "gpuSocket", "gpuRawName"],
    gpuCount: ["gpuCount"],
    kind: ["kind"],
    pricePerGpuHour: ["pricePerGpuHour"],
    pricePerHour: ["pricePerHour"],
    diskPricePerGbMonth: ["diskPricePerGbMonth"],
    chargedDiskGbMin: ["chargedDiskGbMin"],
    trafficUpPerGb: ["trafficUpPerGb"],
    trafficDownPerGb: ["trafficDownPerGb"],
    vcpus: ["vcpus"],
    ramGb: ["ramGb"],
    diskGb: ["diskGb"],
    region: ["region"],
    country: ["country"],
    reliability: ["reliability"],
    cudaVersion: ["cudaVersion"],
    networkDownMbps: ["networkDownMbps"],
    networkUpMbps: ["networkUpMbps"],
    datacenter: ["datacenter"],
    verified: ["verified"],
    maxDurationHours: ["maxDurationHours"],
    state: ["state"],
    firstSeenAt: ["firstSeenAt"],
    observedAt: seen,
    source: ["provider"],
    availability: ["availability", "availabilitySamples", "availabilityBasis", "provider"],
    suppressedUntil: ["suppressedUntil"],
    priceChangedAt: ["priceChangedAt"],
    previousPricePerGpuHour: ["previousPricePerGpuHour"],
    allInPricePerHour: allIn,
    allIn,
    confidence: seen,
    staleBecause: seen,
  } satisfies Record<string, readonly OfferColumn[]>),
);

const columnsOfOrder: Record<SortField, readonly OfferColumn[]> = {
  price_per_gpu_hour: ["pricePerGpuHour"],
  price_per_hour: ["pricePerHour"],
  gpu_model: ["gpuModel"],
  gpu_count: ["gpuCount"],
  vram: ["vramGb"],
  reliability: ["reliability"],
  price_changed_at: ["priceChangedAt"],
  region: ["region"],
  all_in_price_per_hour: allIn,
  all_in_price_per_gpu_hour: allIn,
  total_vram: ["gpuCount", "vramGb"],
  country: ["country"],
  provider: ["providerId"],
  network_down: ["networkDownMbps"],
  network_up: ["networkUpMbps"],
  disk: ["diskGb"],
  vcpus: ["vcpus"],
  ram: ["ramGb"],
  max_duration: ["maxDurationHours"],
  first_seen_at: ["firstSeenAt"],
  availability: ["availability"],
};

type Columns = ReadonlySet<OfferColumn> | null;

/** Of a document that is asked again and again, in the same order. */
const known = new WeakMap<readonly FieldNode[], WeakMap<readonly SortKey[], Columns>>();

/** What a page of offers is told from, its cursors with it; null for every column. */
export function columnsFor(info: GraphQLResolveInfo, sort: readonly SortKey[]): Columns {
  let ofDocument = known.get(info.fieldNodes);
  if (!ofDocument) {
    ofDocument = new WeakMap();
    known.set(info.fieldNodes, ofDocument);
  }
  let columns = ofDocument.get(sort);
  if (columns === undefined) {
    columns = findColumns(info, sort);
    ofDocument.set(sort, columns);
  }
  return columns;
}

function findColumns(info: GraphQLResolveInfo, sort: readonly SortKey[]): Columns {
  const columns = new Set<OfferColumn>(["id"]);
  const fields = [...fieldsAsked(info, "nodes"), ...fieldsAsked(info, "edges", "node")];
  for (const field of fields) {
    const own = columnsOfField.get(field);
    if (!own) return null;
    for (const column of own) columns.add(column);
  }
  const asked = fieldsAsked(info);
  if (asked.has("edges") || asked.has("pageInfo"))
    for (const { field } of sort) for (const column of columnsOfOrder[field]) columns.add(column);
  return columns;
}

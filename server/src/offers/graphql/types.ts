import {
  createUnionType,
  Field,
  Float,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from "type-graphql";
import { Resync } from "../../graphql/feed.ts";
import { type Edge, PageInfo } from "../../graphql/paging.ts";
import { CursorScalar, DateTime, UsdScalar } from "../../graphql/scalars.ts";
import type { Position } from "../../values/cursor.ts";
import type { Usd } from "../../values/money.ts";
import type { AllInPrice, PricePart } from "../rules/all-in-price.ts";
import type { Basis } from "../rules/availability.ts";
import type { OfferFilter } from "../rules/filter.ts";
import type { SortField } from "../rules/sort.ts";

export const OfferKindEnum = { ON_DEMAND: "on_demand", INTERRUPTIBLE: "interruptible" } as const;
registerEnumType(OfferKindEnum, {
  name: "OfferKind",
  description: "How long one may keep the machine.",
  valuesConfig: {
    ON_DEMAND: { description: "Until it is stopped." },
    INTERRUPTIBLE: { description: "Until somebody bids more." },
  },
});

const OfferStateEnum = { LISTED: "listed", WITHDRAWN: "withdrawn" } as const;
registerEnumType(OfferStateEnum, { name: "OfferState", description: "Whether the provider still lists it." });

export const ProviderStateEnum = {
  CONNECTED: "connected",
  STALE: "stale",
  DOWN: "down",
  NOT_CONNECTED: "not_connected",
} as const;
registerEnumType(ProviderStateEnum, {
  name: "ProviderState",
  description: "How a provider is doing.",
  valuesConfig: {
    CONNECTED: { description: "It answered well when it was last asked." },
    STALE: { description: "Its last good list is old." },
    DOWN: { description: "It fails now; its offers are those of its last good list." },
    NOT_CONNECTED: { description: "Berth has no key for it." },
  },
});

const OfferSortFieldEnum = {
  PRICE_PER_GPU_HOUR: "price_per_gpu_hour",
  PRICE_PER_HOUR: "price_per_hour",
  GPU_MODEL: "gpu_model",
  GPU_COUNT: "gpu_count",
  VRAM: "vram",
  RELIABILITY: "reliability",
  PRICE_CHANGED_AT: "price_changed_at",
  REGION: "region",
  ALL_IN_PRICE_PER_HOUR: "all_in_price_per_hour",
  ALL_IN_PRICE_PER_GPU_HOUR: "all_in_price_per_gpu_hour",
  TOTAL_VRAM: "total_vram",
  COUNTRY: "country",
  PROVIDER: "provider",
  NETWORK_DOWN: "network_down",
  NETWORK_UP: "network_up",
  DISK: "disk",
  VCPUS: "vcpus",
  RAM: "ram",
  MAX_DURATION: "max_duration",
  FIRST_SEEN_AT: "first_seen_at",
  AVAILABILITY: "availability",
} as const satisfies Record<string, SortField>;
registerEnumType(OfferSortFieldEnum, {
  name: "OfferSortField",
  description: "What offers may be ordered by. What is not known counts as less than anything known.",
  valuesConfig: {
    ALL_IN_PRICE_PER_HOUR: { description: "With the disk of the filter's allInDiskGb." },
    ALL_IN_PRICE_PER_GPU_HOUR: { description: "With the disk of the filter's allInDiskGb." },
  },
});

const PricePartEnum = { GPUS: "gpus", VCPUS: "vcpus", RAM: "ram", DISK: "disk" } as const;
registerEnumType(PricePartEnum, {
  name: "PricePart",
  description: "What a part of a price is for.",
  valuesConfig: {
    GPUS: { description: "The machine, with all that the provider does not charge apart." },
    VCPUS: { description: "vCPUs, where they are charged apart." },
    RAM: { description: "RAM, where it is charged apart." },
    DISK: { description: "Storage." },
  },
});

const SortDirectionEnum = { ASC: "asc", DESC: "desc" } as const;
registerEnumType(SortDirectionEnum, { name: "SortDirection", description: "Upwards or downwards." });

/** As it is asked, and as it is told back of a line of text. */
@ObjectType("OfferTerms", { description: "What a line of search looks for, as a filter: hand it on as one." })
@InputType("OfferFilter", {
  description:
    "What to look for. A list means “one of these”; what is left out does not matter, and what is not known of an offer is not found by asking for it.",
})
export class OfferFilterInput implements OfferFilter {
  @Field(() => [String], {
    nullable: true,
    description: "However they are written: “rtx4090” is RTX 4090. One that nobody knows is refused.",
  })
  gpuModels?: string[];

  @Field(() => [String], { nullable: true, description: "SXM, PCIe, NVL." })
  gpuSockets?: string[];

  @Field(() => Int, { nullable: true, description: "GPUs in the machine, exactly." })
  gpuCount?: number;

  @Field(() => Int, { nullable: true, description: "GPUs in the machine, at least." })
  gpuCountMin?: number;

  @Field(() => Int, { nullable: true, description: "GPUs in the machine, at most." })
  gpuCountMax?: number;

  @Field(() => Float, {
    nullable: true,
    description: "Memory of one GPU, give or take 7 %: 24 also finds a card that reports 23.7.",
  })
  vramGbMin?: number;

  @Field(() => Float, { nullable: true, description: "Memory of one GPU, give or take 7 %." })
  vramGbMax?: number;

  @Field(() => Float, { nullable: true, description: "Memory of all GPUs together, give or take 7 %." })
  totalVramGbMin?: number;

  @Field(() => [ID], { nullable: true })
  providers?: string[];

  @Field(() => [OfferKindEnum], { nullable: true })
  kinds?: ("on_demand" | "interruptible")[];

  @Field(() => [String], { nullable: true, description: "Two-letter codes, such as US, or English names." })
  countries?: string[];

  @Field(() => [String], {
    nullable: true,
    description: "Parts of a region's name: “texas” also finds “Dallas, Texas”.",
  })
  regions?: string[];

  @Field(() => UsdScalar, { nullable: true })
  pricePerGpuHourMin?: Usd;

  @Field(() => UsdScalar, { nullable: true })
  pricePerGpuHourMax?: Usd;

  @Field(() => UsdScalar, { nullable: true, description: "The whole machine, with the disk of allInDiskGb." })
  allInPricePerHourMax?: Usd;

  @Field(() => UsdScalar, {
    nullable: true,
    description: "The whole machine with the disk of allInDiskGb, divided by its GPUs.",
  })
  allInPricePerGpuHourMax?: Usd;

  @Field(() => Int, {
    nullable: true,
    description:
      "The disk that all-in prices are for, in this filter and in orders by such a price: diskGbMin when left out, 50 without either.",
  })
  allInDiskGb?: number;

  @Field(() => Float, { nullable: true, description: "From 0 to 1." })
  reliabilityMin?: number;

  @Field(() => Float, {
    nullable: true,
    description: "How likely a launch is to work, from 0 to 1; one of which nothing is known is not found.",
  })
  availabilityMin?: number;

  @Field(() => Boolean, {
    nullable: true,
    description:
      "Also machines that are left out for half an hour because three launches failed in half an hour.",
  })
  includeSuppressed?: boolean;

  @Field(() => String, { nullable: true, description: "The CUDA version that the driver allows: “12.4”." })
  cudaMin?: string;

  @Field(() => Float, { nullable: true })
  networkDownMbpsMin?: number;

  @Field(() => Float, { nullable: true })
  networkUpMbpsMin?: number;

  @Field(() => Float, { nullable: true, description: "Disk that the machine has to give." })
  diskGbMin?: number;

  @Field(() => Int, { nullable: true })
  vcpusMin?: number;

  @Field(() => Float, { nullable: true })
  ramGbMin?: number;

  @Field(() => Float, { nullable: true, description: "How long it may be kept, at least." })
  maxDurationHoursMin?: number;

  @Field(() => Boolean, { nullable: true })
  verifiedOnly?: boolean;

  @Field(() => Boolean, { nullable: true, description: "Machines in data centres." })
  datacenterOnly?: boolean;

  @Field(() => Boolean, { nullable: true, description: "Machines of private hosts: not in a data centre." })
  consumerOnly?: boolean;
}

@ObjectType("OfferSortTerm", { description: "One key of an order; earlier keys go first." })
@InputType("OfferSort", { description: "One key of an order; earlier keys go first." })
export class OfferSortInput {
  @Field(() => OfferSortFieldEnum)
  field: SortField;

  @Field(() => SortDirectionEnum, { defaultValue: "asc" })
  direction: "asc" | "desc";
}

@ObjectType("Provider", { description: "A cloud that rents GPUs." })
export class ProviderType {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  name: string;

  @Field(() => DateTime, { nullable: true, description: "When its last good list was read." })
  lastListedAt: Date | null;

  @Field(() => DateTime, { nullable: true })
  lastErrorAt: Date | null;

  @Field(() => String, { nullable: true })
  lastError: string | null;

  connected: boolean;
}

@ObjectType("Gpu", { description: "What is in the machine." })
export class GpuType {
  @Field(() => String, { description: "One name for each GPU, however providers write it." })
  model: string;

  @Field(() => Float, { description: "Memory of one GPU." })
  vramGb: number;

  @Field(() => String, {
    nullable: true,
    description: "SXM, PCIe or NVL, where it tells cards of one name apart.",
  })
  socket: string | null;

  @Field(() => String, { description: "The name as the provider writes it." })
  rawName: string;
}

const AvailabilityBasisEnum = { MACHINE: "machine", GPU: "gpu", PROVIDER: "provider" } as const;
registerEnumType(AvailabilityBasisEnum, {
  name: "AvailabilityBasis",
  description: "How closely it could be looked at.",
  valuesConfig: {
    MACHINE: { description: "Launches at this very machine." },
    GPU: { description: "Launches of this GPU at the provider." },
    PROVIDER: { description: "Launches at the provider." },
  },
});

@ObjectType("Availability", {
  description:
    "How likely a launch is to work, from the launches of the last thirty days; the older ones count less, and where there are few of the machine, those of its GPU and of its provider count too.",
})
export class AvailabilityType {
  @Field(() => Float, { nullable: true, description: "From 0 to 1; null when it is not known." })
  score: number | null;

  @Field(() => Int, { description: "How many launches were tried, by the basis." })
  sampleCount: number;

  @Field(() => AvailabilityBasisEnum, { nullable: true })
  basis: Basis | null;

  @Field(() => String, { nullable: true, description: "Why it is not known." })
  unknownBecause: string | null;
}

@ObjectType("Offer", { description: "A machine that a provider lists now." })
export class OfferType {
  @Field(() => ID)
  id: string;

  @Field(() => ProviderType)
  provider: ProviderType;

  @Field(() => GpuType)
  gpu: GpuType;

  @Field(() => Int)
  gpuCount: number;

  @Field(() => OfferKindEnum)
  kind: "on_demand" | "interruptible";

  @Field(() => UsdScalar)
  pricePerGpuHour: Usd;

  @Field(() => UsdScalar, { description: "The whole machine, without storage." })
  pricePerHour: Usd;

  @Field(() => UsdScalar, { description: "Storage, for one gigabyte and a month of 720 hours." })
  diskPricePerGbMonth: Usd;

  @Field(() => Int, {
    description: "The least disk that is charged for: who wants a smaller one pays for this.",
  })
  chargedDiskGbMin: number;

  @Field(() => UsdScalar, {
    nullable: true,
    description:
      "What its host charges for a gigabyte that is sent from it. It is a part of no price here. Null where the provider says nothing of it.",
  })
  trafficUpPerGb: Usd | null;

  @Field(() => UsdScalar, { nullable: true, description: "The same of a gigabyte that it receives." })
  trafficDownPerGb: Usd | null;

  vcpuPricePerHour: Usd;
  ramPricePerHour: Usd;

  @Field(() => Int)
  vcpus: number;

  @Field(() => Float)
  ramGb: number;

  @Field(() => Float)
  diskGb: number;

  @Field(() => String)
  region: string;

  @Field(() => String, { nullable: true, description: "A two-letter code." })
  country: string | null;

  @Field(() => Float, {
    nullable: true,
    description: "From 0 to 1: how likely the host stays up, as the provider says.",
  })
  reliability: number | null;

  @Field(() => String, { nullable: true })
  cudaVersion: string | null;

  @Field(() => Float, { nullable: true })
  networkDownMbps: number | null;

  @Field(() => Float, { nullable: true })
  networkUpMbps: number | null;

  @Field(() => Boolean)
  datacenter: boolean;

  @Field(() => Boolean)
  verified: boolean;

  @Field(() => Float, { nullable: true })
  maxDurationHours: number | null;

  @Field(() => OfferStateEnum)
  state: "listed" | "withdrawn";

  @Field(() => DateTime)
  firstSeenAt: Date;

  @Field(() => DateTime, { description: "When the provider last showed it." })
  observedAt: Date;

  @Field(() => String, { description: "Where it was seen." })
  source: string;

  @Field(() => AvailabilityType)
  availability: AvailabilityType;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "Three launches failed in half an hour: until then it is left out of lists, unless they ask for it.",
  })
  suppressedUntil: Date | null;

  missed: number;

  @Field(() => DateTime)
  priceChangedAt: Date;

  @Field(() => UsdScalar, { nullable: true, description: "Before the last change, if it ever changed." })
  previousPricePerGpuHour: Usd | null;
}

@ObjectType("AllInPricePart", { description: "What one part of a price comes to." })
class AllInPricePartType implements PricePart {
  @Field(() => PricePartEnum)
  of: PricePart["of"];

  @Field(() => UsdScalar, { description: "For the whole machine." })
  pricePerHour: Usd;

  @Field(() => UsdScalar, { description: "Shared out among its GPUs." })
  pricePerGpuHour: Usd;
}

@ObjectType("AllInPrice", {
  description: "Everything an hour costs. The parts add up to the whole, for the machine and for one GPU.",
})
export class AllInPriceType implements AllInPrice {
  @Field(() => Int, { description: "As it is charged for, which may be more than was asked about." })
  diskGb: number;

  @Field(() => UsdScalar, { description: "The whole machine." })
  pricePerHour: Usd;

  @Field(() => UsdScalar)
  pricePerGpuHour: Usd;

  @Field(() => [AllInPricePartType])
  parts: readonly PricePart[];
}

@ObjectType({ description: "A value, and how many of the matching offers have it." })
export class Facet {
  @Field(() => String)
  value: string;

  @Field(() => Int)
  count: number;
}

@ObjectType({
  description: "What the filter could be narrowed by. Each facet leaves its own part of the filter aside.",
})
export class OfferFacets {
  filter: OfferFilter | null | undefined;
}

@ObjectType()
export class OfferEdge implements Edge<OfferType> {
  @Field(() => String)
  cursor: string;

  @Field(() => OfferType)
  node: OfferType;
}

@ObjectType({ description: "A page of offers." })
export class OfferConnection {
  @Field(() => [OfferEdge])
  edges: OfferEdge[];

  @Field(() => [OfferType])
  nodes: OfferType[];

  @Field(() => PageInfo)
  pageInfo: PageInfo;

  @Field(() => CursorScalar, {
    description: "Where the live tail of this answer begins: give it to offersChanged.",
  })
  liveCursor: Position;

  @Field(() => String, {
    nullable: true,
    description:
      "The search as one line, always written the same way; null for a list of nothing, which no line can say.",
  })
  text: string | null;

  filter: OfferFilter | null | undefined;
}

@ObjectType({ description: "How the matching offers stand: the first hundred, cheapest first." })
export class OffersSnapshot {
  @Field(() => CursorScalar)
  cursor: Position;

  @Field(() => [OfferType])
  offers: OfferType[];

  filter: OfferFilter | null | undefined;
}

@ObjectType({ description: "What changed among the matching offers since the frame before." })
export class OffersDelta {
  @Field(() => CursorScalar)
  cursor: Position;

  @Field(() => [OfferType])
  changed: OfferType[];

  @Field(() => [ID], { description: "Listed no more, or matching no more." })
  withdrawn: string[];

  @Field(() => DateTime)
  at: Date;

  filter: OfferFilter | null | undefined;
}

export const OffersUpdate = createUnionType({
  name: "OffersUpdate",
  types: () => [OffersSnapshot, OffersDelta, Resync] as const,
});

import { z } from "zod";
import { csvFields } from "../../values/csv-fields.ts";
import { divideRounded, type Usd, usdFromNumber } from "../../values/money.ts";
import type { Pricing } from "./clouds.ts";
import { awsMachines, azureMachines, gcpMachines } from "./machines.ts";

// What the price files of the three clouds say of the machines that are known. Each has a form of its own; what comes out
// is the price of a whole machine. A row of something else is passed over, one of a known machine that cannot be read is
// a fault.

export interface FilePrice {
  sku: string;
  region: string;
  pricing: Pricing;
  pricePerNodeHour: Usd;
  from: Date;
  /** Absent where it holds until another is told. */
  until?: Date;
}

/** A row that is not what such a file holds. */
export class OddPrice extends Error {}

// ——— AWS: the offer file of AmazonEC2, as CSV. Five lines about the file, then the names of its columns. ———

export const AWS_LINES_BEFORE = 5;
const awsColumns = [
  "TermType",
  "EffectiveDate",
  "Unit",
  "PricePerUnit",
  "Currency",
  "LeaseContractLength",
  "PurchaseOption",
  "OfferingClass",
  "Instance Type",
  "Tenancy",
  "Operating System",
  "Pre Installed S/W",
  "CapacityStatus",
  "Region Code",
] as const;
type AwsColumn = (typeof awsColumns)[number];
const awsAbout = ["FormatVersion", "Disclaimer", "Publication Date", "Version", "OfferCode"];

/** Where each column stands; a file without one of them is no offer file. */
export function readAwsHeader(lines: readonly string[]): (line: string) => FilePrice | null {
  for (const [place, name] of awsAbout.entries()) {
    if (csvFields(lines[place] ?? "")?.[0] !== name)
      throw new OddPrice(`line ${place + 1}: it begins with "${name}"`);
  }
  const header = csvFields(lines[AWS_LINES_BEFORE] ?? "") ?? [];
  const places = new Map<AwsColumn, number>();
  for (const name of awsColumns) {
    const place = header.indexOf(name);
    if (place === -1) throw new OddPrice(`line ${AWS_LINES_BEFORE + 1}: there is no column "${name}"`);
    places.set(name, place);
  }
  return (line) => {
    const fields = csvFields(line);
    if (!fields) throw new OddPrice("its quotes do not close where a field ends");
    if (fields.length !== header.length)
      throw new OddPrice(`it has ${fields.length} fields instead of ${header.length}`);
    return readAwsRow((name) => fields[places.get(name) ?? -1] ?? "");
  };
}

function readAwsRow(at: (name: AwsColumn) => string): FilePrice | null {
  const sku = at("Instance Type");
  const isPlain =
    Object.hasOwn(awsMachines, sku) &&
    at("Tenancy") === "Shared" &&
    at("Operating System") === "Linux" &&
    at("Pre Installed S/W") === "NA" &&
    at("CapacityStatus") === "Used" &&
    at("Unit") === "Hrs" &&
    at("Currency") === "USD";
  if (!isPlain) return null;
  const isYear =
    at("TermType") === "Reserved" &&
    at("LeaseContractLength") === "1yr" &&
    at("PurchaseOption") === "No Upfront" &&
    at("OfferingClass") === "standard";
  if (at("TermType") !== "OnDemand" && !isYear) return null;
  return {
    sku,
    region: named(at("Region Code"), "Region Code"),
    pricing: isYear ? "one_year" : "on_demand",
    pricePerNodeHour: decimalPrice(at("PricePerUnit")),
    from: instant(at("EffectiveDate")),
  };
}

// ——— AWS: the same offer file as JSON. First the products by their SKUs, then for each SKU what is offered of it. ———

const awsProduct = z.object({
  sku: z.string(),
  attributes: z.object({
    regionCode: z.string().default(""),
    tenancy: z.string().default(""),
    operatingSystem: z.string().default(""),
    preInstalledSw: z.string().default(""),
    capacitystatus: z.string().default(""),
  }),
});
const awsTerm = z.object({
  sku: z.string(),
  effectiveDate: z.string(),
  priceDimensions: z.record(
    z.string(),
    z.object({ unit: z.string(), pricePerUnit: z.record(z.string(), z.string()) }),
  ),
  termAttributes: z
    .object({
      LeaseContractLength: z.string().optional(),
      PurchaseOption: z.string().optional(),
      OfferingClass: z.string().optional(),
    })
    .default({}),
});

export const AWS_PRODUCTS = "products";
export const AWS_TERMS = ["terms.OnDemand", "terms.Reserved"] as const;

/** Reads the entries of the file in their order; it keeps the SKUs of known machines, and no other. */
export function awsJsonReader(): (item: unknown) => FilePrice[] {
  const machines = new Map<string, { sku: string; region: string }>();
  let hasProducts = false;
  return (item) => {
    if (typeof item !== "object" || item === null) throw new OddPrice("it is no entry of an offer file");
    if ("attributes" in item) {
      hasProducts = true;
      const { instanceType: sku } = (item.attributes ?? {}) as { instanceType?: unknown };
      if (typeof sku !== "string" || !Object.hasOwn(awsMachines, sku)) return [];
      const { sku: key, attributes: of } = parsed(awsProduct, item);
      const isPlain =
        of.tenancy === "Shared" &&
        of.operatingSystem === "Linux" &&
        of.preInstalledSw === "NA" &&
        of.capacitystatus === "Used";
      if (isPlain) machines.set(key, { sku, region: named(of.regionCode, "regionCode") });
      return [];
    }
    if (!hasProducts) throw new OddPrice("what is offered stands before the products that it is of");
    const terms = Object.values(item as Record<string, unknown>);
    const [{ sku: key = "" } = {}] = terms as { sku?: string }[];
    const machine = machines.get(key);
    return machine ? terms.flatMap((term) => readAwsTerm(machine, parsed(awsTerm, term))) : [];
  };
}

function readAwsTerm(
  { sku, region }: { sku: string; region: string },
  { effectiveDate, priceDimensions, termAttributes: of }: z.infer<typeof awsTerm>,
): FilePrice[] {
  const isReserved = of.LeaseContractLength !== undefined;
  const isYear =
    of.LeaseContractLength === "1yr" && of.PurchaseOption === "No Upfront" && of.OfferingClass === "standard";
  if (isReserved && !isYear) return [];
  return Object.values(priceDimensions).flatMap(({ unit, pricePerUnit: { USD: price } }) =>
    unit === "Hrs" && price !== undefined
      ? [
          {
            sku,
            region,
            pricing: isYear ? ("one_year" as const) : ("on_demand" as const),
            pricePerNodeHour: decimalPrice(price),
            from: instant(effectiveDate),
          },
        ]
      : [],
  );
}

// ——— AWS: the history of spot prices, as its command line answers. In each zone a price holds until the next. ———

const awsSpot = z.object({
  AvailabilityZone: z.string(),
  InstanceType: z.string(),
  ProductDescription: z.string(),
  SpotPrice: z.string(),
  Timestamp: z.string(),
});
export const AWS_SPOT = "SpotPriceHistory";
const ofRegion = /^([a-z]{2}(?:-gov)?-[a-z]+-\d)[a-z]$/;
const DAY_MS = 86_400_000;

interface ZoneDay {
  first: number;
  least: Usd;
  last: number;
  lastPrice: Usd;
}

/**
 * Takes the entries in any order, and keeps of each zone and day what it takes to say the least that a machine cost in a
 * region that day: spot prices move by the hour, and what is said to be saved is the least that it can have been.
 */
export class AwsSpotPrices {
  readonly #zones = new Map<string, Map<string, Map<number, ZoneDay>>>();
  /** The last day that there is an entry of in a region: later ones the file does not cover. */
  readonly #lastDays = new Map<string, number>();

  take(item: unknown): void {
    const { InstanceType: sku } = (item ?? {}) as { InstanceType?: unknown };
    if (typeof sku !== "string" || !Object.hasOwn(awsMachines, sku)) return;
    const spot = parsed(awsSpot, item);
    const [, region] = ofRegion.exec(spot.AvailabilityZone) ?? [];
    if (spot.ProductDescription !== "Linux/UNIX" || !region) return;
    const price = decimalPrice(spot.SpotPrice);
    const at = instant(spot.Timestamp.replace(/\+00:00$/, "Z")).getTime();
    this.#lastDays.set(region, Math.max(dayOf(at), this.#lastDays.get(region) ?? dayOf(at)));
    const zones = entryOf(this.#zones, `${sku}|${region}`, () => new Map<string, Map<number, ZoneDay>>());
    const days = entryOf(zones, spot.AvailabilityZone, () => new Map<number, ZoneDay>());
    const day = entryOf(days, dayOf(at), () => ({
      first: at,
      least: price,
      last: at,
      lastPrice: price,
    }));
    if (price < day.least) day.least = price;
    if (at < day.first) day.first = at;
    if (at >= day.last) {
      day.last = at;
      day.lastPrice = price;
    }
  }

  prices(): FilePrice[] {
    return [...this.#zones].flatMap(([key, zones]) => {
      const [sku = "", region = ""] = key.split("|");
      const firsts = [...zones.values()].map((zone) =>
        Math.min(...[...zone.values()].map(({ first }) => first)),
      );
      // A history begins with what each zone cost when that was, however long before: until the last of them nobody knows
      // what was the least.
      const begin = Math.max(...firsts);
      const lastDay = this.#lastDays.get(region) ?? dayOf(begin);
      const until = new Date((lastDay + 1) * DAY_MS);
      const carried = new Map<string, Usd>();
      const prices: FilePrice[] = [];
      for (let day = dayOf(Math.min(...firsts)); day <= lastDay; day++) {
        let least: Usd | null = null;
        for (const [name, zone] of zones) {
          const own = zone.get(day);
          for (const price of [carried.get(name), own?.least])
            if (price !== undefined && (least === null || price < least)) least = price;
          if (own) carried.set(name, own.lastPrice);
        }
        const before = prices.at(-1);
        if (day < dayOf(begin) || least === null || least === before?.pricePerNodeHour) continue;
        const from = new Date(Math.max(begin, day * DAY_MS));
        if (before) before.until = from;
        prices.push({ sku, region, pricing: "spot", pricePerNodeHour: least, from, until });
      }
      return prices;
    });
  }
}

const dayOf = (at: number) => Math.floor(at / DAY_MS);

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

// ——— Azure: the answers of the Retail Prices API. ———

const azureItem = z.object({
  currencyCode: z.string(),
  retailPrice: z.number(),
  armRegionName: z.string(),
  effectiveStartDate: z.string(),
  effectiveEndDate: z.string().nullish(),
  productName: z.string(),
  skuName: z.string(),
  armSkuName: z.string(),
  unitOfMeasure: z.string(),
  type: z.string(),
  reservationTerm: z.string().optional(),
});
const HOURS_A_YEAR = 8_760n;

export function readAzureItem(item: unknown): FilePrice | null {
  const { armSkuName: sku } = (item ?? {}) as { armSkuName?: unknown };
  if (typeof sku !== "string" || !Object.hasOwn(azureMachines, sku)) return null;
  const price = parsed(azureItem, item);
  if (
    price.productName.includes("Windows") ||
    price.unitOfMeasure !== "1 Hour" ||
    price.currencyCode !== "USD"
  )
    return null;
  if (/ low priority$/i.test(price.skuName)) return null;
  const isYear = price.type === "Reservation" && price.reservationTerm === "1 Year";
  if (price.type !== "Consumption" && !isYear) return null;
  // A reservation's price is one for all of its term, whatever it says of hours.
  const amount = positive(usdFromNumber(price.retailPrice), price.retailPrice);
  const from = instant(price.effectiveStartDate);
  const until = price.effectiveEndDate == null ? null : instant(price.effectiveEndDate);
  if (until && until <= from) throw new OddPrice("effectiveEndDate: it ends before it begins");
  return {
    sku,
    region: named(price.armRegionName, "armRegionName"),
    pricing: isYear ? "one_year" : / spot$/i.test(price.skuName) ? "spot" : "on_demand",
    pricePerNodeHour: isYear ? divideRounded(amount, HOURS_A_YEAR) : amount,
    from,
    ...(until && { until }),
  };
}

// ——— Google: the SKUs of the Cloud Billing Catalog API. A machine's price is that of its parts. ———

const gcpSku = z.object({
  description: z.string(),
  category: z.object({ usageType: z.string() }),
  serviceRegions: z.array(z.string()),
  pricingInfo: z
    .array(
      z.object({
        effectiveTime: z.string(),
        pricingExpression: z.object({
          usageUnit: z.string(),
          tieredRates: z
            .array(
              z.object({
                unitPrice: z.object({
                  currencyCode: z.string(),
                  units: z.string().optional(),
                  nanos: z.number().int().optional(),
                }),
              }),
            )
            .min(1),
        }),
      }),
    )
    .min(1),
});

export interface PartPrice {
  /** "Nvidia H100 80GB GPU", "A3 core", "A3 ram". */
  part: string;
  pricing: Pricing;
  regions: readonly string[];
  /** Of an hour of one, in billionths of a dollar. */
  nanos: bigint;
  from: Date;
}

const ofInstance = /^(?:Spot Preemptible )?(A2|A3|G2) Instance (Core|Ram) running in /;
const ofGpu = /^(Nvidia .+ GPU)(?: attached to Spot Preemptible VMs)? running in /;
/** What one promises to use for a year, by the hour. */
const ofYear = /^Commitment v1: (?:(A2|A3|G2) (Cpu|Ram)|(Nvidia .+ GPU)(?: running)?) in .+ for 1 Year$/;
const gpuNames: ReadonlySet<string> = new Set(Object.values(gcpMachines).map(({ gpuName }) => gpuName));

export function readGcpSku(item: unknown): PartPrice | null {
  const { description } = (item ?? {}) as { description?: unknown };
  if (typeof description !== "string") throw new OddPrice("a SKU has a description");
  const [, family, what, committed] = ofInstance.exec(description) ?? ofYear.exec(description) ?? [];
  const gpu = committed ?? ofGpu.exec(description)?.[1] ?? "";
  const kind = what?.toLowerCase() === "ram" ? "ram" : "core";
  const part = family && what ? `${family} ${kind}` : gpuNames.has(gpu) ? gpu : null;
  if (part === null) return null;
  const sku = parsed(gcpSku, item);
  const pricing = usages.get(sku.category.usageType);
  if (!pricing) return null;
  const info = sku.pricingInfo.at(-1);
  const rate = info?.pricingExpression.tieredRates.at(-1)?.unitPrice;
  if (!info || !rate || rate.currencyCode !== "USD") return null;
  if (!/^-?\d{1,9}$/.test(rate.units ?? "0")) throw new OddPrice(`a price is ${rate.units ?? ""} dollars`);
  return {
    part,
    pricing,
    regions: sku.serviceRegions,
    nanos: positive(BigInt(rate.units ?? "0") * NANOS + BigInt(rate.nanos ?? 0), description),
    from: instant(info.effectiveTime),
  };
}

const usages: ReadonlyMap<string, Pricing> = new Map([
  ["OnDemand", "on_demand"],
  ["Preemptible", "spot"],
  ["Commit1Yr", "one_year"],
]);

const NANOS = 1_000_000_000n;

/** Each machine in each region where all of its parts have a price, from when the last of them holds. */
export function assembleGcp(parts: readonly PartPrice[]): FilePrice[] {
  const known = new Map<string, PartPrice>();
  const places = new Set<string>();
  for (const part of parts) {
    for (const region of part.regions) {
      const key = `${part.part}|${part.pricing}|${region}`;
      const before = known.get(key);
      if (before && before.nanos !== part.nanos)
        throw new OddPrice(`${part.part} has two prices in ${region}`);
      known.set(key, part);
      places.add(`${part.pricing}|${region}`);
    }
  }
  const prices: FilePrice[] = [];
  for (const [sku, machine] of Object.entries(gcpMachines)) {
    for (const place of places) {
      const [pricing, region] = place.split("|") as [Pricing, string];
      const at = (part: string) => known.get(`${part}|${place}`);
      const [gpu, core, ram] = [
        at(machine.gpuName),
        at(`${machine.family} core`),
        at(`${machine.family} ram`),
      ];
      if (!gpu || !core || !ram) continue;
      const nanos =
        gpu.nanos * BigInt(machine.gpus) +
        core.nanos * BigInt(machine.vcpus) +
        ram.nanos * BigInt(machine.ramGib);
      const from = new Date(Math.max(...[gpu, core, ram].map((part) => part.from.getTime())));
      prices.push({ sku, region, pricing, pricePerNodeHour: divideRounded(nanos, 1_000n), from });
    }
  }
  return prices;
}

function parsed<Value>(form: z.ZodType<Value>, item: unknown): Value {
  const { data, error } = form.safeParse(item);
  if (data !== undefined) return data;
  const [fault] = error?.issues ?? [];
  throw new OddPrice(`${fault?.path.join(".") ?? "it"}: ${fault?.message ?? "cannot be read"}`);
}

const DECIMAL = /^(-?)(\d{1,9})(?:\.(\d{1,10}))?$/;

/** Ten places as they are written, to the nearest micro-dollar. */
function decimalPrice(text: string): Usd {
  const match = DECIMAL.exec(text);
  if (!match) throw new OddPrice(`PricePerUnit: ${JSON.stringify(text.slice(0, 40))} is no price`);
  const [, sign, whole = "0", fraction = ""] = match;
  const tenths = BigInt(whole) * 10_000_000_000n + BigInt(fraction.padEnd(10, "0"));
  return positive(sign ? -1n : divideRounded(tenths, 10_000n), text);
}

function positive(amount: bigint, told: string | number): bigint {
  if (amount <= 0n) throw new OddPrice(`a price is more than nothing, and ${told} is not`);
  return amount;
}

function named(text: string, what: string): string {
  if (text === "") throw new OddPrice(`${what}: it is empty`);
  return text;
}

/** "2025-06-05", "2025-06-05T00:00:00Z": of UTC, and no time of day but what is written. */
function instant(text: string): Date {
  const at = /^\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?$/.test(text) ? new Date(text) : new Date(Number.NaN);
  if (Number.isNaN(at.getTime())) throw new OddPrice(`${JSON.stringify(text.slice(0, 40))} is no day`);
  return at;
}

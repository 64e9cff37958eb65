import { z } from "zod";
import { driverNumber } from "./machine-facts.ts";
import { badArguments } from "./refusals.ts";

/**
 * The query language of the search: field → {operator: value}, beside a few keys that are no fields. Old clients
 * send every value as text, so a value is read as whatever the row holds.
 */
const operators = ["eq", "neq", "gt", "gte", "lt", "lte", "in", "notin"] as const;
type Operator = (typeof operators)[number];

/** Kept loose on purpose: which fields exist is the row's to say. */
const looseNumber = z.coerce.number();
const looseBoolean = z.union([z.boolean(), z.enum(["true", "false", "True", "False", "1", "0"])]);

const Keys = z.object({
  order: z.array(z.tuple([z.string(), z.string()])).default([["score", "desc"]]),
  type: z
    .enum(["on-demand", "ondemand", "bid", "reserved"])
    .nullish()
    .transform((type) => type ?? "on-demand"),
  limit: looseNumber.nullish(),
  allocated_storage: looseNumber.nullish(),
  disable_bundling: looseBoolean.nullish(),
});

export interface Clause {
  field: string;
  operator: Operator;
  value: unknown;
}

export interface OfferQuery {
  clauses: Clause[];
  order: { field: string; descending: boolean }[];
  bid: boolean;
  limit: number;
  storageGb: number;
  bundled: boolean;
}

/** Other names of fields, as clients and documents use them. */
const aliases: Readonly<Record<string, string>> = {
  reliability: "reliability2",
  cuda_vers: "cuda_max_good",
  dlperf_usd: "dlperf_per_dphtotal",
  flops_usd: "flops_per_dphtotal",
  dph: "dph_total",
  ubuntu_version: "os_version",
  display_active: "gpu_display_active",
};

const STORAGE_GB_USUAL = 8;

/** What the provider documents as searched for when a query does not say. */
const documentedDefaults: Readonly<Record<string, unknown>> = {
  rentable: { eq: true },
  rented: { eq: false },
  verified: { eq: true },
};

export function parseOfferQuery(query: unknown, withDefaults: boolean): OfferQuery {
  const given = z.record(z.string(), z.unknown()).safeParse(query ?? {});
  if (!given.success) throw badArguments("The query must be an object.");
  const { order, type, limit, allocated_storage, disable_bundling, ...filters } = given.data;
  const keys = Keys.safeParse({ order, type, limit, allocated_storage, disable_bundling });
  if (!keys.success)
    throw badArguments(`${keys.error.issues[0]?.path.join(".")}: ${keys.error.issues[0]?.message}`);

  return {
    clauses: Object.entries(withDefaults ? addDefaults(filters) : filters).flatMap(([field, filter]) =>
      clausesOf(fieldNamed(field), filter),
    ),
    order: keys.data.order.map(([field, direction]) => ({
      field: fieldNamed(field),
      descending: direction.toLowerCase() === "desc",
    })),
    bid: keys.data.type === "bid",
    limit: keys.data.limit ?? Number.POSITIVE_INFINITY,
    storageGb: keys.data.allocated_storage ?? STORAGE_GB_USUAL,
    bundled: !isTrue(keys.data.disable_bundling ?? false),
  };
}

function addDefaults(filters: Record<string, unknown>): Record<string, unknown> {
  const complete = { ...documentedDefaults, ...filters };
  if ("verification" in filters && !("verified" in filters)) delete complete["verified"];
  return complete;
}

function fieldNamed(field: string): string {
  return aliases[field] ?? field;
}

export function clausesOf(field: string, filter: unknown): Clause[] {
  if (filter === null || filter === undefined) return [];
  if (typeof filter !== "object") return [{ field, operator: "eq", value: filter }];
  return Object.entries(filter).map(([operator, value]: [string, unknown]) => {
    if (!isOperator(operator)) throw badArguments(`${field}: unknown operator ${operator}`);
    if ((operator === "in" || operator === "notin") && !Array.isArray(value)) {
      throw badArguments(`${field}: ${operator} takes a list`);
    }
    return { field, operator, value };
  });
}

function isOperator(operator: string): operator is Operator {
  return (operators as readonly string[]).includes(operator);
}

function isTrue(value: unknown): boolean {
  return value === true || value === 1 || /^(true|1)$/i.test(String(value));
}

type Test = (value: unknown) => boolean;

/** A clause as a test of a row's value. An empty value passes none but "is not". */
export function testOf({ field, operator, value: wanted }: Clause): Test {
  switch (operator) {
    case "eq":
      return equalTo(field, wanted);
    case "in":
      return anyOf(field, wanted);
    case "neq":
      return not(equalTo(field, wanted));
    case "notin":
      return not(anyOf(field, wanted));
    case "gt":
      return ordered(field, wanted, (difference) => difference > 0);
    case "gte":
      return ordered(field, wanted, (difference) => difference >= 0);
    case "lt":
      return ordered(field, wanted, (difference) => difference < 0);
    case "lte":
      return ordered(field, wanted, (difference) => difference <= 0);
  }
}

function not(test: Test): Test {
  return (value) => !test(value);
}

function anyOf(field: string, wanted: unknown): Test {
  const tests = (wanted as unknown[]).map((one) => equalTo(field, one));
  return (value) => tests.some((test) => test(value));
}

/** The row decides what the wanted value is read as, so all readings stand ready. */
function equalTo(field: string, wanted: unknown): Test {
  const truth = isTrue(wanted);
  const number = numberFrom(wanted);
  const words = plain(wanted);
  const country = field === "geolocation" && words.length === 2 ? `, ${words.toUpperCase()}` : null;
  return (value) => {
    if (value === null || value === undefined) return wanted === null;
    if (typeof value === "boolean") return value === truth;
    if (typeof value === "number") return value === number;
    // Rows say "Texas, US"; a filter may say that, or just US.
    return country ? plain(value).endsWith(country) : plain(value) === words;
  };
}

function ordered(field: string, wanted: unknown, accepts: (difference: number) => boolean): Test {
  const isVersion = field === "driver_version";
  const number = isVersion ? driverNumber(String(wanted)) : numberFrom(wanted);
  return (value) => {
    if (value === null || value === undefined) return false;
    // Two that cannot be compared differ by NaN, which no order accepts.
    return accepts((isVersion ? driverNumber(plain(value)) : Number(value)) - number);
  };
}

function numberFrom(wanted: unknown): number {
  if (typeof wanted === "string" && /^(true|false)$/i.test(wanted)) return isTrue(wanted) ? 1 : 0;
  return Number(wanted);
}

/** Names are written with spaces in rows and with underscores in queries. */
function plain(text: unknown): string {
  return (typeof text === "string" ? text : JSON.stringify(text)).replaceAll("_", " ");
}

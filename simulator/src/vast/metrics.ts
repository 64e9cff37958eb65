import { z } from "zod";
import { DAY, SECOND } from "../clock.ts";
import { json, type Answer } from "../http/exchange.ts";
import {
  countGpus,
  gpuPrices,
  machinesByGpuName,
  modelNamed,
  pastFactor,
  pricePercentile,
  rentedThen,
} from "../market/summary.ts";
import type { Machine } from "../market/machines.ts";
import { machinesOf, type World } from "../world.ts";
import { badArguments } from "./refusals.ts";
import type { Visit } from "./visit.ts";

/** The provider's own statistics of its market, with the prices of what is rented and not only of what is left. */
const Scope = z.object({
  verified: z.enum(["yes", "no", "all"]).default("yes"),
  hosting_type: z.enum(["all", "secure_cloud", "community"]).default("all"),
  num_gpus: z.union([z.literal("all"), z.coerce.number().int().positive()]).default("all"),
});

const Range = Scope.extend({
  gpu_name: z.string().default("RTX 5090, RTX 4090, RTX 3090"),
  start: z.coerce.number().optional(),
  end: z.coerce.number().optional(),
  step: z.coerce.number().positive().optional(),
});

/** A history without a step has about this many points. */
const POINTS_USUAL = 20;
const POINTS_MAX = 2_000;

export function gpuNames({ world }: Visit): Answer {
  return json(200, { gpu_names: [...machinesByGpuName(machinesOf(world, "vast")).keys()].toSorted() });
}

export function metricsCurrent({ world, query }: Visit): Answer {
  const machines = inScope(world, parse(Scope, query));
  const gpus = [...machinesByGpuName(machines)].map(([gpuName, group]) => currentOf(world, gpuName, group));
  return json(200, { success: true, gpus });
}

function currentOf(world: World, gpuName: string, group: readonly Machine[]) {
  const verified = countGpus(group.filter(isVerified));
  const unverified = countGpus(group.filter((machine) => !isVerified(machine)));
  const rented = verified.rented + unverified.rented;
  const available = verified.available + unverified.available;
  const prices = gpuPrices(group, "all");
  const median = pricePercentile(prices, 50);
  const model = modelNamed(gpuName);
  const usage = percentage(rented, rented + available);
  const monthBack = rentedThen(world, gpuName, { rented, available }, world.now - 30 * DAY);
  return {
    gpu_name: gpuName,
    total: rented + available,
    available,
    rented_verified: verified.rented,
    avail_verified: verified.available,
    rented_unverified: unverified.rented,
    avail_unverified: unverified.available,
    usage,
    usage_30d: percentage(monthBack, rented + available),
    dlperf: model?.dlperf ?? null,
    tflops: model?.teraflops ?? null,
    price_p10: pricePercentile(prices, 10),
    price_p25: pricePercentile(prices, 25),
    price_median: median,
    price_p75: pricePercentile(prices, 75),
    price_p90: pricePercentile(prices, 90),
    tflops_per_dollar: model && median ? model.teraflops / median : null,
    dlperf_per_dollar: model && median ? model.dlperf / median : null,
  };
}

export function metricsHistory({ world, query }: Visit): Answer {
  const range = parse(Range, query);
  const end = range.end ?? Math.floor(world.now / SECOND);
  const start = range.start ?? end - DAY / SECOND;
  if (start >= end) throw badArguments("start must be before end");
  const step = range.step ?? Math.max(1, Math.floor((end - start) / POINTS_USUAL));
  if ((end - start) / step > POINTS_MAX)
    throw badArguments(`more than ${POINTS_MAX} points: take a longer step`);

  const groups = machinesByGpuName(inScope(world, range));
  const wanted = range.gpu_name === "all" ? [...groups.keys()] : range.gpu_name.split(",").map(readName);
  const times = Array.from(
    { length: Math.floor((end - start) / step) + 1 },
    (_, index) => start + index * step,
  );
  const gpus: Record<string, ReturnType<typeof historyOf>> = {};
  for (const name of wanted) {
    const group = groups.get(name);
    if (group) gpus[name] = historyOf(world, name, group, times);
  }
  return json(200, { success: true, gpus });
}

function historyOf(world: World, gpuName: string, group: readonly Machine[], times: readonly number[]) {
  const counts = countGpus(group);
  const model = modelNamed(gpuName);
  const rented = percentiles(gpuPrices(group, "rented"));
  const available = percentiles(gpuPrices(group, "available"));
  const total = counts.rented + counts.available;
  return {
    supply_demand: times.map((time) => {
      const taken = rentedThen(world, gpuName, counts, time * SECOND);
      return { timestamp: time, rented: taken, avail: total - taken };
    }),
    pricing: times.map((time) => {
      const factor = model ? pastFactor(world, model, time * SECOND) : 1;
      return {
        timestamp: time,
        ...named("rented", rented, factor),
        ...named("avail", available, factor),
      };
    }),
    stats: { total, dlperf: model?.dlperf ?? null, tflops: model?.teraflops ?? null },
  };
}

export function metricsLocations({ world, query }: Visit): Answer {
  const groups = new Map<string, Machine[]>();
  for (const machine of inScope(world, parse(Scope, query))) {
    const place = machine.specs.geolocation ?? "Unknown";
    groups.set(place, [...(groups.get(place) ?? []), machine]);
  }
  const locations = [...groups].map(([location, group]) => {
    const { rented, available } = countGpus(group);
    return { location, total: rented + available, rented, available };
  });
  return json(200, { success: true, locations });
}

function parse<Schema extends z.ZodType>(schema: Schema, query: URLSearchParams): z.infer<Schema> {
  const parsed = schema.safeParse(Object.fromEntries(query));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw badArguments(`${issue?.path.join(".")}: ${issue?.message}`);
  }
  return parsed.data;
}

function inScope(world: World, scope: z.infer<typeof Scope>): Machine[] {
  return machinesOf(world, "vast").filter(
    (machine) =>
      (scope.verified === "all" || isVerified(machine) === (scope.verified === "yes")) &&
      (scope.hosting_type === "all" || machine.host.datacenter === (scope.hosting_type === "secure_cloud")) &&
      (scope.num_gpus === "all" || machine.gpuCount === scope.num_gpus),
  );
}

function isVerified(machine: Machine): boolean {
  return machine.host.verification === "verified";
}

function percentage(part: number, whole: number): number {
  return whole === 0 ? 0 : (100 * part) / whole;
}

type Percentiles = Record<"p10" | "median" | "p90", number | null>;

function percentiles(prices: readonly number[]): Percentiles {
  return {
    p10: pricePercentile(prices, 10),
    median: pricePercentile(prices, 50),
    p90: pricePercentile(prices, 90),
  };
}

function named(prefix: string, { p10, median, p90 }: Percentiles, factor: number) {
  const then = (price: number | null) => (price === null ? null : price * factor);
  return { [`${prefix}_p10`]: then(p10), [`${prefix}_median`]: then(median), [`${prefix}_p90`]: then(p90) };
}

/** Names may come with underscores for spaces. */
function readName(name: string): string {
  return name.trim().replaceAll("_", " ");
}

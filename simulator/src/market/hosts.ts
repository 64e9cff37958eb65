import type { Provider } from "../providers.ts";
import type { Random } from "../random.ts";
import { places, type Place } from "./places.ts";
import { models, type GpuModel } from "./models.ts";

/** Who owns machines: a person with two in a garage, or a data centre with a hall of them. */
export interface Host {
  id: number;
  /** Where the host lists its machines. */
  provider: Provider;
  /** Whether the host looks at the market and sets each machine's price, or the provider has one list for all. */
  pricing: "each" | "list";
  place: Place;
  /** Data centres are "secure cloud" to the provider: hosting type 1. */
  datacenter: boolean;
  verification: "verified" | "unverified" | "deverified";
  machineCount: number;
  /** What this host tends to buy. */
  models: readonly GpuModel[];
  reliability: number;
  megabitsDown: number;
  megabitsUp: number;
  storagePerGbMonth: number;
  inetUpPerGb: number;
  inetDownPerGb: number;
  staticIp: boolean;
}

/**
 * The first hosts are dealt one place and one model each, in order, so that a market of ordinary size holds every
 * place and every model whatever the seed; the rest fall as they are common.
 */
export function makeHost(id: number, ordinal: number, random: Random): Host {
  const first = models[ordinal] ?? random.weighted(models, (model) => model.weight);
  const datacenter = random.chance({ datacenter: 0.75, workstation: 0.35, consumer: 0.2 }[first.tier]);
  const place = places[ordinal] ?? random.weighted(places, (candidate) => candidate.weight);
  const second = random.weighted(models, (model) => (model.tier === first.tier ? model.weight : 0));
  const settled = datacenter ? 0.9 : 0.74;
  return {
    id,
    provider: "vast",
    pricing: "each",
    place,
    datacenter,
    verification: random.chance(settled) ? "verified" : random.chance(0.75) ? "unverified" : "deverified",
    machineCount: datacenter ? random.integer(3, 11) : Math.min(9, 1 + Math.floor(random.exponential(2.6))),
    models: random.chance(0.5) ? [first] : [first, second],
    reliability: datacenter ? random.between(0.985, 0.9995) : random.between(0.93, 0.998),
    megabitsDown: random.logNormal(datacenter ? 3_800 : 700, datacenter ? 0.7 : 0.6),
    megabitsUp: random.logNormal(datacenter ? 3_200 : 420, datacenter ? 0.7 : 0.8),
    storagePerGbMonth: Math.round(random.between(0.08, datacenter ? 0.22 : 0.3) * 100) * 10_000,
    inetUpPerGb: random.chance(0.3) ? 0 : Math.round(random.between(1, 26)) * 1_000,
    inetDownPerGb: random.chance(0.35) ? 0 : Math.round(random.between(1, 22)) * 1_000,
    staticIp: random.chance(datacenter ? 0.8 : 0.15),
  };
}

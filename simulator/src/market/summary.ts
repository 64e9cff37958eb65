import { HOUR } from "../clock.ts";
import { dollars } from "../money.ts";
import { randomFor } from "../random.ts";
import type { World } from "../world.ts";
import type { Machine } from "./machines.ts";
import { models, type GpuModel } from "./models.ts";
import { levelAt } from "./prices.ts";

/** What the market looks like from above: how many GPUs there are, who has them, and at what prices. */
export interface Counts {
  rented: number;
  available: number;
}

/** Whole GPUs, not machines or asks. */
export function countGpus(machines: readonly Machine[]): Counts {
  let rented = 0;
  let available = 0;
  for (const machine of machines) {
    const taken = machine.slots.filter((occupant) => occupant !== null).length;
    rented += taken;
    if (machine.listed && machine.online) available += machine.gpuCount - taken;
  }
  return { rented, available };
}

/** Dollars per GPU-hour at so many percent of the way up, each GPU counted once. */
export function pricePercentile(prices: readonly number[], percent: number): number | null {
  const sorted = prices.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor((percent / 100) * sorted.length))] ?? null;
}

export function gpuPrices(machines: readonly Machine[], of: "rented" | "available" | "all"): number[] {
  return machines.flatMap((machine) =>
    machine.slots
      .filter((occupant) => of === "all" || (occupant !== null) === (of === "rented"))
      .map(() => dollars(machine.price)),
  );
}

/** Prices were higher or lower in the past as the recorded series was; the spread between machines stays. */
export function pastFactor(world: World, model: GpuModel, at: number): number {
  return levelAt(world.walks, model, at) / levelAt(world.walks, model, world.now);
}

/** How many of so many GPUs were rented then: busier by day than by night, and never quite the same. */
export function rentedThen(world: World, gpuName: string, counts: Counts, at: number): number {
  const total = counts.rented + counts.available;
  const hour = Math.floor(at / HOUR);
  const whim = randomFor(`${world.seed}/demand/${gpuName}/${hour}`).normal(0, 0.03);
  const daily = 0.05 * Math.sin((2 * Math.PI * (hour % 24)) / 24);
  const share = total === 0 ? 0 : counts.rented / total + daily + whim;
  return Math.round(total * Math.min(1, Math.max(0, share)));
}

export function machinesByGpuName(machines: Iterable<Machine>): Map<string, Machine[]> {
  const groups = new Map<string, Machine[]>();
  for (const machine of machines) {
    const group = groups.get(machine.model.name);
    if (group) group.push(machine);
    else groups.set(machine.model.name, [machine]);
  }
  return groups;
}

export function modelNamed(gpuName: string): GpuModel | undefined {
  return models.find((model) => model.name === gpuName);
}

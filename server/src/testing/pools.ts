import { expect } from "vitest";
import { createPool } from "../reservations/pools.ts";
import { priceReservation } from "../reservations/price.ts";
import { quartersIn } from "../reservations/rules/grid.ts";
import type { PoolWish } from "../reservations/rules/pool.ts";
import { findBreaches, listPoolIds } from "../reservations/store/invariants.ts";
import type { PoolRow } from "../reservations/store/pools.ts";
import { type Usd, usd } from "../values/money.ts";
import type { World } from "./world.ts";

const HOUR_MS = 3_600_000;

/** So many hours from the full hour at hand. */
export function inHours(world: World, hours: number): Date {
  const now = Math.floor(world.clock.now().getTime() / HOUR_MS) * HOUR_MS;
  return new Date(now + hours * HOUR_MS);
}

export function addPool(world: World, wish: Partial<PoolWish> = {}): Promise<PoolRow> {
  return createPool(world.ctx(), {
    name: "H100 in Europe",
    gpuModel: "H100",
    region: "EU",
    gpus: 8,
    pricePerGpuHour: usd(2),
    backing: "bought-at-start",
    buyCapPerGpuHour: usd(4),
    horizonDays: 365,
    ...wish,
  });
}

/** What it would be shown to cost. */
export async function totalOf(
  world: World,
  poolId: string,
  gpus: number,
  window: { startsAt: Date; endsAt: Date },
): Promise<Usd> {
  expect(quartersIn(window)).toBeGreaterThan(0);
  return (await priceReservation(world.ctx(), { poolId, gpus, ...window })).total;
}

/** Belongs after every test in which GPUs are promised. */
export async function expectSoundPools(world: World): Promise<void> {
  const ids = await listPoolIds(world.ctx(), "", 10_000);
  const breaches = await Promise.all(ids.map((id) => findBreaches(world.ctx(), id)));
  expect(breaches.flat()).toEqual([]);
}

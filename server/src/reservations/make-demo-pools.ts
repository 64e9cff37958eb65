import type { Ctx } from "../platform/context.ts";
import { usd } from "../values/money.ts";
import { createPool } from "./pools.ts";
import type { PoolWish } from "./rules/pool.ts";
import { listPools } from "./store/pools.ts";

/** Something to book for a newcomer, of what the simulated market always has. Made once. */
export async function makeDemoPools(ctx: Ctx): Promise<void> {
  if ((await listPools(ctx, {})).length > 0) return;
  for (const pool of demoPools) await createPool(ctx, { ...pool, backing: "bought-at-start" });
}

type DemoPool = Omit<PoolWish, "backing">;

const demoPools: readonly DemoPool[] = [
  {
    name: "H100, anywhere",
    gpuModel: "H100",
    region: "Anywhere",
    gpus: 16,
    pricePerGpuHour: usd(3),
    buyCapPerGpuHour: usd(6),
    rules: [{ label: "Eight GPUs or more", shareBp: -300, minGpus: 8, minHours: 0, minDaysAhead: 0 }],
  },
  {
    name: "A100, anywhere",
    gpuModel: "A100",
    region: "Anywhere",
    gpus: 16,
    pricePerGpuHour: 1_600_000n,
    buyCapPerGpuHour: usd(4),
    rules: [{ label: "Booked two weeks ahead", shareBp: -200, minGpus: 1, minHours: 0, minDaysAhead: 14 }],
  },
  {
    name: "RTX 4090, anywhere",
    gpuModel: "RTX 4090",
    region: "Anywhere",
    gpus: 24,
    pricePerGpuHour: 550_000n,
    buyCapPerGpuHour: usd(2),
  },
];

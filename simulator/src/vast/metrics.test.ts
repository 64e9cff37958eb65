import { expect, test } from "vitest";
import { running, START } from "../testing/running.ts";
import { sure } from "../testing/sure.ts";
import { machinesOf } from "../world.ts";

interface Current {
  gpus: {
    gpu_name: string;
    total: number;
    available: number;
    price_p10: number;
    price_median: number;
    price_p90: number;
  }[];
}

interface History {
  gpus: Record<
    string,
    { supply_demand: { timestamp: number; rented: number; avail: number }[]; pricing: Row[] }
  >;
}

interface Row {
  timestamp: number;
  rented_median: number;
  avail_median: number;
}

test("every GPU name on the market is listed once", async () => {
  const simulator = await running();
  const { gpu_names } = (await simulator.get("/api/v0/gpu_names/unique/")).as<{ gpu_names: string[] }>();
  expect(gpu_names).toContain("RTX 4090");
  expect(new Set(gpu_names).size).toBe(gpu_names.length);
});

test("the snapshot counts every GPU and orders its percentiles", async () => {
  const simulator = await running();
  const { gpus } = (await simulator.get("/api/v0/metrics/gpu/current/?verified=all")).as<Current>();
  const machines = machinesOf(simulator.world, "vast");
  expect(gpus.reduce((sum, gpu) => sum + gpu.total, 0)).toBe(
    machines.reduce((sum, one) => sum + one.gpuCount, 0),
  );
  for (const gpu of gpus) {
    expect(gpu.price_p10).toBeLessThanOrEqual(gpu.price_median);
    expect(gpu.price_median).toBeLessThanOrEqual(gpu.price_p90);
  }
});

test("the history covers the last day in about twenty points, or any range by its step", async () => {
  const simulator = await running();
  const day = (await simulator.get("/api/v0/metrics/gpu/history/?gpu_name=RTX_4090")).as<History>();
  const points = sure(day.gpus["RTX 4090"]).pricing;
  expect(points.length).toBeGreaterThanOrEqual(20);
  expect(sure(points.at(-1)).timestamp).toBeLessThanOrEqual(START / 1_000);
  expect(sure(points[0]).timestamp).toBe(START / 1_000 - 86_400);

  const [start, end] = [START / 1_000 - 7_200, START / 1_000];
  const range = `gpu_name=all&start=${start}&end=${end}&step=3600`;
  const two = (await simulator.get(`/api/v0/metrics/gpu/history/?${range}`)).as<History>();
  expect(sure(two.gpus["RTX 3090"]).supply_demand.map((point) => point.timestamp)).toEqual([
    start,
    start + 3_600,
    end,
  ]);
});

test("too many points are refused", async () => {
  const simulator = await running({ machines: 20 });
  expect((await simulator.get("/api/v0/metrics/gpu/history/?step=1")).status).toBe(400);
});

import { describe, expect, test } from "vitest";
import { advance } from "../advance.ts";
import { HOUR } from "../clock.ts";
import { launching } from "../testing/launching.ts";
import { running } from "../testing/running.ts";
import { sure } from "../testing/sure.ts";
import { machinesOf } from "../world.ts";

test("19 types are listed, 17 of them with a GPU, each at a whole number of cents", async () => {
  const simulator = await launching();
  const types = await simulator.types();
  expect(types).toHaveLength(19);
  expect(types.filter(({ instance_type }) => instance_type.specs.gpus > 0)).toHaveLength(17);
  for (const { instance_type } of types) {
    expect(instance_type.price_cents_per_hour).toBeGreaterThan(0);
    expect(Number.isInteger(instance_type.price_cents_per_hour)).toBe(true);
  }
  const without = types.filter(({ instance_type }) => instance_type.specs.gpus === 0);
  expect(without.map(({ instance_type }) => instance_type.gpu_description)).toEqual(["N/A", "N/A"]);
});

test("B7: what was seen costs what was seen, and nothing says how much memory a card has", async () => {
  const simulator = await launching();
  const cents = async (id: string) => (await simulator.type(id)).instance_type.price_cents_per_hour;
  expect(await cents("v1_gpu_1x_a4000")).toBe(20);
  expect(await cents("v1_gpu_1x_a5000")).toBe(30);
  expect(await cents("v1_gpu_1x_8000")).toBe(35);
  expect(await cents("v1_gpu_1x_a6000")).toBe(55);
  expect(await cents("v2_gpu_1x_5090")).toBe(75);
  expect(JSON.stringify(await simulator.types())).not.toMatch(/vram/i);
});

describe("stock", () => {
  test("B5: there is one 5090, and who takes it takes it from everyone", async () => {
    const simulator = await launching();
    const where = async () =>
      (await simulator.type("v2_gpu_1x_5090")).regions_with_capacity_available.map(({ name }) => name);
    expect(await where()).toEqual(["igl"]);
    expect((await simulator.launch({ instance_type: "v2_gpu_1x_5090" })).status).toBe(200);
    expect(await where()).toEqual([]);
    const refused = await simulator.launch({ instance_type: "v2_gpu_1x_5090" });
    expect([refused.status, refused.as()]).toMatchObject([409, { detail: { error: "no_capacity" } }]);
  });

  test("a type of four cards is gone once one of its node's cards is", async () => {
    const simulator = await launching();
    const regions = async () =>
      (await simulator.type("v1_gpu_4x_a6000")).regions_with_capacity_available.length;
    expect(await regions()).toBe(1);
    await simulator.launch({ instance_type: "v1_gpu_1x_a6000" });
    expect(await regions()).toBe(0);
    expect((await simulator.type("v1_gpu_2x_a6000")).regions_with_capacity_available).toHaveLength(2);
  });

  test("strangers rent and leave, so that what has room changes by itself", async () => {
    const simulator = await running({ marketSpeed: 60, machines: 20 });
    const taken = () =>
      machinesOf(simulator.world, "bluelobster").map(({ slots }) =>
        slots.map((slot) => slot !== null).join(),
      );
    const before = taken();
    advance(simulator.world, simulator.world.now + HOUR);
    expect(taken()).not.toEqual(before);
  });
});

describe("prices", () => {
  test("move in whole cents, rarely, and for all machines of a card at once", async () => {
    const simulator = await running({ marketSpeed: 60, machines: 20 });
    const nodes = machinesOf(simulator.world, "bluelobster");
    let changes = 0;
    let before = nodes.map(({ price }) => price);
    for (let minute = 0; minute < 24 * 60; minute++) {
      advance(simulator.world, simulator.world.now + HOUR / 60);
      const after = nodes.map(({ price }) => price);
      for (const [index, price] of after.entries()) {
        expect(price % 10_000).toBe(0);
        expect(Math.abs(price - sure(before[index]))).toBeLessThanOrEqual(20_000);
        if (price !== before[index]) changes += 1;
      }
      before = after;
    }
    expect(changes).toBeGreaterThan(4);
    expect(changes).toBeLessThan(15 * 24 * 2);
    const byCard = new Map<string, Set<number>>();
    for (const { model, price } of nodes)
      byCard.set(model.key, (byCard.get(model.key) ?? new Set()).add(price));
    expect([...byCard.values()].every((prices) => prices.size === 1)).toBe(true);
  });

  test("can be set by hand, for the whole list and to the cent", async () => {
    const simulator = await launching();
    const [node] = machinesOf(simulator.world, "bluelobster").filter(
      ({ model }) => model.key === "RTX A4000",
    );
    await simulator.send("POST", "/control/market", { machine: sure(node).id, pricePerGpuHour: 0.247 });
    expect((await simulator.type("v1_gpu_1x_a4000")).instance_type.price_cents_per_hour).toBe(25);
    expect((await simulator.type("v1_gpu_4x_a4000")).instance_type.price_cents_per_hour).toBe(100);
  });
});

test("its machines are not Vast.ai's, and Vast.ai's are not its", async () => {
  const simulator = await launching({ machines: 60 });
  const ids = new Set(machinesOf(simulator.world, "bluelobster").map(({ id }) => id));
  const offers = await simulator.offers({ verified: { in: [true, false] }, limit: 10_000 });
  expect(offers.length).toBeGreaterThan(0);
  expect(offers.filter(({ machine_id }) => ids.has(machine_id))).toEqual([]);
  await simulator.launch();
  expect((await simulator.get("/api/v0/instances/")).as()).toMatchObject({ instances: [] });
});

test("the templates can be listed", async () => {
  const simulator = await launching();
  const { templates, total } = (await simulator.call("GET", "/instances/templates")).as<{
    templates: { name: string; has_nvidia: boolean }[];
    total: number;
  }>();
  expect(templates).toHaveLength(total);
  expect(templates).toContainEqual(expect.objectContaining({ name: "UBUNTU-22-04-NV", has_nvidia: true }));
});

describe("moods", () => {
  test("gpu-model-as-list", async () => {
    const simulator = await launching();
    await simulator.mood("gpu-model-as-list");
    expect((await simulator.type("v1_gpu_1x_a4000")).instance_type.specs.gpu_model).toEqual(["A4000"]);
    expect((await simulator.type("v1_gpu_1x_a4000")).instance_type.specs.gpu_model).toBe("A4000");
  });

  test("unknown-card", async () => {
    const simulator = await launching();
    await simulator.mood("unknown-card");
    expect((await simulator.types()).at(-1)?.instance_type.specs.gpu_model).toBe("X9000");
  });

  test("senseless-prices and empty-list", async () => {
    const simulator = await launching();
    await simulator.mood("senseless-prices");
    expect((await simulator.types())[0]?.instance_type.price_cents_per_hour).toBe(-0.35);
    await simulator.mood("empty-list");
    expect(await simulator.types()).toEqual([]);
  });
});

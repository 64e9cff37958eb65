import { describe, expect, test } from "vitest";
import { docking } from "../testing/docking.ts";
import { sure } from "../testing/sure.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe("locations", () => {
  test("have several cards each, with prices for every part and what the largest machine could have", async () => {
    const simulator = await docking();
    const locations = await simulator.locations();
    expect(locations.length).toBeGreaterThanOrEqual(12);
    expect(new Set(locations.map(({ id }) => id)).size).toBe(locations.length);
    for (const { id, gpus, tier } of locations) {
      expect(id).toMatch(UUID);
      expect([1, 2, 3]).toContain(tier);
      expect(gpus.length).toBeGreaterThanOrEqual(2);
      for (const gpu of gpus) {
        expect(gpu.v0Name).toMatch(/^[a-z0-9]+-(pcie|sxm\d|nvl)-\d+gb$/);
        expect(gpu.max_count).toBeGreaterThan(0);
        expect(gpu.price_per_hr).toBeGreaterThan(0);
        expect(gpu.pricing.per_vcpu_hr).toBeGreaterThan(0);
        expect(gpu.resources.max_vcpus).toBeGreaterThan(0);
      }
    }
    const cards = new Set(locations.flatMap(({ gpus }) => gpus.map(({ v0Name }) => v0Name)));
    expect(cards.size).toBeGreaterThanOrEqual(15);
  });

  test("are the same for the same seed, and others for another", async () => {
    const [one, again, other] = await Promise.all([docking(), docking(), docking({ seed: "another" })]);
    expect(await again.locations()).toEqual(await one.locations());
    expect((await other.locations())[0]?.id).not.toBe((await one.locations())[0]?.id);
  });

  test("follow the recorded prices, in small steps", async () => {
    const simulator = await docking({ marketSpeed: 60 });
    const prices = async () =>
      new Map(
        (await simulator.locations()).flatMap(({ id, gpus }) =>
          gpus.map((gpu) => [`${id} ${gpu.v0Name}`, gpu.price_per_hr]),
        ),
      );
    const before = await prices();
    simulator.pass(300);
    const after = await prices();
    const moved = [...before].filter(([key, price]) => after.has(key) && after.get(key) !== price);
    expect(moved.length).toBeGreaterThan(5);
  });

  test("hold less once a machine is rented there, and as much again when it is gone", async () => {
    const simulator = await docking();
    const { gpu } = await simulator.card("h100-sxm5-80gb");
    const { location } = await simulator.card("h100-sxm5-80gb");
    const left = async () =>
      (await simulator.locations())
        .find(({ id }) => id === location.id)
        ?.gpus.find(({ v0Name }) => v0Name === gpu.v0Name);
    const resources = {
      vcpu_count: 8,
      ram_gb: 64,
      storage_gb: 200,
      gpus: { [gpu.v0Name]: { count: 3 } },
    };
    const id = await simulator.created({ location_id: location.id, resources });
    expect(await left()).toMatchObject({
      max_count: gpu.max_count - 3,
      resources: {
        max_vcpus: gpu.resources.max_vcpus - 8,
        max_ram_gb: gpu.resources.max_ram_gb - 64,
        max_storage_gb: gpu.resources.max_storage_gb - 200,
      },
    });
    await simulator.call("DELETE", `/instances/${id}`);
    simulator.pass(10);
    expect(await left()).toEqual(gpu);
  });
});

test("host nodes tell the same node by node, with ports that are free", async () => {
  const simulator = await docking();
  const nodes = await simulator.hostnodes();
  const locations = await simulator.locations();
  expect(nodes.length).toBeGreaterThan(locations.length);
  for (const { id, location_id, available_resources: has } of nodes) {
    expect(id).toMatch(UUID);
    const there = sure(locations.find((location) => location.id === location_id)).gpus;
    const [gpu] = has.gpus;
    expect(there.find(({ v0Name }) => v0Name === gpu?.v0Name)?.max_count).toBeGreaterThanOrEqual(
      gpu?.availableCount ?? 0,
    );
    expect(has.available_ports.length).toBeGreaterThan(0);
  }
});

test("one provider's machines are not listed by another", async () => {
  const simulator = await docking({ machines: 40 });
  const rows = await simulator.offers({ verified: { in: [true, false] } });
  expect(rows.some(({ machine_id }) => machine_id >= 800_000)).toBe(false);
});

test("T9 odd-locations: a tier of four, and Texas, Texas", async () => {
  const simulator = await docking();
  await simulator.mood("odd-locations");
  const odd = await simulator.locations();
  expect(Math.max(...odd.map(({ tier }) => tier))).toBe(4);
  expect(odd.some(({ city, stateprovince }) => city === "Texas" && stateprovince === "Texas")).toBe(true);
  expect(Math.max(...(await simulator.locations()).map(({ tier }) => tier))).toBe(3);
});

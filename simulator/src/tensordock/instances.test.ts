import { describe, expect, test } from "vitest";
import { docking, UNTIL_UP } from "../testing/docking.ts";
import { sure } from "../testing/sure.ts";

async function up() {
  const simulator = await docking();
  const id = await simulator.created();
  simulator.pass(UNTIL_UP);
  return { simulator, id };
}

describe("stopping", () => {
  test("gives the GPUs back and keeps the disk on the bill", async () => {
    const { simulator, id } = await up();
    expect((await simulator.call("POST", `/instances/${id}/stop`)).as()).toEqual({
      data: { type: "instance", id, attributes: { status: "stopping" } },
    });
    simulator.pass(10);
    expect((await simulator.machine(id)).status).toBe("stopped");
    const before = await simulator.credit();
    simulator.pass(3_600);
    const { diskMicrosPerHour } = await simulator.truthOf("a-machine");
    expect(diskMicrosPerHour).toBe(5_000);
    expect(before - (await simulator.credit())).toBe(5_000n);
  });

  test("is undone by starting, unless others have the GPUs by then", async () => {
    const { simulator, id } = await up();
    await simulator.call("POST", `/instances/${id}/stop`);
    simulator.pass(10);
    const start = () => simulator.call("POST", `/instances/${id}/start`);
    await simulator.mood("no-nodes");
    expect((await start()).text).toContain("No available nodes found");
    expect((await start()).as()).toMatchObject({ data: { attributes: { status: "starting" } } });
    simulator.pass(60);
    expect((await simulator.machine(id)).status).toBe("running");

    await simulator.call("POST", `/instances/${id}/stop`);
    simulator.pass(10);
    expect((await simulator.machine(id)).status).toBe("stopped");
    for (const { host, id: machine } of simulator.world.machines.values()) {
      if (host.provider !== "tensordock") continue;
      // Until nothing more is free.
      while ((await simulator.send("POST", "/control/market", { machine, action: "rent" })).status === 200);
    }
    expect((await start()).status).toBe(400);
    expect((await simulator.machine(id)).status).toBe("stopped");
  });

  test("twice is refused, and so is starting what runs", async () => {
    const { simulator, id } = await up();
    expect((await simulator.call("POST", `/instances/${id}/start`)).status).toBe(400);
    await simulator.call("POST", `/instances/${id}/stop`);
    simulator.pass(10);
    expect((await simulator.call("POST", `/instances/${id}/stop`)).status).toBe(400);
  });
});

describe("modifying", () => {
  test("a stopped machine changes what it has and what it costs", async () => {
    const { simulator, id } = await up();
    const change = {
      cpuCores: 12,
      ramGb: 64,
      diskGb: 200,
      gpus: { gpuV0Name: "geforcertx4090-pcie-24gb", count: 2 },
    };
    const modify = (wish: object) => simulator.call("PUT", `/instances/${id}/modify`, wish);
    expect((await modify(change)).text).toContain("must be stopped");
    await simulator.call("POST", `/instances/${id}/stop`);
    simulator.pass(10);
    const before = (await simulator.machine(id)).rateHourly;
    expect((await modify(change)).status).toBe(200);
    const machine = await simulator.machine(id);
    expect(machine.resources).toEqual({
      vcpu_count: 12,
      ram_gb: 64,
      storage_gb: 200,
      gpus: { "geforcertx4090-pcie-24gb": { count: 2 } },
    });
    expect(machine.rateHourly).toBeGreaterThan(before * 1.8);
    expect((await modify({ diskGb: 100 })).text).toContain("cannot shrink");
    expect((await modify({ cpuCores: 7 })).status).toBe(400);
  });
});

describe("destroying", () => {
  test("takes it off the list, and off the bill, after a while", async () => {
    const { simulator, id } = await up();
    const reply = await simulator.call("DELETE", `/instances/${id}`);
    expect([reply.status, reply.as()]).toMatchObject([200, { data: { type: "success" } }]);
    expect((await simulator.machine(id)).status).toBe("deleting");
    simulator.pass(10);
    expect((await simulator.call("GET", `/instances/${id}`)).status).toBe(404);
    expect((await simulator.call("DELETE", `/instances/${id}`)).status).toBe(404);
    expect(await simulator.listed()).toEqual([]);
    const credit = await simulator.credit();
    simulator.pass(86_400);
    expect(await simulator.credit()).toBe(credit);
  });

  test("destroy-as-204, and deleted-lingers", async () => {
    const { simulator, id } = await up();
    await simulator.mood("destroy-as-204");
    const reply = await simulator.call("DELETE", `/instances/${id}`);
    expect([reply.status, reply.text]).toEqual([204, ""]);
    simulator.pass(10);
    await simulator.mood("deleted-lingers");
    expect((await simulator.machine(id)).status).toBe("deleted");
  });
});

describe("the forms of an answer", () => {
  test("the list of machines comes in three", async () => {
    const { simulator, id } = await up();
    const usual = (await simulator.call("GET", "/instances")).as<{ data: { instances: { id: string }[] } }>();
    const row = sure(usual.data.instances[0]);
    expect(row).toMatchObject({
      id,
      gpu_model: "geforcertx4090-pcie-24gb",
      gpu_count: 1,
      vcpus: 8,
      price_per_hour: expect.any(Number) as number,
      created_at: expect.stringMatching(/^2026-11-20T12:00:0\dZ?/) as string,
    });
    await simulator.mood("list-shape", { next: 1, shape: "bare" });
    expect((await simulator.call("GET", "/instances")).as()).toEqual({ data: [row] });
    await simulator.mood("list-shape", { next: 1, shape: "attributes" });
    expect((await simulator.call("GET", "/instances")).as()).toMatchObject({
      data: {
        type: "list",
        id: "instances",
        attributes: { instances: [{ id, attributes: { name: "a-machine", status: "running" } }] },
      },
    });
  });

  test("one machine comes bare, or in an envelope with its ports as an object", async () => {
    const { simulator, id } = await up();
    expect(await simulator.machine(id)).toMatchObject({ id, status: "running" });
    await simulator.mood("wrapped-instance");
    expect((await simulator.call("GET", `/instances/${id}`)).as()).toMatchObject({
      data: {
        id,
        attributes: {
          name: "a-machine",
          portForwards: { "22": 20_022 },
          resources: { gpus: [{ gpuV0Name: "geforcertx4090-pcie-24gb", count: 1 }] },
        },
      },
    });
  });

  test("list-lag: read by its id before it is listed", async () => {
    const simulator = await docking();
    await simulator.mood("list-lag");
    const id = await simulator.created();
    expect((await simulator.machine(id)).status).toBe("creating");
    expect(await simulator.listed()).toEqual([]);
    simulator.pass(30);
    expect(await simulator.listed()).toHaveLength(1);
  });
});

describe("what befalls a machine", () => {
  test("T5: its driver answers minutes after its address, or later, or never", async () => {
    const simulator = await docking();
    await simulator.created({ name: "usual" });
    await simulator.mood("driver-never");
    await simulator.created({ name: "never" });
    const usual = (await simulator.truthOf("usual")).arrivals;
    expect(sure(usual.driver) - sure(usual.address)).toBeGreaterThanOrEqual(60_000);
    expect((await simulator.truthOf("never")).arrivals.driver).toBeNull();
  });

  test("T8 vanishes: gone a quarter of an hour after it was made", async () => {
    const simulator = await docking();
    await simulator.mood("vanishes");
    const id = await simulator.created();
    simulator.pass(12 * 60);
    expect((await simulator.machine(id)).status).toBe("running");
    simulator.pass(3 * 60);
    expect((await simulator.call("GET", `/instances/${id}`)).status).toBe(404);
    expect(await simulator.listed()).toEqual([]);
  });

  test("never-starts: an error, for ever", async () => {
    const simulator = await docking();
    await simulator.mood("never-starts");
    const id = await simulator.created();
    simulator.pass(3_600);
    expect((await simulator.machine(id)).status).toBe("error");
  });
});

describe("without credit", () => {
  test("machines are stopped, and their disks cost on below zero", async () => {
    const simulator = await docking({ creditDollars: 1.05 });
    const id = await simulator.created();
    simulator.pass(86_400);
    expect((await simulator.machine(id)).status).toBe("stopped");
    expect(await simulator.credit()).toBeLessThan(0n);
  });

  test("T10 outlives-credit: one that was forgotten drives the account down", async () => {
    const simulator = await docking({ creditDollars: 1.05 });
    await simulator.mood("outlives-credit");
    const id = await simulator.created();
    simulator.pass(86_400);
    expect((await simulator.machine(id)).status).toBe("running");
    expect(await simulator.credit()).toBeLessThan(-5_000_000n);
  });

  test("one provider's debts are not another's", async () => {
    const simulator = await docking({ creditDollars: 1.05 });
    await simulator.created();
    simulator.pass(86_400);
    const { accounts } = (await simulator.get("/control/state")).as<{
      accounts: { vast: { creditMicros: string } };
    }>();
    expect(accounts.vast.creditMicros).toBe("1050000");
  });
});

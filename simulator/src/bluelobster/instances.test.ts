import { describe, expect, test } from "vitest";
import { launching, UNTIL_DESTROYED, UNTIL_LAUNCHED } from "../testing/launching.ts";

describe("destroy", () => {
  test("is queued, and done when the list no longer shows it", async () => {
    const simulator = await launching();
    const { vm_uuid } = await simulator.launched();
    simulator.pass(UNTIL_LAUNCHED);
    const reply = (await simulator.destroy(vm_uuid)).as<{ task_id: string; status: string }>();
    expect(reply).toMatchObject({ status: "PENDING", message: "Instance deletion queued" });
    expect(await simulator.task(reply.task_id)).toMatchObject({
      status: "PENDING",
      operation: "delete_instance",
    });
    expect(await simulator.listed()).toHaveLength(1);
    simulator.pass(5);
    expect(await simulator.task(reply.task_id)).toMatchObject({ status: "PROCESSING" });
    simulator.pass(UNTIL_DESTROYED);
    expect(await simulator.task(reply.task_id)).toMatchObject({ status: "COMPLETED" });
    expect(await simulator.listed()).toEqual([]);
  });

  test("B6: of what is gone is a 404", async () => {
    const simulator = await launching();
    const { vm_uuid } = await simulator.launched();
    await simulator.destroy(vm_uuid);
    simulator.pass(UNTIL_DESTROYED);
    for (const reply of [await simulator.destroy(vm_uuid), await simulator.destroy("never-was")])
      expect([reply.status, reply.as()]).toMatchObject([404, { detail: { error: "instance_not_found" } }]);
  });

  test("in the middle of a launch ends that as well", async () => {
    const simulator = await launching();
    const { vm_uuid, task_id } = await simulator.launched();
    simulator.pass(20);
    await simulator.destroy(vm_uuid);
    simulator.pass(UNTIL_LAUNCHED);
    expect(await simulator.task(task_id)).toMatchObject({ status: "FAILED" });
    expect(await simulator.listed()).toEqual([]);
  });

  test("gives its card back to the market", async () => {
    const simulator = await launching();
    const { vm_uuid } = await simulator.launched({ instance_type: "v2_gpu_1x_5090" });
    await simulator.destroy(vm_uuid);
    simulator.pass(UNTIL_DESTROYED);
    expect((await simulator.type("v2_gpu_1x_5090")).regions_with_capacity_available).toHaveLength(1);
  });
});

test("machines of another deployment stand in the same list", async () => {
  const simulator = await launching();
  await simulator.send("POST", "/control/foreign", { provider: "bluelobster", count: 2, label: "theirs" });
  await simulator.launch();
  expect((await simulator.listed()).map(({ name }) => name)).toEqual(["theirs", "theirs", "a-machine"]);
});

test("what befalls a machine can be made to happen now", async () => {
  const simulator = await launching();
  await simulator.launch();
  const { id } = await simulator.truthOf("a-machine");
  await simulator.send("POST", `/control/contracts/${id}`, { action: "vanish" });
  expect(await simulator.listed()).toEqual([]);
});

describe("moods", () => {
  test("B6, destroy-in-other-words", async () => {
    const simulator = await launching();
    const { vm_uuid } = await simulator.launched();
    await simulator.mood("destroy-in-other-words");
    expect((await simulator.destroy(vm_uuid)).as()).toEqual({
      status: "PENDING",
      message: "Instance deletion queued",
      instance_id: vm_uuid,
    });
  });

  test("B6, address-lingers: gone from the list, and read with its address for a while", async () => {
    const simulator = await launching();
    const { vm_uuid, assigned_ip } = await simulator.launched();
    await simulator.mood("address-lingers");
    await simulator.destroy(vm_uuid);
    simulator.pass(UNTIL_DESTROYED);
    expect(await simulator.listed()).toEqual([]);
    const read = () => simulator.call("GET", `/instances/${vm_uuid}`);
    expect((await read()).as()).toMatchObject({ ip_address: assigned_ip });
    simulator.pass(600);
    expect((await read()).status).toBe(404);
  });

  test("B3, power-status-null", async () => {
    const simulator = await launching();
    for (const name of ["a", "b", "c", "d"]) await simulator.launch({ name, instance_type: "v1_cpu_4x" });
    simulator.pass(UNTIL_LAUNCHED);
    const told = async () => new Set((await simulator.listed()).map(({ power_status }) => power_status));
    expect(await told()).toEqual(new Set(["running", null]));
    await simulator.mood("power-status-null", { probability: 1 });
    expect(await told()).toEqual(new Set([null]));
  });

  test("list-lag: it is read before it is listed", async () => {
    const simulator = await launching();
    await simulator.mood("list-lag");
    const { vm_uuid } = await simulator.launched();
    expect(await simulator.listed()).toEqual([]);
    expect((await simulator.call("GET", `/instances/${vm_uuid}`)).status).toBe(200);
    simulator.pass(30);
    expect(await simulator.listed()).toHaveLength(1);
  });

  test.each([
    ["destroy-ignored", "running"],
    ["destroy-stops", "stopped"],
  ])("%s: destroy says yes, and the machine is %s", async (mood, phase) => {
    const simulator = await launching();
    const { vm_uuid } = await simulator.launched();
    simulator.pass(UNTIL_LAUNCHED);
    await simulator.mood(mood);
    expect((await simulator.destroy(vm_uuid)).status).toBe(200);
    simulator.pass(UNTIL_DESTROYED);
    expect((await simulator.truthOf("a-machine")).phase).toBe(phase);
    expect(await simulator.listed()).toHaveLength(1);
  });

  test("destroy-late and destroy-undone", async () => {
    const simulator = await launching();
    const { vm_uuid } = await simulator.launched();
    simulator.pass(UNTIL_LAUNCHED);
    await simulator.mood("destroy-late");
    await simulator.mood("destroy-undone");
    await simulator.destroy(vm_uuid);
    simulator.pass(299);
    expect(await simulator.listed()).toHaveLength(1);
    simulator.pass(2);
    expect(await simulator.listed()).toEqual([]);
    simulator.pass(60);
    expect(await simulator.listed()).toHaveLength(1);
  });
});

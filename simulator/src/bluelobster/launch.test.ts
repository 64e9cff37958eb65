import { describe, expect, test } from "vitest";
import { KEY, launching, UNTIL_DESTROYED, UNTIL_LAUNCHED } from "../testing/launching.ts";
import { sure } from "../testing/sure.ts";

test("B1: a launch is answered at once, and its task takes 63 to 114 seconds", async () => {
  const simulator = await launching();
  const { task_id, vm_uuid, status } = await simulator.launched();
  expect(status).toBe("PENDING");
  const statuses: string[] = [];
  let doneAfter = 0;
  for (let second = 0; second < 120; second++) {
    const task = await simulator.task(task_id);
    expect(task).toMatchObject({ operation: "launch_instance", params: { vm_uuid } });
    if (statuses.at(-1) !== task["status"]) statuses.push(String(task["status"]));
    if (task["status"] === "COMPLETED") doneAfter ||= second;
    simulator.pass(1);
  }
  expect(statuses).toEqual(["PENDING", "PROCESSING", "COMPLETED"]);
  expect(doneAfter).toBeGreaterThanOrEqual(63);
  expect(doneAfter).toBeLessThanOrEqual(115);
});

test("what was asked for is what reads back, but for the metadata", async () => {
  const simulator = await launching();
  const { vm_uuid, assigned_ip } = await simulator.launched({
    name: "berth-1",
    username: "ada",
    instance_type: "v1_gpu_2x_a5000",
  });
  simulator.pass(UNTIL_LAUNCHED);
  const row = (await simulator.call("GET", `/instances/${vm_uuid}`)).as();
  expect(row).toMatchObject({
    uuid: vm_uuid,
    name: "berth-1",
    region: "igl",
    ip_address: assigned_ip,
    cpu_cores: 16,
    gpu_count: 2,
    gpu_model: "A5000",
    metadata: {},
    instance_type: "v1_gpu_2x_a5000",
    price_cents_per_hour: 60,
    vm_username: "ada",
  });
  expect(await simulator.listed()).toEqual([row]);
});

describe("B2: a launch that makes no sense is refused field by field, and nothing is made", () => {
  test.each([
    ["a key that ends with a newline", { ssh_key: `${KEY}\n` }, "ssh_key"],
    ["what is no key", { ssh_key: "hello" }, "ssh_key"],
    ["a name with an underscore", { name: "a_machine" }, "name"],
    ["a name that begins with a hyphen", { name: "-a" }, "name"],
    ["a name that ends with one", { name: "a-" }, "name"],
    ["a name of 65 letters", { name: "a".repeat(65) }, "name"],
    ["no name", { name: undefined }, "name"],
    ["a template that is not there", { template_name: "WINDOWS-95" }, "template_name"],
  ])("%s", async (_name, wish, field) => {
    const simulator = await launching();
    const reply = await simulator.launch(wish);
    expect([reply.status, reply.as()]).toMatchObject([
      422,
      { error: "validation_error", errors: [{ field }] },
    ]);
    expect(await simulator.listed()).toEqual([]);
  });

  test("a name of 64 letters, digits and hyphens is a good one", async () => {
    const simulator = await launching();
    expect((await simulator.launch({ name: `a-${"1".repeat(62)}` })).status).toBe(200);
  });

  test("launch-finds-fault: also where there is none", async () => {
    const simulator = await launching();
    await simulator.mood("launch-finds-fault");
    expect((await simulator.launch()).as()).toMatchObject({ errors: [{ field: "ssh_key" }] });
    expect((await simulator.launch()).status).toBe(200);
  });
});

test.each([
  ["type", { instance_type: "v9_gpu_1x_h100" }, "instance_type_not_found"],
  ["region", { region: "mars" }, "region_not_found"],
])("an unknown %s is not found", async (_name, wish, error) => {
  const simulator = await launching();
  const reply = await simulator.launch(wish);
  expect([reply.status, reply.as()]).toMatchObject([404, { detail: { error } }]);
});

describe("money", () => {
  test("a machine costs its cents by the time it runs, and nothing once it is gone", async () => {
    const simulator = await launching();
    const before = await simulator.credit();
    const { vm_uuid } = await simulator.launched({ instance_type: "v1_gpu_4x_a6000" });
    simulator.pass(UNTIL_LAUNCHED);
    const launched = await simulator.credit();
    simulator.pass(3_600);
    expect(launched - (await simulator.credit())).toBe(2_200_000n);
    await simulator.destroy(vm_uuid);
    simulator.pass(UNTIL_DESTROYED);
    const after = await simulator.credit();
    simulator.pass(86_400);
    expect(await simulator.credit()).toBe(after);
    const { bill } = await simulator.truthOf("a-machine");
    expect(before - after).toBe(BigInt(bill.totalMicros));
  });

  test("without credit nothing is launched, and what runs is stopped", async () => {
    const simulator = await launching({ creditDollars: 1 });
    await simulator.launched({ instance_type: "v1_gpu_4x_a6000" });
    simulator.pass(3_600);
    expect((await simulator.truthOf("a-machine")).phase).toBe("stopped");
    const reply = await simulator.launch();
    expect([reply.status, reply.as()]).toMatchObject([402, { detail: { error: "insufficient_credit" } }]);
  });

  test("is Blue Lobster's alone", async () => {
    const simulator = await launching();
    const vast = async () => (await simulator.get("/api/v0/users/current/")).as()["credit"];
    const before = await vast();
    await simulator.launch();
    simulator.pass(3_600);
    expect(await vast()).toBe(before);
  });
});

describe("moods of a launch", () => {
  test("B1, launch-blocks: the answer comes when the task is nearly through", async () => {
    const simulator = await launching();
    await simulator.mood("launch-blocks");
    expect(await simulator.types()).toHaveLength(19);
    let answered = false;
    const reply = simulator.launch().then((answer) => {
      answered = true;
      return answer;
    });
    await simulator.untilSomeoneWaits();
    simulator.pass(109);
    expect(await simulator.listed()).toHaveLength(1);
    expect(answered).toBe(false);
    simulator.pass(2);
    expect((await reply).status).toBe(200);
  });

  test("create-cut: the client hears nothing, the machine comes, and its name tells", async () => {
    const simulator = await launching();
    await simulator.mood("create-cut");
    await expect(simulator.launch({ name: "mine" })).rejects.toThrow("fetch failed");
    expect((await simulator.listed()).map(({ name }) => name)).toEqual(["mine"]);
  });

  test("B5, no-capacity: listed and not there", async () => {
    const simulator = await launching();
    await simulator.mood("no-capacity");
    expect((await simulator.launch()).status).toBe(409);
    expect(await simulator.listed()).toEqual([]);
  });

  test("B5, launch-fails: the task ends as FAILED, and costs nothing more", async () => {
    const simulator = await launching();
    await simulator.mood("launch-fails");
    const { task_id, vm_uuid } = await simulator.launched();
    simulator.pass(10);
    expect(await simulator.task(task_id)).toMatchObject({ status: "PROCESSING" });
    simulator.pass(UNTIL_LAUNCHED);
    expect(await simulator.task(task_id)).toMatchObject({ status: "FAILED", message: "Disk resize failed" });
    expect((await simulator.call("GET", `/instances/${vm_uuid}`)).status).toBe(404);
    expect(await simulator.listed()).toEqual([]);
  });

  test("B5, launch-fails: it may leave a machine behind", async () => {
    const simulator = await launching();
    await simulator.mood("launch-fails", { next: 1, leaves: "machine" });
    const { task_id } = await simulator.launched();
    simulator.pass(UNTIL_LAUNCHED);
    expect(await simulator.task(task_id)).toMatchObject({ status: "FAILED" });
    expect(await simulator.listed()).toHaveLength(1);
  });

  test("B3, template-ignored", async () => {
    const simulator = await launching();
    await simulator.mood("template-ignored");
    await simulator.launch({ template_name: "UBUNTU-24-04-NV" });
    expect(await simulator.truthOf("a-machine")).toMatchObject({ image: "UBUNTU-22-04" });
  });

  test("B4, package-lock and driver-late: it runs long before anybody can work on it", async () => {
    const simulator = await launching();
    await simulator.mood("package-lock");
    await simulator.mood("driver-late", { next: 1, minutes: 25 });
    await simulator.launch();
    const { arrivals } = await simulator.truthOf("a-machine");
    expect(arrivals.packages - sure(arrivals.address)).toBe(19 * 60_000);
    expect(sure(arrivals.driver) - sure(arrivals.address)).toBe(25 * 60_000);
  });

  test("price-raised: what it costs is not what was listed", async () => {
    const simulator = await launching();
    await simulator.mood("price-raised", { next: 1, factor: 1.5 });
    const { vm_uuid } = await simulator.launched();
    expect((await simulator.call("GET", `/instances/${vm_uuid}`)).as()["price_cents_per_hour"]).toBe(30);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { makeLog } from "../../platform/log.ts";
import { metrics } from "../../platform/metrics.ts";
import { HurriedClock } from "../../testing/hurried-clock.ts";
import { listed } from "../../testing/listed.ts";
import { type ScriptedAnswer, type ScriptedHttp, scriptHttp } from "../../testing/scripted-http.ts";
import { orderFor, PUBLIC_KEY, soon } from "../../testing/stage.ts";
import { writeMark } from "../mark.ts";
import type { FailureKind } from "../provider.ts";
import { makeBlueLobster } from "./bluelobster.ts";

// Shapes as Blue Lobster's documents and notes from the field show them, each in every way that was seen.

let server: ScriptedHttp;
beforeAll(async () => {
  server = await scriptHttp();
});
afterAll(() => server?.close());
beforeEach(() => void server.asked.splice(0));

function adapter(base = "", clock = new HurriedClock()) {
  return makeBlueLobster({
    url: server.url + base,
    apiKey: "a-key",
    clock,
    log: makeLog("silent"),
    patience: { attempts: 1 },
  });
}

const UUID = "6f1c1b9e-6a55-4f0e-9c1d-5a0a1f0f9b77";
const order = { ...orderFor(listed("v1_gpu_1x_a4000@igl")), publicKey: `${PUBLIC_KEY}\n` };
const name = writeMark(order.mark);

const notFound = { detail: { error: "instance_not_found", message: "Instance not found" } };

const specs = { vcpus: 8, memory_gib: 32, storage_gib: 200, gpus: 1, gpu_model: "RTX A4000" };
const type = {
  name: "v1_gpu_1x_a4000",
  description: "1x RTX A4000",
  gpu_description: "1x RTX A4000",
  price_cents_per_hour: 20,
  specs,
};
const igl = {
  name: "igl",
  description: "Wilmington, DE",
  location: { city: "Wilmington", state: "Delaware", country: "USA" },
};
const row = { id: "1", instance_type: type, regions_with_capacity_available: [igl] };

describe("a list of types", () => {
  const offersOf = async (...data: unknown[]) => {
    server.answer({ body: { data } });
    return adapter().listOffers(soon());
  };

  test("is read as documented", async () => {
    const { offers, odd } = await offersOf(row);
    expect(odd).toBe(0);
    expect(offers).toMatchObject([
      {
        externalId: "v1_gpu_1x_a4000@igl",
        gpuRawName: "RTX A4000",
        gpuCount: 1,
        vramGb: 16,
        pricePerHour: 200_000n,
        vcpus: 8,
        ramGb: 32,
        diskGb: 200,
        region: "Delaware",
        country: "US",
      },
    ]);
    expect(server.asked).toMatchObject([
      { method: "GET", path: "/api/v1/instances/available", headers: { "x-api-key": "a-key" } },
    ]);
  });

  test.each([
    ["a text", "RTX A4000", "1x RTX A4000"],
    ["a list of one", ["RTX A4000"], "1x RTX A4000"],
    ["missing, and in the description", undefined, "1x RTX A4000"],
    ["null, and in the description", null, "RTX A4000"],
    ["an empty list, and in the description", [], "1 x RTX A4000"],
  ])("whose gpu_model is %s", async (_way, gpu_model, gpu_description) => {
    const { offers } = await offersOf({
      ...row,
      instance_type: { ...type, gpu_description, specs: { ...specs, gpu_model } },
    });
    expect(offers).toMatchObject([{ gpuRawName: "RTX A4000", vramGb: 16 }]);
  });

  test("names the type in its row or beside it", async () => {
    const { offers } = await offersOf({
      ...row,
      id: "v1_gpu_1x_a4000",
      instance_type: { ...type, name: undefined },
    });
    expect(offers).toMatchObject([{ externalId: "v1_gpu_1x_a4000@igl" }]);
  });

  test("without a GPU is no offer of one, and nothing odd", async () => {
    const cpu = {
      ...row,
      instance_type: { ...type, gpu_description: "N/A", specs: { ...specs, gpus: 0, gpu_model: undefined } },
    };
    expect(await offersOf(row, cpu)).toMatchObject({ odd: 0, offers: [{}] });
  });

  test("that is sold out everywhere is a market with nothing in it", async () => {
    expect(await offersOf({ ...row, regions_with_capacity_available: [] })).toEqual({ offers: [], odd: 0 });
  });

  test("has a place as far as it is told", async () => {
    const { offers } = await offersOf({
      ...row,
      regions_with_capacity_available: [
        { name: "phl", description: "Philadelphia", location: { city: "Philadelphia", country: "ca" } },
        { name: "xyz", description: "Somewhere" },
        { name: "abc" },
      ],
    });
    expect(offers.map(({ region, country }) => [region, country])).toEqual([
      ["Philadelphia", "CA"],
      ["Somewhere", null],
      ["abc", null],
    ]);
  });

  test.each<[string, object]>([
    ["a price in dollars", { price_cents_per_hour: 0.2 }],
    ["a negative price", { price_cents_per_hour: -20 }],
    ["no price", { price_cents_per_hour: null }],
    ["a price in words", { price_cents_per_hour: "20" }],
    ["a price of millions", { price_cents_per_hour: 1e12 }],
    ["a card of which nobody told the memory", { specs: { ...specs, gpu_model: "X9000" } }],
    ["no card's name at all", { specs: { ...specs, gpu_model: null }, gpu_description: "N/A" }],
    ["half a GPU", { specs: { ...specs, gpus: 0.5 } }],
  ])("with %s is odd, and the rest is listed", async (_what, wrong) => {
    const odd = { ...row, instance_type: { ...type, ...wrong } };
    expect(await offersOf(row, odd)).toMatchObject({ odd: 1, offers: [{}] });
    await expect(offersOf(odd)).rejects.toMatchObject({ kind: "nonsense" });
  });

  test.each<[string, unknown]>([
    ["a plain list", [row]],
    ["nothing at all", { data: [] }],
    ["a list of another name", { instances: [row] }],
  ])("that is %s is not understood", async (_what, body) => {
    server.answer({ body });
    await expect(adapter().listOffers(soon())).rejects.toMatchObject({ kind: "nonsense" });
  });

  test("is asked for below the whole of the address that was given", async () => {
    server.answer({ body: { data: [row] } });
    await adapter("/bluelobster/").listOffers(soon());
    expect(server.asked[0]?.path).toBe("/bluelobster/api/v1/instances/available");
  });
});

describe("a launch", () => {
  test("says what is wanted, key and name to the letter", async () => {
    server.answer({ body: { task_id: "t1", vm_uuid: UUID, assigned_ip: "192.0.2.4", status: "PENDING" } });
    expect(await adapter().create(order, soon())).toEqual({
      outcome: "created",
      externalId: UUID,
      keyGiven: true,
      startGiven: false,
    });
    expect(server.asked[0]).toMatchObject({ method: "POST", path: "/api/v1/instances/launch-instance" });
    expect(JSON.parse(server.asked[0]?.body ?? "")).toEqual({
      region: "igl",
      instance_type: "v1_gpu_1x_a4000",
      username: "ubuntu",
      ssh_key: PUBLIC_KEY,
      name,
      template_name: "UBUNTU-22-04-NV",
      metadata: {},
    });
  });

  test("of a type with less disk than is wanted is not ordered", async () => {
    const tooMuch = { ...order, diskGb: order.offer.diskGb + 1 };
    expect(await adapter().create(tooMuch, soon())).toMatchObject({
      outcome: "refused",
      failure: { kind: "nonsense", mayBeDone: false },
    });
    expect(server.asked).toEqual([]);
  });

  test("that failed before it began has made something to be ended", async () => {
    server.answer({
      body: { task_id: "t1", vm_uuid: UUID, status: "FAILED", message: "Disk resize failed" },
    });
    expect(await adapter().create(order, soon())).toEqual({
      outcome: "unfit",
      externalId: UUID,
      reason: "Disk resize failed",
    });
  });

  test.each<[string, unknown]>([
    ["names no machine", { task_id: "t1", status: "PENDING" }],
    ["is empty", {}],
    ["is a list", []],
  ])("whose answer %s may have made one", async (_what, body) => {
    server.answer({ body });
    expect(await adapter().create(order, soon())).toMatchObject({ outcome: "unknown" });
  });
});

describe("a task", () => {
  const during = async (...task: ScriptedAnswer[]) => {
    server.answer(
      { body: { task_id: "t1", vm_uuid: UUID, status: "PENDING" } },
      { body: [{ uuid: UUID, name, ip_address: "192.0.2.4" }] },
      ...task,
    );
    const blueLobster = adapter();
    await blueLobster.create(order, soon());
    return blueLobster.findInstance(UUID, soon());
  };

  test.each([
    ["PENDING", "provisioning"],
    ["PROCESSING", "loading"],
    ["processing", "loading"],
    ["COMPLETED", "running"],
    ["FAILED", "failed"],
  ])("that is %s has a machine that is %s", async (status, state) => {
    expect(
      await during({
        body: {
          task_id: "t1",
          status,
          operation: "launch",
          message: "so far",
          params: { vm_uuid: UUID },
          created_at: "2026-11-20T09:00:00Z",
          updated_at: "2026-11-20T09:01:00Z",
        },
      }),
    ).toMatchObject({ externalId: UUID, state });
    expect(server.asked.at(-1)?.path).toBe("/api/v1/tasks/t1");
  });

  test("in a state of no known name is counted, and goes on", async () => {
    const before = await oddStates();
    expect(await during({ body: { status: "NAPPING" } })).toMatchObject({ state: "loading" });
    expect((await oddStates()) - before).toBe(1);
  });

  test("that was forgotten leaves the word to the machine's row", async () => {
    const body = { detail: { error: "task_not_found", message: "Task not found" } };
    expect(await during({ status: 404, body })).toMatchObject({ state: "running" });
  });
});

describe("a machine that is shown nowhere while its task makes it", () => {
  const launched = { body: { task_id: "t1", vm_uuid: UUID, status: "PENDING" } };
  const missing = { status: 404, body: notFound };

  test("is being made, and known by its mark", async () => {
    const blueLobster = adapter();
    server.answer(launched, { body: [] }, missing, { body: { status: "PENDING", message: "Task queued" } });
    await blueLobster.create(order, soon());
    expect(await blueLobster.findInstance(UUID, soon())).toMatchObject({
      externalId: UUID,
      state: "provisioning",
      detail: "Task queued",
      mark: { session: order.mark.session },
      ssh: [],
    });
  });

  test("is waited for when it was made, and not for ever", async () => {
    const clock = new HurriedClock();
    const blueLobster = adapter("", clock);
    const over = { body: { status: "COMPLETED" } };
    server.answer(launched, { body: [] }, missing, over, { body: [] }, missing, over);
    await blueLobster.create(order, soon());
    expect(await blueLobster.findInstance(UUID, soon())).toMatchObject({ state: "loading" });
    await new Promise<void>((resolve) => void clock.after(300_000, resolve));
    expect(await blueLobster.findInstance(UUID, soon())).toBeNull();
  });

  test("is not gone because it cannot be found to be ended", async () => {
    const blueLobster = adapter();
    server.answer(launched, missing, { body: { status: "PROCESSING" } });
    await blueLobster.create(order, soon());
    await expect(blueLobster.destroy(UUID, soon())).rejects.toMatchObject({ kind: "flaky" });
    server.answer(missing, { body: { status: "FAILED", message: "Disk resize failed" } });
    expect(await blueLobster.destroy(UUID, soon())).toBe("gone");
  });
});

describe("an instance", () => {
  const full = {
    uuid: UUID,
    name,
    host_id: "h1",
    region: "igl",
    ip_address: " 192.0.2.4\n",
    internal_ip: "10.0.0.4",
    cpu_cores: 8,
    memory: 32,
    storage: 200,
    gpu_count: 1,
    gpu_model: "RTX A4000",
    power_status: "running",
    created_at: "2026-11-20T08:00:00Z",
    metadata: {},
    instance_type: "v1_gpu_1x_a4000",
    price_cents_per_hour: 20,
    vm_username: "ubuntu",
  };
  const read = async (row: unknown) => {
    server.answer({ body: [row] });
    return adapter().findInstance(UUID, soon());
  };

  test("is read as documented", async () => {
    expect(await read(full)).toEqual({
      externalId: UUID,
      state: "running",
      billed: "everything",
      detail: "running",
      label: name,
      mark: order.mark.consumer === null ? order.mark : { ...order.mark, consumer: "ada" },
      machineId: "v1_gpu_1x_a4000@igl",
      kind: "on_demand",
      gpuRawName: "RTX A4000",
      gpuCount: 1,
      ssh: [{ host: "192.0.2.4", port: 22, user: "ubuntu" }],
      ports: [],
      pricePerHour: 200_000n,
      diskPricePerHour: 0n,
      allInPerHour: 200_000n,
      createdAt: new Date("2026-11-20T08:00:00Z"),
      endsAt: null,
    });
  });

  test("of which only the id is told is still one", async () => {
    expect(await read({ uuid: UUID })).toMatchObject({
      state: "running",
      label: null,
      mark: null,
      ssh: [],
      pricePerHour: null,
      createdAt: null,
    });
  });

  test("may have its card in a list, and its time without a zone", async () => {
    const odd = { ...full, gpu_model: ["RTX A4000"], created_at: "2026-11-20T08:00:00.123456" };
    expect(await read(odd)).toMatchObject({
      gpuRawName: "RTX A4000",
      createdAt: new Date("2026-11-20T08:00:00.123Z"),
    });
  });

  test.each([
    [null, "running", "everything"],
    ["Running", "running", "everything"],
    ["stopped", "stopped", "unknown"],
    ["off", "stopped", "unknown"],
    ["dreaming", "unknown", "unknown"],
  ])("whose power is %s is %s", async (power_status, state, billed) => {
    expect(await read({ ...full, power_status })).toMatchObject({ state, billed });
  });

  test("so new that its launch may not be over is not yet said to run", async () => {
    const young = { ...full, power_status: null, created_at: "2026-11-20T08:59:00Z" };
    expect(await read(young)).toMatchObject({ state: "loading" });
  });

  test("without an id makes the whole list useless", async () => {
    server.answer({ body: [full, { ...full, uuid: null }] });
    await expect(adapter().listInstances(soon())).rejects.toMatchObject({ kind: "nonsense" });
  });

  test("stands in a plain list and in no other", async () => {
    server.answer({ body: { data: [full] } });
    await expect(adapter().listInstances(soon())).rejects.toMatchObject({ kind: "nonsense" });
  });

  test("that neither the list nor a read shows is not there", async () => {
    server.answer({ body: [] }, { status: 404, body: notFound });
    expect(await adapter().findInstance(UUID, soon())).toBeNull();
    expect(server.asked.map(({ path }) => path)).toEqual(["/api/v1/instances", `/api/v1/instances/${UUID}`]);
  });
});

describe("a destroy", () => {
  test.each<[string, ScriptedAnswer, "accepted" | "gone"]>([
    [
      "with its task",
      { body: { task_id: "t9", status: "PENDING", message: "Instance deletion queued" } },
      "accepted",
    ],
    ["with the instance", { body: { status: "ok", message: "deleted", instance_id: UUID } }, "accepted"],
    ["with the status alone", { status: 204, text: "" }, "accepted"],
    ["with 404, as said by the provider", { status: 404, body: notFound }, "gone"],
  ])("is answered %s", async (_way, answer, end) => {
    server.answer(answer);
    expect(await adapter().destroy(UUID, soon())).toBe(end);
    expect(server.asked).toMatchObject([{ method: "DELETE", path: `/api/v1/instances/${UUID}` }]);
  });

  test.each(["detail", "message", "error"])(
    "is not done at a path that nobody serves, whose no is a %s alone",
    async (name) => {
      server.answer({ status: 404, body: { [name]: "Not Found" } });
      await expect(adapter().destroy(UUID, soon())).rejects.toMatchObject({ kind: "nonsense" });
    },
  );

  test("that a proxy on the way does not find may not have been asked", async () => {
    server.answer({ status: 404, text: "<html>nginx</html>" });
    await expect(adapter().destroy(UUID, soon())).rejects.toMatchObject({ kind: "flaky" });
  });
});

describe("a no", () => {
  const detail = (error: string, message = "so it is") => ({ detail: { error, message } });
  const cases: [status: number, body: unknown, kind: FailureKind, outcome: "refused" | "unknown"][] = [
    [409, detail("no_capacity"), "no-capacity", "refused"],
    [409, { error: "no_capacity", message: "nothing left", errors: [] }, "no-capacity", "refused"],
    [409, { detail: "no capacity in igl" }, "no-capacity", "refused"],
    [409, detail("no_capacity", "Insufficient capacity for v2_gpu_1x_5090 in igl"), "no-capacity", "refused"],
    [409, detail("no_capacity", "your credit is fine, the region is full"), "no-capacity", "refused"],
    [409, { detail: "Insufficient capacity in igl" }, "no-capacity", "refused"],
    [400, detail("insufficient_credit", "no capacity is held for you"), "insufficient-credit", "refused"],
    [400, { detail: "Insufficient funds" }, "insufficient-credit", "refused"],
    [400, detail("insufficient_permissions"), "nonsense", "refused"],
    [401, detail("unauthorized"), "unauthorised", "refused"],
    [403, { error: "forbidden", message: "Invalid API key" }, "unauthorised", "refused"],
    [402, detail("payment_required"), "insufficient-credit", "refused"],
    [400, detail("insufficient_credit"), "insufficient-credit", "refused"],
    [404, detail("instance_type_not_found"), "offer-gone", "refused"],
    [404, detail("region_not_found"), "offer-gone", "refused"],
    [
      422,
      { error: "validation_error", message: "no", errors: [{ field: "name", message: "no credit for it" }] },
      "nonsense",
      "refused",
    ],
    [
      422,
      { detail: [{ loc: ["body", "ssh_key"], msg: "field required", type: "missing" }] },
      "nonsense",
      "refused",
    ],
    [400, { detail: "what?" }, "nonsense", "refused"],
    [429, detail("rate_limited"), "rate-limited", "refused"],
    [500, detail("internal_error"), "flaky", "unknown"],
    [200, { error: "internal_error", message: "try again" }, "flaky", "unknown"],
    [418, { teapot: true }, "nonsense", "unknown"],
  ];
  test.each(cases)("of %i %j is %s", async (status, body, kind, outcome) => {
    server.answer({ status, body });
    expect(await adapter().create(order, soon())).toMatchObject({ outcome, failure: { kind } });
  });

  test("says what is wrong, field by field", async () => {
    const errors = [{ field: "name", message: "too long" }];
    server.answer({ status: 422, body: { error: "validation_error", message: "failed", errors } });
    const creation = await adapter().create(order, soon());
    expect(creation).toMatchObject({ failure: { message: "validation_error failed name too long" } });
  });
});

async function oddStates(): Promise<number> {
  const { values } = await metrics.oddRows.get();
  return (
    values.find(({ labels }) => labels.provider === "bluelobster" && labels.what === "states")?.value ?? 0
  );
}

import { describe, expect, test } from "vitest";
import { renting, UNTIL_RUNNING, type Renting } from "../testing/renting.ts";
import { sure } from "../testing/sure.ts";

const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJw0 me@example.com";

/** Every status the instance shows on its way, looked at second by second. */
async function statusesUntil(simulator: Renting, id: number, last: string | null, seconds = UNTIL_RUNNING) {
  const seen: (string | null)[] = [];
  for (let second = 0; second < seconds && seen.at(-1) !== last; second++) {
    const status = (await simulator.instance(id))?.actual_status ?? null;
    if (seen.length === 0 || seen.at(-1) !== status) seen.push(status);
    simulator.pass(1);
  }
  return seen;
}

describe("an instance", () => {
  test("goes from nothing over created and loading to running, and tells its ports only then", async () => {
    const simulator = await renting();
    const offer = await simulator.offer({ direct_port_count: { gte: 2 }, num_gpus: { eq: 1 } });
    const id = await simulator.rent({ runtype: "ssh_direc ssh_proxy" }, offer);
    expect(sure(await simulator.instance(id)).ports).toBeUndefined();
    expect(await statusesUntil(simulator, id, "running")).toEqual([null, "created", "loading", "running"]);
    const instance = sure(await simulator.instance(id));
    expect(instance.ports?.["22/tcp"]?.[0]?.HostPort).toMatch(/^\d+$/);
    expect(instance).toMatchObject({
      intended_status: "running",
      cur_state: "running",
      next_state: "running",
    });
  });

  test("takes longer to load the larger its image", async () => {
    const simulator = await renting();
    const offers = await simulator.offers({
      num_gpus: { eq: 1 },
      inet_down: { lte: 1_500 },
      disk_space: { gte: 60 },
    });
    const loading = async (image: string, index: number) => {
      const id = await simulator.rent({ image, disk: 60 }, sure(offers[index]));
      const start = (await simulator.truth()).now;
      simulator.pass(UNTIL_RUNNING);
      return sure((await simulator.truthOf(id)).segments.find(({ gpuRate }) => gpuRate > 0)).from - start;
    };
    expect(await loading("vllm/vllm-openai:latest", 0)).toBeGreaterThan(
      2 * (await loading("ubuntu:22.04", 1)),
    );
  });

  test("stops, gives its GPU back, and starts again without pulling anew", async () => {
    const simulator = await renting();
    const offer = await simulator.offer({ num_gpus: { eq: 1 }, gpu_frac: { eq: 1 } });
    const id = await simulator.rent({}, offer);
    simulator.pass(UNTIL_RUNNING);
    expect((await simulator.manage(id, { state: "stopped" })).as()).toMatchObject({ success: true });
    simulator.pass(10);
    const stopped = sure(await simulator.instance(id));
    expect(stopped).toMatchObject({
      actual_status: "stopped",
      cur_state: "stopped",
      intended_status: "stopped",
    });
    expect(stopped.instance.gpuCostPerHour).toBe(0);
    expect(await simulator.offers({ machine_id: { eq: offer.machine_id } })).toHaveLength(1);

    expect((await simulator.manage(id, { state: "running" })).as()).toMatchObject({ success: true });
    expect(await statusesUntil(simulator, id, "running", 30)).toEqual(["loading", "running"]);
  });

  test("whose GPU was taken while it was stopped waits until it is free", async () => {
    const simulator = await renting();
    const offer = await simulator.offer({ num_gpus: { eq: 1 }, gpu_frac: { eq: 1 } });
    const id = await simulator.rent({}, offer);
    simulator.pass(UNTIL_RUNNING);
    await simulator.manage(id, { state: "stopped" });
    simulator.pass(10);
    await simulator.send("POST", "/control/market", { machine: offer.machine_id, action: "rent" });

    const reply = await simulator.manage(id, { state: "running" });
    expect([reply.status, reply.as()]).toMatchObject([
      200,
      { success: false, error: "resources_unavailable" },
    ]);
    simulator.pass(600);
    const waiting = {
      actual_status: "stopped",
      intended_status: "running",
      cur_state: "stopped",
      next_state: "running",
    };
    expect(await simulator.instance(id)).toMatchObject(waiting);

    await simulator.send("POST", "/control/market", { machine: offer.machine_id, action: "return" });
    simulator.pass(60);
    expect(await simulator.instance(id)).toMatchObject({ actual_status: "running" });
  });

  test("reboots and recycles, and comes back", async () => {
    const simulator = await renting();
    const id = await simulator.rent();
    const put = (what: string) => simulator.send("PUT", `/api/v0/instances/${what}/${id}/`, {});
    expect((await put("reboot")).as()).toMatchObject({ success: false });
    simulator.pass(UNTIL_RUNNING);
    expect((await put("reboot")).as()).toEqual({ success: true });
    expect(await statusesUntil(simulator, id, "running", 60)).toEqual(["rebooting", "running"]);
    expect((await put("recycle")).as()).toEqual({ success: true });
    expect(await statusesUntil(simulator, id, "running", 120)).toEqual(["recycling", "loading", "running"]);
  });

  test("carries the label it is given, and several at once can be stopped and destroyed", async () => {
    const simulator = await renting();
    const ids = [await simulator.rent(), await simulator.rent()];
    await simulator.manage(sure(ids[0]), { label: "berth-ses_1" });
    expect((await simulator.listed()).map(({ label }) => label)).toEqual(["berth-ses_1", null]);
    expect((await simulator.manage(sure(ids[0]), { label: "x".repeat(1_025) })).as()).toMatchObject({
      error: "label_too_long",
    });
    await simulator.send("PUT", "/api/v0/instances/", { state: "stopped", ids });
    simulator.pass(10);
    expect((await simulator.listed()).map((one) => one.actual_status)).toEqual(["stopped", "stopped"]);
    await simulator.send("DELETE", "/api/v0/instances/", { instance_ids: ids });
    simulator.pass(10);
    expect(await simulator.listed()).toEqual([]);
  });

  test("destroyed is seen a while longer, then reads as null", async () => {
    const simulator = await renting();
    const id = await simulator.rent();
    simulator.pass(UNTIL_RUNNING);
    expect((await simulator.destroy(id)).as()).toMatchObject({ success: true });
    expect(await simulator.instance(id)).toMatchObject({ next_state: "unloaded" });
    simulator.pass(10);
    const gone = await simulator.get(`/api/v0/instances/${id}/`);
    expect([gone.status, gone.as()]).toEqual([200, { instances: null }]);
    const again = await simulator.destroy(id);
    expect([again.status, again.as()]).toMatchObject([404, { error: "no_such_instance" }]);
  });

  test("on a machine that drops out reads offline, and is not billed for it", async () => {
    const simulator = await renting();
    const offer = await simulator.offer({ num_gpus: { eq: 1 } });
    const id = await simulator.rent({}, offer);
    simulator.pass(UNTIL_RUNNING);
    const act = (action: string) =>
      simulator.send("POST", "/control/market", { machine: offer.machine_id, action });
    await act("offline");
    expect(await simulator.instance(id)).toMatchObject({ actual_status: "offline" });
    const before = (await simulator.truthOf(id)).bill.totalMicros;
    simulator.pass(3_600);
    expect((await simulator.truthOf(id)).bill.totalMicros).toBe(before);
    await act("online");
    simulator.pass(60);
    expect(Number((await simulator.truthOf(id)).bill.totalMicros)).toBeGreaterThan(Number(before));
  });

  test("ends with its contract, and is deleted two days later", async () => {
    const simulator = await renting();
    const id = await simulator.rent();
    const days = Math.ceil(Number(sure(await simulator.instance(id))["duration"]) / 86_400);
    await simulator.send("POST", "/control/account", { payDollars: 100_000 });
    simulator.pass(days * 86_400);
    expect(await simulator.instance(id)).toMatchObject({
      actual_status: "stopped",
      intended_status: "stopped",
    });
    simulator.pass(2 * 86_400 + 10);
    expect(await simulator.instance(id)).toBeNull();
  });
});

describe("lists", () => {
  test("the new one comes in pages of 25 at most; only its token leads to the rest", async () => {
    const simulator = await renting();
    await simulator.send("POST", "/control/foreign", { count: 60, label: "theirs" });
    interface Page {
      instances_found: number;
      total_instances: number;
      label_counts: Record<string, number>;
      next_token: string | null;
      instances: { id: number }[];
    }
    const ids: number[] = [];
    const sizes: number[] = [];
    for (let token: string | null = ""; token !== null;) {
      const after = token === "" ? "" : `&after_token=${encodeURIComponent(token)}`;
      const page: Page = (await simulator.get(`/api/v1/instances/?limit=100${after}`)).as<Page>();
      expect(page).toMatchObject({ total_instances: 60, label_counts: { theirs: 60 } });
      sizes.push(page.instances_found);
      ids.push(...page.instances.map(({ id }) => id));
      token = page.next_token;
    }
    expect(sizes).toEqual([25, 25, 10]);
    expect(new Set(ids).size).toBe(60);
    expect((await simulator.listed()).map(({ id }) => id)).toEqual(ids);
  });

  test("a limit of zero is five, and a token of nobody's is refused", async () => {
    const simulator = await renting();
    await simulator.send("POST", "/control/foreign", { count: 7 });
    expect((await simulator.get("/api/v1/instances/?limit=0")).as()).toMatchObject({ instances_found: 5 });
    expect((await simulator.get("/api/v1/instances/?after_token=bogus")).status).toBe(400);
  });

  test("filter, order and choose columns; what is computed cannot be filtered by", async () => {
    const simulator = await renting();
    const [first, second] = [await simulator.rent({ label: "a" }), await simulator.rent({ label: "b" })];
    const page = async (query: Record<string, unknown>) => {
      const search = new URLSearchParams();
      for (const [name, value] of Object.entries(query)) search.set(name, JSON.stringify(value));
      return simulator.get(`/api/v1/instances/?${search.toString()}`);
    };
    const ids = async (query: Record<string, unknown>) =>
      (await page(query)).as<{ instances: { id: number }[] }>().instances.map(({ id }) => id);
    expect(await ids({ select_filters: { label: { eq: "b" } } })).toEqual([second]);
    expect(await ids({ order_by: [{ col: "label", dir: "desc" }] })).toEqual([second, first]);
    const chosen = (await page({ select_cols: ["id", "nothing"] })).as<{ instances: unknown[] }>();
    expect(chosen.instances).toEqual([
      { id: first, nothing: null },
      { id: second, nothing: null },
    ]);
    expect((await page({ select_filters: { dph_total: { gt: 0 } } })).status).toBe(400);
    expect((await page({ order_by: [{ col: "nothing" }] })).status).toBe(400);
  });
});

describe("ssh keys", () => {
  test("attached to an instance take ten seconds or more to arrive", async () => {
    const simulator = await renting();
    const id = await simulator.rent();
    const reply = await simulator.send("POST", `/api/v0/instances/${id}/ssh/`, { ssh_key: `${key}\n` });
    expect(reply.as()).toMatchObject({ success: true });
    const [attached] = (await simulator.truthOf(id)).sshKeys;
    const seconds = (sure(sure(attached).arrivesAt) - sure(attached).attachedAt) / 1_000;
    expect(seconds).toBeGreaterThanOrEqual(10);
    expect(seconds).toBeLessThanOrEqual(15);

    const listed = (await simulator.get(`/api/v0/instances/${id}/ssh/`)).as<{ ssh_keys: string }>();
    const [{ id: keyId, public_key }] = JSON.parse(listed.ssh_keys) as [{ id: number; public_key: string }];
    expect(public_key).toBe(key);
    await simulator.send("DELETE", `/api/v0/instances/${id}/ssh/${keyId}/`);
    expect((await simulator.truthOf(id)).sshKeys).toEqual([]);
    expect((await simulator.send("DELETE", `/api/v0/instances/${id}/ssh/${keyId}/`)).as()).toMatchObject({
      error: "no_such_ssh_key",
    });
  });

  test("of the account reach new instances only", async () => {
    const simulator = await renting();
    const older = await simulator.rent();
    expect((await simulator.send("POST", "/api/v0/ssh/", { ssh_key: key })).as()).toMatchObject({
      success: true,
    });
    const newer = await simulator.rent();
    expect((await simulator.truthOf(older)).sshKeys).toEqual([]);
    expect((await simulator.truthOf(newer)).sshKeys).toMatchObject([{ text: key }]);
    expect((await simulator.get("/api/v0/ssh/")).as<unknown[]>()).toMatchObject([{ public_key: key }]);
  });

  test("that are no keys are refused", async () => {
    const simulator = await renting();
    const id = await simulator.rent();
    expect((await simulator.send("POST", `/api/v0/instances/${id}/ssh/`, { ssh_key: "hello" })).status).toBe(
      400,
    );
  });
});

describe("moods", () => {
  const rentIn = async (
    mood: string,
    setting: Record<string, unknown> = {},
    wish?: Record<string, unknown>,
  ) => {
    const simulator = await renting();
    await simulator.mood(mood, { next: 1, ...setting });
    return { simulator, id: await simulator.rent(wish) };
  };

  test("slow-loading", async () => {
    const { simulator, id } = await rentIn("slow-loading", { minutes: 40 });
    simulator.pass(39 * 60);
    expect(await simulator.instance(id)).toMatchObject({ actual_status: "loading" });
    simulator.pass(3 * 60);
    expect(await simulator.instance(id)).toMatchObject({ actual_status: "running" });
    expect((await simulator.truthOf(id)).segments.find(({ gpuRate }) => gpuRate > 0)?.from).toBeGreaterThan(
      0,
    );
  });

  test("stuck-loading", async () => {
    const { simulator, id } = await rentIn("stuck-loading");
    simulator.pass(86_400);
    expect(await simulator.instance(id)).toMatchObject({ actual_status: "loading" });
    expect((await simulator.truthOf(id)).bill.gpuMicros).toBe("0");
  });

  test("never-starts", async () => {
    const { simulator, id } = await rentIn("never-starts");
    simulator.pass(86_400);
    const instance = sure(await simulator.instance(id));
    expect(instance.actual_status).toBe("created");
    expect(instance.status_msg).toContain("OCI runtime create failed");
  });

  test("late-key and key-never-accepted", async () => {
    const late = await rentIn("late-key", { seconds: 90 });
    await late.simulator.send("POST", `/api/v0/instances/${late.id}/ssh/`, { ssh_key: key });
    const [slow] = (await late.simulator.truthOf(late.id)).sshKeys;
    expect(sure(sure(slow).arrivesAt) - sure(slow).attachedAt).toBe(90_000);
    const never = await rentIn("key-never-accepted");
    await never.simulator.send("POST", `/api/v0/instances/${never.id}/ssh/`, { ssh_key: key });
    expect((await never.simulator.truthOf(never.id)).sshKeys).toMatchObject([{ arrivesAt: null }]);
  });

  test("lying-machine: the truth is below what the row says", async () => {
    const { simulator, id } = await rentIn("lying-machine", { cudaLess: 0.1 });
    const said = Number(sure(await simulator.instance(id))["cuda_max_good"]);
    expect((await simulator.truthOf(id)).truth.cuda).toBeCloseTo(said - 0.1, 5);
  });

  test("reclaimed: an interruptible is taken away without notice", async () => {
    const { simulator, id } = await rentIn("reclaimed", { seconds: 60 }, { price: 5 });
    await statusesUntil(simulator, id, "running");
    simulator.pass(61);
    expect(await simulator.instance(id)).toMatchObject({
      actual_status: "stopped",
      intended_status: "stopped",
    });
  });

  test("vanishes", async () => {
    const { simulator, id } = await rentIn("vanishes", { seconds: 800 });
    await statusesUntil(simulator, id, "running");
    simulator.pass(790);
    expect(await simulator.instance(id)).not.toBeNull();
    simulator.pass(11);
    expect(await simulator.instance(id)).toBeNull();
    expect(await simulator.listed()).toEqual([]);
  });

  test("list-lag: read by its id before it is listed", async () => {
    const { simulator, id } = await rentIn("list-lag", { seconds: 30 });
    expect(await simulator.instance(id)).not.toBeNull();
    expect(await simulator.listed()).toEqual([]);
    simulator.pass(30);
    expect(await simulator.listed()).toHaveLength(1);
  });

  test("null-instance and unknown-flap strike one reading", async () => {
    const { simulator, id } = await rentIn("null-instance");
    expect(await simulator.instance(id)).toBeNull();
    expect(await simulator.instance(id)).not.toBeNull();
    await simulator.mood("unknown-flap");
    expect(await simulator.instance(id)).toMatchObject({ actual_status: "unknown" });
    expect(await simulator.instance(id)).not.toMatchObject({ actual_status: "unknown" });
  });

  test("gone-as-404", async () => {
    const { simulator } = await rentIn("gone-as-404");
    expect((await simulator.get("/api/v0/instances/1/")).status).toBe(404);
    expect((await simulator.get("/api/v0/instances/1/")).as()).toEqual({ instances: null });
  });

  test("instances-as-object and empty-list", async () => {
    const { simulator, id } = await rentIn("instances-as-object");
    expect((await simulator.get("/api/v0/instances/")).as()).toMatchObject({ instances: { id } });
    await simulator.mood("empty-list");
    expect((await simulator.get("/api/v1/instances/")).as()).toMatchObject({
      instances: [],
      total_instances: 0,
    });
    expect(await simulator.listed()).toHaveLength(1);
  });

  test("clock-skew", async () => {
    const { simulator, id } = await rentIn("clock-skew", { seconds: 90 });
    const skewed = Number(sure(await simulator.instance(id))["start_date"]);
    expect(skewed - Number(sure(await simulator.instance(id))["start_date"])).toBe(90);
  });

  test("destroy-ignored, destroy-stops, destroy-late and destroy-undone all say success", async () => {
    const destroyIn = async (mood: string, setting: Record<string, unknown> = {}) => {
      const rented = await rentIn(mood, setting);
      rented.simulator.pass(UNTIL_RUNNING);
      expect((await rented.simulator.destroy(rented.id)).as()).toMatchObject({ success: true });
      rented.simulator.pass(20);
      return rented;
    };
    const ignored = await destroyIn("destroy-ignored");
    expect(await ignored.simulator.instance(ignored.id)).toMatchObject({ actual_status: "running" });
    const stopped = await destroyIn("destroy-stops");
    expect(await stopped.simulator.instance(stopped.id)).toMatchObject({ actual_status: "stopped" });
    const late = await destroyIn("destroy-late", { seconds: 300 });
    expect(await late.simulator.instance(late.id)).not.toBeNull();
    late.simulator.pass(300);
    expect(await late.simulator.instance(late.id)).toBeNull();
    const undone = await destroyIn("destroy-undone", { seconds: 60 });
    expect(await undone.simulator.instance(undone.id)).toBeNull();
    undone.simulator.pass(60);
    expect(await undone.simulator.instance(undone.id)).toMatchObject({ actual_status: "running" });
  });
});

import { describe, expect, test } from "vitest";
import { renting } from "../testing/renting.ts";
import { sure } from "../testing/sure.ts";

describe("an ask", () => {
  test("is rented once, and takes its siblings away", async () => {
    const simulator = await renting();
    const whole = await simulator.offer({ num_gpus: { eq: 8 }, gpu_frac: { eq: 1 } });
    const siblings = await simulator.offers({ machine_id: { eq: whole.machine_id }, disable_bundling: true });
    expect(siblings.length).toBeGreaterThan(8);
    const pair = sure(siblings.find((offer) => offer.num_gpus === 2));

    const reply = await simulator.create(pair.id);
    expect(reply.as()).toMatchObject({ success: true });
    expect(reply.as()["new_contract"]).toBeGreaterThan(whole.id);
    const left = await simulator.offers({ machine_id: { eq: whole.machine_id }, disable_bundling: true });
    expect(left.map((offer) => offer.num_gpus).toSorted((a, b) => b - a)).toEqual([
      4, 2, 2, 2, 1, 1, 1, 1, 1, 1,
    ]);

    for (const gone of [pair.id, whole.id]) {
      const refused = await simulator.create(gone);
      expect([refused.status, refused.as()]).toMatchObject([
        400,
        { success: false, error: "invalid_args", ask_id: gone },
      ]);
      expect(refused.text).toContain("error 404/3603: no_such_ask");
    }
  });

  test("comes back under a new id once the instance is gone", async () => {
    const simulator = await renting();
    const offer = await simulator.offer({ num_gpus: { eq: 1 }, gpu_frac: { eq: 1 } });
    const id = await simulator.rent({}, offer);
    await simulator.destroy(id);
    simulator.pass(10);
    const again = await simulator.offer({ machine_id: { eq: offer.machine_id } });
    expect(again.id).not.toBe(offer.id);
  });

  test("relisted by its host is gone", async () => {
    const simulator = await renting();
    const offer = await simulator.offer();
    await simulator.send("POST", "/control/market", { ask: offer.id, action: "relist" });
    expect((await simulator.create(offer.id)).status).toBe(400);
  });

  test("on a machine that is off line cannot start: 410", async () => {
    const simulator = await renting();
    const offer = await simulator.offer();
    await simulator.send("POST", "/control/market", { ask: offer.id, action: "offline" });
    const reply = await simulator.create(offer.id);
    expect([reply.status, reply.as()]).toMatchObject([410, { error: "no_such_ask" }]);
  });
});

describe("a wish that makes no sense is refused, and nothing is made", () => {
  test.each([
    ["no image", { image: null }, "invalid_args"],
    ["too small a disk", { disk: 4 }, "invalid_args"],
    ["more disk than there is", { disk: 1e6 }, "invalid_args"],
    ["too long a label", { label: "x".repeat(257) }, "invalid_args"],
    ["an unknown launch mode", { runtype: "telnet" }, "invalid_args"],
    ["a price below a tenth of a cent", { price: 0.0001 }, "invalid_price"],
    ["args without their launch mode", { args: ["--port", "80"] }, "invalid_args"],
    ["an unknown template", { template_hash_id: "nope" }, "invalid_args"],
    ["too large an environment", { env: { BIG: "x".repeat(40_000) } }, "invalid_args"],
    ["a VM without a key on the account", { vm: true }, "no_ssh_key_for_vm"],
  ])("%s", async (_name, wish, error) => {
    const simulator = await renting({ machines: 20 });
    const offer = await simulator.offer({ verified: { in: [true, false] } });
    const reply = await simulator.create(offer.id, wish);
    expect([reply.status, reply.as()]).toMatchObject([400, { success: false, error }]);
    expect((await simulator.truth()).contracts).toEqual([]);
  });

  test("a key that may only read", async () => {
    const simulator = await renting({ readOnlyKeys: ["look-only"] });
    const offer = await simulator.offer();
    const reply = await simulator.send(
      "PUT",
      `/api/v0/asks/${offer.id}/`,
      { image: "ubuntu" },
      {
        authorization: "Bearer look-only",
      },
    );
    expect(reply.status).toBe(403);
  });
});

describe("what was asked for is what reads back", () => {
  test("environment as an object or as flags, ports, label, launch mode", async () => {
    const simulator = await renting();
    const offers = await simulator.offers({ direct_port_count: { gte: 10 }, num_gpus: { eq: 1 } });
    const [one, other] = [sure(offers[0]), sure(offers[1])];
    const wish = { label: "berth-1", runtype: "ssh_direc ssh_proxy", env: { A: "1", "-p 8000:8000": "1" } };
    const first = await simulator.rent(wish, one);
    const second = await simulator.rent({ ...wish, env: "-e A=1 -p 8000:8000" }, other);
    simulator.pass(1_200);
    for (const id of [first, second]) {
      const instance = sure(await simulator.instance(id));
      expect(instance).toMatchObject({
        label: "berth-1",
        actual_status: "running",
        image_uuid: "ubuntu:22.04",
      });
      expect(instance["extra_env"]).toEqual([
        ["A", "1"],
        ["-p 8000:8000", "1"],
      ]);
      expect(Object.keys(instance.ports ?? {})).toEqual(["22/tcp", "8000/tcp"]);
    }
  });

  test("a template stands behind the request, which wins", async () => {
    const simulator = await renting();
    const template_hash_id = "bad8a7f8c9a0e1d2c3b4a5968778695a";
    const own = await simulator.rent({ image: null, template_hash_id, env: { A: "1" } });
    const instance = sure(await simulator.instance(own));
    expect(instance).toMatchObject({
      image_uuid: "vllm/vllm-openai:v0.10.2",
      image_runtype: "args",
      ssh_host: null,
    });
    expect(instance["extra_env"]).toEqual([
      ["-p 8000:8000", "1"],
      ["A", "1"],
    ]);
  });
});

describe("bids", () => {
  test("below the machine's minimum are refused, and leave a stopped contract behind", async () => {
    const simulator = await renting();
    const offer = await simulator.offer({ type: "bid", num_gpus: { eq: 1 } });
    const reply = await simulator.create(offer.id, { price: offer.min_bid / 2 });
    const { success, new_contract } = reply.as<{ success: boolean; new_contract: number }>();
    expect(success).toBe(false);
    simulator.pass(30);
    expect(await simulator.instance(new_contract)).toMatchObject({
      actual_status: "stopped",
      cur_state: "stopped",
    });
  });

  test("pay what they bid, and lose the machine when its minimum rises above it", async () => {
    const simulator = await renting();
    const offer = await simulator.offer({ type: "bid", num_gpus: { eq: 1 } });
    const id = await simulator.rent({ price: offer.min_bid }, offer);
    simulator.pass(1_200);
    expect(await simulator.instance(id)).toMatchObject({
      actual_status: "running",
      is_bid: true,
      dph_base: offer.min_bid,
    });
    await simulator.send("POST", "/control/market", { ask: offer.id, changePercent: 60 });
    const stopped = {
      actual_status: "stopped",
      cur_state: "stopped",
      next_state: "stopped",
      intended_status: "stopped",
    };
    expect(await simulator.instance(id)).toMatchObject(stopped);
  });

  test("that wait are not started below the minimum, and are once the bid is raised", async () => {
    const simulator = await renting();
    const offer = await simulator.offer({ type: "bid", num_gpus: { eq: 1 }, gpu_frac: { eq: 1 } });
    const id = await simulator.rent({ price: offer.min_bid }, offer);
    simulator.pass(1_200);
    await simulator.send("POST", "/control/market", { machine: offer.machine_id, changePercent: 60 });
    expect((await simulator.manage(id, { state: "running" })).as()).toMatchObject({
      error: "resources_unavailable",
    });
    await simulator.send("POST", "/control/market", { machine: offer.machine_id, action: "rent" });
    await simulator.send("POST", "/control/market", { machine: offer.machine_id, action: "return" });
    expect(await simulator.instance(id)).toMatchObject({
      actual_status: "stopped",
      intended_status: "running",
    });
    await simulator.send("PUT", `/api/v0/instances/bid_price/${id}/`, {
      client_id: "me",
      price: offer.min_bid * 2,
    });
    expect(await simulator.instance(id)).toMatchObject({ actual_status: "loading" });
  });

  test("can be raised and lowered", async () => {
    const simulator = await renting();
    const offer = await simulator.offer({ type: "bid", num_gpus: { eq: 1 } });
    const id = await simulator.rent({ price: offer.min_bid }, offer);
    simulator.pass(1_200);
    const bid = (price: number) =>
      simulator.send("PUT", `/api/v0/instances/bid_price/${id}/`, { client_id: "me", price });
    await bid(offer.min_bid * 2);
    expect(await simulator.instance(id)).toMatchObject({
      actual_status: "running",
      dph_base: offer.min_bid * 2,
    });
    expect((await bid(1_000)).status).toBe(400);
    await bid(offer.min_bid / 2);
    expect(await simulator.instance(id)).toMatchObject({ actual_status: "stopped" });
  });
});

describe("moods", () => {
  test.each([400, 404, 410])("stale-ask, as %i", async (status) => {
    const simulator = await renting();
    await simulator.mood("stale-ask", { next: 1, status });
    const offer = await simulator.offer();
    expect((await simulator.create(offer.id)).status).toBe(status);
    expect((await simulator.create(offer.id)).status).toBe(200);
  });

  test("created-despite-refusal", async () => {
    const simulator = await renting();
    await simulator.mood("created-despite-refusal");
    const reply = (await simulator.create((await simulator.offer()).id)).as<{
      success: boolean;
      new_contract: number;
    }>();
    expect(reply.success).toBe(false);
    expect((await simulator.listed()).map(({ id }) => id)).toEqual([reply.new_contract]);
  });

  test("insufficient-credit", async () => {
    const simulator = await renting();
    await simulator.mood("insufficient-credit");
    const reply = await simulator.create((await simulator.offer()).id);
    expect([reply.status, reply.as()]).toMatchObject([400, { error: "insufficient_credit" }]);
  });

  test("create-cut: the client hears nothing, the contract stands, and its label tells", async () => {
    const simulator = await renting();
    await simulator.mood("create-cut");
    const offer = await simulator.offer();
    await expect(simulator.create(offer.id, { label: "mine" })).rejects.toThrow("fetch failed");
    expect((await simulator.listed()).map(({ label }) => label)).toEqual(["mine"]);
    await simulator.create((await simulator.offer()).id, { label: "mine" });
    expect((await simulator.listed()).map(({ label }) => label)).toEqual(["mine", "mine"]);
  });

  test("create-error-after-commit", async () => {
    const simulator = await renting();
    await simulator.mood("create-error-after-commit");
    expect((await simulator.create((await simulator.offer()).id)).status).toBe(500);
    expect(await simulator.listed()).toHaveLength(1);
  });

  test("price-raised", async () => {
    const simulator = await renting();
    await simulator.mood("price-raised", { next: 1, factor: 1.5 });
    const offer = await simulator.offer();
    const id = await simulator.rent({}, offer);
    expect(sure(await simulator.instance(id)).dph_base).toBeCloseTo(offer.dph_base * 1.5, 6);
  });

  test("template-without-ssh", async () => {
    const simulator = await renting();
    await simulator.mood("template-without-ssh");
    const id = await simulator.rent({ template_hash_id: "305ac3ad7ef9ee5a4ad7d0a4b8bbd7ce" });
    expect(await simulator.instance(id)).toMatchObject({ image_runtype: "args", ssh_host: null });
  });
});

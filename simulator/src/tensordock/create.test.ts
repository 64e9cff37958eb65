import { describe, expect, test } from "vitest";
import { docking, KEY, UNTIL_UP } from "../testing/docking.ts";
import { sure } from "../testing/sure.ts";

const gpus = { "geforcertx4090-pcie-24gb": { count: 1 } };
const resources = { vcpu_count: 8, ram_gb: 32, storage_gb: 100, gpus };

describe("a wish that makes no sense is refused, and nothing is made", () => {
  test.each([
    ["less than 100 GB of storage", { resources: { ...resources, storage_gb: 99 } }, "at least 100 GB"],
    ["no GPU", { resources: { ...resources, gpus: {} } }, "At least one GPU"],
    [
      "a card that it does not sell",
      { resources: { ...resources, gpus: { voodoo2: { count: 1 } } } },
      "voodoo2",
    ],
    ["no key", { ssh_key: undefined }, "ssh_key"],
    ["no way in", { port_forwards: [] }, "SSH port (22) must be forwarded for Ubuntu VMs"],
    ["nowhere", { location_id: undefined }, "location_id or hostnode_id"],
  ])("%s", async (_name, wish, words) => {
    const simulator = await docking();
    const reply = await simulator.create(wish);
    expect(reply.status).toBe(400);
    expect(reply.as()).toMatchObject({
      errors: [{ status: 400, detail: expect.stringContaining(words) as string }],
    });
    expect(await simulator.listed()).toEqual([]);
  });

  test("a request of the wrong shape gets a bare list of what is wrong", async () => {
    const simulator = await docking();
    const reply = await simulator.create({ image: "beos" });
    expect(reply.status).toBe(400);
    expect(reply.as<unknown[]>()).toMatchObject([
      { code: "invalid_value", path: ["data", "attributes", "image"] },
    ]);
  });

  test("somewhere unknown is a 404", async () => {
    const simulator = await docking();
    expect((await simulator.create({ location_id: "nowhere" })).status).toBe(404);
  });

  test("less than a dollar of credit", async () => {
    const simulator = await docking({ creditDollars: 0.99 });
    const reply = await simulator.create();
    expect([reply.status, reply.text]).toEqual([402, expect.stringContaining("at least $1")]);
  });
});

describe("a machine", () => {
  test("is created, starts and runs, and learns its address on the way", async () => {
    const simulator = await docking();
    const reply = await simulator.create({ name: "berth-1" });
    expect(reply.status).toBe(201);
    const { data } = reply.as<{ data: { id: string } }>();
    expect(data).toEqual({
      type: "virtualmachine",
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      name: "berth-1",
      status: "creating",
    });
    expect(await simulator.machine(data.id)).toMatchObject({ status: "creating", ipAddress: null });
    const seen = new Set<string>();
    for (let second = 0; second < UNTIL_UP; second++) {
      simulator.pass(1);
      seen.add((await simulator.machine(data.id)).status);
    }
    expect([...seen]).toEqual(["creating", "starting", "running"]);
    expect(await simulator.machine(data.id)).toMatchObject({
      name: "berth-1",
      ipAddress: expect.stringMatching(/^[\d.]+$/) as string,
      portForwards: [{ protocol: "tcp", internal_port: 22, external_port: 20_022 }],
    });
  });

  test("starts an agent when its commands run, some while after it has its address", async () => {
    const simulator = await docking();
    const written = (text: string, path: string) =>
      `echo ${Buffer.from(text).toString("base64")} | base64 -d > ${path}`;
    const runcmd = [
      written("export BERTH_AGENT_TOKEN='t'\n", "/etc/profile.d/berth.sh"),
      written("( exec node berth-agent.mjs ) &", "/var/lib/berth-on-start.sh"),
    ];
    await simulator.created({ cloud_init: { runcmd } });
    const [contract] = simulator.world.contracts.values();
    expect(contract?.agent?.env).toEqual({ BERTH_AGENT_TOKEN: "t" });
    const after = (contract?.agent?.startsAt ?? 0) - (contract?.arrivals.address ?? 0);
    expect(after).toBeGreaterThanOrEqual(60_000);
    expect(after).toBeLessThanOrEqual(90_000);
  });

  test("costs what was shown, part by part", async () => {
    const simulator = await docking();
    const { gpu } = await simulator.card("geforcertx4090-pcie-24gb");
    const { per_vcpu_hr, per_gb_ram_hr, per_gb_storage_hr } = gpu.pricing;
    const id = await simulator.created();
    const expected = gpu.price_per_hr + 8 * per_vcpu_hr + 32 * per_gb_ram_hr + 100 * per_gb_storage_hr;
    expect((await simulator.machine(id)).rateHourly).toBeCloseTo(expected, 6);
    const before = await simulator.credit();
    simulator.pass(3_600);
    const spent = Number(before - (await simulator.credit())) / 1e6;
    expect(spent).toBeLessThanOrEqual(expected);
    expect(spent).toBeGreaterThan(expected * 0.98);
  });

  test("is built on the node that was named", async () => {
    const simulator = await docking();
    const node = sure(
      (await simulator.hostnodes()).find(({ available_resources: has }) =>
        has.gpus.some(({ v0Name }) => v0Name === "geforcertx4090-pcie-24gb"),
      ),
    );
    const port = sure(node.available_resources.available_ports[3]);
    await simulator.created({
      location_id: undefined,
      hostnode_id: node.id,
      port_forwards: [{ protocol: "tcp", internal_port: 22, external_port: port }],
    });
    const after = sure((await simulator.hostnodes()).find(({ id }) => id === node.id)).available_resources;
    expect(after.gpus[0]?.availableCount).toBe(sure(node.available_resources.gpus[0]).availableCount - 1);
    expect(after.available_ports).not.toContain(port);
  });

  test("gets another port where the one it wants is taken", async () => {
    const simulator = await docking();
    const node = (await simulator.hostnodes()).find(({ available_resources: has }) =>
      has.gpus.some(({ v0Name }) => v0Name === "geforcertx4090-pcie-24gb"),
    );
    const wish = { location_id: undefined, hostnode_id: node?.id };
    const [one, two] = [await simulator.created(wish), await simulator.created(wish)];
    const ports = await Promise.all(
      [one, two].map(async (id) => (await simulator.machine(id)).portForwards[0]?.external_port),
    );
    expect(new Set(ports).size).toBe(2);
  });

  test("takes the cards in either form, and a whole address of its own", async () => {
    const simulator = await docking();
    const id = await simulator.created({
      resources: { ...resources, gpus: [{ gpuV0Name: "geforcertx4090-pcie-24gb", count: 2 }] },
      useDedicatedIp: true,
      port_forwards: [],
    });
    simulator.pass(UNTIL_UP);
    expect(await simulator.machine(id)).toMatchObject({
      portForwards: [],
      resources: { gpus: { "geforcertx4090-pcie-24gb": { count: 2 } } },
      ipAddress: expect.any(String) as string,
    });
  });

  test("that is asked for twice is there twice, under one name", async () => {
    const simulator = await docking();
    await simulator.created();
    await simulator.created();
    expect((await simulator.listed()).map(({ name }) => name)).toEqual(["a-machine", "a-machine"]);
  });

  test("is not there for more than there is", async () => {
    const simulator = await docking();
    const { gpu, location } = await simulator.card("geforcertx4090-pcie-24gb");
    const wish = {
      location_id: location.id,
      resources: { ...resources, ram_gb: gpu.resources.max_ram_gb + 1 },
    };
    const reply = await simulator.create(wish);
    expect([reply.status, reply.text]).toEqual([400, expect.stringContaining("No available nodes found")]);
  });
});

describe("moods", () => {
  test("T1 no-nodes: what was listed is not there, in whatever words", async () => {
    const simulator = await docking();
    await simulator.mood("no-nodes", { next: 1, text: "We are out of stock" });
    expect((await simulator.create()).text).toContain("We are out of stock");
    expect((await simulator.create()).status).toBe(201);
  });

  test("T2 refusal-as-ok", async () => {
    const simulator = await docking();
    await simulator.mood("no-nodes");
    await simulator.mood("refusal-as-ok");
    const reply = await simulator.create();
    expect([reply.status, reply.as()]).toEqual([200, { status: 400, error: "No available nodes found" }]);
  });

  test("T3 no-public-ip, forwards-ignored, address-never", async () => {
    const simulator = await docking();
    await simulator.mood("no-public-ip");
    expect((await simulator.create({ useDedicatedIp: true })).text).toContain(
      "No available public IPs on hostnode",
    );
    await simulator.mood("forwards-ignored");
    expect((await simulator.machine(await simulator.created())).portForwards).toEqual([]);
    await simulator.mood("address-never");
    const id = await simulator.created();
    simulator.pass(3_600);
    expect(await simulator.machine(id)).toMatchObject({ status: "running", ipAddress: null });
  });

  test("T4 keys-dropped: only the key that a command puts in arrives", async () => {
    const simulator = await docking();
    await simulator.mood("keys-dropped");
    const command = `echo '${KEY}' >> ~root/.ssh/authorized_keys`;
    await simulator.created({ name: "late", cloud_init: { runcmd: [command] } });
    await simulator.mood("keys-dropped");
    await simulator.created({ name: "never" });
    await simulator.created({ name: "usual" });
    const arrival = async (name: string) => {
      const { sshKeys, createdAt } = await simulator.truthOf(name);
      const [key] = sshKeys;
      expect(sshKeys).toHaveLength(1);
      return key?.arrivesAt == null ? null : (key.arrivesAt - createdAt) / 1_000;
    };
    expect(await arrival("never")).toBeNull();
    expect(sure(await arrival("usual"))).toBeLessThan(65);
    expect(sure(await arrival("late"))).toBeGreaterThan(65);
  });

  test("T7 slow-create: the answer takes more than a minute, the machine is there at once", async () => {
    const simulator = await docking();
    await simulator.mood("slow-create");
    let answered = false;
    const reply = simulator.create().then(() => (answered = true));
    await simulator.untilSomeoneWaits();
    simulator.pass(60);
    expect(await simulator.listed()).toHaveLength(1);
    expect(answered).toBe(false);
    simulator.pass(15);
    expect(await reply).toBe(true);
  });

  test("T7 create-cut: the client hears nothing, and the name tells", async () => {
    const simulator = await docking();
    await simulator.mood("create-cut");
    await expect(simulator.create({ name: "mine" })).rejects.toThrow("fetch failed");
    expect((await simulator.listed()).map(({ name }) => name)).toEqual(["mine"]);
  });

  test("price-raised", async () => {
    const simulator = await docking();
    const usual = (await simulator.machine(await simulator.created())).rateHourly;
    await simulator.mood("price-raised", { next: 1, factor: 2 });
    expect((await simulator.machine(await simulator.created())).rateHourly).toBeGreaterThan(usual * 1.3);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { metrics } from "../../platform/metrics.ts";
import { keepLog } from "../../testing/heard.ts";
import { HurriedClock } from "../../testing/hurried-clock.ts";
import { type ScriptedAnswer, type ScriptedHttp, scriptHttp } from "../../testing/scripted-http.ts";
import { orderFor, PUBLIC_KEY, soon } from "../../testing/stage.ts";
import { writeMark } from "../mark.ts";
import type { Billed, FailureKind, InstanceState, ListedOffer, Provider } from "../provider.ts";
import { makeTensorDock } from "./tensordock.ts";

// Answers as the provider's documents, other clients and field logs show them, each accepted for what it is.

let server: ScriptedHttp;
let tensordock: Provider;
const heard = keepLog();
beforeAll(async () => {
  server = await scriptHttp();
});
afterAll(() => server?.close());
beforeEach(() => {
  server.asked.splice(0);
  heard.lines.splice(0);
  const patience = { firstDelayMs: 1, maxDelayMs: 2 };
  tensordock = makeTensorDock({
    url: server.url,
    apiKey: "token",
    clock: new HurriedClock(),
    log: heard.log,
    patience,
  });
});

const list = () => tensordock.listInstances(soon());
const find = (id = ID) => tensordock.findInstance(id, soon());
const offers = async () => (await tensordock.listOffers(soon())).offers;

const LOCATION = "9a779a5d-3e9b-4b3e-a5b7-8d1f2c3b4a50";
const ID = "550e8400-e29b-41d4-a716-446655440000";
const RTX_3090 = "geforcertx3090-pcie-24gb";

/** A card as it is listed at a location, with the prices of the provider's own example. */
const card = {
  v0Name: RTX_3090,
  displayName: "NVIDIA GeForce RTX 3090 PCIe 24GB",
  max_count: 5,
  price_per_hr: 0.2,
  resources: { max_vcpus: 64, max_ram_gb: 256, max_storage_gb: 2_000 },
  pricing: { per_vcpu_hr: 0.003, per_gb_ram_hr: 0.002, per_gb_storage_hr: 0.00005 },
  network_features: {
    dedicated_ip_available: true,
    port_forwarding_available: true,
    network_storage_available: false,
  },
};

const place = {
  id: LOCATION,
  city: "Orlando",
  stateprovince: "Florida",
  country: "United States",
  tier: 3,
  gpus: [card],
};

const noded = (...hostnodes: object[]) => ({ body: { data: { hostnodes } } });
const located = (...places: object[]) => ({ body: { data: { locations: places } } });
const carded = (change: object) => located({ ...place, gpus: [{ ...card, ...change }] });
/** First the locations, then the nodes. */
const answerMarket = (locations: ScriptedAnswer, nodes: ScriptedAnswer = noded()) =>
  server.answer(locations, nodes);
const first = async (answer: ScriptedAnswer): Promise<ListedOffer | undefined> => {
  answerMarket(answer);
  return (await offers())[0];
};

describe("locations", () => {
  test("are offered as one certain machine for each card and count, all of its price in it", async () => {
    answerMarket(located(place));
    const all = await offers();
    expect(all.map(({ gpuCount }) => gpuCount)).toEqual([1, 2, 4]);
    // One card at .20 with 8 vCPUs and 32 GB: .20 + .024 + .064; 100 GB of storage would make it .293.
    expect(all[0]).toEqual({
      externalId: `${LOCATION}/${RTX_3090}/1`,
      machineId: `${LOCATION}/${RTX_3090}`,
      kind: "on_demand",
      gpuRawName: "NVIDIA GeForce RTX 3090 PCIe 24GB",
      gpuCount: 1,
      vramGb: 24,
      pricePerHour: 288_000n,
      vcpuPricePerHour: 24_000n,
      ramPricePerHour: 64_000n,
      diskPricePerGbMonth: 36_000n,
      chargedDiskGbMin: 100,
      trafficUpPerGb: null,
      trafficDownPerGb: null,
      vcpus: 8,
      ramGb: 32,
      diskGb: 2_000,
      region: "Orlando, Florida",
      country: "US",
      reliability: null,
      cudaVersion: null,
      networkDownMbps: null,
      networkUpMbps: null,
      datacenter: true,
      verified: true,
      maxDurationHours: null,
    });
    expect(all[2]).toMatchObject({ vcpus: 32, ramGb: 128, pricePerHour: 1_152_000n });
    expect(server.asked[0]).toMatchObject({
      method: "GET",
      path: "/api/v2/locations",
      headers: { authorization: "Bearer token" },
    });
  });

  test("are as reliable and as fast as the worst of their nodes with that card", async () => {
    const node = {
      id: "node-1",
      location_id: LOCATION,
      uptime_percentage: 99.87,
      available_resources: { gpus: [{ v0Name: RTX_3090, availableCount: 2, price_per_hr: 0.2 }] },
      location: { network_speed_gbps: 10, network_speed_upload_gbps: 5 },
    };
    const worse = { ...node, uptime_percentage: 97.5, location: { network_speed_gbps: 1 } };
    const another = {
      ...node,
      uptime_percentage: 1,
      available_resources: { gpus: [{ v0Name: "h100-sxm5-80gb" }] },
    };
    const told = async (nodes: ScriptedAnswer) => {
      answerMarket(located(place), nodes);
      const [offer] = await offers();
      return [offer?.reliability, offer?.networkDownMbps, offer?.networkUpMbps];
    };
    expect(await told(noded(node, another))).toEqual([0.9987, 10_000, 5_000]);
    expect(await told(noded(node, worse, another))).toEqual([0.975, 1_000, null]);
    expect(await told(noded({ ...node, uptime_percentage: 133, location: null }))).toEqual([
      null,
      null,
      null,
    ]);
    expect(await told({ body: { data: [node] } })).toEqual([0.9987, 10_000, 5_000]);
    // What does not come takes nothing away.
    expect(await told({ status: 502, text: "Bad Gateway" })).toEqual([0.9987, 10_000, 5_000]);
    expect(await told({ body: { data: {} } })).toEqual([0.9987, 10_000, 5_000]);
  });

  test("with little beside the GPUs make smaller machines, and none where there is too little", async () => {
    const resources = (max_vcpus: number, max_ram_gb: number, max_storage_gb = 500) => ({
      max_count: 2,
      resources: { max_vcpus, max_ram_gb, max_storage_gb },
    });
    answerMarket(carded(resources(13, 47)));
    expect(await offers()).toMatchObject([
      { gpuCount: 1, vcpus: 8, ramGb: 32 },
      { gpuCount: 2, vcpus: 12, ramGb: 32 },
    ]);
    for (const few of [resources(1, 256), resources(64, 15), resources(64, 256, 99)]) {
      answerMarket(carded(few));
      expect(await offers()).toEqual([]);
    }
  });

  test("that are all rented out are no failure", async () => {
    answerMarket(carded({ max_count: 0 }));
    expect(await offers()).toEqual([]);
    answerMarket(located({ ...place, gpus: [] }));
    expect(await offers()).toEqual([]);
  });

  test("may be listed without an envelope of their own", async () => {
    expect(await first({ body: { data: [place] } })).toMatchObject({ gpuCount: 1 });
  });

  test("T9: are named as they are, whoever named them", async () => {
    const where = async (change: object) => {
      const offer = await first(located({ ...place, ...change }));
      return [offer?.region, offer?.country, offer?.datacenter];
    };
    expect(await where({ city: "Texas", stateprovince: "Texas" })).toEqual(["Texas", "US", true]);
    expect(await where({ stateprovince: "", country: "Czech Republic" })).toEqual(["Orlando", "CZ", true]);
    expect(await where({ city: null, stateprovince: null })).toEqual(["United States", "US", true]);
    expect(await where({ country: "Moon", tier: 4 })).toEqual(["Orlando, Florida", null, true]);
    expect(await where({ tier: 1 })).toEqual(["Orlando, Florida", "US", false]);
    expect(await where({ tier: null })).toEqual(["Orlando, Florida", "US", false]);
  });

  test.each([
    ["h100-sxm5-80gb", "H100 SXM5 80GB", 80],
    ["h100-nvl-94gb", "NVIDIA H100 NVL 94GB", 94],
    ["a100-pcie-80gb", null, 80],
    ["some-card", "NVIDIA Some Card 12 GB", 12],
  ])("memory is told by the end of a name: %s, %s", async (v0Name, displayName, vramGb) => {
    expect(await first(carded({ v0Name, displayName }))).toMatchObject({
      vramGb,
      gpuRawName: displayName ?? v0Name,
    });
  });

  test.each<[string, object]>([
    ["a negative price", { price_per_hr: -0.2 }],
    ["an absurd price", { price_per_hr: 1e12 }],
    ["a price in words", { price_per_hr: "0.2" }],
    ["no prices for its parts", { pricing: null }],
    ["one part without a price", { pricing: { per_vcpu_hr: 0.003, per_gb_ram_hr: 0.002 } }],
    ["no name", { v0Name: null }],
    ["a name that says nothing of memory", { v0Name: "card", displayName: "Card" }],
    ["half a GPU", { max_count: 0.5 }],
  ])("T34: a card with %s is left out and counted, and the rest is listed", async (_what, change) => {
    const count = async () => (await metrics.oddRows.get()).values.reduce((sum, { value }) => sum + value, 0);
    const before = await count();
    answerMarket(located({ ...place, gpus: [{ ...card, ...change }, card] }));
    const listing = await tensordock.listOffers(soon());
    expect(listing.odd).toBe(1);
    expect(listing.offers).toHaveLength(3);
    expect((await count()) - before).toBe(1);
    expect(heard.lines).toHaveLength(1);
  });

  test.each<[string, ScriptedAnswer]>([
    ["nothing", located()],
    ["nonsense", { body: { data: { locations: [{ city: "Orlando" }] } } }],
    ["something else", { body: { data: { hostnodes: [] } } }],
    ["null", { body: null }],
  ])("of %s are a failure, never an empty market", async (_what, answer) => {
    server.answer(answer);
    await expect(offers()).rejects.toMatchObject({ kind: "nonsense" });
  });
});

/** A machine as it is read alone. */
const machine = {
  type: "virtualmachine",
  id: ID,
  name: writeMark(orderFor().mark),
  status: "running",
  ipAddress: "203.0.113.7",
  portForwards: [
    { internal_port: 22, external_port: 20_022, protocol: "tcp" },
    { internal_port: 8_000, external_port: 28_000, protocol: "tcp" },
    { internal_port: 9_000, external_port: 29_000, protocol: "udp" },
  ],
  resources: { vcpu_count: 8, ram_gb: 32, storage_gb: 100, gpus: { [RTX_3090]: { count: 1 } } },
  rateHourly: 0.293,
};

const read = {
  externalId: ID,
  state: "running",
  billed: "everything",
  mark: { ...orderFor().mark, consumer: "ada" },
  gpuRawName: RTX_3090,
  gpuCount: 1,
  pricePerHour: null,
  diskPricePerHour: null,
  allInPerHour: 293_000n,
};

describe("one machine", () => {
  test("is read whole, in our words and units", async () => {
    server.answer({ body: machine });
    expect(await find()).toEqual({
      ...read,
      detail: "running",
      label: machine.name,
      machineId: null,
      kind: "on_demand",
      ssh: [
        { host: "203.0.113.7", port: 20_022, user: "root" },
        { host: "203.0.113.7", port: 20_022, user: "user" },
      ],
      ports: [{ inside: 8_000, host: "203.0.113.7", outside: 28_000 }],
      createdAt: null,
      endsAt: null,
    });
    expect(server.asked[0]).toMatchObject({ method: "GET", path: `/api/v2/instances/${ID}` });
  });

  test("may come in an envelope, its ports as an object and its cards as a list", async () => {
    const { type, id, resources, portForwards: _ports, ...attributes } = machine;
    const inside = {
      ...attributes,
      resources: { ...resources, gpus: [{ gpuV0Name: RTX_3090, count: 1 }] },
      portForwards: { "22": 20_022, "8000": "28000" },
      location_id: LOCATION,
      image: "ubuntu2404",
    };
    server.answer({ body: { data: { type, id, attributes: inside } } });
    expect(await find()).toMatchObject({
      ...read,
      ssh: [{ port: 20_022 }, { port: 20_022 }],
      ports: [{ inside: 8_000, outside: 28_000 }],
    });
    server.answer({ body: { data: machine } });
    expect(await find()).toMatchObject(read);
  });

  test("with nothing forwarded is reached on its own port, at the address it has for itself", async () => {
    for (const portForwards of [[], {}, null, undefined]) {
      server.answer({ body: { ...machine, portForwards } });
      expect(await find()).toMatchObject({
        ssh: [{ host: "203.0.113.7", port: 22 }, { port: 22 }],
        ports: [],
      });
    }
  });

  test("cannot be reached while it has no address, or where its SSH port leads nowhere", async () => {
    for (const change of [
      { ipAddress: null },
      { ipAddress: " " },
      { portForwards: [machine.portForwards[1]] },
    ]) {
      server.answer({ body: { ...machine, ...change } });
      expect((await find())?.ssh).toEqual([]);
    }
  });

  test.each<[string, InstanceState, Billed]>([
    ["creating", "provisioning", "unknown"],
    ["starting", "loading", "unknown"],
    ["running", "running", "everything"],
    ["stopping", "stopping", "unknown"],
    ["Stopped", "stopped", "disk"],
    ["StoppedDisassociated", "stopped", "disk"],
    ["deleting", "ending", "unknown"],
    ["error", "failed", "unknown"],
  ])("that is %s reads as %s, and costs %s", async (status, state, billed) => {
    server.answer({ body: { ...machine, status } });
    expect(await find()).toMatchObject({ state, billed });
  });

  test("in a state that nobody has seen yet is unknown, counted and told", async () => {
    server.answer({ body: { ...machine, status: "dreaming" } });
    expect(await find()).toMatchObject({ state: "unknown", billed: "unknown" });
    expect(heard.lines).toHaveLength(1);
    expect(JSON.stringify(heard.lines)).toContain("dreaming");
  });

  test("is gone when it is not found in the provider's own words, or reads as deleted", async () => {
    for (const answer of [
      { status: 404, body: { errors: [{ status: 404, title: "Not Found", detail: "Instance not found" }] } },
      { status: 404, body: { error: "Instance not found" } },
      { status: 200, body: { status: 404, error: "Instance not found" } },
      { body: { ...machine, status: "deleted" } },
    ] satisfies ScriptedAnswer[]) {
      server.answer(answer);
      expect(await find()).toBeNull();
    }
  });

  test.each<[string, ScriptedAnswer]>([
    ["nothing at all", { body: {} }],
    ["an empty envelope", { body: { data: null } }],
    ["another machine", { body: { ...machine, id: "other" } }],
    ["a machine without an id", { body: { ...machine, id: null } }],
    ["a page of somebody on the way, with 404", { status: 404, text: "<html>not found</html>" }],
    ["a no of somebody on the way, in JSON", { status: 404, body: { detail: "Not Found" } }],
  ])("is not gone because the answer is %s", async (_what, answer) => {
    server.answer(answer);
    await expect(find()).rejects.toMatchObject({ kind: expect.stringMatching(/nonsense|flaky/) as string });
  });

  test("has facts that may be missing or odd, and is there all the same", async () => {
    server.answer({ body: { id: ID } });
    expect(await find()).toMatchObject({
      state: "unknown",
      mark: null,
      gpuRawName: null,
      allInPerHour: null,
    });
    const odd = { name: 5, ipAddress: {}, portForwards: "none", resources: [], rateHourly: "0.2" };
    server.answer({ body: { ...machine, ...odd } });
    expect(await find()).toMatchObject({ externalId: ID, state: "running", label: null, ssh: [] });
  });

  test("costs what is told of it, and no part of that is guessed, whatever its storage was last listed for", async () => {
    for (const rate of [0.00005, 0.0002]) {
      server.answer({ body: { ...machine, location_id: LOCATION } });
      expect(await find()).toMatchObject({
        pricePerHour: null,
        diskPricePerHour: null,
        allInPerHour: 293_000n,
      });
      answerMarket(carded({ pricing: { ...card.pricing, per_gb_storage_hr: rate } }));
      await offers();
    }
  });
});

/** A machine as it stands in a list. */
const row = {
  id: ID,
  name: machine.name,
  status: "running",
  ipAddress: "203.0.113.7",
  gpu_model: RTX_3090,
  gpu_count: 1,
  vcpus: 8,
  ram_gb: 32,
  storage_gb: 100,
  price_per_hour: 0.293,
  created_at: "2026-11-20T12:00:00Z",
  location_id: LOCATION,
};

describe("all machines", () => {
  const { id, ...attributes } = row;
  const nested = { type: "virtualmachine", id, attributes };
  test.each<[string, object]>([
    ["{data: […]}", { data: [row] }],
    ["{data: {instances: […]}}", { data: { instances: [row] } }],
    ["{data: {instances: […]}}, the facts inside", { data: { instances: [nested] } }],
    [
      "{data: {attributes: {instances: […]}}}",
      { data: { type: "list", id: "instances", attributes: { instances: [nested] } } },
    ],
  ])("are read from %s", async (_form, body) => {
    server.answer({ body });
    expect(await list()).toMatchObject([{ ...read, createdAt: new Date("2026-11-20T12:00:00Z") }]);
  });

  test("may say no more than a name and a status", async () => {
    server.answer({
      body: { data: { instances: [{ type: "VM", id: ID, attributes: { name: "x", status: "running" } }] } },
    });
    expect(await list()).toMatchObject([{ externalId: ID, label: "x", mark: null, state: "running" }]);
  });

  test("do not hold those that read as deleted", async () => {
    server.answer({ body: { data: [row, { ...row, id: "gone", status: "deleted" }] } });
    expect(await list()).toMatchObject([{ externalId: ID }]);
  });

  test("may be none, and are then none", async () => {
    for (const body of [{ data: [] }, { data: { instances: [] } }]) {
      server.answer({ body });
      expect(await list()).toEqual([]);
    }
  });

  test.each<[string, object]>([
    ["a row that cannot be told from others", { data: [row, { name: "who?" }] }],
    ["no list", { data: {} }],
    ["one machine", { data: row }],
    ["null", { data: null }],
  ])("of %s are a failure", async (_what, body) => {
    server.answer({ body });
    await expect(list()).rejects.toMatchObject({ kind: "nonsense" });
  });
});

describe("a create", () => {
  const order = orderFor({
    ...orderFor().offer,
    externalId: `${LOCATION}/${RTX_3090}/2`,
    vcpus: 16,
    ramGb: 64,
  } as ListedOffer);
  const create = (change: object = {}) => tensordock.create({ ...order, ...change }, soon());
  const asked = (at: number) => {
    const { body } = server.asked[at] ?? { body: "{}" };
    return (JSON.parse(body) as { data: { attributes: Record<string, unknown> } }).data.attributes;
  };

  test("says what is wanted, and carries its mark as its name", async () => {
    server.answer({
      status: 201,
      body: { data: { type: "virtualmachine", id: ID, name: "n", status: "creating" } },
    });
    expect(await create()).toEqual({ outcome: "created", externalId: ID, keyGiven: true, startGiven: true });
    expect(server.asked).toHaveLength(1);
    expect(asked(0)).toMatchObject({
      name: writeMark(order.mark),
      type: "virtualmachine",
      image: "ubuntu2404",
      resources: { vcpu_count: 16, ram_gb: 64, storage_gb: 100, gpus: { [RTX_3090]: { count: 2 } } },
      location_id: LOCATION,
      useDedicatedIp: true,
      ssh_key: PUBLIC_KEY,
    });
  });

  test("takes at least 100 GB of storage, and more where more is wanted", async () => {
    server.answer({ body: { data: { id: ID } } });
    await create({ diskGb: 20 });
    await create({ diskGb: 250 });
    expect(
      [asked(0), asked(1)].map(({ resources }) => (resources as { storage_gb: number }).storage_gb),
    ).toEqual([100, 250]);
  });

  test("T4: puts the key in by command for both users, then the environment, then what is to be started", async () => {
    server.answer({ body: { data: { id: ID } } });
    await create({ env: { GREETING: "it's $HOME" }, onStart: "echo 'hello'\n" });
    const { runcmd } = asked(0)["cloud_init"] as { runcmd: string[] };
    expect(runcmd[0]).toContain(`echo '${PUBLIC_KEY}' >> ~root/.ssh/authorized_keys`);
    expect(runcmd[1]).toContain(`echo '${PUBLIC_KEY}' >> ~user/.ssh/authorized_keys`);
    const written = runcmd.slice(2, 4).map((line) => {
      const [, content = ""] = /^echo (\S+) \| base64 -d > /.exec(line) ?? [];
      return Buffer.from(content, "base64").toString();
    });
    expect(written).toEqual(["export GREETING='it'\\''s $HOME'\n", "echo 'hello'\n"]);
    expect(runcmd[4]).toMatch(/^\. \S+; sh \S+$/);
  });

  test("an id may come without its envelope", async () => {
    server.answer({ status: 200, body: { type: "virtualmachine", id: ID, name: "n", status: "creating" } });
    expect(await create()).toMatchObject({ outcome: "created", externalId: ID });
  });

  test.each<[string, ScriptedAnswer]>([
    ["an answer without an id", { status: 201, body: { data: { type: "virtualmachine" } } }],
    ["a broken connection", "cut"],
    ["an error page", { status: 502, text: "Bad Gateway" }],
    ["an error of its own", { status: 200, body: { status: 500, error: "Internal server error" } }],
  ])("that ends with %s may have made a machine, and is asked once", async (_what, answer) => {
    server.answer(answer);
    expect((await create()).outcome).toBe("unknown");
    expect(server.asked).toHaveLength(1);
  });

  test("of what was never offered is refused without a word to anybody", async () => {
    for (const externalId of ["1", `${LOCATION}/${RTX_3090}/3`, `${LOCATION}/../1`, ""]) {
      const creation = await create({ offer: { ...order.offer, externalId } });
      expect(creation).toMatchObject({ outcome: "refused", failure: { kind: "offer-gone" } });
    }
    expect(server.asked).toEqual([]);
  });

  const said = (status: number, detail: string) => ({ errors: [{ status, title: "Bad Request", detail }] });
  const refusals: [FailureKind, ScriptedAnswer][] = [
    ...[
      "No available nodes found",
      "no nodes available",
      "Nodes unavailable at this location",
      "Insufficient capacity",
      "Not enough capacity on hostnode",
      "There is NO CAPACITY left",
      "The location is at capacity",
      "Capacity limit reached",
      "GPU capacity exceeded",
      "This GPU is out of stock",
    ].map((detail): [FailureKind, ScriptedAnswer] => [
      "no-capacity",
      { status: 400, body: said(400, detail) },
    ]),
    ["no-capacity", { status: 200, body: { status: 400, error: "No available nodes found" } }],
    ["no-capacity", { status: 200, body: { status: "409", error: "No available nodes found" } }],
    ["no-capacity", { status: 500, body: { status: 400, error: "No available nodes found" } }],
    ["insufficient-credit", { status: 402, body: said(402, "Insufficient balance") }],
    ["insufficient-credit", { status: 200, body: { status: 400, error: "Insufficient funds" } }],
    ["unauthorised", { status: 401, body: said(401, "Unauthorized") }],
    ["offer-gone", { status: 404, body: said(404, "Location not found") }],
    ["rate-limited", { status: 429, text: "Too Many Requests" }],
    ["rate-limited", { status: 200, body: { status: 429, error: "Rate limit exceeded" } }],
    ["nonsense", { status: 400, body: said(400, "SSH port (22) must be forwarded for Ubuntu VMs") }],
    ["nonsense", { status: 400, body: [{ code: "too_small", message: "too small", path: ["data"] }] }],
    ["nonsense", { status: 200, body: { errors: [{ status: "422", detail: "what is this?" }] } }],
  ];
  test.each(refusals)("that surely made nothing is refused: %s, %j", async (kind, answer) => {
    server.answer(answer);
    expect(await create()).toMatchObject({ outcome: "refused", failure: { kind, mayBeDone: false } });
  });

  const noAddress = said(400, "No available public IPs on hostnode");
  const made = { status: 201, body: { data: { id: ID } } };

  test("T3: without a whole address asks for ports instead, and looks whether they lead there", async () => {
    server.answer(
      { status: 400, body: noAddress },
      made,
      { body: { ...machine, ipAddress: null, portForwards: [] } },
      {
        body: machine,
      },
    );
    expect(await create({ ports: [8_000] })).toMatchObject({ outcome: "created", externalId: ID });
    expect(asked(1)).toMatchObject({
      port_forwards: [
        { protocol: "tcp", internal_port: 22, external_port: 20_022 },
        { protocol: "tcp", internal_port: 8_000, external_port: 28_000 },
      ],
    });
    expect(asked(1)).not.toHaveProperty("useDedicatedIp");
    expect(server.asked.map(({ method }) => method)).toEqual(["POST", "POST", "GET", "GET"]);
  });

  test("T3: one whose ports lead nowhere is to be destroyed", async () => {
    server.answer({ status: 400, body: noAddress }, made, { body: { ...machine, portForwards: [] } });
    expect(await create()).toMatchObject({ outcome: "unfit", externalId: ID });
  });

  test("T3: what the look comes to does not undo that the machine is there", async () => {
    server.answer({ status: 400, body: noAddress }, made, { status: 502, text: "Bad Gateway" });
    expect(await create()).toMatchObject({ outcome: "created", externalId: ID });
    server.answer({ status: 400, body: noAddress }, made, { body: { ...machine, ipAddress: null } });
    expect(await create()).toMatchObject({ outcome: "created", externalId: ID });
  });

  test("T3: is given up where there are neither addresses nor ports", async () => {
    server.answer({ status: 400, body: noAddress });
    expect(await create()).toMatchObject({ outcome: "refused", failure: { kind: "no-capacity" } });
    expect(server.asked).toHaveLength(2);
  });
});

describe("an end", () => {
  test.each<[string, ScriptedAnswer]>([
    ["in words", { body: { data: { type: "success", message: "Instance deleted successfully" } } }],
    ["in words inside", { body: { data: { type: "success", attributes: { message: "ok" } } } }],
    ["with a status alone", { status: 204, text: "" }],
  ])("is accepted %s", async (_form, answer) => {
    server.answer(answer);
    expect(await tensordock.destroy(ID, soon())).toBe("accepted");
    expect(server.asked[0]).toMatchObject({ method: "DELETE", path: `/api/v2/instances/${ID}` });
  });

  test("of what is not there is done", async () => {
    server.answer({ status: 404, body: { errors: [{ status: 404, detail: "Instance not found" }] } });
    expect(await tensordock.destroy(ID, soon())).toBe("gone");
  });

  test.each(["detail", "message", "error"])(
    "is not done at a path that nobody serves, whose no is a %s alone",
    async (name) => {
      server.answer({ status: 404, body: { [name]: "Not Found" } });
      await expect(tensordock.destroy(ID, soon())).rejects.toMatchObject({ kind: "nonsense" });
    },
  );

  test("T6: is not done because the key is called wrong", async () => {
    server.answer({ status: 401, body: { errors: [{ status: 401, title: "Unauthorized", detail: "no" }] } });
    await expect(tensordock.destroy(ID, soon())).rejects.toMatchObject({ kind: "unauthorised" });
  });
});

test("a path is told from the end of the address on", async () => {
  const inside = makeTensorDock({
    url: `${server.url}/proxied/`,
    apiKey: "token",
    clock: new HurriedClock(),
    log: heard.log,
  });
  answerMarket(located(place));
  await inside.listOffers(soon());
  expect(server.asked[0]?.path).toBe("/proxied/api/v2/locations");
});

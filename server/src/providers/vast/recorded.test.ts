import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { metrics } from "../../platform/metrics.ts";
import { keepLog } from "../../testing/heard.ts";
import { HurriedClock } from "../../testing/hurried-clock.ts";
import { type ScriptedAnswer, type ScriptedHttp, scriptHttp } from "../../testing/scripted-http.ts";
import { orderFor, PUBLIC_KEY, soon } from "../../testing/stage.ts";
import { writeMark } from "../mark.ts";
import type { Billed, FailureKind, InstanceState, Provider } from "../provider.ts";
import { makeVast } from "./vast.ts";

// Answers as the provider's documents, its own clients and field logs show them, each accepted for what it is.

let server: ScriptedHttp;
let vast: Provider;
const heard = keepLog();
beforeAll(async () => {
  server = await scriptHttp();
});
afterAll(() => server?.close());
beforeEach(() => {
  server.asked.splice(0);
  heard.lines.splice(0);
  const patience = { firstDelayMs: 1, maxDelayMs: 2 };
  vast = makeVast({ url: server.url, apiKey: "key", clock: new HurriedClock(), log: heard.log, patience });
});

const order = orderFor();
const create = () => vast.create(order, soon());
const find = (id = "27000123") => vast.findInstance(id, soon());
const list = () => vast.listInstances(soon());
const asked = () =>
  server.asked.map(({ method, path, body }) => [method, path, body && (JSON.parse(body) as unknown)]);

/** An instance as it reads while it runs. */
const running = {
  id: 27000123,
  machine_id: 11777,
  actual_status: "running",
  intended_status: "running",
  cur_state: "running",
  next_state: "running",
  status_msg: "success, running ubuntu_22.04/ssh\n",
  label: writeMark(order.mark),
  image_uuid: "ubuntu:22.04",
  image_runtype: "ssh_direc ssh_proxy",
  extra_env: [["BERTH", "1"]],
  gpu_name: "RTX 4090",
  num_gpus: 2,
  is_bid: false,
  dph_base: 0.8,
  dph_total: 0.8207,
  storage_total_cost: 0.0207,
  search: { gpuCostPerHour: 0.8, diskHour: 0.0207, totalHour: 0.8207 },
  instance: { gpuCostPerHour: 0.8, diskHour: 0.0207, totalHour: 0.8207 },
  ssh_host: "ssh5.vast.ai",
  ssh_port: 10123,
  ssh_idx: "5",
  public_ipaddr: " 203.0.113.7\n",
  ports: {
    "22/tcp": [
      { HostIp: "0.0.0.0", HostPort: "33526" },
      { HostIp: "::", HostPort: "33526" },
    ],
    "8000/tcp": [{ HostIp: "0.0.0.0", HostPort: "33527" }],
    "9000/udp": [{ HostIp: "0.0.0.0", HostPort: "33528" }],
  },
  uptime_mins: null,
  gpu_util: null,
  disk_usage: -1,
  start_date: 1_795_000_000.25,
  end_date: 1_797_000_000,
};

describe("one instance", () => {
  test("is read whole, in our words and units", async () => {
    server.answer({ body: { instances: running } });
    expect(await find()).toEqual({
      externalId: "27000123",
      state: "running",
      billed: "everything",
      detail: "success, running ubuntu_22.04/ssh",
      label: writeMark(order.mark),
      mark: { ...order.mark, consumer: "ada" },
      machineId: "11777",
      kind: "on_demand",
      gpuRawName: "RTX 4090",
      gpuCount: 2,
      ssh: [
        { host: "203.0.113.7", port: 33_526, user: "root" },
        { host: "ssh5.vast.ai", port: 10_123, user: "root" },
      ],
      ports: [{ inside: 8_000, host: "203.0.113.7", outside: 33_527 }],
      pricePerHour: 800_000n,
      diskPricePerHour: 20_700n,
      allInPerHour: 820_700n,
      createdAt: new Date(1_795_000_000_250),
      endsAt: new Date(1_797_000_000_000),
    });
    expect(asked()).toEqual([["GET", "/api/v0/instances/27000123/?owner=me", ""]]);
  });

  test("may come in a list, with more around it, and with its id in text", async () => {
    for (const body of [
      { instances: [running] },
      { success: true, instances: { ...running, id: "27000123" } },
      { instances: [{ ...running, id: 1 }, running] },
    ]) {
      server.answer({ body });
      expect(await find()).toMatchObject({ externalId: "27000123", state: "running" });
    }
  });

  test("is gone when it is null, or 404 in the provider's own words", async () => {
    for (const answer of [
      { body: { instances: null } },
      { status: 404, body: { success: false, error: "no_such_instance", msg: "No such instance." } },
      { status: 404, body: { success: false, error: "not_found" } },
      { status: 404, body: { error: "not_found", msg: "Instance not found" } },
    ] satisfies ScriptedAnswer[]) {
      server.answer(answer);
      expect(await find()).toBeNull();
    }
  });

  test.each<[string, ScriptedAnswer]>([
    ["nothing at all", { body: {} }],
    ["an empty list", { body: { instances: [] } }],
    ["another instance", { body: { instances: { ...running, id: 5 } } }],
    ["a word", { body: { instances: "none" } }],
    ["a row without an id", { body: { instances: { ...running, id: null } } }],
    ["null", { body: null }],
    ["a page of somebody on the way, with 404", { status: 404, text: "<html>not found</html>" }],
    ["a no of somebody on the way, in JSON", { status: 404, body: { detail: "Not Found" } }],
  ])("is not gone because the answer is %s", async (_what, answer) => {
    server.answer(answer);
    await expect(find()).rejects.toMatchObject({ kind: expect.stringMatching(/nonsense|flaky/) as string });
  });

  test("has fields that may be missing, null, or of another kind, and is read all the same", async () => {
    const odd = {
      id: 27000123,
      actual_status: "loading",
      label: null,
      ports: [22, 8000],
      num_gpus: "two",
      dph_base: -1,
      start_date: 1e300,
      search: null,
      ssh_port: "x",
    };
    server.answer({ body: { instances: odd } });
    expect(await find()).toMatchObject({
      state: "loading",
      label: null,
      mark: null,
      gpuCount: null,
      ssh: [],
      ports: [],
      pricePerHour: null,
      diskPricePerHour: null,
      createdAt: null,
    });
    server.answer({ body: { instances: { ...running, dph_base: null, search: null } } });
    expect(await find()).toMatchObject({ pricePerHour: 800_000n });
    server.answer({ body: { instances: { ...running, dph_base: null, storage_total_cost: undefined } } });
    expect(await find()).toMatchObject({ pricePerHour: 800_000n, diskPricePerHour: 20_700n });
  });
});

describe("the way in", () => {
  const ways = async (change: object) => {
    server.answer({ body: { instances: { ...running, ...change } } });
    return (await find())?.ssh.map(({ host, port }) => `${host}:${port}`);
  };

  test("is the proxy alone where the machine has no port of its own for it, or does not run yet", async () => {
    expect(await ways({ ports: {} })).toEqual(["ssh5.vast.ai:10123"]);
    expect(await ways({ ports: undefined })).toEqual(["ssh5.vast.ai:10123"]);
    expect(await ways({ ports: null, ssh_port: "10123" })).toEqual(["ssh5.vast.ai:10123"]);
    expect(await ways({ ports: { "22/tcp": null } })).toEqual(["ssh5.vast.ai:10123"]);
  });

  test("through the proxy is one port further with Jupyter", async () => {
    for (const image_runtype of ["jupyter_proxy ssh_proxy", "jupyter_direc ssh_direc ssh_proxy", "jupyter"])
      expect(await ways({ ports: {}, image_runtype })).toEqual(["ssh5.vast.ai:10124"]);
  });

  test("is none for a container launched with arguments, or before there is an address", async () => {
    expect(await ways({ image_runtype: "args" })).toEqual([]);
    expect(await ways({ ports: undefined, ssh_host: null, ssh_port: null, public_ipaddr: null })).toEqual([]);
  });
});

describe("a state", () => {
  const stopped = { intended_status: "stopped", cur_state: "stopped", next_state: "stopped" };
  test.each<[what: string, row: object, state: InstanceState, billed: Billed]>([
    ["bought", { actual_status: null, cur_state: "stopped" }, "provisioning", "nothing"],
    ["bought, and said nothing of", { actual_status: undefined }, "provisioning", "nothing"],
    ["created", { actual_status: "created" }, "provisioning", "disk"],
    ["loading", { actual_status: "loading", status_msg: "Pulling from library/ubuntu" }, "loading", "disk"],
    ["running", {}, "running", "everything"],
    ["about to stop", { intended_status: "stopped" }, "stopping", "everything"],
    ["rebooting", { actual_status: "rebooting" }, "loading", "unknown"],
    ["recycling", { actual_status: "recycling" }, "loading", "unknown"],
    ["stopped, outbid or out of credit", { actual_status: "stopped", ...stopped }, "stopped", "disk"],
    ["queued for its GPUs", { actual_status: "stopped", cur_state: "stopped" }, "waiting", "disk"],
    ["scheduling", { actual_status: "scheduling" }, "waiting", "disk"],
    ["exited", { actual_status: "exited", ...stopped }, "stopped", "disk"],
    ["frozen", { actual_status: "frozen", intended_status: "frozen" }, "stopped", "everything"],
    ["without a sign of life", { actual_status: "unknown" }, "unknown", "unknown"],
    ["off line", { actual_status: "offline" }, "unknown", "nothing"],
    ["being unloaded", { actual_status: "stopped", next_state: "unloaded" }, "ending", "unknown"],
    ["unloaded", { actual_status: "running", cur_state: "unloaded" }, "ending", "unknown"],
    [
      "created, and never to start",
      { actual_status: "created", status_msg: "failed to create task: OCI runtime create failed: runc" },
      "failed",
      "disk",
    ],
    [
      "loading, and failed",
      { actual_status: "loading", status_msg: "Error response from daemon: manifest unknown" },
      "failed",
      "disk",
    ],
  ])("%s", async (_what, row, state, billed) => {
    server.answer({ body: { instances: { ...running, ...row } } });
    expect(await find()).toMatchObject({ state, billed });
    expect(heard.lines).toEqual([]);
  });

  test.each(["hibernating", "constructor"])(
    "that nobody has seen yet is unknown, counted and told: %s",
    async (status) => {
      const before = await oddRows("states");
      server.answer({ body: { instances: { ...running, actual_status: status } } });
      expect(await find()).toMatchObject({ state: "unknown", billed: "unknown" });
      expect((await oddRows("states")) - before).toBe(1);
      expect(heard.lines).toHaveLength(1);
      expect(heard.lines[0]).toContain(status);
    },
  );
});

describe("the list", () => {
  const page = (ids: number[], next_token: unknown, total_instances: unknown = 3) => ({
    body: {
      success: true,
      instances_found: ids.length,
      total_instances,
      label_counts: {},
      next_token,
      instances: ids.map((id) => ({ ...running, id })),
    },
  });

  test("is followed by its token from page to page", async () => {
    server.answer(page([1, 2], "eyJ2IjoxfQ=="), page([2, 3], null));
    expect((await list()).map(({ externalId }) => externalId)).toEqual(["1", "2", "3"]);
    expect(server.asked.map(({ path }) => path)).toEqual([
      "/api/v1/instances/?limit=25",
      "/api/v1/instances/?limit=25&after_token=eyJ2IjoxfQ%3D%3D",
    ]);
    server.answer(page([1], "", 1));
    expect(await list()).toHaveLength(1);
  });

  test("is complete when it holds as many as its last page counts", async () => {
    const idsOf = async (...pages: ScriptedAnswer[]) => {
      server.answer(...pages);
      return (await list()).map(({ externalId }) => externalId);
    };
    // One ended between two pages, and one was made.
    expect(await idsOf(page([1, 2], "a", 3), page([3], null, 2))).toEqual(["1", "2", "3"]);
    expect(await idsOf(page([1, 2], "a", 3), page([3, 4], null, 4))).toEqual(["1", "2", "3", "4"]);
    expect(await idsOf(page([1, 2], "a", 2), page([], null, 1))).toEqual(["1", "2"]);
    for (const uncounted of [null, "many"])
      expect(await idsOf(page([1, 2], null, uncounted))).toEqual(["1", "2"]);
    // Made behind what was read: not in this list, and in the next.
    await expect(idsOf(page([1, 2], "a", 3), page([3], null, 4))).rejects.toMatchObject({ kind: "nonsense" });
    expect(await idsOf(page([0, 1], "a", 4), page([2, 3], null, 4))).toEqual(["0", "1", "2", "3"]);
  });

  test("is the old one, whole, where there is no paged one", async () => {
    const none: ScriptedAnswer = {
      status: 404,
      body: { success: false, error: "not_found", msg: "Resource not found." },
    };
    for (const instances of [[running], running]) {
      server.answer(none, { body: { instances_found: 1, instances } });
      expect(await list()).toMatchObject([{ externalId: "27000123" }]);
    }
    expect(server.asked.at(-1)?.path).toBe("/api/v0/instances/?owner=me");
    server.answer(none);
    await expect(list()).rejects.toMatchObject({ kind: "not-found" });
  });

  test.each<[string, ScriptedAnswer[]]>([
    ["null", [{ body: { success: true, instances: null } }]],
    ["missing", [{ body: { success: true } }]],
    ["with a row that cannot be told from others", [{ body: { instances: [running, { label: "x" }] } }]],
    [
      "without its second page",
      [{ body: { instances: [running], next_token: "a" } }, { status: 500, text: "no" }],
    ],
    ["of fewer than it counts", [page([1, 2], null, 40)]],
    ["of fewer, since some came twice", [page([1, 2], "a", 4), page([2, 3], null, 4)]],
    ["whose pages go round in a circle", [{ body: { instances: [running], next_token: "a" } }]],
  ])("G17: that is %s is none at all", async (_what, answers) => {
    server.answer(...answers);
    await expect(list()).rejects.toMatchObject({ kind: expect.stringMatching(/nonsense|flaky/) as string });
    expect(server.asked.length).toBeLessThan(6);
  });
});

describe("a create", () => {
  test("asks for what was ordered, in the provider's words", async () => {
    server.answer({ body: { success: true, new_contract: 7, instance_api_key: "theirs" } });
    const offer = { ...order.offer, externalId: "31415" };
    const wanted = { ...order, offer, ports: [8000], env: { A: "1" }, onStart: "touch /ready" };
    expect(await vast.create(wanted, soon())).toEqual({
      outcome: "created",
      externalId: "7",
      keyGiven: false,
      startGiven: true,
    });
    const body = {
      client_id: "me",
      image: "ubuntu:22.04",
      disk: 100,
      label: writeMark(order.mark),
      runtype: "ssh_direc ssh_proxy",
      env: { A: "1", "-p 8000:8000": "1" },
      onstart: "touch /ready",
      target_state: "running",
      cancel_unavail: true,
    };
    expect(asked()).toEqual([["PUT", "/api/v0/asks/31415/", body]]);
    // A bid is what makes it interruptible, and it is what the price was.
    const bid = { ...wanted, offer: { ...offer, kind: "interruptible" as const }, priceCapPerHour: 312_345n };
    await vast.create(bid, soon());
    expect(asked()[1]).toEqual(["PUT", "/api/v0/asks/31415/", { ...body, price: 0.312345 }]);
  });

  test.each<[what: string, answer: ScriptedAnswer, externalId: string]>([
    ["200", { body: { success: false, error: "bid_too_low", msg: "Bid is too low", new_contract: 9 } }, "9"],
    ["400", { status: 400, body: { success: false, msg: "host cannot start it", new_contract: "9" } }, "9"],
    ["500", { status: 500, body: { success: false, new_contract: 9 } }, "9"],
  ])("V3: that says no with %s and names a contract made one", async (_what, answer, externalId) => {
    server.answer(answer);
    expect(await create()).toMatchObject({ outcome: "unfit", externalId });
  });

  const ask_id = 31415;
  const stale = "no_such_ask Instance type by id 31415 is not available.";
  test.each<[what: string, answer: ScriptedAnswer, kind: FailureKind]>([
    [
      "a stale ask, seen",
      {
        status: 400,
        body: { success: false, error: "invalid_args", msg: `error 404/3603: ${stale}`, ask_id },
      },
      "offer-gone",
    ],
    [
      "a stale ask, documented",
      {
        status: 404,
        body: { success: false, error: "invalid_args", msg: `error 404/3603: ${stale}`, ask_id },
      },
      "offer-gone",
    ],
    [
      "one that cannot start",
      {
        status: 410,
        body: { success: false, error: "no_such_ask", msg: "error 410/3907: ask is no longer available." },
      },
      "offer-gone",
    ],
    ["410 in other words", { status: 410, body: { msg: "sorry" } }, "offer-gone"],
    [
      "a host's own machine",
      { status: 403, body: { success: false, msg: "error 403/3586: Offer 31415 is not your own" } },
      "offer-gone",
    ],
    [
      "no credit",
      {
        status: 400,
        body: {
          success: false,
          error: "insufficient_credit",
          msg: "Your account lacks credit; see the billing page.",
        },
      },
      "insufficient-credit",
    ],
    ["no credit, prepaying", { status: 411, body: { msg: "Insufficient credit" } }, "insufficient-credit"],
    [
      "senseless arguments",
      { status: 400, body: { success: false, error: "invalid_args", msg: "error 400/3467: disk" } },
      "nonsense",
    ],
    [
      "a senseless price",
      { status: 400, body: { success: false, error: "invalid_price", msg: "price" } },
      "nonsense",
    ],
    ["a body it cannot process", { status: 422, body: { detail: "extra key" } }, "nonsense"],
    [
      "a key that is wrong",
      { status: 401, body: { success: false, error: "auth_error", msg: "Invalid user key" } },
      "unauthorised",
    ],
    [
      "a key that is wrong, as 404",
      { status: 404, body: { success: false, error: "auth_error", msg: "Invalid user key" } },
      "unauthorised",
    ],
    [
      "a key that may not",
      { status: 403, body: { success: false, msg: "This key's permissions do not cover this action." } },
      "unauthorised",
    ],
    ["too often, plain", { status: 429, text: "API requests too frequent" }, "rate-limited"],
    [
      "too often, with a threshold",
      { status: 429, text: "API requests too frequent endpoint threshold=4.5*1.0" },
      "rate-limited",
    ],
    [
      "too often, as detail",
      { status: 429, body: { detail: "API requests too frequent endpoint threshold=4.5" } },
      "rate-limited",
    ],
    [
      "too often, usual",
      { status: 429, body: { success: false, error: "rate_limited", msg: "endpoint threshold=4.5*1.0" } },
      "rate-limited",
    ],
    ["too often, with 200", { body: { success: false, msg: "API requests too frequent" } }, "rate-limited"],
    ["too often, plain with 200", { text: "API requests too frequent" }, "rate-limited"],
  ])("that is refused for %s surely made nothing", async (_what, answer, kind) => {
    server.answer(answer);
    expect(await create()).toMatchObject({ outcome: "refused", failure: { kind } });
  });

  test.each<[what: string, answer: ScriptedAnswer]>([
    ["yes without a contract", { body: { success: true } }],
    ["yes with a contract that is none", { body: { success: true, new_contract: 0 } }],
    ["no for a reason nobody knows", { body: { success: false, error: "internal_error" } }],
    ["no without a reason", { body: { success: false } }],
    ["a list", { body: [] }],
    ["500", { status: 500, body: { success: false, error: "invalid_args" } }],
    ["503 in text", { status: 503, text: "Service Unavailable" }],
  ])("that is answered with %s may have made something", async (_what, answer) => {
    server.answer(answer);
    expect((await create()).outcome).toBe("unknown");
  });
});

describe("an end", () => {
  const end = () => vast.destroy("27000123", soon());
  test.each(["detail", "message", "error"])(
    "is not done at a path that nobody serves, whose no is a %s alone",
    async (name) => {
      server.answer({ status: 404, body: { [name]: "Not Found" } });
      await expect(end()).rejects.toMatchObject({ kind: "nonsense" });
    },
  );

  test("is accepted, or there is nothing to end", async () => {
    for (const body of [{ success: true }, { success: true, msg: "destroying instance 27000123" }]) {
      server.answer({ body });
      expect(await end()).toBe("accepted");
    }
    expect(asked()[0]).toEqual(["DELETE", "/api/v0/instances/27000123/", {}]);
    for (const answer of [
      { status: 404, body: { success: false, error: "not_found" } },
      { status: 404, body: { success: false, error: "no_such_instance", msg: "No such instance." } },
      { status: 400, body: { success: false, error: "no_such_instance" } },
      { body: { success: false, error: "no_such_instance" } },
    ] satisfies ScriptedAnswer[]) {
      server.answer(answer);
      expect(await end()).toBe("gone");
    }
  });

  test("that fails is not one", async () => {
    for (const answer of [
      { body: { success: false } },
      { status: 404, text: "" },
      { status: 401, body: {} },
    ]) {
      server.answer(answer);
      await expect(end()).rejects.toMatchObject({ provider: "vast" });
    }
  });
});

test("label, stop, start and key go where the provider wants them", async () => {
  const id = "27000123";
  server.answer({ body: { success: true } });
  await vast.setMark?.(id, order.mark, soon());
  await vast.stop?.(id, soon());
  await vast.start?.(id, soon());
  await vast.attachKey?.(id, ` ${PUBLIC_KEY}\n`, soon());
  expect(asked()).toEqual([
    ["PUT", `/api/v0/instances/${id}/`, { label: writeMark(order.mark) }],
    ["PUT", `/api/v0/instances/${id}/`, { state: "stopped" }],
    ["PUT", `/api/v0/instances/${id}/`, { state: "running" }],
    ["POST", `/api/v0/instances/${id}/ssh/`, { ssh_key: PUBLIC_KEY }],
  ]);
  expect(server.asked.every(({ headers }) => headers.authorization === "Bearer key")).toBe(true);
});

test("a start that is queued was asked for; one that is refused was not", async () => {
  const queued = {
    success: false,
    error: "resources_unavailable",
    msg: "Required resources are currently unavailable, state change queued.",
  };
  server.answer({ body: queued });
  await expect(vast.start?.("1", soon())).resolves.toBeUndefined();
  server.answer({ status: 400, body: { success: false, error: "insufficient_credit" } });
  await expect(vast.start?.("1", soon())).rejects.toMatchObject({ kind: "insufficient-credit" });
});

test("V11: credit keeps its sign, and is not guessed at", async () => {
  server.answer({ body: { id: 1, credit: -0.02, balance: 0, api_key: "theirs", ssh_key: null } });
  expect(await vast.readBalance?.(soon())).toBe(-20_000n);
  for (const credit of [null, "1.5", undefined, 1e300]) {
    server.answer({ body: { id: 1, credit } });
    await expect(vast.readBalance?.(soon())).rejects.toMatchObject({ kind: "nonsense" });
  }
});

describe("prices", () => {
  const from = new Date(1_795_000_000_000);
  const range = {
    gpuRawNames: ["RTX 4090"],
    from,
    to: new Date(from.getTime() + 7_200_000),
    stepSeconds: 3_600,
  };
  const at = (hours: number) => from.getTime() / 1000 + hours * 3_600;

  test("of the past come with counts, rented and left, without what is out of range", async () => {
    const pricing = [0, 1, 2].map((hours) => ({
      timestamp: at(hours),
      ...{ rented_p10: 0.25, rented_median: 0.39, rented_p90: 0.6 },
      ...{ avail_p10: null, avail_median: null, avail_p90: null },
    }));
    const supply_demand = [{ timestamp: at(0), rented: 12, avail: 3 }];
    server.answer({ body: { success: true, gpus: { "RTX 4090": { supply_demand, pricing, stats: {} } } } });
    const [series] = (await vast.readPrices?.(range, soon())) ?? [];
    expect(series?.points).toHaveLength(2);
    expect(series?.points[0]).toEqual({
      at: from,
      rented: { gpus: 12, p10: 250_000n, median: 390_000n, p90: 600_000n },
      available: { gpus: 3, p10: null, median: null, p90: null },
    });
    expect(series?.points[1]?.rented.gpus).toBeNull();
    expect(server.asked[0]?.path).toContain(
      "gpu_name=RTX+4090&start=1795000000&end=1795007200&step=3600&verified=all",
    );
  });

  test("of a series of no known shape are left out and counted", async () => {
    const good = { supply_demand: [], pricing: [] };
    const before = await oddRows("past prices");
    server.answer({ body: { gpus: { "RTX 4090": good, "RTX 3090": { pricing: "high" } } } });
    expect(await vast.readPrices?.(range, soon())).toEqual([{ gpuRawName: "RTX 4090", points: [] }]);
    expect((await oddRows("past prices")) - before).toBe(1);
  });

  test("of many GPUs are asked for in parts", async () => {
    server.answer({ body: { gpus: {} } });
    const gpuRawNames = Array.from({ length: 45 }, (_, index) => `GPU ${index}`);
    expect(await vast.readPrices?.({ ...range, gpuRawNames }, soon())).toEqual([]);
    expect(server.asked).toHaveLength(3);
  });

  test("of the present tell what is rented from what is left", async () => {
    const gpu = {
      gpu_name: "H100 SXM",
      total: 40,
      available: 10,
      usage: 75,
      price_p10: 1.5,
      price_p25: 1.6,
      price_median: 1.9,
      price_p75: 2.2,
      price_p90: 2.5,
    };
    server.answer({
      body: { success: true, gpus: [gpu, { ...gpu, rented_verified: 20, rented_unverified: 5 }] },
    });
    expect(await vast.readPricesNow?.(soon())).toMatchObject([
      { gpuRawName: "H100 SXM", gpusRented: 30, gpusAvailable: 10, p10: 1_500_000n, p75: 2_200_000n },
      { gpusRented: 25 },
    ]);
  });
});

async function oddRows(what: string): Promise<number> {
  const { values } = await metrics.oddRows.get();
  return values.find(({ labels }) => labels.what === what && labels.provider === "vast")?.value ?? 0;
}

import { describe, expect, test } from "vitest";
import { logIn, newKeyPair } from "../testing/logging-in.ts";
import { running, type Running } from "../testing/running.ts";
import { sure } from "../testing/sure.ts";

// The requests of the provider's own command-line clients, as they are put on the wire, one after the other from a
// search to the end of what was rented. The older sends its key in the query alone and every value as text, and
// forgets slashes; the newer sends the key twice and reads lists by pages.

type Json = Record<string, unknown>;

const KEY = "simulated-vast-key";

/** A client that keeps the provider's distance, as theirs do by trying again. */
async function client(headers: Record<string, string>) {
  const simulator = await running({ marketSpeed: 0, limited: true });
  const send = async (method: string, path: string, body?: Json) => {
    simulator.pass(12);
    const withKey = `${path}${path.includes("?") ? "&" : "?"}api_key=${KEY}`;
    const response = await fetch(`${simulator.url}${withKey}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    expect([path, response.status, text]).toEqual([path, 200, text]);
    return JSON.parse(text) as Json;
  };
  return { simulator, send };
}

/** The columns that the older client prints: it stumbles over one that is missing. */
const offerColumns = [
  ...["id", "cuda_max_good", "num_gpus", "gpu_name", "pcie_bw", "cpu_ghz", "cpu_cores_effective", "cpu_ram"],
  ...[
    "disk_space",
    "dph_total",
    "dlperf",
    "dlperf_per_dphtotal",
    "score",
    "driver_version",
    "inet_up",
    "inet_down",
  ],
  ...[
    "reliability2",
    "duration",
    "machine_id",
    "verification",
    "host_id",
    "direct_port_count",
    "geolocation",
  ],
];
const instanceColumns = [
  ...[
    "id",
    "machine_id",
    "actual_status",
    "num_gpus",
    "gpu_name",
    "gpu_util",
    "cpu_cores_effective",
    "cpu_ram",
  ],
  ...[
    "disk_space",
    "ssh_host",
    "ssh_port",
    "dph_total",
    "image_uuid",
    "inet_up",
    "inet_down",
    "reliability2",
    "label",
  ],
  ...["start_date", "status_msg", "uptime_mins", "public_ipaddr", "image_runtype"],
];

/** Where it tells its user to log in: straight where there is a port for it, else by the proxy, one on with Jupyter. */
function sshUrlOf(row: Json): { host: string; port: number } {
  const ports = (row["ports"] ?? {}) as Record<string, { HostPort: string }[]>;
  const direct = ports["22/tcp"]?.[0];
  if (direct) return { host: String(row["public_ipaddr"]).trim(), port: Number(direct.HostPort) };
  const isJupyter = String(row["image_runtype"]).includes("jupyter");
  return { host: String(row["ssh_host"]), port: Number(row["ssh_port"]) + Number(isJupyter) };
}

async function letIn(simulator: Running, row: Json, privateKey: string): Promise<string> {
  simulator.pass(15);
  const { host, port } = sshUrlOf(row);
  const guest = await logIn(port, privateKey, { host });
  const { out } = await guest.run("nvidia-smi --query-gpu=name --format=csv,noheader");
  guest.leave();
  return out;
}

describe("the older client", () => {
  test("searches, rents, shows, labels, stops, starts, attaches a key, logs in and destroys", async () => {
    const { simulator, send } = await client({ accept: "application/json" });
    const names = (await send("GET", "/api/v0/gpu_names/unique/")) as { gpu_names: string[] };
    expect(names.gpu_names).toContain("RTX 4090");

    const query = {
      verified: { eq: true },
      external: { eq: false },
      rentable: { eq: true },
      rented: { eq: false },
      reliability2: { gt: "0.9" },
      num_gpus: { eq: "1" },
      gpu_name: { eq: "RTX_4090" },
      cuda_max_good: { gte: "11.0" },
      order: [["score", "desc"]],
      type: "on-demand",
      allocated_storage: 5.0,
    };
    const { offers } = (await send(
      "GET",
      `/api/v0/bundles/?q=${encodeURIComponent(JSON.stringify(query))}`,
    )) as {
      offers: Json[];
    };
    const offer = sure(offers.find((row) => Number(row["direct_port_count"]) > 0));
    expect(Object.keys(offer)).toEqual(expect.arrayContaining(offerColumns));
    expect(offers.every((row) => row["gpu_name"] === "RTX 4090" && Number(row["reliability2"]) > 0.9)).toBe(
      true,
    );

    const made = await send("PUT", `/api/v0/asks/${Number(offer["id"])}/`, {
      client_id: "me",
      image: "pytorch/pytorch",
      env: { TZ: "UTC", "-p 8080:8080": "1" },
      price: null,
      disk: 16.0,
      label: null,
      extra: null,
      onstart: null,
      image_login: null,
      python_utf8: false,
      lang_utf8: false,
      use_jupyter_lab: false,
      jupyter_dir: null,
      force: false,
      cancel_unavail: false,
      template_hash_id: null,
      user: null,
      runtype: "ssh_direc ssh_proxy",
    });
    expect(made).toMatchObject({ success: true, new_contract: expect.any(Number) as number });
    const id = Number(made["new_contract"]);
    const show = async () => {
      const { instances } = (await send("GET", "/api/v0/instances?owner=me")) as { instances: Json[] };
      return sure(instances.find((row) => row["id"] === id));
    };
    expect(Object.keys(await show())).toEqual(expect.arrayContaining(instanceColumns));
    expect(await send("PUT", `/api/v0/instances/${id}/`, { label: "training" })).toMatchObject({
      success: true,
    });
    simulator.pass(3_600);
    expect(await show()).toMatchObject({
      actual_status: "running",
      label: "training",
      image_uuid: "pytorch/pytorch",
    });

    expect(await send("PUT", `/api/v0/instances/${id}/`, { state: "stopped" })).toMatchObject({
      success: true,
    });
    simulator.pass(60);
    expect(await show()).toMatchObject({ actual_status: "stopped", intended_status: "stopped" });
    expect(await send("PUT", `/api/v0/instances/${id}/`, { state: "running" })).toMatchObject({
      success: true,
    });
    simulator.pass(600);

    const { privateKey, publicKey } = newKeyPair();
    const attached = await send("POST", `/api/v0/instances/${id}/ssh/`, { ssh_key: publicKey });
    expect(attached).toMatchObject({ success: true });
    expect(await letIn(simulator, await show(), privateKey)).toBe("NVIDIA GeForce RTX 4090\n");

    const user = await send("GET", "/api/v0/users/current?owner=me");
    expect(user).toMatchObject({ credit: expect.any(Number) as number, ssh_key: null });
    expect(await send("DELETE", `/api/v0/instances/${id}/`, {})).toMatchObject({ success: true });
    simulator.pass(60);
    expect(await send("GET", "/api/v0/instances?owner=me")).toMatchObject({ instances: [] });
  });
});

describe("the newer client", () => {
  test("searches by columns, rents, shows by pages, starts many, logs in and destroys many", async () => {
    const { simulator, send } = await client({
      authorization: `Bearer ${KEY}`,
      "content-type": "application/json",
    });
    const q = {
      verified: { eq: true },
      rentable: { eq: true },
      rented: { eq: false },
      num_gpus: { eq: "1" },
      direct_port_count: { gte: "2" },
      order: [["dph_total", "asc"]],
      type: "on-demand",
      allocated_storage: 5.0,
      limit: 3,
    };
    const { offers } = (await send("PUT", "/api/v0/search/asks/", { select_cols: ["*"], q })) as {
      offers: Json[];
    };
    expect(offers).toHaveLength(3);
    const ids: number[] = [];
    for (const offer of offers.slice(0, 2)) {
      const made = await send("PUT", `/api/v0/asks/${Number(offer["id"])}/`, {
        client_id: "me",
        image: "ubuntu:22.04",
        disk: 10,
        label: "pair",
        env: "-e TZ=UTC -p 22:22",
        runtype: "jupyter_direc ssh_direc ssh_proxy",
        target_state: "running",
      });
      ids.push(Number(made["new_contract"]));
    }
    simulator.pass(1_800);
    const page = async (after = "") => {
      const query = new URLSearchParams({
        limit: "1",
        order_by: JSON.stringify([{ col: "id", dir: "asc" }]),
        select_cols: JSON.stringify(["*"]),
        select_filters: JSON.stringify({ label: { eq: "pair" } }),
        ...(after && { after_token: after }),
      });
      return (await send("GET", `/api/v1/instances/?${query.toString()}`)) as {
        instances: Json[];
        next_token: string | null;
        total_instances: number;
      };
    };
    const first = await page();
    const second = await page(sure(first.next_token));
    expect([...first.instances, ...second.instances].map((row) => row["id"])).toEqual(ids);
    expect([first.total_instances, second.next_token]).toEqual([2, null]);

    const { privateKey, publicKey } = newKeyPair();
    await send("POST", `/api/v0/instances/${ids[0]}/ssh/`, { ssh_key: publicKey });
    expect(await letIn(simulator, sure(first.instances[0]), privateKey)).toMatch(/^(NVIDIA|Tesla|Quadro) /);

    await send("PUT", "/api/v0/instances/", { state: "stopped", ids });
    simulator.pass(60);
    const shown = (await send("GET", `/api/v0/instances/${ids[1]}/?owner=me`)) as { instances: Json };
    expect(shown.instances).toMatchObject({ actual_status: "stopped" });
    await send("PUT", "/api/v0/instances/", { state: "running", ids });
    await send("DELETE", "/api/v0/instances/", { instance_ids: ids });
    simulator.pass(60);
    expect(await page()).toMatchObject({ instances: [], next_token: null });
    expect(await send("GET", `/api/v0/instances/${ids[1]}/?owner=me`)).toEqual({ instances: null });
  });
});

import ssh from "ssh2";
import { describe, expect, test } from "vitest";
import { docking } from "../testing/docking.ts";
import { logIn, newKeyPair } from "../testing/logging-in.ts";
import { type Renting, renting, UNTIL_RUNNING } from "../testing/renting.ts";
import { sure } from "../testing/sure.ts";
import { Doors } from "./doors.ts";

const ada = newKeyPair();

/** An instance that runs, with Ada's key attached; the clock stands where the key is still on its way. */
async function rented(wish: Record<string, unknown> = {}) {
  const simulator = await renting();
  const offer = sure((await simulator.offers({ direct_port_count: { gte: 10 }, num_gpus: { eq: 2 } }))[0]);
  const id = await simulator.rent({ runtype: "ssh_direc ssh_proxy", ...wish }, offer);
  simulator.pass(UNTIL_RUNNING);
  await attach(simulator, id, ada.publicKey);
  return { simulator, id, offer, port: await portOf(simulator, id) };
}

async function attach(simulator: Renting, id: number, key: string) {
  const reply = await simulator.send("POST", `/api/v0/instances/${id}/ssh/`, { ssh_key: key });
  expect(reply.status).toBe(200);
}

async function portOf(simulator: Renting, id: number): Promise<number> {
  return Number(sure(await simulator.instance(id)).ports?.["22/tcp"]?.[0]?.HostPort);
}

test("a key is let in once it has reached the machine, and not before", async () => {
  const { simulator, port } = await rented();
  await expect(logIn(port, ada.privateKey)).rejects.toThrow(/authentication/);
  simulator.pass(15);
  const guest = await logIn(port, ada.privateKey);
  expect(await guest.run("echo hello")).toEqual({ out: "hello\n", err: "", code: 0 });
  guest.leave();
});

test("who looks while another's look opens a door waits until it is open; one that is shut meanwhile stays shut", async () => {
  const simulator = await renting();
  const id = await simulator.rent({ runtype: "ssh_direc ssh_proxy" });
  simulator.pass(UNTIL_RUNNING);
  const doors = new Doors(simulator.world, simulator.clock);
  const first = doors.follow();
  await doors.follow();
  expect(simulator.world.doors.has(id)).toBe(true);
  await first;
  doors.close();
  const opening = doors.follow();
  doors.close();
  await opening;
  expect(simulator.world.doors.has(id)).toBe(false);
});

test("nobody else is let in: not with another key, as another user, with a password, or without the private half", async () => {
  const { simulator, port } = await rented();
  simulator.pass(15);
  await expect(logIn(port, newKeyPair().privateKey)).rejects.toThrow(/authentication/);
  await expect(logIn(port, ada.privateKey, { username: "ubuntu" })).rejects.toThrow(/authentication/);
  const byPassword = { privateKey: undefined, password: "root" } as object;
  await expect(logIn(port, ada.privateKey, byPassword)).rejects.toThrow(/authentication/);
  const impostor = {
    privateKey: undefined,
    agent: new Impostor(ada.publicKey, newKeyPair().privateKey),
  } as object;
  await expect(logIn(port, ada.privateKey, impostor)).rejects.toThrow(/authentication/);
});

test.each([
  ["late-key", { seconds: 300 }, 299],
  ["key-never-accepted", {}, 86_000],
] as const)("%s %j: the key is not in after %i seconds", async (mood, options, seconds) => {
  const simulator = await renting();
  await simulator.mood(mood, { next: 1, ...options });
  const id = await simulator.rent({ runtype: "ssh_direc ssh_proxy" });
  simulator.pass(UNTIL_RUNNING);
  await attach(simulator, id, ada.publicKey);
  simulator.pass(seconds);
  const port = Number(sure(await simulator.instance(id))["ssh_port"]);
  await expect(logIn(port, ada.privateKey)).rejects.toThrow(/authentication/);
});

test("the way through the provider's proxy leads to the same machine, one port on with Jupyter", async () => {
  const { simulator, id } = await rented({ runtype: "jupyter_proxy ssh_proxy" });
  simulator.pass(15);
  const row = sure(await simulator.instance(id));
  const guest = await logIn(Number(row["ssh_port"]) + 1, ada.privateKey, { host: String(row["ssh_host"]) });
  expect((await guest.run("hostname")).out).toBe(`C.${id}\n`);
  guest.leave();
});

test("each instance has a host key of its own, the same whenever one looks", async () => {
  const { simulator, port } = await rented();
  const other = await simulator.rent({ runtype: "ssh_direc ssh_proxy" });
  simulator.pass(UNTIL_RUNNING);
  await attach(simulator, other, ada.publicKey);
  simulator.pass(15);
  const ports = [port, port, Number(sure(await simulator.instance(other))["ssh_port"])];
  const [first, again, another] = await Promise.all(
    ports.map(async (one) => {
      const guest = await logIn(one, ada.privateKey);
      guest.leave();
      return guest.hostKey;
    }),
  );
  expect(again).toBe(first);
  expect(another).not.toBe(first);
});

describe("once it no longer runs", () => {
  test("nobody gets in, and whoever was in is out", async () => {
    const { simulator, id, port } = await rented();
    simulator.pass(15);
    const guest = await logIn(port, ada.privateKey);
    await simulator.destroy(id);
    simulator.pass(60);
    // The listener itself looks at the clock, so that a door is shut though nobody has asked for anything.
    await expect(logIn(port, ada.privateKey)).rejects.toThrow(/closed|ECONN|handshake/);
    await simulator.get("/api/v0/users/current/");
    await guest.left;
    await expect(logIn(port, ada.privateKey)).rejects.toThrow(/ECONNREFUSED/);
  });

  test("and runs again, it lets in whom it knew", async () => {
    const { simulator, id } = await rented();
    await simulator.manage(id, { state: "stopped" });
    simulator.pass(60);
    expect(sure(await simulator.instance(id)).ports).toBeUndefined();
    await simulator.manage(id, { state: "running" });
    simulator.pass(UNTIL_RUNNING);
    const guest = await logIn(await portOf(simulator, id), ada.privateKey);
    guest.leave();
  });
});

test("what is found inside is what the machine says it is", async () => {
  const { simulator, id, port, offer } = await rented({ env: { MODEL: "llama" }, onstart: "touch /ready" });
  simulator.pass(15);
  const guest = await logIn(port, ada.privateKey);
  const query = "nvidia-smi --query-gpu=index,memory.total,driver_version --format=csv,noheader,nounits";
  const row = sure(await simulator.instance(id));
  const line = (index: number) => `${index}, ${offer.gpu_ram}, ${String(row["driver_version"])}\n`;
  expect((await guest.run(query)).out).toBe(line(0) + line(1));
  expect((await guest.run("nvidia-smi | grep 'CUDA Version'")).out).toContain(`CUDA Version: `);
  expect((await guest.run('echo "$MODEL" && cat ~/onstart.sh && cat ~nobody')).out).toBe(
    "llama\ntouch /ready\n",
  );
  expect(await guest.run("exit 3")).toMatchObject({ code: 3 });
  guest.leave();
});

test("files that are copied to it are there byte by byte, stay while it is stopped, and go with it", async () => {
  const { simulator, id, port } = await rented();
  const other = await simulator.rent({ runtype: "ssh_direc ssh_proxy" });
  simulator.pass(UNTIL_RUNNING);
  await attach(simulator, other, ada.publicKey);
  simulator.pass(15);
  const guest = await logIn(port, ada.privateKey);
  const files = await guest.files();
  const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, at) => (at * 7 + (at >> 8)) % 256));
  await files.makeFolder("runs");
  await files.put("runs/of the night.bin", bytes);
  await files.put("runs/of the night.bin", bytes.subarray(0, 70_000));
  await files.put("/tmp/empty", Buffer.alloc(0));
  expect((await files.get("runs/../runs/of the night.bin")).equals(bytes.subarray(0, 70_000))).toBe(true);
  expect(await files.namesIn("runs")).toEqual(["of the night.bin"]);
  expect(await files.get("/tmp/empty")).toHaveLength(0);
  await expect(files.get("runs/nothing")).rejects.toThrow("missing");
  await expect(files.get("runs")).rejects.toThrow("a folder");
  await expect(files.put("nowhere/a", bytes)).rejects.toThrow("missing");
  await expect(files.makeFolder("runs")).rejects.toThrow("there already");

  const elsewhere = await logIn(await portOf(simulator, other), ada.privateKey);
  await expect((await elsewhere.files()).namesIn("runs")).rejects.toThrow("missing");
  await simulator.manage(id, { state: "stopped" });
  simulator.pass(60);
  await simulator.manage(id, { state: "running" });
  simulator.pass(UNTIL_RUNNING);
  const again = await (await logIn(await portOf(simulator, id), ada.privateKey)).files();
  expect(await again.get("runs/of the night.bin")).toHaveLength(70_000);
});

test("V6: a machine that lies is found out from the inside", async () => {
  const simulator = await renting();
  await simulator.mood("lying-machine", {
    next: 1,
    cudaLess: 0.4,
    vramLessPercent: 50,
    gpu: "NVIDIA T1000",
    driver: "470.1",
  });
  const offer = await simulator.offer({ num_gpus: { eq: 1 } });
  const id = await simulator.rent({ runtype: "ssh_direc ssh_proxy" }, offer);
  simulator.pass(UNTIL_RUNNING);
  await attach(simulator, id, ada.publicKey);
  simulator.pass(15);
  const row = sure(await simulator.instance(id));
  const guest = await logIn(Number(row["ssh_port"]), ada.privateKey);
  const { out } = await guest.run(
    "nvidia-smi --query-gpu=name,memory.total,driver_version --format=csv,noheader,nounits",
  );
  expect(out).toBe(`NVIDIA T1000, ${Math.round(offer.gpu_ram / 2)}, 470.1\n`);
  expect((await guest.run("nvidia-smi")).out).toContain(
    `CUDA Version: ${(Number(row["cuda_max_good"]) - 0.4).toFixed(1)}`,
  );
  guest.leave();
});

test("T5: a virtual machine is reached at its own address, and its driver answers later than it does", async () => {
  const simulator = await docking();
  const reply = await simulator.create({ ssh_key: ada.publicKey.trim() });
  const { data } = reply.as<{ data: { id: string } }>();
  const driverAt = async () => sure((await simulator.truthOf("a-machine")).arrivals.driver);
  const now = () => simulator.clock.now();
  while ((await simulator.machine(data.id)).ipAddress === null) simulator.pass(5);
  while ((await simulator.machine(data.id)).status !== "running") simulator.pass(5);
  const { arrivesAt } = sure((await simulator.truthOf("a-machine")).sshKeys[0]);
  simulator.pass(Math.max(0, (sure(arrivesAt) - now()) / 1_000));
  const { ipAddress, portForwards } = await simulator.machine(data.id);
  const port = sure(portForwards[0]).external_port;
  const guest = await logIn(port, ada.privateKey, { host: sure(ipAddress), username: "user" });
  expect((await guest.run("nvidia-smi")).code).toBe((await driverAt()) > now() ? 9 : 0);
  simulator.pass(Math.max(0, ((await driverAt()) - now()) / 1_000 + 1));
  expect(await guest.run("nvidia-smi -L")).toMatchObject({
    code: 0,
    out: expect.stringContaining("RTX 4090") as string,
  });
  guest.leave();
});

/** Shows one key and signs with another. */
class Impostor extends ssh.BaseAgent<string> {
  readonly #shown: string;
  readonly #own: string;

  constructor(shown: string, own: string) {
    super();
    this.#shown = shown;
    this.#own = own;
  }

  getIdentities(callback: (fault: null, keys: string[]) => void): void {
    callback(null, [this.#shown]);
  }

  sign(_key: string, data: Buffer, ...rest: unknown[]): void {
    const own = ssh.utils.parseKey(this.#own);
    const callback = rest.at(-1) as (fault: null, signature: Buffer) => void;
    if (!(own instanceof Error)) callback(null, own.sign(data));
  }
}

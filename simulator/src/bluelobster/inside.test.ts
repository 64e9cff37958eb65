import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { type Launching, launching, UNTIL_LAUNCHED } from "../testing/launching.ts";
import { logIn, newKeyPair } from "../testing/logging-in.ts";

// What is found in a machine. Each has port 22 of a loopback address of its own, which not every computer gives out.
const has22 = await new Promise<boolean>((resolve) => {
  const server = createServer().once("error", () => resolve(false));
  server.listen(22, "127.254.0.1", () => server.close(() => resolve(true)));
});

const ada = newKeyPair();

/** A machine that runs, launched with Ada's key for a user of her own. */
async function machine(
  moods: readonly (readonly [name: string, setting?: object])[] = [],
  wish: Record<string, unknown> = {},
) {
  const simulator = await launching();
  for (const [name, setting] of moods) await simulator.mood(name, { next: 1, ...setting });
  const { assigned_ip } = await simulator.launched({
    ssh_key: ada.publicKey.trim(),
    username: "ada",
    ...wish,
  });
  simulator.pass(UNTIL_LAUNCHED);
  return { simulator, enter: () => enter(simulator, assigned_ip) };
}

async function enter(simulator: Launching, host: string) {
  // Its way in is there before anything is said of it.
  await simulator.listed();
  return logIn(22, ada.privateKey, { host, username: "ada" });
}

describe.skipIf(!has22)("inside a machine", () => {
  test("is whom it was launched for, by the key it was launched with", async () => {
    const { enter } = await machine();
    const guest = await enter();
    expect((await guest.run("whoami")).out).toBe("ada\n");
    guest.leave();
  });

  test("B3, B7: are the card and the memory that nobody told, and the driver that all have", async () => {
    const { simulator, enter } = await machine();
    simulator.pass(200);
    const guest = await enter();
    const { out } = await guest.run(
      "nvidia-smi --query-gpu=name,memory.total,driver_version --format=csv,noheader",
    );
    expect(out).toBe("NVIDIA RTX A4000, 16376 MiB, 560.35.05\n");
    guest.leave();
  });

  test("is no card where none was rented", async () => {
    const { simulator, enter } = await machine([], { instance_type: "v1_cpu_4x" });
    simulator.pass(200);
    const guest = await enter();
    expect((await guest.run("nvidia-smi -L")).out).not.toContain("CPU");
    guest.leave();
  });

  test("B4: is a lock on the packages for long, and no driver for longer", async () => {
    const { simulator, enter } = await machine([["package-lock"], ["driver-late", { minutes: 25 }]]);
    const guest = await enter();
    expect((await guest.run("apt-get update")).code).toBe(100);
    expect((await guest.run("nvidia-smi")).code).toBe(9);
    simulator.pass(19 * 60);
    expect((await guest.run("apt-get update")).code).toBe(0);
    expect((await guest.run("nvidia-smi")).code).toBe(9);
    simulator.pass(6 * 60);
    expect((await guest.run("nvidia-smi")).code).toBe(0);
    guest.leave();
  });

  test("B4: one cannot rely on being until it has settled", async () => {
    const { simulator, enter } = await machine([["ssh-flaps"]]);
    const comesIn = () =>
      enter().then(
        (guest) => (guest.leave(), true),
        () => false,
      );
    const early = [await comesIn(), await comesIn(), await comesIn(), await comesIn()];
    expect(early).toEqual([true, false, true, false]);
    simulator.pass(10 * 60);
    expect([await comesIn(), await comesIn(), await comesIn()]).toEqual([true, true, true]);
  });
});

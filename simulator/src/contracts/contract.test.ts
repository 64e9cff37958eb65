import { describe, expect, test } from "vitest";
import { advance } from "../advance.ts";
import { HOUR, SECOND } from "../clock.ts";
import { createWorld } from "../create-world.ts";
import { isRentable } from "../market/asks.ts";
import type { MoodName } from "../moods/catalog.ts";
import { Moods } from "../moods/moods.ts";
import { openAccounts } from "../open-accounts.ts";
import { usualOptions } from "../simulator.ts";
import { sure } from "../testing/sure.ts";
import { getMachine, type World } from "../world.ts";
import { billed, canMove, move, MoveNotAllowed, type Contract, type Phase } from "./contract.ts";
import { createContract } from "./create.ts";
import { fateFor } from "./fate.ts";
import { tearDown } from "./life.ts";
import type { ContainerOrder, VmOrder } from "./order.ts";

const order: ContainerOrder = {
  kind: "container",
  image: "ubuntu:22.04",
  diskGb: 10,
  label: null,
  runtype: "ssh",
  env: [],
  onstart: null,
  args: [],
  templateHash: null,
};

function busyWorld(machines: number, marketSpeed: number): World {
  const accounts = openAccounts({ ...usualOptions, creditDollars: 1_000_000 });
  return createWorld({ seed: "1", startAt: 0, marketSpeed, machines, accounts });
}

const vm: VmOrder = {
  kind: "vm",
  image: "ubuntu2404",
  diskGb: 100,
  label: "a-machine",
  vcpus: 8,
  ramGb: 32,
  partsRate: 88_000,
  dedicatedIp: true,
  forwards: [],
  type: null,
  username: "user",
};

/** A virtual machine on the first GPU that is free. */
function rentVm(world: World, mood?: MoodName): Contract {
  const moods = new Moods("1");
  if (mood) moods.set(mood, { next: 1 });
  const ask = sure([...world.asks.values()].find((one) => isRentable(getMachine(world, one.machineId), one)));
  const { machineId, first } = ask;
  const fate = fateFor(moods.of("vast"), getMachine(world, machineId));
  const place = { id: null, machineId, first, size: 1 };
  return createContract(world, place, { order: vm, bid: null, runs: true, priceFactor: 1, fate });
}

function rent(world: World, count: number, bidShare?: number): Contract[] {
  const moods = new Moods("1").of("vast");
  const contracts: Contract[] = [];
  for (const ask of [...world.asks.values()]) {
    const machine = getMachine(world, ask.machineId);
    if (contracts.length === count || !isRentable(machine, ask)) continue;
    const bid = bidShare === undefined ? null : Math.ceil(machine.minBid * ask.size * bidShare);
    const fate = fateFor(moods, machine);
    contracts.push(createContract(world, ask, { order, bid, runs: true, priceFactor: 1, fate }));
  }
  return contracts;
}

test("an instance can be destroyed from every phase, and nothing follows being gone but coming back", () => {
  const [contract] = rent(busyWorld(20, 0), 1);
  const phases = Object.keys(billed.container) as Phase[];
  for (const phase of phases) {
    const in_ = { ...sure(contract), phase };
    expect(canMove(in_, "unloading")).toBe(phase !== "unloading");
    expect(phases.filter((to) => canMove({ ...in_, phase: "gone" }, to))).not.toContain("loading");
  }
  expect(() => move({ ...sure(contract), phase: "stopped" }, "running", 0)).toThrow(MoveNotAllowed);
});

test("no GPU ever has two tenants, and every contract that runs has its GPUs, whatever happens", () => {
  const world = busyWorld(150, 60);
  rent(world, 12, 1.02);
  rent(world, 12);
  for (let minute = 0; minute < 240; minute++) {
    advance(world, minute * 60 * SECOND);
    if (minute === 120)
      for (const contract of [...world.contracts.values()].slice(0, 6)) tearDown(world, contract);
    for (const contract of world.contracts.values()) {
      const { slots } = getMachine(world, contract.machineId);
      const held = slots.filter(
        (occupant) => occupant?.kind === "contract" && occupant.contractId === contract.id,
      );
      expect(held).toHaveLength(contract.slice?.size ?? 0);
      if (contract.phase === "unloading") continue;
      expect(contract.slice === null).toBe(contract.phase === "stopped" || contract.phase === "queued");
    }
  }
  expect(world.contracts.size + world.closed.size).toBe(24);
});

test("a busy market takes machines away from those who bid little", () => {
  const world = busyWorld(150, 60);
  const contracts = rent(world, 20, 1);
  advance(world, 2 * HOUR);
  const interrupted = contracts.filter(
    ({ phase, intended }) => phase === "stopped" && intended === "stopped",
  );
  expect(interrupted.length).toBeGreaterThan(0);
});

describe("a virtual machine", () => {
  test("is billed whole from when it starts, for its processors and memory too", () => {
    const world = busyWorld(20, 0);
    const contract = rentVm(world);
    const { price } = getMachine(world, contract.machineId);
    expect(contract.gpuRate).toBe(price + 88_000);
    advance(world, HOUR);
    const [made, started] = contract.segments;
    expect(sure(made)).toMatchObject({ gpuRate: 0, diskRate: contract.diskRate });
    expect(sure(started)).toMatchObject({ gpuRate: contract.gpuRate, to: null });
    expect(sure(started).from).toBeLessThan(20 * SECOND);
  });

  test("has its address within half a minute, and its driver minutes later", () => {
    const world = busyWorld(20, 0);
    const { arrivals, createdAt } = rentVm(world);
    const address = sure(arrivals.address);
    expect(address - createdAt).toBeGreaterThanOrEqual(5 * SECOND);
    expect(address - createdAt).toBeLessThanOrEqual(30 * SECOND);
    expect(sure(arrivals.driver) - address).toBeGreaterThanOrEqual(60 * SECOND);
  });

  test("waits for its driver as long as the mood says, or for ever", () => {
    const { arrivals } = rentVm(busyWorld(20, 0), "driver-late");
    expect(sure(arrivals.driver) - sure(arrivals.address)).toBe(12 * 60 * SECOND);
    expect(rentVm(busyWorld(20, 0), "driver-never").arrivals.driver).toBeNull();
  });

  test.each([
    ["stops-early", "stopped", "running"],
    ["vanishes", "gone", "running"],
  ] as const)("%s: it is %s although nobody asked for that", (mood, phase, intended) => {
    const world = busyWorld(20, 0);
    const contract = rentVm(world, mood);
    advance(world, HOUR);
    expect(contract).toMatchObject({ phase, intended });
  });
});

import { expect, test } from "vitest";
import { advance } from "../advance.ts";
import { DAY, HOUR, SECOND } from "../clock.ts";
import { createWorld, type WorldOptions } from "../create-world.ts";
import { openAccounts } from "../open-accounts.ts";
import { usualOptions } from "../simulator.ts";
import { getMachine, type World } from "../world.ts";
import { isRentable, occupy, relistMachine, vacate } from "./asks.ts";
import { sure } from "../testing/sure.ts";

const world = (options: Partial<WorldOptions> = {}): World =>
  createWorld({
    seed: "1",
    startAt: Date.parse("2026-11-20T12:00:00Z"),
    marketSpeed: 60,
    machines: usualOptions.machines,
    accounts: openAccounts(usualOptions),
    ...options,
  });

/** Price of every ask that can be rented now, by id. */
function listed(market: World): Map<number, number> {
  const rentable = [...market.asks.values()].filter((ask) =>
    isRentable(getMachine(market, ask.machineId), ask),
  );
  return new Map(rentable.map((ask) => [ask.id, getMachine(market, ask.machineId).price]));
}

test("the usual market holds at least 400 machines of 20 GPU models in 25 places, whatever the seed", () => {
  for (const seed of ["1", "another"]) {
    const machines = [...world({ seed }).machines.values()];
    expect(machines.length).toBeGreaterThanOrEqual(400);
    expect(new Set(machines.map((machine) => machine.model.name)).size).toBeGreaterThanOrEqual(20);
    expect(new Set(machines.map((machine) => machine.host.place.name)).size).toBeGreaterThanOrEqual(25);
  }
});

test("the same seed lives the same life, in one go or in many", () => {
  const inOneGo = world({ machines: 60 });
  advance(inOneGo, inOneGo.startedAt + HOUR);
  const inManySteps = world({ machines: 60 });
  for (let minute = 1; minute <= 60; minute++)
    advance(inManySteps, inManySteps.startedAt + minute * 60 * SECOND);
  expect(listed(inManySteps)).toEqual(listed(inOneGo));
  expect(listed(world({ machines: 60, seed: "2" }))).not.toEqual(listed(world({ machines: 60 })));
});

test("within five seconds a few percent of the offers have changed, each by a small step", () => {
  const market = world();
  const before = listed(market);
  advance(market, market.now + 5 * SECOND);
  const after = listed(market);
  const moved = [...before].filter(([id, price]) => after.has(id) && after.get(id) !== price);
  expect(moved.length / before.size).toBeGreaterThan(0.01);
  expect(moved.length / before.size).toBeLessThan(0.1);
  for (const [id, price] of moved) expect(Math.abs(sure(after.get(id)) / price - 1)).toBeLessThan(0.036);
});

test("after a day about half of all GPUs are rented, and prices are still near where they belong", () => {
  const market = world({ machines: 300 });
  advance(market, market.now + DAY / 8);
  const machines = [...market.machines.values()];
  const slots = machines.flatMap((machine) => machine.slots);
  const rented = slots.filter((occupant) => occupant !== null).length / slots.length;
  expect(rented).toBeGreaterThan(0.35);
  expect(rented).toBeLessThan(0.75);
  for (const { model, price } of machines) {
    expect(price / 1e6 / model.level).toBeGreaterThan(0.2);
    expect(price / 1e6 / model.level).toBeLessThan(6);
  }
});

test("a market of speed 0 stays as it is", () => {
  const market = world({ marketSpeed: 0, machines: 60 });
  const before = listed(market);
  advance(market, market.now + 30 * DAY);
  expect(listed(market)).toEqual(before);
});

test("renting a slice takes its siblings away; giving it back brings them under new ids", () => {
  const market = world({ marketSpeed: 0 });
  const machine = sure(
    [...market.machines.values()].find(
      ({ gpuCount, minChunk, slots }) =>
        gpuCount === 8 && minChunk === 1 && slots.every((slot) => slot === null),
    ),
  );
  const idsBefore = machine.asks.map((ask) => ask.id);
  const pair = sure(machine.asks.find((ask) => ask.size === 2 && ask.first === 0));

  occupy(machine, pair, { kind: "stranger", tenancy: 1 });
  const open = machine.asks.filter((ask) => isRentable(machine, ask));
  expect(open.map(({ size }) => size)).toEqual([4, 2, 2, 2, 1, 1, 1, 1, 1, 1]);
  expect(machine.asks.map((ask) => ask.id)).toEqual(idsBefore);

  vacate(market, machine, pair);
  const renewed = machine.asks.filter((ask) => !idsBefore.includes(ask.id));
  expect(renewed.map(({ size }) => size).toSorted((one, other) => one - other)).toEqual([1, 1, 2, 4, 8]);
  expect(market.asks.has(pair.id)).toBe(false);
});

test("a host that relists gives every free slice a new id", () => {
  const market = world({ marketSpeed: 0, machines: 60 });
  const machine = sure(
    [...market.machines.values()].find(({ slots }) => slots.every((slot) => slot === null)),
  );
  const before = machine.asks.map((ask) => ask.id);
  relistMachine(market, machine);
  expect(machine.asks).toHaveLength(before.length);
  for (const ask of machine.asks) expect(before).not.toContain(ask.id);
  for (const id of before) expect(market.asks.has(id)).toBe(false);
});

test("some machines are not what their rows say, unless the market is to be an honest one", () => {
  const isHonest = ({
    truth,
    specs,
  }: {
    truth: { cuda: number; acceptsKeys: boolean };
    specs: { cuda: number };
  }) => truth.acceptsKeys && truth.cuda === specs.cuda;
  expect([...world().machines.values()].every(isHonest)).toBe(false);
  expect([...world({ honest: true }).machines.values()].every(isHonest)).toBe(true);
});

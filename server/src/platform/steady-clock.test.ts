import { beforeEach, expect, test } from "vitest";
import { MovableClock } from "../testing/clock.ts";
import { type SteadyClock, steadyClock } from "./steady-clock.ts";

const HOUR = 3_600_000;
let machine: MovableClock;
let slept: number;
let clock: SteadyClock;
let told: number[];
beforeEach(() => {
  machine = new MovableClock("2026-11-20T09:00:00Z");
  slept = 0;
  told = [];
  clock = steadyClock(
    machine,
    (jumpMs) => told.push(jumpMs),
    () => machine.elapsedMs() + slept,
  );
});
const hour = () => clock.now().toISOString().slice(11, 19);

test.each([1, -1, 24, -24])("G33: set by %s h, it goes on as it went", async (hours) => {
  await machine.advance(10_000);
  machine.set(hours * HOUR);
  expect(hour()).toBe("09:00:10");
  await machine.advance(60_000);
  expect(hour()).toBe("09:01:10");
  expect(told).toEqual([hours * HOUR]);
  expect(clock.offsetMs()).toBe(-hours * HOUR);
});

test("set twice before it is asked, it goes on as it went, and set right again it is as late as the machine", async () => {
  machine.set(HOUR);
  machine.set(HOUR);
  await machine.advance(5_000);
  expect(hour()).toBe("09:00:05");
  machine.set(-2 * HOUR);
  expect(hour()).toBe("09:00:05");
  expect(clock.offsetMs()).toBe(0);
});

test("a machine that slept for an hour is an hour later", () => {
  machine.set(HOUR);
  slept += HOUR;
  expect(hour()).toBe("10:00:00");
  expect(told).toEqual([]);
});

test("what a time server corrects every day is followed", async () => {
  machine.set(1_500);
  expect(hour()).toBe("09:00:01");
  await machine.advance(1_000);
  expect(told).toEqual([]);
});

test("G34: it goes by another's hour once it is told, and by that when the machine's is set", async () => {
  clock.goBy(new Date("2026-11-20T09:05:00Z"));
  expect(hour()).toBe("09:05:00");
  machine.set(-HOUR);
  await machine.advance(1_000);
  expect(hour()).toBe("09:05:01");
  clock.goBy(new Date(machine.now().getTime() + 300));
  expect(clock.offsetMs()).toBe(0);
});

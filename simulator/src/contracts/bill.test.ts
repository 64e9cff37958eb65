import { expect, test } from "vitest";
import { HOUR, SECOND } from "../clock.ts";
import { randomFor } from "../random.ts";
import { billBetween, billUntil, meter, type Segment } from "./bill.ts";

test("a bill is rate times time, segment by segment", () => {
  const segments: Segment[] = [];
  meter(segments, 0, 0, 2_000);
  meter(segments, HOUR, 400_000, 2_000);
  meter(segments, 2 * HOUR, 0, 2_000);
  expect(billUntil({ segments, transfers: [] }, 3 * HOUR)).toMatchObject({
    gpu: 400_000n,
    disk: 6_000n,
    total: 406_000n,
  });
});

test("what is still running is billed until the moment asked for", () => {
  const segments: Segment[] = [];
  meter(segments, 0, 360_000, 0);
  expect(billUntil({ segments, transfers: [] }, 10 * SECOND).gpu).toBe(1_000n);
});

test("fractions are left to the customer, once for the whole bill", () => {
  const segments: Segment[] = [];
  for (let second = 0; second < 7; second++) meter(segments, second * SECOND, 1 + (second % 2), 0);
  meter(segments, 7 * SECOND, 0, 0);
  expect(billUntil({ segments, transfers: [] }, 7 * SECOND).gpu).toBe(0n);
});

test("the same rates again write nothing", () => {
  const segments: Segment[] = [];
  meter(segments, 0, 5, 5);
  meter(segments, 10, 5, 5);
  expect(segments).toEqual([{ from: 0, to: null, gpuRate: 5, diskRate: 5 }]);
});

test("the parts of a period add up to the whole, to a micro-dollar for each cut and item", () => {
  const random = randomFor("bill");
  const segments: Segment[] = [];
  for (let at = 0; at < 50 * HOUR; at += random.integer(1, 2 * HOUR)) {
    meter(segments, at, random.integer(0, 3_000_000), random.integer(0, 9_000));
  }
  const transfers = [{ at: 20 * HOUR, direction: "down" as const, gb: 4, micros: 84_000 }];
  const whole = billBetween({ segments, transfers }, 0, 50 * HOUR).total;
  let sum = 0n;
  for (let hour = 0; hour < 50; hour++)
    sum += billBetween({ segments, transfers }, hour * HOUR, (hour + 1) * HOUR).total;
  expect(Number(whole - sum)).toBeGreaterThanOrEqual(0);
  expect(Number(whole - sum)).toBeLessThanOrEqual(2 * 50);
});

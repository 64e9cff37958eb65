import fc from "fast-check";
import { expect, test } from "vitest";
import { type LaunchDay, scoreLaunches, suppressedUntil } from "./availability.ts";

const day = (more: Partial<LaunchDay>): LaunchDay => ({
  providerId: "vast",
  gpuModel: "H100",
  machineId: "m1",
  daysAgo: 0,
  tried: 1,
  worked: 1,
  ...more,
});
const machineScore = (days: LaunchDay[], machineId = "m1") =>
  scoreLaunches(days).machines.find((machine) => machine.machineId === machineId);

test("where nothing was tried nothing is known", () => {
  expect(scoreLaunches([])).toEqual({ machines: [], gpus: [], providers: [] });
  expect(scoreLaunches([day({ daysAgo: 30 }), day({ tried: 0, worked: 0 })]).providers).toEqual([]);
});

test("a provider's score is what worked out of what was tried", () => {
  const { providers } = scoreLaunches([
    day({ tried: 8, worked: 6 }),
    day({ machineId: "m2", tried: 2, worked: 0 }),
  ]);
  expect(providers).toEqual([{ providerId: "vast", score: 0.6, samples: 10 }]);
});

test("a machine with few launches is judged by its GPU and its provider too, one with many by itself", () => {
  const others = day({ machineId: "m2", tried: 90, worked: 90 });
  expect(machineScore([others, day({ tried: 1, worked: 0 })])?.score).toBeGreaterThan(0.7);
  expect(machineScore([others, day({ tried: 60, worked: 0 })])?.score).toBeLessThan(0.05);
});

test("a launch of last week counts half as much as one of today", () => {
  const { providers } = scoreLaunches([
    day({ daysAgo: 7, tried: 10, worked: 10 }),
    day({ daysAgo: 0, tried: 5, worked: 0 }),
  ]);
  expect(providers[0]).toMatchObject({ score: 0.5, samples: 15 });
});

test("a score is a share, and one more success never lowers it", () => {
  const days = fc.array(
    fc
      .record({
        machineId: fc.constantFrom("m1", "m2"),
        gpuModel: fc.constantFrom("H100", "A100"),
        daysAgo: fc.integer({ min: 0, max: 40 }),
        tried: fc.integer({ min: 0, max: 20 }),
        worked: fc.integer({ min: 0, max: 20 }),
      })
      .map((one) => day({ ...one, worked: Math.min(one.worked, one.tried) })),
  );
  fc.assert(
    fc.property(days, (days) => {
      const before = scoreLaunches(days);
      for (const { score } of [...before.machines, ...before.gpus, ...before.providers]) {
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
      }
      const known = before.machines.find(
        ({ machineId, gpuModel }) => machineId === "m1" && gpuModel === "H100",
      );
      const after = machineScore(
        [...days, day({ tried: 1, worked: 1 })].filter((one) => one.gpuModel === "H100"),
      );
      const alone = machineScore(days.filter((one) => one.gpuModel === "H100"));
      if (known && alone) expect(after?.score).toBeGreaterThanOrEqual(alone.score);
    }),
  );
});

const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 9, minute));

test("three failures in thirty minutes suppress for thirty, from the third", () => {
  expect(suppressedUntil([at(0), at(10)], at(10))).toBeNull();
  expect(suppressedUntil([at(10), at(0), at(20)], at(20))).toEqual(at(50));
  expect(suppressedUntil([at(0), at(10), at(20)], at(50))).toBeNull();
  expect(suppressedUntil([at(0), at(10), at(30)], at(30))).toBeNull();
  expect(suppressedUntil([at(0), at(10), at(20), at(49)], at(49))).toEqual(at(50));
  expect(suppressedUntil([at(0), at(10), at(20), at(29)], at(49))).toEqual(at(59));
});

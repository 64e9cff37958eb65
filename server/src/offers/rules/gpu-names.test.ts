import { expect, test } from "vitest";
import { nameGpu } from "../../values/gpu.ts";
import { wellKnownGpus } from "../../values/gpu-models.ts";
import { findGpu, nearestGpus, slipsBetween } from "./gpu-names.ts";

test("a model is understood however it is written", () => {
  const meant: Record<string, string[]> = {
    "RTX 4090": ["RTX 4090", "rtx4090", "rtx_4090", "4090", "NVIDIA GeForce RTX 4090"],
    "RTX A6000": ["a6000", "RTX A6000"],
    H100: ["h100", "H100 SXM", "h100-sxm5-80gb"],
    "Quadro RTX 8000": ["rtx 8000", "8000"],
    "GTX 1080 Ti": ["1080ti"],
  };
  for (const [model, ways] of Object.entries(meant))
    for (const way of ways) expect(findGpu(way, wellKnownGpus), way).toBe(model);
});

test("every well-known model is one name, which is understood as itself", () => {
  expect(new Set(wellKnownGpus).size).toBe(wellKnownGpus.length);
  for (const model of wellKnownGpus) {
    expect(nameGpu(model).model).toBe(model);
    expect(findGpu(model, wellKnownGpus)).toBe(model);
  }
});

test("a name that nobody knows is answered with the three nearest", () => {
  expect(nearestGpus("H10O", wellKnownGpus)).toContain("H100");
  expect(nearestGpus("rtx 4009", wellKnownGpus)[0]).toBe("RTX 4090");
  expect(nearestGpus("5009", wellKnownGpus)[0]).toBe("RTX 5090");
  for (const name of ["", "?", "ß".repeat(5_000), "voodoo 2"]) {
    expect(findGpu(name, wellKnownGpus), name.slice(0, 20)).toBeNull();
    expect(new Set(nearestGpus(name, wellKnownGpus)).size).toBe(3);
  }
});

test("slips are letters added, left out, mistaken or swapped", () => {
  expect([
    slipsBetween("h100", "h100"),
    slipsBetween("h10", "h100"),
    slipsBetween("h1000", "h100"),
    slipsBetween("h10o", "h100"),
    slipsBetween("h010", "h100"),
    slipsBetween("", "abc"),
  ]).toEqual([0, 1, 1, 1, 1, 3]);
});

import { expect, test } from "vitest";
import { usd } from "../../values/money.ts";
import { InvalidInput } from "../../values/refusal.ts";
import { UnknownGpu } from "./gpu-names.ts";
import { describeWish, readWish } from "./price-wish.ts";

const wish = (facts: Partial<Parameters<typeof readWish>[0]> = {}) =>
  readWish({ gpu: "h100 sxm", gpuCount: 8, kind: "on_demand", pricePerGpuHour: usd(2), ...facts }, [
    "H100",
    "RTX 4090",
  ]);

test("a wish is understood however the GPU is written, and said in words", () => {
  expect(wish({ country: "us", kind: "interruptible" })).toMatchObject({
    gpuModel: "H100",
    gpuSocket: "SXM",
    country: "US",
  });
  expect(describeWish(wish({ country: "us", kind: "interruptible" }))).toEqual({
    wish: "8×H100 SXM, interruptible, in US",
    atOrBelow: "2.000000",
  });
  expect(describeWish(wish({ gpu: "4090", gpuCount: 1 })).wish).toBe("1×RTX 4090");
});

test("what nobody could mean is refused", () => {
  expect(() => wish({ gpu: "H1oo" })).toThrow(UnknownGpu);
  for (const odd of [
    { gpuCount: 0 },
    { gpuCount: 65 },
    { pricePerGpuHour: 0n },
    { pricePerGpuHour: usd(10_001) },
    { country: "USA" },
  ]) {
    expect(() => wish(odd), JSON.stringify(Object.keys(odd))).toThrow(InvalidInput);
  }
});

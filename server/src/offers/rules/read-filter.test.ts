import { expect, test } from "vitest";
import { wellKnownGpus } from "../../values/gpu-models.ts";
import { UnknownGpu } from "./gpu-names.ts";
import { readFilter } from "./read-filter.ts";

const read = (filter: Parameters<typeof readFilter>[0]) => readFilter(filter, wellKnownGpus);

test("names are read as offers carry them", () => {
  expect(
    read({ gpuModels: ["h100", "rtx_4090"], gpuSockets: ["sxm"], countries: ["us", "USA", "Germany"] }),
  ).toEqual({
    gpuModels: ["H100", "RTX 4090"],
    gpuSockets: ["SXM"],
    countries: ["US", "US", "DE"],
  });
});

test("a GPU that nobody knows is refused with the three nearest", () => {
  expect(() => read({ gpuModels: ["H100", "h10o"] })).toThrow(UnknownGpu);
  expect(() => read({ gpuModels: ["h10o"] })).toThrow(/^There is no GPU “h10o”. Near it are .*H100/);
});

test("what means nothing is refused by the field that it stands in", () => {
  const odd = {
    "filter.gpuModels": { gpuModels: ["H100 SXM"] },
    "filter.gpuSockets": { gpuSockets: ["AM5"] },
    "filter.cudaMin": { cudaMin: "latest" },
    "filter.allInDiskGb": { allInDiskGb: -1 },
    "filter.diskGbMin": { diskGbMin: 1e300 },
    "filter.gpuCountMin": { gpuCountMin: -1 },
    "filter.pricePerGpuHourMax": { pricePerGpuHourMax: -1n },
    "filter.reliabilityMin": { reliabilityMin: 98 },
  };
  for (const [field, filter] of Object.entries(odd)) {
    expect(() => read(filter), field).toThrow(expect.objectContaining({ field }) as unknown);
  }
});

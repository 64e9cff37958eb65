import fc from "fast-check";
import { expect, test } from "vitest";
import { parseUsd, usd } from "../../values/money.ts";
import { wellKnownGpus } from "../../values/gpu-models.ts";
import type { OfferFilter } from "./filter.ts";
import { UnknownGpu } from "./gpu-names.ts";
import { parseSearch, SearchNotUnderstood } from "./parse-search.ts";
import { printSearch } from "./print-search.ts";
import { sortFields } from "./sort.ts";

const parse = (line: string) => parseSearch(line, wellKnownGpus);
const filterIn = (line: string) => parse(line).filter;
const refusalOf = (line: string): unknown => {
  try {
    parse(line);
  } catch (error) {
    return error;
  }
  return null;
};

test("the line of the example is what it says", () => {
  expect(parse("h100 x8 <2.50/gpu region:us reliability>0.98")).toEqual({
    filter: {
      gpuModels: ["H100"],
      gpuCount: 8,
      pricePerGpuHourMax: 2_500_000n,
      countries: ["US"],
      reliabilityMin: 0.98,
    },
    sort: [],
  });
});

test("a word may be written in more than one way", () => {
  const ways: [OfferFilter, string[]][] = [
    [
      { gpuModels: ["RTX 4090"] },
      ["rtx 4090", "4090", "rtx-4090", '"RTX 4090"', "gpu:rtx_4090", "NVIDIA GeForce RTX 4090"],
    ],
    [{ gpuModels: ["H100", "A100"] }, ["h100,a100", "h100 a100", "gpu:h100,a100", "H100, A100"]],
    [{ gpuModels: ["H100"], gpuSockets: ["SXM"] }, ["h100-sxm", "h100 sxm5", "h100 socket:SXM"]],
    [{ gpuModels: ["A100"], vramGbMin: 80 }, ["a100 80gb", "a100-80gb", "80GB a100", "a100 vram>=80gb"]],
    [{ gpuCount: 8 }, ["x8", "X8"]],
    [{ gpuCountMin: 4, gpuCountMax: 8 }, ["x4-8", "x4+ x-8"]],
    [{ pricePerGpuHourMax: usd(2) }, ["<2", "<2.00", "<=$2/gpu", "<2.000000/GPU"]],
    [
      { allInPricePerHourMax: usd(20), allInDiskGb: 1_000 },
      ["allin<20/machine disk:1000", "all-in<$20/machine disk:1tb"],
    ],
    [{ reliabilityMin: 0.98 }, ["reliability>0.98", "reliability>=98%"]],
    [{ providers: ["vast"] }, ["vast", "Vast.ai", "provider:vast"]],
    [{ providers: ["bluelobster"], gpuModels: ["H100"] }, ["h100 bluelobster", "Blue-Lobster h100"]],
    [{ kinds: ["interruptible"] }, ["interruptible", "spot", "kind:spot"]],
    [{ maxDurationHoursMin: 48 }, ["duration>48", "duration>48h", "duration>2d"]],
    [{ networkDownMbpsMin: 1_000 }, ["down>1000", "down>1gbps"]],
    [{ vramGbMin: 24, vramGbMax: 24 }, ["vram:24", "vram=24gb", "vram>24 vram<24"]],
    [{ countries: ["US", "DE"] }, ["region:us,de", "country:US,DE", "region:us region:de"]],
    [{ regions: ["new york"] }, ['region:"new york"']],
    [{ regions: ["NY"] }, ['region:"NY"']],
    [{ datacenterOnly: true, verifiedOnly: true }, ["datacenter verified", "verified datacentre"]],
  ];
  for (const [filter, lines] of ways) for (const line of lines) expect(filterIn(line), line).toEqual(filter);
});

test("an order is said by the names of columns, a minus for downwards", () => {
  expect(parse("sort:-reliability,price").sort).toEqual([
    { field: "reliability", descending: true },
    { field: "price_per_gpu_hour", descending: false },
  ]);
});

test("an empty line looks for anything", () => {
  for (const line of ["", "   ", "\n"]) expect(parse(line)).toEqual({ filter: {}, sort: [] });
});

test("a word that makes no sense is named, with what could be meant", () => {
  const nonsense: Record<string, { word: string; meant?: unknown }> = {
    "h100 verifed": { word: "verifed", meant: ["verified"] },
    "relaibility>0.9": { word: "relaibility>0.9", meant: expect.arrayContaining(["reliability>0.98"]) },
    "reliability<0.9": { word: "reliability<0.9", meant: ["reliability>0.9"] },
    "reliability>high": { word: "reliability>high", meant: ["reliability>0.98"] },
    "socket:am5": { word: "socket:am5", meant: ["socket:sxm", "socket:pcie", "socket:nvl"] },
    "x8 x4": { word: "x4", meant: [] },
    "<2 <3": { word: "<3" },
    "<20/machine": { word: "<20/machine", meant: ["allin<20/machine"] },
    "<2.50/h": { word: "<2.50/h" },
    "region:us,texas": { word: "region:us,texas", meant: ["region:us region:texas"] },
    "region:": { word: "region:", meant: ["region:us"] },
    "h100-sxm,a100": { word: "h100-sxm,a100", meant: ["socket:sxm"] },
    "sort:prise": { word: "prise", meant: expect.arrayContaining(["price"]) },
    "cuda>latest": { word: "cuda>latest" },
    "vcpus>1.5": { word: "vcpus>1.5" },
    x99999999999: { word: "x99999999999" },
  };
  for (const [line, refusal] of Object.entries(nonsense)) {
    expect(refusalOf(line), line).toBeInstanceOf(SearchNotUnderstood);
    expect(refusalOf(line), line).toMatchObject(refusal);
  }
});

test("a GPU that nobody knows is refused with the three nearest", () => {
  for (const line of ["h10o x8", "x8 gpu:h10o", "a100,h10o"]) {
    expect(refusalOf(line), line).toBeInstanceOf(UnknownGpu);
    const refusal = refusalOf(line) as UnknownGpu;
    expect(refusal.gpu).toBe("h10o");
    expect(refusal.nearest).toContain("H100");
  }
});

const some = <T>(values: readonly T[]) => fc.subarray([...values], { minLength: 1 });
const figure = fc.oneof(
  fc.integer({ min: 0, max: 1e9 }),
  fc.double({ min: 0, max: 1e30, noNaN: true }).map((n) => n + 0),
);
const whole = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const price = fc.bigInt({ min: 0n, max: 10n ** 18n - 1n });
const texts = fc.uniqueArray(fc.string({ minLength: 1, unit: "binary" }), { minLength: 1, maxLength: 3 });
const codes = fc.uniqueArray(fc.stringMatching(/^[A-Z]{2}$/), { minLength: 1, maxLength: 3 });
const searches = fc.record({
  filter: fc.record(
    {
      gpuModels: some(wellKnownGpus),
      gpuSockets: some(["SXM", "PCIe", "NVL"]),
      gpuCount: whole,
      gpuCountMin: whole,
      gpuCountMax: whole,
      vramGbMin: figure,
      vramGbMax: figure,
      totalVramGbMin: figure,
      providers: texts,
      kinds: some(["on_demand", "interruptible"] as const),
      countries: codes,
      regions: texts,
      pricePerGpuHourMin: price,
      pricePerGpuHourMax: price,
      allInPricePerHourMax: price,
      allInPricePerGpuHourMax: price,
      allInDiskGb: whole,
      reliabilityMin: fc.double({ min: 0, max: 1, noNaN: true }).map((n) => n + 0),
      availabilityMin: fc.constantFrom(0, 0.5, 0.95),
      includeSuppressed: fc.constant(true),
      cudaMin: fc.constantFrom("12", "12.4", "11.10.2"),
      networkDownMbpsMin: figure,
      networkUpMbpsMin: figure,
      diskGbMin: figure,
      vcpusMin: whole,
      ramGbMin: figure,
      maxDurationHoursMin: figure,
      verifiedOnly: fc.constant(true),
      datacenterOnly: fc.constant(true),
      consumerOnly: fc.constant(true),
    } satisfies { [Name in keyof OfferFilter]-?: fc.Arbitrary<unknown> },
    { requiredKeys: [] },
  ),
  sort: fc.uniqueArray(fc.record({ field: fc.constantFrom(...sortFields), descending: fc.boolean() }), {
    selector: ({ field }) => field,
    maxLength: 4,
  }),
});

test("what is printed is read back as the same, and printed again as the same", () => {
  fc.assert(
    fc.property(searches, (search) => {
      const line = printSearch(search);
      if (line === null || line.length > 2_000) return;
      const read = parse(line);
      expect(read).toEqual(search);
      expect(printSearch(read)).toBe(line);
    }),
    { numRuns: 1_000 },
  );
});

test("any line is read or refused, and nothing else", () => {
  const pieces = fc.constantFrom(
    "h100",
    "x8",
    "<",
    ">",
    ":",
    ",",
    '"',
    "sort",
    "region",
    "-",
    "2.50",
    "/gpu",
    " ",
    "allin",
  );
  const lines = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.array(pieces).map((some) => some.join("")),
  );
  fc.assert(
    fc.property(lines, (line) => {
      const refusal = refusalOf(line);
      if (refusal) expect([SearchNotUnderstood, UnknownGpu]).toContain((refusal as Error).constructor);
      else expect(parse(printSearch(parse(line)) ?? "")).toEqual(parse(line));
    }),
    { numRuns: 500 },
  );
});

test("a search for one of nothing has no line", () => {
  expect(printSearch({ filter: { countries: [] }, sort: [] })).toBeNull();
  expect(printSearch({ filter: { pricePerGpuHourMax: parseUsd("2.5") }, sort: [] })).toBe("<2.50/gpu");
});

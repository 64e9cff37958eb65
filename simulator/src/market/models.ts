/**
 * The GPU models of the market: what each one is, what it costs where the market is calm, how common it is, and
 * which recorded price series its market walks along (data/README.md). Names are the provider's own, so two
 * models may share one: an A100 PCIE is sold with 40 and with 80 GB under the same name.
 */
export type Tier = "consumer" | "workstation" | "datacenter";

export interface GpuModel {
  key: string;
  name: string;
  /** Megabytes a card of this model reports; the first is the usual one. */
  vramMb: readonly number[];
  teraflops: number;
  dlperf: number;
  memoryGbPerSecond: number;
  computeCapability: number;
  watts: number;
  pciGeneration: number;
  nvlinkGbPerSecond: number;
  tier: Tier;
  /** Dollars per GPU-hour when the series stands at its median. */
  level: number;
  weight: number;
  series: string;
  /** The oldest driver branch that knows the card. */
  minDriver: number;
}

type Facts = [
  vramMb: number | readonly number[],
  teraflops: number,
  dlperf: number,
  memoryGbPerSecond: number,
  computeCapability: number,
  watts: number,
  pciGeneration: number,
];

function model(
  key: string,
  name: string,
  tier: Tier,
  facts: Facts,
  market: { level: number; weight: number; series: string },
  also: { nvlinkGbPerSecond?: number; minDriver?: number } = {},
): GpuModel {
  const [vramMb, teraflops, dlperf, memoryGbPerSecond, computeCapability, watts, pciGeneration] = facts;
  return {
    key,
    name,
    vramMb: typeof vramMb === "number" ? [vramMb] : vramMb,
    teraflops,
    dlperf,
    memoryGbPerSecond,
    computeCapability,
    watts,
    pciGeneration,
    nvlinkGbPerSecond: also.nvlinkGbPerSecond ?? 0,
    tier,
    level: market.level,
    weight: market.weight,
    series: market.series,
    minDriver: also.minDriver ?? (computeCapability >= 1000 ? 570 : computeCapability >= 890 ? 525 : 470),
  };
}

// prettier-ignore
export const models: readonly GpuModel[] = [
  model("RTX 4090", "RTX 4090", "consumer", [[24564, 24564, 24217], 81.4, 98, 1008, 890, 450, 4], { level: 0.4, weight: 60, series: "aws20-p3.2xlarge-us-east-2a" }),
  model("RTX 4090D", "RTX 4090D", "consumer", [24564, 73.5, 88, 1008, 890, 425, 4], { level: 0.36, weight: 8, series: "aws20-p3.2xlarge-us-east-2b" }),
  model("RTX 5090", "RTX 5090", "consumer", [32607, 104.8, 140, 1792, 1200, 575, 5], { level: 0.52, weight: 48, series: "aws20-p3.16xlarge-us-west-2a" }),
  model("RTX 5080", "RTX 5080", "consumer", [16303, 56.3, 82, 960, 1200, 360, 5], { level: 0.27, weight: 14, series: "aws20-p3.16xlarge-us-west-2c" }),
  model("RTX 5070 Ti", "RTX 5070 Ti", "consumer", [16303, 43.9, 66, 896, 1200, 300, 5], { level: 0.19, weight: 12, series: "aws20-p3.16xlarge-us-west-2b" }),
  model("RTX 5060 Ti", "RTX 5060 Ti", "consumer", [16311, 23.7, 36, 448, 1200, 180, 5], { level: 0.11, weight: 12, series: "aws20-p2.xlarge-us-east-1c" }),
  model("RTX 3090", "RTX 3090", "consumer", [24576, 35.6, 52, 936, 860, 350, 4], { level: 0.19, weight: 46, series: "aws20-p2.xlarge-us-east-1a" }, { nvlinkGbPerSecond: 112 }),
  model("RTX 3090 Ti", "RTX 3090 Ti", "consumer", [24564, 40, 58, 1008, 860, 450, 4], { level: 0.22, weight: 8, series: "aws20-p2.xlarge-us-east-1b" }),
  model("RTX 3080", "RTX 3080", "consumer", [10240, 29.8, 38, 760, 860, 320, 4], { level: 0.12, weight: 12, series: "aws20-p2.xlarge-us-east-1d" }),
  model("RTX 3060", "RTX 3060", "consumer", [12288, 12.7, 18, 360, 860, 170, 4], { level: 0.065, weight: 14, series: "aws20-p2.xlarge-us-east-1e" }),
  model("RTX 4070S", "RTX 4070S", "consumer", [12282, 35.5, 46, 504, 890, 220, 4], { level: 0.13, weight: 8, series: "aws20-p2.xlarge-us-west-2a" }),
  model("RTX 4070S Ti", "RTX 4070S Ti", "consumer", [16376, 44.1, 58, 672, 890, 285, 4], { level: 0.17, weight: 8, series: "aws20-p2.xlarge-us-west-2b" }),
  model("RTX 4080S", "RTX 4080S", "consumer", [16376, 52.2, 68, 736, 890, 320, 4], { level: 0.24, weight: 10, series: "aws20-p2.xlarge-us-west-2c" }),
  model("GTX 1080 Ti", "GTX 1080 Ti", "consumer", [11264, 11.3, 13, 484, 610, 250, 3], { level: 0.055, weight: 5, series: "aws20-p2.xlarge-us-east-2b" }),
  model("Titan RTX", "Titan RTX", "consumer", [24576, 16.3, 26, 672, 750, 280, 3], { level: 0.16, weight: 3, series: "aws20-p2.xlarge-us-east-2c" }, { nvlinkGbPerSecond: 100 }),
  model("RTX A4000", "RTX A4000", "workstation", [16376, 19.2, 27, 448, 860, 140, 4], { level: 0.1, weight: 12, series: "aws20-p2.xlarge-us-east-2a" }),
  model("RTX A4500", "RTX A4500", "workstation", [20470, 23.7, 33, 640, 860, 200, 4], { level: 0.15, weight: 4, series: "aws20-p2.xlarge-us-west-2a" }),
  model("RTX A5000", "RTX A5000", "workstation", [[24564, 24256], 27.8, 40, 768, 860, 230, 4], { level: 0.21, weight: 14, series: "aws20-p2.xlarge-us-west-2b" }, { nvlinkGbPerSecond: 112 }),
  model("RTX A6000", "RTX A6000", "workstation", [[49140, 48685], 38.7, 54, 768, 860, 300, 4], { level: 0.45, weight: 20, series: "aws20-p3.8xlarge-us-west-2a" }, { nvlinkGbPerSecond: 112 }),
  model("RTX 4000Ada", "RTX 4000Ada", "workstation", [20475, 26.7, 38, 360, 890, 130, 4], { level: 0.24, weight: 5, series: "aws20-p3.8xlarge-us-west-2c" }),
  model("RTX 5000Ada", "RTX 5000Ada", "workstation", [32760, 65.3, 72, 576, 890, 250, 4], { level: 0.48, weight: 4, series: "aws20-p3.2xlarge-eu-west-1a" }),
  model("RTX 6000Ada", "RTX 6000Ada", "workstation", [49140, 91.1, 98, 960, 890, 300, 4], { level: 0.72, weight: 14, series: "aws20-p3.2xlarge-eu-west-1b" }),
  model("RTX PRO 6000 WS", "RTX PRO 6000 WS", "workstation", [97887, 125, 158, 1792, 1200, 600, 5], { level: 1.02, weight: 14, series: "aws20-p3.16xlarge-us-west-2a" }),
  model("RTX PRO 6000 S", "RTX PRO 6000 S", "datacenter", [97887, 120, 152, 1597, 1200, 600, 5], { level: 1.14, weight: 10, series: "aws20-p3.16xlarge-us-west-2c" }),
  model("Q RTX 6000", "Q RTX 6000", "workstation", [24576, 16.3, 25, 672, 750, 260, 3], { level: 0.2, weight: 3, series: "aws20-p2.xlarge-us-east-2b" }),
  model("Q RTX 8000", "Q RTX 8000", "workstation", [[49152, 46080], 16.3, 26, 672, 750, 260, 3], { level: 0.3, weight: 5, series: "aws20-p2.xlarge-us-east-2a" }, { nvlinkGbPerSecond: 100 }),
  model("A10", "A10", "datacenter", [[23028, 22731], 31.2, 36, 600, 860, 150, 4], { level: 0.21, weight: 6, series: "aws20-p3.8xlarge-us-west-2c" }),
  model("A40", "A40", "datacenter", [[49140, 46068], 37.4, 50, 696, 860, 300, 4], { level: 0.36, weight: 10, series: "aws20-p3.8xlarge-us-west-2a" }),
  model("L4", "L4", "datacenter", [23034, 30.3, 34, 300, 890, 72, 4], { level: 0.29, weight: 8, series: "aws20-p3.2xlarge-eu-west-1b" }),
  model("L40", "L40", "datacenter", [49140, 90.5, 90, 864, 890, 300, 4], { level: 0.6, weight: 6, series: "aws20-p3.2xlarge-us-east-2b" }),
  model("L40S", "L40S", "datacenter", [[46068, 49140], 91.6, 102, 864, 890, 350, 4], { level: 0.7, weight: 16, series: "aws20-p3.2xlarge-us-east-2a" }),
  model("A100 PCIE 40GB", "A100 PCIE", "datacenter", [40960, 19.5, 72, 1555, 800, 250, 4], { level: 0.62, weight: 7, series: "prime25-A100_80GB_PCIe-median" }),
  model("A100 PCIE 80GB", "A100 PCIE", "datacenter", [81920, 19.5, 78, 1935, 800, 300, 4], { level: 0.86, weight: 12, series: "prime25-A100_80GB_PCIe-median" }),
  model("A100 SXM4 40GB", "A100 SXM4", "datacenter", [40960, 19.5, 80, 1555, 800, 400, 4], { level: 0.68, weight: 7, series: "prime25-A100_80GB_PCIe-min" }, { nvlinkGbPerSecond: 600 }),
  model("A100 SXM4 80GB", "A100 SXM4", "datacenter", [81920, 19.5, 86, 2039, 800, 400, 4], { level: 1.02, weight: 18, series: "vast26-H100-max" }, { nvlinkGbPerSecond: 600 }),
  model("A800 PCIE", "A800 PCIE", "datacenter", [81920, 19.5, 76, 1935, 800, 300, 4], { level: 0.8, weight: 3, series: "prime25-A100_80GB_PCIe-median" }),
  model("H100 PCIE", "H100 PCIE", "datacenter", [81559, 51.2, 150, 2039, 900, 350, 5], { level: 1.78, weight: 10, series: "vast26-H100-min" }, { minDriver: 525 }),
  model("H100 SXM", "H100 SXM", "datacenter", [81559, 66.9, 205, 3352, 900, 700, 5], { level: 2.02, weight: 26, series: "vast26-H100-median" }, { nvlinkGbPerSecond: 900, minDriver: 525 }),
  model("H100 NVL", "H100 NVL", "datacenter", [95830, 60, 182, 3938, 900, 400, 5], { level: 1.92, weight: 8, series: "vast26-H100-max" }, { nvlinkGbPerSecond: 600, minDriver: 535 }),
  model("H200", "H200", "datacenter", [143771, 66.9, 226, 4800, 900, 700, 5], { level: 2.62, weight: 16, series: "prime25-H200_141GB-median" }, { nvlinkGbPerSecond: 900, minDriver: 535 }),
  model("H200 NVL", "H200 NVL", "datacenter", [143771, 60, 204, 4800, 900, 600, 5], { level: 2.4, weight: 5, series: "prime25-GH200_96GB-median" }, { nvlinkGbPerSecond: 900, minDriver: 535 }),
  model("B200", "B200", "datacenter", [183359, 80, 410, 7700, 1000, 1000, 5], { level: 3.65, weight: 9, series: "runpod26-B200-secure" }, { nvlinkGbPerSecond: 1800 }),
  model("Tesla T4", "Tesla T4", "datacenter", [15360, 8.1, 12, 320, 750, 70, 3], { level: 0.13, weight: 6, series: "aws20-p3.16xlarge-us-west-2b" }),
  model("Tesla V100 16GB", "Tesla V100", "datacenter", [16384, 15.7, 34, 897, 700, 300, 3], { level: 0.16, weight: 5, series: "aws20-p3.2xlarge-us-east-2b" }, { nvlinkGbPerSecond: 300 }),
  model("Tesla V100 32GB", "Tesla V100", "datacenter", [32768, 15.7, 36, 897, 700, 300, 3], { level: 0.24, weight: 6, series: "aws20-p3.2xlarge-us-east-2a" }, { nvlinkGbPerSecond: 300 }),
  model("Tesla P100", "Tesla P100", "datacenter", [16384, 9.3, 14, 732, 600, 250, 3], { level: 0.085, weight: 3, series: "aws20-p2.xlarge-us-west-2c" }),
  model("Tesla P40", "Tesla P40", "datacenter", [[23040, 24576], 11.8, 14, 347, 610, 250, 3], { level: 0.1, weight: 4, series: "aws20-p2.xlarge-us-east-1c" }),
];

/** What no host of a marketplace brings, and a cloud with machines of its own has all the same. */
// prettier-ignore
export const soldElsewhere: readonly GpuModel[] = [
  model("RTX 2080 Ti", "RTX 2080 Ti", "consumer", [11264, 13.4, 20, 616, 750, 250, 3], { level: 0.08, weight: 0, series: "aws20-p2.xlarge-us-east-1c" }),
  // A machine without a GPU, so that it can be priced and rented as the others are.
  model("CPU", "CPU", "workstation", [0, 0, 0, 0, 0, 0, 0], { level: 0.03, weight: 0, series: "aws20-p2.xlarge-us-east-1d" }),
];

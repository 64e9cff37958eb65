import { nameGpu } from "../../values/gpu.ts";

// Whether a machine is what was advertised, from what its own tools say. A provider's list is filled
// in by hosts; the driver is the first that cannot be wrong.

export interface Advertised {
  gpuModel: string;
  gpuCount: number;
  vramGb: number;
  cudaVersion: string | null;
}

export interface Shown {
  gpus: { name: string; memoryMb: number }[];
  driverVersion: string | null;
  cudaVersion: string | null;
}

/** What a look at the machine prints, in this order, each on lines of its own. */
export const PROBE =
  "nvidia-smi --query-gpu=name,memory.total,driver_version --format=csv,noheader,nounits && nvidia-smi";

const TOLERANCE = 0.07;

/** Null where the driver does not answer as it should: not ready yet, rather than wrong. */
export function readProbe(output: string): Shown | null {
  const gpus: Shown["gpus"] = [];
  let driverVersion: string | null = null;
  for (const line of output.split("\n")) {
    const match = /^\s*([^,|]+),\s*(\d+(?:\.\d+)?)\s*,\s*([\d.]+)\s*$/.exec(line);
    if (!match) continue;
    gpus.push({ name: match[1]?.trim() ?? "", memoryMb: Number(match[2]) });
    driverVersion ??= match[3] ?? null;
  }
  if (gpus.length === 0) return null;
  return { gpus, driverVersion, cudaVersion: /CUDA Version:\s*([\d.]+)/.exec(output)?.[1] ?? null };
}

/** What is not as advertised, in words; empty when all is. */
export function differences(advertised: Advertised, shown: Shown): string[] {
  const found: string[] = [];
  if (shown.gpus.length !== advertised.gpuCount)
    found.push(`${shown.gpus.length} GPUs instead of ${advertised.gpuCount}`);
  const [first] = shown.gpus;
  if (first) {
    const { model } = nameGpu(first.name);
    if (model !== advertised.gpuModel) found.push(`${model} instead of ${advertised.gpuModel}`);
    const vramGb = first.memoryMb / 1024;
    if (vramGb < advertised.vramGb * (1 - TOLERANCE))
      found.push(`${vramGb.toFixed(1)} GB instead of ${advertised.vramGb} GB of memory`);
  }
  if (advertised.cudaVersion && shown.cudaVersion && isOlder(shown.cudaVersion, advertised.cudaVersion))
    found.push(`CUDA ${shown.cudaVersion} instead of ${advertised.cudaVersion}`);
  return found;
}

function isOlder(version: string, than: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = than.split(".").map(Number);
  return major < wantedMajor || (major === wantedMajor && minor < wantedMinor);
}

/** How long a machine may take, in minutes: until its provider says that it runs, and from then until it is proved. */
interface Budget {
  up: number;
  proved: number;
  /** Before it runs it loads its image; others are whole machines, which come with a system of their own. */
  loadsImage: boolean;
}

const budgets: Record<string, Budget> = {
  // An image of many gigabytes on a slow line takes most of the first, and loading is not billed. What runs has its
  // image, and takes a key within seconds; some hosts never do, and are billed for while one waits.
  vast: { up: 30, proved: 8, loadsImage: true },
  tensordock: { up: 20, proved: 20, loadsImage: false },
  // The first boot upgrades everything; the worst seen was 37 minutes.
  bluelobster: { up: 40, proved: 40, loadsImage: false },
};

const usual: Budget = { up: 30, proved: 30, loadsImage: true };

// How large an image is, nobody tells before it is loaded; but those of whole frameworks and model servers are known
// for their ten gigabytes and more, and those that call themselves small are.
const large =
  /^nvcr\.io\/|(^|\/)(vllm|vllm-openai|text-generation-inference|tritonserver|sglang|axolotl)(:|@|\/|$)/;
const small = /(^|\/)(alpine|busybox)(:|@|$)|[:-](slim|base|runtime|alpine)(-|$)/;

/** By how much longer, or less long, an image is waited for. */
function loadOf(image: string): number {
  if (large.test(image)) return 1.5;
  return small.test(image) ? 0.5 : 1;
}

export function upWithinMs(providerId: string, image: string): number {
  const { up, loadsImage } = budgets[providerId] ?? usual;
  return up * 60_000 * (loadsImage ? loadOf(image) : 1);
}

export function provedWithinMs(providerId: string): number {
  return (budgets[providerId] ?? usual).proved * 60_000;
}

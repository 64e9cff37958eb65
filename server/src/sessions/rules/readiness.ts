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

/** How long a machine may take from being asked for until it is proved, by who rents it out. */
export function readyWithinMs(providerId: string): number {
  const minutes: Record<string, number> = {
    // An image of many gigabytes on a slow line takes most of this, and loading is not billed.
    vast: 30,
    tensordock: 20,
    // The first boot upgrades everything; the worst seen was 37 minutes.
    bluelobster: 40,
  };
  return (minutes[providerId] ?? 30) * 60_000;
}

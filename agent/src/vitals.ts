import { execFile } from "node:child_process";
import { statfs } from "node:fs/promises";
import { uptime } from "node:os";

export interface GpuVitals {
  name: string;
  utilisation: number | null;
  memoryUsedMb: number | null;
  memoryTotalMb: number | null;
  temperatureCelsius: number | null;
  powerWatts: number | null;
  xid: string | null;
  eccErrors: number | null;
}

const FIELDS = [
  "name",
  "utilization.gpu",
  "memory.used",
  "memory.total",
  "temperature.gpu",
  "power.draw",
  "ecc.errors.uncorrected.volatile.total",
];
const PATIENCE_MS = 10_000;

/** What the driver tells; nothing when it does not answer, which is worth knowing too. */
export async function readGpus(): Promise<GpuVitals[]> {
  const output = await run("nvidia-smi", [
    `--query-gpu=${FIELDS.join(",")}`,
    "--format=csv,noheader,nounits",
  ]);
  return output === null ? [] : parseGpus(output);
}

export function parseGpus(output: string): GpuVitals[] {
  return output.split("\n").flatMap((line) => {
    const [name, ...values] = line.split(",").map((part) => part.trim());
    if (!name || values.length < 5) return [];
    const [utilisation, used, total, temperature, power, ecc] = values.map(numberOf);
    return [
      {
        name: name.slice(0, 80),
        utilisation: utilisation ?? null,
        memoryUsedMb: used ?? null,
        memoryTotalMb: total ?? null,
        temperatureCelsius: temperature ?? null,
        powerWatts: power ?? null,
        // The driver's tool does not tell these; they are in the kernel's log, which a container does not see.
        xid: null,
        eccErrors: ecc ?? null,
      },
    ];
  });
}

// "[N/A]" and "[Not Supported]" are how the tool says that it does not know.
function numberOf(text: string): number | null {
  const value = Number(text);
  return text !== "" && Number.isFinite(value) ? value : null;
}

export async function readDisk(): Promise<{ diskUsedGb: number | null; diskTotalGb: number | null }> {
  try {
    const { bsize, blocks, bfree } = await statfs("/");
    const gb = (count: number) => Math.round((count * bsize) / 1e7) / 100;
    return { diskUsedGb: gb(blocks - bfree), diskTotalGb: gb(blocks) };
  } catch {
    return { diskUsedGb: null, diskTotalGb: null };
  }
}

const BUSY_PERCENT = 5;

/** For how long nothing has used the GPUs. Where one of them cannot be asked, as one that is cut into slices, it may be at work. */
export class Idleness {
  #busyAt = uptime();

  note(gpus: readonly GpuVitals[], now = uptime()): number {
    const areIdle = gpus.every(({ utilisation }) => utilisation !== null && utilisation < BUSY_PERCENT);
    if (gpus.length === 0 || !areIdle) this.#busyAt = now;
    return Math.round(now - this.#busyAt);
  }
}

function run(file: string, args: string[]): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(file, args, { timeout: PATIENCE_MS, maxBuffer: 1 << 20 }, (error, stdout) =>
      resolve(error ? null : stdout),
    );
  });
}

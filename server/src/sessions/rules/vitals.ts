import { z } from "zod";

// What an agent tells of its machine. It comes from a machine that we do not own, so it is read like
// anything else from outside: bounded, and never taken for more than a claim.

/**
 * A driver or a file system that tells nonsense is no reason to take its machine for dead: one that is not heard is ended.
 */
const figure = (least: number, most: number) =>
  z
    .number()
    .nullable()
    .transform((value) => (value !== null && value >= least && value <= most ? value : null));

const share = figure(0, 100);
const amount = figure(0, 1e9);

const gpuVitals = z.object({
  name: z.string().max(80),
  utilisation: share,
  memoryUsedMb: amount,
  memoryTotalMb: amount,
  temperatureCelsius: figure(-100, 500),
  powerWatts: amount,
  xid: z.string().max(200).nullable(),
  eccErrors: amount,
});

export const vitals = z.object({
  gpus: z.array(gpuVitals).max(64),
  diskUsedGb: amount,
  diskTotalGb: amount,
  uptimeSeconds: amount,
  /** For how long nothing has used the GPUs. */
  idleSeconds: amount,
});
export type Vitals = z.infer<typeof vitals>;

/** What is kept of a GPU for later: what can be drawn. */
export type GpuMinute = Pick<
  Vitals["gpus"][number],
  "utilisation" | "memoryUsedMb" | "memoryTotalMb" | "temperatureCelsius" | "powerWatts"
>;

export function gpusOfMinute({ gpus }: Vitals): GpuMinute[] {
  return gpus.map(({ utilisation, memoryUsedMb, memoryTotalMb, temperatureCelsius, powerWatts }) => ({
    utilisation,
    memoryUsedMb,
    memoryTotalMb,
    temperatureCelsius,
    powerWatts,
  }));
}

export const heartbeat = z.object({
  /** Grows with each, also across restarts of the agent, so that one sent again is told from the next. */
  count: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
  agentVersion: z.string().max(40),
  vitals,
  /** Something on the machine says that the work is done. */
  done: z.boolean().optional(),
  /** What is saved, once Berth has said that the session is ending. */
  saving: z
    .object({
      state: z.enum(["saving", "saved", "failed"]),
      exitStatus: z.number().int().min(-1).max(255).nullable(),
    })
    .optional(),
  /** The provider gave notice that the machine will be taken away. */
  preemption: z.boolean().optional(),
});
export type Heartbeat = z.infer<typeof heartbeat>;

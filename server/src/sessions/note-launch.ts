import { recordLaunch } from "../offers/index.ts";
import type { Ctx } from "../platform/context.ts";
import type { MachineRow } from "./store/machines.ts";

/** What became of a machine says how likely the next of its kind is to start. */
export async function noteLaunch(ctx: Ctx, machine: MachineRow, worked: boolean): Promise<void> {
  const { id, providerId, hostId, gpuModel } = machine;
  if (hostId === null || gpuModel === null) return;
  await recordLaunch(ctx, { launchId: id, providerId, machineId: hostId, gpuModel, worked });
}

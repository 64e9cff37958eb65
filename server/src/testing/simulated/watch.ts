import type { InProcess } from "../../../../simulator/src/in-process.ts";
import type { Ctx } from "../../platform/context.ts";
import { readMark } from "../../providers/mark.ts";
import { listMachinesOf } from "../../sessions/store/machines.ts";
import { LONGEST_CREATE_MS } from "../../sessions/work.ts";
import type { Looked } from "./bill.ts";

/** Of a session for which a machine is about to be asked for: those that are there and are not on their way out. */
export async function machinesBeside(ctx: Ctx, cloud: InProcess, session: string): Promise<string[]> {
  const ending = (await listMachinesOf(ctx, [session])).filter(
    ({ state }) => state === "ending" || state === "over",
  );
  const ids = new Set(ending.map(({ externalId }) => externalId));
  return cloud.contracts().flatMap(({ id, phase, order }) => {
    const isBeside = phase !== "gone" && readMark(order.label)?.session === session && !ids.has(String(id));
    return isBeside ? [`a second machine is asked for ${session} while ${id} is there`] : [];
  });
}

/** Machines of ours that nobody knows of, though two sweeps have shown them since they were old enough. */
export function forgottenOrphans(
  cloud: InProcess,
  looks: readonly Looked[],
  known: ReadonlySet<string>,
): string[] {
  return cloud.contracts().flatMap(({ id, phase, order, createdAt }) => {
    if (phase === "gone" || phase === "unloading" || !readMark(order.label) || known.has(String(id)))
      return [];
    const sweeps = looks.filter(
      ({ isAnswered, askedAt }) => isAnswered && askedAt > createdAt + LONGEST_CREATE_MS,
    );
    return sweeps.length > 2 ? [`${id} is an orphan after ${sweeps.length} sweeps`] : [];
  });
}

import { type Ctx, inTransaction } from "../platform/context.ts";
import { nameGpu } from "../values/gpu.ts";
import { InvalidInput, NotFound } from "../values/refusal.ts";
import { note } from "./connect.ts";
import { eventIdOf } from "./event-id.ts";
import { scopes } from "../platform/google/google.ts";
import { readEntries } from "./read-entries.ts";
import { ConsentNeeded } from "./refusals.ts";
import type { ByHand } from "./rules/by-hand.ts";
import { type ComputeRule, readComputeRule } from "./rules/compute.ts";
import { readWindowsWish, type WindowsWish } from "./rules/feed.ts";
import { windowMirrorsOf } from "./window-mirrors.ts";
import {
  closeProposal,
  type ConnectionRow,
  findConnection,
  type ProposalRow,
  touchMirrorsOf,
  updateConnection,
} from "./store/connections.ts";

export interface Wishes {
  mirrors?: "account" | "own" | null | undefined;
  byHand?: ByHand | null | undefined;
  avoidsMeetings?: boolean | null | undefined;
  avoidsNights?: boolean | null | undefined;
  /** Null takes it away; left out it stays. */
  compute?: (ComputeRule & { gpu: string; gpuCount: number }) | null | undefined;
  windows?: WindowsWish | null | undefined;
}

/** How somebody wants their Google Calendar used. What was not consented to is asked for first. */
export async function changeWishes(ctx: Ctx, wishes: Wishes): Promise<ConnectionRow> {
  const compute = wishes.compute ? readCompute(wishes.compute) : wishes.compute;
  const windows = wishes.windows ? readWindowsWish(wishes.windows) : wishes.windows;
  return inTransaction(ctx, async (ctx) => {
    const before = await findConnection(ctx);
    if (!before) throw new NotFound("connected calendar", "google");
    const lacksBusy = wishes.avoidsMeetings === true && !before.scopes.includes(scopes.busy);
    const lacksEvents = compute != null && !before.scopes.includes(scopes.events);
    if (lacksBusy || lacksEvents)
      throw new ConsentNeeded(lacksBusy || before.avoidsMeetings, lacksEvents || before.computeBy !== null);
    const mirrors = wishes.mirrors ?? before.mirrors;
    const row = await updateConnection(ctx, before.id, {
      mirrors,
      byHand: wishes.byHand ?? before.byHand,
      avoidsMeetings: wishes.avoidsMeetings ?? before.avoidsMeetings,
      avoidsNights: wishes.avoidsNights ?? before.avoidsNights,
      ...(compute !== undefined && {
        computeBy: compute?.by ?? null,
        computeText: compute?.text ?? null,
        computeGpu: compute?.gpu ?? null,
        computeGpuCount: compute?.gpuCount ?? null,
      }),
      ...(windows !== undefined && {
        windowsGpu: windows?.gpu ?? null,
        windowsGpuCount: windows?.gpuCount ?? null,
        windowsHours: windows?.hours ?? null,
      }),
      // They are looked for anew: what they are to keep clear of may be another.
      windowsAt: null,
      overlaysAt: null,
      dueAt: ctx.now(),
    });
    if (!row) throw new NotFound("connected calendar", "google");
    if (windows !== undefined) await touchMirrorsOf(ctx, row.id, windowMirrorsOf(row.id));
    // Somebody else's bookings come, or go.
    if (mirrors !== before.mirrors)
      await touchMirrorsOf(
        ctx,
        row.id,
        (await readEntries(ctx))
          .filter(({ endsAt }) => endsAt > ctx.now())
          .map(({ id }) => ({ subject: id, eventId: eventIdOf(id) })),
      );
    await note(ctx, row, "changed");
    return row;
  });
}

function readCompute({ by, text, gpu, gpuCount }: ComputeRule & { gpu: string; gpuCount: number }) {
  if (!Number.isInteger(gpuCount) || gpuCount < 1 || gpuCount > 64)
    throw new InvalidInput("compute", "Between 1 and 64 GPUs.");
  if (gpu.trim() === "") throw new InvalidInput("compute", "Name a GPU, such as H100.");
  return { ...readComputeRule({ by, text }), gpu: nameGpu(gpu).model, gpuCount };
}

/** The booking stays as it is, and the event is put back. */
export async function dismissProposal(ctx: Ctx, proposalId: string): Promise<ProposalRow> {
  return inTransaction(ctx, async (ctx) => {
    const connection = await findConnection(ctx);
    const row = connection && (await closeProposal(ctx, connection.id, proposalId));
    if (!connection || !row) throw new NotFound("proposal", proposalId);
    const { reservationId: subject } = row;
    await touchMirrorsOf(ctx, connection.id, [{ subject, eventId: eventIdOf(subject) }]);
    await updateConnection(ctx, connection.id, { dueAt: ctx.now() });
    return row;
  });
}

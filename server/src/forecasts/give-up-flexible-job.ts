import { release } from "../credits/index.ts";
import { record } from "../events/record.ts";
import type { Ctx } from "../platform/context.ts";
import { describe } from "./schedule-flexible-job.ts";
import { changeJob, type JobRow } from "./store/flexible-jobs.ts";

/** Within a transaction that has the job locked, and as its last act: what is set aside for it goes back. */
export async function giveUpFlexibleJob(ctx: Ctx, job: JobRow, because: string): Promise<void> {
  const { id, accountId, holdId } = job;
  await changeJob(ctx, id, {
    state: "given-up",
    because,
    holdId: null,
    sessionId: null,
    startedAt: null,
    startedPricePerHour: null,
    endedAt: ctx.now(),
  });
  const what = describe(job);
  await record(ctx, {
    topic: "flexible-job.changed",
    subject: id,
    accountId,
    payload: { state: "given-up", what, because },
  });
  if (holdId !== null) await release(ctx, { accountId, holdId, note: `${what}, given up` });
}

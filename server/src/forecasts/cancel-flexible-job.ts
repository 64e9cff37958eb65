import { accountIdOf } from "../accounts/index.ts";
import { release } from "../credits/index.ts";
import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { NotAllowed, NotFound } from "../values/refusal.ts";
import { describe } from "./schedule-flexible-job.ts";
import { changeJob, findJob, type JobRow, lockJob } from "./store/flexible-jobs.ts";

/** Gives up waiting, and gives back what was set aside. One that has started goes on as a session of its own. */
export async function cancelFlexibleJob(ctx: Ctx, id: string): Promise<JobRow> {
  const accountId = accountIdOf(ctx);
  return inTransaction(ctx, async (ctx) => {
    const job = await lockJob(ctx, id);
    if (!job || job.accountId !== accountId) throw new NotFound("flexible job", id);
    const { actor } = ctx;
    if (actor.kind === "person" && actor.role === "member" && job.createdBy !== actor.userId)
      throw new NotAllowed(
        "flexibleJobs.write",
        "This is somebody else's job. An operator of the team may do this.",
      );
    if (job.state !== "waiting" || job.holdId === null) return job;
    const because = "It was cancelled.";
    await changeJob(ctx, id, { state: "cancelled", because, holdId: null, endedAt: ctx.now() });
    const what = describe(job);
    await record(ctx, {
      topic: "flexible-job.changed",
      subject: id,
      accountId,
      payload: { state: "cancelled", what, because: null },
    });
    await release(ctx, { accountId, holdId: job.holdId, note: `${what}, cancelled` });
    return (await findJob(ctx, id)) ?? job;
  });
}

import { actingFor } from "../accounts/index.ts";
import { hold } from "../credits/index.ts";
import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { listInVain } from "../sessions/index.ts";
import { HOUR_MS } from "../values/hour.ts";
import { may } from "../values/permission.ts";
import { Refusal } from "../values/refusal.ts";
import { giveUpFlexibleJob } from "./give-up-flexible-job.ts";
import { budgetOf, describe } from "./schedule-flexible-job.ts";
import { changeJob, type JobRow, listStarted, lockJob } from "./store/flexible-jobs.ts";

/** Long after its freeze time a session has come up or not, also where nobody was there for days. */
const LOOKED_BACK_MS = 7 * 24 * HOUR_MS;

const NOT_TO_BE_HAD = "Its machine was not to be had";

/** An order whose session ended before it was ever ready has had nothing: it waits again, or is given up. */
export async function resumeFlexibleJobs(ctx: Ctx, signal?: AbortSignal): Promise<void> {
  const since = new Date(ctx.now().getTime() - LOOKED_BACK_MS);
  const started = await listStarted(ctx, since);
  const inVain = await listInVain(
    ctx,
    started.map(({ sessionId }) => sessionId),
  );
  for (const { id, sessionId } of started.filter(({ sessionId }) => inVain.has(sessionId))) {
    if (signal?.aborted) return;
    try {
      await inTransaction(ctx, async (ctx) => {
        const job = await lockJob(ctx, id);
        // Whoever was here first may have begun the next session by now.
        if (job?.state !== "started" || job.sessionId !== sessionId) return;
        const isLate = job.freezeAt <= ctx.now();
        const refused = isLate ? "its time to start is over." : await waitAgain(ctx, job);
        if (refused !== null) await giveUpFlexibleJob(ctx, job, `${NOT_TO_BE_HAD}, and ${refused}`);
      });
    } catch (error) {
      ctx.log.warn({ err: error, job: id }, "a standing order without a machine could not be resumed");
    }
  }
}

/** Null when it waits; else why it cannot, and nothing has happened. Its next look is in another hour, or its last. */
async function waitAgain(ctx: Ctx, job: JobRow): Promise<string | null> {
  const { id, accountId, createdBy } = job;
  const actor = await actingFor(ctx, accountId, createdBy, id);
  if (!actor || !may(actor, "sessions.start")) return "whoever asked for it may not rent here any more.";
  const holdId = ctx.newId("hld");
  const because = `${NOT_TO_BE_HAD}, so it waits for another.`;
  try {
    await inTransaction({ ...ctx, actor }, async (ctx) => {
      await changeJob(ctx, id, {
        state: "waiting",
        because,
        holdId,
        sessionId: null,
        startedAt: null,
        startedPricePerHour: null,
      });
      const what = describe(job);
      await record(ctx, {
        topic: "flexible-job.changed",
        subject: id,
        accountId,
        payload: { state: "waiting", what, because },
      });
      await hold(ctx, { id: holdId, ...budgetOf(job) });
    });
    return null;
  } catch (error) {
    if (error instanceof Refusal) return `its budget cannot be set aside again: ${error.message}`;
    throw error;
  }
}

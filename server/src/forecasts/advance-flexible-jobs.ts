import { actingFor } from "../accounts/index.ts";
import type { Release } from "../credits/index.ts";
import { record } from "../events/record.ts";
import { isMarketSeen, type Rentable } from "../offers/index.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { bookAhead } from "../reservations/index.ts";
import { openWish, startSession } from "../sessions/index.ts";
import { HOUR_MS, hourOf } from "../values/hour.ts";
import { may } from "../values/permission.ts";
import { NotFound, Refusal } from "../values/refusal.ts";
import { giveUpFlexibleJob } from "./give-up-flexible-job.ts";
import { lookAtMarket } from "./look-at-market.ts";
import { resumeFlexibleJobs } from "./resume-flexible-jobs.ts";
import { type Decision, waitOrStart } from "./rules/wait-or-start.ts";
import { describe, gpuOf } from "./schedule-flexible-job.ts";
import { changeJob, type JobRow, listToLookAt, lockJob, writeLook } from "./store/flexible-jobs.ts";

const QUARTER_MS = 15 * 60_000;
/** Nobody may have been there at its freeze time; later than this it does not start any more. */
const LATE_MS = 4 * 60_000;

/** For so long after its freeze time a market that was not seen lately is waited for, and then it is what it seems. */
const UNSEEN_MS = 60_000;

/** From so soon before its freeze time an order is looked at in every turn, though its hour was looked at already. */
const LAST_LOOK_MS = 60_000;

/**
 * Looks at every standing order once an hour, and at its freeze time: it starts, waits or gives up. Nothing is kept
 * between turns but what is written, so any process may take any.
 */
export async function advanceFlexibleJobs(ctx: Ctx, signal?: AbortSignal): Promise<void> {
  await resumeFlexibleJobs(ctx, signal);
  const isSeen = await isMarketSeen(ctx);
  for (const job of await listToLookAt(ctx, ctx.now())) {
    if (signal?.aborted) return;
    if (!isDue(job, ctx.now())) continue;
    if (!isSeen && ctx.now().getTime() < job.freezeAt.getTime() + UNSEEN_MS) continue;
    try {
      await lookAt(ctx, job);
    } catch (error) {
      // One that fails keeps no other waiting, and is looked at again.
      ctx.log.warn({ err: error, job: job.id }, "a standing order could not be looked at");
    }
  }
}

function isDue({ lookedAt, freezeAt, state }: JobRow, now: Date): boolean {
  if (lookedAt === null || hourOf(lookedAt) < hourOf(now)) return true;
  return state === "waiting" && now.getTime() >= freezeAt.getTime() - LAST_LOOK_MS && lookedAt < freezeAt;
}

async function lookAt(ctx: Ctx, seen: JobRow): Promise<void> {
  const { id: jobId } = seen;
  const { cheapest, marketPerHour, forecast } = await lookAtMarket(ctx, seen);
  await inTransaction(ctx, async (ctx) => {
    const job = await lockJob(ctx, jobId);
    if (!job || !isDue(job, ctx.now())) return;
    const now = ctx.now();
    const pricePerHour = cheapest?.allInPerHour ?? null;
    const { freezeAt, capPerHour } = job;
    const decided =
      job.state === "waiting"
        ? waitOrStart({
            // The last looks are a moment early, so that what they start is started in time.
            now: now.getTime() >= freezeAt.getTime() - LAST_LOOK_MS ? freezeAt : now,
            freezeAt,
            price: pricePerHour === null ? null : Number(pricePerHour),
            cap: Number(capPerHour),
            forecast,
          })
        : ({ decision: "after", because: "It has started." } as const);
    const { decision, because } = await act(ctx, job, decided, cheapest);
    await writeLook(ctx, { jobId, hour: hourOf(now), pricePerHour, marketPerHour, decision, because });
    await changeJob(ctx, jobId, { lookedAt: now });
  });
}

const RESERVED = "Nothing that is listed would do, so it took GPUs that Berth keeps in reserve.";

type Done = { decision: Decision["decision"] | "after"; because: string };

async function act(
  ctx: Ctx,
  job: JobRow,
  decided: Decision | Done,
  cheapest: Rentable | null,
): Promise<Done> {
  const { decision, because } = decided;
  if (decision === "after") return { decision, because };
  const now = ctx.now();
  if (now.getTime() > job.freezeAt.getTime() + LATE_MS)
    return giveUp(ctx, job, "Nobody could look at it when its time to start came.");
  if (decision === "start" || decision === "give-up") {
    const began = decision === "start" ? because : RESERVED;
    const refused = await start(ctx, job, began, decision === "start" ? cheapest : null);
    if (refused === null) return { decision: "start", because: began };
    // Until its time is really over a machine may be listed yet, and what failed may not fail again.
    if (now >= job.freezeAt) return giveUp(ctx, job, decision === "give-up" ? because : refused);
    await changeJob(ctx, job.id, { because: refused });
    return { decision: "wait", because: refused };
  }
  await changeJob(ctx, job.id, { because });
  return { decision, because };
}

/** Null when it has started; else why it could not be, and nothing has happened. */
async function start(
  ctx: Ctx,
  job: JobRow,
  because: string,
  cheapest: Rentable | null,
): Promise<string | null> {
  const { id, accountId, holdId, capPerHour, hours } = job;
  if (holdId === null) throw new Error("a job that waits holds its budget");
  const actor = await actingFor(ctx, accountId, job.createdBy, id);
  if (!actor || !may(actor, "sessions.start")) return "Whoever asked for it may not rent here any more.";
  const what = describe(job);
  try {
    await inTransaction({ ...ctx, actor }, async (ctx) => {
      // The account's books come after all else that is locked, so what begins gives the budget back and takes its own.
      const insteadOf = { accountId, holdId, note: `${what}, started` };
      const began = cheapest ? await rent(ctx, cheapest, insteadOf) : await reserve(ctx, job, insteadOf);
      await changeJob(ctx, id, {
        state: "started",
        because,
        holdId: null,
        startedAt: ctx.now(),
        ...began,
      });
      await record(ctx, {
        topic: "flexible-job.changed",
        subject: id,
        accountId,
        payload: { state: "started", what, because },
      });
    });
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }

  // The machine whose price was looked at; what does not start is followed by others within the cap.
  async function rent(ctx: Ctx, { id: offerId }: Rentable, insteadOf: Release) {
    const { gpuCount, region } = job;
    const asked = { ...openWish(ctx, job), region, maxPricePerHour: capPerHour, hours };
    const { session } = await startSession(ctx, { ...asked, offerId }, { insteadOf }).catch(
      (error: unknown) => {
        if (!(error instanceof NotFound)) throw error;
        const wish = { gpuModel: gpuOf(job), gpuCount, region };
        return startSession(ctx, { ...asked, wish }, { insteadOf });
      },
    );
    return { sessionId: session.id, startedPricePerHour: session.pricePerHour };
  }
}

/** Where nothing is listed when its time has come, GPUs that Berth keeps in reserve may still be free. */
async function reserve(ctx: Ctx, job: JobRow, insteadOf: Release) {
  const startsAt = new Date(Math.ceil(ctx.now().getTime() / QUARTER_MS) * QUARTER_MS);
  const { id: reservationId, totalMicros } = await bookAhead(
    ctx,
    {
      ...openWish(ctx, job),
      gpuModel: gpuOf(job),
      region: job.region,
      gpus: job.gpuCount,
      startsAt,
      endsAt: new Date(startsAt.getTime() + job.hours * HOUR_MS),
    },
    job.budget,
    insteadOf,
  );
  // Divided downwards, as its cap is.
  return { reservationId, startedPricePerHour: totalMicros / BigInt(job.hours) };
}

async function giveUp(ctx: Ctx, job: JobRow, because: string): Promise<Done> {
  await giveUpFlexibleJob(ctx, job, because);
  return { decision: "give-up", because };
}

import { accountIdOf } from "../accounts/index.ts";
import { hold, type HoldCredits } from "../credits/index.ts";
import { record } from "../events/record.ts";
import { understandSeries } from "../offers/index.ts";
import type { Ctx } from "../platform/context.ts";
import { type Answered, answerOnce } from "../platform/idempotency/idempotency.ts";
import { type ByTemplate, keepWish, type MachineWish, withTemplate } from "../sessions/index.ts";
import { actorId } from "../values/actor.ts";
import { nameGpu } from "../values/gpu.ts";
import { HOUR_MS } from "../values/hour.ts";
import type { Usd } from "../values/money.ts";
import { InvalidInput, NotFound } from "../values/refusal.ts";
import { countWaiting, findJob, insertJob, type JobRow } from "./store/flexible-jobs.ts";

/** A machine needs time to come up before its hours begin. */
const START_ALLOWANCE_MS = 15 * 60_000;
const MOST_AHEAD_MS = 14 * 24 * HOUR_MS;
const MOST_WAITING = 20;
const MOST_HOURS = 12;
const HOLD_MARGIN_MS = 24 * HOUR_MS;

export interface ScheduleFlexibleJob extends MachineWish, ByTemplate {
  gpu: string;
  gpuCount: number;
  region?: string | null | undefined;
  hours: number;
  deadline: Date;
  /** The most that all of it may cost. */
  budget: Usd;
}

type Gpu = Pick<JobRow, "gpuModel" | "gpuSocket">;

/** A standing order: from here on it is decided hour by hour, by whoever takes the turn, and its budget is set aside. */
export async function scheduleFlexibleJob(
  ctx: Ctx,
  input: ScheduleFlexibleJob,
  idempotencyKey: string,
): Promise<Answered<JobRow>> {
  const asked = { operation: "scheduleFlexibleJob", key: idempotencyKey, input };
  const { reply, replayed } = await answerOnce(ctx, asked, (ctx) => schedule(ctx, input));
  const job = await findJob(ctx, reply);
  if (!job) throw new Error(`the job ${reply} that a key stands for is gone`);
  return { reply: job, replayed };
}

async function schedule(ctx: Ctx, input: ScheduleFlexibleJob): Promise<string> {
  const now = ctx.now();
  const accountId = accountIdOf(ctx);
  const freezeAt = readTimes(input, now);
  const gpu = await readGpu(ctx, input.gpu);
  const id = ctx.newId("flx");
  const wish = keepWish(ctx, id, await setUpBy(ctx, input));
  if (input.budget <= 0n) throw new InvalidInput("budget", "A budget is above nothing.");
  if ((await countWaiting(ctx)) >= MOST_WAITING)
    throw new InvalidInput("gpu", `At most ${MOST_WAITING} jobs wait at a time. Cancel one first.`);
  const { gpuCount, hours, deadline, budget } = input;
  // Divided downwards, so that all hours together never cost more than was agreed.
  const capPerHour = budget / BigInt(hours);
  await record(ctx, {
    topic: "flexible-job.changed",
    subject: id,
    accountId,
    payload: { state: "waiting", what: describe({ hours, gpuCount, ...gpu }), because: null },
  });
  const holdId = await hold(ctx, budgetOf({ id, accountId, budget, freezeAt, hours, gpuCount, ...gpu }));
  await insertJob(ctx, {
    id,
    accountId,
    createdBy: ctx.actor.kind === "person" ? ctx.actor.userId : actorId(ctx.actor),
    createdAt: now,
    ...gpu,
    gpuCount,
    region: input.region?.trim() || null,
    hours,
    deadline,
    freezeAt,
    budget,
    capPerHour,
    ...wish,
    state: "waiting",
    because: "It was just asked for.",
    holdId,
  });
  return id;
}

function readTimes({ hours, deadline, gpuCount }: ScheduleFlexibleJob, now: Date): Date {
  if (!Number.isInteger(gpuCount) || gpuCount < 1 || gpuCount > 64)
    throw new InvalidInput("gpuCount", "Between 1 and 64 GPUs.");
  if (!Number.isInteger(hours) || hours < 1 || hours > MOST_HOURS)
    throw new InvalidInput("hours", `Between 1 and ${MOST_HOURS} hours, in whole ones.`);
  const freezeAt = new Date(deadline.getTime() - hours * HOUR_MS - START_ALLOWANCE_MS);
  if (freezeAt <= now)
    throw new InvalidInput(
      "deadlineAt",
      `${hours} h and a quarter of an hour to start do not fit before the deadline.`,
    );
  if (deadline.getTime() - now.getTime() > MOST_AHEAD_MS)
    throw new InvalidInput("deadlineAt", "A job waits for two weeks at most.");
  return freezeAt;
}

async function setUpBy(ctx: Ctx, input: ScheduleFlexibleJob): Promise<ScheduleFlexibleJob> {
  return withTemplate(ctx, input).catch((error: unknown) => {
    throw error instanceof NotFound ? new InvalidInput("templateId", error.message) : error;
  });
}

/** As offers carry it, however it is written. */
async function readGpu(ctx: Ctx, gpu: string): Promise<Gpu> {
  const { model, socket } = nameGpu(gpu);
  const understood = await understandSeries(ctx, { gpuModels: [model] });
  return { gpuModel: understood?.gpuModels?.[0] ?? model, gpuSocket: socket };
}

/** What is set aside while it waits. */
export function budgetOf(
  job: Pick<JobRow, "id" | "accountId" | "budget" | "freezeAt" | "hours" | "gpuCount"> & Gpu,
): HoldCredits {
  return {
    accountId: job.accountId,
    amount: job.budget,
    purpose: job.id,
    lapsesAt: new Date(job.freezeAt.getTime() + HOLD_MARGIN_MS),
    note: describe(job),
  };
}

export function describe(job: Pick<JobRow, "hours" | "gpuCount"> & Gpu): string {
  return `${job.hours} h of ${job.gpuCount} × ${gpuOf(job)}`;
}

/** As it may be asked for anywhere. */
export function gpuOf({ gpuModel, gpuSocket }: Gpu): string {
  return gpuSocket === null ? gpuModel : `${gpuModel} ${gpuSocket}`;
}

import { accountIdOf, actingFor, refuseForeignConsumer } from "../accounts/index.ts";
import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { answerOnce } from "../platform/idempotency/idempotency.ts";
import { metrics } from "../platform/metrics.ts";
import { keepWish, openWish, withTemplate } from "../sessions/index.ts";
import type { Usd } from "../values/money.ts";
import { sayUtc } from "../values/utc.ts";
import { may } from "../values/permission.ts";
import { InvalidInput, NotFound, Refusal } from "../values/refusal.ts";
import { bookingAccountOf, userOf } from "./asking.ts";
import { bookAhead } from "./create.ts";
import { poolsOf } from "./find-place.ts";
import type { Wanted } from "./quote.ts";
import { TooManyWaits } from "./refusals.ts";
import { readLabel } from "./rules/label.ts";
import { readGpus, readWindow } from "./rules/request.ts";
import { isOversold } from "./store/capacity.ts";
import { endWait, findWait, insertWait, listWaiting, listWaits, type WaitRow } from "./store/waits.ts";

const MOST_WAITS = 20;
const AT_ONCE = 200;

/** The same, once for a key: asked again after an answer that got lost, nobody waits twice and has it booked twice. */
export async function joinWaitlistOnce(
  ctx: Ctx,
  wanted: Wanted,
  mostTotal: Usd,
  idempotencyKey: string,
): Promise<WaitRow> {
  const asked = { operation: "joinWaitlist", key: idempotencyKey, input: { ...wanted, mostTotal } };
  const { reply } = await answerOnce(
    ctx,
    asked,
    async (ctx) => (await joinWaitlist(ctx, wanted, mostTotal)).id,
  );
  const row = await findWait(ctx, accountIdOf(ctx), reply);
  if (!row) throw new Error(`the wait ${reply} that a key stands for is gone`);
  return row;
}

/** Asks for what is not free now: it is booked when it becomes so, at that total or less. No credit is set aside. */
export async function joinWaitlist(ctx: Ctx, wanted: Wanted, mostTotal: Usd): Promise<WaitRow> {
  const accountId = await bookingAccountOf(ctx);
  refuseForeignConsumer(ctx, wanted.consumer);
  const gpus = readGpus(wanted.gpus);
  const { startsAt, endsAt } = readWindow(wanted, ctx.now());
  const most = Math.max(...(await poolsOf(ctx, wanted)).map((pool) => pool.gpus));
  if (gpus > most) throw new InvalidInput("gpus", `There are never more than ${most} to be had there.`);
  if (mostTotal <= 0n) throw new InvalidInput("mostTotal", "Say the most that it may cost.");
  if ((await listWaits(ctx, accountId)).length >= MOST_WAITS) throw new TooManyWaits(MOST_WAITS);
  const id = ctx.newId("rwt");
  const row: WaitRow = {
    id,
    accountId,
    createdBy: userOf(ctx),
    createdAt: ctx.now(),
    state: "waiting",
    poolId: wanted.poolId ?? null,
    gpuModel: wanted.gpuModel ?? null,
    region: wanted.region ?? null,
    gpus,
    startsAt,
    endsAt,
    mostTotal,
    label: readLabel(wanted.label),
    ...keepWish(ctx, id, await withTemplate(ctx, wanted)),
    reservationId: null,
    endedAt: null,
  };
  return inTransaction(ctx, async (ctx) => {
    await insertWait(ctx, row);
    await tellWait(ctx, row, "joined");
    return row;
  });
}

export async function leaveWaitlist(ctx: Ctx, id: string): Promise<WaitRow> {
  const accountId = accountIdOf(ctx);
  return inTransaction(ctx, async (ctx) => {
    const row = await findWait(ctx, accountId, id);
    if (!row) throw new NotFound("place on a waitlist", id);
    if (!(await endWait(ctx, id, { state: "left" }))) return row;
    await tellWait(ctx, row, "left");
    return { ...row, state: "left" };
  });
}

/**
 * Books for those who wait what has become free, the longest waiting first. Somebody whose wish does not fit
 * yet keeps nobody waiting whose smaller one does, and neither do many of them.
 */
export async function promoteWaiting(ctx: Ctx, signal?: AbortSignal): Promise<number> {
  let promoted = 0;
  let last: WaitRow | undefined;
  for (;;) {
    const waiting = await listWaiting(ctx, last, AT_ONCE);
    for (const wait of waiting) {
      if (signal?.aborted) return promoted;
      if (await promote(ctx, wait)) promoted += 1;
    }
    last = waiting.at(-1);
    if (waiting.length < AT_ONCE) return promoted;
  }
}

async function promote(ctx: Ctx, wait: WaitRow): Promise<boolean> {
  try {
    // Booked by who asked for it, with what they may do and spend by now.
    const actor = await actingFor(ctx, wait.accountId, wait.createdBy, wait.id);
    if (wait.startsAt <= ctx.now() || !actor || !may(actor, "reservations.book"))
      return await inTransaction(ctx, (ctx) => lapse(ctx, wait));
    return await inTransaction({ ...ctx, actor }, (ctx) => bookFor(ctx, wait));
  } catch (error) {
    // What is refused now, because of what is free, its price, the credit or a budget, may be granted later.
    if (error instanceof Refusal || error instanceof LeftMeanwhile || isOversold(error)) return false;
    metrics.reservationFaults.inc();
    ctx.log.error({ err: error, wait: wait.id }, "what somebody waits for could not be booked");
    return false;
  }
}

async function lapse(ctx: Ctx, wait: WaitRow): Promise<false> {
  if (await endWait(ctx, wait.id, { state: "lapsed" })) await tellWait(ctx, wait, "lapsed");
  return false;
}

async function bookFor(ctx: Ctx, wait: WaitRow): Promise<true> {
  const { id: reservationId } = await bookAhead(ctx, { ...wait, ...openWish(ctx, wait) }, wait.mostTotal);
  // Left meanwhile: then nothing of this happened.
  if (!(await endWait(ctx, wait.id, { state: "booked", reservationId }))) throw new LeftMeanwhile();
  await tellWait(ctx, wait, "booked");
  return true;
}

class LeftMeanwhile extends Error {}

async function tellWait(
  ctx: Ctx,
  wait: WaitRow,
  what: "joined" | "left" | "booked" | "lapsed",
): Promise<void> {
  const { id: subject, accountId, gpus, gpuModel, startsAt } = wait;
  const detail = `${gpus} ${gpuModel ?? "GPU"}${gpus === 1 || gpuModel ? "" : "s"} from ${sayUtc(startsAt)}`;
  await record(ctx, { topic: "waitlist.changed", subject, accountId, payload: { what, detail } });
}

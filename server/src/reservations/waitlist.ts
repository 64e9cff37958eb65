import { accountIdOf, refuseForeignConsumer } from "../accounts/index.ts";
import { InsufficientCredits, KeyCeilingReached } from "../credits/index.ts";
import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { answerOnce } from "../platform/idempotency/idempotency.ts";
import { keepWish, openWish, StartsBlocked, withTemplate } from "../sessions/index.ts";
import type { Usd } from "../values/money.ts";
import { InvalidInput, NotFound } from "../values/refusal.ts";
import { bookingAccountOf, userOf } from "./asking.ts";
import { book } from "./create.ts";
import { poolsOf } from "./find-place.ts";
import type { Wanted } from "./quote.ts";
import { NotEnoughFree, PoolClosed, TooManyWaits, TotalChanged } from "./refusals.ts";
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
  await poolsOf(ctx, wanted);
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
 * yet keeps nobody waiting whose smaller one does.
 */
export async function promoteWaiting(ctx: Ctx, signal?: AbortSignal): Promise<number> {
  let promoted = 0;
  for (const wait of await listWaiting(ctx, AT_ONCE)) {
    if (signal?.aborted) break;
    if (await promote(ctx, wait)) promoted += 1;
  }
  return promoted;
}

async function promote(ctx: Ctx, wait: WaitRow): Promise<boolean> {
  if (wait.startsAt <= ctx.now()) {
    await inTransaction(ctx, async (ctx) => {
      if (await endWait(ctx, wait.id, { state: "lapsed" })) await tellWait(ctx, wait, "lapsed");
    });
    return false;
  }
  try {
    return await inTransaction(ctx, async (ctx) => {
      const wanted = { ...wait, ...openWish(ctx, wait) };
      const { id: reservationId } = await book(ctx, wait, wanted, { mostTotal: wait.mostTotal });
      // Left meanwhile: then nothing of this happened.
      if (!(await endWait(ctx, wait.id, { state: "booked", reservationId }))) throw new LeftMeanwhile();
      await tellWait(ctx, wait, "booked");
      return true;
    });
  } catch (error) {
    const mayComeYet =
      error instanceof NotEnoughFree ||
      error instanceof PoolClosed ||
      error instanceof TotalChanged ||
      error instanceof InsufficientCredits ||
      error instanceof KeyCeilingReached ||
      // Beyond the pool's horizon still, or of a pool that was changed.
      error instanceof InvalidInput ||
      // A budget is spent, and will be another's when its period ends.
      error instanceof StartsBlocked ||
      error instanceof LeftMeanwhile ||
      isOversold(error);
    if (mayComeYet) return false;
    throw error;
  }
}

class LeftMeanwhile extends Error {}

async function tellWait(
  ctx: Ctx,
  wait: WaitRow,
  what: "joined" | "left" | "booked" | "lapsed",
): Promise<void> {
  const { id: subject, accountId, gpus, gpuModel, startsAt } = wait;
  const detail = `${gpus} ${gpuModel ?? "GPU"}${gpus === 1 || gpuModel ? "" : "s"} from ${startsAt.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  await record(ctx, { topic: "waitlist.changed", subject, accountId, payload: { what, detail } });
}

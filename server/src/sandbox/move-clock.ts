import { record } from "../events/record.ts";
import { keepPartitions } from "../offers/index.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { hurryLoops } from "../platform/loops/loops.ts";
import { MarketAway, type Sandbox } from "../platform/sandbox.ts";
import { passOver } from "../sessions/index.ts";
import { InvalidInput } from "../values/refusal.ts";
import { NoSandbox } from "./refusals.ts";
import { writeAhead } from "./store/clock.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** Longer ways are gone in several steps, so that what is due meanwhile is not all due at once. */
const STEP_MS = 31 * DAY_MS;
/** By then prepaid value has expired, and forecasts are about a market that nobody has seen. */
const AHEAD_MS = 366 * DAY_MS;

/**
 * Moves the clock of this Berth on to an hour, and the simulated markets with it. An hour and no span, so that who asks
 * again after a lost answer moves nothing twice.
 *
 * The markets go first: one that is past Berth's own hour does no harm, and going there again moves it no further. What
 * is waited for is not held to have kept silent through the time that was passed over, and every loop's turn has come.
 */
export async function moveClock(
  ctx: Ctx,
  { sandbox, accountId, to }: { sandbox: Sandbox | null; accountId: string; to: Date },
): Promise<Date> {
  if (!sandbox) throw new NoSandbox();
  const { clock } = sandbox;
  const stepMs = to.getTime() - ctx.now().getTime();
  const aheadMs = clock.aheadMs() + stepMs;
  if (stepMs <= 0) throw new InvalidInput("to", "Time goes forward only, and it is later than that.");
  if (stepMs > STEP_MS) throw new InvalidInput("to", "That is more than 31 days at once. Go in steps.");
  if (aheadMs > AHEAD_MS) throw new InvalidInput("to", "A sandbox can be a year ahead at most.");
  await bringMarkets(sandbox, to);
  await keepPartitions({ ...ctx, now: () => to });
  await inTransaction(ctx, async (ctx) => {
    const passedMs = await writeAhead(ctx, aheadMs);
    if (passedMs === null)
      throw new InvalidInput("to", "Somebody else has just moved it on, and it is later than that.");
    await passOver(ctx, passedMs);
    await hurryLoops(ctx);
    await record(ctx, { topic: "sandbox.moved", accountId, payload: { to: to.toISOString() } });
  });
  clock.moveTo(aheadMs);
  ctx.bell.ring("berth_sandbox");
  return ctx.now();
}

async function bringMarkets(sandbox: Sandbox, to: Date): Promise<void> {
  try {
    await sandbox.bringMarketsTo(to);
  } catch (error) {
    if (error instanceof MarketAway) throw new NoSandbox(error.message);
    throw error;
  }
}

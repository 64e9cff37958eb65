import { type Ctx, inTransaction } from "../platform/context.ts";
import type { Market, PastPrices } from "../providers/provider.ts";
import { HOUR_MS, hourAfter, hourOf } from "../values/hour.ts";
import { toldPoints } from "./rules/told-prices.ts";
import { raiseMarketRevision } from "./store/poll.ts";
import { findLastTold, writePoints } from "./store/price-hours.ts";

/** A provider that is asked for the first time tells of so long; it makes the charts of a Berth that began today. */
const FIRST_HOURS = 60 * 24;
/** One that was read already is read again: a provider has an hour of one GPU sooner than of another, and mends its figures. */
const LATE_HOURS = 48;
const NAMES_A_CALL = 10;

/** Takes in what a provider itself tells of its prices, up to the last hour that is over, once for each such hour. */
export async function readToldPrices(ctx: Ctx, provider: Market, signal: AbortSignal): Promise<number> {
  if (!provider.connected || !provider.readPrices || !provider.readPricesNow) return 0;
  const to = hourOf(ctx.now());
  const first = new Date(to.getTime() - FIRST_HOURS * HOUR_MS);
  const last = await findLastTold(ctx, provider.id, first);
  if (last && hourAfter(last) >= to) return 0;
  const late = new Date(to.getTime() - LATE_HOURS * HOUR_MS);
  const from = !last ? first : last < late ? hourAfter(last) : late;

  const names = (await provider.readPricesNow(signal)).map(({ gpuRawName }) => gpuRawName);
  const past: PastPrices[] = [];
  for (let at = 0; at < names.length; at += NAMES_A_CALL) {
    const gpuRawNames = names.slice(at, at + NAMES_A_CALL);
    past.push(...(await provider.readPrices({ gpuRawNames, from, to, stepSeconds: 3_600 }, signal)));
  }
  const points = toldPoints(past).map((point) => ({ ...point, providerId: provider.id, region: null }));
  // All in one, so that what is half read is read again.
  await inTransaction(ctx, async (ctx) => {
    await writePoints(ctx, points, "provider");
    await raiseMarketRevision(ctx);
  });
  return points.length;
}

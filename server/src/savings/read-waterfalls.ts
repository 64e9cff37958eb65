import type { Ctx } from "../platform/context.ts";
import { sumDiscounts } from "../reservations/index.ts";
import { costOf } from "../sessions/index.ts";
import type { Usd } from "../values/money.ts";
import { eachCloud, type Figures } from "./compare.ts";
import type { Cloud } from "./rules/clouds.ts";
import { listIdleEnds, sumHandedBack } from "./store/besides.ts";

// Where a saving comes from. Rate and timing are the two parts of what the counter shows: of the hours that ran, what
// another cloud asks more than was asked here when the order was given, and what it was less by the time it began. The
// other three were never spent, and no counter claims them: what is reserved costs less than by the hour, what is idle
// is ended, and what is handed back comes back. Each is what the books say of it, at the price here.

export interface Waterfall {
  rate: Usd;
  timing: Usd;
}

export interface Waterfalls {
  clouds: Record<Cloud, Waterfall>;
  reservationDiscount: Usd;
  idleStop: Usd;
  handBack: Usd;
}

export async function readWaterfalls(
  ctx: Ctx,
  accountId: string,
  { from, until, total }: { from: Date; until: Date; total: Figures },
): Promise<Waterfalls> {
  const [discount, idle, handBack] = await Promise.all([
    sumDiscounts(ctx, accountId, from, until),
    listIdleEnds(ctx, accountId, from, until),
    sumHandedBack(ctx, accountId, from, until),
  ]);
  return {
    clouds: eachCloud((cloud) => {
      const { reference, compared } = total.clouds[cloud];
      const timing = total.timing[cloud];
      return { timing, rate: reference - compared - timing };
    }),
    reservationDiscount: discount,
    idleStop: idle.reduce((sum, { pricePerHour, ms, left }) => {
      const cost = costOf(pricePerHour, ms);
      return sum + (cost < left ? cost : left);
    }, 0n),
    handBack,
  };
}

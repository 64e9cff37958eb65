import type { Ctx } from "../platform/context.ts";
import { costOf } from "../sessions/index.ts";
import type { Usd } from "../values/money.ts";
import { eachCloud, type Figures } from "./compare.ts";
import type { Cloud } from "./rules/clouds.ts";
import { listIdleEnds, sumHandedBack } from "./store/besides.ts";

// Where a saving comes from. Rate, timing and the discount of what was reserved are the three parts of what the counter
// shows: what another cloud asks more than was asked here by the hour when the order was given, what it was less by the
// time it began, and what it was less because it was booked ahead. The other two were never spent, and no counter claims
// them: what is idle is ended, and what is handed back comes back. Each is what the books say of it, at the price here.

export interface Waterfall {
  rate: Usd;
  timing: Usd;
  discount: Usd;
}

export interface Waterfalls {
  clouds: Record<Cloud, Waterfall>;
  idleStop: Usd;
  handBack: Usd;
}

export async function readWaterfalls(
  ctx: Ctx,
  accountId: string,
  { from, until, total }: { from: Date; until: Date; total: Figures },
): Promise<Waterfalls> {
  const [idle, handBack] = await Promise.all([
    listIdleEnds(ctx, accountId, from, until),
    sumHandedBack(ctx, accountId, from, until),
  ]);
  return {
    clouds: eachCloud((cloud) => {
      const { reference, compared } = total.clouds[cloud];
      const [timing, discount] = [total.timing[cloud], total.discount[cloud]];
      return { timing, discount, rate: reference - compared - timing - discount };
    }),
    idleStop: idle.reduce((sum, { pricePerHour, ms, left }) => {
      const cost = costOf(pricePerHour, ms);
      return sum + (cost < left ? cost : left);
    }, 0n),
    handBack,
  };
}

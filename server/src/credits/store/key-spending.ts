import { sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import { runPreparedByName } from "../../platform/db/prepared.ts";
import type { Usd } from "../../values/money.ts";

/** What a key set aside since then and was not given back: spent, or held still. */
export async function readSetAsideBy(
  ctx: Ctx,
  { accountId, keyId, since }: { accountId: string; keyId: string; since: Date },
): Promise<Usd> {
  const [row] = await runPreparedByName<{ used: string }>(
    ctx.db,
    sql`
    select coalesce(sum(least(t.amount, h.amount - h.released)), 0)::text as used
    from (
      select hold_id, sum(amount) as amount from credit_transactions
      where account_id = ${accountId} and at >= ${since.toISOString()}::timestamptz and kind = 'hold'
        and actor = ${keyId}
      group by hold_id
    ) t join credit_holds h on h.id = t.hold_id`,
  );
  return BigInt(row?.used ?? "0");
}

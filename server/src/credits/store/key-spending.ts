import { sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import { runPreparedByName } from "../../platform/db/prepared.ts";
import type { Usd } from "../../values/money.ts";

/**
 * What a key set aside since then and was not given back: spent, or held still. What is on the team's own bill at a
 * provider counts as it is planned, and as it came to once it is over.
 */
export async function readSetAsideBy(
  ctx: Ctx,
  { accountId, keyId, since }: { accountId: string; keyId: string; since: Date },
): Promise<Usd> {
  const [row] = await runPreparedByName<{ used: string }>(
    ctx.db,
    sql`
    select ((
      select coalesce(sum(least(t.amount, h.amount - h.released)), 0)
      from (
        select hold_id, sum(amount) as amount from credit_transactions
        where account_id = ${accountId} and at >= ${since.toISOString()}::timestamptz and kind = 'hold'
          and actor = ${keyId}
        group by hold_id
      ) t join credit_holds h on h.id = t.hold_id
    ) + (
      select coalesce(sum(case when b.closed_at is null then t.amount else least(t.amount, b.billed) end), 0)
      from (
        select purpose, sum(amount) as amount from own_bill_entries
        where account_id = ${accountId} and at >= ${since.toISOString()}::timestamptz and kind = 'plan'
          and actor = ${keyId}
        group by purpose
      ) t join own_bills b on b.purpose = t.purpose
    ))::text as used`,
  );
  return BigInt(row?.used ?? "0");
}

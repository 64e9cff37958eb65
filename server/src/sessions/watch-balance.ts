import { listAccountsOwnedBy } from "../accounts/index.ts";
import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import type { Provider } from "../providers/provider.ts";
import { formatUsd } from "../values/money.ts";
import { isLow, LOW_BALANCE } from "./rules/balance.ts";
import { lockBalance, noteBalance } from "./store/fleet.ts";

/**
 * Reads what Berth's own account at a provider has left, and tells those who run Berth when that becomes little. Where
 * none of them has an account yet it is not taken for told, and is told to the first who has.
 */
export async function watchBalance(
  ctx: Ctx,
  provider: Provider,
  operators: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<void> {
  const balance = await provider.readBalance?.(signal);
  if (balance === undefined) return;
  await inTransaction(ctx, async (ctx) => {
    const lowSince = await lockBalance(ctx, provider.id);
    const low = isLow(balance, lowSince !== null);
    const tells = low && lowSince === null ? await listAccountsOwnedBy(ctx, operators) : [];
    const since = tells.length > 0 ? ctx.now() : low ? lowSince : null;
    await noteBalance(ctx, provider.id, { balance, lowSince: since });
    const payload = { provider: provider.name, balance: formatUsd(balance), line: formatUsd(LOW_BALANCE) };
    for (const accountId of tells)
      await record(ctx, { topic: "provider.balance-low", subject: provider.id, accountId, payload });
  });
}

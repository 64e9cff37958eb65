import { listAccountsOwnedBy, type OwnKey } from "../accounts/index.ts";
import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import type { Provider } from "../providers/provider.ts";
import { formatUsd } from "../values/money.ts";
import { isLow, LOW_BALANCE } from "./rules/balance.ts";
import { lockBalance, noteBalance } from "./store/fleet.ts";

/**
 * Reads what Berth's own account at a provider has left, and tells those who run Berth when that becomes little. Where
 * none of them has an account yet it is not taken for told, and is told to the first who has. Of a team's own account
 * there the team is told.
 */
export async function watchBalance(
  ctx: Ctx,
  provider: Provider,
  whom: { operators: ReadonlySet<string> } | OwnKey,
  signal: AbortSignal,
): Promise<void> {
  const balance = await provider.readBalance?.(signal);
  if (balance === undefined) return;
  const own = "operators" in whom ? null : whom;
  const place = { providerId: provider.id, keyId: own?.id ?? null };
  await inTransaction(ctx, async (ctx) => {
    const lowSince = await lockBalance(ctx, place);
    const low = isLow(balance, lowSince !== null);
    const tells = low && lowSince === null ? await listTold(ctx, whom) : [];
    const since = tells.length > 0 ? ctx.now() : low ? lowSince : null;
    await noteBalance(ctx, place, { balance, lowSince: since });
    const payload = { provider: provider.name, balance: formatUsd(balance), line: formatUsd(LOW_BALANCE) };
    const topic = own ? "provider-key.balance-low" : "provider.balance-low";
    for (const accountId of tells) await record(ctx, { topic, subject: provider.id, accountId, payload });
  });
}

async function listTold(
  ctx: Ctx,
  whom: { operators: ReadonlySet<string> } | OwnKey,
): Promise<readonly string[]> {
  return "operators" in whom ? listAccountsOwnedBy(ctx, whom.operators) : [whom.accountId];
}

import type { Ctx } from "../platform/context.ts";
import { metrics } from "../platform/metrics.ts";
import { type Breach, findBreaches, listAccountsWithBooks } from "./store/invariants.ts";

const AT_A_TIME = 500;
const TOLD_MOST = 100;

/** Goes through every account's ledger. What is not as it always is is counted, for an alarm, and logged. */
export async function checkLedger(ctx: Ctx): Promise<void> {
  const breaches: Breach[] = [];
  let after = "";
  for (;;) {
    const accounts = await listAccountsWithBooks(ctx, after, AT_A_TIME);
    for (const accountId of accounts) breaches.push(...(await findBreaches(ctx, accountId)));
    after = accounts.at(-1) ?? after;
    if (accounts.length < AT_A_TIME) break;
  }
  for (const breach of breaches.slice(0, TOLD_MOST))
    ctx.log.error(breach, "the ledger is not as it always is");
  metrics.ledgerBreaches.set(breaches.length);
}

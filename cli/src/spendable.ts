import { BerthFault, LeftTodayDocument, SpendableDocument } from "@berth/client-sdk";
import { micros } from "@berth/client-sdk/money";
import type { Run } from "./run.ts";

export interface Spendable {
  /** Null where the key may not see it, as one that is bound to consumers. */
  available: string | null;
  /** Of a key with a daily limit. */
  leftToday: string | null;
}

export async function readSpendable(run: Run): Promise<Spendable> {
  try {
    const { credits, viewer } = await run.ask(SpendableDocument, {});
    return { available: credits.available, leftToday: viewer.leftToday };
  } catch (error) {
    if (!(error instanceof BerthFault && error.code === "FORBIDDEN")) throw error;
    const { viewer } = await run.ask(LeftTodayDocument, {});
    return { available: null, leftToday: viewer.leftToday };
  }
}

/** What there is to spend, and what would be refused for it: a preview is believed. */
export function spendableFacts(
  run: Run,
  { available, leftToday }: Spendable,
  needed: string,
): (readonly [string, string])[] {
  const beyond = (amount: string | null) => amount !== null && micros(amount) < micros(needed);
  return [
    ...(available === null ? [] : [["you have", `${run.usd(available)} to spend`] as const]),
    ...(leftToday === null
      ? []
      : [["your key", `may set ${run.usd(leftToday)} more aside today, in UTC`] as const]),
    ...(beyond(available)
      ? [["mind", "that is more than you have: it is refused"] as const]
      : beyond(leftToday)
        ? [["mind", "that is more than your key may set aside today: it is refused"] as const]
        : []),
  ];
}

import { type Ctx, inSnapshot } from "../platform/context.ts";
import { metrics } from "../platform/metrics.ts";
import { keyOf, sumByDay } from "./add-up.ts";
import { add } from "./compare.ts";
import {
  type MatchOf,
  matcher,
  type MeteredSession,
  toReservedSessions,
  toSessions,
} from "./read-metered.ts";
import { RULES } from "./rules/match.ts";
import { type DaySum, listDays, readEdition } from "./store/days.ts";
import {
  findSavingsBreaches,
  listSavedAccounts,
  listSavedOf,
  type SavingsBreach,
} from "./store/invariants.ts";
import { listReferencePrices, readMetered } from "./store/metered.ts";
import { readReserved } from "./store/reserved.ts";

const AT_A_TIME = 500;
const TOLD_MOST = 100;

/** Goes through what is added up of every account. What is not as it always is is counted, for an alarm, and logged. */
export async function checkSavings(ctx: Ctx): Promise<void> {
  const breaches: SavingsBreach[] = [];
  let after = "";
  for (;;) {
    const edition = await readEdition(ctx, RULES);
    const accounts = edition === null ? [] : await listSavedAccounts(ctx, edition, after, AT_A_TIME);
    for (const accountId of accounts) breaches.push(...(await checkSavingsOf(ctx, accountId)));
    after = accounts.at(-1) ?? after;
    if (accounts.length < AT_A_TIME) break;
  }
  for (const breach of breaches.slice(0, TOLD_MOST))
    ctx.log.error(breach, "what is added up of savings is not as it always is");
  metrics.savingsBreaches.set(breaches.length);
}

/** Held against the ledger, and against the same made anew of its entries and the prices: nothing differs. */
export async function checkSavingsOf(ctx: Ctx, accountId: string): Promise<SavingsBreach[]> {
  return inSnapshot(ctx, async (ctx) => {
    const edition = await readEdition(ctx, RULES);
    if (edition === null) return [];
    const invariant = "each day is the sum of its sessions";
    const stored = await listDays(ctx, accountId, edition);
    const anew = await makeAnew(ctx, accountId, edition);
    const differ = stored.filter((sum) => told(sum) !== told(anew.get(keyOf(sum))));
    const known = new Set(stored.map(keyOf));
    return [
      ...(await findSavingsBreaches(ctx, accountId, edition)),
      ...differ.map((sum) => ({ accountId, invariant, detail: keyOf(sum) })),
      ...[...anew.keys()]
        .filter((key) => !known.has(key))
        .map((detail) => ({ accountId, invariant, detail })),
    ];
  });
}

async function makeAnew(ctx: Ctx, accountId: string, edition: number): Promise<Map<string, DaySum>> {
  const matchOf = matcher(await listReferencePrices(ctx));
  const sums = new Map<string, DaySum>();
  for (const of of ["sessions", "reservations"] as const) {
    let after = "";
    for (;;) {
      const ids = await listSavedOf(ctx, of, accountId, edition, after, AT_A_TIME);
      for (const sum of sumByDay(await readSaved(ctx, of, ids, matchOf))) addTo(sums, sum);
      after = ids.at(-1) ?? after;
      if (ids.length < AT_A_TIME) break;
    }
  }
  return sums;
}

async function readSaved(
  ctx: Ctx,
  of: "sessions" | "reservations",
  ids: readonly string[],
  matchOf: MatchOf,
): Promise<MeteredSession[]> {
  return of === "sessions"
    ? toSessions(await readMetered(ctx, { sessionIds: ids }), matchOf)
    : toReservedSessions(await readReserved(ctx, { reservationIds: ids }), matchOf);
}

function addTo(sums: Map<string, DaySum>, sum: DaySum): void {
  const before = sums.get(keyOf(sum));
  if (!before) {
    sums.set(keyOf(sum), sum);
    return;
  }
  before.begun += sum.begun;
  before.carried += sum.carried;
  if (sum.firstAt < before.firstAt) before.firstAt = sum.firstAt;
  add(before.figures, sum.figures);
}

function told(sum: DaySum | undefined): string {
  const of = sum && [sum.begun, sum.carried, sum.firstAt, sum.figures];
  return JSON.stringify(of ?? null, (_, value: unknown) =>
    typeof value === "bigint" ? String(value) : value,
  );
}

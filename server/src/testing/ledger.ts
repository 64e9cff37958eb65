import { expect } from "vitest";
import { addAccount } from "../accounts/create-account.ts";
import { grant } from "../credits/index.ts";
import { findBreaches, listAccountsWithBooks } from "../credits/store/invariants.ts";
import type { LotRow } from "../credits/store/lots.ts";
import { users } from "../accounts/store/tables.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import type { Usd } from "../values/money.ts";
import { untilTold } from "./horizon.ts";
import type { World } from "./world.ts";

/** An account that nobody signs in to, with nothing in its books. */
export async function addEmptyAccount(world: World, name = "Ledger"): Promise<string> {
  const ctx = world.ctx();
  const userId = ctx.newId("usr");
  const at = { createdAt: ctx.now(), updatedAt: ctx.now() };
  await ctx.db.insert(users).values({ id: userId, name, email: `${userId}@example.com`, ...at });
  return (await addAccount(ctx, name, userId)).id;
}

export async function give(
  world: World,
  accountId: string,
  amount: Usd,
  rest: Partial<Parameters<typeof grant>[1]> = {},
): Promise<LotRow> {
  const lot = await within(world, (ctx) =>
    grant(ctx, {
      accountId,
      amount,
      origin: "grant",
      reason: "for a test",
      reference: ctx.newId("req"),
      ...rest,
    }),
  );
  // Who listens from here on hears of what comes, and not of this.
  await untilTold(world.database.sql);
  return lot;
}

/** A verb that moves credit, in a transaction of its own. */
export function within<T>(world: World, verb: (ctx: Ctx) => Promise<T>): Promise<T> {
  return inTransaction(world.ctx(), verb);
}

/** Belongs after every test in which credit moves; of one account where there are too many to ask of all each time. */
export async function expectSoundLedger(world: World, accountId?: string): Promise<void> {
  const ctx = world.ctx();
  const accounts = accountId ? [accountId] : await listAccountsWithBooks(ctx, "", 10_000);
  const breaches = await Promise.all(accounts.map((accountId) => findBreaches(ctx, accountId)));
  expect(breaches.flat()).toEqual([]);
}

/** How many random histories a test of the ledger lives through: LEDGER_SEEDS, for a night's worth. */
export const ledgerSeeds = Number(process.env["LEDGER_SEEDS"] ?? 2);

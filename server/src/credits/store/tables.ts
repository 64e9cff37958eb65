import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { books, origins } from "../rules/books.ts";

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });
const money = (name: string) => bigint(name, { mode: "bigint" }).notNull();
const count = (name: string) => money(name).default(sql`0`);

const list = (values: readonly string[]) => sql.raw(values.map((value) => `'${value}'`).join(", "));

export const kinds = [
  "purchase",
  "grant",
  "promotion",
  "sla",
  "take-effect",
  "hold",
  "capture",
  "release",
  "lapse",
  "refund",
  "expire",
  "roll-over",
] as const;
export type Kind = (typeof kinds)[number];

/** One row an account: how its books stand. See books.ts for why this row is the only lock. */
export const balances = pgTable(
  "credit_balances",
  {
    accountId: text("account_id").primaryKey(),
    pending: count("pending"),
    available: count("available"),
    held: count("held"),
    spent: count("spent"),
    expired: count("expired"),
    granted: count("granted"),
    refunds: count("refunds"),
    sla: count("sla"),
    outside: count("outside"),
    /** How many transactions there are, which is the number of the last. */
    seq: count("seq"),
    /** When the last was. It only grows, whatever the clocks of the processes say. */
    at: instant("at").notNull(),
    /** When time alone changes something: a lot takes effect, ends, or its end is to be told of. */
    nextDueAt: instant("next_due_at"),
  },
  (table) => [
    index("credit_balances_due").on(table.nextDueAt),
    check(
      "credit_balances_never_negative",
      sql`${table.pending} >= 0 and ${table.available} >= 0 and ${table.held} >= 0 and ${table.spent} >= 0 and ${table.expired} >= 0`,
    ),
    check(
      "credit_balances_sources_only_give",
      sql`${table.granted} <= 0 and ${table.refunds} <= 0 and ${table.sla} <= 0 and ${table.outside} <= 0`,
    ),
    check("credit_balances_refunds_at_most_what_was_spent", sql`${table.spent} + ${table.refunds} >= 0`),
    check(
      "credit_balances_are_zero_together",
      sql`${table.pending} + ${table.available} + ${table.held} + ${table.spent} + ${table.expired} + ${table.granted} + ${table.refunds} + ${table.sla} + ${table.outside} = 0`,
    ),
  ],
);

/** Value of one origin, with one end. */
export const lots = pgTable(
  "credit_lots",
  {
    id: text("id").primaryKey(),
    accountId: text("account_id")
      .notNull()
      .references(() => balances.accountId),
    origin: text("origin", { enum: origins }).notNull(),
    amount: money("amount"),
    // Where it is now.
    pending: count("pending"),
    available: count("available"),
    held: count("held"),
    spent: count("spent"),
    expired: count("expired"),
    rolled: count("rolled"),
    effectiveAt: instant("effective_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    /** Lower is spent first. */
    priority: integer("priority").notNull(),
    rolloverMin: bigint("rollover_min", { mode: "bigint" }),
    rolloverMax: bigint("rollover_max", { mode: "bigint" }),
    rolledFrom: text("rolled_from"),
    reason: text("reason").notNull(),
    noticedDays: smallint("noticed_days"),
    endedAt: instant("ended_at"),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [
    foreignKey({
      name: "credit_lots_rolled_from_a_lot",
      columns: [table.rolledFrom],
      foreignColumns: [table.id],
    }),
    // No index knows where a lot's value is: so a change of that, which every hold and capture makes,
    // stays within the row's page, and a busy lot leaves no trail of old index entries behind it.
    index("credit_lots_of_account").on(table.accountId, table.expiresAt, table.id),
    uniqueIndex("credit_lots_roll_over_once").on(table.rolledFrom),
    check("credit_lots_origin_is_known", sql`${table.origin} in (${list(origins)})`),
    check(
      "credit_lots_never_negative",
      sql`${table.amount} > 0 and ${table.pending} >= 0 and ${table.available} >= 0 and ${table.held} >= 0 and ${table.spent} >= 0 and ${table.expired} >= 0 and ${table.rolled} >= 0`,
    ),
    check(
      "credit_lots_all_of_it_is_somewhere",
      sql`${table.amount} = ${table.pending} + ${table.available} + ${table.held} + ${table.spent} + ${table.expired} + ${table.rolled}`,
    ),
    check(
      "credit_lots_end_at_midnight",
      sql`${table.effectiveAt} < ${table.expiresAt} and date_trunc('day', ${table.expiresAt} at time zone 'UTC') = ${table.expiresAt} at time zone 'UTC'`,
    ),
    check(
      "credit_lots_rollover_is_a_range",
      sql`(${table.rolloverMin} is null) = (${table.rolloverMax} is null) and ${table.rolloverMin} >= 0 and ${table.rolloverMax} >= ${table.rolloverMin}`,
    ),
  ],
);

export const holdStates = ["open", "captured", "released", "lapsed"] as const;
export type HoldState = (typeof holdStates)[number];

/** Value set aside for something, until it is captured, given back or lapses. */
export const holds = pgTable(
  "credit_holds",
  {
    id: text("id").primaryKey(),
    accountId: text("account_id")
      .notNull()
      .references(() => balances.accountId),
    /** The id of what it is for. */
    purpose: text("purpose").notNull(),
    state: text("state", { enum: holdStates }).notNull(),
    /** All that was ever set aside; what of it is set aside now is the rest. */
    amount: money("amount"),
    captured: count("captured"),
    released: count("released"),
    refunded: count("refunded"),
    lapsesAt: instant("lapses_at").notNull(),
    createdAt: instant("created_at").notNull(),
    closedAt: instant("closed_at"),
  },
  (table) => [
    index("credit_holds_to_lapse")
      .on(table.lapsesAt)
      .where(sql`${table.state} = 'open'`),
    index("credit_holds_of_purpose").on(table.accountId, table.purpose),
    check("credit_holds_state_is_known", sql`${table.state} in (${list(holdStates)})`),
    check(
      "credit_holds_captured_within_amount",
      sql`${table.amount} > 0 and ${table.captured} >= 0 and ${table.released} >= 0 and ${table.captured} + ${table.released} <= ${table.amount}`,
    ),
    check(
      "credit_holds_refunds_within_captured",
      sql`${table.refunded} >= 0 and ${table.refunded} <= ${table.captured}`,
    ),
    check(
      "credit_holds_resolve_once",
      sql`(${table.state} = 'open') = (${table.closedAt} is null) and (${table.state} = 'open' or ${table.captured} + ${table.released} = ${table.amount})`,
    ),
  ],
);

/** From which lots a hold's value is. */
export const holdParts = pgTable(
  "credit_hold_parts",
  {
    holdId: text("hold_id")
      .notNull()
      .references(() => holds.id),
    lotId: text("lot_id")
      .notNull()
      .references(() => lots.id),
    held: count("held"),
    captured: count("captured"),
    refunded: count("refunded"),
  },
  (table) => [
    primaryKey({ columns: [table.holdId, table.lotId] }),
    check(
      "credit_hold_parts_never_negative",
      sql`${table.held} >= 0 and ${table.refunded} >= 0 and ${table.refunded} <= ${table.captured}`,
    ),
  ],
);

/** What moved, once, and how the books stood after it. Written and never changed. */
export const transactions = pgTable(
  "credit_transactions",
  {
    accountId: text("account_id")
      .notNull()
      .references(() => balances.accountId),
    seq: money("seq"),
    id: text("id").notNull(),
    at: instant("at").notNull(),
    kind: text("kind", { enum: kinds }).notNull(),
    amount: money("amount"),
    holdId: text("hold_id").references(() => holds.id),
    lotId: text("lot_id").references(() => lots.id),
    /** What it is called by whoever asked for it: of one name and kind there is one in an account. */
    reference: text("reference"),
    /** Why, in words for a person. */
    note: text("note").notNull(),
    actor: text("actor").notNull(),
    actorName: text("actor_name").notNull(),
    pending: money("pending_after"),
    available: money("available_after"),
    held: money("held_after"),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.seq] }),
    uniqueIndex("credit_transactions_id_is_one").on(table.id),
    uniqueIndex("credit_transactions_once")
      .on(table.accountId, table.kind, table.reference)
      .where(sql`${table.reference} is not null`),
    index("credit_transactions_by_time").on(table.accountId, table.at, table.seq),
    index("credit_transactions_of_hold").on(table.holdId),
    index("credit_transactions_refunds")
      .on(table.accountId, table.at)
      .where(sql`kind = 'refund'`),
    check("credit_transactions_kind_is_known", sql`${table.kind} in (${list(kinds)})`),
    check("credit_transactions_move_something", sql`${table.amount} > 0`),
  ],
);

/** What each book gained or lost by a transaction. Written and never changed. */
export const entries = pgTable(
  "credit_entries",
  {
    accountId: text("account_id").notNull(),
    seq: money("seq"),
    line: smallint("line").notNull(),
    book: text("book", { enum: books }).notNull(),
    lotId: text("lot_id")
      .notNull()
      .references(() => lots.id),
    amount: money("amount"),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.seq, table.line] }),
    foreignKey({
      name: "credit_entries_of_a_transaction",
      columns: [table.accountId, table.seq],
      foreignColumns: [transactions.accountId, transactions.seq],
    }),
    index("credit_entries_of_lot").on(table.lotId, table.seq),
    check("credit_entries_book_is_known", sql`${table.book} in (${list(books)})`),
    check("credit_entries_move_something", sql`${table.amount} <> 0`),
  ],
);

// ——— beside the ledger: what a provider bills to a team's own account there ———

/** Of something that is on the team's own bill: the most that was planned for it, and what it came to so far. */
export const ownBills = pgTable(
  "own_bills",
  {
    /** The id of what it is for. */
    purpose: text("purpose").primaryKey(),
    accountId: text("account_id").notNull(),
    planned: money("planned"),
    billed: count("billed"),
    createdAt: instant("created_at").notNull(),
    closedAt: instant("closed_at"),
  },
  (table) => [
    index("own_bills_of_account").on(table.accountId),
    check("own_bills_are_of_something", sql`${table.planned} > 0 and ${table.billed} >= 0`),
  ],
);

/** What was planned and what was billed, each when it was. Written and never changed. */
export const ownBillEntries = pgTable(
  "own_bill_entries",
  {
    /** In one account these only grow: each is written while the account's books are locked. */
    id: bigint("id", { mode: "bigint" }).primaryKey().generatedAlwaysAsIdentity(),
    accountId: text("account_id").notNull(),
    purpose: text("purpose")
      .notNull()
      .references(() => ownBills.purpose),
    kind: text("kind", { enum: ["plan", "bill"] }).notNull(),
    amount: money("amount"),
    at: instant("at").notNull(),
    /** Of what is billed: the interval. It is billed once. */
    reference: text("reference"),
    actor: text("actor").notNull(),
  },
  (table) => [
    uniqueIndex("own_bill_entries_once").on(table.accountId, table.reference),
    index("own_bill_entries_of_account").on(table.accountId, table.id),
    index("own_bill_entries_by_time").on(table.accountId, table.at),
    index("own_bill_entries_of_purpose").on(table.purpose),
    check("own_bill_entries_are_of_something", sql`${table.amount} > 0`),
    check(
      "own_bill_entries_of_a_known_kind",
      sql`${table.kind} in ('plan', 'bill') and (${table.kind} = 'bill') = (${table.reference} is not null)`,
    ),
  ],
);

export const topUpStates = ["open", "processing", "paid", "failed", "expired"] as const;
export type TopUpState = (typeof topUpStates)[number];

/** Somebody means to pay for credit: written down before anybody outside is asked for money. */
export const topUps = pgTable(
  "credit_top_ups",
  {
    id: text("id").primaryKey(),
    accountId: text("account_id")
      .notNull()
      .references(() => balances.accountId),
    amount: money("amount"),
    /** Whose purchase it is. */
    email: text("email").notNull(),
    state: text("state", { enum: topUpStates }).notNull(),
    externalId: text("external_id"),
    url: text("url"),
    createdAt: instant("created_at").notNull(),
    closedAt: instant("closed_at"),
  },
  (table) => [
    uniqueIndex("credit_top_ups_external_id_is_one").on(table.externalId),
    index("credit_top_ups_of_account").on(table.accountId, table.createdAt),
    check("credit_top_ups_state_is_known", sql`${table.state} in (${list(topUpStates)})`),
    check("credit_top_ups_of_something", sql`${table.amount} > 0`),
  ],
);

import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { bases, measures, periods, type Rung, scopes } from "../rules/budget.ts";

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });
const money = (name: string) => bigint(name, { mode: "bigint" });

export const budgets = pgTable(
  "budgets",
  {
    id: text("id").primaryKey(),
    accountId: text("account_id").notNull(),
    name: text("name").notNull(),
    scope: text("scope", { enum: scopes }).notNull(),
    /** Which consumer, GPU or provider; null for all of the account. */
    scopeValue: text("scope_value"),
    period: text("period", { enum: periods }).notNull(),
    /** In which its days begin. */
    zone: text("zone").notNull(),
    limit: money("limit_micros").notNull(),
    /** In percent of the limit. */
    thresholds: integer("thresholds").array().notNull(),
    forecastThresholds: integer("forecast_thresholds")
      .array()
      .notNull()
      .default(sql`'{50,80,100}'`),
    watchesBurn: boolean("watches_burn").notNull().default(true),
    rungs: jsonb("rungs").$type<Rung[]>().notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: instant("created_at").notNull(),

    // How far it was looked at: in which period, and up to which transaction of the account's ledger.
    periodStartsAt: instant("period_starts_at").notNull(),
    periodEndsAt: instant("period_ends_at").notNull(),
    seenSeq: money("seen_seq").notNull(),
    /** What was done last, in this period. */
    measure: text("measure", { enum: measures }),
    /** Until then it says nothing that can wait; never beyond its period. */
    snoozedUntil: instant("snoozed_until"),
  },
  (table) => [
    // Two that say the same of the same would tell everything twice.
    uniqueIndex("budgets_one_of_a_kind").on(
      table.accountId,
      table.scope,
      sql`coalesce(${table.scopeValue}, '')`,
      table.period,
    ),
    check("budgets_limit_something", sql`${table.limit} > 0`),
    check(
      "budgets_name_what_they_concern",
      sql`(${table.scope} = 'account') = (${table.scopeValue} is null)`,
    ),
    check("budgets_periods_go_forward", sql`${table.periodStartsAt} < ${table.periodEndsAt}`),
  ],
);

/**
 * That a threshold was crossed in a period. Its key is the referee of promise A1: whoever writes the row tells of
 * it, in the same transaction, and nobody writes it twice.
 */
export const crossings = pgTable(
  "budget_crossings",
  {
    budgetId: text("budget_id")
      .notNull()
      .references(() => budgets.id, { onDelete: "cascade" }),
    periodStartsAt: instant("period_starts_at").notNull(),
    /** By what is spent, by what will be, or by burn that is unusual, which is told once in a day. */
    basis: text("basis", { enum: bases }).notNull().default("actual"),
    threshold: integer("threshold").notNull(),
    at: instant("at").notNull(),
    spent: money("spent_micros").notNull(),
    /** What was to be spent by the period's end, as it looked then. */
    forecast: money("forecast_micros"),
    limit: money("limit_micros").notNull(),
    /** Null while its budget is snoozed. */
    toldAt: instant("told_at"),
    acknowledgedAt: instant("acknowledged_at"),
    acknowledgedBy: text("acknowledged_by"),
  },
  (table) => [
    primaryKey({ columns: [table.budgetId, table.periodStartsAt, table.basis, table.threshold] }),
    index("budget_crossings_by_time").on(table.budgetId, table.at),
  ],
);

export interface CheapWindow {
  startsAt: string;
  endsAt: string;
  /** Of all its GPUs. */
  expected: string;
}

/** So many hours a day of so many GPUs, and the most that a week of it should cost. */
export const plannedUses = pgTable(
  "planned_uses",
  {
    id: text("id").primaryKey(),
    accountId: text("account_id").notNull(),
    name: text("name").notNull(),
    gpuModel: text("gpu_model").notNull(),
    region: text("region"),
    gpuCount: integer("gpu_count").notNull(),
    hoursPerDay: integer("hours_per_day").notNull(),
    line: money("line_micros").notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: instant("created_at").notNull(),

    // As it looked last.
    lookedAt: instant("looked_at"),
    expected: money("expected_micros"),
    low80: money("low80_micros"),
    high80: money("high80_micros"),
    windows: jsonb("windows").$type<CheapWindow[]>().notNull().default([]),
    /** Why nothing could be foretold. */
    problem: text("problem"),
    /** Since when it is over the line; told of once, until it is well below it again. */
    overSince: instant("over_since"),
  },
  (table) => [
    index("planned_uses_of_account").on(table.accountId),
    index("planned_uses_to_look_at").on(table.lookedAt),
    check(
      "planned_uses_are_some",
      sql`${table.line} > 0 and ${table.gpuCount} > 0 and ${table.hoursPerDay} between 1 and 24`,
    ),
  ],
);

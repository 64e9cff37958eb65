import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  customType,
  date,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
} from "drizzle-orm/pg-core";

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });
const micros = (name: string) => bigint(name, { mode: "bigint" });
const bytes = customType<{ data: Uint8Array }>({ dataType: () => "bytea" });

// What was forecast, and how right it was. A forecast is written once: the program's role may change
// nothing of it but how far it is scored. Scores are kept as sums, so that any group of them is a sum.

export const forecasts = pgTable(
  "forecasts",
  {
    id: text("id").primaryKey(),
    /** Of price_series. */
    series: integer("series").notNull(),
    /** The last hour whose price it knew. What it foretells begins with the next. */
    cutOff: instant("cut_off").notNull(),
    issuedAt: instant("issued_at").notNull(),
    /** Made afterwards, from nothing but what was known at the cut-off. */
    replayed: boolean("replayed").notNull(),
    model: text("model").notNull(),
    /** Hours of history that it was made from. */
    hoursKnown: integer("hours_known").notNull(),
    /** What the naive forecast says of every hour: the last price. */
    lastPrice: micros("last_price").notNull(),
    /** The share of the naive error that the method saved in the history itself. */
    expectedSkill: doublePrecision("expected_skill").notNull(),
    /** How many hours an error keeps its sign. */
    memoryHours: doublePrecision("memory_hours").notNull(),
    /** What was strange about the history. */
    notes: jsonb("notes").$type<{ kind: string; count: number; text: string }[]>().notNull(),
    /** 168 hours of quantiles: rules/curve.ts says how. */
    curve: bytes("curve").notNull(),
    /** So many of its seven days are scored. */
    scoredDays: smallint("scored_days").notNull().default(0),
  },
  (table) => [
    unique("forecasts_one_per_hour").on(table.series, table.cutOff),
    index("forecasts_to_score")
      .on(table.series, table.cutOff)
      .where(sql`scored_days < 7`),
    check("forecasts_know_enough", sql`${table.hoursKnown} >= 50`),
    check("forecasts_come_after_what_they_know", sql`${table.issuedAt} >= ${table.cutOff}`),
    check("forecasts_have_seven_days", sql`${table.scoredDays} between 0 and 7`),
  ],
);

export const forecastScores = pgTable(
  "forecast_scores",
  {
    series: integer("series").notNull(),
    /** The day of the cut-off, in UTC. */
    day: date("day").notNull(),
    /** How many days ahead: 1 is the first 24 hours. */
    horizonDay: smallint("horizon_day").notNull(),
    replayed: boolean("replayed").notNull(),
    forecasts: integer("forecasts").notNull(),
    /** Hours whose price became known. */
    hours: integer("hours").notNull(),
    /** Sums over these hours, each error as a share of the price that was. */
    error: doublePrecision("error").notNull(),
    naiveError: doublePrecision("naive_error").notNull(),
    pinball: doublePrecision("pinball").notNull(),
    in80: integer("in_80").notNull(),
    in95: integer("in_95").notNull(),
    width80: doublePrecision("width_80").notNull(),
    width95: doublePrecision("width_95").notNull(),
    /** How many prices were below each of the nine quantiles, and how many at or below. */
    below: integer("below").array().notNull(),
    atMost: integer("at_most").array().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.series, table.day, table.horizonDay, table.replayed] }),
    index("forecast_scores_by_day").on(table.day),
  ],
);

/** What is remembered of a series between one forecast and the next. */
export const forecastSeries = pgTable("forecast_series", {
  series: integer("series").primaryKey(),
  /** Since when prices lie where they were not thought to be; told once. */
  changedAt: instant("changed_at"),
  /** Since when the record is worse than it says of itself; told once. */
  driftedAt: instant("drifted_at"),
  /** Its past forecasts were made. */
  replayedAt: instant("replayed_at"),
});

/** Standing orders: a machine for some hours before a deadline, at most for so much. */
export const flexibleJobs = pgTable(
  "flexible_jobs",
  {
    id: text("id").primaryKey(),
    accountId: text("account_id").notNull(),
    /** A user, or an API key: what it may do when the time comes is what they may do then. */
    createdBy: text("created_by").notNull(),
    createdAt: instant("created_at").notNull(),
    gpuModel: text("gpu_model").notNull(),
    /** Null for any. */
    gpuSocket: text("gpu_socket"),
    gpuCount: integer("gpu_count").notNull(),
    region: text("region"),
    hours: integer("hours").notNull(),
    deadline: instant("deadline").notNull(),
    /** It starts then at the latest, or never. */
    freezeAt: instant("freeze_at").notNull(),
    budget: micros("budget").notNull(),
    capPerHour: micros("cap_per_hour").notNull(),
    image: text("image").notNull(),
    diskGb: integer("disk_gb").notNull(),
    consumer: text("consumer"),
    publicKey: text("public_key"),
    /** Null where nothing is saved before it ends. */
    saveMinutes: integer("save_minutes"),
    sealedSaving: text("sealed_saving"),
    /** Variables, start script, ports and idle limit; null where it has none. */
    sealedSetUp: text("sealed_set_up"),
    state: text("state", { enum: ["waiting", "started", "given-up", "cancelled"] }).notNull(),
    because: text("because").notNull(),
    /** While it waits its budget is set aside. */
    holdId: text("hold_id"),
    sessionId: text("session_id"),
    reservationId: text("reservation_id"),
    startedAt: instant("started_at"),
    startedPricePerHour: micros("started_price_per_hour"),
    lookedAt: instant("looked_at"),
    endedAt: instant("ended_at"),
  },
  (table) => [
    index("flexible_jobs_of_account").on(table.accountId, table.createdAt),
    index("flexible_jobs_of_session")
      .on(table.sessionId)
      .where(sql`session_id is not null`),
    index("flexible_jobs_to_look_at")
      .on(table.freezeAt)
      .where(sql`state in ('waiting', 'started')`),
    check("flexible_jobs_freeze_before_their_deadline", sql`${table.freezeAt} < ${table.deadline}`),
    check(
      "flexible_jobs_start_by_their_freeze_time",
      sql`${table.startedAt} <= ${table.freezeAt} + interval '5 minutes'`,
    ),
    check("flexible_jobs_save_for_minutes", sql`${table.saveMinutes} between 1 and 30`),
    check("flexible_jobs_keep_to_their_cap", sql`${table.startedPricePerHour} <= ${table.capPerHour}`),
    check("flexible_jobs_keep_to_their_budget", sql`${table.capPerHour} * ${table.hours} <= ${table.budget}`),
    check(
      "flexible_jobs_start_something",
      sql`(${table.state} = 'started') = (${table.sessionId} is not null or ${table.reservationId} is not null)`,
    ),
    check(
      "flexible_jobs_hold_while_waiting",
      sql`(${table.state} = 'waiting') = (${table.holdId} is not null)`,
    ),
  ],
);

/** What a standing order saw, hour by hour, also after it started: from this its regret is told. */
export const flexibleJobLooks = pgTable(
  "flexible_job_looks",
  {
    jobId: text("job_id")
      .notNull()
      .references(() => flexibleJobs.id),
    hour: instant("hour").notNull(),
    /** The cheapest that would have done, all in; null where there was none. */
    pricePerHour: micros("price_per_hour"),
    /** What such a machine would have asked at the last price of its market, all in; null where that was not known. */
    marketPerHour: micros("market_per_hour"),
    decision: text("decision", { enum: ["wait", "start", "give-up", "after"] }).notNull(),
    because: text("because").notNull(),
  },
  (table) => [primaryKey({ columns: [table.jobId, table.hour] })],
);

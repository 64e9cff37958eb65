import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { SshAddress } from "../../providers/provider.ts";
import type { Prepaid } from "../rules/prepaid.ts";
import { states } from "../rules/lifecycle.ts";
import { savingStates, storagePolicies } from "../rules/saving.ts";
import type { GpuMinute, Vitals } from "../rules/vitals.ts";

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });
const micros = (name: string) => bigint(name, { mode: "bigint" });

/** One rented machine, from the click until its last cent. */
export const sessions = pgTable(
  "sessions",
  {
    id: text("id").primaryKey(),
    accountId: text("account_id").notNull(),
    consumer: text("consumer"),
    createdBy: text("created_by").notNull(),
    createdAt: instant("created_at").notNull(),
    state: text("state", { enum: states }).notNull(),
    stateSince: instant("state_since").notNull(),

    // What was asked for.
    offerId: text("offer_id").notNull(),
    gpuModel: text("gpu_model").notNull(),
    gpuCount: integer("gpu_count").notNull(),
    vramGb: doublePrecision("vram_gb").notNull(),
    kind: text("kind", { enum: ["on_demand", "interruptible"] }).notNull(),
    /** Where its machine has to be, where that was said: part of a region's name, or a country's letters. */
    region: text("region"),
    /** All in, as it was shown at the click; and the most that was agreed to. */
    pricePerHour: micros("price_per_hour").notNull(),
    capPerHour: micros("cap_per_hour").notNull(),
    /** The price was frozen before the click: the machine that was clicked is rented for it, whatever it is listed for by then. */
    priceHeld: boolean("price_held").notNull().default(false),
    hours: integer("hours").notNull(),
    image: text("image").notNull(),
    diskGb: integer("disk_gb").notNull(),
    ports: integer("ports").array().notNull(),
    // Sealed, because people put secrets there.
    sealedOrder: text("sealed_order").notNull(),
    publicKey: text("public_key").notNull(),
    idleMinutes: integer("idle_minutes"),
    /** So long a command may run before its machine is ended; null where what is on the disk goes with it. */
    saveMinutes: integer("save_minutes"),

    // How it went.
    attempts: integer("attempts").notNull().default(0),
    billableSince: instant("billable_since"),
    longestUntil: instant("longest_until"),
    longestOverridden: boolean("longest_overridden").notNull().default(false),
    readyAt: instant("ready_at"),
    endsAt: instant("ends_at"),
    endAsked: text("end_asked", {
      enum: ["asked-to-stop", "done", "idle", "reservation-over", "budget-spent"],
    }),
    reason: text("reason"),
    /** Somebody would rather lose what is on the disk than wait. */
    withoutSaving: boolean("without_saving").notNull().default(false),
    saveState: text("save_state", { enum: savingStates }),
    saveExit: integer("save_exit"),
    endedAt: instant("ended_at"),
    /** Whose bill it is: Berth's, and the account pays in credit; or the team's own at the provider. Settled at the click. */
    billedTo: text("billed_to", { enum: ["berth", "own-account"] })
      .notNull()
      .default("berth"),
    /** What is held for it in the account's credit, and how much of its cost is written down: in the ledger, or beside it. */
    holdId: text("hold_id"),
    heldMicros: micros("held").notNull(),
    settledMicros: micros("settled")
      .notNull()
      .default(sql`0`),
    settledUntil: instant("settled_until"),
    /** The edition of the sums of savings that it is in; 0 for none, as of those of a reservation. */
    savedIn: integer("saved_in").notNull().default(0),

    /** Of a reservation, which is paid for as a whole: until when it is had, and where its machine may come from. */
    until: instant("until"),
    prepaid: jsonb("prepaid").$type<Prepaid>(),

    // The agent on its machine, and our own way in while it lasts.
    agentTokenHash: text("agent_token_hash"),
    sealedAccess: text("sealed_access"),
    heardAt: instant("heard_at"),
    /** In the order of all that is heard in its account: what a stream of it resumes from. */
    heardPlace: bigint("heard_place", { mode: "bigint" }),
    agentCount: bigint("agent_count", { mode: "number" }),
    vitals: jsonb("vitals").$type<Vitals>(),
    silentWarnedAt: instant("silent_warned_at"),
  },
  (table) => [
    index("sessions_of_account").on(table.accountId, table.createdAt),
    index("sessions_alive_of_account")
      .on(table.accountId)
      .where(sql`state not in ('stopped', 'failed')`),
    index("sessions_alive")
      .on(table.id)
      .where(sql`state not in ('stopped', 'failed')`),
    // Those of a reservation are in the sums with it.
    index("sessions_of_account_not_saved")
      .on(table.accountId, table.savedIn)
      .where(sql`prepaid is null`),
    index("sessions_to_save")
      .on(table.savedIn)
      .where(sql`ended_at is not null and prepaid is null`),
    index("sessions_of_account_by_end").on(table.accountId, table.endedAt, table.readyAt),
    index("sessions_ended_idle")
      .on(table.accountId, table.endedAt)
      .where(sql`end_asked = 'idle'`),
    uniqueIndex("sessions_agent_token_is_one").on(table.agentTokenHash),
    check("sessions_end_within_the_longest", sql`${table.endsAt} <= ${table.longestUntil}`),
    check(
      "sessions_longest_is_twelve_hours",
      sql`${table.longestOverridden} or ${table.longestUntil} <= greatest(${table.billableSince}, ${table.until}) + interval '12 hours'`,
    ),
    check(
      "sessions_hours_are_few",
      sql`${table.hours} between 1 and 12 or ${table.until} is not null or (${table.longestOverridden} and ${table.hours} between 1 and 72)`,
    ),
    check(
      "sessions_are_paid_one_way",
      sql`((${table.holdId} is not null)::int + (${table.prepaid} is not null)::int + (${table.billedTo} = 'own-account')::int) = 1 and (${table.prepaid} is null) = (${table.until} is null) and (${table.holdId} is not null or ${table.heldMicros} = 0)`,
    ),
    check("sessions_save_for_minutes", sql`${table.saveMinutes} between 1 and 30`),
    check("sessions_cost_no_more_than_agreed", sql`${table.pricePerHour} <= ${table.capPerHour}`),
    // Nothing is charged before it is ready.
    check(
      "sessions_cost_nothing_before_ready",
      sql`${table.readyAt} is not null or ${table.settledMicros} = 0`,
    ),
  ],
);

/** How a session's machine was in one minute: how often its agent was heard, and what it told last. */
export const sessionMinutes = pgTable(
  "session_minutes",
  {
    sessionId: text("session_id")
      .notNull()
      .references(() => sessions.id),
    /** When the minute began. */
    beganAt: instant("began_at").notNull(),
    beats: integer("beats").notNull(),
    gpus: jsonb("gpus").$type<GpuMinute[]>().notNull(),
    /** Each time it was heard: place, count, and when, in milliseconds. */
    heard: jsonb("heard").$type<[place: number, count: number, atMs: number][]>().notNull().default([]),
  },
  (table) => [
    primaryKey({ columns: [table.sessionId, table.beganAt] }),
    index("session_minutes_by_age").on(table.beganAt),
  ],
);

/**
 * How far a stream of what is in no event has come: of what an account's agents say, by the account's id, and of the
 * fleet. Whoever writes such a thing moves its row on in the same transaction, so that places are in the order of commits.
 */
export const streamPlaces = pgTable("stream_places", {
  stream: text("stream").primaryKey(),
  place: bigint("place", { mode: "bigint" }).notNull(),
  at: instant("at").notNull(),
});

/** Each machine that was asked for on a session's behalf, until it is proven that there is none. */
export const machines = pgTable(
  "machines",
  {
    id: text("id").primaryKey(),
    /** Null for one with our mark that no session knows: an orphan. */
    sessionId: text("session_id").references(() => sessions.id),
    accountId: text("account_id"),
    attempt: integer("attempt").notNull(),
    providerId: text("provider_id").notNull(),
    /** The team's own key that rented it, which alone can see and end it; null for the deployment's. */
    keyId: text("key_id"),
    offerId: text("offer_id"),
    /** At the provider: the thing that was rented, and the computer that it is on. */
    offerExternalId: text("offer_external_id"),
    hostId: text("host_id"),
    externalId: text("external_id"),
    gpuModel: text("gpu_model"),
    gpuCount: integer("gpu_count"),
    vramGb: doublePrecision("vram_gb"),
    cudaVersion: text("cuda_version"),
    /** What is charged for it, all in; and what its provider listed it for, without storage. */
    pricePerHour: micros("price_per_hour"),
    listedPerHour: micros("listed_per_hour"),
    diskPricePerHour: micros("disk_price_per_hour"),

    state: text("state", { enum: ["asked", "there", "ending", "over"] }).notNull(),
    askedAt: instant("asked_at").notNull(),
    /** Berth's own public key is on it already, or has been attached. */
    keyed: boolean("keyed").notNull().default(false),
    /** Its order could not carry the script that starts the agent. */
    bootsByHand: boolean("boots_by_hand").notNull().default(false),
    instanceState: text("instance_state"),
    billed: text("billed"),
    detail: text("detail"),
    ssh: jsonb("ssh").$type<SshAddress[]>(),
    hostKey: text("host_key"),
    proof: text("proof", { enum: ["as-advertised", "mismatch"] }),
    proofDetail: text("proof_detail"),

    /** When the look was begun that this row last learned from; a later write of an earlier look is refused. */
    lookedAt: instant("looked_at"),
    firstMissedAt: instant("first_missed_at"),
    lastMissedAt: instant("last_missed_at"),
    destroyAskedAt: instant("destroy_asked_at"),
    destroyTries: integer("destroy_tries").notNull().default(0),
    reason: text("reason"),
    overAt: instant("over_at"),
  },
  (table) => [
    // Never two machines for one session: the referee between two processes that both found one missing.
    uniqueIndex("machines_one_at_a_time")
      .on(table.sessionId)
      .where(sql`state in ('asked', 'there')`),
    uniqueIndex("machines_are_known_once").on(table.providerId, table.externalId),
    index("machines_of_session").on(table.sessionId, table.attempt),
    index("machines_left")
      .on(table.providerId)
      .where(sql`state <> 'over'`),
    index("machines_left_of_key")
      .on(table.keyId)
      .where(sql`state <> 'over' and key_id is not null`),
    check(
      "machines_there_have_an_id",
      sql`${table.state} not in ('there', 'ending') or ${table.externalId} is not null`,
    ),
  ],
);

/** What a machine did that is charged, from when until when, at which price. */
export const stretches = pgTable(
  "session_stretches",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    sessionId: text("session_id")
      .notNull()
      .references(() => sessions.id),
    machineId: text("machine_id").notNull(),
    what: text("what", { enum: ["everything", "disk"] }).notNull(),
    from: instant("began_at").notNull(),
    until: instant("ended_at"),
    pricePerHour: micros("price_per_hour").notNull(),
  },
  (table) => [
    uniqueIndex("session_stretches_one_open")
      .on(table.sessionId)
      .where(sql`ended_at is null`),
    index("session_stretches_of_session").on(table.sessionId, table.from),
    check("session_stretches_go_forward", sql`${table.until} >= ${table.from}`),
  ],
);

/** What keeps an account from beginning more, for now: who wrote it, what it concerns, and until when. */
export const startBlocks = pgTable(
  "start_blocks",
  {
    /** The id of who wrote it, which has one at most. */
    by: text("written_by").primaryKey(),
    accountId: text("account_id").notNull(),
    scope: text("scope", { enum: ["account", "consumer", "gpu", "provider"] }).notNull(),
    scopeValue: text("scope_value"),
    /** What runs keeps to the end it has. */
    extensionsToo: boolean("extensions_too").notNull(),
    /** It may begin once somebody who may has approved of it. */
    asksFirst: boolean("asks_first").notNull().default(false),
    message: text("message").notNull(),
    until: instant("until").notNull(),
  },
  (table) => [
    index("start_blocks_of_account").on(table.accountId),
    check(
      "start_blocks_name_what_they_concern",
      sql`(${table.scope} = 'account') = (${table.scopeValue} is null)`,
    ),
  ],
);

export const requestStates = ["pending", "begun", "declined", "failed"] as const;

/** What somebody wanted to begin while that took approval: kept until it is approved of, once, or nobody was there. */
export const startRequests = pgTable(
  "start_requests",
  {
    id: text("id").primaryKey(),
    accountId: text("account_id").notNull(),
    kind: text("kind", { enum: ["session", "reservation"] }).notNull(),
    /** Such as "2 h of 8 × H100". */
    said: text("said").notNull(),
    consumer: text("consumer"),
    mostMicros: micros("most").notNull(),
    /** Whoever wrote the block that it met. */
    blockedBy: text("blocked_by").notNull(),
    askedBy: text("asked_by").notNull(),
    askedByName: text("asked_by_name").notNull(),
    askedAt: instant("asked_at").notNull(),
    lapsesAt: instant("lapses_at").notNull(),
    /** Of the idempotency key that it was asked under: asked again under it, it is this one. */
    keyHash: text("key_hash").notNull(),
    /** The key and what was asked, as they came: people put secrets there. */
    sealed: text("sealed").notNull(),
    state: text("state", { enum: requestStates }).notNull(),
    decidedBy: text("decided_by"),
    decidedAt: instant("decided_at"),
    because: text("because"),
    /** The session or the reservation that came of it. */
    begunId: text("begun_id"),
  },
  (table) => [
    uniqueIndex("start_requests_once_for_a_key").on(table.accountId, table.keyHash),
    index("start_requests_of_account").on(table.accountId, table.askedAt),
    check("start_requests_begin_something", sql`(${table.state} = 'begun') = (${table.begunId} is not null)`),
    check(
      "start_requests_are_decided_by_somebody",
      sql`(${table.state} = 'pending') = (${table.decidedAt} is null)`,
    ),
  ],
);

/** What a machine is to be set up with, under a name. Another version of it is another row, so that an id says one thing for ever. */
export const sessionTemplates = pgTable(
  "session_templates",
  {
    id: text("id").primaryKey(),
    accountId: text("account_id").notNull(),
    name: text("name").notNull(),
    image: text("image"),
    diskGb: integer("disk_gb"),
    ports: integer("ports").array().notNull(),
    idleMinutes: integer("idle_minutes"),
    storagePolicy: text("storage_policy", { enum: storagePolicies }),
    saveMinutes: integer("save_minutes"),
    /** What is in the environment, without what it is. */
    envNames: text("env_names").array().notNull(),
    // Sealed, because people put secrets there.
    sealedOrder: text("sealed_order").notNull(),
    savedBy: text("saved_by").notNull(),
    savedAt: instant("saved_at").notNull(),
  },
  (table) => [
    uniqueIndex("session_templates_have_a_name_each").on(table.accountId, sql`lower(${table.name})`),
  ],
);

/** Of a look at all that a provider has. */
const looked = {
  /** When the last list that was read to its end was asked for. */
  sweptAt: instant("swept_at"),
  listed: integer("listed").notNull().default(0),
  ours: integer("ours").notNull().default(0),
  orphans: integer("orphans").notNull().default(0),
  /** The list was not believed, or too much would have been ended at once. */
  halted: boolean("halted").notNull().default(false),
  /** Why the list could not be read, as long as it cannot. */
  problem: text("problem"),
  problemSince: instant("problem_since"),
  /** What the key's account has left there, as far as the provider tells; and since when that is told to be low. */
  balance: micros("balance"),
  balanceReadAt: instant("balance_read_at"),
  balanceLowSince: instant("balance_low_since"),
};

/** The last look at each provider with the deployment's key: what it listed, or why it could not be read since. */
export const sweeps = pgTable("sweeps", {
  placeId: text("provider_id").primaryKey(),
  ...looked,
  /** Of the fleet's stream, when it changed last. */
  place: bigint("place", { mode: "bigint" })
    .notNull()
    .default(sql`0`),
});

/** The same with each of the teams' own keys. */
export const ownSweeps = pgTable("own_sweeps", { placeId: text("key_id").primaryKey(), ...looked });

/** By what this installation knows its own machines. Made once, by the migration. */
export const deployment = pgTable(
  "deployment",
  {
    only: boolean("only").primaryKey().default(true),
    id: text("id").notNull(),
  },
  (table) => [check("deployment_is_one_row", sql`${table.only}`)],
);

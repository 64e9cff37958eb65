import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { roles } from "../../values/actor.ts";
import { plans } from "../../values/plan.ts";

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });

const isRole = (name: string, column: AnyPgColumn) =>
  check(name, sql`${column} in (${sql.raw(roles.map((role) => `'${role}'`).join(", "))})`);

// ——— people, their accounts, and who belongs to which ———

export const users = pgTable("users", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  // In lower case, so that one mailbox is one person.
  email: text("email").notNull().unique("users_email_is_one_persons"),
  emailVerified: boolean("email_verified").notNull().default(false),
  image: text("image"),
  createdAt: instant("created_at").notNull(),
  updatedAt: instant("updated_at").notNull(),
});

export const accounts = pgTable("accounts", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  createdAt: instant("created_at").notNull(),
  plan: text("plan", { enum: plans }).notNull().default("starter"),
});

export const members = pgTable(
  "members",
  {
    id: text("id").primaryKey(),
    accountId: text("account_id")
      .notNull()
      .references(() => accounts.id),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    role: text("role", { enum: roles }).notNull(),
    joinedAt: instant("joined_at").notNull(),
    // When the person last chose to work here; the next sign-in begins where they were.
    chosenAt: instant("chosen_at").notNull(),
  },
  (table) => [
    unique("members_once_in_an_account").on(table.accountId, table.userId),
    index("members_of_user").on(table.userId, table.chosenAt),
    isRole("members_role_is_known", table.role),
  ],
);

export const invitations = pgTable(
  "invitations",
  {
    id: text("id").primaryKey(),
    accountId: text("account_id")
      .notNull()
      .references(() => accounts.id),
    email: text("email").notNull(),
    role: text("role", { enum: roles }).notNull(),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    mailedAt: instant("mailed_at").notNull(),
    acceptedAt: instant("accepted_at"),
    cancelledAt: instant("cancelled_at"),
  },
  (table) => [
    uniqueIndex("invitations_open_once")
      .on(table.accountId, table.email)
      .where(sql`${table.acceptedAt} is null and ${table.cancelledAt} is null`),
    index("invitations_of_account").on(table.accountId, table.createdAt),
    index("invitations_to").on(table.email),
    isRole("invitations_role_is_known", table.role),
    check("invitations_end_once", sql`${table.acceptedAt} is null or ${table.cancelledAt} is null`),
  ],
);

export const apiKeys = pgTable(
  "api_keys",
  {
    id: text("id").primaryKey(),
    accountId: text("account_id")
      .notNull()
      .references(() => accounts.id),
    name: text("name").notNull(),
    hint: text("hint").notNull(),
    // SHA-256 of the key; the key itself is kept by whoever was shown it.
    hash: text("hash").notNull().unique("api_keys_hash_is_one"),
    // The one before it, which is good until its time is over.
    oldHash: text("old_hash").unique("api_keys_old_hash_is_one"),
    oldUntil: instant("old_until"),
    rotatedAt: instant("rotated_at"),
    // The users who were shown the one and the other. Before this was written down, who had made the key.
    shownTo: text("shown_to"),
    oldShownTo: text("old_shown_to"),
    // The consumers that it acts for and sees; null for all of the account.
    consumers: text("consumers").array(),
    scopes: text("scopes").array().notNull(),
    spendCeilingPerDay: bigint("spend_ceiling_per_day", { mode: "bigint" }),
    createdBy: text("created_by").references(() => users.id, { onDelete: "set null" }),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at"),
    revokedAt: instant("revoked_at"),
    lastUsedAt: instant("last_used_at"),
  },
  (table) => [
    index("api_keys_of_account").on(table.accountId, table.createdAt),
    check("api_keys_ceiling_is_an_amount", sql`${table.spendCeilingPerDay} >= 0`),
  ],
);

/**
 * An account's own key at a cloud, sealed: bound to this account and this cloud. One that was replaced or removed is
 * kept for as long as a machine that it rented may be there, and then erased; its row stays.
 */
export const providerKeys = pgTable(
  "provider_keys",
  {
    id: text("id").primaryKey(),
    accountId: text("account_id")
      .notNull()
      .references(() => accounts.id),
    providerId: text("provider_id").notNull(),
    sealedKey: text("sealed_key"),
    hint: text("hint").notNull(),
    setBy: text("set_by").references(() => users.id, { onDelete: "set null" }),
    setAt: instant("set_at").notNull(),
    /** What came of trying it when it was set; neither for one that was set before keys were tried. */
    workedAt: instant("worked_at"),
    notTried: text("not_tried"),
    /** When it ceased to be the one that rents. */
    removedAt: instant("removed_at"),
  },
  (table) => [
    uniqueIndex("provider_keys_one_rents")
      .on(table.accountId, table.providerId)
      .where(sql`removed_at is null`),
    check(
      "provider_keys_are_erased_once_removed",
      sql`${table.sealedKey} is not null or ${table.removedAt} is not null`,
    ),
  ],
);

// ——— ways in and where they led: kept by better-auth, in our words ———

/** A way in: a password, or an identity at somebody else's door. */
export const credentials = pgTable(
  "credentials",
  {
    id: text("id").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    providerId: text("provider_id").notNull(),
    accountId: text("subject").notNull(),
    password: text("password_hash"),
    accessToken: text("access_token"),
    refreshToken: text("refresh_token"),
    idToken: text("id_token"),
    accessTokenExpiresAt: instant("access_token_expires_at"),
    refreshTokenExpiresAt: instant("refresh_token_expires_at"),
    scope: text("scope"),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (table) => [
    uniqueIndex("credentials_subject_is_one_persons").on(table.providerId, table.accountId),
    index("credentials_of_user").on(table.userId),
  ],
);

/** What was sent out to be brought back once: a mailed link, a trip to somebody else's door. */
export const verifications = pgTable(
  "verifications",
  {
    id: text("id").primaryKey(),
    identifier: text("identifier").notNull(),
    value: text("value").notNull(),
    expiresAt: instant("expires_at").notNull(),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (table) => [
    index("verifications_by_identifier").on(table.identifier),
    index("verifications_by_expiry").on(table.expiresAt),
  ],
);

export const signIns = pgTable(
  "sign_ins",
  {
    id: text("id").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    // Where the person works at the moment.
    activeAccountId: text("active_account_id").notNull(),
    token: text("token_hash").notNull().unique("sign_ins_token_is_one"),
    ipAddress: text("ip_address"),
    userAgent: text("user_agent"),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
    lastSeenAt: instant("last_seen_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
  },
  (table) => [
    // Nobody works in an account that they do not belong to.
    foreignKey({
      name: "sign_ins_are_in_own_accounts",
      columns: [table.activeAccountId, table.userId],
      foreignColumns: [members.accountId, members.userId],
    }),
    index("sign_ins_of_user").on(table.userId),
    index("sign_ins_in_account").on(table.activeAccountId, table.userId),
    index("sign_ins_by_expiry").on(table.expiresAt),
  ],
);

// ——— letters on their way ———

export const mails = pgTable(
  "mails",
  {
    id: text("id").primaryKey(),
    recipient: text("recipient").notNull(),
    // The letter as JSON, or its sealed form; gone once the letter cannot be sent.
    content: text("content"),
    sealed: boolean("sealed").notNull(),
    createdAt: instant("created_at").notNull(),
    attempts: integer("attempts").notNull(),
    nextTryAt: instant("next_try_at").notNull(),
    // After this it would say something that is no longer so.
    usefulUntil: instant("useful_until").notNull(),
    failedAt: instant("failed_at"),
    failure: text("failure"),
  },
  (table) => [
    index("mails_due")
      .on(table.nextTryAt)
      .where(sql`${table.failedAt} is null`),
  ],
);

/** What each key asked for on a day, by operation: added to in batches, and kept for some months. */
export const apiKeyUsage = pgTable(
  "api_key_usage",
  {
    keyId: text("key_id")
      .notNull()
      .references(() => apiKeys.id, { onDelete: "cascade" }),
    accountId: text("account_id").notNull(),
    day: date("day", { mode: "string" }).notNull(),
    operation: text("operation").notNull(),
    requests: integer("requests").notNull(),
    points: bigint("points", { mode: "number" }).notNull(),
    refused: integer("refused").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.keyId, table.day, table.operation] }),
    index("api_key_usage_of_account").on(table.accountId, table.day),
    index("api_key_usage_by_age").on(table.day),
  ],
);

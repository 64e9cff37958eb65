import { index, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";

/** What an account asked for under a key of its own, and what it was answered. */
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    accountId: text("account_id").notNull(),
    // SHA-256 of the key; the key itself opens the reply and is kept by whoever sent it.
    keyHash: text("key_hash").notNull(),
    /** SHA-256 of the operation and its input. */
    askedHash: text("asked_hash").notNull(),
    // Empty only inside the transaction that makes the reply.
    sealedReply: text("sealed_reply").notNull(),
    askedAt: timestamp("asked_at", { withTimezone: true, precision: 3, mode: "date" }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.keyHash] }),
    index("idempotency_keys_by_age").on(table.askedAt),
  ],
);

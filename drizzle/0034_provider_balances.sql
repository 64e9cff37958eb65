-- What is left in the account at each provider, so that those who run Berth are told once when it becomes little.
ALTER TABLE "sweeps" ADD COLUMN "balance" bigint;--> statement-breakpoint
ALTER TABLE "sweeps" ADD COLUMN "balance_read_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "sweeps" ADD COLUMN "balance_low_since" timestamp (3) with time zone;
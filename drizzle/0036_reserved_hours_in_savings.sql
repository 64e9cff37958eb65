-- What was reserved was in no figure of savings. Each reservation that is over is added up by day, once, as sessions are, and what
-- it cost less than by the hour is kept with the rest. Sessions of reservations are in the sums with them, and not by themselves.
DROP INDEX "sessions_of_account_not_saved";--> statement-breakpoint
DROP INDEX "sessions_to_save";--> statement-breakpoint
ALTER TABLE "reservations" ADD COLUMN "saved_in" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "savings_days" ADD COLUMN "aws_discount" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "savings_days" ADD COLUMN "gcp_discount" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "savings_days" ADD COLUMN "azure_discount" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "reservations_of_account_not_saved" ON "reservations" USING btree ("account_id","saved_in") WHERE state in ('active', 'finished');--> statement-breakpoint
CREATE INDEX "reservations_to_save" ON "reservations" USING btree ("saved_in") WHERE state = 'finished';--> statement-breakpoint
CREATE INDEX "sessions_of_account_not_saved" ON "sessions" USING btree ("account_id","saved_in") WHERE hold_id is not null;--> statement-breakpoint
CREATE INDEX "sessions_to_save" ON "sessions" USING btree ("saved_in") WHERE ended_at is not null and hold_id is not null;
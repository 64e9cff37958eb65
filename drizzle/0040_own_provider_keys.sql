-- A team's own key at a provider rents on the team's own bill. A machine is seen and ended with the key that rented it, so each says
-- which that is, and a key that was replaced or removed is kept until nothing of it is there. What it costs is no credit: it is written
-- beside the ledger, for budgets and ceilings.
CREATE TABLE "own_bill_entries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "own_bill_entries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"account_id" text NOT NULL,
	"purpose" text NOT NULL,
	"kind" text NOT NULL,
	"amount" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"reference" text,
	"actor" text NOT NULL,
	CONSTRAINT "own_bill_entries_are_of_something" CHECK ("own_bill_entries"."amount" > 0),
	CONSTRAINT "own_bill_entries_of_a_known_kind" CHECK ("own_bill_entries"."kind" in ('plan', 'bill') and ("own_bill_entries"."kind" = 'bill') = ("own_bill_entries"."reference" is not null))
);
--> statement-breakpoint
CREATE TABLE "own_bills" (
	"purpose" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"planned" bigint NOT NULL,
	"billed" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "own_bills_are_of_something" CHECK ("own_bills"."planned" > 0 and "own_bills"."billed" >= 0)
);
--> statement-breakpoint
CREATE TABLE "own_sweeps" (
	"key_id" text PRIMARY KEY NOT NULL,
	"swept_at" timestamp (3) with time zone,
	"listed" integer DEFAULT 0 NOT NULL,
	"ours" integer DEFAULT 0 NOT NULL,
	"orphans" integer DEFAULT 0 NOT NULL,
	"halted" boolean DEFAULT false NOT NULL,
	"problem" text,
	"problem_since" timestamp (3) with time zone,
	"balance" bigint,
	"balance_read_at" timestamp (3) with time zone,
	"balance_low_since" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "sessions" DROP CONSTRAINT "sessions_are_paid_one_way";--> statement-breakpoint
DROP INDEX "sessions_of_account_not_saved";--> statement-breakpoint
DROP INDEX "sessions_to_save";--> statement-breakpoint
ALTER TABLE "provider_keys" DROP CONSTRAINT "provider_keys_account_id_provider_id_pk";--> statement-breakpoint
ALTER TABLE "provider_keys" ALTER COLUMN "sealed_key" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "provider_keys" ADD COLUMN "id" text;--> statement-breakpoint
UPDATE "provider_keys" SET "id" = 'pky_' || left(md5("account_id" || ' ' || "provider_id"), 26);--> statement-breakpoint
ALTER TABLE "provider_keys" ADD PRIMARY KEY ("id");--> statement-breakpoint
ALTER TABLE "provider_keys" ADD COLUMN "removed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "machines" ADD COLUMN "key_id" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "billed_to" text DEFAULT 'berth' NOT NULL;--> statement-breakpoint
ALTER TABLE "own_bill_entries" ADD CONSTRAINT "own_bill_entries_purpose_own_bills_purpose_fk" FOREIGN KEY ("purpose") REFERENCES "public"."own_bills"("purpose") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "own_bill_entries_once" ON "own_bill_entries" USING btree ("account_id","reference");--> statement-breakpoint
CREATE INDEX "own_bill_entries_of_account" ON "own_bill_entries" USING btree ("account_id","id");--> statement-breakpoint
CREATE INDEX "own_bill_entries_by_time" ON "own_bill_entries" USING btree ("account_id","at");--> statement-breakpoint
CREATE INDEX "own_bill_entries_of_purpose" ON "own_bill_entries" USING btree ("purpose");--> statement-breakpoint
CREATE INDEX "own_bills_of_account" ON "own_bills" USING btree ("account_id");--> statement-breakpoint
CREATE UNIQUE INDEX "provider_keys_one_rents" ON "provider_keys" USING btree ("account_id","provider_id") WHERE removed_at is null;--> statement-breakpoint
CREATE INDEX "machines_left_of_key" ON "machines" USING btree ("key_id") WHERE state <> 'over' and key_id is not null;--> statement-breakpoint
CREATE INDEX "sessions_of_account_not_saved" ON "sessions" USING btree ("account_id","saved_in") WHERE prepaid is null;--> statement-breakpoint
CREATE INDEX "sessions_to_save" ON "sessions" USING btree ("saved_in") WHERE ended_at is not null and prepaid is null;--> statement-breakpoint
ALTER TABLE "provider_keys" ADD CONSTRAINT "provider_keys_are_erased_once_removed" CHECK ("provider_keys"."sealed_key" is not null or "provider_keys"."removed_at" is not null);--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_are_paid_one_way" CHECK ((("sessions"."hold_id" is not null)::int + ("sessions"."prepaid" is not null)::int + ("sessions"."billed_to" = 'own-account')::int) = 1 and ("sessions"."prepaid" is null) = ("sessions"."until" is null) and ("sessions"."hold_id" is not null or "sessions"."held" = 0));--> statement-breakpoint
ALTER TABLE "machines" ADD CONSTRAINT "machines_have_a_key_that_is_kept" FOREIGN KEY ("key_id") REFERENCES "provider_keys"("id");

-- A budget may want to be asked before more begins: what meets it is kept until somebody has decided. It may watch for
-- burn that is unusual; what a week of planned use will cost is told when it passes a line; and a screen on a wall reads
-- what is saved at an address of which only the hash is kept.
CREATE TABLE "planned_uses" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"name" text NOT NULL,
	"gpu_model" text NOT NULL,
	"region" text,
	"gpu_count" integer NOT NULL,
	"hours_per_day" integer NOT NULL,
	"line_micros" bigint NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"looked_at" timestamp (3) with time zone,
	"expected_micros" bigint,
	"low80_micros" bigint,
	"high80_micros" bigint,
	"windows" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"problem" text,
	"over_since" timestamp (3) with time zone,
	CONSTRAINT "planned_uses_are_some" CHECK ("planned_uses"."line_micros" > 0 and "planned_uses"."gpu_count" > 0 and "planned_uses"."hours_per_day" between 1 and 24)
);
--> statement-breakpoint
CREATE TABLE "wall_links" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"name" text NOT NULL,
	"cloud" text NOT NULL,
	"token_hash" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"read_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "start_requests" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"kind" text NOT NULL,
	"said" text NOT NULL,
	"consumer" text,
	"most" bigint NOT NULL,
	"blocked_by" text NOT NULL,
	"asked_by" text NOT NULL,
	"asked_by_name" text NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"lapses_at" timestamp (3) with time zone NOT NULL,
	"key_hash" text NOT NULL,
	"sealed" text NOT NULL,
	"state" text NOT NULL,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	"because" text,
	"begun_id" text,
	CONSTRAINT "start_requests_begin_something" CHECK (("start_requests"."state" = 'begun') = ("start_requests"."begun_id" is not null)),
	CONSTRAINT "start_requests_are_decided_by_somebody" CHECK (("start_requests"."state" = 'pending') = ("start_requests"."decided_at" is null))
);
--> statement-breakpoint
ALTER TABLE "budgets" ADD COLUMN "watches_burn" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "start_blocks" ADD COLUMN "asks_first" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "planned_uses_of_account" ON "planned_uses" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "planned_uses_to_look_at" ON "planned_uses" USING btree ("looked_at");--> statement-breakpoint
CREATE INDEX "wall_links_of_account" ON "wall_links" USING btree ("account_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "start_requests_once_for_a_key" ON "start_requests" USING btree ("account_id","key_hash");--> statement-breakpoint
CREATE INDEX "start_requests_of_account" ON "start_requests" USING btree ("account_id","asked_at");
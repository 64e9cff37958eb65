-- What may be spent in a period, and what is done about it. That a threshold was crossed has the budget, the period and the
-- threshold for its key, so that it is told of once however many look; a start reads its account's blocks as it begins.
CREATE TABLE "budgets" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"name" text NOT NULL,
	"scope" text NOT NULL,
	"scope_value" text,
	"period" text NOT NULL,
	"zone" text NOT NULL,
	"limit_micros" bigint NOT NULL,
	"thresholds" integer[] NOT NULL,
	"rungs" jsonb NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"period_starts_at" timestamp (3) with time zone NOT NULL,
	"period_ends_at" timestamp (3) with time zone NOT NULL,
	"seen_seq" bigint NOT NULL,
	"measure" text,
	CONSTRAINT "budgets_limit_something" CHECK ("budgets"."limit_micros" > 0),
	CONSTRAINT "budgets_name_what_they_concern" CHECK (("budgets"."scope" = 'account') = ("budgets"."scope_value" is null)),
	CONSTRAINT "budgets_periods_go_forward" CHECK ("budgets"."period_starts_at" < "budgets"."period_ends_at")
);
--> statement-breakpoint
CREATE TABLE "budget_crossings" (
	"budget_id" text NOT NULL,
	"period_starts_at" timestamp (3) with time zone NOT NULL,
	"threshold" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"spent_micros" bigint NOT NULL,
	"limit_micros" bigint NOT NULL,
	CONSTRAINT "budget_crossings_budget_id_period_starts_at_threshold_pk" PRIMARY KEY("budget_id","period_starts_at","threshold")
);
--> statement-breakpoint
CREATE TABLE "start_blocks" (
	"written_by" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"scope" text NOT NULL,
	"scope_value" text,
	"extensions_too" boolean NOT NULL,
	"message" text NOT NULL,
	"until" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "start_blocks_name_what_they_concern" CHECK (("start_blocks"."scope" = 'account') = ("start_blocks"."scope_value" is null))
);
--> statement-breakpoint
ALTER TABLE "budget_crossings" ADD CONSTRAINT "budget_crossings_budget_id_budgets_id_fk" FOREIGN KEY ("budget_id") REFERENCES "public"."budgets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "budgets_one_of_a_kind" ON "budgets" USING btree ("account_id","scope",coalesce("scope_value", ''),"period");--> statement-breakpoint
CREATE INDEX "budget_crossings_by_time" ON "budget_crossings" USING btree ("budget_id","at");--> statement-breakpoint
CREATE INDEX "start_blocks_of_account" ON "start_blocks" USING btree ("account_id");
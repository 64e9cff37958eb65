-- A budget also tells of what will be spent by its period's end; what is crossed may wait for a snooze to be over, and
-- be acknowledged. What was crossed before was told.
ALTER TABLE "budgets" ADD COLUMN "forecast_thresholds" integer[] DEFAULT '{50,80,100}' NOT NULL;--> statement-breakpoint
ALTER TABLE "budgets" ADD COLUMN "snoozed_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "budget_crossings" ADD COLUMN "basis" text DEFAULT 'actual' NOT NULL;--> statement-breakpoint
ALTER TABLE "budget_crossings" ADD COLUMN "forecast_micros" bigint;--> statement-breakpoint
ALTER TABLE "budget_crossings" ADD COLUMN "told_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "budget_crossings" ADD COLUMN "acknowledged_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "budget_crossings" ADD COLUMN "acknowledged_by" text;--> statement-breakpoint
UPDATE "budget_crossings" SET "told_at" = "at";--> statement-breakpoint
ALTER TABLE "budget_crossings" DROP CONSTRAINT "budget_crossings_budget_id_period_starts_at_threshold_pk";--> statement-breakpoint
ALTER TABLE "budget_crossings" ADD CONSTRAINT "budget_crossings_budget_id_period_starts_at_basis_threshold_pk" PRIMARY KEY("budget_id","period_starts_at","basis","threshold");

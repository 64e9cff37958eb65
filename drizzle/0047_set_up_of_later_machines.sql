-- Older servers: they write no minutes for a standing order, and nothing keeps to a check.
ALTER TABLE "flexible_jobs" ADD COLUMN "save_minutes" integer;--> statement-breakpoint
ALTER TABLE "flexible_jobs" ADD COLUMN "sealed_saving" text;--> statement-breakpoint
ALTER TABLE "flexible_jobs" ADD COLUMN "sealed_set_up" text;--> statement-breakpoint
ALTER TABLE "reservation_waits" ADD COLUMN "sealed_set_up" text;--> statement-breakpoint
ALTER TABLE "reservations" ADD COLUMN "sealed_set_up" text;--> statement-breakpoint
ALTER TABLE "flexible_jobs" ADD CONSTRAINT "flexible_jobs_save_for_minutes" CHECK ("flexible_jobs"."save_minutes" between 1 and 30);
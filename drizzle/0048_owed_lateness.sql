ALTER TABLE "reservations" ADD COLUMN "owed_gpu_minutes" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "reservations" ADD COLUMN "owed_until" timestamp (3) with time zone;
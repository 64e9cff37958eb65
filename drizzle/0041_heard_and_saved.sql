-- What agents say and what looks at providers find is in no event, and gets an order that a stream can resume from. And what
-- is on a disk may be saved before its machine is ended.
CREATE TABLE "stream_places" (
	"stream" text PRIMARY KEY NOT NULL,
	"place" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "session_minutes" ADD COLUMN "heard" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "session_templates" ADD COLUMN "storage_policy" text;--> statement-breakpoint
ALTER TABLE "session_templates" ADD COLUMN "save_minutes" integer;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "save_minutes" integer;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "without_saving" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "save_state" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "save_exit" integer;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "heard_place" bigint;--> statement-breakpoint
ALTER TABLE "sweeps" ADD COLUMN "place" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "sessions_alive_of_account" ON "sessions" USING btree ("account_id") WHERE state not in ('stopped', 'failed');--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_save_for_minutes" CHECK ("sessions"."save_minutes" between 1 and 30);
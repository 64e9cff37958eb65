ALTER TABLE "api_keys" ADD COLUMN "shown_to" text;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "old_shown_to" text;
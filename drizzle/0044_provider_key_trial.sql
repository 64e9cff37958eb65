-- A team's own key is tried when it is set, and what came of that is kept beside it.
ALTER TABLE "provider_keys" ADD COLUMN "worked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "provider_keys" ADD COLUMN "not_tried" text;
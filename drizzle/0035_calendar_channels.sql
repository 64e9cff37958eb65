ALTER TABLE "calendar_connections" ADD COLUMN "channel_id" text;--> statement-breakpoint
ALTER TABLE "calendar_connections" ADD COLUMN "channel_token_hash" text;--> statement-breakpoint
ALTER TABLE "calendar_connections" ADD COLUMN "channel_resource" text;--> statement-breakpoint
ALTER TABLE "calendar_connections" ADD COLUMN "channel_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "calendar_connections" ADD COLUMN "channel_tried_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "calendar_connections" ADD CONSTRAINT "calendar_connections_channel_is_one" UNIQUE("channel_id");--> statement-breakpoint
ALTER TABLE "calendar_connections" ADD CONSTRAINT "calendar_connections_channel_is_whole" CHECK (num_nulls("calendar_connections"."channel_id", "calendar_connections"."channel_token_hash", "calendar_connections"."channel_resource", "calendar_connections"."channel_until") in (0, 4));
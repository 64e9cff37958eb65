-- A webhook is told any event that it chose, says of it what its program selects, and can be sent again what came after
-- a place: so a channel keeps topics, a selection and with whose rights it is read, and a delivery its event's place.
ALTER TABLE "alert_channels" ADD COLUMN "topics" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "alert_channels" ADD COLUMN "selection" text;--> statement-breakpoint
ALTER TABLE "alert_channels" ADD COLUMN "selected_by" text;--> statement-breakpoint
ALTER TABLE "alert_deliveries" ADD COLUMN "event_xid" "xid8";--> statement-breakpoint
ALTER TABLE "alert_deliveries" ADD COLUMN "selected" jsonb;--> statement-breakpoint
ALTER TABLE "alert_channels" ADD CONSTRAINT "alert_channels_select_as_somebody" CHECK (("alert_channels"."selection" is null) = ("alert_channels"."selected_by" is null));

-- Through which channels an account is told of what happens, what was told through them, and up to where events were
-- read for it. That an event is told once through a channel is a key; the place is one row, which one reader holds.
CREATE TABLE "alert_channels" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"means" text NOT NULL,
	"name" text NOT NULL,
	"kinds" text[] NOT NULL,
	"shown" text NOT NULL,
	"sealed" text,
	"quiet" jsonb,
	"digest" text,
	"zone" text NOT NULL,
	"per_minute" integer NOT NULL,
	"paused_at" timestamp (3) with time zone,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"sends_from" timestamp (3) with time zone NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "alert_channels_send_something" CHECK ("alert_channels"."per_minute" > 0),
	CONSTRAINT "alert_channels_lead_somewhere" CHECK (("alert_channels"."means" = 'in-app') = ("alert_channels"."sealed" is null))
);
--> statement-breakpoint
CREATE TABLE "alert_cursor" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"xid" "xid8" NOT NULL,
	"id" bigint NOT NULL,
	CONSTRAINT "alert_cursor_is_one_row" CHECK ("alert_cursor"."only")
);
--> statement-breakpoint
CREATE TABLE "alert_deliveries" (
	"id" text PRIMARY KEY NOT NULL,
	"channel_id" text NOT NULL,
	"account_id" text NOT NULL,
	"event_id" bigint,
	"kind" text,
	"topic" text NOT NULL,
	"subject" text,
	"payload" jsonb NOT NULL,
	"said" jsonb NOT NULL,
	"happened_at" timestamp (3) with time zone NOT NULL,
	"state" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_try_at" timestamp (3) with time zone NOT NULL,
	"tried_until" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"tries" jsonb DEFAULT '[]'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notifications_seen" (
	"user_id" text NOT NULL,
	"account_id" text NOT NULL,
	"up_to" text NOT NULL,
	CONSTRAINT "notifications_seen_user_id_account_id_pk" PRIMARY KEY("user_id","account_id")
);
--> statement-breakpoint
ALTER TABLE "alert_deliveries" ADD CONSTRAINT "alert_deliveries_channel_id_alert_channels_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."alert_channels"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "alert_channels_of_account" ON "alert_channels" USING btree ("account_id");--> statement-breakpoint
CREATE UNIQUE INDEX "alert_channels_one_bell" ON "alert_channels" USING btree ("account_id") WHERE "alert_channels"."means" = 'in-app';--> statement-breakpoint
CREATE UNIQUE INDEX "alert_deliveries_once" ON "alert_deliveries" USING btree ("channel_id","event_id");--> statement-breakpoint
CREATE INDEX "alert_deliveries_due" ON "alert_deliveries" USING btree ("channel_id","next_try_at") WHERE "alert_deliveries"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "alert_deliveries_of_account" ON "alert_deliveries" USING btree ("account_id","id");--> statement-breakpoint
CREATE INDEX "alert_deliveries_of_channel" ON "alert_deliveries" USING btree ("channel_id","state","id");--> statement-breakpoint
CREATE INDEX "alert_deliveries_ended" ON "alert_deliveries" USING btree ("ended_at") WHERE "alert_deliveries"."ended_at" is not null;
--> statement-breakpoint
-- What happened before there were alerts is news to nobody.
INSERT INTO "alert_cursor" ("only", "xid", "id")
SELECT true, coalesce(max(e.xid::text::bigint), 0)::text::xid8, coalesce(max(e.id), 0)
FROM (SELECT xid, id FROM "events" ORDER BY xid DESC, id DESC LIMIT 1) e;--> statement-breakpoint
-- Every account has the console's own channel; those that are made later get theirs when that is read.
INSERT INTO "alert_channels" ("id", "account_id", "means", "name", "kinds", "shown", "zone", "per_minute", "created_by", "created_at", "sends_from")
SELECT 'chn_' || substr(a.id, 5), a.id, 'in-app', 'Console',
  '{budget-crossed,credits-expiring,session-failed,agent-silent,reservation-started,reservation-missed,reservation-ending,waitlist-served,price-reached,job-started,job-given-up}',
  'The bell of the console', 'UTC', 6000, 'Berth', now(), now()
FROM "accounts" a;--> statement-breakpoint
-- After a restore the place is renumbered with the events it is a place among.
CREATE OR REPLACE FUNCTION rebase_restored_events() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  IF EXISTS (SELECT FROM events WHERE xid >= pg_current_xact_id()) THEN
    UPDATE events SET xid = '1';
    UPDATE events_forgotten SET xid = '0', id = 0;
    UPDATE alert_cursor SET xid = CASE WHEN xid > '1' THEN '1' ELSE xid END;
  END IF;
END $$;

-- Secret addresses at which calendar programs read, how somebody wants their calendar told, and up to where events were
-- read for calendars: one row, which one reader holds.
CREATE TABLE "calendar_cursor" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"xid" "xid8" NOT NULL,
	"id" bigint NOT NULL,
	CONSTRAINT "calendar_cursor_is_one_row" CHECK ("calendar_cursor"."only")
);
--> statement-breakpoint
CREATE TABLE "calendar_feeds" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"user_id" text NOT NULL,
	"name" text NOT NULL,
	"scope" text NOT NULL,
	"pool_id" text,
	"token_hash" text NOT NULL,
	"zone" text NOT NULL,
	"windows_gpu" text,
	"windows_gpu_count" integer,
	"windows_hours" integer,
	"created_at" timestamp (3) with time zone NOT NULL,
	"rotated_at" timestamp (3) with time zone,
	"last_read_at" timestamp (3) with time zone,
	CONSTRAINT "calendar_feeds_token_is_one" UNIQUE("token_hash"),
	CONSTRAINT "calendar_feeds_of_a_pool" CHECK (("calendar_feeds"."scope" = 'pool') = ("calendar_feeds"."pool_id" is not null)),
	CONSTRAINT "calendar_feeds_windows_are_whole" CHECK (("calendar_feeds"."windows_gpu" is null) = ("calendar_feeds"."windows_hours" is null) and ("calendar_feeds"."windows_gpu" is null) = ("calendar_feeds"."windows_gpu_count" is null))
);
--> statement-breakpoint
CREATE TABLE "calendar_settings" (
	"user_id" text NOT NULL,
	"account_id" text NOT NULL,
	"zone" text NOT NULL,
	"confirms" boolean NOT NULL,
	CONSTRAINT "calendar_settings_user_id_account_id_pk" PRIMARY KEY("user_id","account_id")
);
--> statement-breakpoint
CREATE INDEX "calendar_feeds_of_user" ON "calendar_feeds" USING btree ("user_id","account_id","created_at");
--> statement-breakpoint
-- What happened before there were calendars is news to nobody.
INSERT INTO "calendar_cursor" ("only", "xid", "id")
SELECT true, coalesce(max(e.xid::text::bigint), 0)::text::xid8, coalesce(max(e.id), 0)
FROM (SELECT xid, id FROM "events" ORDER BY xid DESC, id DESC LIMIT 1) e;--> statement-breakpoint
-- After a restore the place is renumbered with the events it is a place among.
CREATE OR REPLACE FUNCTION rebase_restored_events() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  IF EXISTS (SELECT FROM events WHERE xid >= pg_current_xact_id()) THEN
    UPDATE events SET xid = '1';
    UPDATE events_forgotten SET xid = '0', id = 0;
    UPDATE alert_cursor SET xid = CASE WHEN xid > '1' THEN '1' ELSE xid END;
    UPDATE calendar_cursor SET xid = CASE WHEN xid > '1' THEN '1' ELSE xid END;
  END IF;
END $$;

-- Google Calendars that mirror what is booked: whose, by which consent, what stands there and what is behind, what somebody
-- changed there by hand and is asked about, and who is on the way to Google and back.
CREATE TABLE "calendar_connections" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"user_id" text NOT NULL,
	"state" text NOT NULL,
	"connected_at" timestamp (3) with time zone NOT NULL,
	"scopes" text[] NOT NULL,
	"sealed_refresh" text NOT NULL,
	"sealed_access" text,
	"access_until" timestamp (3) with time zone,
	"zone" text NOT NULL,
	"mirrors" text NOT NULL,
	"by_hand" text NOT NULL,
	"avoids_meetings" boolean DEFAULT false NOT NULL,
	"avoids_nights" boolean DEFAULT false NOT NULL,
	"compute_by" text,
	"compute_text" text,
	"compute_gpu" text,
	"compute_gpu_count" integer,
	"windows_gpu" text,
	"windows_gpu_count" integer,
	"windows_hours" integer,
	"calendar_id" text,
	"sync_token" text,
	"busy" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"compute_events" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"overlays_at" timestamp (3) with time zone,
	"windows_at" timestamp (3) with time zone,
	"due_at" timestamp (3) with time zone NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"failures" integer DEFAULT 0 NOT NULL,
	"problem" text,
	"synced_at" timestamp (3) with time zone,
	CONSTRAINT "calendar_connections_one_of_a_person" UNIQUE("user_id","account_id"),
	CONSTRAINT "calendar_connections_compute_is_whole" CHECK (("calendar_connections"."compute_by" is null) = ("calendar_connections"."compute_text" is null) and ("calendar_connections"."compute_by" is null) = ("calendar_connections"."compute_gpu" is null) and ("calendar_connections"."compute_by" is null) = ("calendar_connections"."compute_gpu_count" is null)),
	CONSTRAINT "calendar_connections_windows_are_whole" CHECK (("calendar_connections"."windows_gpu" is null) = ("calendar_connections"."windows_hours" is null) and ("calendar_connections"."windows_gpu" is null) = ("calendar_connections"."windows_gpu_count" is null))
);
--> statement-breakpoint
CREATE TABLE "calendar_mirrors" (
	"connection_id" text NOT NULL,
	"subject" text NOT NULL,
	"event_id" text NOT NULL,
	"etag" text,
	"version" integer DEFAULT 1 NOT NULL,
	"written_version" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "calendar_mirrors_connection_id_subject_pk" PRIMARY KEY("connection_id","subject")
);
--> statement-breakpoint
CREATE TABLE "calendar_proposals" (
	"id" text PRIMARY KEY NOT NULL,
	"connection_id" text NOT NULL,
	"reservation_id" text NOT NULL,
	"kind" text NOT NULL,
	"starts_at" timestamp (3) with time zone,
	"ends_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "calendar_proposals_move_somewhere" CHECK (("calendar_proposals"."kind" = 'move') = ("calendar_proposals"."starts_at" is not null and "calendar_proposals"."ends_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "calendar_trips" (
	"state_hash" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"user_id" text NOT NULL,
	"sign_in_id" text NOT NULL,
	"sealed_verifier" text NOT NULL,
	"zone" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "calendar_mirrors" ADD CONSTRAINT "calendar_mirrors_connection_id_calendar_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."calendar_connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendar_proposals" ADD CONSTRAINT "calendar_proposals_connection_id_calendar_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."calendar_connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "calendar_connections_of_account" ON "calendar_connections" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "calendar_connections_due" ON "calendar_connections" USING btree ("due_at") WHERE state = 'connected';--> statement-breakpoint
CREATE INDEX "calendar_mirrors_by_event" ON "calendar_mirrors" USING btree ("connection_id","event_id");--> statement-breakpoint
CREATE INDEX "calendar_mirrors_to_write" ON "calendar_mirrors" USING btree ("connection_id") WHERE written_version < version;--> statement-breakpoint
CREATE UNIQUE INDEX "calendar_proposals_one_open" ON "calendar_proposals" USING btree ("connection_id","reservation_id") WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX "calendar_trips_by_expiry" ON "calendar_trips" USING btree ("expires_at");

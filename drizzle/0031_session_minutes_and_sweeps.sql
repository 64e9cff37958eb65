-- A picture of each machine by the minute, for charts and the strip of heartbeats, without an event for each; the last
-- look at every provider, so that a list which fails or is not believed is seen and not only logged; and more than
-- twelve hours where those who run this Berth allow them.
CREATE TABLE "session_minutes" (
	"session_id" text NOT NULL,
	"began_at" timestamp (3) with time zone NOT NULL,
	"beats" integer NOT NULL,
	"gpus" jsonb NOT NULL,
	CONSTRAINT "session_minutes_session_id_began_at_pk" PRIMARY KEY("session_id","began_at")
);
--> statement-breakpoint
CREATE TABLE "sweeps" (
	"provider_id" text PRIMARY KEY NOT NULL,
	"swept_at" timestamp (3) with time zone,
	"listed" integer DEFAULT 0 NOT NULL,
	"ours" integer DEFAULT 0 NOT NULL,
	"orphans" integer DEFAULT 0 NOT NULL,
	"halted" boolean DEFAULT false NOT NULL,
	"problem" text,
	"problem_since" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "sessions" DROP CONSTRAINT "sessions_hours_are_few";--> statement-breakpoint
ALTER TABLE "session_minutes" ADD CONSTRAINT "session_minutes_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "session_minutes_by_age" ON "session_minutes" USING btree ("began_at");--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_hours_are_few" CHECK ("sessions"."hours" between 1 and 12 or "sessions"."until" is not null or ("sessions"."longest_overridden" and "sessions"."hours" between 1 and 72));
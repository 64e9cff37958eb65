-- Rented machines: what was asked for is on disk before a provider is asked, each machine until it is proven
-- gone, and what of its life is charged.
CREATE TABLE "deployment" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"id" text NOT NULL,
	CONSTRAINT "deployment_is_one_row" CHECK ("deployment"."only")
);
--> statement-breakpoint
CREATE TABLE "machines" (
	"id" text PRIMARY KEY NOT NULL,
	"session_id" text,
	"account_id" text,
	"attempt" integer NOT NULL,
	"provider_id" text NOT NULL,
	"offer_id" text,
	"offer_external_id" text,
	"host_id" text,
	"external_id" text,
	"gpu_model" text,
	"gpu_count" integer,
	"vram_gb" double precision,
	"cuda_version" text,
	"price_per_hour" bigint,
	"disk_price_per_hour" bigint,
	"state" text NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"keyed" boolean DEFAULT false NOT NULL,
	"boots_by_hand" boolean DEFAULT false NOT NULL,
	"instance_state" text,
	"billed" text,
	"detail" text,
	"ssh" jsonb,
	"host_key" text,
	"proof" text,
	"proof_detail" text,
	"looked_at" timestamp (3) with time zone,
	"first_missed_at" timestamp (3) with time zone,
	"last_missed_at" timestamp (3) with time zone,
	"destroy_asked_at" timestamp (3) with time zone,
	"destroy_tries" integer DEFAULT 0 NOT NULL,
	"reason" text,
	"over_at" timestamp (3) with time zone,
	CONSTRAINT "machines_there_have_an_id" CHECK ("machines"."state" not in ('there', 'ending') or "machines"."external_id" is not null)
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"consumer" text,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"state" text NOT NULL,
	"state_since" timestamp (3) with time zone NOT NULL,
	"offer_id" text NOT NULL,
	"gpu_model" text NOT NULL,
	"gpu_count" integer NOT NULL,
	"vram_gb" double precision NOT NULL,
	"kind" text NOT NULL,
	"price_per_hour" bigint NOT NULL,
	"cap_per_hour" bigint NOT NULL,
	"hours" integer NOT NULL,
	"image" text NOT NULL,
	"disk_gb" integer NOT NULL,
	"ports" integer[] NOT NULL,
	"sealed_order" text NOT NULL,
	"public_key" text NOT NULL,
	"idle_minutes" integer,
	"attempts" integer DEFAULT 0 NOT NULL,
	"billable_since" timestamp (3) with time zone,
	"longest_until" timestamp (3) with time zone,
	"longest_overridden" boolean DEFAULT false NOT NULL,
	"ready_at" timestamp (3) with time zone,
	"ends_at" timestamp (3) with time zone,
	"end_asked" text,
	"reason" text,
	"ended_at" timestamp (3) with time zone,
	"hold_id" text NOT NULL,
	"held" bigint NOT NULL,
	"settled" bigint DEFAULT 0 NOT NULL,
	"settled_until" timestamp (3) with time zone,
	"agent_token_hash" text,
	"sealed_access" text,
	"heard_at" timestamp (3) with time zone,
	"agent_count" bigint,
	"vitals" jsonb,
	"silent_warned_at" timestamp (3) with time zone,
	CONSTRAINT "sessions_end_within_the_longest" CHECK ("sessions"."ends_at" <= "sessions"."longest_until"),
	CONSTRAINT "sessions_longest_is_twelve_hours" CHECK ("sessions"."longest_overridden" or "sessions"."longest_until" <= "sessions"."billable_since" + interval '12 hours'),
	CONSTRAINT "sessions_hours_are_few" CHECK ("sessions"."hours" between 1 and 12),
	CONSTRAINT "sessions_cost_no_more_than_agreed" CHECK ("sessions"."price_per_hour" <= "sessions"."cap_per_hour"),
	CONSTRAINT "sessions_cost_nothing_before_ready" CHECK ("sessions"."ready_at" is not null or "sessions"."settled" = 0)
);
--> statement-breakpoint
CREATE TABLE "session_stretches" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "session_stretches_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"session_id" text NOT NULL,
	"machine_id" text NOT NULL,
	"what" text NOT NULL,
	"began_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"price_per_hour" bigint NOT NULL,
	CONSTRAINT "session_stretches_go_forward" CHECK ("session_stretches"."ended_at" >= "session_stretches"."began_at")
);
--> statement-breakpoint
ALTER TABLE "machines" ADD CONSTRAINT "machines_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_stretches" ADD CONSTRAINT "session_stretches_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "machines_one_at_a_time" ON "machines" USING btree ("session_id") WHERE state in ('asked', 'there');--> statement-breakpoint
CREATE UNIQUE INDEX "machines_are_known_once" ON "machines" USING btree ("provider_id","external_id");--> statement-breakpoint
CREATE INDEX "machines_of_session" ON "machines" USING btree ("session_id","attempt");--> statement-breakpoint
CREATE INDEX "machines_left" ON "machines" USING btree ("provider_id") WHERE state <> 'over';--> statement-breakpoint
CREATE INDEX "sessions_of_account" ON "sessions" USING btree ("account_id","created_at");--> statement-breakpoint
CREATE INDEX "sessions_alive" ON "sessions" USING btree ("id") WHERE state not in ('stopped', 'failed');--> statement-breakpoint
CREATE UNIQUE INDEX "sessions_agent_token_is_one" ON "sessions" USING btree ("agent_token_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "session_stretches_one_open" ON "session_stretches" USING btree ("session_id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "session_stretches_of_session" ON "session_stretches" USING btree ("session_id","began_at");--> statement-breakpoint
CREATE INDEX "events_of_subject" ON "events" USING btree ("account_id","subject","xid","id") WHERE subject is not null;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_of_an_account" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id");--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_hold_is_one" FOREIGN KEY ("hold_id") REFERENCES "public"."credit_holds"("id");--> statement-breakpoint

-- By what this installation's machines are told from another's. It is made here and never again: with another one,
-- every machine that runs would be somebody else's.
INSERT INTO "deployment" ("id") VALUES (substr(replace(gen_random_uuid()::text, '-', ''), 1, 8));

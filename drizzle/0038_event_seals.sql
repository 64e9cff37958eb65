CREATE TABLE "event_seal_mark" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"up_to" bigint NOT NULL,
	"xid" "xid8" NOT NULL,
	CONSTRAINT "event_seal_mark_is_one_row" CHECK ("event_seal_mark"."only")
);
--> statement-breakpoint
CREATE TABLE "event_seals" (
	"number" bigint PRIMARY KEY NOT NULL,
	"up_to" bigint NOT NULL,
	"events" integer NOT NULL,
	"digest" text NOT NULL,
	"sealed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "events_to_seal" ON "events" USING btree ("id") WHERE account_id is not null;
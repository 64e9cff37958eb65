-- Loops run once across all processes; whose turn it is stands here.
CREATE TABLE "loops" (
	"name" text PRIMARY KEY NOT NULL,
	"owner" text,
	"leased_until" timestamp (3) with time zone,
	"next_at" timestamp (3) with time zone NOT NULL,
	"fence" bigint NOT NULL,
	"last_success_at" timestamp (3) with time zone
);

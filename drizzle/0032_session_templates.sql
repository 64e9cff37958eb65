CREATE TABLE "session_templates" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"name" text NOT NULL,
	"image" text,
	"disk_gb" integer,
	"ports" integer[] NOT NULL,
	"idle_minutes" integer,
	"env_names" text[] NOT NULL,
	"sealed_order" text NOT NULL,
	"saved_by" text NOT NULL,
	"saved_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "session_templates_have_a_name_each" ON "session_templates" USING btree ("account_id",lower("name"));
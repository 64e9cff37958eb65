-- What every provider lists, and how each provider is doing. A poll writes only what changed, and
-- counts one number up when a reader could see it.
CREATE TABLE "market_revision" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"revision" bigint NOT NULL,
	CONSTRAINT "market_revision_is_one_row" CHECK ("market_revision"."only")
);
--> statement-breakpoint
CREATE TABLE "offers" (
	"id" text PRIMARY KEY NOT NULL,
	"provider_id" text NOT NULL,
	"external_id" text NOT NULL,
	"machine_id" text NOT NULL,
	"kind" text NOT NULL,
	"gpu_model" text NOT NULL,
	"gpu_socket" text,
	"gpu_raw_name" text NOT NULL,
	"gpu_count" integer NOT NULL,
	"vram_gb" double precision NOT NULL,
	"price_per_gpu_hour" bigint NOT NULL,
	"price_per_hour" bigint NOT NULL,
	"previous_price_per_gpu_hour" bigint,
	"disk_price_per_gb_month" bigint NOT NULL,
	"vcpus" integer NOT NULL,
	"ram_gb" double precision NOT NULL,
	"disk_gb" double precision NOT NULL,
	"region" text NOT NULL,
	"country" text,
	"reliability" double precision,
	"cuda_version" text,
	"network_down_mbps" double precision,
	"network_up_mbps" double precision,
	"datacenter" boolean NOT NULL,
	"verified" boolean NOT NULL,
	"max_duration_hours" double precision,
	"state" text NOT NULL,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"observed_at" timestamp (3) with time zone NOT NULL,
	"price_changed_at" timestamp (3) with time zone NOT NULL,
	"missed" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "offers_prices_are_positive" CHECK ("offers"."price_per_gpu_hour" > 0 and "offers"."price_per_hour" > 0),
	CONSTRAINT "offers_count_is_positive" CHECK ("offers"."gpu_count" > 0)
);
--> statement-breakpoint
CREATE TABLE "providers" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"connected" boolean NOT NULL,
	"last_listed_at" timestamp (3) with time zone,
	"last_error_at" timestamp (3) with time zone,
	"last_error" text
);
--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_provider_id_providers_id_fk" FOREIGN KEY ("provider_id") REFERENCES "public"."providers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "offers_one_per_ask_and_kind" ON "offers" USING btree ("provider_id","external_id","kind");--> statement-breakpoint
CREATE INDEX "offers_listed_by_price" ON "offers" USING btree ("price_per_gpu_hour","id") WHERE state = 'listed';--> statement-breakpoint
CREATE INDEX "offers_listed_by_model" ON "offers" USING btree ("gpu_model","price_per_gpu_hour","id") WHERE state = 'listed';--> statement-breakpoint
INSERT INTO "market_revision" ("only", "revision") VALUES (true, 0);

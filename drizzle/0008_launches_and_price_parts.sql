-- How launches ended, what that says of an offer, and what of its price is for vCPUs and RAM. An offer that nobody
-- launched has no score: what is not known stays null.
CREATE TABLE "launches" (
	"launch_id" text PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"provider_id" text NOT NULL,
	"machine_id" text NOT NULL,
	"gpu_model" text NOT NULL,
	"worked" boolean NOT NULL
);
--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "vcpu_price_per_hour" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "ram_price_per_hour" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "availability" double precision;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "availability_samples" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "availability_basis" text;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "suppressed_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "launches" ADD CONSTRAINT "launches_provider_id_providers_id_fk" FOREIGN KEY ("provider_id") REFERENCES "public"."providers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "launches_by_time" ON "launches" USING btree ("at");--> statement-breakpoint
CREATE INDEX "launches_of_provider" ON "launches" USING btree ("provider_id","at");
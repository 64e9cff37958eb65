-- Who waits for GPUs that are not free yet is given them when they are.
CREATE TABLE "reservation_waits" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"state" text NOT NULL,
	"pool_id" text,
	"gpu_model" text,
	"region" text,
	"gpus" integer NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"most_total" bigint NOT NULL,
	"label" text,
	"consumer" text,
	"image" text NOT NULL,
	"disk_gb" integer NOT NULL,
	"public_key" text,
	"reservation_id" text,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "reservation_waits_booked_once" CHECK (("reservation_waits"."state" = 'booked') = ("reservation_waits"."reservation_id" is not null))
);
--> statement-breakpoint
ALTER TABLE "reservation_waits" ADD CONSTRAINT "reservation_waits_pool_id_pools_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."pools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reservation_waits" ADD CONSTRAINT "reservation_waits_reservation_id_reservations_id_fk" FOREIGN KEY ("reservation_id") REFERENCES "public"."reservations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "reservation_waits_of_account" ON "reservation_waits" USING btree ("account_id","created_at");--> statement-breakpoint
CREATE INDEX "reservation_waits_waiting" ON "reservation_waits" USING btree ("created_at") WHERE state = 'waiting';
--> statement-breakpoint
ALTER TABLE "reservation_waits" ADD CONSTRAINT "reservation_waits_of_an_account" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id");
